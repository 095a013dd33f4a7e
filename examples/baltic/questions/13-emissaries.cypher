// Whom did the Soviet side send to take charge of each state in June 1940?
MATCH (p:Person)-[r:SENT_TO]->(s:State)
RETURN s.name AS state, p.name AS emissary, r.mission AS mission, r.date AS dated
ORDER BY state;
