/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kb.schema: which labels there are, and which types of relationships lead from which to which, with counts. As a node
 * may have several labels, a relationship may be counted more than once; of all the pairs of labels that count it, one
 * is its main one: those that are the most common at the ends of its type. So what has further labels is not told twice
 * to whoever looks at main ones alone, and subclasses do not hide what they are part of. */
#include "proc_internal.h"

#include <stdlib.h>

typedef struct Triple {
  uint32_t from, type, to; /* NAME_NONE: a node without labels */
  uint64_t count, main;
} Triple;

typedef struct Triples {
  ProcedureRun *run;
  Triple *items;
  uint32_t n, cap;
  Map map;
} Triples;

static bool is_triple(const void *context, uint32_t item, const void *key)
{
  const Triple *a = &((const Triples *)context)->items[item], *b = key;
  return a->from == b->from && a->type == b->type && a->to == b->to;
}

static void open_triples(Triples *t, ProcedureRun *run)
{
  *t = (Triples){.run = run};
  map_init(&t->map, run->function->limit);
}

static Status count_triple(Triples *t, Triple triple, bool main)
{
  const uint32_t key[] = {triple.from, triple.type, triple.to};
  uint64_t hash = hash_bytes(key, sizeof key);
  uint32_t item = map_find(&t->map, hash, is_triple, t, &triple);
  if (item == MAP_NONE) {
    if (t->n == t->cap) {
      uint32_t cap = MAX(64u, t->cap * 2);
      Triple *grown = arena_array(t->run->function->arena, Triple, cap);
      TRY(arena_check(t->run->function->arena, t->run->function->err));
      if (t->n) memcpy(grown, t->items, t->n * sizeof *grown);
      t->items = grown;
      t->cap = cap;
    }
    TRY(map_add(&t->map, hash, t->n, t->run->function->err));
    item = t->n++;
    t->items[item] = triple;
  }
  t->items[item].count++;
  t->items[item].main += main;
  return STATUS_OK;
}

static const uint32_t *labels_or_none(const Graph *g, uint32_t node, uint32_t *n)
{
  static const uint32_t none[] = {NAME_NONE};
  const uint32_t *labels = graph_labels(g, node, n);
  if (*n > 0) return labels;
  *n = 1;
  return none;
}

/* ---- how often a label is at an end of a type: triples with the end in place of the other label */

static Status count_ends(Triples *ends, uint32_t rel)
{
  const Graph *g = ends->run->graph;
  uint32_t nodes[2], n;
  graph_rel_ends(g, rel, &nodes[0], &nodes[1]);
  for (uint32_t end = 0; end < 2; end++) {
    const uint32_t *labels = graph_labels(g, nodes[end], &n);
    for (uint32_t i = 0; i < n; i++)
      TRY(count_triple(ends, (Triple){.from = labels[i], .type = graph_rel_type(g, rel), .to = end}, false));
  }
  return STATUS_OK;
}

static uint64_t ends_counted(const Triples *ends, Triple triple)
{
  const uint32_t key[] = {triple.from, triple.type, triple.to};
  uint32_t item = map_find(&ends->map, hash_bytes(key, sizeof key), is_triple, ends, &triple);
  return item == MAP_NONE ? 0 : ends->items[item].count;
}

/* Of several that are equally common, the one that fewer nodes have says more. */
static uint32_t main_label(const Triples *ends, const uint32_t *labels, uint32_t n, uint32_t type, uint32_t end)
{
  uint32_t best = labels[0];
  uint64_t most = 0;
  for (uint32_t i = 0; i < n && n > 1; i++) {
    const Graph *g = ends->run->graph;
    uint64_t count = ends_counted(ends, (Triple){.from = labels[i], .type = type, .to = end});
    bool rarer = name_uses(g, NAME_LABEL, labels[i]) < name_uses(g, NAME_LABEL, best);
    if (count > most || (count == most && rarer)) best = labels[i];
    most = MAX(most, count);
  }
  return best;
}

