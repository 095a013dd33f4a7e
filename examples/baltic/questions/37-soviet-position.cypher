// How did the position of the Soviet Union itself change over time?
MATCH (:State {name: 'Soviet Union'})-[r:CLAIMS|RECOGNISES]->(x)
WHERE r:RECOGNISES OR x.topic IN ['secret-protocols', 'status-of-1940', 'independence-1990']
RETURN type(r) AS relation, coalesce(x.stance, r.what) AS stance, x.name AS what, x.summary AS summary,
       coalesce(r.date, r.valid_from) AS since, r.valid_to AS until, r.date_note AS note, r.section AS section
ORDER BY since NULLS FIRST, until, relation, what;
