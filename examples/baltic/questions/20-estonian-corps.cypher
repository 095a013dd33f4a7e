// The two Estonian rifle corps of the Red Army: strength, losses, battles, and what was left.
MATCH (:Group {name: 'Estonians'})<-[:RAISED_FROM]-(u {kind: 'corps'})-[:SUBORDINATE_TO*]->({name: 'Red Army'}),
      (u)-[:HAS_FIGURE]->(s {kind: 'strength'})
OPTIONAL MATCH (u)-[:HAS_FIGURE]->(k {kind: 'killed or wounded'})
OPTIONAL MATCH (u)-[:HAS_FIGURE]->(p {kind: 'surrendered'})
OPTIONAL MATCH (u)-[:HAS_FIGURE]->(l {kind: 'losses share'})
OPTIONAL MATCH (u)-[:FOUGHT_IN]->(b)
ORDER BY b.name
RETURN u.name AS corps, coalesce(s.amount, s.amount_min) AS strength_min, coalesce(s.amount, s.amount_max) AS strength_max,
       k.amount AS killed_or_wounded, p.amount AS surrendered, s.amount - k.amount - p.amount AS unaccounted,
       l.share AS share_lost, l.share * s.amount_min AS lost_min, l.share * s.amount_max AS lost_max,
       (1 - l.share) * s.amount_min AS left_min, (1 - l.share) * s.amount_max AS left_max,
       collect(b.name + coalesce(' (' + coalesce(b.date_note, b.date) + ')', '')) AS battles
ORDER BY corps;
