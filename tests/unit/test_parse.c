/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What parses, and to which tree: every clause and form, precedence, names, literals, and that the printed tree parses
 * back to itself. What does not parse is in test_parse_errors.c. */
#include "grammar/keywords.h"
#include "grammar/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static Statement *parse(Arena *arena, const char *text)
{
  Error err = {0};
  Statement *statement;
  if (parse_statement(arena, text_of(text), &statement, &err) != STATUS_OK)
    fail_msg("%s\n  %s %s: %s", text, error_kind_name(err.kind), err.detail, err.message);
  return statement;
}

/* Parses, prints, and checks the text and that it parses to the same tree. */
static void assert_prints(const char *text, const char *printed)
{
  Arena arena;
  arena_init(&arena, NULL);
  Str out;
  str_init(&out);
  Statement *statement = parse(&arena, text);
  ast_print_statement(&out, statement);
  if (strcmp(str_cstr(&out), printed) != 0) fail_msg("%s\n  is  %s\n  not %s", text, str_cstr(&out), printed);
  if (!ast_statement_equal(statement, parse(&arena, printed))) fail_msg("%s\n  comes back different", printed);
  str_free(&out);
  arena_free(&arena);
}

typedef struct Printed {
  const char *text, *printed; /* printed NULL: as text */
} Printed;

static void assert_all_print(const Printed *cases, size_t n)
{
  for (size_t i = 0; i < n; i++) assert_prints(cases[i].text, cases[i].printed ? cases[i].printed : cases[i].text);
}

#define ASSERT_PRINT(...)                                                                                              \
  do {                                                                                                                 \
    static const Printed cases[] = {__VA_ARGS__};                                                                      \
    assert_all_print(cases, ARRAY_LEN(cases));                                                                         \
  } while (0)

static Clause *clause_at(const Statement *statement, uint32_t i)
{
  assert_true(i < statement->query->clauses.n);
  return statement->query->clauses.at[i];
}

static Expr *first_item(Arena *arena, const char *text)
{
  Clause *clause = clause_at(parse(arena, text), 0);
  assert_int_equal(clause->kind, CLAUSE_RETURN);
  return clause->projection->items.at[0].expr;
}

/* ---- clauses */

static void reading_clauses(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"match (n) return n;", "MATCH (n) RETURN n"}, {"OPTIONAL MATCH (a)-->(b), (c) WHERE a.x RETURN *", NULL},
      {"UNWIND [1, 2] AS x RETURN x", NULL}, {"FOR x IN [1, 2] RETURN x", "UNWIND [1, 2] AS x RETURN x"},
      {"WITH DISTINCT a, b AS c ORDER BY c DESC, a SKIP 1 LIMIT $n WHERE a > 1 RETURN *, a AS b", NULL},
      {"WITH * RETURN 1 ORDER BY 1 ASCENDING, 2 descending OFFSET 3", "WITH * RETURN 1 ORDER BY 1, 2 DESC SKIP 3"},
      {"MATCH (n) FILTER n.x FILTER WHERE n.y LET z = n.x + 1, w = z FINISH",
       "MATCH (n) FILTER n.x FILTER n.y LET z = n.x + 1, w = z FINISH"},
      {"LOAD CSV FROM 'x.csv' AS row RETURN row", NULL}, {"LOAD JSONL FROM $u + '.jsonl' AS row RETURN row.a", NULL},
      {"LOAD CSV WITH HEADERS FROM $u + '.csv' AS row FIELDTERMINATOR ';' RETURN row.a", NULL},
      {"RETURN 1 AS x UNION RETURN 2 AS x UNION ALL RETURN 3 AS x", NULL},
      {"RETURN 1 UNION DISTINCT RETURN 2", "RETURN 1 UNION RETURN 2"},
      {"RETURN 1 AS x NEXT FILTER x > 1 RETURN x AS y UNION RETURN 2 AS y NEXT RETURN y", NULL});
}

static void writing_clauses(void **state)
{
  (void)state;
  ASSERT_PRINT({"CREATE (a:A {x: 1})-[:R]->(b), (c)", NULL}, {"INSERT (a)-[:R]->(b)", NULL},
               {"MERGE p = (a)-[:R]->(b)", NULL},
               {"MERGE (a) ON MATCH SET a.x = 1 ON CREATE SET a:B, a.y = 2 ON MATCH SET a.z = 3",
                "MERGE (a) ON CREATE SET a:B, a.y = 2 ON MATCH SET a.x = 1, a.z = 3"},
               {"SET a.x = 1, a.b.c = 2, (a).y = 3, a['k'] = 4, a = {}, a += $p, a:A:B, a:$(e)",
                "SET a.x = 1, a.b.c = 2, a.y = 3, a['k'] = 4, a = {}, a += $p, a:A:B, a:$(e)"},
               {"REMOVE a.x, a[k], a:A:B", NULL}, {"MATCH (n) DELETE n, n.x", NULL},
               {"MATCH (n) DETACH DELETE n", NULL}, {"MATCH (n) NODETACH DELETE n", NULL},
               {"FOREACH (x IN [1, 2] | CREATE (:A {x: x}) FOREACH (y IN x | SET y.z = 1) REMOVE a.b)", NULL});
}

static void calls(void **state)
{
  (void)state;
  ASSERT_PRINT({"CALL db.labels", NULL}, {"CALL db.labels()", NULL}, {"CALL labels() YIELD *", NULL},
               {"CALL a . b /* x */ . c(1, 'x') YIELD d AS e, f WHERE e > 1 RETURN f",
                "CALL a.b.c(1, 'x') YIELD d AS e, f WHERE e > 1 RETURN f"},
               {"OPTIONAL CALL `a b`.c() YIELD x RETURN x", NULL}, {"CALL { RETURN 1 AS x } RETURN x", NULL},
               {"CALL (a, b) { WITH a RETURN a.x AS x UNION RETURN 2 AS x } RETURN x", NULL},
               {"CALL () { FINISH } OPTIONAL CALL (*) { RETURN 1 AS x } RETURN x", NULL});
}

static void statements(void **state)
{
  (void)state;
  ASSERT_PRINT({"explain return 1", "EXPLAIN RETURN 1"}, {"PROFILE RETURN 1", NULL}, {"WHY RETURN 1", NULL},
               {"BEGIN TRANSACTION;", "BEGIN"}, {"COMMIT", NULL}, {"ROLLBACK", NULL}, {"show index", "SHOW INDEXES"},
               {"CREATE INDEX FOR (n:L) ON (n.k)", NULL},
               {"CREATE INDEX i IF NOT EXISTS FOR ()-[r:T]-() ON (r.k, r.from)", NULL},
               {"CREATE INDEX for FOR ()<-[r:T]-() ON (r.k)", "CREATE INDEX for FOR ()-[r:T]-() ON (r.k)"},
               {"CREATE INDEX if IF NOT EXISTS FOR (n:L) ON (n.k)", NULL},
               {"CREATE INDEX IF NOT EXISTS FOR (n:L) ON (n.k)", NULL}, {"DROP INDEX if IF EXISTS", NULL},
               {"CREATE FULLTEXT INDEX i FOR (n:L|`a b`) ON EACH [n.k, n.each]", NULL},
               {"create fulltext index IF NOT EXISTS FOR ()<-[r:T|U]-() ON EACH [r.k] OPTIONS {indexConfig: {x: 1}}",
                "CREATE FULLTEXT INDEX IF NOT EXISTS FOR ()-[r:T|U]-() ON EACH [r.k] OPTIONS {indexConfig: {x: 1}}"},
               {"show fulltext indexes", "SHOW FULLTEXT INDEXES"}, {"DROP INDEX `match`", NULL});
}

