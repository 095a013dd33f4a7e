/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What operators share that bind a relationship: which relationships of the same MATCH it must differ from, and for
 * scans and seeks the rows (relationship, from, to) that one relationship makes. */
#ifndef CLIO_QUERIES_REL_ROWS_H
#define CLIO_QUERIES_REL_ROWS_H

#include "fanout.h"

static inline Direction direction_opposite(Direction dir)
{
  return dir == DIR_OUT ? DIR_IN : dir == DIR_IN ? DIR_OUT : DIR_BOTH;
}

/* The relationships that a row's new one must not be: those in plan->unique, lists included. */
typedef struct Unique {
  uint32_t *ids; /* of the row that was loaded */
  uint32_t n, cap;
} Unique;

Status unique_load(Exec *x, const Plan *plan, Unique *u, const Batch *in, uint32_t row);

static inline bool unique_allows(const Unique *u, uint32_t rel)
{
  for (uint32_t i = 0; i < u->n; i++)
    if (u->ids[i] == rel) return false;
  return true;
}

/* The types of plan->types that the graph knows by now, each once. any: the plan names none. */
typedef struct RelTypes {
  uint32_t *ids;
  uint32_t n;
  bool any;
  bool complete; /* every name is known: no need to look again */
} RelTypes;

Status rel_types_open(Exec *x, const Plan *plan, RelTypes *types);
void rel_types_resolve(Exec *x, const Plan *plan, RelTypes *types);

static inline bool rel_types_contain(const RelTypes *types, uint32_t type)
{
  if (types->any) return true;
  for (uint32_t i = 0; i < types->n; i++)
    if (types->ids[i] == type) return true;
  return false;
}

/* Output of a scan over relationships: one row for each way round that plan->dir allows, a loop once. Where from and to
 * are the same slot only loops count. */
typedef struct RelRows {
  RelTypes types;
  Unique unique;
  uint32_t *rels, *from, *to;
} RelRows;

Status rel_rows_open(Exec *x, const Plan *plan, RelRows *r);
/* Adds the rows of one relationship, at most two, for which f must have room. */
void rel_rows_add(const Exec *x, const Plan *plan, RelRows *r, Fanout *f, uint32_t row, uint32_t rel);
void rel_rows_finish(const Plan *plan, const RelRows *r, Batch *out);

#endif
