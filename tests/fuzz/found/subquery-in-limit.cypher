// The subquery of a LIMIT behind ORDER BY was not planned, and no row was there for any such subquery to start from.
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x LIMIT COUNT { MATCH (n:B) };
UNWIND [3, 1, 2] AS x RETURN x SKIP COUNT { MATCH (n:State) };
UNWIND [3, 1, 2] AS x RETURN x LIMIT COUNT { UNWIND range(1, x) AS y RETURN y };
