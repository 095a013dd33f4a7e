/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WHY: the facts that each row of a query rests on. A fact is a node or a relationship, and a row rests on those
 * without which it would not be there: counterfactual causes (Meliou, Gatterbauer, Moore, Suciu: The Complexity of
 * Causality and Responsibility for Query Answers and non-Answers, PVLDB 2010). They are found by that definition, so
 * the answer is exact for whatever the language can say, aggregation, subqueries and negation included.
 *
 * A first run notes which facts take part in any way (func/witness.h); no other can make a difference. For each of them
 * the query is run once more as it would be without the fact, but for two shortcuts. Where a row of the result is a
 * match of patterns, with nothing in between that mixes rows, it goes with any of its facts, and no other row changes:
 * nothing is tried for facts that take part in no other way. And where a fact takes part in matches only, they are left
 * out of the run as they are made, so that the graph, where a node may have very many relationships, stays as it is;
 * only what functions and searches for paths look at is deleted from it for the run, and put back.
 *
 * Where several facts each suffice (DISTINCT, EXISTS), none of them is necessary, and none is named. */
#include "api.h"

#include "core/fact.h"
#include "func/witness.h"

#include <stdlib.h>

typedef struct RowHash {
  uint64_t hash;
  uint64_t row;
} RowHash;

typedef struct RowHashes {
  RowHash *at;
  uint64_t n, cap;
} RowHashes;

/* Rows that are alike are a group, named by where it begins in the sorted hashes: which of them is lost cannot be told,
 * and all rest on the same. */
typedef struct Cause {
  uint64_t group; /* while the first run lasts, the row */
  uint64_t fact;  /* by fact_code */
} Cause;

typedef struct Why {
  clio_query *q;
  const Value *parameters;
  StatementClock clock;
  int64_t deadline;
  Witness witness;       /* of the first run */
  RowHashes rows, again; /* of the query; of it without a fact */
  Cause *causes;
  uint64_t cause_count, cause_cap;
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
  if (p->checked.writes) return refuse(s, err, "this statement changes the graph");
  for (uint32_t i = 0; i < p->checked.column_count; i++)
    if (text_equal(p->checked.columns[i].name, text_of(WHY_COLUMN)))
      return error_at(err, ERROR_SYNTAX, "ColumnNameConflict", s->span,
                      "WHY adds a column called `" WHY_COLUMN "`: call that of the query something else, with AS");
  return STATUS_OK;
}

static Status check_plan(const Prepared *p, Error *err)
{
  bool calls = calls_procedures(p->tree.root);
  for (uint32_t i = 0; i < p->tree.subplan_count; i++) calls = calls || calls_procedures(p->tree.subplans[i].root);
  return calls ? refuse(p->statement, err, "what a procedure looks at cannot be told") : STATUS_OK;
}

/* ---- lists, counted against the query's limit */

static Status grow(Why *w, void **at, uint64_t n, uint64_t *cap, size_t size)
{
  if (n < *cap) return STATUS_OK;
  MemoryLimit *limit = &w->q->limit;
  uint64_t more = MAX(64u, *cap);
  if (!memory_take(limit, more * size)) return memory_fail(limit, &w->q->db->error);
  void *grown = realloc(*at, (*cap + more) * size);
  if (!grown) {
    memory_give(limit, more * size);
    return error_out_of_memory(&w->q->db->error);
  }
  *at = grown;
  *cap += more;
  return STATUS_OK;
}

static void release(Why *w, void *at, uint64_t cap, size_t size)
{
  memory_give(&w->q->limit, cap * size);
  free(at);
}

/* Nodes come before relationships. */
static uint64_t fact_code(Value fact)
{
  return (uint64_t)(fact.type == VALUE_REL) << 32 | fact.id;
}

static Value fact_of(uint64_t code)
{
  return code >> 32 ? value_rel((uint32_t)code) : value_node((uint32_t)code);
}

