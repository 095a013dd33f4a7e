/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WHY: the facts that each row of a query rests on. A fact is a node or a relationship, and a row rests on those
 * without which it would not be there: counterfactual causes (Meliou, Gatterbauer, Moore, Suciu: The Complexity of
 * Causality and Responsibility for Query Answers and non-Answers, PVLDB 2010). They are found by that definition: the
 * run notes which facts take part in any way, and for each of them the query is run once more on the graph as it would
 * be without it. So the answer is exact for whatever the language can say, aggregation, subqueries and negation
 * included, at the price of one run for each fact that took part.
 *
 * Where several facts each suffice (DISTINCT, EXISTS), none of them is necessary, and none is named. */
#include "api.h"

#include "core/fact.h"
#include "exec/witness.h"

#include <stdlib.h>

typedef struct RowHash {
  uint64_t hash;
  uint64_t row;
} RowHash;

typedef struct RowHashes {
  RowHash *at;
  uint64_t n, cap;
} RowHashes;

typedef struct Cause { /* one row and one fact, an index into the facts tested */
  uint64_t row;
  uint32_t fact;
} Cause;

typedef struct Why {
  clio_query *q;
  const Value *parameters;
  StatementClock clock;
  int64_t deadline;
  Witness witness;
  bool looks_further;    /* so that any fact may have taken part */
  RowHashes rows, again; /* of the query; of it without a fact */
  Value *facts;
  uint32_t fact_count;
  Cause *causes;
  size_t cause_count, cause_cap;
} Why;

/* ---- what can be explained */

static Status refuse(const Statement *s, Error *err, const char *reason)
{
  return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", s->span, "WHY explains the rows of a query; %s", reason);
}

static bool calls_procedures(const Plan *plan)
{
  for (; plan != NULL; plan = plan->child[0])
    if (plan->kind == PLAN_PROCEDURE_CALL || calls_procedures(plan->child[1])) return true;
  return false;
}

Status why_check(const Prepared *p, Error *err)
{
  const Statement *s = p->statement;
  if (s->kind != STATEMENT_QUERY || p->checked.column_count == 0) return refuse(s, err, "this statement gives none");
  return p->checked.writes ? refuse(s, err, "this statement changes the graph") : STATUS_OK;
}

static Status check_plan(const Prepared *p, Error *err)
{
  bool calls = calls_procedures(p->tree.root);
  for (uint32_t i = 0; i < p->tree.subplan_count; i++) calls = calls || calls_procedures(p->tree.subplans[i].root);
  return calls ? refuse(p->statement, err, "what a procedure looks at cannot be told") : STATUS_OK;
}

/* ---- runs */

