// In whose sphere did Lithuania lie on two days of 1939, and which agreement changed that?
// "amends" names what the agreement of the row changed; the last columns tell what Lithuania was to regain, and from whom.
UNWIND ['1939-08-31', '1939-10-01'] AS day
MATCH (t)-[r:ASSIGNS]->(l:State {name: 'Lithuania'}) AS OF day
OPTIONAL MATCH (t)-[:AMENDS]->(earlier)
OPTIONAL MATCH (t)-[:ASSIGNS {recipient: l.id}]->(regained)-[held:CONTROLLED_BY]->(holder)
RETURN day, r.sphere AS sphere, r.extent AS extent, t.name AS agreement, t.date AS dated, earlier.name AS amends,
       regained.name AS to_be_regained, holder.name AS held_by, held.date_note AS held_when
ORDER BY day;
