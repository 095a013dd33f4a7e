// Which other sources are cited with a page, and with which pages?
// Entries of the reading list carry the page range of the work itself and are marked.
MATCH (s:Source) WHERE s.id <> 'source:hiden-salmon-1994'
LET cited = COLLECT { MATCH ()-[c:CITED_IN]->(s) WHERE c.page IS NOT NULL RETURN DISTINCT c.page AS page ORDER BY page },
    listed = isEmpty(cited)
FILTER NOT listed OR s.pages IS NOT NULL
RETURN s.name AS source, s.authors AS authors, s.title AS title, s.journal AS journal, coalesce(s.date, toString(s.year)) AS dated,
       CASE WHEN listed THEN [s.pages] ELSE cited END AS pages, listed AS reading_list, s.basis AS basis
ORDER BY source;
