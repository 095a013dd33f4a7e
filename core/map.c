/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash table and the interned names on top of it; see map.h.
 *
 * A slot keeps the upper half of the hash: its low bits give the home position, all of it decides whether a key is
 * worth comparing, and growing needs nothing else. At most three quarters of the slots are in use, so a probe always
 * ends at a free one; taking an item out moves the rest of its probe run back, so there are no tombstones. */
#include "map.h"

#include <stdlib.h>

enum { FEWEST_SLOTS = 16 };

static uint32_t stored_hash(uint64_t hash)
{
  return (uint32_t)(hash >> 32);
}

static size_t slot_count(const Map *map)
{
  return map->slots ? (size_t)map->mask + 1 : 0;
}

void map_init(Map *map, MemoryLimit *limit)
{
  *map = (Map){.limit = limit};
}

void map_free(Map *map)
{
  memory_give(map->limit, slot_count(map) * sizeof(MapSlot));
  free(map->slots);
  map_init(map, map->limit);
}

void map_clear(Map *map)
{
  if (map->count) memset(map->slots, 0xFF, slot_count(map) * sizeof(MapSlot));
  map->count = 0;
}

static void put(Map *map, MapSlot slot)
{
  uint32_t at = slot.hash & map->mask;
  while (map->slots[at].item != MAP_NONE) at = (at + 1) & map->mask;
  map->slots[at] = slot;
}

static Status resize(Map *map, size_t slots, Error *err)
{
  size_t bytes = slots * sizeof(MapSlot);
  if (!memory_take(map->limit, bytes)) return memory_fail(map->limit, err);
  MapSlot *fresh = malloc(bytes);
  if (!fresh) {
    memory_give(map->limit, bytes);
    return error_out_of_memory(err);
  }
  memset(fresh, 0xFF, bytes);
  MapSlot *old = map->slots;
  size_t old_slots = slot_count(map);
  map->slots = fresh;
  map->mask = (uint32_t)(slots - 1);
  for (size_t i = 0; i < old_slots; i++)
    if (old[i].item != MAP_NONE) put(map, old[i]);
  free(old);
  memory_give(map->limit, old_slots * sizeof(MapSlot));
  return STATUS_OK;
}

Status map_reserve(Map *map, uint32_t items, Error *err)
{
  size_t have = slot_count(map), slots = have ? have : FEWEST_SLOTS;
  while (slots / 4 * 3 < items) {
    if (slots > UINT32_MAX / 2) return error_set(err, ERROR_MEMORY, NULL, "a hash table of over 3 billion items");
    slots *= 2;
  }
  return slots == have ? STATUS_OK : resize(map, slots, err);
}

uint32_t map_find(const Map *map, uint64_t hash, MapEqual equal, const void *context, const void *key)
{
  if (map->count == 0) return MAP_NONE;
  uint32_t h = stored_hash(hash);
  for (uint32_t at = h & map->mask;; at = (at + 1) & map->mask) {
    MapSlot slot = map->slots[at];
    if (slot.item == MAP_NONE || (slot.hash == h && equal(context, slot.item, key))) return slot.item;
  }
}

Status map_add(Map *map, uint64_t hash, uint32_t item, Error *err)
{
  if (UNLIKELY(map->count >= slot_count(map) / 4 * 3)) TRY(map_reserve(map, map->count + 1, err));
  put(map, (MapSlot){stored_hash(hash), item});
  map->count++;
  return STATUS_OK;
}

bool map_remove(Map *map, uint64_t hash, uint32_t item)
{
  if (map->count == 0) return false;
  uint32_t mask = map->mask, at = stored_hash(hash) & mask;
  while (map->slots[at].item != item) {
    if (map->slots[at].item == MAP_NONE) return false;
    at = (at + 1) & mask;
  }
  /* Close the gap: a later slot of the run moves into it unless its home lies behind the gap. */
  uint32_t gap = at;
  for (uint32_t next = (gap + 1) & mask; map->slots[next].item != MAP_NONE; next = (next + 1) & mask) {
    uint32_t from_home = (next - (map->slots[next].hash & mask)) & mask;
    uint32_t from_gap = (next - gap) & mask;
    if (from_home < from_gap) continue;
    map->slots[gap] = map->slots[next];
    gap = next;
  }
  map->slots[gap].item = MAP_NONE;
  map->count--;
  return true;
}

