// Which bilateral treaties had each Baltic state with Bolshevik Russia or the Soviet Union up to 1939, in which order, and did a later one annul an earlier one?
// The order is that of the FOLLOWS relations; "annuls" counts annulments and supersessions.
MATCH (b:State)-[:LOCATED_IN]->(:Group {id: 'group:baltic-states'})
MATCH (b)-[:PARTY_TO]->(t:Treaty)<-[:PARTY_TO]-(o:State)
WHERE o.id IN ['state:bolshevik-russia', 'state:soviet-union']
OPTIONAL MATCH (t)-[:FOLLOWS*1..5]->(earlier:Treaty)
WITH b, t, o, count(earlier) AS before
OPTIONAL MATCH (t)-[a:ANNULS|SUPERSEDES]->(:Treaty)
WITH b, t, o, before, count(a) AS annuls
RETURN b.name AS state, before + 1 AS position, t.name AS treaty, o.name AS with_party, t.date AS dated,
       t.date_note AS note, t.description AS description, annuls
ORDER BY state, position;
