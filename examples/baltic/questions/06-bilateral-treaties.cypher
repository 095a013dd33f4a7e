// Which bilateral treaties had each Baltic state with Bolshevik Russia or the Soviet Union up to 1939, in which order, and did a later one annul an earlier one?
// The order is that of the FOLLOWS relations; "annuls" counts annulments and supersessions.
MATCH (:Group {id: 'group:baltic-states'})<-[:LOCATED_IN]-(b)-[:PARTY_TO]->(t)<-[:PARTY_TO]-(o)
WHERE o.name IN ['Bolshevik Russia', 'Soviet Union']
RETURN b.name AS state, COUNT { (t)-[:FOLLOWS*]->() } + 1 AS position, t.name AS treaty, o.name AS with_party,
       t.date AS dated, t.date_note AS note, t.description AS description,
       COUNT { (t)-[:ANNULS|SUPERSEDES]->() } AS annuls
ORDER BY state, position;
