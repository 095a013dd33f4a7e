/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each allocation of many statements, and of opening, importing, exporting and checking, fails in turn: once, and then
 * together with all that follow. What has to hold: an error that says so, or the right result; the graph, and the file,
 * as before or as after, never in between; and a handle that goes on working. ALLOCATIONS=1 tries each single one, a
 * larger number every so manieth. */
#include "allocator.h"
#include "faults.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

static const char graph_text[] =
    "CREATE (a:A {name: 'a', num: 1, x: 1, id: 1, on: date('1940-06-15')}), "
    "(b:A:B {name: 'b', num: 2, x: 1.5, list: [1, 2, 3], at: datetime('2015-07-21T21:40:32.142+02:00')}), "
    "(c:B {name: 'c', num: 3, x: 'one', on: date('1918-11-18')}), (d:C {name: 'Riga', num: -1}), "
    "(e {num: 0.5, list: ['a', 'b']}), (f:A:C), (g:State {name: 'Latvia'}), (h:State {name: 'Estonia'}), "
    "(a)-[:T {num: 1, name: 'ab'}]->(b), (a)-[:T {num: 2}]->(b), (b)-[:T]->(c), (c)-[:T {x: [1.0]}]->(a), "
    "(a)-[:KNOWS {name: 'loop'}]->(a), (b)-[:KNOWS {on: date('1940-01-01')}]->(d), "
    "(d)-[:R]->(e), (e)-[:T]->(f), (f)-[:R]->(a), (g)-[:BORDERS]->(h);"
    "CREATE INDEX a_name FOR (n:A) ON (n.name);"
    "CREATE INDEX t_num FOR ()-[r:T]-() ON (r.num);"
    "CREATE FULLTEXT INDEX words FOR (n:A|N) ON EACH [n.name, n.text];";
/* More than a page, and than a batch. */
static const char many_text[] =
    "UNWIND range(1, 1300) AS i CREATE (:N {i: i, half: i / 2, text: 'text ' + i % 10});"
    "MATCH (n:N) WHERE n.i % 3 = 0 MATCH (m:N {i: n.i / 3}) CREATE (n)-[:NEXT {w: n.i * 1.5}]->(m);";

