/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of the graph and of its file: a random walk that does the same to a graph and to a plain model of arrays,
 * with failing statements, transactions and bulk loads in between, and compares everything that can be read. */
#ifndef CLIO_TESTS_GRAPH_MODEL_H
#define CLIO_TESTS_GRAPH_MODEL_H

#include "core/column.h"
#include "core/graph.h"
#include "core/index.h"
#include "must.h"

#include <stdio.h>
#include <stdlib.h>

static uint32_t name(Graph *g, NameKind kind, const char *text)
{
  uint32_t id = NAME_NONE;
  MUST(graph_name_add(g, kind, text_of(text), &id, &err));
  return id;
}

static uint32_t add_node(Graph *g, const uint32_t *labels, uint32_t n)
{
  uint32_t node = SLOT_NONE;
  MUST(graph_add_node(g, labels, n, &node, &err));
  return node;
}

static uint32_t add_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end)
{
  uint32_t rel = SLOT_NONE;
  MUST(graph_add_rel(g, type, start, end, &rel, &err));
  return rel;
}

/* ---- the model */

enum { LABELS = 4, TYPES = 3, KEYS = 3, VALUES = 14, MOST_NODES = 400, MOST_RELS = 1500 };

typedef struct ModelNode {
  bool alive;
  unsigned labels;
  int props[KEYS]; /* numbers of values; 0: null */
} ModelNode;

typedef struct ModelRel {
  bool alive;
  uint32_t type, start, end;
  int prop;
} ModelRel;

typedef struct Model {
  ModelNode nodes[MOST_NODES];
  ModelRel rels[MOST_RELS];
  uint32_t node_limit, rel_limit;
} Model;

typedef struct World {
  Graph *g;
  Model *m, *statement, *transaction; /* now; at the start of the statement; of the transaction */
  uint32_t labels[LABELS], types[TYPES], keys[KEYS];
  Value values[VALUES];
  uint64_t random;
} World;

static uint32_t pick(World *w, uint32_t n)
{
  w->random = value_hash_mix(w->random);
  return (uint32_t)(w->random >> 33) % n;
}

static const Value list_items[] = {{.type = VALUE_INT, .integer = 1}, {.type = VALUE_INT, .integer = 2}};

static void make_values(Value *values)
{
  int n = 0;
  values[n++] = VALUE_NULL_VALUE;
  values[n++] = value_int(1);
  values[n++] = value_int(-7);
  values[n++] = value_int(INT64_MAX);
  values[n++] = value_string(TEXT("a"));
  values[n++] = value_string(TEXT("a rather long text, longer than a prefix"));
  values[n++] = value_string(TEXT("a rather long text, longer than another"));
  values[n++] = value_float(1.0);
  values[n++] = value_float(2.5);
  values[n++] = value_bool(true);
  values[n++] = value_date(-100);
  values[n++] = value_date(INT64_C(40000000000));
  values[n++] = value_list(list_items, 2);
  values[n++] = value_string(TEXT(""));
  assert_int_equal(n, VALUES);
}

static Graph *open_graph(const char *path)
{
  Graph *g = NULL;
  MUST(graph_open(&g, path, NULL, &err));
  return g;
}

/* path NULL: in memory. */
static void world_init(World *w, uint64_t seed, const char *path)
{
  *w = (World){.g = open_graph(path), .random = seed};
  w->m = calloc(1, sizeof(Model));
  w->statement = calloc(1, sizeof(Model));
  w->transaction = calloc(1, sizeof(Model));
  char text[16];
  for (int i = 0; i < LABELS; i++) {
    snprintf(text, sizeof text, "L%d", i);
    w->labels[i] = name(w->g, NAME_LABEL, text);
  }
  for (int i = 0; i < TYPES; i++) {
    snprintf(text, sizeof text, "T%d", i);
    w->types[i] = name(w->g, NAME_TYPE, text);
  }
  for (int i = 0; i < KEYS; i++) {
    snprintf(text, sizeof text, "k%d", i);
    w->keys[i] = name(w->g, NAME_KEY, text);
  }
  make_values(w->values);
}

static void world_free(World *w)
{
  graph_close(w->g);
  free(w->m);
  free(w->statement);
  free(w->transaction);
}

