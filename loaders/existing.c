/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was there before an import; see existing.h. What must stay true: every question costs about the same, however
 * much there is. Relationships that are told apart by nothing stand in a chain, from which they are taken in order. */
#include "existing.h"

#include "core/index.h"

#include <stdlib.h>

typedef struct Entry {
  Value value;
  uint32_t node;
  bool ambiguous; /* there are others with the value */
} Entry;

typedef struct NodeTable {
  uint32_t label, key;
  const Index *index; /* NULL: all are in the entries */
  Map map;            /* to the entries */
  Entry *entries;
  uint32_t count, cap;
} NodeTable;

struct Existing {
  const Graph *graph;
  uint32_t rel_limit;
  NodeTable *tables;
  uint32_t table_count;
  Arena values; /* of nodes that have been added */
  Map rels;     /* to the first of each chain */
  uint32_t *next;
  bool has_rels; /* the chains are made */
};

Status existing_new(Existing **out, const Graph *g, Error *err)
{
  Existing *e = calloc(1, sizeof *e);
  if (!e) return error_out_of_memory(err);
  e->graph = g;
  e->rel_limit = graph_rel_limit(g);
  for (uint32_t i = 0; i < graph_index_count(g); i++) (void)graph_index(g, i); /* none must be built during the load */
  arena_init(&e->values, NULL);
  map_init(&e->rels, NULL);
  *out = e;
  return STATUS_OK;
}

void existing_free(Existing *e)
{
  if (!e) return;
  for (uint32_t i = 0; i < e->table_count; i++) {
    map_free(&e->tables[i].map);
    free(e->tables[i].entries);
  }
  free(e->tables);
  arena_free(&e->values);
  map_free(&e->rels);
  free(e->next);
  free(e);
}

/* ---- nodes */

static bool same_value(const void *context, uint32_t item, const void *key)
{
  return value_equivalent(((const NodeTable *)context)->entries[item].value, *(const Value *)key);
}

