// When and how was the 20th Waffen Grenadier Division raised, how strong was it, and in which battles did it fight?
MATCH (g)<-[r:RAISED_FROM]-(u:MilitaryUnit {id: 'unit:20th-waffen-grenadier-division'})-[:FOUGHT_IN]->(b),
      (u)-[:HAS_FIGURE]->(f {kind: 'strength'})
ORDER BY b.name
RETURN u.name AS unit, r.date AS raised, r.manner AS manner, g.name AS raised_from, f.amount AS men, collect(b.name) AS battles;
