/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All paths of a length between min and max that start at a node, depth first and one at a time, without recursion:
 * trails (no relationship twice) unless the plan's path mode says otherwise. */
#ifndef CLIO_QUERIES_TRAIL_H
#define CLIO_QUERIES_TRAIL_H

#include "steps.h"

typedef struct TrailFrame {
  uint32_t start, at; /* the steps of one node on the stack of steps, up to the next frame's start */
  uint32_t end;
} TrailFrame;

typedef struct Trail {
  Steps steps;
  Direction dir;
  int64_t min, max;
  PathMode mode;
  uint32_t depth;     /* relationships of the path found */
  uint32_t *rels;     /* depth of them */
  uint32_t *nodes;    /* depth + 1 */
  TrailFrame *frames; /* depth + 1 */
  uint32_t rel_cap, node_cap, frame_cap;
  uint64_t *used;    /* a bit for each relationship on the path; NULL while the path is short */
  uint32_t used_cap; /* words */
  int stage;
  uint32_t ticks;
} Trail;

Status trail_open(Exec *x, const Plan *plan, Trail *t);
void trail_close(Exec *x, Trail *t);
/* steps_row must have been called for the input row. */
Status trail_start(Exec *x, Trail *t, uint32_t node, int64_t min, int64_t max);
/* The next path: t->rels, t->nodes, t->depth. */
Status trail_next(Exec *x, Trail *t, bool *found);

#endif
