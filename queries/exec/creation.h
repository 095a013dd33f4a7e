/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making the nodes and relationships of a pattern, for CREATE and MERGE. First everything that is written down in the
 * pattern is evaluated for the rows at hand, then the entities are made and their slots set. Names that the graph does
 * not know yet are added when the first entity is made. */
#ifndef CLIO_QUERIES_CREATION_H
#define CLIO_QUERIES_CREATION_H

#include "op.h"

/* The properties in a pattern: a map literal, whose values are evaluated one by one, or any expression giving a map. */
typedef struct Properties {
  const Expr *expr; /* NULL: none */
  uint32_t n;       /* entries of a literal */
  uint32_t *keys;   /* their numbers; NAME_NONE: not looked up yet */
  Eval **values;
  Vec *vecs;
  Eval *whole; /* no literal */
  Vec vec;
} Properties;

typedef struct NodeMaker {
  const PlanNode *node;
  Properties properties;
  uint32_t *labels; /* numbers: first the plan's, then room for the dynamic ones of a row */
  uint32_t label_cap;
  bool named;
  Eval **dynamic;
  Vec *dynamic_vecs;
  uint32_t *ids; /* made, by row */
} NodeMaker;

typedef struct RelMaker {
  const PlanRel *rel;
  Properties properties;
  uint32_t type; /* NAME_NONE: not looked up yet */
  Eval *dynamic;
  Vec dynamic_vec;
  uint32_t *ids;
} RelMaker;

typedef struct Creation {
  const Plan *plan;
  NodeMaker *nodes; /* plan->node_count; those that are bound make nothing */
  RelMaker *rels;
} Creation;

Status creation_open(Exec *x, const Plan *plan, Creation *c);
/* Evaluates over the rows that count; what it keeps lives in arena. */
Status creation_evaluate(Exec *x, Creation *c, const Batch *b, Arena *arena);
/* MERGE cannot match a null, so it refuses to look for one: SemanticError MergeReadOwnWrites. */
Status creation_refuse_nulls(Exec *x, const Creation *c, uint32_t row);
/* Makes what was evaluated, for the rows that count, and sets the slots of b to arrays of ids by row. */
Status creation_make(Exec *x, Creation *c, Batch *b);

#endif
