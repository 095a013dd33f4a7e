// Which official statements of Russia contradict each other?
// On one side what the Russian republic or Russia conceded (1991, 1996), on the other the present official position.
MATCH (a)-[early:CLAIMS|ACCEPTED]->(c1 {stance: 'asserts'})-[:CONTRADICTS]-(c2 {stance: 'denies'})<-[:CLAIMS]-(b),
      (b)-[:BODY_OF*0..2]->(:State {name: 'Russian Federation'})
WHERE a.id IN ['state:rsfsr', 'state:russian-federation']
OPTIONAL MATCH (c1)-[:STATED_IN]->(doc)
ORDER BY b.name, doc.name
RETURN a.name AS earlier_holder, early.date AS earlier_date, c1.name AS earlier_statement,
       collect(DISTINCT doc.name) AS stated_in, c2.name AS present_statement, collect(DISTINCT b.name) AS present_holders
ORDER BY earlier_date, earlier_statement, present_statement;
