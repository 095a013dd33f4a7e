/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the registry of clauses; see clauses.h. */
#include "clauses.h"

#include "core/nearest.h"
#include "name.h"

static const ClauseHelp clauses[] = {
    /* reading */
    {"MATCH", "MATCH pattern [, pattern ...] [AS OF day] [ACCORDING TO party] [RANK BEST] [WHERE condition]",
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
    {"FOR", "FOR variable IN list [WITH ORDINALITY variable | WITH OFFSET variable]",
     "One row for each item of the list: GQL's form of UNWIND. ORDINALITY counts the items from 1, OFFSET from 0.",
     "FOR x IN ['a', 'b'] WITH ORDINALITY i RETURN i, x", "GQL"},
    {"LOAD CSV", "LOAD CSV [WITH HEADERS] FROM path AS row [FIELDTERMINATOR character]",
     "One row for each line of a CSV file: a list of strings, or with headers a map.",
     "LOAD CSV WITH HEADERS FROM 'people.csv' AS row RETURN row.name", "Cypher 5"},
    {"LOAD JSONL", "LOAD JSONL FROM path AS row",
     "One row for each line of a file in JSON Lines: a map, whose values may be lists and maps again.",
     "LOAD JSONL FROM 'people.jsonl' AS row RETURN row.name", "Clio"},
    {"CALL", "CALL procedure(arguments) [YIELD field [AS variable], ...]",
     "Runs a procedure and adds the fields of its rows. As the whole statement it needs no YIELD.",
     "CALL db.labels() YIELD label RETURN label ORDER BY label", "openCypher"},
    {"CALL { }", "CALL (variable, ...) { query }",
     "Runs a query for each row, which sees the variables that are named (or all: *), and joins its rows to it.",
     "UNWIND [1, 2] AS x CALL (x) { UNWIND range(1, x) AS y RETURN sum(y) AS total } RETURN x, total", "Cypher 5"},
    {"OPTIONAL CALL", "OPTIONAL CALL procedure(...) | OPTIONAL CALL (...) { query }",
     "As CALL, but where it gives no row, the row goes on with nulls.",
     "UNWIND [1, 2] AS x OPTIONAL CALL (x) { WITH x WHERE x > 1 RETURN x * x AS y } RETURN x, y", "Cypher 5"},

    {"IN TRANSACTIONS", "CALL (...) { query } IN [n CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR FAIL]",
     "As CALL. A statement of Clio takes effect as a whole or not at all, so the batches take effect together when it "
     "ends, and one after the other; ON ERROR CONTINUE, ON ERROR BREAK and REPORT STATUS are refused.",
     "UNWIND range(1, 3) AS x CALL (x) { CREATE (:Year {year: x}) } IN TRANSACTIONS OF 2 ROWS", "Cypher 5"},
    {"USING", "MATCH pattern USING INDEX x:Label(key) | USING SCAN x:Label | USING JOIN ON x [WHERE condition]",
     "A hint to a planner; taken, and without effect: the plan follows the counts that the graph keeps.",
     "MATCH (s:State) USING SCAN s:State WHERE s.name = 'Latvia' RETURN s.name", "Cypher 5"},

    /* Clio: valid time */
    {"AS OF", "MATCH pattern [FOR VALID_TIME] AS OF day [POSSIBLY | CERTAINLY]",
     "Sees only what held on the day, after the properties valid_from and valid_to. Dates may be known to the month or "
     "year; CERTAINLY keeps what held whichever day they stand for, POSSIBLY (if nothing is said) what may have.",
     "MATCH (a)-[:PART_OF]->(b) AS OF date('1940-06-15') RETURN a.name, b.name", "Clio"},
    {"FOR VALID_TIME",
     "MATCH pattern FOR VALID_TIME {AS OF day | FROM day TO day | BETWEEN day AND day | CONTAINED IN (day, day) | ALL} "
     "[POSSIBLY | CERTAINLY]",
     "Sees only what held at some time of the period: FROM ... TO leaves out its end, BETWEEN does not; CONTAINED IN "
     "asks for what both began and ended in it, ALL for everything.",
     "MATCH (a)-[:PART_OF]->(b) FOR VALID_TIME BETWEEN '1939-09' AND '1940-08' RETURN a.name, b.name",
     "Clio, after SQL:2011"},
    {"FOR PORTION OF VALID_TIME",
     "SET r.key = value, ... FOR PORTION OF VALID_TIME FROM day TO day | DELETE r, ... FOR PORTION OF VALID_TIME FROM "
     "day "
     "TO day",
     "Changes or deletes relationships only for a part of the time in which they hold, the last day left out: what is "
     "before and after stays as relationships of its own, with the same type, ends and properties.",
     "MATCH (:State {name: 'Latvia'})-[c:CONTROLLED_BY]->() SET c.disputed = true FOR PORTION OF VALID_TIME FROM "
     "'1940' "
     "TO '1941'",
     "Clio, after SQL:2011"},
    {"ACCORDING TO", "MATCH pattern ACCORDING TO {party | ALL} [RANK BEST] [WHERE condition]",
     "Sees only what the party asserts and what nobody contests: what is not disputed and names no claimant but the "
     "data set's own voice. A party is a node, its id or name, or a list of these; ALL is whoever asserts it.",
     "MATCH (s:State)-[r:SIGNED]->(t) ACCORDING TO 'Latvia' RETURN s.name, t.name, r.date", "Clio"},
    {"RANK BEST", "MATCH pattern RANK {BEST | ALL} [WHERE condition]",
     "Leaves out what is deprecated, and of relationships that say different things of the same (rivals) what is not "
     "preferred where another one is. RANK ALL keeps them, where a default says otherwise.",
     "MATCH (s:State)-[r:SIGNED]->(t) RANK BEST RETURN s.name, t.name, r.date", "Clio"},
    {"SETTING DEFAULT", "SETTING DEFAULT [VALID_TIME AS OF day] [ACCORDING TO party] [RANK BEST] query",
     "As if each MATCH of the query said so, unless it says something else of the time, of the party or of the rank: "
     "FOR VALID_TIME ALL, ACCORDING TO ALL and RANK ALL see everything. Graph algorithms are asked about the same "
     "facts.",
     "SETTING DEFAULT VALID_TIME AS OF date('1940-06-15') ACCORDING TO 'Latvia' MATCH (a)-[:PART_OF]->(b) RETURN "
     "a.name, b.name",
     "Clio"},

    /* projecting */
    {"RETURN", "RETURN [DISTINCT | ALL] * | expression [AS name], ... [ORDER BY ...] [SKIP n] [LIMIT n]",
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
    {"GROUP BY", "RETURN ... GROUP BY column, ... | RETURN ... GROUP BY ()",
     "Says which columns rows are grouped by: all that do not aggregate, as would be done without it.",
     "UNWIND [1, 1, 2] AS x RETURN x, count(*) AS times GROUP BY x", "GQL"},
    {"ORDER BY", "ORDER BY expression [ASC | DESC] [NULLS FIRST | NULLS LAST], ...",
     "Sorts the rows of the RETURN or WITH before it. Nulls come last, first with DESC, unless NULLS says otherwise.",
     "UNWIND [2, 3, 1] AS x RETURN x ORDER BY x DESC", "openCypher"},
    {"SKIP", "SKIP n", "Leaves out the first n rows; OFFSET says the same.", "UNWIND [1, 2, 3] AS x RETURN x SKIP 1",
     "openCypher"},
    {"OFFSET", "OFFSET n", "Leaves out the first n rows: GQL's word for SKIP.",
     "UNWIND [1, 2, 3] AS x RETURN x OFFSET 1", "GQL"},
    {"LIMIT", "LIMIT n", "Gives no more than n rows.", "UNWIND [1, 2, 3] AS x RETURN x LIMIT 2", "openCypher"},
    {"UNION", "query UNION [ALL | DISTINCT] query",
     "The rows of both queries, which have the same columns; without ALL, equal rows come once.",
     "RETURN 1 AS x UNION ALL RETURN 2 AS x", "openCypher"},
    {"ORDER BY clause", "ORDER BY expression, ... [SKIP n] [LIMIT n] | SKIP n [LIMIT n] | LIMIT n",
     "Between other clauses, sorts or cuts the rows and keeps all variables.",
     "UNWIND [3, 1, 2] AS x ORDER BY x LIMIT 2 RETURN collect(x) AS least", "GQL"},
    {"EXCEPT", "query EXCEPT [ALL | DISTINCT] query",
     "The rows of the first query that the second has not; with ALL, one for each that the second has is left out. "
     "Neither may change the graph.",
     "UNWIND [1, 2, 3] AS x RETURN x EXCEPT RETURN 2 AS x", "GQL"},
    {"INTERSECT", "query INTERSECT [ALL | DISTINCT] query",
     "The rows that both queries have; with ALL, as often as both have them. Neither may change the graph.",
     "UNWIND [1, 2, 3] AS x RETURN x INTERSECT UNWIND [2, 3, 4] AS x RETURN x", "GQL"},
    {"OTHERWISE", "query OTHERWISE query", "The rows of the second query where the first has none.",
     "MATCH (n:Nothing) RETURN n.name AS name OTHERWISE RETURN 'none' AS name", "GQL"},
    {"{ query }", "{ query } UNION query | { query } NEXT query",
     "Braces around a query make it one part of a larger one.",
     "{ RETURN 1 AS x UNION RETURN 2 AS x } EXCEPT RETURN 2 AS x", "GQL"},
    {"WHEN", "WHEN condition THEN query [WHEN ...] [ELSE query] | WHEN condition THEN { query } ...",
     "Runs the query of the first condition that is true, or else that of ELSE; without one, none. All return the same "
     "columns.",
     "UNWIND [1, 20] AS x CALL (x) { WHEN x > 9 THEN RETURN 'many' AS word ELSE RETURN 'few' AS word } RETURN x, word",
     "Cypher 25"},
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
    {"NODETACH DELETE", "NODETACH DELETE expression, ...", "DELETE, said in full.",
     "MATCH (:State)-[r:SIGNED]->(:Treaty) NODETACH DELETE r", "GQL"},
    {"FOREACH", "FOREACH (variable IN list | clauses that write)", "Runs the clauses for each item of a list.",
     "FOREACH (name IN ['Riga', 'Tallinn'] | CREATE (:Place {name: name}))", "Cypher 5"},

    /* patterns */
    {"node pattern", "(variable:Label {key: value, ...})",
     "A node with the label and the properties; each part may be left out.",
     "MATCH (s:State {name: 'Latvia'}) RETURN s.name", "openCypher"},
    {"relationship pattern", "-[variable:TYPE {key: value, ...}]-> | <-[...]- | -[...]- | --> | <-- | --",
     "A relationship of the type in the direction of the arrow; without one in either.",
     "MATCH (s:State)-[r:SIGNED]->(t:Treaty) RETURN s.name, r.on, t.name", "openCypher"},
    {"path variable", "variable = pattern", "The whole path that fits, for nodes(), relationships() and length().",
     "MATCH p = (:State)-[:SIGNED]->(:Treaty) RETURN nodes(p), length(p)", "openCypher"},
    {"labels", ":A | :A:B | -[:S|T]-", "All of these labels; one of these types.",
     "MATCH (n:State:Republic)-[:SIGNED|RATIFIED]->(t) RETURN n.name, t.name", "openCypher"},
    {"label expression", ":A&B | :A|B | :!A | :% | :(A|B)&!C",
     "Which labels a node, or types a relationship, must have: both, one of, not this, any.",
     "MATCH (n:(State|Government)&!Defunct) RETURN n.name", "GQL"},
    {"IS label", "(n IS Label) | -[r IS TYPE]-> | n IS [NOT] Label | n IS [NOT] LABELED Label | SET n IS Label",
     "GQL's word for the colon. In a condition, a label called like a word that IS knows needs LABELED or backticks.",
     "MATCH (n IS State) WHERE n IS NOT Republic RETURN n.name", "GQL"},
    {"label predicate", "variable:Label", "Whether a node has the label, or a relationship the type.",
     "MATCH (n) WHERE n:State RETURN n.name, n:Republic AS republic", "openCypher"},
    {"dynamic label", ":$(expression) | :$all(list) | :$any(list)",
     "A label or type that an expression names, where it is matched, set or removed. Of a list all are meant; with "
     "$any, "
     "which can only be matched, one is enough.",
     "MATCH (n:$any(['State', 'Treaty'])) RETURN n.name", "Cypher 5"},
    {"inline WHERE", "(variable WHERE condition) | -[variable WHERE condition]->",
     "A condition on one node or relationship of a pattern.",
     "MATCH (s:State WHERE s.name > 'L')-[r WHERE r.year > 1920]->(t) RETURN s.name, t.name", "GQL"},
    {"variable length", "-[:TYPE*]- | -[:TYPE*n]- | -[:TYPE*m..n]- | -[:TYPE*m..]- | -[:TYPE*..n]-",
     "From m (if nothing is said: 1) to n relationships in a row, none of them twice; the variable is their list.",
     "MATCH (a:MilitaryUnit)-[:SUBORDINATE_TO*1..3]->(b) RETURN a.name, b.name", "openCypher"},
    {"quantifier", "-[:TYPE]->{1,5} | -[:TYPE]->{2} | -[:TYPE]->{2,} | -[:TYPE]->{,5} | -[:TYPE]->+ | -[:TYPE]->*",
     "Follows a relationship several times: from one to five, exactly two, two or more, up to five, one or more, any "
     "number of times.",
     "MATCH (a:MilitaryUnit)-[:SUBORDINATE_TO]->{1,3}(b) RETURN a.name, b.name", "GQL"},
    {"group", "((a)-[r:TYPE]->(b)-[s:TYPE]->(c) WHERE condition){m,n}",
     "Follows a whole part of a path several times. Inside, its names stand for the parts of one repetition, outside "
     "for the lists of them. The condition sees these names and those of earlier clauses.",
     "MATCH (x:State) ((a)-[r:BORDERS]->(b) WHERE a.name < b.name){1,3} (y) RETURN x.name, [n IN b | n.name] AS way",
     "GQL"},
    {"parentheses in paths", "(path WHERE condition)",
     "A condition on a path or a part of one; for a path with a selector it decides before paths are selected.",
     "MATCH p = SHORTEST 1 ((a:State)-[r:BORDERS]-+(b:State) WHERE size(r) > 1) RETURN a.name, b.name, length(p)",
     "GQL"},
    {"shortestPath", "shortestPath((a)-[:TYPE*]-(b)) | allShortestPaths((a)-[:TYPE*]-(b))",
     "A path between two nodes with as few relationships as can be; or all of these.",
     "MATCH p = shortestPath((a:Person)-[*..6]-(b:Treaty)) RETURN length(p), b.name LIMIT 1", "openCypher"},
    {"SHORTEST",
     "ANY SHORTEST path | ALL SHORTEST path | SHORTEST k path | SHORTEST k GROUPS path | ANY k path | ALL path",
     "For each pair of ends one shortest path, all shortest ones, the k shortest, all of the k least lengths, any k, "
     "or all. The WHERE of the MATCH comes afterwards; what is to hold of the paths that are selected from stands in "
     "parentheses with them.",
     "MATCH p = ANY SHORTEST (a:Person)-[]->+(b:Treaty) RETURN length(p), b.name", "GQL"},

    {"path mode", "WALK | TRAIL | ACYCLIC | SIMPLE path",
     "What a path may repeat: all, no relationship (as if nothing is said), no node, no node but the first as the "
     "last. A WALK needs a greatest length or a selector.",
     "MATCH p = ACYCLIC (a:MilitaryUnit)-[:SUBORDINATE_TO]->{1,3}(b) RETURN length(p)", "GQL"},

    /* values and how they are written */
    {"numbers", "1 | 1_000 | 0x1F | 0o17 | 0b101 | 1.5 | .5 | 1e3 | Infinity | INF | NaN",
     "Integers of 64 bits and floating-point numbers; underscores may stand between digits, as in GQL.",
     "RETURN 1_000 AS thousand, 0xFF AS hexadecimal, 0o17 AS octal, 1.5e3 AS real", "openCypher"},
    {"strings", "'text' | \"text\"",
     "Text in either quotes, which stand inside when doubled. Escapes are \\\\, \\', \\\", \\b, \\f, \\n, \\r, \\t, "
     "\\uXXXX and \\UXXXXXXXX.",
     "RETURN 'it\\'s' AS text, \"P\\u00e4ts\" AS name", "openCypher"},
    {"booleans", "true | false", "The two truth values; letter case makes no difference.",
     "RETURN true AND NOT false AS yes", "openCypher"},
    {"null", "null",
     "What is not known. Operators and most functions give null for null, and WHERE keeps only what is true. AND, OR, "
     "XOR "
     "and NOT follow three-valued logic: false AND null is false, true OR null is true, all else with null is null.",
     "RETURN null = null AS same, false AND null AS none, true OR null AS any", "openCypher"},
    {"lists", "[value, ...] | list[index] | list[from..to]",
     "Values in order, from index 0; a negative index counts from the end, and what lies outside is null. The end of a "
     "slice is left out.",
     "WITH [1, 2, 3] AS x RETURN x[0] AS first, x[-1] AS last, x[1..] AS rest", "openCypher"},
    {"maps", "{key: value, ...} | map.key | map['key']", "Values under names; a missing key gives null.",
     "WITH {name: 'Riga', year: 1201} AS m RETURN m.name AS name, m['year'] AS year", "openCypher"},
    {"temporal values", "date(...) | time(...) | localtime(...) | datetime(...) | localdatetime(...) | duration(...)",
     "Instants and lengths of time, made from ISO 8601 text, components or another instant. Their parts are read like "
     "properties; + and - calculate with durations.",
     "WITH date('1940-06-15') AS d RETURN d.year AS year, d + duration('P1M') AS later", "openCypher"},
    {"temporal literal",
     "DATE 'text' | TIME 'text' | DATETIME 'text' | LOCAL TIME 'text' | ZONED DATETIME 'text' | ...",
     "date('text') and its kin in GQL's form. TIME and DATETIME, also called TIMESTAMP, have a zone if the text names "
     "one.",
     "RETURN DATE '1940-06-15' + DURATION 'P1M' AS later", "GQL"},
    {"names", "name | `any text`",
     "Letters, digits and underscores; whatever else stands in backticks, in which a doubled backtick is one. Labels, "
     "types, keys and variables are case-sensitive; keywords and functions are not.",
     "RETURN 1 AS `a name with spaces`", "openCypher"},
    {"comments", "// to the end of the line | /* anywhere */", "Left out of the statement.",
     "RETURN 1 /* one */ AS x // and no more", "openCypher"},

    /* expressions */
    {"operators",
     "x.key x[i] x:Label | + - (signs) | ^ | * / % | + - || | IN STARTS WITH ENDS WITH CONTAINS =~ IS | "
     "= <> < <= > >= | NOT | AND | XOR | OR",
     "Those further left bind more tightly; those of one step are taken from left to right. Parentheses decide "
     "otherwise.",
     "RETURN 1 + 2 * 3 AS seven, NOT 1 > 2 AND true AS yes, -2 ^ 2 AS four", "openCypher"},
    {"arithmetic", "a + b | a - b | a * b | a / b | a % b | a ^ b",
     "Integers stay integers, also when divided; ^ gives a floating-point number. A result that does not fit is an "
     "error. "
     "+ also joins strings and lists, and adds a duration to an instant.",
     "RETURN 7 / 2 AS three, 7 % 2 AS one, 2 ^ 3 AS eight, 'a' + 'b' AS text", "openCypher"},
    {"||", "string || string | list || list", "Joins two strings or two lists.",
     "RETURN 'Pä' || 'ts' AS name, [1] || [2, 3] AS list", "GQL"},
    {"comparison", "a = b | a <> b | a < b | a <= b | a > b | a >= b | a < b <= c",
     "Numbers compare across their types; values of other different types are unequal, and which is less is null. A "
     "chain "
     "means that each pair holds.",
     "RETURN 1 = 1.0 AS same, 1 < 2 <= 3 AS chain, 1 < 'a' AS unknown", "openCypher"},
    {"logic", "a AND b | a OR b | a XOR b | NOT a", "On true, false and null; see null.",
     "RETURN true AND false AS x, true XOR false AS y, NOT null AS z", "openCypher"},
    {"order of types", "ORDER BY, min() and max() over values of several types",
     "Ascending: maps, nodes, relationships, lists, paths, dates and times, durations, strings, booleans, numbers, "
     "null.",
     "UNWIND [1, 'a', null, true, [1]] AS x RETURN x ORDER BY x", "openCypher"},
    {"property access", "x.key | x['key'] | x[expression]",
     "A property of a node or relationship, an entry of a map, or a part of a date; null where there is none.",
     "MATCH (s:State) RETURN s.name, s['na' + 'me'] AS same", "openCypher"},
    {"CASE", "CASE [value] WHEN ... THEN ... [ELSE ...] END",
     "The result of the first WHEN that equals the value or, without a value, that is true.",
     "UNWIND [1, 2] AS x RETURN CASE WHEN x > 1 THEN 'many' ELSE 'one' END AS word", "openCypher"},
    {"CASE WHEN list",
     "CASE value WHEN value, ... | < value | IN list | STARTS WITH text | IS NULL | IS :: type THEN ...",
     "In a CASE with a value, WHEN takes several alternatives, and predicates without their left side.",
     "RETURN CASE 7 WHEN 1, 2 THEN 'few' WHEN > 5 THEN 'many' ELSE 'some' END AS word", "Cypher 5"},
    {"IS NULL", "expression IS [NOT] NULL", "Whether a value is missing: `= null` is never true.",
     "RETURN null IS NULL AS missing", "openCypher"},
    {"IS ::", "expression IS [NOT] [:: | TYPED] type", "Whether a value is of a type.",
     "RETURN 1 IS :: INTEGER AS whole, ['a'] IS :: LIST<STRING> AS texts", "GQL"},
    {"IS NORMALIZED", "text IS [NOT] [NFC | NFD | NFKC | NFKD] NORMALIZED",
     "Whether a text is in a Unicode normal form: NFC if none is named.", "RETURN 'Päts' IS NFC NORMALIZED AS composed",
     "GQL"},
    {"IS SOURCE OF", "node IS [NOT] SOURCE OF relationship | node IS [NOT] DESTINATION OF relationship",
     "Whether a relationship begins or ends at a node.",
     "MATCH (s:State)-[r]-() RETURN s.name, s IS SOURCE OF r AS leaves", "GQL"},
    {"IS DIRECTED", "relationship IS [NOT] DIRECTED", "Whether a relationship has a direction: every one has.",
     "MATCH ()-[r]->() RETURN r IS DIRECTED AS yes", "GQL"},
    {"PROPERTY_EXISTS", "PROPERTY_EXISTS(element, key)",
     "Whether a node or relationship has the property: element.key IS NOT NULL.",
     "MATCH (s:State) WHERE PROPERTY_EXISTS(s, capital) RETURN s.name", "GQL"},
    {"trim FROM", "trim([BOTH | LEADING | TRAILING] [characters] FROM text)",
     "The text without white space, or without those characters, at its beginning, its end, or both.",
     "RETURN trim(LEADING '0' FROM '007') AS number", "GQL"},
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
    {"allReduce", "allReduce(total = start, variable IN list | expression, condition)",
     "Passes a value along a list, as reduce does, and says whether the condition holds after every step.",
     "RETURN allReduce(sum = 0, x IN [1, 2, 3] | sum + x, sum < 5) AS stays", "Cypher 25"},
    {"EXISTS { }", "EXISTS { pattern [WHERE condition] | query }", "Whether the query has any row.",
     "MATCH (s:State) WHERE EXISTS { (s)-[:SIGNED]->(:Treaty) } RETURN s.name", "openCypher"},
    {"COUNT { }", "COUNT { pattern [WHERE condition] | query }", "How many rows the query has.",
     "MATCH (s:State) RETURN s.name, COUNT { (s)-[:SIGNED]->() } AS treaties", "Cypher 5"},
    {"COLLECT { }", "COLLECT { query }", "The one column of the query as a list.",
     "MATCH (s:State) RETURN s.name, COLLECT { MATCH (s)-[:SIGNED]->(t) RETURN t.name ORDER BY t.name } AS treaties",
     "Cypher 5"},
    {"VALUE { }", "VALUE { query }",
     "The value of the one column in the one row of the query; null where it has no row.",
     "MATCH (s:State) RETURN s.name, VALUE { MATCH (s)-[:SIGNED]->(t) RETURN count(t) } AS treaties", "GQL"},
    {"map projection", "variable {.key, .*, name: expression, variable}",
     "A map of some or all properties of a node, relationship or map, with further entries.",
     "MATCH (s:State) RETURN s {.name, treaties: COUNT { (s)-[:SIGNED]->() }} AS state", "Cypher 5"},
    {"parameter", "$name", "A value that is given from outside: --param name=value, :param in the shell, clio_bind_...",
     "MATCH (s:State {name: $name}) RETURN s", "openCypher"},

    /* indexes, transactions, plans */
    {"CREATE INDEX",
     "CREATE [RANGE | TEXT] INDEX [name] [IF NOT EXISTS] FOR (n:Label) ON (n.key) | FOR ()-[r:TYPE]-() ON (r.key)",
     "An index over a property, for looking up values, ranges and beginnings of texts.",
     "CREATE INDEX state_name IF NOT EXISTS FOR (s:State) ON (s.name)", "Cypher 5"},
    {"CREATE FULLTEXT INDEX",
     "CREATE FULLTEXT INDEX [name] [IF NOT EXISTS] FOR (n:Label|Label) | ()-[n:TYPE|TYPE]-() ON EACH [n.key, n.key]",
     "An index over the words in texts and lists of texts, whatever their case and diacritics; "
     "db.index.fulltext.queryNodes and queryRelationships ask it.",
     "CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Person|State) ON EACH [n.name, n.aliases]", "Cypher 5"},
    {"DROP INDEX", "DROP INDEX name [IF EXISTS]", "Takes an index of whatever kind away.",
     "DROP INDEX state_name IF EXISTS", "Cypher 5"},
    {"SHOW INDEXES", "SHOW [ALL | RANGE | FULLTEXT] INDEXES [YIELD ...] [WHERE condition]",
     "The indexes, with how many entries and distinct values they have, and the constraint that one belongs to.",
     "SHOW INDEXES YIELD name, labelsOrTypes, properties", "Cypher 5"},
    {"CREATE CONSTRAINT",
     "CREATE CONSTRAINT [name] [IF NOT EXISTS] FOR (n:Label) | ()-[n:TYPE]-() REQUIRE n.key IS UNIQUE | (n.key, "
     "n.key) IS UNIQUE | ... IS [NODE | RELATIONSHIP] KEY | n.key IS NOT NULL | n.key IS :: type",
     "What has to be true of all nodes of a label or relationships of a type whenever a statement ends. UNIQUE under "
     "one "
     "key brings an index.",
     "CREATE CONSTRAINT state_iso IF NOT EXISTS FOR (s:State) REQUIRE s.iso IS UNIQUE", "Cypher 5"},
    {"DROP CONSTRAINT", "DROP CONSTRAINT name [IF EXISTS]", "Takes a constraint away, with its index.",
     "DROP CONSTRAINT state_iso IF EXISTS", "Cypher 5"},
    {"SHOW CONSTRAINTS",
     "SHOW [ALL | [NODE | RELATIONSHIP] UNIQUENESS | KEY | EXISTENCE | PROPERTY TYPE] CONSTRAINTS [YIELD ...] [WHERE "
     "condition]",
     "The constraints: what they are for, and the index that one has.",
     "SHOW UNIQUENESS CONSTRAINTS YIELD name, labelsOrTypes, properties", "Cypher 5"},
    {"SHOW FUNCTIONS",
     "SHOW FUNCTIONS | PROCEDURES | INDEXES | CONSTRAINTS [YIELD * | field [AS name], ...] [WHERE condition]",
     "What there is, as rows that can be filtered, sorted and returned like those of a CALL.",
     "SHOW FUNCTIONS YIELD name, category WHERE category = 'list' ORDER BY name LIMIT 3 RETURN name", "Cypher 5"},
    {"SHOW PROCEDURES", "SHOW PROCEDURES [YIELD ...] [WHERE condition]", "The procedures: see SHOW FUNCTIONS.",
     "SHOW PROCEDURES YIELD name", "Cypher 5"},
    {"CYPHER", "CYPHER [version] [option = value ...] statement",
     "Options for other systems; taken, and without effect.", "CYPHER 25 runtime = slotted RETURN 1 AS x", "Cypher 5"},
    {"BEGIN", "BEGIN [TRANSACTION]", "Starts a transaction, which lasts until COMMIT or ROLLBACK.", "BEGIN", "Clio"},
    {"COMMIT", "COMMIT [TRANSACTION]", "Keeps all that the transaction has changed.", "COMMIT", "Clio"},
    {"ROLLBACK", "ROLLBACK [TRANSACTION]", "Undoes all that the transaction has changed.", "ROLLBACK", "Clio"},
    {"EXPLAIN", "EXPLAIN query", "Shows how a query would be run, without running it.",
     "EXPLAIN MATCH (s:State) RETURN s.name", "Cypher 5"},
    {"PROFILE", "PROFILE query", "Runs a query and shows how, with rows and times of each step.",
     "PROFILE MATCH (s:State) RETURN s.name", "Cypher 5"},
    {"WHY", "WHY query",
     "Runs a query and says for each row on which facts it rests: the nodes and relationships without which it would "
     "not "
     "be there, with source, page and claimant, as a list in a last column `why`.",
     "WHY MATCH (s:State {name: 'Latvia'})-[:SIGNED]->(t) RETURN t.name", "Clio"},
};

/* What else one may ask for. */
static const struct {
  const char *asked, *name;
} aliases[] = {
    {"REQUIRE", "CREATE CONSTRAINT"},
    {"ENDS WITH", "STARTS WITH"},
    {"CONTAINS", "STARTS WITH"},
    {"IS NOT NULL", "IS NULL"},
    {"IS TYPED", "IS ::"},
    {"type predicate", "IS ::"},
    {"any", "all"},
    {"none", "all"},
    {"single", "all"},
    {"quantified predicate", "all"},
    {"AND", "logic"},
    {"OR", "logic"},
    {"XOR", "logic"},
    {"NOT", "logic"},
    {"null logic", "null"},
    {"precedence", "operators"},
    {"+", "arithmetic"},
    {"-", "arithmetic"},
    {"*", "arithmetic"},
    {"/", "arithmetic"},
    {"%", "arithmetic"},
    {"^", "arithmetic"},
    {"=", "comparison"},
    {"<>", "comparison"},
    {"<", "comparison"},
    {"<=", "comparison"},
    {">", "comparison"},
    {">=", "comparison"},
    {"concatenation", "||"},
    {"number", "numbers"},
    {"integer", "numbers"},
    {"float", "numbers"},
    {"string", "strings"},
    {"escape", "strings"},
    {"boolean", "booleans"},
    {"true", "booleans"},
    {"false", "booleans"},
    {"list", "lists"},
    {"slice", "lists"},
    {"map", "maps"},
    {"temporal types", "temporal values"},
    {"dates", "temporal values"},
    {"backticks", "names"},
    {"escaped names", "names"},
    {"comment", "comments"},
    {"//", "comments"},
    {"property", "property access"},
    {"dynamic property", "property access"},
    {"label", "labels"},
    {"type", "labels"},
    {"&", "label expression"},
    {"!", "label expression"},
    {"|", "label expression"},
    {"relationship", "relationship pattern"},
    {"path", "path variable"},
    {"quantified relationship", "quantifier"},
    {"quantified path pattern", "group"},
    {"repeated group", "group"},
    {"parenthesised path", "parentheses in paths"},
    {"allShortestPaths", "shortestPath"},
    {"ANY SHORTEST", "SHORTEST"},
    {"ALL SHORTEST", "SHORTEST"},
    {"path selector", "SHORTEST"},
    {"WALK", "path mode"},
    {"TRAIL", "path mode"},
    {"ACYCLIC", "path mode"},
    {"SIMPLE", "path mode"},
    {"subquery", "CALL { }"},
    {"YIELD", "CALL"},
    {"ON CREATE", "MERGE"},
    {"ON MATCH", "MERGE"},
    {"ASC", "ORDER BY"},
    {"DESC", "ORDER BY"},
    {"parameters", "parameter"},
    {"$", "parameter"},
    {"valid time", "FOR VALID_TIME"},
    {"SETTING DEFAULT VALID_TIME", "SETTING DEFAULT"},
    {"RANK ALL", "RANK BEST"},
    {"POSSIBLY", "AS OF"},
    {"CERTAINLY", "AS OF"},
    {"TRANSACTION", "BEGIN"},
};

const ClauseHelp *clause_at(uint32_t i)
{
  return i < ARRAY_LEN(clauses) ? &clauses[i] : NULL;
}

const ClauseHelp *clause_find(Text name)
{
  for (size_t i = 0; i < ARRAY_LEN(clauses); i++)
    if (name_compare(name, text_of(clauses[i].name)) == 0) return &clauses[i];
  for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
    if (name_compare(name, text_of(aliases[i].asked)) == 0) return clause_find(text_of(aliases[i].name));
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
