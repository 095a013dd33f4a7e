// By which agreements or conferences does Russia say that the incorporation was recognised, and who denies it?
MATCH (:State {name: 'Russian Federation'})-[:CLAIMS]->(c:Claim {topic: 'recognition', stance: 'asserts'})-[:ABOUT]->(x)
WHERE x:Conference OR x:Treaty
OPTIONAL MATCH (c)-[:CONTRADICTS]-(n:Claim)<-[:CLAIMS]-(who)
WITH x, c, n, who ORDER BY who.name
WITH x, c, n, collect(DISTINCT who.name) AS denied_by ORDER BY x.date_min
RETURN x.name AS agreement, coalesce(x.date_note, x.date) AS dated, c.name AS russian_claim, n.name AS contradicted_by,
       denied_by;