static void constraints(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS UNIQUE", NULL},
      {"CREATE CONSTRAINT c IF NOT EXISTS FOR (n:L) REQUIRE (n.k, n.`a b`) IS NODE KEY", NULL},
      {"create constraint if not exists for ()<-[r:T]-() require (r.k) is rel unique options {a: 1}",
       "CREATE CONSTRAINT IF NOT EXISTS FOR ()-[r:T]-() REQUIRE r.k IS UNIQUE"},
      {"CREATE CONSTRAINT $name FOR ()-[r:T]->() REQUIRE r.k IS KEY",
       "CREATE CONSTRAINT $name FOR ()-[r:T]-() REQUIRE r.k IS RELATIONSHIP KEY"},
      {"CREATE CONSTRAINT if IF NOT EXISTS FOR (n:L) REQUIRE n.k IS NOT NULL", NULL},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS TYPED list < int not null > | zoned  datetime",
       "CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS :: LIST<INT NOT NULL> | ZONED DATETIME"},
      {"CREATE CONSTRAINT FOR (n:L) REQUIRE n.k :: BOOLEAN", "CREATE CONSTRAINT FOR (n:L) REQUIRE n.k IS :: BOOLEAN"},
      {"DROP CONSTRAINT c", NULL}, {"DROP CONSTRAINT $c IF EXISTS", NULL}, {"CREATE INDEX $i FOR (n:L) ON (n.k)", NULL},
      {"DROP INDEX $i", NULL}, {"SHOW CONSTRAINT", "SHOW CONSTRAINTS"},
      {"SHOW ALL CONSTRAINTS YIELD * WHERE x RETURN x", "SHOW CONSTRAINTS WHERE x RETURN x"},
      {"SHOW NODE UNIQUE CONSTRAINT YIELD name", "SHOW NODE UNIQUENESS CONSTRAINTS YIELD name"},
      {"SHOW REL PROPERTY EXIST CONSTRAINTS", "SHOW RELATIONSHIP PROPERTY EXISTENCE CONSTRAINTS"},
      {"SHOW KEY CONSTRAINTS", NULL}, {"SHOW PROPERTY TYPE CONSTRAINTS", NULL});
}

/* ---- from Cypher 5, Cypher 25 and GQL */

static void labels_behind_is(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"MATCH (n IS A&B|C)-[r IS R]->(IS !D) SET n IS A REMOVE n IS B",
       "MATCH (n:A&B|C)-[r:R]->(:!D) SET n:A REMOVE n:B"},
      {"RETURN n IS A, n IS NOT A|B, n IS LABELED typed, n IS NOT LABELED %, n IS (A), n IS !A, n IS $(x)",
       "RETURN n:A, NOT n:(A|B), n:typed, NOT n:%, n:A, n:!A, n:$(x)"},
      {"RETURN [x IN l WHERE x IS A|B | x.y], [x IN l WHERE x IS NULL | x], [x IN l WHERE x IS A | x]",
       "RETURN [x IN l WHERE x:(A|B) | x.y], [x IN l WHERE x IS NULL | x], [x IN l WHERE x:A | x]"},
      {"RETURN (n IS NULL)-(3), EXISTS { (n IS A)-->() }", "RETURN (n IS NULL) - 3, EXISTS { MATCH (n:A)-->() }"},
      {"MATCH (n:$any(x):$ALL (y)) RETURN $any, $all", "MATCH (n:$any(x):$(y)) RETURN $any, $all"},
      {"RETURN x IS NORMALIZED, x IS NOT nfkd NORMALIZED, normalized, directed, source",
       "RETURN isNormalized(x), NOT isNormalized(x, 'NFKD'), normalized, directed, source"},
      {"RETURN a IS SOURCE OF r, a IS NOT DESTINATION OF r, r IS DIRECTED",
       "RETURN startNode(r) = a, endNode(r) <> a, type(r) <> ''"});
}

static void cases_with_predicates(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"RETURN CASE x WHEN 1, 2 THEN 'a' WHEN > 3 THEN 'b' WHEN IS NULL THEN 'c' END",
       "RETURN CASE x WHEN = 1, = 2 THEN 'a' WHEN > 3 THEN 'b' WHEN IS NULL THEN 'c' END"},
      {"RETURN CASE x WHEN 1 THEN 2 WHEN x > 1 THEN 3 ELSE 4 END", NULL},
      {"RETURN CASE x WHEN STARTS WITH 'a', ENDS WITH 'b', CONTAINS 'c', =~ 'd', IN [1], IS NOT NULL THEN 1 END", NULL},
      {"RETURN CASE x WHEN IS NOT :: INTEGER | STRING, :: FLOAT, IS TYPED LIST<ANY> THEN 1 END",
       "RETURN CASE x WHEN IS NOT :: INTEGER | STRING, IS :: FLOAT, IS :: LIST<ANY> THEN 1 END"},
      {"RETURN CASE x WHEN < CASE y WHEN >= 2 THEN 3 END THEN 4 END", NULL});
}

static void more_expressions(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"RETURN trim(BOTH 'x' FROM s), trim(LEADING FROM s), TRIM('x' FROM s), trim(FROM s), trim(both), trim(s)",
       "RETURN btrim(s, 'x'), ltrim(s), btrim(s, 'x'), trim(s), trim(both), trim(s)"},
      {"RETURN DATE '2020', LOCAL TIME '10:00', TIME '10:00+01', TIMESTAMP '2020-01-01T00', date, local",
       "RETURN date('2020'), localtime('10:00'), time('10:00+01'), localdatetime('2020-01-01T00'), date, local"},
      {"RETURN allReduce(a = 0, x IN l | a + x, a < 5 OR a:B)", NULL},
      {"RETURN VALUE { RETURN 1 }, value {.a}, value", "RETURN VALUE { RETURN 1 }, value {.a}, value"},
      {"RETURN x IS :: INTEGER LIST NOT NULL ARRAY, x IS :: ANY<INT | ANY VALUE>, x IS :: ANY PROPERTY VALUE, x :: "
       "INT!",
       "RETURN x IS :: INTEGER LIST NOT NULL ARRAY, (x IS :: ANY<INT | ANY VALUE>), x IS :: ANY PROPERTY VALUE, x IS "
       ":: INT!"},
      {"RETURN 'it''s', \"a\"\"b\", 0b11", "RETURN 'it\\'s', 'a\"b', 3"});
}

static void more_clauses(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"FOR x IN l WITH ORDINALITY i RETURN x, i", NULL}, {"FOR x IN l WITH OFFSET i RETURN x, i", NULL},
      {"FOR x IN l WITH offset RETURN offset", "UNWIND l AS x WITH offset RETURN offset"},
      {"MATCH (n) ORDER BY n.x DESC SKIP 1 LIMIT 2 OFFSET 3 RETURN ALL n",
       "MATCH (n) WITH * ORDER BY n.x DESC SKIP 1 LIMIT 2 WITH * SKIP 3 RETURN n"},
      {"RETURN x ORDER BY a NULLS FIRST, b NULLS LAST, c DESC NULLS LAST, d DESC NULLS FIRST, nulls",
       "RETURN x ORDER BY a NULLS FIRST, b, c DESC NULLS LAST, d DESC, nulls"},
      {"RETURN x, count(*) GROUP BY x, y.z ORDER BY x", NULL}, {"RETURN count(*) GROUP BY ()", NULL},
      {"MATCH (n) USING INDEX n:A(b, c) USING SCAN n:A USING JOIN ON n, m WHERE n.x RETURN n",
       "MATCH (n) WHERE n.x RETURN n"},
      {"CYPHER 5 runtime = slotted MATCH (n) RETURN n", "MATCH (n) RETURN n"},
      {"EXPLAIN CYPHER planner = cost RETURN 1", "EXPLAIN RETURN 1"}, {"CALL (x) { FINISH } IN TRANSACTIONS", NULL},
      {"OPTIONAL CALL (*) { RETURN 1 AS x } IN 3 CONCURRENT TRANSACTIONS OF $n ROW ON ERROR BREAK REPORT STATUS AS s "
       "RETURN s",
       "OPTIONAL CALL (*) { RETURN 1 AS x } IN TRANSACTIONS OF $n ROWS ON ERROR BREAK REPORT STATUS AS s RETURN s"},
      {"CALL { FINISH } IN TRANSACTIONS OF 5 ROWS ON ERROR CONTINUE", NULL}, {"SHOW FUNCTIONS", NULL},
      {"SHOW PROCEDURE YIELD * WHERE x", "SHOW PROCEDURES WHERE x"},
      {"SHOW ALL INDEXES YIELD name AS n, entity WHERE n ORDER BY n RETURN n",
       "SHOW INDEXES YIELD name AS n, entity WHERE n WITH * ORDER BY n RETURN n"},
      {"CREATE RANGE INDEX i FOR (n:L) ON (n.k) OPTIONS {a: 1}", "CREATE INDEX i FOR (n:L) ON (n.k)"});
}

