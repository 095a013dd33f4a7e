/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run of expansions and filters below an aggregation, taken apart into a tree: what plan_count.c, which chooses the
 * part that is only counted, hands to plan_count_build.c, which makes the operators. */
#ifndef CLIO_QUERIES_PLAN_COUNT_H
#define CLIO_QUERIES_PLAN_COUNT_H

#include "plan_internal.h"

#define NONE UINT32_MAX

typedef struct Site { /* a node of the pattern's tree */
  uint32_t slot;
  uint32_t edge;    /* towards the root; NONE for a root */
  ExprList filters; /* conjuncts that speak of it alone */
} Site;

typedef struct Branch { /* a relationship of the tree: an EXPAND */
  Plan *op;
  uint32_t from, to; /* sites, as the operator has them */
  uint32_t top, end; /* sites: the one nearer the root, the other */
  bool kept;
} Branch;

typedef struct Differ { /* the conjunct `x <> y` between two sites */
  Expr *expr;
  uint32_t a, b;
} Differ;

AST_LIST(Sites, Site);
AST_LIST(Branches, Branch);
AST_LIST(Differs, Differ);
AST_LIST(Ops, Plan *);

typedef struct Counting {
  Planner *p;
  Plan *aggregate;
  Ops ops;         /* the run of operators that may be taken apart, the lowest first */
  Plan *base;      /* what they stand on */
  bool made_base;  /* it stands for the lower half of a scan of relationships */
  double cost;     /* of the run as it was */
  bool rerootable; /* nothing but expansions and filters stands on a base that finds all nodes, or those of a label */
  Sites sites;
  Branches branches;
  Differs differs;
  ExprList others; /* conjuncts about more, or about nothing */
  SlotSet needed;  /* by the aggregation and by what cannot be taken apart */
  uint32_t root;   /* site, where rerootable; otherwise the sites that are bound without a branch are the roots */
} Counting;

static inline uint32_t counting_site(const Counting *c, uint32_t slot)
{
  for (uint32_t i = 0; i < c->sites.n; i++)
    if (c->sites.at[i].slot == slot) return i;
  return NONE;
}

/* count(*), or count() of something that the run's patterns bound and that is therefore no null. */
bool counting_counts_rows(const Counting *c, const PlanAggregate *a);
/* Whether two relationships of a MATCH that must differ could be one. */
bool counting_clash(const Branch *a, const Branch *b);
/* Whether the run has bound the relationship: as a branch, that is. */
bool counting_has_rel(const Counting *c, uint32_t rel);
/* Whether all that is asked of the branch is how many relationships there are. */
bool counting_is_plain(const Counting *c, const Branch *b);
Direction counting_direction(const Branch *b); /* seen from its top */
double counting_fan_out(const Counting *c, const Branch *b);
double counting_root_rows(const Counting *c);
/* Puts the operators for what was chosen in place of the run. */
Status counting_build(Counting *c);

#endif
