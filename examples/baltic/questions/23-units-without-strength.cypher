// Which Red Army formations of Baltic nationals have no strength figure?
// The 12,000 of question 19 is given to the 29th Corps here, so that the 179th Rifle Division stands in the list.
MATCH (u:MilitaryUnit)-[:SUBORDINATE_TO*1..]->(:MilitaryUnit {name: 'Red Army'})
WHERE u.basis = 'text' AND NOT (u)-[:HAS_FIGURE]->(:Figure {kind: 'strength'})
OPTIONAL MATCH (u)-[:SUBORDINATE_TO]->(above:MilitaryUnit)
RETURN DISTINCT u.name AS unit, u.kind AS kind, above.name AS under
ORDER BY unit;
