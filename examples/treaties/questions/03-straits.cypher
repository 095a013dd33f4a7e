// Which texts on the Straits were in force on these days?
MATCH (t:Treaty {name: 'Montreux Convention'})
UNWIND ['1835-01-01', '1850-01-01', '1860-01-01', '1925-01-01', '1930-01-01', '1940-01-01'] AS day
UNWIND [x IN lineage(t) WHERE inForce(x, day) AND x.subject = 'straits and waterways'] AS text
RETURN day, text.name AS in_force, text.date AS signed
ORDER BY day, signed;
