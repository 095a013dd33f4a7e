// The withdrawal of Russian troops as a timeline; days are counted from the completion in Lithuania.
MATCH (lt:Event {id: 'event:withdrawal-lithuania-1993'})
MATCH (n)
WHERE n:Withdrawal OR (n:Treaty AND n.kind = 'withdrawal agreement') OR (n:Figure AND n.kind = 'troops stationed')
RETURN n.date AS dated, n.name AS what, n.amount AS troops, n.date_note AS note, n.description AS description,
       CASE WHEN size(n.date) = 10 THEN duration.inDays(lt.date_max, n.date_max).days END AS days_from_lithuania
ORDER BY n.date_min, n.date_max, what;
