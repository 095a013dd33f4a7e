/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Long random sequences of statements on a file, some of them in transactions, some failing in their midst, with the
 * file closed and opened in between, compared with a plain model of arrays after each step. STEPS=100000 for a long
 * run. What the graph does beneath queries has a model of its own: see tests/unit/graph_model.h. */
#include "faults.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS = 40, MOST = KEYS * KEYS };

typedef struct Model {
  bool there[KEYS], marked[KEYS]; /* nodes :N {k} and whether they are :M */
  int64_t value[KEYS];            /* their v; 0: none */
  int rels[KEYS][KEYS];           /* how many :R from one to another; the sum of their w is the number of both keys */
} Model;

static Random seed;
static char file[512];

static int key(void)
{
  return (int)below(&seed, KEYS);
}

/* ---- steps: the text of a statement, and what it does to the model */

static void make(Model *m, Note *text)
{
  int k = key();
  note_add(text, "MERGE (n:N {k: %d}) ON CREATE SET n.v = %d ON MATCH SET n.v = coalesce(n.v, 0) + 1", k, k + 1);
  m->value[k] = m->there[k] ? m->value[k] + 1 : k + 1;
  m->there[k] = true;
}

static void make_many(Model *m, Note *text)
{
  int from = key(), to = from + (int)below(&seed, 10);
  note_add(text,
           "UNWIND range(%d, %d) AS k OPTIONAL MATCH (old:N {k: k %% %d}) WITH k %% %d AS k, old WHERE old IS NULL "
           "CREATE (:N {k: k, v: -k - 1})",
           from, to, KEYS, KEYS);
  for (int i = from; i <= to; i++) {
    int k = i % KEYS;
    if (!m->there[k]) m->value[k] = -k - 1;
    m->there[k] = true;
  }
}

static void connect(Model *m, Note *text)
{
  int a = key(), b = key();
  note_add(text, "MATCH (a:N {k: %d}), (b:N {k: %d}) CREATE (a)-[:R {w: a.k + b.k}]->(b)", a, b);
  if (m->there[a] && m->there[b]) m->rels[a][b]++;
}

static void disconnect(Model *m, Note *text)
{
  int a = key();
  note_add(text, "MATCH (:N {k: %d})-[r:R]->(b) WHERE b.k %% 3 = 0 DELETE r", a);
  for (int b = 0; b < KEYS; b += 3) m->rels[a][b] = 0;
}

static void drop(Model *m, Note *text)
{
  int k = key();
  note_add(text, "MATCH (n:N {k: %d}) DETACH DELETE n", k);
  m->there[k] = m->marked[k] = false;
  m->value[k] = 0;
  for (int i = 0; i < KEYS; i++) m->rels[i][k] = m->rels[k][i] = 0;
}

static void change(Model *m, Note *text)
{
  int low = key();
  note_add(text, "MATCH (n:N) WHERE n.k >= %d SET n.v = n.v * 2, n:M", low);
  for (int k = low; k < KEYS; k++) {
    if (!m->there[k]) continue;
    m->marked[k] = true;
    m->value[k] = (int64_t)((uint64_t)m->value[k] * 2);
    if (m->value[k] > 1 << 20 || m->value[k] < -(1 << 20)) m->value[k] %= 1000;
  }
  note_text(text, " WITH n WHERE n.v > 1048576 OR n.v < -1048576 SET n.v = n.v % 1000");
}

static void clear(Model *m, Note *text)
{
  int k = key();
  note_add(text, "MATCH (n:M) WHERE n.k <= %d REMOVE n.v, n:M", k);
  for (int i = 0; i <= k; i++) {
    if (m->marked[i]) m->value[i] = 0;
    m->marked[i] = false;
  }
}

static void (*const steps[])(Model *m, Note *text) = {make,    make,       make_many, connect, connect,
                                                      connect, disconnect, drop,      change,  clear};

/* ---- comparing */

static int64_t got[MOST];
static uint32_t got_count;

static bool take(void *payload, clio_query *q)
{
  (void)payload;
  for (uint32_t i = 0; i < clio_column_count(q) && got_count < MOST; i++) {
    const clio_value *v = clio_column(q, i);
    got[got_count++] = clio_value_type(v) == CLIO_BOOL ? clio_value_bool(v) : clio_value_int(v);
  }
  return true;
}

static bool ask(clio_db *db, const char *text)
{
  got_count = 0;
  return clio_exec(db, text, take, NULL) == CLIO_OK;
}

static bool same(clio_db *db, const Model *m)
{
  uint32_t at = 0;
  if (!ask(db, "MATCH (n:N) RETURN n.k, n.v, n:M ORDER BY n.k")) return false;
  for (int k = 0; k < KEYS; k++) {
    if (!m->there[k]) continue;
    if (at + 3 > got_count || got[at] != k || got[at + 1] != m->value[k] || got[at + 2] != m->marked[k]) return false;
    at += 3;
  }
  if (at != got_count || !ask(db, "MATCH (a)-[r:R]->(b) RETURN a.k, b.k, count(r), sum(r.w) ORDER BY a.k, b.k"))
    return false;
  at = 0;
  for (int a = 0; a < KEYS; a++)
    for (int b = 0; b < KEYS; b++) {
      int n = m->rels[a][b];
      if (n == 0 || at + 4 > MOST) continue;
      if (got[at] != a || got[at + 1] != b || got[at + 2] != n || got[at + 3] != (int64_t)n * (a + b)) return false;
      at += 4;
    }
  return true;
}

/* ---- the walk */

static clio_db *db;

static void run(const char *text, bool fails)
{
  bool ok = clio_exec(db, text, NULL, NULL) == CLIO_OK;
  expect(ok != fails, "%s: %s", text, ok ? "did not fail" : clio_last_error(db)->rendered);
}

/* One statement; a failing one does all of its work before it fails. */
static void step(Model *m)
{
  static Model before;
  Note text = {0};
  bool fails = below(&seed, 6) == 0;
  before = *m;
  steps[below(&seed, ARRAY_LEN(steps))](m, &text);
  if (fails) note_text(&text, " WITH count(*) AS c RETURN 1 / (c - c)");
  trying(text.text, 0);
  run(text.text, fails);
  if (fails) *m = before;
  note_free(&text);
}

static void reopen(void)
{
  Note findings = {0};
  clio_close(db);
  if (below(&seed, 8) == 0) file_check(file, &findings);
  expect(findings.len == 0, "%s", findings.text ? findings.text : "");
  note_free(&findings);
  db = must_open(file);
}

int main(void)
{
  static Model model, before;
  long count = setting("STEPS", 1000);
  bool within = false;
  seed = (Random)setting("SEED", 20260103);
  folder_make();
  snprintf(file, sizeof file, "%s", in_folder("model.clio"));
  db = must_open(file);
  for (long i = 0; i < count; i++) {
    uint32_t what = below(&seed, 100);
    if (what < 3 && !within)
      run(what ? "CREATE INDEX by_k IF NOT EXISTS FOR (n:N) ON (n.k)" : "DROP INDEX by_k IF EXISTS", false);
    if (what < 8 && !within) {
      before = model;
      run("BEGIN", false);
      within = true;
    }
    step(&model);
    if (within && below(&seed, 5) == 0) {
      bool keep = below(&seed, 2);
      run(keep ? "COMMIT" : "ROLLBACK", false);
      if (!keep) model = before;
      within = false;
    }
    if (!within && below(&seed, 12) == 0) reopen();
    if (!expect(same(db, &model), "step %ld: the graph is not what the model is", i)) break;
  }
  clio_close(db);
  return finish();
}
