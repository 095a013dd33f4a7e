// What do Khudoley and Chernichenko say about 1940, and who are they?
MATCH (p:Person)-[r:CLAIMS]->(c)
WHERE p.name CONTAINS 'Khudoley' OR p.name CONTAINS 'Chernichenko'
OPTIONAL MATCH (p)-[o:HELD_OFFICE]->(at)
ORDER BY o.office
RETURN p.name AS scholar, p.description AS who, collect(o.office + ', ' + at.name) AS offices, c.topic AS topic,
       c.stance AS stance, c.name AS claim, c.summary AS summary,
       CASE WHEN r.page IS NOT NULL THEN sources(r)[0].source END AS source, r.page AS page
ORDER BY scholar DESC, topic DESC, claim;
