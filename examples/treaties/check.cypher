// What has to be true of this data set. Each statement looks for what breaks a rule, and returns no row where it holds.

MATCH (n) WITH n.id AS id, count(*) AS nodes WHERE id IS NULL OR nodes > 1
RETURN 'an id stands for one node' AS rule, id, nodes;

MATCH (n) WITH labels(n)[0] AS label, n.name AS name, count(*) AS nodes WHERE name IS NULL OR nodes > 1
RETURN 'a name stands for one node of a label' AS rule, label, name, nodes;

MATCH (n) WHERE NOT (n)--() AND NOT EXISTS { (x) WHERE x.source = n.id }
RETURN 'every node takes part in something' AS rule, n.name AS name;

MATCH (t:Treaty) WHERE NOT EXISTS { (:Source {id: t.source}) } OR t.article IS NULL OR t.date IS NULL
RETURN 'every treaty has a date, a source and a place in it' AS rule, t.name AS name, t.source AS source;

MATCH (a)-[r]->(b) WHERE NOT EXISTS { (:Source {id: r.source}) }
RETURN 'every fact has a source that is there' AS rule, a.name AS `from`, type(r) AS type, b.name AS `to`, r.source AS source;

CALL kb.gaps() YIELD fact, missing WHERE NOT (fact:Treaty AND missing = ['claimant'])
RETURN 'every fact has a source, a date and a claimant, and every treaty the first two' AS rule, fact, missing;

MATCH (a)-[r]->(b) WHERE r.claimed_by IS NOT NULL AND NOT EXISTS { ({id: r.claimed_by}) }
RETURN 'who claims a fact is there' AS rule, a.name AS `from`, type(r) AS type, b.name AS `to`, r.claimed_by AS claimant;

CALL kb.contradictions() YIELD fact, rival, differ WHERE rival IS NULL OR NOT fact.disputed
RETURN 'only what is disputed contradicts itself' AS rule, fact, differ;

MATCH (t:Treaty) WHERE edtf.latest(t.valid_from) < edtf.earliest(t.date)
RETURN 'nothing is in force before it was signed' AS rule, t.name AS name, t.date AS signed, t.valid_from AS in_force;

MATCH (t:Treaty) WHERE edtf.latest(t.valid_to) < edtf.earliest(coalesce(t.valid_from, t.date))
RETURN 'nothing ends before it begins' AS rule, t.name AS name, t.valid_to AS ended;

MATCH (t:Treaty {not_in_force: true}) WHERE t.valid_from IS NOT NULL OR t.valid_to IS NOT NULL OR (t)<-[:PARTY_TO]-()
RETURN 'what never came into force has no time and no parties' AS rule, t.name AS name;

MATCH (later)-[r:SUPERSEDES|REPLACES|REVISES|AMENDS|TERMINATES|FOLLOWS|SUPPLEMENTS|PROTOCOL_TO]->(earlier)
WHERE edtf.latest(later.date) < edtf.earliest(earlier.date)
  AND coalesce(edtf.latest(later.valid_from) < edtf.earliest(earlier.valid_from), true)
RETURN 'the later text is not the older one' AS rule, later.name AS later, type(r) AS type, earlier.name AS earlier;

MATCH (later)-[r:SUPERSEDES|REPLACES|REVISES|AMENDS|TERMINATES]->(earlier) WHERE edtf.earliest(r.valid_from) <> edtf.earliest(later.valid_from)
RETURN 'a text takes effect on others when it comes into force' AS rule, later.name AS later, type(r) AS type,
       earlier.name AS earlier;

MATCH (later)-[r:SUPERSEDES|TERMINATES]->(earlier)
WHERE later.valid_from IS NOT NULL AND coalesce(earlier.not_in_force, r.disputed, false) = false
  AND (earlier.valid_to IS NULL OR edtf.earliest(earlier.valid_to) > edtf.latest(r.valid_from))
RETURN 'what is superseded or terminated has ended by then' AS rule, later.name AS later, earlier.name AS earlier,
       earlier.valid_to AS ended;

MATCH (t:Treaty) WHERE NOT t IN lineage(t)
RETURN 'nothing supersedes itself by a circle' AS rule, t.name AS name;

MATCH (s)-[r:PARTY_TO]->(t)
WHERE edtf.latest(r.valid_from) < edtf.earliest(t.valid_from) OR edtf.earliest(r.valid_from) > edtf.latest(t.valid_to)
   OR edtf.latest(r.valid_to) < edtf.earliest(r.valid_from)
RETURN 'a state is bound while the treaty is in force' AS rule, s.name AS state, t.name AS treaty, r.valid_from AS since;

MATCH (s)-[w:WITHDREW]->(t)
WHERE edtf.latest(w.effective) < edtf.earliest(w.date)
   OR EXISTS { (s)-[:PARTY_TO]->(t) } AND NOT EXISTS {
        (s)-[r:PARTY_TO]->(t) WHERE edtf.days(r.valid_to, w.effective) = 1 OR edtf.days(t.valid_to, w.effective) IN [0, 1] }
RETURN 'who withdraws is bound until the day before' AS rule, s.name AS state, t.name AS treaty, w.effective AS effective;

MATCH (s)-[r:SIGNED]->(t) WHERE r.date <> t.date
RETURN 'signatures have the date of the treaty' AS rule, s.name AS state, t.name AS treaty;
