// How strong was the Latvian Legion on 1 July 1944, how many more Latvians served the Wehrmacht, what is the sum, and where did they fight?
MATCH (u:MilitaryUnit)-[:HAS_FIGURE]->(f:Figure {kind: 'strength', date: '1944-07-01'})-[:ABOUT_GROUP]->(:Group {name: 'Latvians'})
OPTIONAL MATCH (u)-[:FOUGHT_IN]->(b:Battle)
WITH u, f, b ORDER BY b.name
WITH u, f, collect(b.name) AS battles
OPTIONAL MATCH (u)-[:HAS_FIGURE]->(n:Figure {kind: 'count'})
WITH u, f, battles, n ORDER BY f.amount DESC
WITH collect({unit: u.name, description: u.description, created: u.valid_from,
              divisions: n.amount, men: f.amount, battles: battles}) AS list, sum(f.amount) AS total
UNWIND list AS i
RETURN i.unit AS unit, i.description AS description, i.created AS created,
       i.divisions AS divisions, i.men AS men, i.battles AS battles, total
ORDER BY men DESC;