static void queries_in_combination(void **state)
{
  (void)state;
  ASSERT_PRINT({"RETURN 1 EXCEPT RETURN 2", NULL}, {"RETURN 1 EXCEPT ALL RETURN 2", NULL},
               {"RETURN 1 INTERSECT DISTINCT RETURN 2", "RETURN 1 INTERSECT RETURN 2"},
               {"RETURN 1 INTERSECT ALL RETURN 2 OTHERWISE RETURN 3", NULL},
               {"{ RETURN 1 } UNION { RETURN 2 UNION ALL RETURN 3 } NEXT { RETURN 4 NEXT RETURN 5 }",
                "RETURN 1 UNION { RETURN 2 UNION ALL RETURN 3 } NEXT { RETURN 4 NEXT RETURN 5 }"},
               {"WHEN a THEN RETURN 1 WHEN b THEN { RETURN 2 UNION RETURN 3 } ELSE { RETURN 4 } NEXT RETURN 5",
                "WHEN a THEN RETURN 1 WHEN b THEN { RETURN 2 UNION RETURN 3 } ELSE RETURN 4 NEXT RETURN 5"},
               {"CALL () { WHEN a THEN CREATE (n) } RETURN COUNT { { WHEN a THEN RETURN 1 } UNION RETURN 2 }", NULL});
}

static void valid_time(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"MATCH (a) AS OF date('1940-06-15') RETURN a", NULL},
      {"MATCH (a) FOR VALID_TIME AS OF $d POSSIBLY WHERE a.x RETURN a", "MATCH (a) AS OF $d WHERE a.x RETURN a"},
      {"MATCH (a) AS OF $d CERTAINLY ACCORDING TO s WHERE a.x RETURN a", NULL},
      {"MATCH (a) ACCORDING TO s RANK BEST WHERE a.x RETURN EXISTS { MATCH (a)-->() RANK BEST }", NULL},
      {"MATCH (a) FOR VALID_TIME FROM $a TO $b RETURN a", NULL},
      {"MATCH (a) FOR VALID_TIME BETWEEN $a + 1 AND $b WHERE a.x AND a.y RETURN a", NULL},
      {"MATCH (a) FOR VALID_TIME CONTAINED IN ($a, $b) RETURN a", NULL},
      {"MATCH (a) FOR VALID_TIME FROM $a TO $b CERTAINLY RETURN a", NULL},
      {"MATCH ()-[r]->() SET r.x = 1, r.y = $y FOR PORTION OF VALID_TIME FROM $a TO $b RETURN r", NULL},
      {"MATCH ()-[r]->() DELETE r FOR PORTION OF VALID_TIME FROM '1940' TO '1941'", NULL},
      {"MATCH (a) FOR VALID_TIME BETWEEN $a AND $b POSSIBLY RETURN a",
       "MATCH (a) FOR VALID_TIME BETWEEN $a AND $b RETURN a"},
      {"MATCH (a) FOR VALID_TIME CONTAINED IN ($a, $b) CERTAINLY WHERE a.x RETURN a", NULL},
      {"OPTIONAL MATCH (a) FOR VALID_TIME ALL ACCORDING TO (x OR y) RETURN a", NULL},
      {"MATCH (a) ACCORDING TO s RETURN EXISTS { MATCH (a)-->(b) AS OF 1 ACCORDING TO t WHERE b.x }", NULL},
      {"WHY SETTING DEFAULT VALID_TIME AS OF $d CERTAINLY MATCH (n) RETURN n", NULL},
      {"SETTING DEFAULT VALID_TIME AS OF $d CREATE (n)", NULL},
      {"SETTING DEFAULT VALID_TIME AS OF $d ACCORDING TO $w RANK BEST MATCH (n) RETURN n", NULL},
      {"EXPLAIN SETTING DEFAULT ACCORDING TO 'x' MATCH (n) ACCORDING TO ALL RANK ALL WHERE n.x RETURN n", NULL},
      {"SETTING DEFAULT RANK BEST MATCH (n) FOR VALID_TIME ALL ACCORDING TO ALL RETURN n", NULL},
      {"SETTING DEFAULT ACCORDING TO ALL RANK ALL MATCH (n) RETURN n", NULL},
      {"SETTING DEFAULT ACCORDING TO (x) { RETURN 1 UNION RETURN 2 } UNION ALL RETURN 3", NULL},
      {"SETTING DEFAULT ACCORDING TO (x) RANK BEST { RETURN 1 UNION RETURN 2 } UNION ALL RETURN 3",
       "SETTING DEFAULT ACCORDING TO x RANK BEST { RETURN 1 UNION RETURN 2 } UNION ALL RETURN 3"},
      {"SETTING DEFAULT VALID_TIME AS OF x POSSIBLY ACCORDING TO ALL { RETURN 1 UNION RETURN 2 } UNION ALL RETURN 3",
       "SETTING DEFAULT VALID_TIME AS OF x ACCORDING TO ALL { RETURN 1 UNION RETURN 2 } UNION ALL RETURN 3"},
      {"WITH 1 AS all MATCH (a) ACCORDING TO (all) RETURN all",
       "WITH 1 AS `all` MATCH (a) ACCORDING TO `all` RETURN `all`"},
      {"MATCH (a) ACCORDING TO all(x IN a WHERE x) RETURN a", NULL},
      {"MATCH (n) FOR valid_time IN [1] RETURN valid_time", "MATCH (n) UNWIND [1] AS valid_time RETURN valid_time"},
      {"MATCH (of) WHERE of.as = of.of RETURN 1 AS of, to AS according", NULL});
}

/* ---- patterns */

