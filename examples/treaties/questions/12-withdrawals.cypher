// Who withdrew from which treaty, and how many days lay between the notice and its effect?
MATCH (s:State)-[w:WITHDREW]->(t:Treaty)
RETURN w.date AS notice, s.name AS state, t.name AS treaty, w.kind AS kind, edtf.days(w.date, w.effective) AS days,
       isContested(w) AS contested
ORDER BY notice, state, treaty;
