// How do Mälksoo and Marek characterise the Soviet regime in the Baltics, with year and page?
MATCH (p:Person)-[r:CLAIMS]->(c:Claim)
WHERE p.id IN ['person:lauri-malksoo', 'person:marek']
RETURN p.name AS author, r.date AS year, r.page AS page, c.name AS characterisation, c.summary AS summary
ORDER BY author DESC;
