/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements run on a small graph, through clio.h. What has to hold: nothing crashes or leaks; limits of time and
 * memory are kept; a statement that fails leaves the graph as it was, and says why; a statement that only reads gives
 * the same rows when it is run again; and the graph's counts agree with what is there. Each script has a graph of its
 * own, so that a finding does not depend on what ran before. */
#include "target.h"

#include "clio.h"
#include "core/str.h"
#include "cypher.tab.h"
#include "func/func.h"
#include "grammar/parse.h"
#include "grammar/parser.h"
#include "pieces.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

const bool target_takes_files = false;

enum {
  MAX_STATEMENTS = 24,
  TIMEOUT_MS = 100,
  MAX_SECONDS = 8, /* of processor time for one statement: sanitizers are slow, and a step may be long */
  MAX_ROWS = 5000,
  MAX_TEXT = 1 << 20, /* of rows and graphs that are compared; what is larger is cut */
  MAX_GRAPH = 2000    /* larger graphs are compared by their counts alone */
};
static const uint64_t memory_limit = 16 << 20;

/* Loops, parallel relationships, cycles, islands; properties of all types and none; indexes over nodes and
 * relationships; names that the templates of phrases.c and most seeds use. */
static const char graph_text[] =
    "CREATE (a:A {name: 'a', num: 1, x: 1, id: 1, on: date('1940-06-15'), valid_from: '1939', valid_to: '1940-08'}), "
    "(b:A:B {name: 'b', num: 2, x: 1.5, list: [1, 2, 3], at: datetime('2015-07-21T21:40:32.142+02:00')}), "
    "(c:B {name: 'c', num: 3, x: 'one', on: date('1918-11-18')}), (d:C {name: 'Rīga', num: -1, `odd k`: true}), "
    "(e {num: 0.5, list: ['a', 'b']}), (f:A:C), (g:State {name: 'Latvia', x: null}), (h:State {name: 'Estonia'}), "
    "(i:Person {name: 'Ann', id: 7}), (j:Treaty {name: 'Pact', signed: date('1939-08-23')}), "
    "(a)-[:T {num: 1, name: 'ab'}]->(b), (a)-[:T {num: 2}]->(b), (b)-[:T]->(c), (c)-[:T {x: [1.0]}]->(a), "
    "(a)-[:KNOWS {name: 'loop'}]->(a), (b)-[:KNOWS {on: date('1940-01-01'), valid_from: date('1930-01-01')}]->(d), "
    "(d)-[:R]->(e), (e)-[:T]->(f), (f)-[:R]->(a), (g)-[:BORDERS]->(h), (h)-[:SIGNED {num: 1}]->(j), "
    "(g)-[:SIGNED {num: 2}]->(j), (i)-[:DIED_IN]->(g);"
    "CREATE INDEX a_name FOR (n:A) ON (n.name);"
    "CREATE INDEX t_num FOR ()-[r:T]-() ON (r.num);";

typedef struct Trial {
  clio_db *db;
  Str *complaint;
  Str graph;    /* what the graph looked like after the last statement */
  bool unknown; /* graph is yet to be filled */
} Trial;

static bool complain(Trial *t, const char *what, Text statement)
{
  str_addf(t->complaint, "%s\n  statement: %.*s\n", what, (int)statement.len, statement.data);
  return false;
}

/* For the script's statements, not for those that look at the graph. */
static void set_limits(clio_db *db, bool on)
{
  clio_set_memory(db, on ? memory_limit : 0);
  clio_set_timeout(db, on ? TIMEOUT_MS : 0);
}

/* ---- rows as text */

static void add_value(Str *out, const clio_query *query, const clio_value *value)
{
  clio_type type = clio_value_type(value);
  if (type == CLIO_NODE || type == CLIO_RELATIONSHIP) str_addf(out, "#%" PRId64, clio_value_id(value));
  char *text = clio_value_text(query, value, CLIO_AS_CYPHER);
  if (text) str_add(out, text);
  free(text);
}

static void add_row(Str *out, const clio_query *query)
{
  for (uint32_t i = 0; i < clio_column_count(query); i++) {
    str_add(out, i ? " | " : "");
    add_value(out, query, clio_column(query, i));
  }
  str_add_char(out, '\n');
}

