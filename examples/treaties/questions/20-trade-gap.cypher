// China left the General Agreement on Tariffs and Trade: who was bound by neither it nor the World Trade Organization's Agreement, for how long?
MATCH (s:State)-[old:PARTY_TO]->(:Treaty {id: 'treaty:gatt-1947'}), (s)-[new:PARTY_TO]->(:Treaty {id: 'treaty:wto-1994'})
WHERE edtf.days(old.valid_to, new.valid_from) > 1
RETURN s.name AS state, old.valid_to AS last_day, new.valid_from AS bound_again, edtf.days(old.valid_to, new.valid_from) / 365 AS years;
