// What was Reichskommissariat Ostland: when set up, by whom, what did it cover, who ruled it?
// Belorussia stands twice: whole in the text, its western part in a hover text.
MATCH (ruler)-[:HELD_OFFICE]->(o:State {name: 'Reichskommissariat Ostland'})-[:CONTROLLED_BY]->(power),
      (part)-[i:INCORPORATED_INTO]->(o)
RETURN o.name AS name, o.valid_from AS set_up, power.name AS set_up_by, ruler.name AS ruler, part.name AS covered,
       i.extent AS extent, i.basis AS basis
ORDER BY covered, extent DESC;
