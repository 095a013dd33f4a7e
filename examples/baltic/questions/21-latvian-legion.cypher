// How strong was the Latvian Legion on 1 July 1944, how many more Latvians served the Wehrmacht, what is the sum, and where did they fight?
MATCH (u)-[:HAS_FIGURE]->(f {kind: 'strength', date: '1944-07-01'})-[:ABOUT_GROUP]->(latvians {name: 'Latvians'})
OPTIONAL MATCH (u)-[:HAS_FIGURE]->(n {kind: 'count'})
OPTIONAL MATCH (u)-[:FOUGHT_IN]->(b:Battle)
ORDER BY b.name
RETURN u.name AS unit, u.description AS description, u.valid_from AS created, n.amount AS divisions, f.amount AS men,
       collect(b.name) AS battles,
       VALUE { MATCH (x {kind: 'strength', date: '1944-07-01'})-[:ABOUT_GROUP]->(latvians) RETURN sum(x.amount) } AS total
ORDER BY men DESC;
