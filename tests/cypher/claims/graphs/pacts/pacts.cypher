// A pact whose signing is dated in three ways, a state that two parties say different things of, and treaties.
CREATE (su:State {id: 'state:su', name: 'Soviet Union'}), (de:State {id: 'state:de', name: 'Germany'}),
       (lt:State {id: 'state:lt', name: 'Lithuania'}), (pact:Treaty {id: 'pact', name: 'Pact', date: '1939-08-24'}),
       (book:Source {id: 'book', name: 'A Book'}),
       (su)-[:SIGNED {date: '1939-08', disputed: true, according_to: 'article', section: 'Lead'}]->(pact),
       (su)-[:SIGNED {date: '1939-08-23', disputed: true, according_to: 'pact', source: 'pact'}]->(pact),
       (su)-[:SIGNED {date: '1939-08-24', disputed: true, preferred: true, according_to: 'article', source: 'book', page: '12'}]->(pact),
       (de)-[:SIGNED {date: '1939-08-24', according_to: 'article', source: 'book', page: '12'}]->(pact),
       (lt)-[:CONTROLLED_BY {valid_from: '1944', valid_to: '1991-08', disputed: true, preferred: true, according_to: 'article'}]->(su),
       (lt)-[:CONTROLLED_BY {valid_from: '1990-03-11', valid_to: '1991-08', disputed: true, claimed_by: ['state:lt', 'council']}]->(lt),
       (lt)-[:CONTROLLED_BY {valid_from: '1941', valid_to: '1944'}]->(de),
       (lt)-[:HELD_BY {rank: 'deprecated', source: ['book', 'leaflet'], page: 3}]->(de),
       (lt)-[:HELD_BY {rank: 'normal'}]->(de),
       (pact)-[:CITED_IN {page: '110'}]->(book);