static Status add_cause(Why *w, uint64_t group, uint64_t fact)
{
  TRY(grow(w, (void **)&w->causes, w->cause_count, &w->cause_cap, sizeof *w->causes));
  w->causes[w->cause_count++] = (Cause){group, fact};
  return STATUS_OK;
}

/* ---- runs */

static Status add_hash(Why *w, RowHashes *hashes)
{
  const clio_query *q = w->q;
  uint64_t hash = 0;
  TRY(grow(w, (void **)&hashes->at, hashes->n, &hashes->cap, sizeof *hashes->at));
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

static bool add_fact_of_row(void *context, Value fact)
{
  Why *w = context;
  return add_cause(w, w->q->kept.rows, fact_code(fact)) != STATUS_OK;
}

/* Keeps the row with what it takes of patterns. */
static Status keep_row(Why *w)
{
  clio_query *q = w->q;
  const Plan *top = q->prepared->tree.root->child[0];
  uint32_t row = batch_row(&q->batch, q->batch_at - 1);
  for (uint32_t i = 0; top->kind == PLAN_WITNESS && top->witness_of == WITNESS_ROW && i < top->slot_count; i++)
    if (facts_visit(q->db->graph, vec_get(&q->batch.slots[top->slots[i]], row), add_fact_of_row, w)) return STATUS_FAIL;
  return query_keep_row(q, q->row);
}

/* The hashes of all rows, in order; the rows themselves are kept when the run is the one that is asked for. */
static Status run_once(Why *w, Witness *witness, bool keep, RowHashes *hashes)
{
  clio_query *q = w->q;
  bool more;
  hashes->n = 0;
  Status status = query_open(q, w->parameters, w->clock, w->deadline, witness);
  while (status == STATUS_OK) {
    status = query_next_row(q, &more);
    if (status != STATUS_OK || !more) break;
    status = add_hash(w, hashes);
    if (status == STATUS_OK && keep) status = keep_row(w);
  }
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

static uint64_t group_end(const RowHashes *rows, uint64_t at)
{
  uint64_t end = at + 1;
  while (end < rows->n && rows->at[end].hash == rows->at[at].hash) end++;
  return end;
}

static Status compare(Why *w, Value fact)
{
  const RowHashes *before = &w->rows, *after = &w->again;
  uint64_t j = 0;
  for (uint64_t i = 0, end; i < before->n; i = end) {
    uint64_t hash = before->at[i].hash, left = 0;
    end = group_end(before, i);
    while (j < after->n && after->at[j].hash < hash) j++;
    for (; j < after->n && after->at[j].hash == hash; j++) left++;
    if (left < end - i) TRY(add_cause(w, i, fact_code(fact)));
  }
  return STATUS_OK;
}

/* A query may fail without a fact that kept it from, say, dividing by zero: then it has no rows without. */
static Status run_again(Why *w, Witness *witness)
{
  Error *err = &w->q->db->error;
  if (run_once(w, witness, false, &w->again) == STATUS_OK) return STATUS_OK;
  if (err->kind >= ERROR_IO) return STATUS_FAIL;
  error_clear(err);
  w->again.n = 0;
  return STATUS_OK;
}

static Status run_with_deleted(Why *w, Value fact)
{
  Graph *g = w->q->db->graph;
  Error *err = &w->q->db->error;
  TRY(graph_suppose_begin(g, err));
  Status status = fact.type == VALUE_NODE ? delete_node(g, fact.id, err) : graph_delete_rel(g, fact.id, err);
  if (status == STATUS_OK) status = run_again(w, NULL);
  graph_suppose_end(g);
  return status;
}

static Status try_without(Why *w, Value fact)
{
  Witness witness = {.without = fact, .missed = fact_set_has(&w->witness.looked_at, fact)};
  if (!witness.missed) TRY(run_again(w, &witness));
  if (witness.missed) TRY(run_with_deleted(w, fact));
  return compare(w, fact);
}

static Status try_all(Why *w, const FactSet *facts)
{
  roaring_uint32_iterator_t it;
  for (roaring_init_iterator(facts->nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    TRY(try_without(w, value_node(it.current_value)));
  for (roaring_init_iterator(facts->rels, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    TRY(try_without(w, value_rel(it.current_value)));
  return STATUS_OK;
}

/* ---- facts of rows */

/* Of what the rows take of patterns, leaves those facts that make no difference elsewhere, and names them by group. */
static Status settle_rows(Why *w, const FactSet *elsewhere)
{
  const RowHashes *rows = &w->rows;
  Arena *arena = &w->q->kept.arena;
  uint64_t *group_of = arena_array(arena, uint64_t, MAX(rows->n, UINT64_C(1))), n = 0;
  TRY(arena_check(arena, &w->q->db->error));
  for (uint64_t i = 0, end; i < rows->n; i = end) {
    end = group_end(rows, i);
    for (uint64_t k = i; k < end; k++) group_of[rows->at[k].row] = i;
  }
  for (uint64_t i = 0; i < w->cause_count; i++) {
    Cause c = w->causes[i];
    if (!fact_set_has(elsewhere, fact_of(c.fact))) w->causes[n++] = (Cause){group_of[c.group], c.fact};
  }
  w->cause_count = n;
  return STATUS_OK;
}

/* ---- the answer */

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

static int by_group(const void *a, const void *b)
{
  const Cause *x = a, *y = b;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* The causes of one group as a list, each once; *at is moved behind them. */
static Status list_causes(Why *w, uint64_t group, uint64_t *at, Value *out)
{
  uint64_t end = *at, n = 0;
  while (end < w->cause_count && w->causes[end].group == group) end++;
  Arena *arena = &w->q->kept.arena;
  Value *items = arena_array(arena, Value, MAX(end - *at, UINT64_C(1)));
  TRY(arena_check(arena, &w->q->db->error));
  for (uint64_t i = *at; i < end; i++)
    if (i == *at || w->causes[i].fact != w->causes[i - 1].fact)
      TRY(describe(w, fact_of(w->causes[i].fact), &items[n++]));
  *at = end;
  *out = value_list(items, (uint32_t)n);
  return STATUS_OK;
}

static Status answer(Why *w)
{
  const RowHashes *rows = &w->rows;
  uint32_t width = w->q->column_count;
  uint64_t at = 0;
  Value causes;
  if (w->cause_count) qsort(w->causes, w->cause_count, sizeof *w->causes, by_group);
  for (uint64_t i = 0, end; i < rows->n; i = end) {
    end = group_end(rows, i);
    TRY(list_causes(w, i, &at, &causes));
    for (uint64_t k = i; k < end; k++) w->q->kept.values[rows->at[k].row * width + width - 1] = causes;
  }
  return STATUS_OK;
}

static Status explain_rows(Why *w)
{
  clio_query *q = w->q;
  Error *err = &q->db->error;
  FactSet *tried = &w->witness.met;
  TRY(check_plan(q->prepared, err));
  TRY(query_parameters(q, &w->parameters));
  TRY(fact_set_init(&w->witness.met, err));
  TRY(fact_set_init(&w->witness.looked_at, err));
  q->row[q->column_count - 1] = VALUE_NULL_VALUE;
  TRY(run_once(w, &w->witness, true, &w->rows));
  fact_set_add_all(tried, &w->witness.looked_at);
  TRY(settle_rows(w, tried));
  TRY(try_all(w, tried));
  return answer(w);
}

Status why_run(clio_query *q)
{
  Why w = {.q = q, .clock = query_clock(q->db), .deadline = query_deadline(q->db)};
  TRY(db_buffer_rows(q->db)); /* what others read is about to be changed, if only for a while */
  Status status = explain_rows(&w);
  fact_set_free(&w.witness.met);
  fact_set_free(&w.witness.looked_at);
  release(&w, w.rows.at, w.rows.cap, sizeof *w.rows.at);
  release(&w, w.again.at, w.again.cap, sizeof *w.again.at);
  release(&w, w.causes, w.cause_cap, sizeof *w.causes);
  return status;
}
