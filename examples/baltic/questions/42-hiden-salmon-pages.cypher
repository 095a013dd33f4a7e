// How many different pages of Hiden & Salmon are cited, which are the lowest and the highest, and which support the section on 1940–1941?
MATCH ()-[c:CITED_IN]->(s:Source {id: 'source:hiden-salmon-1994'})
WITH DISTINCT s, toInteger(c.page) AS page, c.section AS section ORDER BY page
RETURN s.name AS source, count(DISTINCT page) AS pages, count(*) AS page_and_section_pairs, min(page) AS lowest, max(page) AS highest,
       collect(CASE WHEN section CONTAINS '1940–1941' THEN page END) AS on_1940_1941;
