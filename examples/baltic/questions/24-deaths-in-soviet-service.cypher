// How many Lithuanians, Estonians and Latvians died in the Red Army and labour battalions, in which order, what is the total, and how do the Lithuanian dead compare with those drafted?
// The ratio is rough: the dead include the labour battalions.
MATCH (s)<-[c:CITED_IN]-(f {kind: 'died in Soviet service'})-[:ABOUT_GROUP]->(g)
OPTIONAL MATCH (d {kind: 'drafted'})-[:ABOUT_GROUP]->(g)
RETURN g.name AS nation, f.amount AS died, f.qualifier AS qualifier,
       VALUE { MATCH (x {kind: 'died in Soviet service'}) RETURN sum(x.amount) } AS total, d.amount AS drafted,
       round(1.0 * f.amount / d.amount, 3) AS died_per_drafted, s.authors AS author, s.title AS source,
       s.publisher AS publisher, s.year AS year, c.page AS page
ORDER BY died DESC;
