// Which arms control treaties between the United States and the Soviet Union or Russia were in force on 1 January of these years?
UNWIND ['1975', '1985', '1990', '2000', '2005', '2015', '2020'] AS year
MATCH (:State {name: 'United States'})-[:SIGNED]->(t:Treaty {subject: 'arms control'})
WHERE inForce(t, year + '-01-01') AND COUNT { ()-[:SIGNED]->(t) } = 2
  AND EXISTS { (s)-[:SIGNED]->(t) WHERE s.name IN ['Soviet Union', 'Russian Federation'] }
ORDER BY t.date
RETURN year, collect(t.name) AS in_force
ORDER BY year;
