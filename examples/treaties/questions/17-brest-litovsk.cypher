// What ended the Treaty of Brest-Litovsk, since when, and where does it stand?
MATCH (a)-[r:TERMINATES]->(:Treaty {name: 'Treaty of Brest-Litovsk'})
RETURN a.name AS text, sources(r)[0].page AS article, r.valid_from AS since, r.note AS what
ORDER BY since;
