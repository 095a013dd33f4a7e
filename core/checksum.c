/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checksum of a graph's content; see checksum.h. Ids and the order of making do not count: each entity has a hash
 * of what it is (labels or type, properties), a node's is then mixed with those around it, twice, as in the
 * Weisfeiler-Lehman test of isomorphism (Weisfeiler, Lehman 1968), and the sum of all is the checksum. Everything is
 * named by its text, and what has no order is put into the order of its text. */
#include "checksum.h"

#include "codec.h"
#include "fulltext.h"
#include "index.h"
#include "large.h"

#include <stdlib.h>

enum { ROUNDS = 2 };

typedef struct Hasher {
  const Graph *g;
  Str buffer;
  uint32_t *place[NAME_KIND_COUNT]; /* by id of a name: its place in the order of texts */
  uint32_t *ids;                    /* of one entity's labels or keys, to be sorted */
  uint64_t *nodes, *rels;           /* hashes by slot; 0: not alive */
  uint64_t *around;                 /* by node slot: the sum of what its relationships lead to */
} Hasher;

/* FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), of what the buffer holds, which is empty afterwards. */
static uint64_t take_hash(Hasher *h)
{
  const uint64_t basis = UINT64_C(0xCBF29CE484222325), prime = UINT64_C(0x100000001B3);
  uint64_t sum = basis;
  for (size_t i = 0; i < h->buffer.len; i++) sum = (sum ^ (uint8_t)h->buffer.data[i]) * prime;
  str_clear(&h->buffer);
  return sum;
}

/* ---- the order of names */

typedef struct Named {
  Text text;
  uint32_t id;
} Named;

static int by_text(const void *a, const void *b)
{
  return value_order(value_string(((const Named *)a)->text), value_string(((const Named *)b)->text));
}

static Status order_names(Hasher *h, NameKind kind, Error *err)
{
  uint32_t n = graph_name_count(h->g, kind);
  Named *names = malloc(MAX(n, 1u) * sizeof *names);
  h->place[kind] = malloc(MAX(n, 1u) * sizeof(uint32_t));
  bool ok = names && h->place[kind];
  for (uint32_t i = 0; ok && i < n; i++) names[i] = (Named){graph_name(h->g, kind, i), i};
  if (ok && n) qsort(names, n, sizeof *names, by_text);
  for (uint32_t i = 0; ok && i < n; i++) h->place[kind][names[i].id] = i;
  free(names);
  return ok ? STATUS_OK : error_out_of_memory(err);
}

static void sort_ids(const uint32_t *place, uint32_t *ids, uint32_t n)
{
  for (uint32_t i = 1; i < n; i++) {
    uint32_t id = ids[i], j = i;
    for (; j > 0 && place[ids[j - 1]] > place[id]; j--) ids[j] = ids[j - 1];
    ids[j] = id;
  }
}

/* ---- entities */

static void add_props(Hasher *h, EntityKind kind, uint32_t slot)
{
  uint32_t at = 0, key, n = 0;
  Value v;
  while (graph_next_prop(h->g, kind, slot, &at, &key, &v)) h->ids[n++] = key;
  sort_ids(h->place[NAME_KEY], h->ids, n);
  codec_put_varint(&h->buffer, n);
  for (uint32_t i = 0; i < n; i++) {
    codec_put_text(&h->buffer, graph_name(h->g, NAME_KEY, h->ids[i]));
    codec_put_value(&h->buffer, graph_prop(h->g, kind, slot, h->ids[i]));
  }
}

static void add_node(Hasher *h, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(h->g, node, &n);
  if (n) memcpy(h->ids, labels, n * sizeof *labels);
  sort_ids(h->place[NAME_LABEL], h->ids, n);
  codec_put_varint(&h->buffer, n);
  for (uint32_t i = 0; i < n; i++) codec_put_text(&h->buffer, graph_name(h->g, NAME_LABEL, h->ids[i]));
  add_props(h, ENTITY_NODE, node);
}

static void add_rel(Hasher *h, uint32_t rel)
{
  codec_put_text(&h->buffer, graph_name(h->g, NAME_TYPE, graph_rel_type(h->g, rel)));
  add_props(h, ENTITY_REL, rel);
}

static Status hash_entities(Hasher *h, Error *err)
{
  for (uint32_t node = 0; node < graph_node_limit(h->g); node++) {
    h->nodes[node] = 0;
    if (!graph_node_alive(h->g, node)) continue;
    add_node(h, node);
    TRY(str_check(&h->buffer, err));
    h->nodes[node] = take_hash(h);
  }
  for (uint32_t rel = 0; rel < graph_rel_limit(h->g); rel++) {
    h->rels[rel] = 0;
    if (!graph_rel_alive(h->g, rel)) continue;
    add_rel(h, rel);
    TRY(str_check(&h->buffer, err));
    h->rels[rel] = take_hash(h);
  }
  return STATUS_OK;
}

/* ---- what is around a node */

static uint64_t joined(uint64_t rel, uint64_t other, uint64_t direction)
{
  return value_hash_mix(rel ^ value_hash_mix(other + direction));
}

static void look_around(Hasher *h)
{
  uint32_t nodes = graph_node_limit(h->g);
  if (nodes) memset(h->around, 0, nodes * sizeof *h->around);
  for (uint32_t rel = 0; rel < graph_rel_limit(h->g); rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(h->g, rel)) continue;
    graph_rel_ends(h->g, rel, &start, &end);
    h->around[start] += joined(h->rels[rel], h->nodes[end], 1);
    h->around[end] += joined(h->rels[rel], h->nodes[start], 2);
  }
  for (uint32_t node = 0; node < nodes; node++)
    if (graph_node_alive(h->g, node)) h->nodes[node] = value_hash_mix(h->nodes[node] + value_hash_mix(h->around[node]));
}