static Status count_rel(Triples *t, const Triples *ends, uint32_t rel)
{
  const Graph *g = t->run->graph;
  uint32_t start, end, n, m, type = graph_rel_type(g, rel);
  graph_rel_ends(g, rel, &start, &end);
  const uint32_t *from = labels_or_none(g, start, &n), *to = labels_or_none(g, end, &m);
  uint32_t main_from = main_label(ends, from, n, type, 0), main_to = main_label(ends, to, m, type, 1);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < m; k++)
      TRY(count_triple(t, (Triple){.from = from[i], .type = type, .to = to[k]},
                       from[i] == main_from && to[k] == main_to));
  return STATUS_OK;
}

/* ---- the procedure */

static Value name_or_null(const Graph *g, NameKind kind, uint32_t id)
{
  return id == NAME_NONE ? VALUE_NULL_VALUE : value_string(graph_name(g, kind, id));
}

static int by_ids(const void *a, const void *b)
{
  const Triple *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->type != y->type) return x->type < y->type ? -1 : 1;
  return (x->to > y->to) - (x->to < y->to);
}

static Status emit_triples(Triples *t)
{
  const Graph *g = t->run->graph;
  for (uint32_t i = 0, n = graph_name_count(g, NAME_LABEL); i < n; i++) {
    if (name_uses(g, NAME_LABEL, i) == 0) continue;
    const Value fields[] = {name_or_null(g, NAME_LABEL, i), VALUE_NULL_VALUE, VALUE_NULL_VALUE,
                            value_int((int64_t)name_uses(g, NAME_LABEL, i)), VALUE_NULL_VALUE};
    TRY(procedure_emit(t->run, fields, ARRAY_LEN(fields)));
  }
  if (t->n) qsort(t->items, t->n, sizeof *t->items, by_ids);
  for (uint32_t i = 0; i < t->n; i++) {
    const Triple *triple = &t->items[i];
    const Value fields[] = {name_or_null(g, NAME_LABEL, triple->from), name_or_null(g, NAME_TYPE, triple->type),
                            name_or_null(g, NAME_LABEL, triple->to), value_int((int64_t)triple->count),
                            value_int((int64_t)triple->main)};
    TRY(procedure_emit(t->run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static Status run_schema(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  Triples t, ends;
  Status status = STATUS_OK;
  open_triples(&t, run);
  open_triples(&ends, run);
  for (uint32_t rel = SLOT_NONE; status == STATUS_OK && kb_next_rel(run, &rel);) status = count_ends(&ends, rel);
  for (uint32_t rel = SLOT_NONE; status == STATUS_OK && kb_next_rel(run, &rel);) status = count_rel(&t, &ends, rel);
  if (status == STATUS_OK) status = emit_triples(&t);
  map_free(&t.map);
  map_free(&ends.map);
  return status;
}

static const ProcedureField schema_fields[] = {{"label", "STRING?", TYPE_STRING, true},
                                               {"type", "STRING?", TYPE_STRING, true},
                                               {"to", "STRING?", TYPE_STRING, true},
                                               {"count", "INTEGER", TYPE_INT, false},
                                               {"main", "INTEGER?", TYPE_INT, true}};

const Procedure procedure_kb_schema = {
    .name = "kb.schema",
    .signature =
        "kb.schema() :: (label :: STRING?, type :: STRING?, to :: STRING?, count :: INTEGER, main :: INTEGER?)",
    .help = "First each label with how many nodes have it; then which types of relationships lead from nodes of which "
            "label to nodes of which, and how many. A node with several labels counts for each; main are those "
            "relationships for which these labels are the most common ones at the ends of their type, so that each is "
            "in one row.",
    .example = "CALL kb.schema() YIELD label, type, to, count WHERE type = 'SIGNED' RETURN label, to, count",
    .results = schema_fields,
    .result_count = ARRAY_LEN(schema_fields),
    .run = run_schema,
};
