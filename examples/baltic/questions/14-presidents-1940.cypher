// Who were the presidents of the three states in 1940, and what became of them?
MATCH (p:Person)-[h:HELD_OFFICE {office: 'president'}]->(s:State)
OPTIONAL MATCH ()-[dep:DEPOSED]->(p)
OPTIONAL MATCH ()-[arr:ARRESTED]->(p)
OPTIONAL MATCH (by:State)-[out:DEPORTED]->(p)
OPTIONAL MATCH (p)-[:DIED_IN]->(place:Place)
OPTIONAL MATCH (p)-[:PROPOSED]->(plan:Event)<-[:REFUSED]-(g:Government)
RETURN s.name AS state, p.name AS president, dep IS NOT NULL AS deposed, arr.kind AS imprisoned, by.name AS deported_by,
       place.name AS died_in, p.died AS died, plan.name AS proposed, g.name AS refused_by
ORDER BY state;
