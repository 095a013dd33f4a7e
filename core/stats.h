/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many relationships of a type start or end at a node with a label: a small hash table of exact counts, kept on
 * write by the graph and read by the planner. */
#ifndef CLIO_CORE_STATS_H
#define CLIO_CORE_STATS_H

#include "graph.h"

typedef struct StatsEntry {
  uint32_t label, type;
  Direction dir;
  uint64_t count;
} StatsEntry;

typedef struct Stats {
  Map map; /* to entries, which are never removed */
  StatsEntry *entries;
  uint32_t count, cap;
} Stats;

void stats_init(Stats *stats);
void stats_free(Stats *stats);
/* Adds by (which may be negative) to the count; cannot fail for a triple that was added before. */
Status stats_add(Stats *stats, uint32_t label, uint32_t type, Direction dir, int64_t by, Error *err);
uint64_t stats_get(const Stats *stats, uint32_t label, uint32_t type, Direction dir); /* type NAME_NONE: all */

#endif
