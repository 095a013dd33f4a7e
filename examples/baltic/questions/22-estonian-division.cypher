// When and how was the 20th Waffen Grenadier Division raised, how strong was it, and in which battles did it fight?
MATCH (u:MilitaryUnit {id: 'unit:20th-waffen-grenadier-division'})-[r:RAISED_FROM]->(g:Group)
MATCH (u)-[:HAS_FIGURE]->(f:Figure {kind: 'strength'})
MATCH (u)-[:FOUGHT_IN]->(b:Event)
WITH u, r, g, f, b ORDER BY b.name
RETURN u.name AS unit, r.date AS raised, r.manner AS manner, g.name AS raised_from, f.amount AS men, collect(b.name) AS battles
ORDER BY unit;
