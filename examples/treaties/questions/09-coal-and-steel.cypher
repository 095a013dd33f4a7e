// Which founding texts of the European Communities were in force on 1 January of these years?
UNWIND ['1955', '1960', '1970', '2000', '2010'] AS year
MATCH (t:Treaty {subject: 'European integration'})
WHERE inForce(t, year + '-01-01') AND NOT (t)-[:AMENDS]->()
  AND (t)-[:ESTABLISHES]->()
RETURN year, collect(t.name) AS in_force
ORDER BY year;
