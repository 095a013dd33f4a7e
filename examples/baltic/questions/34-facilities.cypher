// Which facilities did Russia hope to keep, in which state does each lie, and how many per state?
MATCH (:State {name: 'Russian Federation'})-[h:HAD_FACILITY {status: 'wish'}]->(p)
MATCH path = (p)-[:LOCATED_IN*0..5]->(s:State)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
ORDER BY p.name
RETURN s.name AS state, sum(CASE WHEN p = s THEN 0 ELSE 1 END) AS facilities, collect(h.kind) AS kinds,
       collect(names(path)[..-1]) AS places
ORDER BY facilities DESC, state;
