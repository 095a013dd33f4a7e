// What is a shortest chain of facts between Hinrich Lohse and Paldiski?
// Only rule, belonging and containment count as facts here, so that no chain runs through a source or a heading.
MATCH p = shortestPath((:Person {name: 'Hinrich Lohse'})-[:HELD_OFFICE|INCORPORATED_INTO|LOCATED_IN*]-(:Place {name: 'Paldiski'}))
RETURN length(p) AS facts, names(p) AS chain, [r IN relationships(p) | type(r)] AS relations;