static const char *const reads[] = {
    "RETURN 1 AS x",
    "MATCH (a:A)-[r:T]->(b) WHERE a.num > 0 RETURN a, r, b.name AS name ORDER BY name DESC, r.num LIMIT 5",
    "MATCH (n:N) WHERE n.i % 7 = 3 RETURN n.half % 3 AS h, count(*) AS c, sum(n.i) AS s, collect(n.text)[..3] AS t",
    "MATCH (n:N) RETURN n.text AS text, avg(n.i), min(n.half), max(n.text), stdev(n.i), percentileCont(n.i, 0.5)",
    "MATCH (n:N) RETURN DISTINCT n.text AS t ORDER BY t",
    "MATCH (n:N) RETURN n.i AS i ORDER BY n.text, i DESC SKIP 10 LIMIT 700",
    "MATCH (n:N) RETURN count(DISTINCT n.half) AS c",
    "MATCH (n:A {name: 'b'}) RETURN n",
    "MATCH ()-[r:T {num: 2}]->() RETURN r",
    "MATCH p = (a:A {name: 'a'})-[*1..3]->(b) RETURN p, length(p) ORDER BY length(p), p",
    "MATCH p = shortestPath((a:A {name: 'a'})-[*]-(b:C {name: 'Riga'})) RETURN length(p)",
    "MATCH p = allShortestPaths((a:N {i: 1200})-[:NEXT*]-(b:N {i: 81})) RETURN count(p)",
    "MATCH p = ANY SHORTEST (a:A {name: 'a'})-[:T]->+(b) RETURN length(p)",
    "MATCH (a)-[:T]->(b)-[:T]->(c)-[:T]->(a) RETURN a.name, b.name, c.name ORDER BY a.name, b.name, c.name",
    "MATCH (n:N)-[:NEXT]->(m)-[:NEXT]->(k) RETURN n.i % 5 AS r, count(k) AS c ORDER BY r",
    "MATCH (n:N), (m:N) WHERE n.i = m.half AND n.i < 50 RETURN count(*)",
    "MATCH (a:A) OPTIONAL MATCH (a)-[r:KNOWS]->(x) RETURN a.name, r.name, x.name ORDER BY a.name",
    "MATCH (a:A) WHERE EXISTS { (a)-[:KNOWS]->() } RETURN a.name, COUNT { (a)-->() } AS c",
    "MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN count(b) AS n } RETURN a.name, n ORDER BY n, a.name LIMIT 9",
    "UNWIND range(1, 3000) AS x WITH x % 100 AS g, x RETURN g, collect(x) AS l ORDER BY g",
    "UNWIND [1, 'a', null, [1, 2], {a: 1}, 1.5, true, date('2020-01-01')] AS v RETURN v, valueType(v) ORDER BY v",
    "RETURN 1 AS a UNION RETURN 2 AS a UNION RETURN 1 AS a",
    "RETURN 1 AS a EXCEPT RETURN 2 AS a",
    "RETURN toUpper('Rīga') AS u, split('a,b,c', ',') AS s, replace('aaa', 'a', 'bb') AS r, substring('hello', 1, 3), "
    "left('abc', 2), right('abc', 2), trim('  x '), reverse('abc'), size('abc'), normalize('ā'), lTrim('  x')",
    "UNWIND ['abc', 'abd', 'xyz'] AS s RETURN s, s =~ 'ab.' AS m, s =~ '(?i)AB[cd]+' AS n, s STARTS WITH 'a', "
    "s CONTAINS 'b', s ENDS WITH 'z'",
    "RETURN [x IN range(1, 50) WHERE x % 2 = 0 | x * x] AS l, reduce(s = 0, x IN range(1, 20) | s + x) AS r, "
    "all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [1] WHERE x > 1), [1, 2] + [3], {a: 1, b: [2]} AS m",
    "RETURN date('2020-02-29') + duration('P1Y2M') AS d, duration.between(date('2000-01-01'), date('2020-05-05')) AS "
    "b, "
    "datetime('2020-01-01T00:00:00[Europe/Riga]') AS z, time('10:11:12') AS t, date.truncate('month', date()) IS NULL",
    "RETURN toInteger('12'), toFloat('1e3'), toString(1.5), toBoolean('true'), sqrt(2), round(2.5), 7 / 2, 2 ^ 10, "
    "coalesce(null, 1), CASE 1 WHEN 1 THEN 'a' ELSE 'b' END, sign(-1), abs(-2), log(10), pi()",
    "MATCH (n) RETURN labels(n) AS l, keys(n) AS k, properties(n) AS p, id(n) AS i ORDER BY i LIMIT 8",
    "MATCH (n:A) AS OF date('1940-01-01') RETURN n.name",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.indexes()",
    "CALL dbms.functions() YIELD name RETURN count(name)",
    "CALL graph.pagerank({labels: ['N'], types: ['NEXT'], weight: 'w'}) YIELD node, score RETURN node.i, score ORDER "
    "BY "
    "score DESC, node.i LIMIT 3",
    "CALL graph.betweenness({types: ['T', 'R']}) YIELD node, score RETURN count(*)",
    "CALL graph.closeness({types: ['T', 'R']}) YIELD node, score RETURN count(*)",
    "CALL graph.degree({types: ['T', 'R']}) YIELD node, degree RETURN count(*)",
    "CALL graph.eigenvector({types: ['T', 'R']}) YIELD node, score RETURN count(*)",
    "CALL graph.hits({types: ['T', 'R']}) YIELD node, hub RETURN count(*)",
    "CALL graph.triangles({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.clustering({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.components({types: ['T', 'R']}) YIELD node, component RETURN count(*)",
    "CALL graph.coreness({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'leiden', seed: 1}) YIELD node, community RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'labelpropagation', seed: 1}) YIELD node RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'louvain', seed: 1}) YIELD node, community RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'infomap', seed: 1}) YIELD node RETURN count(*)",
    "CALL graph.harmonic({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.eccentricity({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.biconnectedComponents({types: ['T', 'R']}) YIELD nodes RETURN count(*)",
    "CALL graph.articulationPoints({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "CALL graph.bridges({types: ['T', 'R']}) YIELD relationship RETURN count(*)",
    "CALL graph.spanningTree({types: ['T', 'R']}) YIELD relationship RETURN count(*)",
    "CALL graph.feedbackArcSet({types: ['T', 'R']}) YIELD relationship RETURN count(*)",
    "CALL graph.similarity({types: ['T', 'R']}) YIELD node1 RETURN count(*)",
    "CALL graph.cliques({types: ['T', 'R'], minSize: 1}) YIELD nodes RETURN count(*)",
    "CALL graph.dyadCensus({types: ['T', 'R']}) YIELD kind RETURN count(*)",
    "CALL graph.triadCensus({types: ['T', 'R']}) YIELD kind RETURN count(*)",
    "CALL graph.assortativity({types: ['T', 'R']}) YIELD assortativity RETURN count(*)",
    "CALL graph.degree({asOf: 1940, accordingTo: 'a', rank: 'best'}) YIELD node RETURN count(*)",
    "CALL graph.assortativity({property: 'name'}) YIELD assortativity RETURN count(*)",
    "CALL graph.diameter({types: ['T', 'R']}) YIELD path RETURN count(*)",
    "CALL graph.layout({types: ['T', 'R'], method: 'circle'}) YIELD node RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'walktrap'}) YIELD node RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'fastgreedy'}) YIELD node RETURN count(*)",
    "CALL graph.communities({types: ['T', 'R'], method: 'edgebetweenness'}) YIELD node RETURN count(*)",
    "CALL graph.katz({types: ['T', 'R'], alpha: 0.01}) YIELD node RETURN count(*)",
    "CALL graph.edgeBetweenness({types: ['T', 'R']}) YIELD score RETURN count(*)",
    "CALL graph.distances({types: ['T', 'R']}) YIELD distance RETURN count(*)",
    "CALL graph.minCut({types: ['T', 'R']}) YIELD cut RETURN count(*)",
    "CALL graph.minCut({types: ['T', 'R'], directed: false}) YIELD cut RETURN count(*)",
    "CALL graph.gomoryHuTree({types: ['T', 'R']}) YIELD flow RETURN count(*)",
    "CALL graph.motifs({types: ['T', 'R']}) YIELD kind RETURN count(*)",
    "CALL graph.transitivity({types: ['T', 'R']}) YIELD transitivity RETURN count(*)",
    "CALL graph.strength({types: ['NEXT'], weight: 'w'}) YIELD score RETURN count(*)",
    "CALL graph.signedTriangles({types: ['NEXT'], weight: 'w'}) YIELD kind RETURN count(*)",
    "CALL graph.camps({types: ['NEXT'], weight: 'w'}) YIELD camp RETURN count(*)",
    "CALL graph.frustrated({types: ['NEXT'], weight: 'w'}) YIELD relationship RETURN count(*)",
    "SETTING DEFAULT VALID_TIME AS OF 1940 CALL graph.degree({types: ['T', 'R']}) YIELD node RETURN count(*)",
    "MATCH (a), (b) WITH a, b ORDER BY id(a), id(b) DESC LIMIT 1 CALL graph.shortestPaths({source: a, target: b}) "
    "YIELD path RETURN count(*)",
    "MATCH (a), (b) WITH a, b ORDER BY id(a), id(b) DESC LIMIT 1 CALL graph.kShortestPaths({source: a, target: b}) "
    "YIELD path RETURN count(*)",
    "MATCH (a), (b) WITH a, b ORDER BY id(a), id(b) DESC LIMIT 1 CALL graph.simplePaths({source: a, target: b, cutoff: "
    "2}) YIELD path RETURN count(*)",
    "MATCH (a), (b) WITH a, b ORDER BY id(a), id(b) DESC LIMIT 1 CALL graph.minCut({source: a, target: b}) YIELD cut "
    "RETURN count(*)",
    "EXPLAIN MATCH (a:A)-[:T]->(b) RETURN a, count(b)",
    "MATCH (n:A) WHERE n.nmae = 1 AND n:Sttae RETURN n.name",
    "LOAD CSV WITH HEADERS FROM 'FOLDER/rows.csv' AS row RETURN row.name, toInteger(row.n) AS n",
    "LOAD JSONL FROM 'FOLDER/rows.jsonl' AS row RETURN row.name, row.tags",
    "SHOW INDEXES",
    "CALL db.index.fulltext.queryNodes('words', 'a OR \"text 3\" -(b~ t*xt +ab*)') YIELD node, score RETURN node, "
    "score",
    "CALL kb.find('riga~', {label: 'C'}) YIELD node RETURN node",
    "MATCH (n:N) WITH n.i AS i ORDER BY n.text WITH collect(i) AS l RETURN size(l), l[0]",
    "MATCH (a:A)-->(b) RETURN a {.name, .num, other: b.name, .*} AS m ORDER BY m.name, m.other",
};

