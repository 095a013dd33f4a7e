/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the registry of clauses; see clauses.h. */
#include "clauses.h"

#include "name.h"

static const ClauseHelp clauses[] = {
    /* reading */
    {"MATCH", "MATCH pattern [, pattern ...] [AS OF day] [WHERE condition]",
     "Finds every way in which the pattern fits the graph: one row for each.",
     "MATCH (s:State)-[:SIGNED]->(t:Treaty) RETURN s.name, t.name", "openCypher"},
    {"OPTIONAL MATCH", "OPTIONAL MATCH pattern [WHERE condition]",
     "As MATCH, but where nothing fits, the row goes on with nulls.",
     "MATCH (p:Person) OPTIONAL MATCH (p)-[:DIED_IN]->(place) RETURN p.name, place.name", "openCypher"},
    {"WHERE", "WHERE condition", "Keeps the rows for which the condition is true: neither false nor null.",
     "MATCH (s:State) WHERE s.name STARTS WITH 'L' RETURN s.name", "openCypher"},
    {"FILTER", "FILTER [WHERE] condition", "Keeps the rows for which the condition is true, anywhere between clauses.",
     "UNWIND [1, 2, 3] AS x FILTER x > 1 RETURN x", "GQL"},
    {"UNWIND", "UNWIND list AS variable", "One row for each item of the list; none for an empty list or null.",
     "UNWIND [1, 2, 3] AS x RETURN x", "openCypher"},
    {"FOR", "FOR variable IN list", "One row for each item of the list: GQL's form of UNWIND.",
     "FOR x IN [1, 2, 3] RETURN x", "GQL"},
    {"LOAD CSV", "LOAD CSV [WITH HEADERS] FROM path AS row [FIELDTERMINATOR character]",
     "One row for each line of a CSV file: a list of strings, or with headers a map.",
     "LOAD CSV WITH HEADERS FROM 'people.csv' AS row RETURN row.name", "Cypher 5"},
    {"CALL", "CALL procedure(arguments) [YIELD field [AS variable], ...]",
     "Runs a procedure and adds the fields of its rows. As the whole statement it needs no YIELD.",
     "CALL db.labels() YIELD label RETURN label ORDER BY label", "openCypher"},
    {"CALL { }", "CALL (variable, ...) { query }",
     "Runs a query for each row, which sees the variables that are named (or all: *), and joins its rows to it.",
     "UNWIND [1, 2] AS x CALL (x) { UNWIND range(1, x) AS y RETURN sum(y) AS total } RETURN x, total", "Cypher 5"},

    /* Clio: valid time */
    {"AS OF", "MATCH pattern [FOR VALID_TIME] AS OF day [POSSIBLY | CERTAINLY]",
     "Sees only what held on the day, after the properties valid_from and valid_to. Dates may be known to the month or "
     "year; CERTAINLY keeps what held whichever day they stand for, POSSIBLY (if nothing is said) what may have.",
     "MATCH (a)-[:PART_OF]->(b) AS OF date('1940-06-15') RETURN a.name, b.name", "Clio"},
    {"FOR VALID_TIME",
     "MATCH pattern FOR VALID_TIME AS OF day | FROM day TO day | BETWEEN day AND day | CONTAINED IN (day, day) | ALL",
     "Sees only what held at some time of the period: FROM ... TO leaves out its end, BETWEEN does not; CONTAINED IN "
     "asks for what both began and ended in it, ALL for everything.",
     "MATCH (a)-[:PART_OF]->(b) FOR VALID_TIME BETWEEN '1939-09' AND '1940-08' RETURN a.name, b.name",
     "Clio, after SQL:2011"},
    {"SETTING DEFAULT VALID_TIME", "SETTING DEFAULT VALID_TIME AS OF day [POSSIBLY | CERTAINLY] query",
     "As if each MATCH of the query said AS OF the day, unless it says something else.",
     "SETTING DEFAULT VALID_TIME AS OF date('1940-06-15') MATCH (a)-[:PART_OF]->(b) RETURN a.name, b.name", "Clio"},

    /* projecting */
    {"RETURN", "RETURN [DISTINCT] * | expression [AS name], ... [ORDER BY ...] [SKIP n] [LIMIT n]",
     "The columns of the result. With an aggregate function, the other columns are what rows are grouped by.",
     "MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes ORDER BY nodes DESC", "openCypher"},
    {"WITH", "WITH [DISTINCT] * | expression [AS name], ... [ORDER BY ...] [SKIP n] [LIMIT n] [WHERE condition]",
     "As RETURN, but the query goes on with these columns, and with no others.",
     "MATCH (s:State)-[:SIGNED]->(t) WITH s, count(t) AS treaties WHERE treaties > 1 RETURN s.name, treaties",
     "openCypher"},
    {"LET", "LET variable = expression, ...", "Adds variables and keeps all others.",
     "UNWIND [1, 2] AS x LET y = x * x RETURN x, y", "GQL"},
    {"DISTINCT", "RETURN DISTINCT ... | WITH DISTINCT ... | count(DISTINCT expression)",
     "Of equal rows, or of equal values in an aggregate function, only one.", "UNWIND [1, 1, 2] AS x RETURN DISTINCT x",
     "openCypher"},
    {"ORDER BY", "ORDER BY expression [ASC | DESC], ...",
     "Sorts the rows of the RETURN or WITH before it. Nulls come last, first with DESC.",
     "UNWIND [2, 3, 1] AS x RETURN x ORDER BY x DESC", "openCypher"},
    {"SKIP", "SKIP n", "Leaves out the first n rows; OFFSET says the same.", "UNWIND [1, 2, 3] AS x RETURN x SKIP 1",
     "openCypher"},
    {"OFFSET", "OFFSET n", "Leaves out the first n rows: GQL's word for SKIP.",
     "UNWIND [1, 2, 3] AS x RETURN x OFFSET 1", "GQL"},
    {"LIMIT", "LIMIT n", "Gives no more than n rows.", "UNWIND [1, 2, 3] AS x RETURN x LIMIT 2", "openCypher"},
    {"UNION", "query UNION [ALL | DISTINCT] query",
     "The rows of both queries, which have the same columns; without ALL, equal rows come once.",
     "RETURN 1 AS x UNION ALL RETURN 2 AS x", "openCypher"},
    {"NEXT", "query NEXT query", "Goes on with the result of the query before it.",
     "UNWIND [1, 2] AS x RETURN sum(x) AS total NEXT RETURN total * 2 AS twice", "GQL"},
    {"FINISH", "FINISH", "Ends a query that returns nothing.", "MATCH (n:Nothing) FINISH", "GQL"},

    /* writing */
    {"CREATE", "CREATE pattern", "Makes the nodes and relationships of the pattern, anew for each row.",
     "CREATE (:State {name: 'Latvia'})", "openCypher"},
    {"INSERT", "INSERT pattern", "Makes the nodes and relationships of the pattern: GQL's word for CREATE.",
     "INSERT (:State {name: 'Latvia'})", "GQL"},
    {"MERGE", "MERGE pattern [ON CREATE SET ...] [ON MATCH SET ...]",
     "Finds the pattern as a whole or, where there is none, makes it.",
     "MERGE (s:State {name: 'Latvia'}) ON CREATE SET s.added = 2026", "openCypher"},
    {"SET", "SET x.key = value | x = map | x += map | x:Label, ...",
     "Sets properties (null removes one), replaces or adds to all of them, or adds labels.",
     "MATCH (s:State {name: 'Latvia'}) SET s.capital = 'Riga', s:Republic", "openCypher"},
    {"REMOVE", "REMOVE x.key | x:Label, ...", "Takes properties or labels away.",
     "MATCH (s:State {name: 'Latvia'}) REMOVE s.capital, s:Republic", "openCypher"},
    {"DELETE", "DELETE expression, ...",
     "Deletes nodes and relationships. A node that still has relationships is an error: see DETACH DELETE.",
     "MATCH (:State)-[r:SIGNED]->(:Treaty) DELETE r", "openCypher"},
    {"DETACH DELETE", "DETACH DELETE expression, ...", "Deletes nodes together with their relationships.",
     "MATCH (n:Draft) DETACH DELETE n", "openCypher"},
    {"FOREACH", "FOREACH (variable IN list | clauses that write)", "Runs the clauses for each item of a list.",
     "FOREACH (name IN ['Riga', 'Tallinn'] | CREATE (:Place {name: name}))", "Cypher 5"},

    /* patterns */
    {"labels", ":A | :A&B | :A|B | :!A | :% | :$(expression)",
     "Which labels a node, or types a relationship, must have: all, one of, none of, any, or a computed one.",
     "MATCH (n:(State|Government)&!Defunct) RETURN n.name", "GQL"},
    {"quantifier", "-[:TYPE]->{1,5} | -[:TYPE]->+ | -[:TYPE*1..5]-> | ((a)-[:TYPE]->(b) WHERE ...){1,5}",
     "Follows a relationship, or a whole part of a path, several times.",
     "MATCH (a:MilitaryUnit)-[:SUBORDINATE_TO]->{1,3}(b) RETURN a.name, b.name", "GQL"},
    {"shortestPath", "shortestPath((a)-[:TYPE*]-(b)) | allShortestPaths((a)-[:TYPE*]-(b))",
     "A path between two nodes with as few relationships as can be; or all of these.",
     "MATCH p = shortestPath((a:Person)-[*..6]-(b:Treaty)) RETURN length(p), b.name LIMIT 1", "openCypher"},
    {"SHORTEST", "ANY SHORTEST path | ALL SHORTEST path | SHORTEST k path | SHORTEST k GROUPS path",
     "For each pair of ends one shortest path, all shortest ones, the k shortest, or all of the k least lengths.",
     "MATCH p = ANY SHORTEST (a:Person)-[]->+(b:Treaty) RETURN length(p), b.name", "GQL"},

    /* expressions */
    {"CASE", "CASE [value] WHEN ... THEN ... [ELSE ...] END",
     "The result of the first WHEN that equals the value or, without a value, that is true.",
     "UNWIND [1, 2] AS x RETURN CASE WHEN x > 1 THEN 'many' ELSE 'one' END AS word", "openCypher"},
    {"IS NULL", "expression IS [NOT] NULL", "Whether a value is missing: `= null` is never true.",
     "RETURN null IS NULL AS missing", "openCypher"},
    {"IS ::", "expression IS [NOT] [:: | TYPED] type", "Whether a value is of a type.",
     "RETURN 1 IS :: INTEGER AS whole, ['a'] IS :: LIST<STRING> AS texts", "GQL"},
    {"IN", "expression IN list", "Whether the list has an item that equals the value.",
     "RETURN 2 IN [1, 2, 3] AS found", "openCypher"},
    {"STARTS WITH", "text STARTS WITH text | text ENDS WITH text | text CONTAINS text",
     "Whether a text begins with, ends with or has another one in it; letter case counts.",
     "RETURN 'Latvia' STARTS WITH 'Lat' AS first, 'Latvia' CONTAINS 'via' AS within", "openCypher"},
    {"=~", "text =~ pattern", "Whether the whole text matches a regular expression (PCRE2).",
     "RETURN 'Latvia' =~ '(?i)lat.*' AS matches", "Cypher 5"},
    {"list comprehension", "[variable IN list WHERE condition | expression]",
     "A list made of the items of another one that meet the condition, each passed through the expression.",
     "RETURN [x IN range(1, 5) WHERE x % 2 = 1 | x * x] AS squares", "openCypher"},
    {"pattern comprehension", "[pattern WHERE condition | expression]",
     "A list with one item for each way in which the pattern fits.",
     "MATCH (s:State) RETURN s.name, [(s)-[:SIGNED]->(t) | t.name] AS treaties", "openCypher"},
    {"pattern predicate", "WHERE (a)-[:TYPE]->(b)", "Whether the pattern fits; names in it must be known already.",
     "MATCH (s:State) WHERE NOT (s)-[:SIGNED]->() RETURN s.name", "openCypher"},
    {"all", "all(variable IN list WHERE condition) | any(...) | none(...) | single(...)",
     "Whether the condition holds for all, some, none or exactly one of the items of a list.",
     "RETURN all(x IN [1, 2] WHERE x > 0) AS yes", "openCypher"},
    {"reduce", "reduce(total = start, variable IN list | expression)",
     "Passes a value along a list; the expression makes the next one of it and the item.",
     "RETURN reduce(sum = 0, x IN [1, 2, 3] | sum + x) AS sum", "openCypher"},
    {"EXISTS { }", "EXISTS { pattern [WHERE condition] | query }", "Whether the query has any row.",
     "MATCH (s:State) WHERE EXISTS { (s)-[:SIGNED]->(:Treaty) } RETURN s.name", "openCypher"},
    {"COUNT { }", "COUNT { pattern [WHERE condition] | query }", "How many rows the query has.",
     "MATCH (s:State) RETURN s.name, COUNT { (s)-[:SIGNED]->() } AS treaties", "Cypher 5"},
    {"COLLECT { }", "COLLECT { query }", "The one column of the query as a list.",
     "MATCH (s:State) RETURN s.name, COLLECT { MATCH (s)-[:SIGNED]->(t) RETURN t.name ORDER BY t.name } AS treaties",
     "Cypher 5"},
    {"map projection", "variable {.key, .*, name: expression, variable}",
     "A map of some or all properties of a node, relationship or map, with further entries.",
     "MATCH (s:State) RETURN s {.name, treaties: COUNT { (s)-[:SIGNED]->() }} AS state", "Cypher 5"},
    {"parameter", "$name", "A value that is given from outside: --param name=value, :param in the shell, clio_bind_...",
     "MATCH (s:State {name: $name}) RETURN s", "openCypher"},

    /* indexes, transactions, plans */
    {"CREATE INDEX", "CREATE INDEX [name] [IF NOT EXISTS] FOR (n:Label) ON (n.key) | FOR ()-[r:TYPE]-() ON (r.key)",
     "An index over a property, for looking up values, ranges and beginnings of texts.",
     "CREATE INDEX state_name IF NOT EXISTS FOR (s:State) ON (s.name)", "Cypher 5"},
    {"DROP INDEX", "DROP INDEX name [IF EXISTS]", "Takes an index away.", "DROP INDEX state_name IF EXISTS",
     "Cypher 5"},
    {"SHOW INDEXES", "SHOW INDEXES", "The indexes, with how many entries and distinct values they have.",
     "SHOW INDEXES", "Cypher 5"},
    {"BEGIN", "BEGIN [TRANSACTION]", "Starts a transaction, which lasts until COMMIT or ROLLBACK.", "BEGIN", "Clio"},
    {"COMMIT", "COMMIT [TRANSACTION]", "Keeps all that the transaction has changed.", "COMMIT", "Clio"},
    {"ROLLBACK", "ROLLBACK [TRANSACTION]", "Undoes all that the transaction has changed.", "ROLLBACK", "Clio"},
    {"EXPLAIN", "EXPLAIN query", "Shows how a query would be run, without running it.",
     "EXPLAIN MATCH (s:State) RETURN s.name", "Cypher 5"},
    {"PROFILE", "PROFILE query", "Runs a query and shows how, with rows and times of each step.",
     "PROFILE MATCH (s:State) RETURN s.name", "Cypher 5"},
};

const ClauseHelp *clause_at(uint32_t i)
{
  return i < ARRAY_LEN(clauses) ? &clauses[i] : NULL;
}

const ClauseHelp *clause_find(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(clauses); i++)
    if (name_compare(name, text_of(clauses[i].name)) == 0) return &clauses[i];
  return NULL;
}

const ClauseHelp *clause_nearest(Text name)
{
  const ClauseHelp *best = NULL;
  NearestName nearest = nearest_name(name);
  for (size_t i = 0; i < ARRAY_LEN(clauses); i++)
    if (nearest_name_try(&nearest, text_of(clauses[i].name))) best = &clauses[i];
  return best;
}

bool clause_has_word(const ClauseHelp *clause, Text word)
{
  for (const char *at = clause->name; *at;) {
    size_t len = strcspn(at, " ");
    if (name_compare(word, (Text){at, len}) == 0) return true;
    at += len + strspn(at + len, " ");
  }
  return false;
}
