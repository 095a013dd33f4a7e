// What did the four Geneva Conventions of 1949 replace between the parties to both, by which article, and until when did the older texts bind others?
MATCH (new)-[r:REPLACES]->(old:Treaty)
WHERE new.date = edtf('1949-08-12')
RETURN new.name AS convention, sources(r)[0].page AS article, old.name AS replaced, r.valid_from AS since,
       old.valid_to AS older_text_ended
ORDER BY convention, old.date;
