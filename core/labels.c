/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Label sets and label bitmaps; see labels.h. What must stay true: a label's count is the number of nodes in its
 * bitmap, and a node is in the bitmaps of exactly the labels of its set. */
#include "labels.h"

#include "large.h"

#include <stdlib.h>

Status labels_init(Labels *l, Error *err)
{
  *l = (Labels){0};
  map_init(&l->map, NULL);
  uint32_t empty;
  return labels_intern(l, NULL, 0, &empty, err);
}

void labels_free(Labels *l)
{
  for (uint32_t i = 0; i < l->set_count; i++) free(l->sets[i].ids);
  for (uint32_t i = 0; i < l->label_count; i++)
    if (l->nodes[i]) roaring_bitmap_free(l->nodes[i]);
  free(l->sets);
  large_free(l->of_node);
  free(l->nodes);
  free(l->counts);
  map_free(&l->map);
}

/* ---- sets */

typedef struct Ids {
  const uint32_t *ids;
  uint32_t count;
} Ids;

static bool same_set(const void *context, uint32_t item, const void *key)
{
  const LabelSet *set = &((const Labels *)context)->sets[item];
  const Ids *ids = key;
  return set->count == ids->count &&
         (ids->count == 0 || memcmp(set->ids, ids->ids, ids->count * sizeof(uint32_t)) == 0);
}

static Status reserve_labels(Labels *l, uint32_t count, Error *err)
{
  if (count <= l->label_count) return STATUS_OK;
  roaring_bitmap_t **nodes = realloc(l->nodes, count * sizeof(roaring_bitmap_t *));
  if (!nodes) return error_out_of_memory(err);
  l->nodes = nodes;
  uint64_t *counts = realloc(l->counts, count * sizeof *counts);
  if (!counts) return error_out_of_memory(err);
  l->counts = counts;
  for (uint32_t i = l->label_count; i < count; i++) {
    counts[i] = 0;
    nodes[i] = roaring_bitmap_create();
    if (!nodes[i]) return error_out_of_memory(err);
    l->label_count = i + 1;
  }
  return STATUS_OK;
}

Status labels_intern(Labels *l, const uint32_t *ids, uint32_t n, uint32_t *set, Error *err)
{
  Ids key = {ids, n};
  uint64_t hash = hash_bytes(ids, n * sizeof *ids);
  *set = map_find(&l->map, hash, same_set, l, &key);
  if (*set != MAP_NONE) return STATUS_OK;
  if (n) TRY(reserve_labels(l, ids[n - 1] + 1, err));
  if (l->set_count == l->set_cap) {
    uint32_t cap = MAX(8u, l->set_cap * 2);
    LabelSet *grown = realloc(l->sets, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    l->sets = grown;
    l->set_cap = cap;
  }
  LabelSet fresh = {.count = n, .ids = malloc(MAX(n, 1u) * sizeof *ids)};
  if (!fresh.ids) return error_out_of_memory(err);
  if (n) memcpy(fresh.ids, ids, n * sizeof *ids);
  for (uint32_t i = 0; i < n && ids[i] < 64; i++) fresh.low |= UINT64_C(1) << ids[i];
  if (map_add(&l->map, hash, l->set_count, err) != STATUS_OK) {
    free(fresh.ids);
    return STATUS_FAIL;
  }
  l->sets[l->set_count] = fresh;
  *set = l->set_count++;
  return STATUS_OK;
}

bool labels_search(const LabelSet *set, uint32_t label)
{
  uint32_t low = 0, high = set->count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (set->ids[middle] < label)
      low = middle + 1;
    else
      high = middle;
  }
  return low < set->count && set->ids[low] == label;
}

static Status change_set(Labels *l, uint32_t set, uint32_t label, bool with, uint32_t *out, Error *err)
{
  const LabelSet *from = &l->sets[set];
  uint32_t *ids = malloc((from->count + 1) * sizeof *ids), n = 0;
  if (!ids) return error_out_of_memory(err);
  bool placed = !with;
  for (uint32_t i = 0; i < from->count; i++) {
    if (!placed && from->ids[i] > label) {
      ids[n++] = label;
      placed = true;
    }
    if (with || from->ids[i] != label) ids[n++] = from->ids[i];
  }
  if (!placed) ids[n++] = label;
  Status status = labels_intern(l, ids, n, out, err);
  free(ids);
  return status;
}

Status labels_with(Labels *l, uint32_t set, uint32_t label, uint32_t *out, Error *err)
{
  return change_set(l, set, label, true, out, err);
}

Status labels_without(Labels *l, uint32_t set, uint32_t label, uint32_t *out, Error *err)
{
  return change_set(l, set, label, false, out, err);
}

/* ---- nodes */

