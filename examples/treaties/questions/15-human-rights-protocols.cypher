// Which protocols to the European Convention on Human Rights were in force on 1 January 2010, and what became of the others?
MATCH (p:Treaty)-[:PROTOCOL_TO|AMENDS]->(:Treaty {name: 'European Convention on Human Rights'})
WITH DISTINCT p
RETURN p.name AS protocol, p.date AS signed, p.valid_from AS since, inForce(p, '2010-01-01') AS in_force_2010,
       names(supersededBy(p)) AS superseded_by
ORDER BY signed, protocol;
