// Who were the presidents of the three states in 1940, and what became of them?
MATCH (p)-[:HELD_OFFICE {office: 'president'}]->(s)
OPTIONAL MATCH ()-[arrest:ARRESTED]->(p)
OPTIONAL MATCH (by)-[:DEPORTED]->(p)
OPTIONAL MATCH (p)-[:DIED_IN]->(place)
OPTIONAL MATCH (p)-[:PROPOSED]->(plan)<-[:REFUSED]-(g)
RETURN s.name AS state, p.name AS president, EXISTS { ()-[:DEPOSED]->(p) } AS deposed, arrest.kind AS imprisoned,
       by.name AS deported_by, place.name AS died_in, p.died AS died, plan.name AS proposed, g.name AS refused_by
ORDER BY state;
