// In which order did the republics declare sovereignty as their aim, and on what page of which source does it stand?
MATCH (e:Declaration {kind: 'sovereignty'})-[:ABOUT_STATE]->(s:State)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
MATCH (who)-[d:DECLARED]->(e)
MATCH (e)-[c:CITED_IN]->(src:Source)
RETURN d.date AS declared, s.name AS state, who.name AS declared_by, src.name AS source, c.page AS page
ORDER BY declared;