static void patterns_print(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"MATCH ()--()-->()<--()<-->() RETURN 1", NULL},
      {"MATCH (a:A {x: 1} WHERE a.y)-[r:R|S {z: $p} WHERE r.w]->(:B $q), ($p), ({x: 1}) RETURN 1", NULL},
      {"MATCH (a)-[*]-()-[*2]-()-[*2..]-()-[*..3]-()-[*2..3]-()-[r:R*0.. {x: 1}]-() RETURN 1", NULL},
      {"MATCH (a)-[*..]-()-[*2..2]-() RETURN 1", "MATCH (a)-[*]-()-[*2]-() RETURN 1"},
      {"MATCH (a)-->{1,3}()<--+()-[r]-*()-->{2}()-->{2,}()-->{,4}()-->{,}() RETURN 1",
       "MATCH (a)-->{1,3}()<--+()-[r]-*()-->{2}()-->{2,}()-->{0,4}()-->*() RETURN 1"},
      {"MATCH ((a)-[r]->(b) WHERE r.x){1,5} RETURN 1", "MATCH ()((a)-[r]->(b) WHERE r.x){1,5}() RETURN 1"},
      {"MATCH (s) ((a)-->(b))+ (t) ((c)-->(d)){2} (p = (e)-->(f))* RETURN 1",
       "MATCH (s)((a)-->(b))+(t)((c)-->(d)){2}()(p = (e)-->(f))*() RETURN 1"},
      {"MATCH ((a)-->(b)), p = (((c)-->(d))) RETURN 1", "MATCH (a)-->(b), p = (c)-->(d) RETURN 1"},
      {"MATCH ((a)-->(b) WHERE a.x) RETURN 1", "MATCH ()((a)-->(b) WHERE a.x)() RETURN 1"},
      {"MATCH (TRAIL (a)-->*(b)) RETURN 1", "MATCH ()(TRAIL (a)-->*(b))() RETURN 1"},
      {"MATCH p = shortestPath((a)-[:R*..5]-(b)), q = allShortestPaths((a)-[*]->(b)) RETURN 1", NULL},
      {"MATCH SHORTEST 3 PATHS (a)-->*(b), ANY SHORTEST ACYCLIC (a)-->*(b), ALL SHORTEST SIMPLE PATH (a)-->*(b) RETURN "
       "1",
       "MATCH SHORTEST 3 (a)-->*(b), ANY SHORTEST ACYCLIC (a)-->*(b), ALL SHORTEST SIMPLE (a)-->*(b) RETURN 1"},
      {"MATCH SHORTEST 2 TRAIL PATHS GROUPS (a)-->*(b), SHORTEST GROUP (a)-->*(b), ANY (a)-->(b), ANY 2 (a)-->(b) "
       "RETURN 1",
       "MATCH SHORTEST 2 TRAIL GROUPS (a)-->*(b), SHORTEST 1 GROUPS (a)-->*(b), ANY 1 (a)-->(b), ANY 2 (a)-->(b) "
       "RETURN 1"},
      {"MATCH p = ALL WALK PATHS (a)-->*(b), ALL (a) RETURN 1", "MATCH p = WALK (a)-->*(b), (a) RETURN 1"},
      {"MATCH (a)–[:R]—〉(b)⟨-[:S]−(c)＜－‐＞(d) RETURN 1", "MATCH (a)-[:R]->(b)<-[:S]-(c)<-->(d) RETURN 1"});
}

static void patterns_have_the_shape_of_ast_h(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Statement *s = parse(&arena, "MATCH p = (a:A)-[r:R*2..]->()<-[{x: 1}]-(b)--(c)<-->(d) RETURN p");
  PathPattern *path = clause_at(s, 0)->pattern->paths.at[0];
  assert_int_equal(path->n, 4);
  assert_true(text_equal(path->name.text, TEXT("p")));
  assert_null(path->groups);
  assert_int_equal(path->shortest, SHORTEST_NONE);
  static const RelDirection directions[] = {REL_OUT, REL_IN, REL_BOTH, REL_EITHER};
  for (uint32_t i = 0; i < 4; i++) assert_int_equal(path->rels[i]->direction, directions[i]);
  assert_true(path->rels[0]->variable && path->rels[0]->has_min && !path->rels[0]->has_max);
  assert_false(path->rels[0]->quantified);
  assert_int_equal(path->rels[0]->min, 2);
  assert_false(path->rels[1]->variable);
  assert_non_null(path->rels[1]->properties);
  assert_null(path->nodes[1]->name.text.data);
  assert_int_equal(path->nodes[0]->labels->kind, LABEL_NAME);

  s = parse(&arena, "MATCH ((a)-->(b)){2,3} ((c)-->(d) WHERE c.x) (e)-->+(f) RETURN 1");
  path = clause_at(s, 0)->pattern->paths.at[0];
  assert_int_equal(path->n, 3);
  assert_null(path->rels[0]);
  assert_int_equal(path->groups[0]->min, 2);
  assert_int_equal(path->groups[0]->max, 3);
  assert_int_equal(path->groups[0]->path->n, 1);
  assert_false(path->groups[1]->has_min || path->groups[1]->has_max);
  assert_non_null(path->groups[1]->where);
  assert_null(path->nodes[0]->name.text.data);
  assert_null(path->nodes[1]->name.text.data);
  assert_true(text_equal(path->nodes[2]->name.text, TEXT("e")));
  assert_null(path->groups[2]);
  assert_true(path->rels[2]->variable && path->rels[2]->quantified && path->rels[2]->has_min);
  assert_int_equal(path->rels[2]->min, 1);

  s = parse(&arena, "MATCH p = shortestPath((a)-[*]-(b)), SHORTEST 4 GROUPS (a)-->+(b) RETURN p");
  PathPattern *function = clause_at(s, 0)->pattern->paths.at[0], *groups = clause_at(s, 0)->pattern->paths.at[1];
  assert_true(function->shortest == SHORTEST_ONE && function->shortest_function);
  assert_true(groups->shortest == SHORTEST_GROUPS && groups->k == 4 && !groups->shortest_function);
  arena_free(&arena);
}

static void labels_print(void **state)
{
  (void)state;
  ASSERT_PRINT({"MATCH (n:A:B)-[:R|:S|T]->(:!A&(B|C)|%) RETURN 1", NULL}, {"MATCH (n:!!A&!(B&C)&(D|E)) RETURN 1", NULL},
               {"MATCH (n:A|(B|C)) RETURN 1", NULL}, {"MATCH (n:(A&B)&C) RETURN 1", "MATCH (n:A&B&C) RETURN 1"},
               {"MATCH (n:A&(B&C)) RETURN 1", NULL}, {"MATCH (n:$(e):A)-[:$($t)|B]->() RETURN 1", NULL},
               {"MATCH (n:`a b`:`c``d`) RETURN 1", NULL},
               {"RETURN n:A:B, n:A|B, n:(A|B)&C, (n:A).x", "RETURN n:A:B, n:(A|B), n:(A|B)&C, (n:A).x"});
}

/* ---- expressions */

