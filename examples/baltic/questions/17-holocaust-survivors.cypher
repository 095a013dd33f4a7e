// What share of the Jews of each state survived, and which killing unit was assigned to the area?
MATCH (s:State)-[:HAS_FIGURE]->(f {kind: 'survived share'}),
      (area)<-[:ASSIGNED_TO_AREA]-(u)-[:SUBORDINATE_TO]->()-[:HAS_FIGURE]->(n {kind: 'count'})
RETURN s.name AS state, f.percent AS percent_survived, f.qualifier AS qualifier, u.name AS killing_unit,
       area.name AS area, n.amount AS units_in_all
ORDER BY state;
