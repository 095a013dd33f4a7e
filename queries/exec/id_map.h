/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table from ids to numbers, for searches that visit a part of the graph: two 32-bit keys a slot and no call to
 * compare them, and emptying it costs nothing, since a slot counts only when it carries the current epoch. */
#ifndef CLIO_QUERIES_ID_MAP_H
#define CLIO_QUERIES_ID_MAP_H

#include "op.h"

typedef struct IdSlot {
  uint32_t id, item, epoch;
} IdSlot;

typedef struct IdMap {
  IdSlot *slots;
  uint32_t cap; /* a power of two, or 0 */
  uint32_t n;
  uint32_t epoch;
} IdMap;

void id_map_clear(IdMap *map);
void id_map_free(Exec *x, IdMap *map);
Status id_map_grow(Exec *x, IdMap *map);

static inline uint32_t id_map_home(const IdMap *map, uint32_t id)
{
  return (uint32_t)((id * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (map->cap - 1);
}

/* The item of an id, or UINT32_MAX. */
static inline uint32_t id_map_find(const IdMap *map, uint32_t id)
{
  if (map->cap == 0) return UINT32_MAX;
  for (uint32_t at = id_map_home(map, id);; at = (at + 1) & (map->cap - 1)) {
    const IdSlot *slot = &map->slots[at];
    if (slot->epoch != map->epoch) return UINT32_MAX;
    if (slot->id == id) return slot->item;
  }
}

/* Adds an id that is not there. */
static inline Status id_map_add(Exec *x, IdMap *map, uint32_t id, uint32_t item)
{
  if (UNLIKELY((uint64_t)map->n * 4 >= (uint64_t)map->cap * 3)) TRY(id_map_grow(x, map));
  uint32_t at = id_map_home(map, id);
  while (map->slots[at].epoch == map->epoch) at = (at + 1) & (map->cap - 1);
  map->slots[at] = (IdSlot){id, item, map->epoch};
  map->n++;
  return STATUS_OK;
}

#endif