/* The same value, of the same type. */
static bool same(Value a, Value b)
{
  return a.type == b.type && value_order(a, b) == 0;
}

static uint32_t random_node(World *w)
{
  for (int tries = 0; tries < 50 && w->m->node_limit; tries++) {
    uint32_t node = pick(w, w->m->node_limit);
    if (w->m->nodes[node].alive) return node;
  }
  return SLOT_NONE;
}

static uint32_t random_rel(World *w)
{
  for (int tries = 0; tries < 50 && w->m->rel_limit; tries++) {
    uint32_t rel = pick(w, w->m->rel_limit);
    if (w->m->rels[rel].alive) return rel;
  }
  return SLOT_NONE;
}

static bool has_rels(const Model *m, uint32_t node)
{
  for (uint32_t i = 0; i < m->rel_limit; i++)
    if (m->rels[i].alive && (m->rels[i].start == node || m->rels[i].end == node)) return true;
  return false;
}

static void step_add_node(World *w)
{
  if (w->m->node_limit == MOST_NODES) return;
  uint32_t labels[LABELS], n = 0;
  ModelNode node = {.alive = true, .labels = pick(w, 1u << LABELS)};
  for (uint32_t i = LABELS; i-- > 0;)
    if (node.labels >> i & 1) labels[n++] = w->labels[i];
  assert_int_equal(add_node(w->g, labels, n), w->m->node_limit);
  w->m->nodes[w->m->node_limit++] = node;
}

static void step_add_rel(World *w)
{
  uint32_t start = random_node(w), end = pick(w, 5) ? random_node(w) : start;
  if (start == SLOT_NONE || end == SLOT_NONE || w->m->rel_limit == MOST_RELS) return;
  ModelRel rel = {.alive = true, .type = pick(w, TYPES), .start = start, .end = end};
  assert_int_equal(add_rel(w->g, w->types[rel.type], start, end), w->m->rel_limit);
  w->m->rels[w->m->rel_limit++] = rel;
}

static void step_delete_rel(World *w)
{
  uint32_t rel = random_rel(w);
  if (rel == SLOT_NONE) return;
  MUST(graph_delete_rel(w->g, rel, &err));
  w->m->rels[rel].alive = false;
  w->m->rels[rel].prop = 0;
}

static void step_delete_node(World *w)
{
  uint32_t node = random_node(w);
  if (node == SLOT_NONE) return;
  if (has_rels(w->m, node)) {
    MUST_FAIL(graph_delete_node(w->g, node, &err), ERROR_CONSTRAINT_VERIFICATION);
    return;
  }
  MUST(graph_delete_node(w->g, node, &err));
  w->m->nodes[node] = (ModelNode){0};
}

static void step_label(World *w)
{
  uint32_t node = random_node(w), label = pick(w, LABELS);
  if (node == SLOT_NONE) return;
  if (pick(w, 2)) {
    MUST(graph_add_label(w->g, node, w->labels[label], &err));
    w->m->nodes[node].labels |= 1u << label;
  } else {
    MUST(graph_remove_label(w->g, node, w->labels[label], &err));
    w->m->nodes[node].labels &= ~(1u << label);
  }
}

static void step_prop(World *w)
{
  uint32_t node = random_node(w), rel = random_rel(w), key = pick(w, KEYS);
  /* Key 0 mostly stays with one type, so that both typed and tagged columns are met. */
  int value = (int)(key == 0 && pick(w, 40) ? pick(w, 4) : pick(w, VALUES));
  if (node != SLOT_NONE && pick(w, 3)) {
    MUST(graph_set_prop(w->g, ENTITY_NODE, node, w->keys[key], w->values[value], &err));
    w->m->nodes[node].props[key] = value;
  } else if (rel != SLOT_NONE) {
    MUST(graph_set_prop(w->g, ENTITY_REL, rel, w->keys[0], w->values[value], &err));
    w->m->rels[rel].prop = value;
  }
}

