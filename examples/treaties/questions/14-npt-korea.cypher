// Was North Korea bound by the Non-Proliferation Treaty on 1 January 2010: in its own view, and according to the registers?
UNWIND ["Democratic People's Republic of Korea", 'register'] AS view
OPTIONAL MATCH (s:State {id: 'state:democratic-people-s-republic-of-korea'})-[r:PARTY_TO]->(:Treaty {id: 'treaty:npt-1968'})
               AS OF '2010-01-01' ACCORDING TO view
RETURN view, r IS NOT NULL AS bound, r.valid_from AS since, r.note AS note;
