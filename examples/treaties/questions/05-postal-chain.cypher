// What is the longest chain of texts each of which superseded the one before it for everybody?
MATCH chain = (:Treaty)-[:SUPERSEDES*]->(:Treaty)
RETURN length(chain) AS steps, reverse(names(chain)) AS texts
ORDER BY steps DESC LIMIT 1;
