// Whom did the Soviet side send to take charge of each state in June 1940?
MATCH (p)-[r:SENT_TO]->(s)
RETURN s.name AS state, p.name AS emissary, r.mission AS mission, r.date AS dated
ORDER BY state;