static Status add_hash(Why *w, RowHashes *hashes)
{
  const clio_query *q = w->q;
  if (hashes->n == hashes->cap) {
    uint64_t cap = MAX(64u, hashes->cap * 2);
    RowHash *grown = realloc(hashes->at, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(&q->db->error);
    hashes->at = grown;
    hashes->cap = cap;
  }
  uint64_t hash = 0;
  for (uint32_t i = 0; i < q->prepared->checked.column_count; i++) hash = value_hash_mix(hash ^ value_hash(q->row[i]));
  hashes->at[hashes->n] = (RowHash){hash, hashes->n};
  hashes->n++;
  return STATUS_OK;
}

static int by_hash(const void *a, const void *b)
{
  const RowHash *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* The hashes of all rows, in order; the rows themselves are kept when the run is the one that is asked for. */
static Status run_once(Why *w, Witness *witness, bool keep, RowHashes *hashes)
{
  clio_query *q = w->q;
  bool more;
  hashes->n = 0;
  Status status = query_open(q, w->parameters, w->clock, w->deadline);
  if (status == STATUS_OK) q->exec.witness = witness;
  while (status == STATUS_OK) {
    status = query_next_row(q, &more);
    if (status != STATUS_OK || !more) break;
    status = add_hash(w, hashes);
    if (status == STATUS_OK && keep) status = query_keep_row(q, q->row);
  }
  if (keep) w->looks_further = q->exec.looks_further;
  query_close_exec(q);
  if (status == STATUS_OK && hashes->n) qsort(hashes->at, hashes->n, sizeof *hashes->at, by_hash);
  return status;
}

/* ---- one fact */

static Status delete_node(Graph *g, uint32_t node, Error *err)
{
  enum { CHUNK = 256 };
  uint32_t rels[CHUNK], others[CHUNK];
  for (;;) {
    Neighbours n;
    neighbours_begin(&n, g, node, NAME_NONE, DIR_BOTH);
    size_t count = neighbours_next(&n, rels, others, CHUNK);
    if (count == 0) return graph_delete_node(g, node, err);
    for (size_t i = 0; i < count; i++) TRY(graph_delete_rel(g, rels[i], err));
  }
}

static Status add_cause(Why *w, uint64_t row, uint32_t fact)
{
  if (w->cause_count == w->cause_cap) {
    size_t cap = MAX((size_t)256, w->cause_cap * 2);
    Cause *grown = realloc(w->causes, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(&w->q->db->error);
    w->causes = grown;
    w->cause_cap = cap;
  }
  w->causes[w->cause_count++] = (Cause){row, fact};
  return STATUS_OK;
}

/* Rows that are alike are lost together: which of them it was cannot be told. */
static Status compare(Why *w, uint32_t fact)
{
  const RowHashes *before = &w->rows, *after = &w->again;
  uint64_t j = 0;
  for (uint64_t i = 0, end; i < before->n; i = end) {
    uint64_t hash = before->at[i].hash, left = 0;
    for (end = i; end < before->n && before->at[end].hash == hash;) end++;
    while (j < after->n && after->at[j].hash < hash) j++;
    for (; j < after->n && after->at[j].hash == hash; j++) left++;
    for (uint64_t k = i; left < end - i && k < end; k++) TRY(add_cause(w, before->at[k].row, fact));
  }
  return STATUS_OK;
}

static Status try_without(Why *w, uint32_t fact)
{
  Graph *g = w->q->db->graph;
  Error *err = &w->q->db->error;
  Value v = w->facts[fact];
  TRY(graph_suppose_begin(g, err));
  Status status = v.type == VALUE_NODE ? delete_node(g, v.id, err) : graph_delete_rel(g, v.id, err);
  if (status == STATUS_OK) status = run_once(w, NULL, false, &w->again);
  graph_suppose_end(g);
  return status == STATUS_OK ? compare(w, fact) : status;
}

/* ---- the answer */

static void note_all(Why *w)
{
  const Graph *g = w->q->db->graph;
  for (uint32_t node = 0; node < graph_node_limit(g); node++)
    if (graph_node_alive(g, node)) roaring_bitmap_add(w->witness.nodes, node);
  for (uint32_t rel = 0; rel < graph_rel_limit(g); rel++)
    if (graph_rel_alive(g, rel)) roaring_bitmap_add(w->witness.rels, rel);
}

static Status list_facts(Why *w)
{
  if (w->looks_further) note_all(w);
  Arena *arena = &w->q->kept.arena;
  uint64_t nodes = roaring_bitmap_get_cardinality(w->witness.nodes);
  uint64_t rels = roaring_bitmap_get_cardinality(w->witness.rels);
  w->facts = arena_array(arena, Value, nodes + rels);
  TRY(arena_check(arena, &w->q->db->error));
  roaring_uint32_iterator_t it;
  for (roaring_init_iterator(w->witness.nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    w->facts[w->fact_count++] = value_node(it.current_value);
  for (roaring_init_iterator(w->witness.rels, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    w->facts[w->fact_count++] = value_rel(it.current_value);
  return STATUS_OK;
}

/* What people call a node. */
static void add_name(Str *out, const Graph *g, uint32_t node)
{
  static const char *const keys[] = {"name", "title", "id"};
  for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
    uint32_t key = graph_name_find(g, NAME_KEY, text_of(keys[i]));
    Value v = key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(g, ENTITY_NODE, node, key);
    if (v.type != VALUE_STRING) continue;
    str_add_text(out, value_text(v));
    return;
  }
  str_addf(out, "node %u", node);
}

static Status add_text(Why *w, Value fact, Value *out)
{
  const Graph *g = w->q->db->graph;
  Str text;
  str_init(&text);
  uint32_t start, end, n;
  if (fact.type == VALUE_NODE) {
    const uint32_t *labels = graph_labels(g, fact.id, &n);
    add_name(&text, g, fact.id);
    for (uint32_t i = 0; i < n; i++) {
      str_add(&text, i ? ":" : " :");
      str_add_text(&text, graph_name(g, NAME_LABEL, labels[i]));
    }
  } else {
    graph_rel_ends(g, fact.id, &start, &end);
    add_name(&text, g, start);
    str_add(&text, " -[");
    str_add_text(&text, graph_name(g, NAME_TYPE, graph_rel_type(g, fact.id)));
    str_add(&text, "]-> ");
    add_name(&text, g, end);
  }
  Status status = str_check(&text, &w->q->db->error);
  if (status == STATUS_OK) *out = value_copy_deep(&w->q->kept.arena, value_string(str_text(&text)));
  str_free(&text);
  return status;
}

/* {text: ..., fact: ..., source: ..., page: ..., according_to: ...}, what it has of these. */
static Status describe(Why *w, Value fact, Value *out)
{
  static const struct {
    const char *key;
    Setting setting;
  } wanted[] = {{"source", SETTING_SOURCE}, {"page", SETTING_PAGE}, {"according_to", SETTING_CLAIMANT}};
  const Graph *g = w->q->db->graph;
  Arena *arena = &w->q->kept.arena;
  MapEntry *entries = arena_array(arena, MapEntry, ARRAY_LEN(wanted) + 2);
  Value text;
  TRY(arena_check(arena, &w->q->db->error));
  TRY(add_text(w, fact, &text));
  uint32_t n = 0;
  entries[n++] = (MapEntry){text_of("text"), text};
  entries[n++] = (MapEntry){text_of("fact"), fact};
  for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
    Value v = fact_property(g, fact, wanted[i].setting);
    if (!value_is_null(v)) entries[n++] = (MapEntry){text_of(wanted[i].key), value_copy_deep(arena, v)};
  }
  *out = value_map(entries, n);
  return arena_check(arena, &w->q->db->error);
}

static int by_row(const void *a, const void *b)
{
  const Cause *x = a, *y = b;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static Status answer(Why *w)
{
  KeptRows *kept = &w->q->kept;
  uint32_t width = w->q->column_count;
  size_t at = 0;
  if (w->cause_count) qsort(w->causes, w->cause_count, sizeof *w->causes, by_row);
  for (uint64_t row = 0; row < kept->rows; row++) {
    size_t first = at;
    while (at < w->cause_count && w->causes[at].row == row) at++;
    Value *items = arena_array(&kept->arena, Value, MAX(at - first, (size_t)1));
    TRY(arena_check(&kept->arena, &w->q->db->error));
    for (size_t i = first; i < at; i++) TRY(describe(w, w->facts[w->causes[i].fact], &items[i - first]));
    kept->values[row * width + width - 1] = value_list(items, (uint32_t)(at - first));
  }
  return STATUS_OK;
}

static Status explain_rows(Why *w)
{
  clio_query *q = w->q;
  TRY(check_plan(q->prepared, &q->db->error));
  TRY(query_parameters(q, &w->parameters));
  w->witness = (Witness){roaring_bitmap_create(), roaring_bitmap_create()};
  if (!w->witness.nodes || !w->witness.rels) return error_out_of_memory(&q->db->error);
  q->row[q->column_count - 1] = VALUE_NULL_VALUE;
  TRY(run_once(w, &w->witness, true, &w->rows));
  TRY(list_facts(w));
  for (uint32_t i = 0; i < w->fact_count; i++) TRY(try_without(w, i));
  return answer(w);
}

Status why_run(clio_query *q)
{
  Why w = {.q = q, .clock = query_clock(q->db), .deadline = query_deadline(q->db)};
  TRY(db_buffer_rows(q->db)); /* what others read is about to be changed, if only for a while */
  Status status = explain_rows(&w);
  if (w.witness.nodes) roaring_bitmap_free(w.witness.nodes);
  if (w.witness.rels) roaring_bitmap_free(w.witness.rels);
  free(w.rows.at);
  free(w.again.at);
  free(w.causes);
  return status;
}