Status labels_reserve(Labels *l, uint32_t node_limit, Error *err)
{
  if (LIKELY(node_limit <= l->node_cap)) return STATUS_OK;
  uint32_t cap = MAX(MAX(node_limit, 64u), l->node_cap + l->node_cap / 2);
  uint32_t *grown = large_grow(l->of_node, cap * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  l->of_node = grown;
  l->node_cap = cap;
  return STATUS_OK;
}

enum { CONTAINER_NODES = 1 << 16, CONTAINER_BYTES = 1 << 13, CONTAINER_ENTRY = 16 };

/* Whether a bitmap can take or lose the node without asking for memory. */
static bool has_room(const roaring_bitmap_t *nodes, uint32_t node)
{
  const roaring_array_t *all = &nodes->high_low_container;
  int32_t i = ra_get_index(all, (uint16_t)(node >> 16));
  if (i < 0) return false;
  const array_container_t *array = all->containers[i];
  const bitset_container_t *bits = all->containers[i];
  switch (all->typecodes[i]) {
  case ARRAY_CONTAINER_TYPE_CODE: return array->cardinality < MIN(array->capacity, DEFAULT_MAX_SIZE);
  case BITSET_CONTAINER_TYPE_CODE: return bits->cardinality > DEFAULT_MAX_SIZE + 1;
  default: return false;
  }
}

Status labels_expect_change(const Labels *l, uint32_t set, uint32_t node, Error *err)
{
  /* a container that grows or changes its form, and the array of all containers */
  size_t bytes = 2 * CONTAINER_BYTES + 2 * CONTAINER_ENTRY * (node / CONTAINER_NODES + 4ul);
  const LabelSet *s = &l->sets[set];
  size_t asking = 0;
  for (uint32_t i = 0; i < s->count; i++) asking += !has_room(l->nodes[s->ids[i]], node);
  return LIKELY(asking == 0) ? STATUS_OK : memory_expect(asking * bytes, err);
}

Status labels_expect_nodes(const Labels *l, uint32_t first, uint32_t limit, Error *err)
{
  size_t most = 0, containers = l->label_count * ((size_t)(limit - first) / CONTAINER_NODES + 2);
  for (uint32_t i = 0; i < l->set_count; i++) most = MAX(most, (size_t)l->sets[i].count);
  size_t entries =
      most * (limit - first) * 2 * sizeof(uint16_t); /* in arrays that have doubled, before they are bits */
  return memory_expect(MIN(entries, containers * CONTAINER_BYTES) + containers * 4 * CONTAINER_ENTRY, err);
}

void labels_assign(Labels *l, uint32_t node, uint32_t set)
{
  static const LabelSet none = {0};
  const LabelSet *from = l->of_node[node] == LABELS_DEAD ? &none : &l->sets[l->of_node[node]];
  const LabelSet *to = set == LABELS_DEAD ? &none : &l->sets[set];
  uint32_t i = 0, j = 0;
  while (i < from->count || j < to->count) {
    uint32_t gone = i < from->count ? from->ids[i] : UINT32_MAX;
    uint32_t come = j < to->count ? to->ids[j] : UINT32_MAX;
    i += gone <= come;
    j += come <= gone;
    if (gone < come) {
      roaring_bitmap_remove(l->nodes[gone], node);
      l->counts[gone]--;
    } else if (come < gone) {
      roaring_bitmap_add(l->nodes[come], node);
      l->counts[come]++;
    }
  }
  l->of_node[node] = set;
}

enum { WORTH_A_RANGE = 16 };

static void add_range(Labels *l, uint32_t set, uint32_t first, uint32_t end)
{
  const LabelSet *s = &l->sets[set];
  for (uint32_t i = 0; i < s->count; i++) {
    roaring_bitmap_t *nodes = l->nodes[s->ids[i]];
    if (end - first >= WORTH_A_RANGE)
      roaring_bitmap_add_range(nodes, first, end);
    else
      for (uint32_t node = first; node < end; node++) roaring_bitmap_add(nodes, node);
    l->counts[s->ids[i]] += end - first;
  }
}

void labels_add_nodes(Labels *l, uint32_t first, uint32_t limit)
{
  for (uint32_t node = first, end; node < limit; node = end) {
    uint32_t set = l->of_node[node];
    for (end = node + 1; end < limit && l->of_node[end] == set;) end++;
    if (set != LABELS_DEAD) add_range(l, set, node, end);
  }
}

void labels_drop_nodes(Labels *l, uint32_t first, uint32_t limit)
{
  if (first >= limit) return;
  memset(l->of_node + first, 0xFF, (limit - first) * sizeof *l->of_node);
  for (uint32_t label = 0; label < l->label_count; label++) {
    roaring_bitmap_remove_range(l->nodes[label], first, limit);
    l->counts[label] = roaring_bitmap_get_cardinality(l->nodes[label]);
  }
}