static void step(World *w, bool bulk)
{
  uint32_t what = pick(w, 100);
  if (what < 25)
    step_add_node(w);
  else if (what < 55)
    step_add_rel(w);
  else if (what < 62)
    bulk ? step_add_rel(w) : step_delete_rel(w);
  else if (what < 68)
    bulk ? step_add_node(w) : step_delete_node(w);
  else if (what < 80)
    step_label(w);
  else
    step_prop(w);
}

/* ---- comparing */

static void check_node(World *w, uint32_t node)
{
  const ModelNode *expected = &w->m->nodes[node];
  assert_int_equal(graph_node_alive(w->g, node), expected->alive);
  unsigned labels = 0;
  uint32_t n, last = 0;
  const uint32_t *ids = graph_labels(w->g, node, &n);
  for (uint32_t i = 0; i < n; i++) {
    assert_true(i == 0 || ids[i] > last);
    last = ids[i];
    for (int l = 0; l < LABELS; l++)
      if (w->labels[l] == ids[i]) labels |= 1u << l;
  }
  assert_int_equal(labels, expected->labels);
  uint32_t at = 0, key, walked = 0, present = 0;
  Value v;
  while (graph_next_prop(w->g, ENTITY_NODE, node, &at, &key, &v)) walked++;
  for (int k = 0; k < KEYS; k++) {
    assert_true(same(graph_prop(w->g, ENTITY_NODE, node, w->keys[k]), w->values[expected->props[k]]));
    present += expected->props[k] != 0;
  }
  assert_int_equal(walked, present);
}

