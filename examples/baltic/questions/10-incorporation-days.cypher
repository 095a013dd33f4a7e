// When was each state formally incorporated, and how many days after the ultimatum of June 1940 was that?
// For Lithuania the count starts on the day of acceptance, the only day that the article gives.
MATCH (b)-[i:INCORPORATED_INTO]->(:State {name: 'Soviet Union'})-[u:ISSUED_ULTIMATUM_TO]->(b)
WHERE u.date_max >= date('1940-06-01')
RETURN b.name AS state, i.date AS incorporated, toString(u.date_max) AS ultimatum, u.date_note AS note,
       edtf.days(u.date_max, i.date) AS days
ORDER BY incorporated;
