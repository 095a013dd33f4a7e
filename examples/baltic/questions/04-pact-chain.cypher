// From the Molotov–Ribbentrop Pact, what does it contain, what amends that, and who condemned any of it?
// Passages of the article name three condemning bodies; all three are kept.
MATCH (:Treaty {id: 'treaty:molotov-ribbentrop-pact'})-[:CONTAINS|AMENDS*0..4]-(t)
WITH DISTINCT t
MATCH (x)-[r:CONTAINS|AMENDS|CONDEMNS]->(t)
RETURN x.name AS subject, type(r) AS relation, t.name AS object, coalesce(r.date, x.date) AS dated, r.quote AS words,
       r.preferred AS preferred, r.section AS section
ORDER BY dated, subject, object, section;
