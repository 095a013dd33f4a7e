// When was the Baltic Way, and how long after the pact?
// One row for each full dating of the pact.
MATCH (w:Event {id: 'event:baltic-way-1989'})-[c:CITED_IN]->(src:Source)
MATCH (w)-[:HAS_FIGURE]->(f:Figure {kind: 'participants'})
MATCH (:State)-[s:SIGNED]->(:Treaty {id: 'treaty:molotov-ribbentrop-pact'})
WHERE size(s.date) = 10
WITH DISTINCT w, c, src, f, s.date AS signed
WITH w, c, src, f, signed, duration.between(date(signed), date(w.date)) AS gap
RETURN w.name AS event, w.date AS held, signed AS pact_signed, gap.years AS full_years, toString(gap) AS gap,
       duration.inDays(date(signed), date(w.date)).days AS days, f.qualifier + ' ' + toString(f.amount) AS participants,
       f.basis AS basis, src.name AS source, c.page AS page
ORDER BY signed;
