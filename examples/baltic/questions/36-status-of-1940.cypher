// Who says that the Baltic states were occupied or unlawfully taken, and who that they joined freely or lawfully?
// Topic "status-of-1940": "asserts" is occupied, unlawful or not voluntary; "denies" is voluntary or lawful.
MATCH (h)-[r:CLAIMS]->(c:Claim {topic: 'status-of-1940'})
WITH c.stance AS stance, h, c, r ORDER BY c.name
WITH stance, h, collect(DISTINCT c.name) AS claims, min(r.date_min) AS since
WITH stance, h, claims, since ORDER BY h.name
WITH stance, collect({holder: h.name, claims: claims, since: since}) AS list, count(h) AS holders
UNWIND list AS i
RETURN CASE stance WHEN 'asserts' THEN 'occupied or unlawful' ELSE 'voluntary or lawful' END AS position,
       holders AS holders_of_position, i.holder AS holder, i.claims AS claims, toString(i.since) AS dated
ORDER BY position, holder;
