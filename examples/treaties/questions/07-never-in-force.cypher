// What was signed and has never come into force, and what came of it?
MATCH (t:Treaty {not_in_force: true})
OPTIONAL MATCH (next)-[r:SUPERSEDES|REPLACES|FOLLOWS]->(t)
ORDER BY next.date
RETURN t.date AS signed, t.name AS text, t.note AS reason, collect(next.name) AS later_texts
ORDER BY signed;
