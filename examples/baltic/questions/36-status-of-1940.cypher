// Who says that the Baltic states were occupied or unlawfully taken, and who that they joined freely or lawfully?
// Topic "status-of-1940": "asserts" is occupied, unlawful or not voluntary; "denies" is voluntary or lawful.
MATCH (h)-[r:CLAIMS]->(c:Claim {topic: 'status-of-1940'})
WITH c.stance AS stance, h, c, r, sources(r)[0].source + coalesce(', p. ' + r.page, '') AS source ORDER BY c.name, source
WITH stance, h, collect(DISTINCT c.name) AS claims, min(r.date) AS dated, collect(DISTINCT source) AS sources
WITH stance, h, claims, dated, sources ORDER BY h.name
WITH stance, collect({holder: h.name, claims: claims, dated: dated, sources: sources}) AS list, count(h) AS holders
UNWIND list AS i
RETURN CASE stance WHEN 'asserts' THEN 'occupied or unlawful' ELSE 'voluntary or lawful' END AS position,
       holders AS holders_of_position, i.holder AS holder, i.claims AS claims, i.dated AS dated,
       i.sources AS sources
ORDER BY position, holder;
