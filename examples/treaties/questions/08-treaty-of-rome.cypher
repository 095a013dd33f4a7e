// What has become of the Treaty of Rome: which texts changed it, and is it in force?
MATCH (rome:Treaty {name: 'Treaty establishing the European Economic Community'})
MATCH (t)-[r:AMENDS|SUPERSEDES]->(rome)
RETURN t.date AS signed, t.name AS text, type(r) AS what, r.valid_from AS since, r.note AS note,
       inForce(rome, '2020-01-01') AS rome_in_force_2020
ORDER BY signed;
