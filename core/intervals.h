/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The relationships of one type by the days in which they may hold, after their properties valid_from and valid_to and
 * the bounds of these: so that what held on a day is found without looking at all of them. Made when a query first
 * asks, and made anew when a part of the relationships has changed; until then those that were added or changed are
 * looked at one by one. Nothing of it is stored. */
#ifndef CLIO_CORE_INTERVALS_H
#define CLIO_CORE_INTERVALS_H

#include "graph.h"
#include "validity.h"

typedef struct Intervals Intervals;

/* Below this many relationships of a type nobody should ask. */
enum { INTERVALS_WORTH = 1000 };

/* Up to date with the graph. Any thread of a statement that reads may call it. */
Status graph_intervals(Graph *g, uint32_t type, const Intervals **out, Error *err);

/* A relationship with its ends. */
typedef struct IntervalRel {
  uint32_t rel, start, end;
} IntervalRel;

typedef struct IntervalCursor {
  const Graph *graph;
  const Intervals *index;
  DayRange days;
  bool complete;    /* no relationship that the index covers was deleted */
  uint32_t at, end; /* entries that begin in time */
  uint32_t next;    /* relationships added since */
  uint32_t moved;   /* those that were changed since */
} IntervalCursor;

/* All of the type that may hold on some of the days; no others, where the days are within 5 million years. */
void intervals_seek(IntervalCursor *c, const Graph *g, const Intervals *index, DayRange days);
size_t intervals_next(IntervalCursor *c, IntervalRel *rels, size_t most); /* 0: no more */

/* intervals.c and the graph: forgets what covers relationships from this one on, which are taken back. */
void graph_forget_intervals(Graph *g, uint32_t first_rel);
void graph_free_intervals(Graph *g);

#endif
