/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The relationships of a node, of certain types in certain directions, a stretch at a time: from the compact runs where
 * they are the whole truth, and otherwise through the cursor of graph.h. */
#ifndef CLIO_QUERIES_REL_WALK_H
#define CLIO_QUERIES_REL_WALK_H

#include "rel_rows.h"

/* At most BATCH_ROWS of them, all of one direction; a loop comes once also where both directions are asked for. */
typedef struct Stretch {
  const uint32_t *nodes, *rels;
  uint32_t n;
  bool outgoing; /* they start at the node */
} Stretch;

typedef struct RelWalk {
  const Graph *graph;
  const RelTypes *types;
  Direction dir;
  bool compact; /* rel_types_compact */
  uint32_t node;
  bool begun; /* private, from here on */
  bool incoming;
  uint32_t type_at;
  Run run;
  uint32_t at, skip_from, skip_to; /* in run; loops to leave out */
  Neighbours neighbours;
  uint32_t node_buffer[BATCH_ROWS], rel_buffer[BATCH_ROWS];
} RelWalk;

/* Whether runs are the whole truth about the types. */
bool rel_types_compact(const Exec *x, const RelTypes *types);
void rel_walk_begin(RelWalk *w, const Exec *x, const RelTypes *types, Direction dir, bool compact, uint32_t node);
bool rel_walk_next(RelWalk *w, Stretch *out); /* false at the end */

/* The place of the first entry of the run that is not below the node. */
static inline uint32_t run_lower_bound(const Run *run, uint32_t node)
{
  uint32_t low = 0, len = run->len;
  while (len > 0) {
    uint32_t half = len / 2;
    if (run->nodes[low + half] < node) {
      low += half + 1;
      len -= half + 1;
    } else {
      len = half;
    }
  }
  return low;
}

#endif
