// Which declarations were made in 1990, by which body, and how many days before Soviet recognition?
MATCH (body:Organisation)-[d:DECLARED]->(e:Declaration)-[:ABOUT_STATE]->(s:State)
WHERE d.date STARTS WITH '1990'
MATCH (:State {name: 'Soviet Union'})-[r:RECOGNISES]->(s)
RETURN s.name AS state, body.name AS body, d.date AS declared, e.kind AS kind, e.description AS what,
       r.date AS recognised, duration.inDays(d.date_max, r.date_max).days AS days
ORDER BY declared;