static int by_number(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void check_neighbours(World *w, uint32_t node, uint32_t type, Direction dir)
{
  static uint32_t expected[MOST_RELS], rels[MOST_RELS], nodes[MOST_RELS];
  size_t wanted = 0, got = 0, chunk = 1 + pick(w, 7);
  for (uint32_t i = 0; i < w->m->rel_limit; i++) {
    const ModelRel *rel = &w->m->rels[i];
    if (!rel->alive || (type != NAME_NONE && w->types[rel->type] != type)) continue;
    if ((dir != DIR_IN && rel->start == node) || (dir != DIR_OUT && rel->end == node)) expected[wanted++] = i;
  }
  Neighbours n;
  neighbours_begin(&n, w->g, node, type, dir);
  for (size_t count; (count = neighbours_next(&n, rels + got, nodes + got, chunk)) > 0; got += count)
    for (size_t i = got; i < got + count; i++) {
      const ModelRel *rel = &w->m->rels[rels[i]];
      assert_int_equal(nodes[i], rel->start == node && dir != DIR_IN ? rel->end : rel->start);
    }
  qsort(rels, got, sizeof *rels, by_number);
  assert_int_equal(got, wanted);
  assert_memory_equal(rels, expected, wanted * sizeof *rels);
  assert_int_equal(graph_degree(w->g, node, type, dir), wanted);
  if (type == NAME_NONE || dir == DIR_BOTH || !graph_type_is_compact(w->g, type)) return;
  Run run = graph_run(w->g, node, type, dir);
  assert_int_equal(run.len, wanted);
  for (uint32_t i = 1; i < run.len; i++)
    assert_true(run.nodes[i - 1] < run.nodes[i] || (run.nodes[i - 1] == run.nodes[i] && run.rels[i - 1] < run.rels[i]));
}

static void check_between(World *w, uint32_t start, uint32_t end, uint32_t type)
{
  uint32_t rel = SLOT_NONE;
  for (uint32_t i = 0; i < w->m->rel_limit; i++) {
    const ModelRel *expected = &w->m->rels[i];
    if (!expected->alive || expected->start != start || expected->end != end) continue;
    if (type != NAME_NONE && w->types[expected->type] != type) continue;
    assert_true(graph_next_between(w->g, start, end, type, &rel));
    assert_int_equal(rel, i);
  }
  assert_false(graph_next_between(w->g, start, end, type, &rel));
}

static void check_rels(World *w)
{
  uint64_t alive = 0, per_type[TYPES] = {0}, out[LABELS][TYPES] = {{0}}, in[LABELS][TYPES] = {{0}};
  for (uint32_t i = 0; i < w->m->rel_limit; i++) {
    const ModelRel *rel = &w->m->rels[i];
    assert_int_equal(graph_rel_alive(w->g, i), rel->alive);
    assert_true(same(graph_prop(w->g, ENTITY_REL, i, w->keys[0]), w->values[rel->prop]));
    if (!rel->alive) continue;
    uint32_t start, end;
    graph_rel_ends(w->g, i, &start, &end);
    assert_int_equal(start, rel->start);
    assert_int_equal(end, rel->end);
    assert_int_equal(graph_rel_type(w->g, i), w->types[rel->type]);
    alive++;
    per_type[rel->type]++;
    for (int l = 0; l < LABELS; l++) {
      out[l][rel->type] += w->m->nodes[start].labels >> l & 1;
      in[l][rel->type] += w->m->nodes[end].labels >> l & 1;
    }
  }
  assert_int_equal(graph_rel_count(w->g), alive);
  for (int t = 0; t < TYPES; t++) assert_int_equal(graph_type_count(w->g, w->types[t]), per_type[t]);
  for (int l = 0; l < LABELS; l++) {
    uint64_t any = 0;
    for (int t = 0; t < TYPES; t++) {
      assert_int_equal(graph_label_type_count(w->g, w->labels[l], w->types[t], DIR_OUT), out[l][t]);
      assert_int_equal(graph_label_type_count(w->g, w->labels[l], w->types[t], DIR_IN), in[l][t]);
      any += out[l][t];
    }
    assert_int_equal(graph_label_type_count(w->g, w->labels[l], NAME_NONE, DIR_OUT), any);
  }
}

static void check_labels(World *w)
{
  uint64_t alive = 0;
  for (uint32_t i = 0; i < w->m->node_limit; i++) alive += w->m->nodes[i].alive;
  assert_int_equal(graph_node_count(w->g), alive);
  for (int l = 0; l < LABELS; l++) {
    uint64_t count = 0;
    const roaring_bitmap_t *nodes = graph_label_nodes(w->g, w->labels[l]);
    for (uint32_t i = 0; i < w->m->node_limit; i++) {
      bool has = w->m->nodes[i].labels >> l & 1;
      count += has;
      assert_int_equal(graph_has_label(w->g, i, w->labels[l]), has);
      assert_int_equal(nodes && roaring_bitmap_contains(nodes, i), has);
    }
    assert_int_equal(graph_label_count(w->g, w->labels[l]), count);
    assert_int_equal(nodes ? roaring_bitmap_get_cardinality(nodes) : 0, count);
  }
}

static Value indexed_value(World *w, const Index *index, uint32_t slot, bool *covered)
{
  if (index_kind(index) == ENTITY_REL) {
    const ModelRel *rel = &w->m->rels[slot];
    *covered = rel->alive && w->types[rel->type] == index_label(index);
    return w->values[rel->prop];
  }
  const ModelNode *node = &w->m->nodes[slot];
  *covered = false;
  for (int l = 0; l < LABELS; l++)
    if (w->labels[l] == index_label(index)) *covered = node->labels >> l & 1;
  for (int k = 0; k < KEYS; k++)
    if (w->keys[k] == index_key(index)) return w->values[node->props[k]];
  return VALUE_NULL_VALUE;
}

static void check_index(World *w, const Index *index)
{
  uint32_t limit = index_kind(index) == ENTITY_NODE ? w->m->node_limit : w->m->rel_limit;
  uint64_t entries = 0, distinct = 0;
  for (int v = 1; v < VALUES; v++) {
    static uint32_t expected[MOST_RELS], got[MOST_RELS + 1];
    size_t wanted = 0;
    bool first_of_kind = true;
    for (int u = 1; u < v; u++) first_of_kind = first_of_kind && value_order(w->values[u], w->values[v]) != 0;
    for (uint32_t slot = 0; slot < limit; slot++) {
      bool covered;
      Value value = indexed_value(w, index, slot, &covered);
      if (covered && value_equal(value, w->values[v]) == TRI_TRUE) expected[wanted++] = slot;
    }
    IndexCursor c;
    index_seek_equal(&c, index, w->values[v]);
    assert_int_equal(index_next(&c, got, MOST_RELS + 1), wanted);
    assert_memory_equal(got, expected, wanted * sizeof *got);
    assert_int_equal(index_next(&c, got, 1), 0);
    if (first_of_kind) {
      entries += wanted;
      distinct += wanted > 0;
    }
  }
  assert_int_equal(index_entries(index), entries);
  assert_int_equal(index_distinct(index), distinct);
}

static void check_world(World *w)
{
  assert_int_equal(graph_node_limit(w->g), w->m->node_limit);
  assert_int_equal(graph_rel_limit(w->g), w->m->rel_limit);
  for (uint32_t node = 0; node < w->m->node_limit; node++) check_node(w, node);
  check_labels(w);
  check_rels(w);
  for (int i = 0; i < 20; i++) {
    uint32_t node = random_node(w), other = random_node(w);
    if (node == SLOT_NONE || other == SLOT_NONE) break;
    for (Direction dir = DIR_OUT; dir <= DIR_BOTH; dir++) {
      check_neighbours(w, node, NAME_NONE, dir);
      for (int t = 0; t < TYPES; t++) check_neighbours(w, node, w->types[t], dir);
    }
    check_between(w, node, other, NAME_NONE);
    check_between(w, node, node, w->types[pick(w, TYPES)]);
  }
  uint32_t rel = random_rel(w);
  if (rel != SLOT_NONE) check_between(w, w->m->rels[rel].start, w->m->rels[rel].end, w->types[w->m->rels[rel].type]);
  for (uint32_t i = 0; i < graph_index_count(w->g); i++) check_index(w, graph_index(w->g, i));
}

static void make_index(World *w)
{
  uint32_t label = pick(w, LABELS), key = pick(w, KEYS);
  if (pick(w, 3) == 0)
    MUST(graph_create_index(w->g, ENTITY_REL, w->types[0], w->keys[0], (Text){0}, true, &err));
  else
    MUST(graph_create_index(w->g, ENTITY_NODE, w->labels[label], w->keys[key], (Text){0}, true, &err));
}

static void drop_index(World *w)
{
  uint32_t count = graph_index_count(w->g);
  if (count) MUST(graph_drop_index(w->g, index_name(graph_index(w->g, pick(w, count))), false, &err));
}

static void run_statement(World *w)
{
  *w->statement = *w->m;
  MUST(graph_lock(w->g, &err));
  MUST(graph_statement_begin(w->g, &err));
  uint32_t indexes = graph_index_count(w->g);
  bool bulk = pick(w, 6) == 0, ok = pick(w, 4) != 0;
  if (pick(w, 8) == 0) make_index(w);
  if (pick(w, 12) == 0) drop_index(w);
  for (uint32_t i = pick(w, 12); i > 0; i--) step(w, false);
  if (bulk) {
    MUST(graph_bulk_begin(w->g, pick(w, 100), pick(w, 100), &err));
    for (uint32_t i = pick(w, 60); i > 0; i--) step(w, true);
    MUST(graph_bulk_end(w->g, ok || pick(w, 2), &err));
    if (ok) check_world(w);
  }
  for (uint32_t i = pick(w, 6); i > 0 && (ok || !bulk); i--) step(w, false);
  MUST(graph_statement_end(w->g, ok, &err));
  if (!ok) {
    *w->m = *w->statement;
    assert_int_equal(graph_index_count(w->g), indexes);
  }
}

/* A number of statements, some in transactions, all of which are closed at the end. */
static void run_statements(World *w, int statements)
{
  for (int i = 0; i < statements; i++) {
    if (!graph_in_transaction(w->g) && pick(w, 10) == 0) {
      *w->transaction = *w->m;
      MUST(graph_begin(w->g, &err));
    }
    run_statement(w);
    if (pick(w, 3) == 0) check_world(w);
    if (graph_in_transaction(w->g) && pick(w, 4) == 0) {
      if (pick(w, 2)) {
        MUST(graph_commit(w->g, &err));
      } else {
        MUST(graph_rollback(w->g, &err));
        *w->m = *w->transaction;
      }
      check_world(w);
    }
    if (pick(w, 15) == 0) {
      MUST(graph_compact(w->g, &err));
      check_world(w);
    }
  }
  if (graph_in_transaction(w->g)) MUST(graph_commit(w->g, &err));
}

#endif