static void expressions_print(void **state)
{
  (void)state;
  ASSERT_PRINT(
      {"RETURN a.b.c[1][2..3][..4][5..][..], x[0].`a b`, [], [1, [2]], {}, {a: 1, `b c`: {d: 2}}", NULL},
      {"RETURN $p, $1, $1a, $`x y`, `a``b`, ``", NULL},
      {"RETURN f(), f(1, 2), f(DISTINCT x), a.b.c(1), `a b`(2), count(*), count( * ), count(x), count(DISTINCT x)",
       "RETURN f(), f(1, 2), f(DISTINCT x), a.b.c(1), `a b`(2), count(*), count(*), count(x), count(DISTINCT x)"},
      {"RETURN CASE x WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END, CASE WHEN a THEN b END, CASE end WHEN 1 THEN end END",
       NULL},
      {"RETURN [x IN xs], [x IN xs WHERE x > 1], [x IN xs | x + 1], [x IN xs WHERE x | x.y]", NULL},
      {"RETURN [x IN xs, y], [(x IN xs)], [(x IN xs) = y], [1 IN xs]",
       "RETURN [x IN xs, y], [(x IN xs)], [(x IN xs = y)], [1 IN xs]"},
      {"RETURN a[x IN xs], f(1)[x IN xs], n.in[x IN y], a[(b)-->(c)], $p[x IN y], end[x IN y], [1][x IN y]", NULL},
      {"RETURN all(x IN xs WHERE x), any(x IN xs WHERE x), none(x IN xs), single(x IN xs WHERE x)", NULL},
      {"RETURN reduce(a = 0, x IN xs | a + x), `reduce`(1), `all`(2)", NULL},
      {"RETURN [(a)-->(b) | b.x], [p = (a)-[:R|S]->(b)-->() WHERE b.y | p], [(a)-->(b)]", NULL},
      {"RETURN n {.a, .*, b: 1, c, `d e`}, n {}, count {.a}, exists {.b}, collect {.c, d}", NULL},
      {"RETURN EXISTS { (a)-->(b) WHERE b.x }, COUNT { (a) }, COLLECT { MATCH (a) RETURN a UNION MATCH (b) RETURN b }",
       "RETURN EXISTS { MATCH (a)-->(b) WHERE b.x }, COUNT { MATCH (a) }, "
       "COLLECT { MATCH (a) RETURN a UNION MATCH (b) RETURN b }"},
      {"RETURN EXISTS { let = (a)-->(b) }, EXISTS { LET x = 1 FILTER x }, COUNT { SHORTEST 1 (a)-->(b) }",
       "RETURN EXISTS { MATCH let = (a)-->(b) }, EXISTS { LET x = 1 FILTER x }, COUNT { MATCH SHORTEST 1 (a)-->(b) }"},
      {"RETURN (a)-->(b), NOT (a)<-[:R]-(), exists((n)--()), (a)-[1]*2, (a)-b, (a)<-1, (a)--1, (n), f(a)-[r]-(b)",
       "RETURN (a)-->(b), NOT (a)<-[:R]-(), exists((n)--()), a - [1] * 2, a - b, a < -1, a - -1, n, f(a) - [r] - b"},
      {"RETURN length(shortestPath((a)-[*]-(b))), allShortestPaths((a)-[*]-(b))", NULL},
      {"RETURN ((a)-->(b)) = true, (a)-->{1,2}(b), (a {x: 1})--(b:B WHERE b.y)",
       "RETURN ((a)-->(b)) = true, (a)-->{1,2}(b), (a {x: 1})--(b:B WHERE b.y)"},
      {"RETURN x IS TYPED integer, x IS NOT :: string not  null, x :: list < any >, x IS :: ZONED /**/ DATETIME",
       "RETURN x IS :: INTEGER, x IS NOT :: STRING NOT NULL, x IS :: LIST<ANY>, x IS :: ZONED DATETIME"},
      {"RETURN x IS :: INT | FLOAT NOT NULL, x IS :: TIME WITH TIME ZONE, x IS NOT TYPED LIST<INT|PATH NOT NULL>, x IS "
       ":: NULL",
       "RETURN (x IS :: INT | FLOAT NOT NULL), x IS :: TIME WITH TIME ZONE, (x IS NOT :: LIST<INT | PATH NOT NULL>), "
       "x IS :: NULL"},
      {"RETURN date() + duration('P1D') /* c */ AS d // the end", "RETURN date() + duration('P1D') AS d"});
}

static void a_bar_is_a_label_or_a_result(void **state)
{
  (void)state;
  ASSERT_PRINT({"RETURN [x IN xs WHERE x:A | x.y]", NULL},
               {"RETURN [x IN xs WHERE x:A|B | x]", "RETURN [x IN xs WHERE x:(A|B) | x]"},
               {"RETURN [x IN xs WHERE x:A|B AND x.y | x:C|D]", "RETURN [x IN xs WHERE x:(A|B) AND x.y | x:(C|D)]"},
               {"RETURN [x IN xs WHERE x:A|B]", "RETURN [x IN xs WHERE x:A | B]"},
               {"RETURN [x IN xs WHERE x:(A|B)]", NULL}, {"RETURN [x IN xs | x:!A|!B]", "RETURN [x IN xs | x:(!A|!B)]"},
               {"RETURN [(a)-->(b) WHERE b:A|B | b]", "RETURN [(a)-->(b) WHERE b:(A|B) | b]"},
               {"RETURN [x IN xs WHERE x IS :: INT | FLOAT | x]", "RETURN [x IN xs WHERE (x IS :: INT | FLOAT) | x]"},
               {"RETURN [x IN xs WHERE x IS :: INT | x]", NULL},
               {"RETURN reduce(a = x:A, y IN z | a:A|B)", "RETURN reduce(a = x:A, y IN z | a:(A|B))"},
               {"FOREACH (x IN [y IN z WHERE y:A | 1] | CREATE (:B))", NULL},
               {"FOREACH (x IN y:A | SET a.b = x IS :: INT, a:C)", NULL},
               {"MATCH (n:A|B WHERE n:C|D) RETURN 1", "MATCH (n:A|B WHERE n:(C|D)) RETURN 1"});
}

