/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order in which one component of a pattern is solved: what plan_match.c, which takes the pattern apart, asks of
 * plan_search.c. */
#ifndef CLIO_QUERIES_PLAN_SEARCH_H
#define CLIO_QUERIES_PLAN_SEARCH_H

#include "plan_internal.h"

typedef struct Search {
  Planner *p;
  PatternGraph *g;
  const uint32_t *component_of;   /* by node */
  const uint32_t *component_edge; /* by edge: its component; none of them for shortest paths, which come last */
  bool needs_others;              /* some step speaks of variables besides its own */
  uint32_t component;
} Search;

static inline bool search_has_edge(const Search *s, uint32_t edge)
{
  return s->component_edge[edge] == s->component;
}

/* The steps that solve the component when the slots of `from` are bound, for so many rows: the cheapest that were
 * found. */
Status search_component(Search *s, const SlotSet *from, double rows, Solution *out);
/* Likewise for a plan that will be made: here PlanOptions.choose may decide. */
Status search_to_build(Search *s, const SlotSet *from, double rows, Solution *out);

#endif