static const char *const writes[] = {
    "CREATE (:Fresh {a: 1, b: 'text', c: [1, 2, 'x'], d: date('2020-01-01'), e: 1.5, f: true})",
    "CREATE (a:A {name: 'new'})-[:T {num: 9}]->(b:B:C {name: 'other'})-[:FRESH]->(a)",
    "MATCH (n:N) WHERE n.i < 1200 SET n.half = 'now a text ' + n.i",
    "MATCH (n:N) SET n.fresh = n.i, n:Fresh REMOVE n.text",
    "MATCH (a:A) SET a += {name: 'same', extra: [date('2020-01-01')]}, a:B:D REMOVE a:A",
    "MATCH (a:A) SET a = {num: 'text'}",
    "MATCH (n:N) WHERE n.i < 900 DETACH DELETE n",
    "MATCH ()-[r:NEXT]->() WHERE r.w > 100 DELETE r",
    "MERGE (a:A {name: 'a'}) ON MATCH SET a.seen = 1 ON CREATE SET a.made = 1 MERGE (a)-[:T {num: 77}]->(:New)",
    "UNWIND range(1, 2500) AS i MERGE (n:M {k: i % 1300}) SET n.last = i",
    "UNWIND range(1, 2100) AS i CREATE (:A {name: 'bulk ' + i})-[:T {num: i}]->(:B)",
    "MATCH (n:N) WITH n LIMIT 1100 CREATE (n)-[:R {x: n.i}]->(:P {i: n.i})",
    "FOREACH (i IN range(1, 20) | CREATE (:F {i: i}))",
    "MATCH (a:A), (b:B) CREATE (a)-[r:R]->(b) SET r.x = a.num, r.when = date('2000-01-01') RETURN count(r)",
    "LOAD CSV WITH HEADERS FROM 'FOLDER/rows.csv' AS row CREATE (:Row {name: row.name, n: toInteger(row.n)})",
    "CREATE INDEX n_half FOR (n:N) ON (n.half)",
    "CREATE INDEX n_text FOR (n:N) ON (n.text)",
    "CREATE INDEX next_w FOR ()-[r:NEXT]-() ON (r.w)",
    "CREATE FULLTEXT INDEX more FOR ()-[r:T|KNOWS]-() ON EACH [r.name]",
    "MATCH (n:N) WHERE n.i < 5 SET n.text = 'other' WITH count(*) AS c "
    "CALL db.index.fulltext.queryNodes('words', 'other') YIELD node SET node.name = 'found', node:A RETURN count(*)",
    "DROP INDEX words",
    "DROP INDEX a_name",
    "CREATE CONSTRAINT n_i FOR (n:N) REQUIRE n.i IS UNIQUE",
    "BEGIN; CREATE CONSTRAINT s_name FOR (s:State) REQUIRE s.name IS NODE KEY; DROP CONSTRAINT s_name; COMMIT",
    "BEGIN; CREATE CONSTRAINT n_i FOR (n:N) REQUIRE n.i IS UNIQUE; CREATE (:N {i: -1}); "
    "MATCH (n:N {i: 5}) SET n.i = -5; CREATE CONSTRAINT n_t FOR (n:N) REQUIRE n.text IS :: STRING; COMMIT",
    "BEGIN; CREATE (:A {name: 't1'}); MATCH (n:A) SET n.num = 'mixed'; CREATE INDEX b_name FOR (n:B) ON (n.name); "
    "MATCH (n:N) WHERE n.i > 1100 DETACH DELETE n; COMMIT",
    "BEGIN; CREATE (:G)-[:H]->(:G); DROP INDEX t_num; ROLLBACK; CREATE (:After)",
};

