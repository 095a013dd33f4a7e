// Which states are bound by the Protocol on refugees of 1967 and not by the Convention of 1951?
MATCH (s:State)-[r:PARTY_TO]->(:Treaty {id: 'treaty:refugees-1967'})
WHERE NOT EXISTS { (s)-[:PARTY_TO]->(:Treaty {id: 'treaty:refugees-1951'}) }
RETURN s.name AS state, r.valid_from AS since, r.how AS how
ORDER BY state;
