// How did the share of the titular nation change, and where did it fall most by 1970?
// For Lithuania only the drop is given, without base or year.
MATCH (s)-[:HAS_FIGURE]->(f) WHERE f.kind IN ['titular share', 'titular share drop']
OPTIONAL MATCH (s)-[:HAS_FIGURE]->(base {kind: 'titular share'}) WHERE base.date IS NULL
LET share = CASE f.kind WHEN 'titular share' THEN f.percent END,
    points = coalesce(round(base.percent - share, 1), f.percent)
WITH collect({state: s.name, date: f.date, note: f.date_note, percent: share, points: points}) AS list,
     max(CASE f.date WHEN '1970' THEN points END) AS most
UNWIND list AS i
RETURN i.state AS state, i.date AS year, i.note AS note, i.percent AS percent, i.points AS points_lost,
       coalesce(i.date = '1970' AND i.points = most, false) AS most_by_1970
ORDER BY state, points_lost;