/* ---- looking at what came of it */

static void add_row(Note *out, clio_query *q)
{
  for (uint32_t i = 0; i < clio_column_count(q); i++) {
    char *text = clio_value_text(q, clio_column(q, i), CLIO_AS_CYPHER);
    note_add(out, "%s|", text ? text : "?");
    free(text);
  }
  note_add(out, "\n");
}

static bool on_row(void *payload, clio_query *q)
{
  allocations_pause(true);
  add_row(payload, q);
  allocations_pause(false);
  return true;
}

/* Where there are very many, ever fewer of the later ones are tried. */
static unsigned long step(unsigned long n, long stride)
{
  return (unsigned long)stride * (1 + n / 2000);
}

static void look_for_leaks(const char *what, unsigned long n)
{
#ifdef __SANITIZE_ADDRESS__
  if (__lsan_do_recoverable_leak_check()) expect(false, "%s: allocation %lu: a leak", what, n);
#else
  (void)what, (void)n;
#endif
}

/* An error must say that there was no memory. */
static bool says_memory(clio_db *db, const char *what, unsigned long n)
{
  const clio_error *error = clio_last_error(db);
  return expect(strcmp(error->code, "MemoryLimit") == 0 && error->message[0], "%s: allocation %lu: %s: %s", what, n,
                error->code, error->message);
}

