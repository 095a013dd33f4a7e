// Which treaty of 1991 speaks of 1940: parties, date, full title, and what does it concede?
MATCH (c:Claim)-[:STATED_IN]->(t:Treaty)<-[r:SIGNED]-(s)
WHERE t.date STARTS WITH '1991'
ORDER BY s.name
RETURN t.title AS title, r.date AS signed, collect(s.name) AS parties, c.name AS concession, c.summary AS summary
ORDER BY concession;
