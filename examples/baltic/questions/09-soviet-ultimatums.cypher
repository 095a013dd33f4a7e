// Each Soviet ultimatum to a Baltic state: date, demand, what followed, and how many each state received.
// The Lithuanian one of June 1940 is dated by its acceptance only; days are given where both dates are full.
MATCH (:State {name: 'Soviet Union'})-[u:ISSUED_ULTIMATUM_TO]->(b:State)
MATCH (e:Ultimatum)
WHERE e.id = u.event
OPTIONAL MATCH (e)-[:LED_TO]->(next)
OPTIONAL MATCH ()-[a:ACCEPTED]->(e)
WITH b, u, next, a ORDER BY u.date_max
WITH b, count(u) AS number,
     collect({issued: u.date, accepted: a.date, delivery: u.note, demand: u.demand,
              next: next.name, next_date: next.date, note: next.date_note,
              days: CASE WHEN size(u.date) = 10 AND size(next.date) = 10
                         THEN duration.inDays(u.date_max, next.date_max).days END}) AS list
UNWIND list AS i
RETURN b.name AS state, number AS ultimatums_to_state, i.issued AS issued, i.accepted AS accepted,
       i.delivery AS delivery, i.demand AS demand, i.next AS followed_by, i.next_date AS followed_on, i.note AS note,
       i.days AS days_later
ORDER BY state, coalesce(issued, accepted);
