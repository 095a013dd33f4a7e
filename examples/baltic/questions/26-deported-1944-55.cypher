// How many people were deported from each state in 1944–55, what is the sum, and which share is the largest?
MATCH (whole {kind: 'deported total', valid_from: '1944', valid_to: '1955'})
MATCH (s:State)-[:HAS_FIGURE]->(f {kind: 'deported', valid_from: '1944', valid_to: '1955'})
WITH whole, collect({state: s.name, deported: f.amount}) AS list, sum(f.amount) AS total, max(f.amount) AS top
UNWIND list AS i
RETURN i.state AS state, i.deported AS deported, total, round(100.0 * i.deported / total, 1) AS percent,
       i.deported = top AS largest, whole.qualifier + ' ' + whole.amount AS article_total
ORDER BY state;
