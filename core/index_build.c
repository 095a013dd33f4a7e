/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building an index from all its entries at once: sorting, then nodes level by level from the leaves up. */
#include "index_tree.h"

#include <stdlib.h>

static int compare_entries(const void *a, const void *b)
{
  const IndexEntry *x = a, *y = b;
  if (x->prefix != y->prefix) return x->prefix < y->prefix ? -1 : 1;
  int order = index_compare(x->value, y->value);
  return order != 0 ? order : (x->slot > y->slot) - (x->slot < y->slot);
}

static bool is_sorted(const IndexEntry *entries, size_t n)
{
  for (size_t i = 1; i < n; i++)
    if (compare_entries(&entries[i - 1], &entries[i]) > 0) return false;
  return true;
}

typedef struct Place {
  uint64_t prefix;
  uint32_t entry;
} Place;

typedef struct Sorter {
  Place *places, *scratch;
  IndexEntry *moved;
} Sorter;

/* A radix sort by prefix, byte by byte from the lowest, leaving out bytes in which all agree. */
static void sort_by_prefix(Sorter *s, IndexEntry *entries, size_t n)
{
  size_t counts[8][256] = {{0}};
  for (size_t i = 0; i < n; i++) {
    s->places[i] = (Place){entries[i].prefix, (uint32_t)i};
    for (unsigned byte = 0; byte < 8; byte++) counts[byte][entries[i].prefix >> (8 * byte) & 255]++;
  }
  for (unsigned byte = 0; byte < 8; byte++) {
    size_t sum = 0, *starts = counts[byte];
    if (starts[entries[0].prefix >> (8 * byte) & 255] == n) continue;
    for (unsigned value = 0; value < 256; value++) {
      size_t count = starts[value];
      starts[value] = sum;
      sum += count;
    }
    for (size_t i = 0; i < n; i++) s->scratch[starts[s->places[i].prefix >> (8 * byte) & 255]++] = s->places[i];
    Place *sorted = s->scratch;
    s->scratch = s->places;
    s->places = sorted;
  }
  for (size_t i = 0; i < n; i++) s->moved[i] = entries[s->places[i].entry];
  memcpy(entries, s->moved, n * sizeof *entries);
}

enum { FEW_ENTRIES = 256 };

/* Gives texts prefixes of what follows the bytes that all of them share; false where that gets no further. */
static bool advance(IndexEntry *entries, size_t n, uint32_t *skip)
{
  if (entries[0].value.type != VALUE_STRING) return false;
  Text first = value_text(entries[0].value);
  size_t shared = first.len;
  for (size_t i = 1; i < n && shared > *skip; i++)
    shared = MIN(shared, index_shared_bytes(first, value_text(entries[i].value)));
  if (shared <= *skip) return false;
  *skip = (uint32_t)shared;
  for (size_t i = 0; i < n; i++) entries[i].prefix = index_text_prefix(value_text(entries[i].value), *skip);
  return true;
}

/* Entries whose prefixes tie are texts that share them, mostly, and sorted by what comes next. Each round goes on by at
 * least seven bytes. */
static void sort_range(Sorter *s, IndexEntry *entries, size_t n, uint32_t skip)
{
  if (is_sorted(entries, n)) return;
  if (n <= FEW_ENTRIES) {
    qsort(entries, n, sizeof *entries, compare_entries);
    return;
  }
  sort_by_prefix(s, entries, n);
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && entries[end].prefix == entries[i].prefix;) end++;
    if (end - i == 1) continue;
    uint32_t next = skip;
    if (end - i > FEW_ENTRIES && !is_sorted(entries + i, end - i) && advance(entries + i, end - i, &next))
      sort_range(s, entries + i, end - i, next);
    else if (!is_sorted(entries + i, end - i))
      qsort(entries + i, end - i, sizeof *entries, compare_entries);
  }
}

static Status sort_entries(IndexEntry *entries, size_t n, Error *err)
{
  if (is_sorted(entries, n)) return STATUS_OK;
  Sorter s = {large_alloc(n * sizeof *s.places), large_alloc(n * sizeof *s.scratch), large_alloc(n * sizeof *s.moved)};
  Status status = STATUS_OK;
  if (s.places && s.scratch && s.moved)
    sort_range(&s, entries, n, 0);
  else
    status = error_out_of_memory(err);
  free(s.places);
  free(s.scratch);
  free(s.moved);
  return status;
}

/* How many of the n that are left go into the next node: spread evenly, a little under full. */
static size_t share(size_t n)
{
  enum { USUAL = FANOUT - 4 };
  size_t nodes = (n + USUAL - 1) / USUAL;
  return (n + nodes - 1) / nodes;
}

static Status build_leaves(Index *index, const IndexEntry *entries, size_t n, void **nodes, size_t *count, Error *err)
{
  Leaf *last = NULL;
  for (size_t i = 0; i < n;) {
    size_t take = share(n - i);
    Leaf *leaf = pool_take(&index->leaves);
    if (!leaf) return error_out_of_memory(err);
    leaf->keys.count = (uint32_t)take;
    for (uint32_t j = 0; j < take; j++) {
      const IndexEntry *entry = &entries[i + j];
      leaf->keys.values[j] = entry->value;
      leaf->keys.slots[j] = entry->slot;
    }
    keys_refresh(&leaf->keys, 0);
    leaf->before = last;
    leaf->after = NULL;
    if (last)
      last->after = leaf;
    else
      index->first = leaf;
    last = leaf;
    nodes[(*count)++] = leaf;
    i += take;
  }
  return STATUS_OK;
}

/* Puts one level of inner nodes over the nodes, in place. */
static Status build_level(Index *index, void **nodes, size_t *count, uint32_t height, Error *err)
{
  size_t made = 0;
  for (size_t i = 0; i < *count;) {
    size_t take = share(*count - i);
    Inner *inner = pool_take(&index->inners);
    if (!inner) return error_out_of_memory(err);
    inner->keys.count = (uint32_t)take;
    for (uint32_t j = 0; j < take; j++) {
      Key key = index_first_below(nodes[i + j], height);
      inner->keys.values[j] = key.value;
      inner->keys.slots[j] = key.slot;
      inner->children[j] = nodes[i + j];
    }
    keys_refresh(&inner->keys, 1);
    i += take;
    nodes[made++] = inner;
  }
  *count = made;
  return STATUS_OK;
}

static Status build_tree(Index *index, const IndexEntry *entries, size_t n, Error *err)
{
  void **nodes = malloc((n / (FANOUT / 2) + 2) * sizeof(void *));
  if (!nodes) return error_out_of_memory(err);
  size_t count = 0;
  uint32_t height = 1;
  Status status = build_leaves(index, entries, n, nodes, &count, err);
  for (; status == STATUS_OK && count > 1; height++) status = build_level(index, nodes, &count, height, err);
  index->root = nodes[0];
  index->height = height;
  free(nodes);
  return status;
}

Status index_build(Index *index, IndexEntry *entries, size_t n, Error *err)
{
  index_clear(index);
  index->unusable = true;
  for (size_t i = 0; i < n; i++) entries[i].prefix = index_prefix(entries[i].value);
  if (n) {
    TRY(sort_entries(entries, n, err));
    if (build_tree(index, entries, n, err) != STATUS_OK) {
      index_clear(index);
      return STATUS_FAIL;
    }
  }
  for (size_t i = 0; i < n; i++)
    index->distinct += i == 0 || index_compare(entries[i - 1].value, entries[i].value) != 0;
  index->entries = n;
  index->unusable = index->deferred = false;
  return STATUS_OK;
}