static void same_text(const char *what, unsigned long n, const char *kind, const char *got, const char *wanted)
{
  size_t i = 0;
  while (got[i] && got[i] == wanted[i]) i++;
  size_t from = i > 30 ? i - 30 : 0;
  expect(strcmp(got, wanted) == 0, "%s: allocation %lu: %s differs: got ...%.80s\n  wanted ...%.80s", what, n, kind,
         got + from, wanted + from);
}

/* ---- statements in memory */

static char *in_place(const char *statement)
{
  const char *at = strstr(statement, "FOLDER");
  Note out = {0};
  if (at)
    note_add(&out, "%.*s%s%s", (int)(at - statement), statement, in_folder(""), at + strlen("FOLDER"));
  else
    note_add(&out, "%s", statement);
  return out.text;
}

static clio_db *open_with(const char *path, unsigned threads)
{
  clio_options options = CLIO_OPTIONS_INIT;
  options.threads = threads;
  clio_db *db;
  if (clio_open(&db, path, &options) == CLIO_OK) return db;
  fprintf(stderr, "%s", clio_last_error(db)->rendered);
  exit(2);
}

static clio_db *make_graph(const char *statement, unsigned threads)
{
  clio_db *db = open_with(NULL, threads);
  must_run(db, graph_text);
  if (strstr(statement, ":N") || strstr(statement, "'N'")) must_run(db, many_text);
  return db;
}

static void forget_plans(clio_db *db)
{
  clio_set_memory(db, 1 << 30);
  clio_set_memory(db, 0);
}

typedef struct Expected {
  char *before, *after;
  Note rows;
} Expected;

static Expected expected_of(const char *statement, unsigned threads)
{
  Expected e = {0};
  clio_db *db = make_graph(statement, threads);
  e.before = graph_dump(db);
  if (clio_exec(db, statement, on_row, &e.rows) != CLIO_OK)
    expect(false, "%s: %s", statement, clio_last_error(db)->rendered);
  e.after = graph_dump(db);
  clio_close(db);
  if (!e.rows.text) note_add(&e.rows, "%s", "");
  return e;
}

static void expected_free(Expected *e)
{
  free(e->before);
  free(e->after);
  note_free(&e->rows);
}

/* A statement whose plan looks into an index and was made before things went wrong. */
static clio_query *prepare_seek(clio_db *db)
{
  clio_query *q;
  return clio_prepare(db, &q, "MATCH (n:A) WHERE n.name >= '' WITH id(n) AS i ORDER BY i RETURN i", -1, NULL) == CLIO_OK
             ? q
             : NULL;
}

static void check_seek(clio_db *db, clio_query *seek, const char *what, unsigned long n)
{
  Note got = {0}, wanted = {0};
  clio_query *scan;
  note_text(&got, "");
  note_text(&wanted, "");
  while (clio_step(seek) == CLIO_ROW) add_row(&got, seek);
  if (clio_prepare(db, &scan, "MATCH (n:A) WHERE n.name + '' >= '' WITH id(n) AS i ORDER BY i RETURN i", -1, NULL) ==
      CLIO_OK)
    while (clio_step(scan) == CLIO_ROW) add_row(&wanted, scan);
  same_text(what, n, "what the index finds", got.text, wanted.text);
  clio_finish(seek);
  clio_finish(scan);
  note_free(&got);
  note_free(&wanted);
}

