// Through which places is Paldiski contained, up to the Baltic states, and on what does it lie?
MATCH path = (p:Place {name: 'Paldiski'})-[:LOCATED_IN*]->(:Group {id: 'group:baltic-states'})
OPTIONAL MATCH (p)-[:LIES_ON]->(f)
ORDER BY f.name
RETURN names(path) AS contained_in, [r IN relationships(path) | r.basis] AS basis, collect(f.name) AS lies_on;
