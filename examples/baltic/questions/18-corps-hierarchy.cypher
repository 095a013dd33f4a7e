// Which units stood under the 29th Territorial Rifle Corps, what happened to each, and how does the chain run upward from the 184th Rifle Division?
MATCH p = (u)-[:SUBORDINATE_TO*]->(:MilitaryUnit {name: '29th Territorial Rifle Corps'})
ORDER BY u.name
RETURN 'under the corps' AS part, u.name AS unit, u.fate AS fate, names(p) AS chain,
       any(r IN relationships(p) WHERE r.inferred IS NOT NULL) AS implied_only
UNION ALL
MATCH p = (u:MilitaryUnit {name: '184th Rifle Division'})-[:SUBORDINATE_TO*]->(top)
WHERE NOT (top)-[:SUBORDINATE_TO]->()
RETURN 'upward' AS part, u.name AS unit, u.fate AS fate, names(p) AS chain,
       any(r IN relationships(p) WHERE r.inferred IS NOT NULL) AS implied_only;
