// Which three occupations were there, by whom, in which years, and which were in effect on 1 January 1945, and where?
MATCH (o:State)-[:CARRIED_OUT]->(e:Event {kind: 'occupation'})
WITH o, e ORDER BY e.valid_from_min
RETURN 'period' AS part, e.name AS what, o.name AS occupier, substring(e.valid_from, 0, 4) AS since,
       substring(e.valid_to, 0, 4) AS until, null AS extent, [] AS forces, null AS section
UNION ALL
MATCH (o:State)-[r:OCCUPIED]->(x) AS OF date('1945-01-01')
MATCH (x)-[:LOCATED_IN*1..4]->(:Group {id: 'group:baltic-states'})
OPTIONAL MATCH (u:MilitaryUnit)-[:FOUGHT_IN]->(:Event)-[:LOCATED_IN]->(x)
WHERE r.extent = 'pocket'
WITH o, r, x, u ORDER BY u.name
WITH o, r, x, collect(DISTINCT u.name) AS forces
WITH o, r, x, forces ORDER BY o.name DESC, x.name, r.valid_to
RETURN 'in effect on 1945-01-01' AS part, x.name AS what, o.name AS occupier, r.valid_from AS since,
       r.valid_to AS until, r.extent AS extent, forces, r.section AS section;