static Status add_entry(NodeTable *t, Value v, uint32_t node, Error *err)
{
  if (t->count == t->cap) {
    uint32_t cap = MAX(64u, t->cap * 2);
    Entry *grown = realloc(t->entries, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    t->entries = grown;
    t->cap = cap;
  }
  TRY(map_add(&t->map, value_hash(v), t->count, err));
  t->entries[t->count++] = (Entry){v, node, false};
  return STATUS_OK;
}

static Status enter(NodeTable *t, Value v, uint32_t node, Error *err)
{
  uint32_t known = map_find(&t->map, value_hash(v), same_value, t, &v);
  if (known == MAP_NONE) return add_entry(t, v, node, err);
  t->entries[known].ambiguous |= t->entries[known].node != node;
  return STATUS_OK;
}

static Status enter_one(const Graph *g, NodeTable *t, uint32_t node, Error *err)
{
  Value v = graph_prop(g, ENTITY_NODE, node, t->key);
  return value_is_null(v) ? STATUS_OK : enter(t, v, node, err);
}

/* A bulk load that is on keeps no list of the nodes with a label, but existing_enter has those that it made. */
static Status enter_all(const Graph *g, NodeTable *t, Error *err)
{
  const roaring_bitmap_t *nodes = t->label == NAME_NONE ? NULL : graph_label_nodes(g, t->label);
  roaring_uint32_iterator_t at;
  if (t->key == NAME_NONE) return STATUS_OK;
  for (uint32_t node = 0; t->label == NAME_NONE && node < graph_node_limit(g); node++)
    if (graph_node_alive(g, node)) TRY(enter_one(g, t, node, err));
  if (!nodes) return STATUS_OK;
  for (roaring_init_iterator(nodes, &at); at.has_value; roaring_advance_uint32_iterator(&at))
    TRY(enter_one(g, t, at.current_value, err));
  return STATUS_OK;
}

static NodeTable *made_table(const Existing *e, uint32_t label, uint32_t key)
{
  for (uint32_t i = 0; i < e->table_count; i++)
    if (e->tables[i].label == label && e->tables[i].key == key) return &e->tables[i];
  return NULL;
}

static Status find_table(Existing *e, uint32_t label, uint32_t key, NodeTable **out, Error *err)
{
  *out = made_table(e, label, key);
  if (*out) return STATUS_OK;
  NodeTable *grown = realloc(e->tables, (e->table_count + 1) * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  e->tables = grown;
  *out = &grown[e->table_count++];
  **out = (NodeTable){.label = label,
                      .key = key,
                      .index = label == NAME_NONE ? NULL : graph_find_index(e->graph, ENTITY_NODE, label, key)};
  map_init(&(*out)->map, NULL);
  return (*out)->index ? STATUS_OK : enter_all(e->graph, *out, err);
}

static Status ambiguous(const Existing *e, const NodeTable *t, Error *err)
{
  bool any = t->label == NAME_NONE;
  Text label = any ? TEXT("") : graph_name(e->graph, NAME_LABEL, t->label),
       key = graph_name(e->graph, NAME_KEY, t->key);
  return error_set(err, ERROR_FORMAT, NULL, "there are several nodes%s%.*s with this %.*s", any ? "" : " :",
                   (int)MIN(label.len, (size_t)80), label.data, (int)MIN(key.len, (size_t)80), key.data);
}

Status existing_node(Existing *e, uint32_t label, uint32_t key, Value v, uint32_t *node, Error *err)
{
  NodeTable *t;
  *node = SLOT_NONE;
  TRY(find_table(e, label, key, &t, err));
  uint32_t known = t->map.count ? map_find(&t->map, value_hash(v), same_value, t, &v) : MAP_NONE;
  if (known != MAP_NONE) {
    *node = t->entries[known].node;
    return t->entries[known].ambiguous ? ambiguous(e, t, err) : STATUS_OK;
  }
  if (!t->index) return STATUS_OK;
  IndexCursor cursor;
  uint32_t slots[2];
  index_seek_equal(&cursor, t->index, v);
  size_t found = index_next(&cursor, slots, ARRAY_LEN(slots));
  if (found > 0) *node = slots[0];
  return found > 1 ? ambiguous(e, t, err) : STATUS_OK;
}

Status existing_add_node(Existing *e, uint32_t label, uint32_t key, Value v, uint32_t node, Error *err)
{
  NodeTable *t;
  TRY(find_table(e, label, key, &t, err));
  Value kept = value_copy(&e->values, v);
  TRY(arena_check(&e->values, err));
  return add_entry(t, kept, node, err);
}

Status existing_enter(Existing *e, uint32_t node, uint32_t key, Value v, Error *err)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(e->graph, node, &n);
  NodeTable *any = made_table(e, NAME_NONE, key), *t; /* which otherwise sees the node when it is made */
  Value kept = value_copy_deep(&e->values, v);
  TRY(arena_check(&e->values, err));
  if (any) TRY(enter(any, kept, node, err));
  for (uint32_t i = 0; i < n; i++) {
    TRY(find_table(e, labels[i], key, &t, err));
    TRY(enter(t, kept, node, err));
  }
  return STATUS_OK;
}

/* ---- relationships */

static uint64_t rel_hash(const RelKey *k)
{
  uint64_t hash = value_hash_mix((uint64_t)k->start << 32 | k->end) ^ value_hash_mix(k->type);
  for (uint32_t i = 0; i < k->count; i++) hash = value_hash_mix(hash ^ value_hash(k->values[i]));
  return hash;
}

static Value rel_value(const Existing *e, uint32_t rel, uint32_t key)
{
  return key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(e->graph, ENTITY_REL, rel, key);
}

static bool same_rel(const void *context, uint32_t item, const void *wanted)
{
  const Existing *e = context;
  const RelKey *k = wanted;
  uint32_t start, end;
  graph_rel_ends(e->graph, item, &start, &end);
  if (start != k->start || end != k->end || graph_rel_type(e->graph, item) != k->type) return false;
  for (uint32_t i = 0; i < k->count; i++)
    if (!value_equivalent(rel_value(e, item, k->keys[i]), k->values[i])) return false;
  return true;
}

/* The last ones first, so that each is put before its chain. */
static Status make_chains(Existing *e, const RelKey *like, Error *err)
{
  Value *values = malloc(MAX(like->count, 1u) * sizeof *values);
  e->next = malloc(MAX(e->rel_limit, 1u) * sizeof *e->next);
  Status status = values && e->next ? STATUS_OK : error_out_of_memory(err);
  for (uint32_t rel = e->rel_limit; status == STATUS_OK && rel-- > 0;) {
    if (!graph_rel_alive(e->graph, rel)) continue;
    RelKey key = {.type = graph_rel_type(e->graph, rel), .keys = like->keys, .values = values, .count = like->count};
    graph_rel_ends(e->graph, rel, &key.start, &key.end);
    for (uint32_t i = 0; i < key.count; i++) values[i] = rel_value(e, rel, key.keys[i]);
    uint64_t hash = rel_hash(&key);
    uint32_t first = map_find(&e->rels, hash, same_rel, e, &key);
    e->next[rel] = first == MAP_NONE ? SLOT_NONE : first;
    if (first != MAP_NONE) (void)map_remove(&e->rels, hash, first);
    status = map_add(&e->rels, hash, rel, err);
  }
  free(values);
  e->has_rels = status == STATUS_OK;
  return status;
}

Status existing_take_rel(Existing *e, const RelKey *key, uint32_t *rel, Error *err)
{
  *rel = SLOT_NONE;
  if (!e->has_rels) TRY(make_chains(e, key, err));
  uint64_t hash = rel_hash(key);
  uint32_t first = map_find(&e->rels, hash, same_rel, e, key);
  if (first == MAP_NONE) return STATUS_OK;
  *rel = first;
  (void)map_remove(&e->rels, hash, first);
  return e->next[first] == SLOT_NONE ? STATUS_OK : map_add(&e->rels, hash, e->next[first], err);
}
