// In which order did the republics declare sovereignty as their aim, and on what page of which source does it stand?
MATCH (who)-[d:DECLARED]->(e {kind: 'sovereignty'})-[:ABOUT_STATE]->(s)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'}),
      (e)-[c:CITED_IN]->(src)
RETURN d.date AS declared, s.name AS state, who.name AS declared_by, src.name AS source, c.page AS page
ORDER BY declared;
