// Who says that the Baltic states were occupied or unlawfully taken, and who that they joined freely or lawfully?
// Topic "status-of-1940": "asserts" is occupied, unlawful or not voluntary; "denies" is voluntary or lawful.
MATCH (h)-[r:CLAIMS]->(c:Claim {topic: 'status-of-1940'})
LET stance = c.stance, source = sources(r)[0].source + coalesce(', p. ' + r.page, '')
ORDER BY c.name, source
RETURN CASE stance WHEN 'asserts' THEN 'occupied or unlawful' ELSE 'voluntary or lawful' END AS position,
       COUNT { MATCH (x)-[:CLAIMS]->({topic: 'status-of-1940', stance: stance}) RETURN DISTINCT x } AS holders_of_position,
       h.name AS holder, collect(DISTINCT c.name) AS claims, min(r.date) AS dated, collect(DISTINCT source) AS sources
ORDER BY position, holder;
