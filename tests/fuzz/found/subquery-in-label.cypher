// The subquery of a computed label was not planned: another one ran in its place, here the one around it.
RETURN COUNT { (a)-[:$(COUNT { (a)-->() })]->() } AS n;
MATCH (n:A) SET n:$(COLLECT { UNWIND ['X', 'Y'] AS x RETURN x }) RETURN labels(n);
