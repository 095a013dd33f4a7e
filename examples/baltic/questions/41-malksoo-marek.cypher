// How do Mälksoo and Marek characterise the Soviet regime in the Baltics, with year and page?
MATCH (p:Person)-[r:CLAIMS]->(c)
WHERE p.name IN ['Lauri Mälksoo', 'Marek']
RETURN p.name AS author, r.date AS year, r.page AS page, c.name AS characterisation, c.summary AS summary
ORDER BY author DESC;
