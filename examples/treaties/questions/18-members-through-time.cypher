// How many states of this data set were bound by the North Atlantic Treaty and by the Warsaw Pact on 1 January of these years?
UNWIND ['1950', '1956', '1970', '1990', '2000', '2005', '2025'] AS year
RETURN year, COUNT { MATCH (:State)-[:PARTY_TO]->(:Treaty {id: 'treaty:north-atlantic'}) AS OF date(year + '-01-01') } AS north_atlantic,
       COUNT { MATCH (:State)-[:PARTY_TO]->(:Treaty {id: 'treaty:warsaw-pact'}) AS OF date(year + '-01-01') } AS warsaw_pact
ORDER BY year;
