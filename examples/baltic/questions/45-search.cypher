// Find nodes by the words of their texts, whatever the case and the diacritics.
// Words written with their diacritics find the same nodes; quotes keep words together, * stands for any ending.
UNWIND ['pats', 'Päts', 'ulmanis', 'Ulmanis', 'zarins', 'Zariņš', 'sipols', 'Sīpols', '"baltijos kelias"',
        '"Baltijas ceļš"', '"Balti kett"', 'прибалтик*'] AS term
CALL kb.find(term) YIELD node AS n, score
RETURN term, n.name AS found, split(n.id, ':')[0] AS kind, n.aliases AS aliases, n.description AS description
ORDER BY term, score DESC, found;