/* Up to the limits on rows and text; CLIO_ROW means that there are more. */
static clio_status read_rows(clio_query *query, Str *out)
{
  clio_status status = CLIO_ROW;
  for (unsigned rows = 0; rows < MAX_ROWS && out->len < MAX_TEXT; rows++) {
    status = clio_step(query);
    if (status != CLIO_ROW) break;
    add_row(out, query);
  }
  return status;
}

/* ---- the graph as text */

static bool add_rows_of(Trial *t, const char *text, Str *out)
{
  clio_query *query;
  clio_status status = clio_prepare(t->db, &query, text, -1, NULL);
  if (status == CLIO_OK) status = read_rows(query, out);
  if (status == CLIO_ERROR) complain(t, clio_last_error(t->db)->rendered, text_of(text));
  clio_finish(query);
  return status != CLIO_ERROR;
}

static bool add_graph(Trial *t, Str *out)
{
  static const char *const queries[] = {
      "MATCH (n) RETURN n ORDER BY id(n)",
      "MATCH (a)-[r]->(b) RETURN id(a), r, id(b) ORDER BY id(r)",
      "SHOW INDEXES",
      "SHOW CONSTRAINTS",
  };
  uint64_t nodes = clio_node_count(t->db), rels = clio_relationship_count(t->db);
  str_addf(out, "%" PRIu64 " nodes, %" PRIu64 " relationships\n", nodes, rels);
  if (nodes + rels > MAX_GRAPH) return true;
  for (size_t i = 0; i < ARRAY_LEN(queries); i++)
    if (!add_rows_of(t, queries[i], out)) return false;
  return true;
}

/* What the graph counts along the way against what there is. */
static bool counts_agree(Trial *t, Text statement)
{
  static const struct {
    clio_name_kind kind;
    const char *query;
  } counts[] = {
      {CLIO_LABELS, "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*)"},
      {CLIO_TYPES, "MATCH ()-[r]->() RETURN type(r) AS name, count(*)"},
  };
  if (clio_node_count(t->db) + clio_relationship_count(t->db) > MAX_GRAPH) return true;
  for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
    uint64_t known = 0, found = 0, count;
    for (uint32_t k = 0; clio_name(t->db, counts[i].kind, k, &count); k++) known += count;
    clio_query *query;
    clio_status status = clio_prepare(t->db, &query, counts[i].query, -1, NULL);
    while (status != CLIO_ERROR && (status = clio_step(query)) == CLIO_ROW)
      found += (uint64_t)clio_value_int(clio_column(query, 1));
    clio_finish(query);
    if (status == CLIO_ERROR) return complain(t, clio_last_error(t->db)->rendered, statement);
    if (known != found) return complain(t, counts[i].query, statement);
  }
  return true;
}

/* ---- one statement */

/* A clock may have gone on, and rand() gives what it likes. A date function that is given a text reads no clock. */
static bool may_vary(const Token *token, const Token *next)
{
  if (token->kind != TK_IDENTIFIER && token->kind != TK_DOTTED_NAME) return false;
  const Function *f = function_find(token->text);
  if (f && f->flags & FUNCTION_VOLATILE) return true;
  return f && f->flags & FUNCTION_STATEMENT && next->kind != TK_STRING;
}

/* Parameters get values of all types, by their names, and *varies tells whether the rows may be others the next time.
 */
