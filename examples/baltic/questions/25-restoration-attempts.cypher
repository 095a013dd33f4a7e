// Wartime attempts to restore independence, by state, and the bodies that certainly existed in 1943.
// A body counts only where its bounds prove it: the Estonian National Committee is attested by 1944 and so left out.
MATCH (e {kind: 'restoration attempt'})-[:ABOUT_STATE]->(s)
OPTIONAL MATCH (who)-[:CARRIED_OUT|PROPOSED]->(e)
OPTIONAL MATCH (who)-[x:DESTROYED_BY]->(enemy)
OPTIONAL MATCH (e)-[c:CITED_IN]->(src)
ORDER BY s.name, e.date_min, e.name, who.name
RETURN 'attempt' AS part, s.name AS state, e.name AS what, e.date AS dated, e.date_note AS note,
       collect(DISTINCT who.name) AS people, collect(DISTINCT enemy.name + ' (' + x.date + ')') AS destroyed_by,
       src.name AS source, c.page AS page
UNION ALL
MATCH (b)-[:BODY_OF]->(s)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
      FOR VALID_TIME BETWEEN '1943' AND '1943' CERTAINLY
WHERE b.valid_to IS NOT NULL
OPTIONAL MATCH (b)-[x:DESTROYED_BY]->(enemy)
RETURN 'body in 1943' AS part, s.name AS state, b.name AS what, b.valid_from + '/' + b.valid_to AS dated,
       b.date_note AS note, [] AS people, collect(enemy.name + ' (' + x.date + ')') AS destroyed_by, null AS source,
       null AS page
ORDER BY state, what;
