// Who was bound by the laws of war on land of 1899 but not by those of 1907 when war broke out in August 1914?
MATCH (s:State)-[:PARTY_TO]->(:Treaty {id: 'treaty:hague-1899-2'}) AS OF '1914-08-01'
WHERE NOT EXISTS { MATCH (s)-[:PARTY_TO]->(:Treaty {id: 'treaty:hague-1907-4'}) AS OF '1914-08-01' }
RETURN s.name AS state, EXISTS { (s)-[:SIGNED]->(:Treaty {id: 'treaty:hague-1907-4'}) } AS signed_1907
ORDER BY state;
