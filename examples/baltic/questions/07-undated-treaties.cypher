// Which treaties named in the article carry no date?
MATCH (t:Treaty) WHERE t.date IS NULL
OPTIONAL MATCH (s)-[:PARTY_TO]->(t)
ORDER BY s.name
RETURN t.name AS treaty, t.kind AS kind, collect(s.name) AS parties, t.date_note AS note
ORDER BY treaty;
