// All figures of the 29th Corps over time, and the smallest loss that they allow by August 1941.
// Strength and survivors are read as figures of the corps; the sentence may also mean the 179th Rifle Division.
MATCH (:MilitaryUnit {name: '29th Territorial Rifle Corps'})-[r:RAISED_FROM]->(army)
RETURN 'raised from ' + army.name AS figure, r.date AS dated, null AS note, null AS qualifier, null AS amount,
       null AS percent
UNION ALL
MATCH (:MilitaryUnit {name: '29th Territorial Rifle Corps'})-[:HAS_FIGURE]->(f)
ORDER BY coalesce(f.date_min, f.date_max), f.name
RETURN f.name AS figure, f.date AS dated, f.date_note AS note, f.qualifier AS qualifier, f.amount AS amount,
       null AS percent
UNION ALL
MATCH (s {kind: 'strength'})<-[:HAS_FIGURE]-({name: '29th Territorial Rifle Corps'})-[:HAS_FIGURE]->(r {kind: 'survivors'})
LET loss = s.amount - r.amount_max
RETURN 'smallest possible loss' AS figure, r.date AS dated, r.date_note AS note, 'more than' AS qualifier,
       loss AS amount, 100.0 * loss / s.amount AS percent;
