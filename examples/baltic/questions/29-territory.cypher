// What territory did each republic gain or lose after the war, and which lost none to the Russian republic?
MATCH (s:State)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
OPTIONAL MATCH (gain:Place)-[:TRANSFERRED_TO {change: 'gain'}]->(s)
WITH s, gain ORDER BY gain.name
WITH s, collect(gain.name) AS gained
OPTIONAL MATCH (lost:Place)-[t:TRANSFERRED_TO {change: 'loss'}]->(r:State {id: 'state:rsfsr'})
WHERE t.former = s.id
OPTIONAL MATCH (lost)-[:HAS_FIGURE]->(f:Figure {kind: 'territory lost'})
RETURN s.name AS state, gained, lost.name AS lost, r.name AS lost_to, f.percent AS percent_of_prewar_territory,
       lost IS NULL AS lost_none_to_rsfsr
ORDER BY state;
