// Find nodes by parts of their names, whatever the case and the diacritics.
// The last term stands for прибалтик with any ending. Terms written with their diacritics find the same nodes.
UNWIND ['pats', 'Päts', 'ulmanis', 'Ulmanis', 'zarins', 'Zariņš', 'sipols', 'Sīpols', 'baltijos kelias', 'Baltijas ceļš',
        'Balti kett', 'прибалтик'] AS term
MATCH (n)
WHERE any(t IN [n.name, n.title, n.name_et, n.name_lv, n.name_lt, n.name_ru, n.name_de, n.name_liv] + coalesce(n.aliases, [])
          WHERE text.fold(t) CONTAINS text.fold(term))
RETURN term, n.name AS found, split(n.id, ':')[0] AS kind, n.aliases AS aliases, n.description AS description
ORDER BY term, kind DESC, found;
