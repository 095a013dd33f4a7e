// The mutual assistance pacts of 1939: other party, date, Soviet troops allowed, and the sum of the troops.
MATCH (su:State {name: 'Soviet Union'})-[s:SIGNED]->(t {kind: 'mutual assistance pact'})<-[:SIGNED]-(other),
      (t)-[:ALLOWS_TROOPS]->(f)
RETURN su.name AS first_party, other.name AS other_party, s.date AS signed, f.amount AS troops_allowed,
       f.date_note AS bases,
       VALUE { MATCH ({kind: 'mutual assistance pact'})-[:ALLOWS_TROOPS]->(x) RETURN sum(x.amount) } AS total
ORDER BY signed;