/* Runs it once; returns whether an allocation failed. *db is opened anew where it has changed. */
static bool try_statement(clio_db **db, const char *statement, const Expected *e, unsigned threads, unsigned long n,
                          bool forever)
{
  Note rows = {0};
  trying(statement, n);
  forget_plans(*db);
  clio_query *seek = prepare_seek(*db);
  allocations_fail(n, forever);
  clio_status status = clio_exec(*db, statement, on_row, &rows);
  bool open = clio_in_transaction(*db);
  bool undone = !open || clio_rollback(*db) == CLIO_OK; /* with memory still failing */
  bool failed = allocations_recover();
  expect(undone, "%s: allocation %lu: the transaction cannot be rolled back", statement, n);
  if (status != CLIO_OK && !open) says_memory(*db, statement, n);
  if (status == CLIO_OK) same_text(statement, n, "result", rows.text ? rows.text : "", e->rows.text);
  note_free(&rows);
  bool changes = strcmp(e->before, e->after) != 0;
  check_seek(*db, seek, statement, n);
  if (changes || !failed) {
    char *graph = graph_dump(*db);
    same_text(statement, n, "graph", graph, status == CLIO_OK ? e->after : e->before);
    free(graph);
  }
  if (status == CLIO_OK && changes) {
    clio_close(*db);
    *db = make_graph(statement, threads);
  }
  return failed;
}

static unsigned long walk_statement(const char *pattern, unsigned threads, bool forever, long stride)
{
  char *statement = in_place(pattern);
  Expected e = expected_of(statement, threads);
  /* The code asks for some memory before it begins with these, since they do not bear getting none in their midst. */
  bool spared = strstr(statement, "louvain") || strstr(statement, "leiden");
  allocations_spare(spared ? "libroaring libigraph" : "libroaring");
  clio_db *db = make_graph(statement, threads);
  unsigned long n = 1, tried = 0;
  for (; try_statement(&db, statement, &e, threads, n, forever); n += step(n, stride)) tried++;
  clio_close(db);
  look_for_leaks(statement, n);
  expected_free(&e);
  free(statement);
  return tried;
}

/* ---- files: each task has a database of its own, and leaves behind what was there before or what should be there
 * then */

typedef enum Outcome { OUTCOME_BEFORE, OUTCOME_AFTER } Outcome;

typedef struct Task {
  const char *name;
  /* Does it with memory failing; *failed: whether any did. Returns what has to be in the database then. */
  Outcome (*run)(const struct Task *task, unsigned long n, bool forever, bool *failed);
  const char *text; /* a statement, a file to import, or one to export to */
} Task;

static const char *base_file, *file;

static void says_memory_without(clio_db *db, const char *what, unsigned long n)
{
  if (db)
    says_memory(db, what, n);
  else
    expect(strcmp(clio_last_error(NULL)->code, "MemoryLimit") == 0, "%s: allocation %lu: no error", what, n);
}

static Outcome open_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = strcmp(task->text, "read") == 0;
  clio_db *db;
  allocations_fail(n, forever);
  clio_status status = clio_open(&db, file, &options);
  *failed = allocations_recover();
  if (status != CLIO_OK) says_memory_without(db, task->name, n);
  allocations_fail(n % 7 + 1, forever); /* closing, too */
  clio_close(db);
  allocations_recover();
  return OUTCOME_BEFORE;
}

static Outcome change_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_db *db = must_open(file);
  allocations_fail(n, forever);
  clio_status status = clio_exec(db, task->text, NULL, NULL);
  if (status != CLIO_OK && !clio_in_transaction(db)) says_memory(db, task->name, n);
  clio_close(db);
  *failed = allocations_recover();
  return status == CLIO_OK ? OUTCOME_AFTER : OUTCOME_BEFORE;
}

static Outcome import_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_db *db = must_open(file);
  const char *path = in_folder(task->text);
  clio_import_options options = CLIO_IMPORT_INIT;
  options.merge = strstr(task->name, "merging");
  if (strstr(task->name, "table")) {
    options.from = "Pair:name=from";
    options.to = "Pair:name=to";
    options.create_missing = true;
  }
  allocations_fail(n, forever);
  clio_status status = clio_import(db, &path, 1, &options, NULL);
  if (status != CLIO_OK) says_memory(db, task->name, n);
  clio_close(db);
  *failed = allocations_recover();
  return status == CLIO_OK ? OUTCOME_AFTER : OUTCOME_BEFORE;
}