static void bind(clio_query *query, Text statement, bool *varies)
{
  static const char *const values[] = {
      "1",  "'a'",        "null",  "[1, 2, 'a']", "{name: 'a', num: 1}", "2.5", "true", "date('1940-06-15')",
      "-3", "['A', 'T']", "'name'"};
  Arena arena;
  Error ignored = {0};
  arena_init(&arena, NULL);
  Parser p = {.arena = &arena, .err = &ignored, .text = {arena_alloc(&arena, statement.len + 2), statement.len}};
  memcpy((char *)p.text.data, statement.data, statement.len);
  memset((char *)p.text.data + statement.len, 0, 2);
  *varies = scan_tokens(&p) != STATUS_OK || lookahead_mark(&p) != STATUS_OK;
  for (uint32_t i = 0; i < p.tokens.n; i++) {
    const Token *token = &p.tokens.at[i];
    if (i + 2 < p.tokens.n && may_vary(token, token + 2)) *varies = true;
    if (token->kind != TK_PARAMETER) continue;
    uint32_t choice = 0;
    for (size_t k = 0; k < token->text.len; k++) choice = choice * 31 + (unsigned char)token->text.data[k];
    const char *name = arena_copy(&arena, token->text.data, token->text.len);
    if (clio_bind_literal(query, name, values[choice % ARRAY_LEN(values)]) != CLIO_OK) *varies = true;
  }
  free(p.tokens.at);
  arena_free(&arena);
}

static bool hits_limit(const clio_db *db)
{
  const char *code = clio_last_error(db)->code;
  return strcmp(code, "Timeout") == 0 || strcmp(code, "MemoryLimit") == 0;
}

static bool error_is_whole(Trial *t, Text statement)
{
  const clio_error *e = clio_last_error(t->db);
  if (*e->code && *e->message && *e->rendered && strcmp(e->code, "InternalError") != 0) return true;
  str_addf(t->complaint, "an error that should not be: %s", e->rendered);
  return complain(t, "", statement);
}

static bool graph_is_unchanged(Trial *t, Text statement)
{
  Str now;
  str_init(&now);
  bool good = add_graph(t, &now);
  if (good && !now.bad && !t->graph.bad && !text_equal(str_text(&now), str_text(&t->graph))) {
    str_addf(t->complaint, "a failed statement changed the graph\n%s  to\n%s", str_cstr(&t->graph), str_cstr(&now));
    good = complain(t, "", statement);
  }
  str_free(&now);
  return good && counts_agree(t, statement);
}

static uint32_t line_count(const Str *s)
{
  uint32_t n = 0;
  for (size_t i = 0; i < s->len; i++) n += s->data[i] == '\n';
  return n;
}

static int by_text(const void *a, const void *b)
{
  const Text *x = a, *y = b;
  int order = memcmp(x->data, y->data, MIN(x->len, y->len));
  return order ? order : (x->len > y->len) - (x->len < y->len);
}

static Text *sorted_lines(Arena *arena, const Str *s, uint32_t n)
{
  Text *lines = arena_array(arena, Text, MAX(n, 1u));
  const char *at = s->data;
  for (uint32_t i = 0; i < n; i++) {
    const char *end = strchr(at, '\n');
    lines[i] = (Text){at, (size_t)(end - at)};
    at = end + 1;
  }
  qsort(lines, n, sizeof *lines, by_text);
  return lines;
}

static bool same_rows(const Str *a, const Str *b)
{
  uint32_t n = line_count(a);
  if (n != line_count(b)) return false;
  Arena arena;
  arena_init(&arena, NULL);
  Text *x = sorted_lines(&arena, a, n), *y = sorted_lines(&arena, b, n);
  bool same = true;
  for (uint32_t i = 0; i < n && same; i++) same = text_equal(x[i], y[i]);
  arena_free(&arena);
  return same;
}

static clio_status run_again(Trial *t, clio_query *query, Str *rows)
{
  set_limits(t->db, true);
  clio_status status = clio_reset(query);
  if (status == CLIO_OK) status = read_rows(query, rows);
  set_limits(t->db, false);
  return status;
}

/* The graph may have put itself in order meanwhile, after which rows may come in another one; what a query makes of the
 * order, with a LIMIT or collect(), may differ as well then. But now it has to stay so. */
static bool settles(Trial *t, clio_query *query, const Str *first, const Str *second)
{
  if (line_count(first) != line_count(second)) return false;
  Str third;
  str_init(&third);
  clio_status status = run_again(t, query, &third);
  bool same = (status == CLIO_ERROR && hits_limit(t->db)) || text_equal(str_text(&third), str_text(second));
  str_free(&third);
  return same;
}

