// How many Lithuanians, Estonians and Latvians died in the Red Army and labour battalions, in which order, what is the total, and how do the Lithuanian dead compare with those drafted?
// The ratio is rough: the dead include the labour battalions.
MATCH (f:Figure {kind: 'died in Soviet service'})-[:ABOUT_GROUP]->(g:Group)
MATCH (f)-[c:CITED_IN]->(s:Source)
OPTIONAL MATCH (d:Figure {kind: 'drafted'})-[:ABOUT_GROUP]->(g)
WITH g, f, c, s, d ORDER BY f.amount DESC
WITH collect({nation: g.name, died: f.amount, qualifier: f.qualifier, drafted: d.amount,
              share: round(1000.0 * f.amount / d.amount) / 1000.0, title: s.title, author: s.authors,
              publisher: s.publisher, year: s.year, page: c.page}) AS list, sum(f.amount) AS total
UNWIND list AS i
RETURN i.nation AS nation, i.died AS died, i.qualifier AS qualifier, total, i.drafted AS drafted, i.share AS died_per_drafted,
       i.author AS author, i.title AS source, i.publisher AS publisher, i.year AS year, i.page AS page
ORDER BY died DESC;
