// Which declarations were made in 1990, by which body, and how many days before Soviet recognition?
MATCH (body:Organisation)-[d:DECLARED]->(e)-[:ABOUT_STATE]->(s)<-[r:RECOGNISES]-(:State {name: 'Soviet Union'})
WHERE d.date STARTS WITH '1990'
RETURN s.name AS state, body.name AS body, d.date AS declared, e.kind AS kind, e.description AS what,
       r.date AS recognised, edtf.days(d.date, r.date) AS days
ORDER BY declared;
