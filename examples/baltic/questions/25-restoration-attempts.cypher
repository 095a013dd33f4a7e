// Wartime attempts to restore independence, by state, and the bodies that certainly existed in 1943.
// A body counts only where its bounds prove it: the Estonian National Committee is attested by 1944 and so left out.
MATCH (e:Event {kind: 'restoration attempt'})-[:ABOUT_STATE]->(s:State)
OPTIONAL MATCH (who)-[:CARRIED_OUT|PROPOSED]->(e)
OPTIONAL MATCH (who)-[x:DESTROYED_BY]->(enemy)
OPTIONAL MATCH (e)-[c:CITED_IN]->(src:Source)
WITH s, e, c, src, who, x, enemy ORDER BY who.name
WITH s, e, c, src, collect(DISTINCT who.name) AS people,
     collect(DISTINCT enemy.name + ' (' + x.date + ')') AS destroyed_by
WITH s, e, c, src, people, destroyed_by ORDER BY s.name, e.date_min, e.name
RETURN 'attempt' AS part, s.name AS state, e.name AS what, e.date AS dated, e.date_note AS note, people,
       destroyed_by, src.name AS source, c.page AS page
UNION ALL
MATCH (b)-[:BODY_OF]->(s:State)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
WHERE b.valid_from_max <= date('1943-12-31') AND b.valid_to_min >= date('1943-01-01')
OPTIONAL MATCH (b)-[x:DESTROYED_BY]->(enemy)
WITH b, s, collect(enemy.name + ' (' + x.date + ')') AS destroyed_by ORDER BY s.name, b.name
RETURN 'body in 1943' AS part, s.name AS state, b.name AS what, b.valid_from + '/' + b.valid_to AS dated,
       b.date_note AS note, [] AS people, destroyed_by, null AS source, null AS page;
