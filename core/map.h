/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one hash table: 64-bit hashes to 32-bit numbers, open addressing with linear probing. What a number stands for
 * (an entry of an array beside it) and when two keys are equal is the caller's business, so one table serves names,
 * dictionary strings, groups, DISTINCT rows and joins. */
#ifndef CLIO_CORE_MAP_H
#define CLIO_CORE_MAP_H

#include "arena.h"

typedef struct MapSlot {
  uint32_t hash; /* upper half of the 64-bit hash */
  uint32_t item; /* MAP_NONE: free */
} MapSlot;

typedef struct Map {
  MapSlot *slots;
  uint32_t mask;  /* slots - 1; slots is a power of two */
  uint32_t count; /* items in use */
  MemoryLimit *limit;
} Map;

#define MAP_NONE UINT32_MAX

void map_init(Map *map, MemoryLimit *limit);
void map_free(Map *map);
void map_clear(Map *map);
/* Room for so many items without growing. */
Status map_reserve(Map *map, uint32_t items, Error *err);
typedef bool (*MapEqual)(const void *context, uint32_t item, const void *key);
/* The item with this hash for which equal(context, item, key) holds, or MAP_NONE. */
uint32_t map_find(const Map *map, uint64_t hash, MapEqual equal, const void *context, const void *key);
/* Adds without looking whether it is there. */
Status map_add(Map *map, uint64_t hash, uint32_t item, Error *err);
/* Takes out exactly this item; false if it is not there. */
bool map_remove(Map *map, uint64_t hash, uint32_t item);
/* For callers that walk all items of one hash: start with *at = (uint32_t)-1 ... see map_next. */
uint32_t map_next(const Map *map, uint64_t hash, uint32_t *at); /* *at starts at MAP_NONE; MAP_NONE at the end */

uint64_t hash_bytes(const void *data, size_t len); /* 64 bits, for tables in memory only */

/* Interned names: text to a dense number and back. */
typedef struct Names {
  Map map;
  Text *texts; /* each malloc'ed, NUL-terminated */
  uint32_t count, cap;
} Names;

#define NAME_NONE UINT32_MAX

void names_init(Names *names);
void names_free(Names *names);
uint32_t names_find(const Names *names, Text text); /* NAME_NONE where unknown */
Status names_add(Names *names, Text text, uint32_t *id, Error *err);
static inline Text names_text(const Names *names, uint32_t id)
{
  return names->texts[id];
}
void names_truncate(Names *names, uint32_t count); /* forgets the newest, for rollback */

#endif