uint32_t map_next(const Map *map, uint64_t hash, uint32_t *at)
{
  if (map->count == 0) return MAP_NONE;
  uint32_t h = stored_hash(hash);
  uint32_t position = *at == MAP_NONE ? h & map->mask : (*at + 1) & map->mask;
  for (;; position = (position + 1) & map->mask) {
    MapSlot slot = map->slots[position];
    if (slot.item == MAP_NONE) return MAP_NONE;
    if (slot.hash == h) {
      *at = position;
      return slot.item;
    }
  }
}

/* ---- hashing */

__extension__ typedef unsigned __int128 Wide;

static uint64_t fold_multiply(uint64_t a, uint64_t b)
{
  Wide product = (Wide)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t read64(const unsigned char *p)
{
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

static uint64_t read32(const unsigned char *p)
{
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* The folded 64 by 64 bit multiplication is the idea of Wang Yi's wyhash (public domain); the constants are odd and
 * otherwise arbitrary. Not made to withstand keys chosen to collide. */
uint64_t hash_bytes(const void *data, size_t len)
{
  const uint64_t first = UINT64_C(0x9E6C63D0876A9A47), second = UINT64_C(0xD1B54A32D192ED03);
  const unsigned char *p = data;
  uint64_t h = first, a = 0, b = 0;
  if (len >= 16) {
    for (size_t left = len; left > 16; left -= 16, p += 16)
      h = fold_multiply(read64(p) ^ first, read64(p + 8) ^ h ^ second);
    p = (const unsigned char *)data + len - 16;
    a = read64(p);
    b = read64(p + 8);
  } else if (len >= 8) {
    a = read64(p);
    b = read64(p + len - 8);
  } else if (len >= 4) {
    a = read32(p);
    b = read32(p + len - 4);
  } else if (len > 0) {
    a = (uint64_t)p[0] << 16 | (uint64_t)p[len / 2] << 8 | p[len - 1];
  }
  return fold_multiply(first ^ len, second ^ fold_multiply(a ^ second, b ^ h));
}

/* ---- names */

void names_init(Names *names)
{
  *names = (Names){0};
}

void names_free(Names *names)
{
  for (uint32_t i = 0; i < names->count; i++) free((char *)names->texts[i].data);
  free(names->texts);
  map_free(&names->map);
  names_init(names);
}

static uint64_t text_hash(Text text)
{
  return hash_bytes(text.data, text.len);
}

static bool is_name(const void *context, uint32_t item, const void *key)
{
  const Names *names = context;
  return text_equal(names->texts[item], *(const Text *)key);
}

uint32_t names_find(const Names *names, Text text)
{
  return map_find(&names->map, text_hash(text), is_name, names, &text);
}

Status names_add(Names *names, Text text, uint32_t *id, Error *err)
{
  *id = names_find(names, text);
  if (*id != NAME_NONE) return STATUS_OK;
  if (names->count == names->cap) {
    uint32_t cap = names->cap ? names->cap * 2 : 16;
    Text *texts = cap > names->cap ? realloc(names->texts, cap * sizeof(Text)) : NULL;
    if (!texts) return error_out_of_memory(err);
    names->texts = texts;
    names->cap = cap;
  }
  TRY(map_reserve(&names->map, names->count + 1, err));
  char *copy = malloc(text.len + 1);
  if (!copy) return error_out_of_memory(err);
  if (text.len) memcpy(copy, text.data, text.len);
  copy[text.len] = '\0';
  *id = names->count++;
  names->texts[*id] = (Text){copy, text.len};
  return map_add(&names->map, text_hash(text), *id, err);
}

void names_truncate(Names *names, uint32_t count)
{
  while (names->count > count) {
    uint32_t id = --names->count;
    map_remove(&names->map, text_hash(names->texts[id]), id);
    free((char *)names->texts[id].data);
  }
}
