// How do the two accounts of the new governments and assemblies of 1940 differ?
// The topic asks whether they came about by popular will: the Soviet side asserts it, the article denies it.
MATCH (h)-[:CLAIMS]->(c:Claim {topic: 'summer-1940'})
WHERE c.step IS NOT NULL
ORDER BY h.name
RETURN c.stance AS popular_will, collect(h.name) AS account_of, c.step AS step, c.date AS dated, c.name AS claim,
       c.summary AS summary
ORDER BY popular_will DESC, step;
