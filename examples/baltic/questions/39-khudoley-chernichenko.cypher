// What do Khudoley and Chernichenko say about 1940, and who are they?
MATCH (p:Person)-[r:CLAIMS]->(c:Claim)
WHERE p.id IN ['person:konstantin-khudoley', 'person:sergey-chernichenko']
OPTIONAL MATCH (p)-[o:HELD_OFFICE]->(at)
WITH p, r, c, o, at ORDER BY o.office
WITH p, r, c, collect(o.office + ', ' + at.name) AS offices
RETURN p.name AS scholar, p.description AS who, offices, c.topic AS topic, c.stance AS stance, c.name AS claim, c.summary AS summary,
       CASE WHEN r.page IS NOT NULL THEN sources(r)[0].source END AS source, r.page AS page
ORDER BY scholar DESC, topic DESC, claim;
