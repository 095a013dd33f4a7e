// When was the Baltic Way, and how long after the pact?
// One row for each full dating of the pact.
MATCH (src)<-[c:CITED_IN]-(w:Event {name: 'Baltic Way'})-[:HAS_FIGURE]->(f {kind: 'participants'}),
      ()-[s:SIGNED]->(:Treaty {id: 'treaty:molotov-ribbentrop-pact'})
WHERE size(s.date) = 10
LET gap = duration.between(date(s.date), date(w.date))
RETURN DISTINCT w.name AS event, w.date AS held, s.date AS pact_signed, gap.years AS full_years, toString(gap) AS gap,
       edtf.days(s.date, w.date) AS days, f.qualifier + ' ' + f.amount AS participants, f.basis AS basis,
       src.name AS source, c.page AS page
ORDER BY pact_signed;