/* A file, or a folder of CSV files. */
static void remove_written(const char *path)
{
  DIR *dir = opendir(path);
  struct dirent *entry;
  unlink(path);
  while (dir && (entry = readdir(dir))) unlinkat(dirfd(dir), entry->d_name, 0);
  if (dir) closedir(dir);
  rmdir(path);
}

static Outcome export_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_db *db = must_open(file);
  const char *path = in_folder(task->text);
  clio_export_options options = CLIO_EXPORT_INIT;
  if (strstr(task->name, "(:A)")) options.query = "MATCH p = (:A)-[:T]->() RETURN p";
  remove_written(path);
  allocations_fail(n, forever);
  clio_status status = clio_export(db, path, &options, NULL);
  *failed = allocations_recover();
  if (status != CLIO_OK) says_memory(db, task->name, n);
  expect((access(path, F_OK) == 0) == (status == CLIO_OK), "%s: allocation %lu: the file is there, or not", task->name,
         n);
  clio_close(db);
  return OUTCOME_BEFORE;
}

static Outcome check_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_db *db = must_open(NULL);
  allocations_fail(n, forever);
  clio_status status = clio_check(db, file, NULL, NULL, NULL);
  *failed = allocations_recover();
  if (status != CLIO_OK) says_memory(db, task->name, n);
  clio_close(db);
  return OUTCOME_BEFORE;
}

static Outcome back_up_file(const Task *task, unsigned long n, bool forever, bool *failed)
{
  clio_db *db = must_open(NULL);
  const char *path = in_folder(task->text);
  Note findings = {0};
  remove_database(path);
  allocations_fail(n, forever);
  clio_status status = clio_backup(db, file, path, NULL, NULL);
  *failed = allocations_recover();
  if (status != CLIO_OK) says_memory(db, task->name, n);
  expect((access(path, F_OK) == 0) == (status == CLIO_OK), "%s: allocation %lu: the file is there, or not", task->name,
         n);
  if (status == CLIO_OK) file_check(path, &findings);
  expect(findings.len == 0, "%s: allocation %lu: %s", task->name, n, findings.text);
  clio_close(db);
  return OUTCOME_BEFORE;
}

static const Task tasks[] = {
    {"opening", open_file, "write"},
    {"opening to read", open_file, "read"},
    {"a small commit", change_file, "CREATE (:A {name: 'new', l: [1, 'x']})-[:T2 {num: 5}]->(:Fresh)"},
    {"a large commit", change_file,
     "BEGIN; MATCH (n:N) SET n.half = 'text ' + n.i, n.more = n.i * 2.5; CREATE INDEX n_half FOR (n:N) ON (n.half); "
     "MATCH (n:N) WHERE n.i > 1200 DETACH DELETE n; UNWIND range(1, 900) AS i CREATE (:Q {i: i})-[:S]->(:Q); COMMIT"},
    {"importing CSV", import_file, "data"},
    {"merging CSV", import_file, "data"},
    {"importing a table of relationships", import_file, "pairs.csv"},
    {"importing a script", import_file, "script.cypher"},
    {"exporting GraphML", export_file, "out.graphml"},
    {"exporting GEXF", export_file, "out.gexf"},
    {"exporting GML", export_file, "out.gml"},
    {"exporting DOT", export_file, "out.dot"},
    {"exporting a script", export_file, "out.cypher"},
    {"exporting CSV", export_file, "out/"},
    {"exporting JSON Lines", export_file, "out.jsonl"},
    {"exporting compressed JSON Lines", export_file, "out.jsonl.gz"},
    {"exporting JSON Lines by Zstandard", export_file, "out.jsonl.zst"},
    {"exporting JSON Lines by bzip2", export_file, "out.jsonl.bz2"},
    {"exporting node-link JSON", export_file, "out.json"},
    {"exporting to Cytoscape", export_file, "out.cyjs"},
    {"exporting what (:A) leads to", export_file, "out.jsonl"},
    {"checking", check_file, NULL},
    {"backing up", back_up_file, "copy.clio"},
};

