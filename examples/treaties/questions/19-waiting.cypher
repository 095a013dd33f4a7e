// Which treaties took longest from signature to entry into force?
MATCH (t:Treaty)
RETURN t.name AS treaty, t.date AS signed, t.valid_from AS in_force, edtf.days(t.date, t.valid_from) / 365 AS years
ORDER BY edtf.days(t.date, t.valid_from) DESC NULLS LAST LIMIT 10;
