// Who controlled Latvia on four days, in what form, and which foreign troops stood there?
// "incorporated_on" is the formal date, also where it still lay ahead on the day asked for.
UNWIND ['1940-08-01', '1942-01-01', '1950-01-01', '1992-01-01'] AS day
MATCH (l:State {name: 'Latvia'})-[c:CONTROLLED_BY]->(h) AS OF day
OPTIONAL MATCH (w:State {id: c.within})
OPTIONAL MATCH (h)-[:CARRIED_OUT]->(e:Occupation {kind: 'occupation'})-[:ABOUT_STATE]->(l) AS OF day
OPTIONAL MATCH (l)-[i:INCORPORATED_INTO]->(h)
OPTIONAL MATCH ()-[r:RECOGNISES {what: 'independence'}]->(l) WHERE h = l
OPTIONAL MATCH (u:MilitaryUnit)-[:STATIONED_IN]->(l) AS OF day
RETURN day, h.name AS controlled_by, c.form AS form, w.name AS within, c.valid_from AS since, c.valid_to AS until,
       e.name AS occupation, i.date AS incorporated_on, r.date AS recognised_on, u.name AS foreign_troops
ORDER BY day, since;
