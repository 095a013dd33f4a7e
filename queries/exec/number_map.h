/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table from 64-bit numbers, which may be ids of nodes, to 32-bit ones: for grouping by integers and for
 * searches that visit a part of the graph. No call compares keys, and emptying it costs nothing, since a slot counts
 * only when it carries the current epoch. */
#ifndef CLIO_QUERIES_NUMBER_MAP_H
#define CLIO_QUERIES_NUMBER_MAP_H

#include "op.h"

typedef struct NumberSlot {
  uint64_t key;
  uint32_t item, epoch;
} NumberSlot;

typedef struct NumberMap {
  NumberSlot *slots;
  uint32_t cap; /* a power of two, or 0 */
  uint32_t n;
  uint32_t epoch;
} NumberMap;

void number_map_clear(NumberMap *map);
void number_map_free(Exec *x, NumberMap *map);
Status number_map_grow(Exec *x, NumberMap *map);

static inline uint32_t number_map_home(const NumberMap *map, uint64_t key)
{
  return (uint32_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (map->cap - 1);
}

/* The item of a key, or UINT32_MAX. */
static inline uint32_t number_map_find(const NumberMap *map, uint64_t key)
{
  if (map->cap == 0) return UINT32_MAX;
  for (uint32_t at = number_map_home(map, key);; at = (at + 1) & (map->cap - 1)) {
    const NumberSlot *slot = &map->slots[at];
    if (slot->epoch != map->epoch) return UINT32_MAX;
    if (slot->key == key) return slot->item;
  }
}

/* For a lookup that is going to come. */
static inline void number_map_prefetch(const NumberMap *map, uint64_t key)
{
  if (map->cap > 0) __builtin_prefetch(&map->slots[number_map_home(map, key)]);
}

/* Adds a key that is not there. */
static inline Status number_map_add(Exec *x, NumberMap *map, uint64_t key, uint32_t item)
{
  if (UNLIKELY((uint64_t)map->n * 3 >= (uint64_t)map->cap * 2)) TRY(number_map_grow(x, map));
  uint32_t at = number_map_home(map, key);
  while (map->slots[at].epoch == map->epoch) at = (at + 1) & (map->cap - 1);
  map->slots[at] = (NumberSlot){key, item, map->epoch};
  map->n++;
  return STATUS_OK;
}

/* Whether a value can be found by number: an integer, or a float that is equal to one. */
static inline bool number_key(Value v, uint64_t *key)
{
  if (LIKELY(v.type == VALUE_INT)) {
    *key = (uint64_t)v.integer;
    return true;
  }
  const double two_to_63 = 9223372036854775808.0;
  if (v.type != VALUE_FLOAT || !(v.number >= -two_to_63 && v.number < two_to_63)) return false;
  *key = (uint64_t)(int64_t)v.number;
  return (double)(int64_t)v.number == v.number;
}

#endif