static bool gives_the_same_again(Trial *t, clio_query *query, Text statement, clio_status status, const Str *rows)
{
  Str again;
  str_init(&again);
  clio_status second = run_again(t, query, &again);
  bool cut = second == CLIO_ROW || again.bad || rows->bad || (second == CLIO_ERROR && hits_limit(t->db));
  bool same = cut || (second == status && (same_rows(rows, &again) || settles(t, query, rows, &again)));
  if (!same) {
    str_addf(t->complaint, "gives other rows the second time\n%s  and then\n%s", str_cstr(rows), str_cstr(&again));
    complain(t, second == CLIO_ERROR ? clio_last_error(t->db)->rendered : "", statement);
  }
  str_free(&again);
  return same;
}

static bool changed(const clio_query *query)
{
  clio_summary s;
  clio_get_summary(query, &s);
  return s.nodes_created || s.nodes_deleted || s.relationships_created || s.relationships_deleted || s.properties_set ||
         s.labels_added || s.labels_removed || s.indexes_added || s.indexes_removed || s.constraints_added ||
         s.constraints_removed;
}

static bool keeps_limits(Trial *t, Text statement, clock_t start)
{
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  if (seconds <= MAX_SECONDS) return true;
  str_addf(t->complaint, "took %.1f s in spite of its limit of %d ms", seconds, TIMEOUT_MS);
  return complain(t, "", statement);
}

static bool run_prepared(Trial *t, clio_query *query, Text statement)
{
  Str rows;
  bool varies, good = true, in_transaction = clio_in_transaction(t->db);
  str_init(&rows);
  bind(query, statement, &varies);
  clock_t start = clock();
  set_limits(t->db, true);
  clio_status status = read_rows(query, &rows);
  set_limits(t->db, false);
  bool limited = status == CLIO_ERROR && hits_limit(t->db);
  good = keeps_limits(t, statement, start);
  if (good && status == CLIO_ERROR) good = error_is_whole(t, statement) && graph_is_unchanged(t, statement);
  bool reads = !changed(query) && in_transaction == clio_in_transaction(t->db);
  bool profiled = clio_query_mode(query) == CLIO_MODE_PROFILE;
  if (good && profiled && status == CLIO_DONE && !clio_plan(query)) good = complain(t, "no plan", statement);
  if (good && status != CLIO_ERROR && !reads) {
    t->unknown = true;
    good = counts_agree(t, statement);
  }
  if (good && reads && !varies && !limited) good = gives_the_same_again(t, query, statement, status, &rows);
  str_free(&rows);
  return good;
}

static bool run_one(Trial *t, Text statement)
{
  clio_query *query;
  if (t->unknown) {
    str_clear(&t->graph);
    if (!add_graph(t, &t->graph)) return false;
    t->unknown = false;
  }
  clock_t start = clock();
  set_limits(t->db, true); /* a query takes its limit of memory with it */
  clio_status prepared = clio_prepare(t->db, &query, statement.data, (ptrdiff_t)statement.len, NULL);
  set_limits(t->db, false);
  if (prepared != CLIO_OK) return error_is_whole(t, statement) && keeps_limits(t, statement, start);
  bool good = !query || run_prepared(t, query, statement);
  clio_finish(query);
  return good;
}

char *target_check(const char *text, size_t length)
{
  Text script = {text, length};
  Str complaint;
  Trial t = {.complaint = &complaint, .unknown = true};
  clio_options options = CLIO_OPTIONS_INIT;
  options.threads = 1;
  str_init(&complaint);
  str_init(&t.graph);
  bool good = clio_open(&t.db, NULL, &options) == CLIO_OK && clio_exec(t.db, graph_text, NULL, NULL) == CLIO_OK;
  if (!good) complain(&t, t.db ? clio_last_error(t.db)->rendered : "out of memory", text_of(graph_text));
  for (unsigned i = 0; good && i < MAX_STATEMENTS && script.len > 0; i++) {
    Text first = script_first(script);
    good = run_one(&t, first);
    script = (Text){script.data + first.len, script.len - first.len};
  }
  str_free(&t.graph);
  clio_close(t.db);
  char *reason = good ? NULL : str_take(&complaint);
  str_free(&complaint);
  return reason;
}
