// By which agreements or conferences does Russia say that the incorporation was recognised, and who denies it?
MATCH (:State {name: 'Russian Federation'})-[:CLAIMS]->(c:Claim {topic: 'recognition', stance: 'asserts'})-[:ABOUT]->(x:Conference|Treaty)
OPTIONAL MATCH (c)-[:CONTRADICTS]-(n)<-[:CLAIMS]-(who)
ORDER BY x.date_min, who.name
RETURN x.name AS agreement, coalesce(x.date_note, x.date) AS dated, c.name AS russian_claim, n.name AS contradicted_by,
       collect(DISTINCT who.name) AS denied_by;
