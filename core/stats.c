/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts per (label, type, direction); see stats.h. */
#include "stats.h"

#include <stdlib.h>

void stats_init(Stats *stats)
{
  *stats = (Stats){0};
  map_init(&stats->map, NULL);
}

void stats_free(Stats *stats)
{
  map_free(&stats->map);
  free(stats->entries);
  stats_init(stats);
}

static bool same_triple(const void *context, uint32_t item, const void *key)
{
  const StatsEntry *a = &((const Stats *)context)->entries[item], *b = key;
  return a->label == b->label && a->type == b->type && a->dir == b->dir;
}

static uint64_t hash_of(const StatsEntry *e)
{
  return value_hash_mix(((uint64_t)e->label << 32 | e->type) * 2 + (e->dir == DIR_IN));
}

Status stats_add(Stats *stats, uint32_t label, uint32_t type, Direction dir, int64_t by, Error *err)
{
  StatsEntry entry = {.label = label, .type = type, .dir = dir};
  uint64_t hash = hash_of(&entry);
  uint32_t item = map_find(&stats->map, hash, same_triple, stats, &entry);
  if (UNLIKELY(item == MAP_NONE)) {
    if (stats->count == stats->cap) {
      uint32_t cap = MAX(16u, stats->cap * 2);
      StatsEntry *grown = realloc(stats->entries, cap * sizeof *grown);
      if (!grown) return error_out_of_memory(err);
      stats->entries = grown;
      stats->cap = cap;
    }
    TRY(map_add(&stats->map, hash, stats->count, err));
    item = stats->count++;
    stats->entries[item] = entry;
  }
  stats->entries[item].count += (uint64_t)by;
  return STATUS_OK;
}

uint64_t stats_get(const Stats *stats, uint32_t label, uint32_t type, Direction dir)
{
  if (type != NAME_NONE) {
    StatsEntry entry = {.label = label, .type = type, .dir = dir};
    uint32_t item = map_find(&stats->map, hash_of(&entry), same_triple, stats, &entry);
    return item == MAP_NONE ? 0 : stats->entries[item].count;
  }
  uint64_t sum = 0;
  for (uint32_t i = 0; i < stats->count; i++)
    if (stats->entries[i].label == label && stats->entries[i].dir == dir) sum += stats->entries[i].count;
  return sum;
}
