// Which states and areas did the first secret protocol put into which sphere, and which rivers drew the line?
MATCH (:Treaty {id: 'treaty:secret-protocol-1939-08'})-[r:ASSIGNS]->(x)
WHERE r.recipient IS NOT NULL
OPTIONAL MATCH (x)-[:BORDERS]->(river {kind: 'river'})
ORDER BY river.name
RETURN r.sphere AS sphere, x.name AS area, collect(river.name) AS rivers, r.note AS note
ORDER BY sphere DESC, area;
