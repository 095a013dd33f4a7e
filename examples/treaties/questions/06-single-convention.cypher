// What did the Single Convention on Narcotic Drugs replace, by which article, and what amended it?
MATCH (t:Treaty {name: 'Single Convention on Narcotic Drugs'})
MATCH (a)-[r:REPLACES|AMENDS]->(b) WHERE t IN [a, b]
RETURN a.name AS later, type(r) AS what, b.name AS earlier, sources(r)[0].page AS article, r.note AS only, r.valid_from AS since
ORDER BY what DESC, b.date, earlier;
