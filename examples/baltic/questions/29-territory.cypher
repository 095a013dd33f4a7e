// What territory did each republic gain or lose after the war, and which lost none to the Russian republic?
MATCH (s)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
OPTIONAL MATCH (gain)-[:TRANSFERRED_TO {change: 'gain'}]->(s)
OPTIONAL MATCH (lost)-[:TRANSFERRED_TO {change: 'loss', former: s.id}]->(r:State {id: 'state:rsfsr'})
OPTIONAL MATCH (lost)-[:HAS_FIGURE]->(f {kind: 'territory lost'})
ORDER BY gain.name
RETURN s.name AS state, collect(gain.name) AS gained, lost.name AS lost, r.name AS lost_to,
       f.percent AS percent_of_prewar_territory, lost IS NULL AS lost_none_to_rsfsr
ORDER BY state;
