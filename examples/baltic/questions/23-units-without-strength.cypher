// Which Red Army formations of Baltic nationals have no strength figure?
// The 12,000 of question 19 is given to the 29th Corps here, so that the 179th Rifle Division stands in the list.
MATCH (u {basis: 'text'})-[:SUBORDINATE_TO*]->({name: 'Red Army'})
WHERE NOT (u)-[:HAS_FIGURE]->({kind: 'strength'})
MATCH (u)-[:SUBORDINATE_TO]->(above)
RETURN DISTINCT u.name AS unit, u.kind AS kind, above.name AS under
ORDER BY unit;