/* Pairs of which the second says in parentheses how the first is to be read, and a third that reads otherwise. */
static void operators_bind_as_opencypher_says(void **state)
{
  (void)state;
  static const char *const cases[][3] = {
      {"a OR b XOR c", "a OR (b XOR c)", "(a OR b) XOR c"},
      {"a XOR b AND c", "a XOR (b AND c)", "(a XOR b) AND c"},
      {"NOT a AND b", "(NOT a) AND b", "NOT (a AND b)"},
      {"NOT a = b", "NOT (a = b)", "(NOT a) = b"},
      {"a = b IN c", "a = (b IN c)", "(a = b) IN c"},
      {"a = b IS NULL", "a = (b IS NULL)", "(a = b) IS NULL"},
      {"a < b + c", "a < (b + c)", "(a < b) + c"},
      {"a + b IN c + d", "(a + b) IN (c + d)", "a + (b IN c) + d"},
      {"a STARTS WITH b + c", "a STARTS WITH (b + c)", "(a STARTS WITH b) + c"},
      {"a IN b IN c", "(a IN b) IN c", "a IN (b IN c)"},
      {"a - b - c", "(a - b) - c", "a - (b - c)"},
      {"a + b || c", "(a + b) || c", "a + (b || c)"},
      {"a + b * c", "a + (b * c)", "(a + b) * c"},
      {"a / b * c % d", "((a / b) * c) % d", "a / (b * c) % d"},
      {"a * b ^ c", "a * (b ^ c)", "(a * b) ^ c"},
      {"a ^ b ^ c", "(a ^ b) ^ c", "a ^ (b ^ c)"},
      {"-a ^ b", "(-a) ^ b", "-(a ^ b)"},
      {"-a.b", "-(a.b)", "(-a).b"},
      {"-a[0]", "-(a[0])", "(-a)[0]"},
      {"a.b:C", "(a.b):C", NULL},
      {"NOT n:A", "NOT (n:A)", "(NOT n):A"},
      {"n:A = m:B", "(n:A) = (m:B)", NULL},
      {"a < b < c", "a < b < c", "(a < b) < c"},
      {"a =~ b AND c ENDS WITH d OR e CONTAINS f", "((a =~ b) AND (c ENDS WITH d)) OR (e CONTAINS f)", NULL},
      {"a IS NOT NULL = b", "(a IS NOT NULL) = b", "a IS NOT NULL IS NULL"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Arena arena;
    arena_init(&arena, NULL);
    Expr *e[3] = {NULL, NULL, NULL};
    for (int k = 0; k < 3 && cases[i][k]; k++)
      e[k] = first_item(&arena, arena_printf(&arena, "RETURN %s", cases[i][k]));
    if (!ast_expr_equal(e[0], e[1])) fail_msg("%s is not %s", cases[i][0], cases[i][1]);
    if (e[2] && ast_expr_equal(e[0], e[2])) fail_msg("%s is %s", cases[i][0], cases[i][2]);
    arena_free(&arena);
  }
}

static void comparisons_form_a_chain(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Expr *e = first_item(&arena, "RETURN 1 < 2 <= 3 > 4 >= 5 = 6 <> 7");
  static const ExprOp ops[] = {OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE};
  assert_int_equal(e->kind, EXPR_COMPARISON);
  assert_int_equal(e->n, 7);
  for (uint32_t i = 0; i < 7; i++) assert_int_equal(e->args[i]->value.integer, i + 1);
  for (uint32_t i = 0; i < 6; i++) assert_int_equal(e->ops[i], ops[i]);
  arena_free(&arena);
}

static void rows_of_and_are_low_trees(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Str text;
  str_init(&text);
  str_add(&text, "RETURN x0");
  for (int i = 1; i < 50000; i++) str_addf(&text, " %s x%d", i % 2 ? "OR" : "AND", i);
  Expr *e = first_item(&arena, str_cstr(&text));
  assert_int_equal(e->op, OP_OR);
  assert_true(e->height < 20);
  str_free(&text);
  arena_free(&arena);
}

static void literals_have_their_values(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    int64_t value;
  } integers[] = {{"0", 0},
                  {"9223372036854775807", INT64_MAX},
                  {"1_000_000", 1000000},
                  {"0x1aF", 431},
                  {"0XFF_FF", 65535},
                  {"0x7fffffffffffffff", INT64_MAX},
                  {"0o17", 15},
                  {"0O777777777777777777777", INT64_MAX}};
  Arena arena;
  arena_init(&arena, NULL);
  for (size_t i = 0; i < ARRAY_LEN(integers); i++) {
    Expr *e = first_item(&arena, arena_printf(&arena, "RETURN %s", integers[i].text));
    assert_true(e->kind == EXPR_LITERAL && e->value.type == VALUE_INT);
    assert_true(e->value.integer == integers[i].value);
  }
  static const char *const smallest[] = {"-9223372036854775808", "- 0x8000000000000000", "-0o1000000000000000000000"};
  for (size_t i = 0; i < ARRAY_LEN(smallest); i++) {
    Expr *e = first_item(&arena, arena_printf(&arena, "RETURN %s", smallest[i]));
    assert_true(e->kind == EXPR_LITERAL && e->value.integer == INT64_MIN);
  }
  static const struct {
    const char *text;
    double value;
  } floats[] = {{"1.5", 1.5}, {".5", 0.5},        {"1e9", 1e9}, {"1.5E-3", 1.5e-3}, {"1E+2", 100},
                {".5e1", 5},  {"1_0.2_5", 10.25}, {"0.0", 0},   {"00.5", 0.5},      {"1e-999", 0}};
  for (size_t i = 0; i < ARRAY_LEN(floats); i++) {
    Expr *e = first_item(&arena, arena_printf(&arena, "RETURN %s", floats[i].text));
    assert_true(e->kind == EXPR_LITERAL && e->value.type == VALUE_FLOAT);
    assert_true(e->value.number == floats[i].value);
  }
  static const struct {
    const char *text;
    Text value;
  } strings[] = {
      {"''", {"", 0}},
      {"\"it's\"", {"it's", 4}},
      {"'it\\'s \\\"\\\\\\`'", {"it's \"\\`", 8}},
      {"'\\b\\f\\n\\r\\t'", {"\b\f\n\r\t", 5}},
      {"'\\u01FFx'", {"\xC7\xBFx", 3}},
      {"'\\U0001F600'", {"\xF0\x9F\x98\x80", 4}},
      {"'\\uD83D\\uDE00'", {"\xF0\x9F\x98\x80", 4}},
      {"'\\u0000'", {"\0", 1}},
      {"'two\nlines'", {"two\nlines", 9}},
      {"'// /* ` $ {'", {"// /* ` $ {", 11}},
  };
  for (size_t i = 0; i < ARRAY_LEN(strings); i++) {
    Expr *e = first_item(&arena, arena_printf(&arena, "RETURN %s", strings[i].text));
    assert_true(e->kind == EXPR_LITERAL && e->value.type == VALUE_STRING && (e->value.flags & VALUE_STABLE));
    assert_true(text_equal(value_text(e->value), strings[i].value));
  }
  assert_true(first_item(&arena, "RETURN null")->value.type == VALUE_NULL);
  assert_true(first_item(&arena, "RETURN TRUE")->value.boolean);
  assert_false(first_item(&arena, "RETURN False")->value.boolean);
  arena_free(&arena);
}

static void ranges_are_not_floats(void **state)
{
  (void)state;
  ASSERT_PRINT({"RETURN a[1..3], a[1..], a[..3], a[-1..-2], a[.5.. .5], 1.x",
                "RETURN a[1..3], a[1..], a[..3], a[-1..-2], a[0.5..0.5], 1.x"},
               {"MATCH ()-[*1..3]-()-[*1 .. 3]-() RETURN 1", "MATCH ()-[*1..3]-()-[*1..3]-() RETURN 1"});
}

/* ---- text and spans */

static void columns_keep_their_text(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Statement *s = parse(&arena, "RETURN  count( * ) , (a) /* x */ . b, 1+/* y */2 AS x, 'é' ORDER BY 1");
  ProjectionList items = clause_at(s, 0)->projection->items;
  static const char *const texts[] = {"count( * )", "(a) /* x */ . b", "1+/* y */2", "'é'"};
  assert_int_equal(items.n, ARRAY_LEN(texts));
  for (uint32_t i = 0; i < items.n; i++) assert_true(text_equal(items.at[i].text, text_of(texts[i])));
  assert_true(text_equal(items.at[2].alias.text, TEXT("x")));
  assert_null(items.at[0].alias.text.data);
  arena_free(&arena);
}

