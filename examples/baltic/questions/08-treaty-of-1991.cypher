// Which treaty of 1991 speaks of 1940: parties, date, full title, and what does it concede?
MATCH (c:Claim)-[:STATED_IN]->(t:Treaty)
WHERE t.date STARTS WITH '1991'
MATCH (s:State)-[r:SIGNED]->(t)
WITH t, r.date AS signed, c, s ORDER BY s.name
RETURN t.title AS title, signed, collect(s.name) AS parties, c.name AS concession, c.summary AS summary
ORDER BY concession;