static void check_outcome(const Task *task, unsigned long n, const char *wanted)
{
  Note problem = {0};
  char *got = file_dump(file, &problem);
  if (expect(got != NULL, "%s: allocation %lu: %s", task->name, n, problem.text))
    same_text(task->name, n, "file", got, wanted);
  free(got);
  file_check(file, &problem);
  expect(problem.len == 0, "%s: allocation %lu: %s", task->name, n, problem.text);
  note_free(&problem);
}

static unsigned long walk_task(const Task *task, bool forever, long stride)
{
  Note problem = {0};
  bool failed;
  copy_database(base_file, file);
  char *before = file_dump(file, &problem);
  task->run(task, 0, false, &failed);
  char *after = file_dump(file, &problem);
  unsigned long n = 1, tried = 0;
  for (failed = true; failed; n += step(n, stride)) {
    trying(task->name, n);
    copy_database(base_file, file);
    Outcome outcome = task->run(task, n, forever, &failed);
    bool may_change = task->run == change_file || task->run == import_file;
    if (may_change || n % 16 == 1) check_outcome(task, n, outcome == OUTCOME_AFTER ? after : before);
    tried++;
  }
  look_for_leaks(task->name, n);
  free(before);
  free(after);
  return tried;
}

/* ---- */

static void make_files(void)
{
  static char base[512], other[512], data[512];
  folder_make();
  base_file = strcpy(base, in_folder("base.clio"));
  file = strcpy(other, in_folder("test.clio"));
  clio_db *db = must_open(base_file);
  must_run(db, graph_text);
  must_run(db, many_text);
  clio_close(db);
  write_file(in_folder("rows.csv"), "name,n\nRiga,1\n\"Tal,linn\",2\nVilnius,3\n");
  write_file(in_folder("rows.jsonl"), "{\"name\": \"Riga\", \"tags\": [1, {\"a\": \"b\"}]}\n{\"name\": null}\n");
  write_file(in_folder("pairs.csv"), "from,to,n,on\nRiga,Tallinn,1,1940-06-15\nTallinn,Vilnius,2,1940\n");
  mkdir(strcpy(data, in_folder("data")), 0755);
  Note nodes = {0}, rels = {0};
  note_text(&nodes, "id:ID,name,born:int,on:date,tags:string[],:LABEL\n");
  note_text(&rels, ":START_ID,:END_ID,since:int,:TYPE\n");
  for (int i = 0; i < 1500; i++) {
    note_add(&nodes, "p%d,\"name, %d\",%d,19%02d-01-01,a;b,Person%s\n", i, i % 50, i, i % 100, i % 3 ? "" : ";Other");
    note_add(&rels, "p%d,p%d,%d,KNOWS\n", i, i * 7 % 1500, 1900 + i % 100);
  }
  write_file(in_folder("data/people.csv"), nodes.text);
  write_file(in_folder("data/knows.csv"), rels.text);
  write_file(in_folder("script.cypher"), "CREATE (:S {x: 1});\nCREATE INDEX s_x FOR (n:S) ON (n.x);\n"
                                         "UNWIND range(1, 50) AS i CREATE (:S {x: i});\n");
  note_free(&nodes);
  note_free(&rels);
}

static bool chosen(int argc, char **argv, const char *name)
{
  return argc < 2 || strstr(name, argv[1]);
}

int main(int argc, char **argv)
{
  long stride = setting("ALLOCATIONS", 90);
  unsigned long tried = 0;
  make_files();
  for (unsigned walk = 0; walk < 4; walk++) {
    unsigned threads = 1 + walk / 2;
    bool forever = walk % 2;
    for (size_t i = 0; i < ARRAY_LEN(reads); i++)
      if (chosen(argc, argv, reads[i])) tried += walk_statement(reads[i], threads, forever, stride);
    for (size_t i = 0; i < ARRAY_LEN(writes); i++)
      if (chosen(argc, argv, writes[i])) tried += walk_statement(writes[i], threads, forever, stride);
  }
  allocations_spare("libroaring");
  for (int forever = 0; forever < 2; forever++)
    for (size_t i = 0; i < ARRAY_LEN(tasks); i++)
      if (chosen(argc, argv, tasks[i].name)) tried += walk_task(&tasks[i], forever, stride);
  printf("%lu allocations failed\n", tried);
  return finish();
}