static void spans_cover_what_was_written(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  const char *text = "  MATCH (a)-[r:R]->(b) WHERE (a.x) + 1 > 2 RETURN b.y;";
  Statement *s = parse(&arena, text);
  Clause *match = clause_at(s, 0);
  PathPattern *path = match->pattern->paths.at[0];
  const struct {
    Span span;
    const char *text;
  } cases[] = {
      {s->span, "MATCH (a)-[r:R]->(b) WHERE (a.x) + 1 > 2 RETURN b.y"},
      {match->span, "MATCH (a)-[r:R]->(b) WHERE (a.x) + 1 > 2"},
      {path->span, "(a)-[r:R]->(b)"},
      {path->nodes[1]->span, "(b)"},
      {path->rels[0]->span, "-[r:R]->"},
      {path->rels[0]->name.span, "r"},
      {path->rels[0]->types->span, "R"},
      {match->where->span, "(a.x) + 1 > 2"},
      {match->where->args[0]->args[0]->span, "(a.x)"},
      {clause_at(s, 1)->span, "RETURN b.y"},
      {clause_at(s, 1)->projection->items.at[0].expr->name.span, "y"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Text covered = {text + cases[i].span.start, cases[i].span.end - cases[i].span.start};
    if (!text_equal(covered, text_of(cases[i].text)))
      fail_msg("%.*s, not %s", (int)covered.len, covered.data, cases[i].text);
  }
  arena_free(&arena);
}

/* ---- names */

/* %s stands for the word, which comes back as it was. */
static void assert_name(const char *format, const char *word)
{
  Arena arena;
  arena_init(&arena, NULL);
  Str text;
  str_init(&text);
  for (const char *at = format; *at; at++) {
    if (*at == '%')
      str_add(&text, word);
    else
      str_add_char(&text, *at);
  }
  parse(&arena, str_cstr(&text));
  assert_prints(str_cstr(&text), str_cstr(&text));
  str_free(&text);
  arena_free(&arena);
}

static const char *const key_positions[] = {
    "RETURN n.%",
    "RETURN n.%.%[0].%",
    "RETURN {%: 1, a: 2}",
    "RETURN n {.%, %: 1}",
    "RETURN n:%, n:A:%, n:!%&%",
    "MATCH (:%)-[:%]->(n:%:% {%: 1}) RETURN n",
    "MATCH ()-[r:%|%*1..2 {%: 1}]-() RETURN r",
    "RETURN $%",
    "SET n.% = 1, n:%",
    "REMOVE n.%, n:%",
    "CREATE INDEX FOR (n:%) ON (n.%)",
    "CREATE CONSTRAINT FOR (n:%) REQUIRE (n.%, n.%) IS UNIQUE",
    "CREATE CONSTRAINT FOR ()-[r:%]-() REQUIRE r.% IS NOT NULL",
    "RETURN a.%(1)",
    "CALL a.%(1)",
    "CALL a.%",
    "MATCH (n:% WHERE n.%) RETURN n",
    "RETURN n.% AS a, n.% + 1, n.% IN n.%",
    "MERGE (n:%) ON CREATE SET n.% = 1",
};

static const char *const variable_positions[] = {
    "MATCH (%) RETURN %",
    "MATCH (%:A {a: 1})-[%:B]->(b) RETURN %.a",
    "MATCH % = (a)-->(b) RETURN %",
    "MATCH (a)-[%*]-(b) RETURN %[0]",
    "RETURN 1 AS %",
    "WITH 1 AS % RETURN %",
    "UNWIND % AS % RETURN %",
    "LET % = 1 RETURN %",
    "FOREACH (% IN % | SET %.a = 1)",
    "CALL (%, %) { RETURN % } RETURN %",
    "CALL a.b() YIELD % RETURN %",
    "CALL a.b() YIELD % AS % RETURN %",
    "RETURN reduce(% = 0, % IN % | % + %)",
    "RETURN [% IN % | %], [% IN % WHERE % | %]",
    "RETURN [% = (a)-->(b) | %]",
    "RETURN all(% IN % WHERE %)",
    "RETURN % {.a, %}",
    "RETURN EXISTS { MATCH % = (a)-->(b) }",
    "SET % = 1, % += 2, %:A, %.a = 3, %[0] = 4",
    "REMOVE %:A, %.a",
    "DELETE %, %",
    "MERGE % = (%)-[:A]->(b)",
    "LOAD CSV FROM % AS % RETURN %",
    "LOAD JSONL FROM % AS % RETURN %",
    "CREATE INDEX % FOR (%:A) ON (%.b)",
    "DROP INDEX %",
    "CREATE CONSTRAINT % FOR (%:A) REQUIRE %.b IS UNIQUE",
    "CREATE CONSTRAINT % IF NOT EXISTS FOR ()-[%:A]-() REQUIRE (%.b, %.c) IS RELATIONSHIP KEY",
    "DROP CONSTRAINT % IF EXISTS",
    "CREATE INDEX % IF NOT EXISTS FOR ()-[%:A]-() ON (%.b)",
    "RETURN % ORDER BY % DESC SKIP % LIMIT %",
    "RETURN % + %, -%, NOT %, % = %, % IN %, % IS NULL, (% + 1) * %",
    "RETURN CASE % WHEN % THEN % ELSE % END, %[%..%], %:A, [%, %], {a: %}, f(%)",
    "MATCH (a) AS OF % ACCORDING TO % WHERE % RETURN a",
    "SETTING DEFAULT ACCORDING TO % MATCH (a) RETURN a",
    "MATCH (a) FOR VALID_TIME FROM % TO % RETURN %",
    "MATCH (a) FOR VALID_TIME BETWEEN % AND % RETURN a",
    "MATCH (% WHERE %) RETURN (%)-->(%)",
    "FILTER % FINISH",
    "FILTER % > 1 RETURN %",
    "CALL %",
    "CALL %(1)",
    "CALL %.a.b(1)",
    "RETURN %.a.b(1)",
    "RETURN %.a",
    "RETURN % UNION RETURN % NEXT RETURN %",
    "MATCH ()(% = (a)-->(b))+() RETURN %",
};

static void every_keyword_may_be_a_name(void **state)
{
  (void)state;
  unsigned count = 0;
  for (const char *const *word = parse_keywords(); *word; word++, count++) {
    char lower[32];
    size_t n = strlen(*word);
    for (size_t i = 0; i <= n; i++)
      lower[i] = (char)((*word)[i] >= 'A' && (*word)[i] <= 'Z' ? (*word)[i] + 32 : (*word)[i]);
    const Keyword *keyword = keyword_find(text_of(lower));
    assert_non_null(keyword);
    assert_string_equal(keyword->spelling, *word);
    assert_ptr_equal(keyword_of_token(keyword->token), keyword);
    for (size_t i = 0; i < ARRAY_LEN(key_positions); i++) {
      assert_name(key_positions[i], *word);
      assert_name(key_positions[i], lower);
    }
    char quoted[34];
    snprintf(quoted, sizeof quoted, "`%s`", lower);
    bool needs_quotes = keyword->class == KEYWORD_RESERVED || strcmp(*word, "ALL") == 0; /* ACCORDING TO ALL */
    const char *name = needs_quotes ? quoted : lower;
    for (size_t i = 0; i < ARRAY_LEN(variable_positions); i++) assert_name(variable_positions[i], name);
    bool function = keyword->class == KEYWORD_UNRESERVED || strcmp(*word, "COUNT") == 0;
    assert_name("RETURN %(x), 1 + %(1, 2), %(DISTINCT x)", function ? lower : quoted);
  }
  assert_true(count > 90);
}

static void reserved_words_are_no_variables(void **state)
{
  (void)state;
  for (const char *const *word = parse_keywords(); *word; word++) {
    if (keyword_find(text_of(*word))->class != KEYWORD_RESERVED) continue;
    Arena arena;
    arena_init(&arena, NULL);
    Error err = {0};
    Statement *statement;
    const char *text = arena_printf(&arena, "RETURN 1 AS %s", *word);
    assert_int_equal(parse_statement(&arena, text_of(text), &statement, &err), STATUS_FAIL);
    assert_string_equal(err.detail, "UnexpectedSyntax");
    assert_non_null(strstr(err.message, "is a reserved word"));
    assert_null(statement);
    arena_free(&arena);
  }
}

static void names_may_be_in_any_script(void **state)
{
  (void)state;
  ASSERT_PRINT({"MATCH (õun:Õun {größe: 1})-[:ПОДПИСАЛ]->(条約) RETURN õun.größe AS été", NULL},
               {"RETURN `a-b`, `1a`, a1, _a, `x``y`, `–`", NULL},
               {"\xEF\xBB\xBF"
                "RETURN 1",
                "RETURN 1"},
               {"RETURN\xC2\xA0"
                "1\xE2\x80\x83+ 2",
                "RETURN 1 + 2"});
}

/* ---- walking */

static Status count_child(void *context, Expr **child)
{
  (void)child;
  ++*(unsigned *)context;
  return STATUS_OK;
}

static void children_are_visited_once(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    unsigned children;
  } cases[] = {
      {"RETURN 1", 0},
      {"RETURN a.b", 1},
      {"RETURN a[..b]", 2},
      {"RETURN {a: 1, b: 2}", 2},
      {"RETURN CASE WHEN a THEN b END", 2},
      {"RETURN CASE a WHEN b THEN c ELSE d END", 4},
      {"RETURN [x IN a | b]", 2},
      {"RETURN n {.a, .*, b: c, d}", 3},
      {"RETURN EXISTS { MATCH (a {x: 1}) WHERE b }", 0},
      {"RETURN n:A|$(e)", 2},
      {"RETURN (a {x: 1})-[:R|$(f) {y: 2} WHERE c]->(b:B WHERE d)-->($p)", 6},
      {"RETURN [(a {x: 1})-->() WHERE b | c]", 3},
      {"RETURN reduce(a = b, c IN d | e)", 3},
      {"RETURN shortestPath((a {x: 1})-[* {y: 2}]-(b))", 2},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Arena arena;
    arena_init(&arena, NULL);
    unsigned children = 0;
    assert_int_equal(ast_each_child(first_item(&arena, cases[i].text), count_child, &children), STATUS_OK);
    if (children != cases[i].children) fail_msg("%s has %u", cases[i].text, children);
    arena_free(&arena);
  }
}

