// Who signed the Molotov–Ribbentrop Pact, of what kind is it, for how long, and when was it signed?
// The article dates the signing in three ways; each dating is a row, the preferred one marked.
MATCH (s)-[r:SIGNED]->(t:Treaty {id: 'treaty:molotov-ribbentrop-pact'})
ORDER BY s.name
RETURN t.name AS treaty, t.kind AS kind, t.duration_years AS years, collect(s.name) AS signatories,
       r.date AS signed, r.date_note AS note, rankOf(r) = 'preferred' AS preferred,
       claims(r)[0] AS according_to, sources(r)[0].source AS source, r.section AS section
ORDER BY signed DESC;
