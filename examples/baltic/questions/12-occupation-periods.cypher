// Which three occupations were there, by whom, in which years, and which were in effect on 1 January 1945, and where?
MATCH (o)-[:CARRIED_OUT]->(e:Event {kind: 'occupation'})
ORDER BY e.valid_from
RETURN 'period' AS part, e.name AS what, o.name AS occupier, left(e.valid_from, 4) AS since,
       left(e.valid_to, 4) AS until, null AS extent, [] AS forces, null AS section
UNION ALL
MATCH (o)-[r:OCCUPIED]->(x)-[:LOCATED_IN*1..4]->(:Group {id: 'group:baltic-states'}) AS OF '1945-01-01'
OPTIONAL MATCH (u)-[:FOUGHT_IN]->()-[:LOCATED_IN]->(x) WHERE r.extent = 'pocket'
ORDER BY u.name
RETURN 'in effect on 1945-01-01' AS part, x.name AS what, o.name AS occupier, r.valid_from AS since,
       r.valid_to AS until, r.extent AS extent, collect(DISTINCT u.name) AS forces, r.section AS section
ORDER BY occupier DESC, what, until;
