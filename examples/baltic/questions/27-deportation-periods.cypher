// Which deportation figures are there, for which periods, and which of these lie inside 1944–1955 or merely overlap it?
MATCH (f:Figure) WHERE f.kind IN ['deported', 'deported total', 'deaths']
LET first = coalesce(f.valid_from, f.date), last = coalesce(f.valid_to, f.date)
RETURN f.name AS figure, f.kind AS kind, first AS begins, last AS finishes, f.qualifier AS qualifier, f.amount AS amount,
       f.description AS description,
       CASE WHEN valid.within(first, last, '1944', '1955') THEN 'inside'
            WHEN valid.overlaps(first, last, '1944', '1955') THEN 'overlaps'
            ELSE 'outside' END AS relation_to_1944_1955
ORDER BY begins, finishes, figure;
