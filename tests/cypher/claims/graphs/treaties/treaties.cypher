// A chain: a peace is followed by a pact, which is amended and then replaced; a protocol is annulled in some month.
CREATE (peace:Treaty {name: 'Peace', date: '1920-07-12'}), (pact:Treaty {name: 'Pact', date: '1926'}),
       (change:Treaty {name: 'Change', date: '1931-05-06'}), (new:Treaty {name: 'New Pact', date: '1939-10-10'}),
       (protocol:Treaty {name: 'Protocol', date: '1926-09-28', valid_to: '1950'}), (law:Document {name: 'Law', date: '1940-07'}),
       (undated:Treaty {name: 'Undated'}),
       (pact)-[:FOLLOWS]->(peace), (change)-[:AMENDS]->(pact), (new)-[:SUPERSEDES {date: '1939-10-16'}]->(pact),
       (new)-[:FOLLOWS]->(change), (law)-[:ANNULS]->(protocol);