static uint64_t sum_of_all(const Hasher *h)
{
  uint64_t sum = 0;
  for (uint32_t node = 0; node < graph_node_limit(h->g); node++)
    if (graph_node_alive(h->g, node)) sum += value_hash_mix(h->nodes[node]);
  for (uint32_t rel = 0; rel < graph_rel_limit(h->g); rel++) {
    uint32_t start, end;
    if (!graph_rel_alive(h->g, rel)) continue;
    graph_rel_ends(h->g, rel, &start, &end);
    sum += joined(joined(h->rels[rel], h->nodes[start], 1), h->nodes[end], 2);
  }
  return sum;
}

/* ---- indexes and constraints */

static Status add_schema(Hasher *h, Text name, EntityKind kind, uint32_t label, const uint32_t *keys, uint32_t n,
                         uint64_t *sum, Error *err)
{
  codec_put_text(&h->buffer, name);
  codec_put_byte(&h->buffer, (uint8_t)kind);
  codec_put_text(&h->buffer, graph_name(h->g, kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE, label));
  for (uint32_t i = 0; i < n; i++) codec_put_text(&h->buffer, graph_name(h->g, NAME_KEY, keys[i]));
  TRY(str_check(&h->buffer, err));
  *sum += value_hash_mix(take_hash(h));
  return STATUS_OK;
}

static Status hash_indexes(Hasher *h, uint64_t *sum, Error *err)
{
  for (uint32_t i = 0; i < graph_index_count(h->g); i++) {
    const Index *index = graph_index(h->g, i);
    uint32_t key = index_key(index);
    TRY(add_schema(h, index_name(index), index_kind(index), index_label(index), &key, 1, sum, err));
  }
  return STATUS_OK;
}

static Status hash_fulltexts(Hasher *h, uint64_t *sum, Error *err)
{
  enum { MARK = 0xF7 }; /* no rule of a constraint */
  for (uint32_t i = 0; i < graph_fulltext_count(h->g); i++) {
    const FulltextSpec *s = fulltext_spec(graph_fulltext(h->g, i));
    NameKind of = s->kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE;
    codec_put_byte(&h->buffer, MARK);
    codec_put_varint(&h->buffer, s->label_count);
    for (uint32_t k = 1; k < s->label_count; k++) codec_put_text(&h->buffer, graph_name(h->g, of, s->labels[k]));
    TRY(add_schema(h, s->name, s->kind, s->labels[0], s->keys, s->key_count, sum, err));
  }
  return STATUS_OK;
}

static Status hash_constraints(Hasher *h, uint64_t *sum, Error *err)
{
  for (uint32_t i = 0; i < graph_constraint_count(h->g); i++) {
    const ConstraintSpec *c = graph_constraint(h->g, i);
    codec_put_byte(&h->buffer, (uint8_t)c->rule);
    codec_put_text(&h->buffer, c->type);
    TRY(add_schema(h, c->name, c->kind, c->label, c->keys, c->key_count, sum, err));
  }
  return STATUS_OK;
}

/* ---- settings that are not the defaults */

static Status hash_settings(Hasher *h, uint64_t *sum, Error *err)
{
  const Settings *settings = graph_settings(h->g);
  for (int i = 0; i < SETTING_COUNT; i++) {
    const SettingNames *own = settings->own[i];
    if (!own) continue;
    codec_put_varint(&h->buffer, (uint64_t)i);
    for (uint32_t k = 0; k < own->n; k++) codec_put_text(&h->buffer, own->at[k]);
    TRY(str_check(&h->buffer, err));
    *sum += value_hash_mix(take_hash(h));
  }
  return STATUS_OK;
}

static Status hash_all(Hasher *h, uint64_t *sum, Error *err)
{
  uint32_t most = MAX(graph_name_count(h->g, NAME_LABEL), graph_name_count(h->g, NAME_KEY));
  uint32_t nodes = MAX(graph_node_limit(h->g), 1u), rels = MAX(graph_rel_limit(h->g), 1u);
  h->ids = malloc(MAX(most, 1u) * sizeof *h->ids);
  h->nodes = large_alloc(nodes * sizeof *h->nodes);
  h->around = large_alloc(nodes * sizeof *h->around);
  h->rels = large_alloc(rels * sizeof *h->rels);
  if (!h->ids || !h->nodes || !h->around || !h->rels) return error_out_of_memory(err);
  TRY(order_names(h, NAME_LABEL, err));
  TRY(order_names(h, NAME_KEY, err));
  TRY(hash_entities(h, err));
  for (int i = 0; i < ROUNDS; i++) look_around(h);
  *sum = sum_of_all(h);
  TRY(hash_indexes(h, sum, err));
  TRY(hash_fulltexts(h, sum, err));
  TRY(hash_constraints(h, sum, err));
  return hash_settings(h, sum, err);
}

Status graph_checksum(const Graph *g, uint64_t *sum, Error *err)
{
  Hasher h = {.g = g};
  str_init(&h.buffer);
  Status status = hash_all(&h, sum, err);
  for (int kind = 0; kind < NAME_KIND_COUNT; kind++) free(h.place[kind]);
  free(h.ids);
  free(h.nodes);
  free(h.around);
  free(h.rels);
  str_free(&h.buffer);
  return status;
}