static void trees_that_differ_are_not_equal(void **state)
{
  (void)state;
  static const char *const texts[] = {
      "RETURN 1",
      "RETURN 2",
      "RETURN 1.0",
      "RETURN '1'",
      "RETURN -1",
      "RETURN null",
      "RETURN true",
      "RETURN false",
      "RETURN 1 AS a",
      "RETURN DISTINCT 1",
      "RETURN *",
      "RETURN 1, 1",
      "RETURN 1 ORDER BY 1",
      "RETURN 1 ORDER BY 1 DESC",
      "RETURN 1 SKIP 1",
      "RETURN 1 LIMIT 1",
      "EXPLAIN RETURN 1",
      "RETURN a",
      "RETURN b",
      "RETURN $a",
      "RETURN a.b",
      "RETURN a[b]",
      "RETURN a:b",
      "RETURN a:b:c",
      "RETURN a:b&c",
      "RETURN f(a)",
      "RETURN f(DISTINCT a)",
      "RETURN g(a)",
      "RETURN a < b",
      "RETURN a > b",
      "RETURN a < b < c",
      "RETURN {a: 1}",
      "RETURN {b: 1}",
      "RETURN n {.a}",
      "RETURN n {a}",
      "RETURN n {a: a}",
      "RETURN x IS :: INT",
      "RETURN x IS NOT :: INT",
      "RETURN (a)-->(b)",
      "RETURN (a)<--(b)",
      "RETURN (a)-[r]->(b)",
      "RETURN (a)-[*]->(b)",
      "RETURN (a)-[*0..]->(b)",
      "RETURN (a)-->*(b)",
      "MATCH (a)",
      "OPTIONAL MATCH (a)",
      "MATCH (a) WHERE b",
      "MATCH (a WHERE b)",
      "MATCH (a) AS OF b",
      "MATCH (a) AS OF b CERTAINLY",
      "MATCH (a) ACCORDING TO b",
      "MATCH p = (a)",
      "CREATE (a)",
      "INSERT (a)",
      "MERGE (a)",
      "MERGE (a) ON CREATE SET a:B",
      "MERGE (a) ON MATCH SET a:B",
      "SET a:B",
      "REMOVE a:B",
      "SET a = b",
      "SET a += b",
      "DELETE a",
      "DETACH DELETE a",
      "CALL a",
      "CALL a()",
      "CALL a() YIELD *",
      "CALL a() YIELD b",
      "CALL a() YIELD b AS c",
      "CALL { FINISH }",
      "CALL () { FINISH }",
      "CALL (*) { FINISH }",
      "CALL (a) { FINISH }",
      "RETURN 1 UNION RETURN 2",
      "RETURN 1 UNION ALL RETURN 2",
      "RETURN 1 NEXT RETURN 2",
      "CREATE INDEX FOR (a:B) ON (a.c)",
      "CREATE INDEX FOR ()-[a:B]-() ON (a.c)",
      "CREATE INDEX FOR (a:B) ON (d.c)",
      "CREATE INDEX $i FOR (a:B) ON (a.c)",
      "CREATE CONSTRAINT FOR (a:B) REQUIRE a.c IS UNIQUE",
      "CREATE CONSTRAINT FOR (a:B) REQUIRE a.c IS NODE KEY",
      "CREATE CONSTRAINT FOR (a:B) REQUIRE a.c IS NOT NULL",
      "CREATE CONSTRAINT FOR (a:B) REQUIRE a.c IS :: INTEGER",
      "CREATE CONSTRAINT FOR (a:B) REQUIRE a.c IS :: STRING",
      "CREATE CONSTRAINT FOR ()-[a:B]-() REQUIRE a.c IS UNIQUE",
      "DROP INDEX c",
      "DROP CONSTRAINT c",
      "DROP CONSTRAINT $c",
      "SHOW FUNCTIONS",
      "FOR x IN l WITH ORDINALITY i FINISH",
      "FOR x IN l WITH OFFSET i FINISH",
      "RETURN x ORDER BY x NULLS FIRST",
      "RETURN x ORDER BY x DESC NULLS LAST",
      "RETURN x GROUP BY x",
      "RETURN x GROUP BY ()",
      "RETURN 1 EXCEPT RETURN 2",
      "RETURN 1 EXCEPT ALL RETURN 2",
      "RETURN 1 OTHERWISE RETURN 2",
      "WHEN a THEN RETURN 1",
      "WHEN b THEN RETURN 1",
      "WHEN a THEN RETURN 1 ELSE RETURN 2",
      "{ RETURN 1 UNION RETURN 2 } UNION RETURN 3",
      "CALL { FINISH } IN TRANSACTIONS",
      "CALL { FINISH } IN TRANSACTIONS OF 2 ROWS",
      "CALL { FINISH } IN TRANSACTIONS ON ERROR BREAK",
      "CALL { FINISH } IN TRANSACTIONS REPORT STATUS AS s",
      "MATCH (n:$any(x)) FINISH",
      "RETURN CASE x WHEN = 1 THEN 2 END",
      "RETURN VALUE { RETURN 1 }",
      "SHOW INDEXES",
      "SHOW CONSTRAINTS",
      "SHOW KEY CONSTRAINTS",
      "BEGIN",
      "MATCH ((a)-->(b)){2} FINISH",
      "MATCH ((a)-->(b)){3} FINISH",
      "MATCH SHORTEST 2 (a)-->(b) FINISH",
      "MATCH SHORTEST 3 (a)-->(b) FINISH",
      "MATCH TRAIL (a)-->(b) FINISH",
      "UNWIND a AS b",
      "FOREACH (b IN a | SET c:D)",
  };
  Arena arena;
  arena_init(&arena, NULL);
  Statement *trees[ARRAY_LEN(texts)];
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
    trees[i] = parse(&arena, texts[i]);
    assert_prints(texts[i], strcmp(texts[i], "MATCH ((a)-->(b)){2} FINISH") == 0   ? "MATCH ()((a)-->(b)){2}() FINISH"
                            : strcmp(texts[i], "MATCH ((a)-->(b)){3} FINISH") == 0 ? "MATCH ()((a)-->(b)){3}() FINISH"
                                                                                   : texts[i]);
    for (size_t k = 0; k <= i; k++)
      if (ast_statement_equal(trees[i], trees[k]) != (i == k)) fail_msg("%s and %s", texts[i], texts[k]);
  }
  arena_free(&arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reading_clauses),
      cmocka_unit_test(writing_clauses),
      cmocka_unit_test(calls),
      cmocka_unit_test(statements),
      cmocka_unit_test(constraints),
      cmocka_unit_test(valid_time),
      cmocka_unit_test(labels_behind_is),
      cmocka_unit_test(cases_with_predicates),
      cmocka_unit_test(more_expressions),
      cmocka_unit_test(more_clauses),
      cmocka_unit_test(queries_in_combination),
      cmocka_unit_test(patterns_print),
      cmocka_unit_test(patterns_have_the_shape_of_ast_h),
      cmocka_unit_test(labels_print),
      cmocka_unit_test(expressions_print),
      cmocka_unit_test(a_bar_is_a_label_or_a_result),
      cmocka_unit_test(operators_bind_as_opencypher_says),
      cmocka_unit_test(comparisons_form_a_chain),
      cmocka_unit_test(rows_of_and_are_low_trees),
      cmocka_unit_test(literals_have_their_values),
      cmocka_unit_test(ranges_are_not_floats),
      cmocka_unit_test(columns_keep_their_text),
      cmocka_unit_test(spans_cover_what_was_written),
      cmocka_unit_test(every_keyword_may_be_a_name),
      cmocka_unit_test(reserved_words_are_no_variables),
      cmocka_unit_test(names_may_be_in_any_script),
      cmocka_unit_test(children_are_visited_once),
      cmocka_unit_test(trees_that_differ_are_not_equal),
  };
  return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
