// Whom does the Convention on the High Seas of 1958 still bind, without the Convention on the Law of the Sea, on 1 January 2020?
MATCH (s:State)-[r:PARTY_TO]->(:Treaty {name: 'Convention on the High Seas'}) AS OF '2020-01-01'
WHERE NOT EXISTS { MATCH (s)-[:PARTY_TO]->(:Treaty {id: 'treaty:unclos'}) AS OF '2020-01-01' }
  AND NOT EXISTS { (:State)-[:SUCCESSOR_OF]->(s) }
RETURN s.name AS state, r.valid_from AS bound_since
ORDER BY state;
