// The withdrawal of Russian troops as a timeline; days are counted from the completion in Lithuania.
MATCH (lt:Event {id: 'event:withdrawal-lithuania-1993'}), (n)
WHERE n:Withdrawal OR n.kind IN ['withdrawal agreement', 'troops stationed']
RETURN n.date AS dated, n.name AS what, n.amount AS troops, n.date_note AS note, n.description AS description,
       edtf.days(lt.date, n.date) AS days_from_lithuania
ORDER BY n.date_min, n.date_max, what;
