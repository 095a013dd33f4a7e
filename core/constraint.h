/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A constraint as the graph keeps it. Which there are is the business of constraints.c, whether they hold that of
 * constraint_check.c; nothing of either is on the way of a write, since the undo log tells what has changed. */
#ifndef CLIO_CORE_CONSTRAINT_H
#define CLIO_CORE_CONSTRAINT_H

#include "graph.h"
#include "type_test.h"

typedef struct Constraint {
  ConstraintSpec spec; /* what it points to lives in the arena */
  Arena arena;
  TypeTest *test; /* CONSTRAINT_TYPE */
  Index *index;   /* for a single key that has to be unique; the graph's */
  /* For several keys: the hash of an entity's values to its slot. While a transaction is open nothing is taken out, so
   * that whatever is undone finds what it had before still there. Hence what is found has to be compared: the entity
   * may have other values by now. */
  Map tuples;
  bool complete;  /* the values of all entities are in it */
  bool tentative; /* but only of the graph as a transaction that is still open has made it */
} Constraint;

Status constraint_new(Constraint **out, const ConstraintSpec *spec, Error *err);
void constraint_free(Constraint *c);

static inline bool constraint_is_unique(const Constraint *c)
{
  return c->spec.rule == CONSTRAINT_UNIQUE || c->spec.rule == CONSTRAINT_KEY;
}

#endif
