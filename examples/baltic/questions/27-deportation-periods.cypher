// Which deportation figures are there, for which periods, and which of these lie inside 1944–1955 or merely overlap it?
MATCH (f:Figure)
WHERE f.kind IN ['deported', 'deported total', 'deaths']
WITH f, coalesce(f.valid_from_min, f.date_min) AS first, coalesce(f.valid_to_max, f.date_max) AS last
RETURN f.name AS figure, f.kind AS kind, coalesce(f.valid_from, f.date) AS begins, coalesce(f.valid_to, f.date) AS finishes,
       f.qualifier AS qualifier, f.amount AS amount, f.description AS description,
       CASE WHEN first >= date('1944-01-01') AND last <= date('1955-12-31') THEN 'inside'
            WHEN first <= date('1955-12-31') AND last >= date('1944-01-01') THEN 'overlaps'
            ELSE 'outside' END AS relation_to_1944_1955
ORDER BY first, last, figure;
