/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts that take part in a run, for WHY. The WITNESS operators of its plan and the functions that look further
 * than at their arguments say here which nodes and relationships they have come upon: whatever is not among these
 * cannot change what the run gives. Or the other way round: a run leaves one fact out, as if the graph had it not. */
#ifndef CLIO_QUERIES_WITNESS_H
#define CLIO_QUERIES_WITNESS_H

#include "core/graph.h"

#include <roaring/roaring.h>

typedef struct FactSet {
  roaring_bitmap_t *nodes, *rels;
} FactSet;

Status fact_set_init(FactSet *s, Error *err); /* to be freed in any case */
void fact_set_free(FactSet *s);
bool fact_set_has(const FactSet *s, Value fact);
void fact_set_add(FactSet *s, Value fact);
void fact_set_add_all(FactSet *s, const FactSet *more);

typedef struct Witness {
  /* Null: the run notes. Else a node or relationship that WITNESS operators leave out. */
  Value without;
  FactSet met;       /* in what patterns match: a match with the fact is all that goes with it */
  FactSet looked_at; /* by functions and searches, which would find something else without the fact */
  bool missed;       /* one of these has come upon what is left out: this run does not tell what would be */
} Witness;

/* Calls with each node and relationship in a value, until a call gives true; and gives that. The ends of a relationship
 * count as in it, which could not be without them. */
typedef bool (*FactVisit)(void *context, Value fact);
bool facts_visit(const Graph *g, Value v, FactVisit visit, void *context);

void witness_meet(Witness *w, const Graph *g, Value v);
void witness_look_at(Witness *w, const Graph *g, Value v);
bool witness_leaves_out(const Witness *w, const Graph *g, Value v);

#endif
