// Which facts are contested, who asserts them, how many others stand against them, and who denies them?
MATCH (a)-[r:PARTY_TO|SUPERSEDES|TERMINATES]->(b)
WHERE isContested(r)
RETURN a.name AS subject, type(r) AS fact, b.name AS object, coalesce(r.effect, toString(validTime(r))) AS version,
       claims(r) AS asserted_by, size(rivals(r)) AS rivals,
       COLLECT { MATCH (s) WHERE s.id IN r.denied_by RETURN s.name ORDER BY s.name } AS denied_by
ORDER BY subject, asserted_by;
