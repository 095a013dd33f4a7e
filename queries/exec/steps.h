/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps a variable-length or shortest path may take from a node: its relationships of the plan's types, but for
 * those of `unique` and those that step_filter refuses. Kept as a stack, on which each node's steps are put; the walk
 * over them is trail.c's or op_shortest.c's. */
#ifndef CLIO_QUERIES_STEPS_H
#define CLIO_QUERIES_STEPS_H

#include "rel_rows.h"

typedef struct Steps {
  const Plan *plan;
  RelTypes types;
  Unique unique;
  uint32_t *rels, *nodes; /* the stack: a relationship and the node it leads to */
  uint32_t n, rel_cap, node_cap;
  Eval *filter;      /* or NULL */
  Batch filter_rows; /* the outer row's slots as constants, and the step's */
  Arena filter_arena;
  uint16_t *sel;
} Steps;

Status steps_open(Exec *x, const Plan *plan, Steps *s);
void steps_close(Exec *x, Steps *s);
/* Looks at names again; once for each input batch. */
void steps_batch(Exec *x, Steps *s);
/* The input row whose steps are asked for next. Empties the stack. */
Status steps_row(Exec *x, Steps *s, const Batch *in, uint32_t row);
/* Puts the steps of a node on the stack. backwards: the path is being built from its end, so dir is against it and the
 * node that a step reaches is the one given. */
Status steps_load(Exec *x, Steps *s, uint32_t node, Direction dir, bool backwards);

#endif
