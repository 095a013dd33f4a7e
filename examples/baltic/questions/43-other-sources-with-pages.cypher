// Which other sources are cited with a page, and with which pages?
// Entries of the reading list carry the page range of the work itself and are marked.
MATCH (s:Source)
WHERE s.id <> 'source:hiden-salmon-1994'
OPTIONAL MATCH ()-[c:CITED_IN]->(s)
WHERE c.page IS NOT NULL
WITH s, c.page AS page ORDER BY page
WITH s, collect(DISTINCT page) AS cited
WHERE size(cited) > 0 OR s.pages IS NOT NULL
RETURN s.name AS source, s.authors AS authors, s.title AS title, s.journal AS journal, coalesce(s.date, toString(s.year)) AS dated,
       CASE WHEN size(cited) > 0 THEN cited ELSE [s.pages] END AS pages, size(cited) = 0 AS reading_list, s.basis AS basis
ORDER BY source;
