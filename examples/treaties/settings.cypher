// What the properties and relationship types of this data set mean; see docs/claims.md.
// A text ends for everybody by what supersedes or terminates it. What replaces it between the parties to both only, what
// revises, supplements or comes with it stands in its lineage and leaves it in force.
CALL kb.set('page', 'article');
CALL kb.set('voice', ['treaty', 'register', 'history']);
CALL kb.set('remark', ['note']);
CALL kb.set('exclusive', []);
CALL kb.set('annuls', 'TERMINATES');
CALL kb.set('follows', ['FOLLOWS', 'REPLACES', 'REVISES', 'SUPPLEMENTS', 'PROTOCOL_TO']);
