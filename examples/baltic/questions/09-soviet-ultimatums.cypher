// Each Soviet ultimatum to a Baltic state: date, demand, what followed, and how many each state received.
// The Lithuanian one of June 1940 is dated by its acceptance only; days are given where both dates are full.
MATCH (:State {name: 'Soviet Union'})-[u:ISSUED_ULTIMATUM_TO]->(b)
MATCH (e:Ultimatum {id: u.event})
OPTIONAL MATCH (e)-[:LED_TO]->(next)
OPTIONAL MATCH ()-[a:ACCEPTED]->(e)
RETURN b.name AS state, COUNT { ()-[:ISSUED_ULTIMATUM_TO]->(b) } AS ultimatums_to_state, u.date AS issued,
       a.date AS accepted, u.note AS delivery, u.demand AS demand, next.name AS followed_by, next.date AS followed_on,
       next.date_note AS note, edtf.days(u.date, next.date) AS days_later
ORDER BY state, coalesce(issued, accepted);
