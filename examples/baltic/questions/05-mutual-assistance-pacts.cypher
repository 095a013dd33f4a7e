// The mutual assistance pacts of 1939: other party, date, Soviet troops allowed, and the sum of the troops.
MATCH (su:State {name: 'Soviet Union'})-[s:SIGNED]->(t:Treaty {kind: 'mutual assistance pact'})<-[:SIGNED]-(other:State),
      (t)-[:ALLOWS_TROOPS]->(f:Figure)
WHERE other <> su
WITH su.name AS first, other, s, f ORDER BY s.date
WITH collect({first: first, party: other.name, signed: s.date, troops: f.amount,
              bases: f.date_note}) AS pacts, sum(f.amount) AS total
UNWIND pacts AS p
RETURN p.first AS first_party, p.party AS other_party, p.signed AS signed, p.troops AS troops_allowed,
       p.bases AS bases, total
ORDER BY signed;
