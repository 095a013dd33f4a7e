// What took the place of the Treaty of Sèvres, and was Sèvres ever in force?
MATCH (t:Treaty {name: 'Treaty of Sèvres'})
CALL kb.supersession(t) YIELD path, kind, since WHERE length(path) = 1
RETURN nodes(path)[0].name AS later_text, kind, since, inForce(t, '1921') AS sevres_in_force_1921;
