/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carrying out SET and REMOVE items, also those of MERGE. Row by row, since a row may read what one before it has set,
 * and in a row item by item. Nothing happens where the entity is null. */
#ifndef CLIO_QUERIES_ASSIGN_H
#define CLIO_QUERIES_ASSIGN_H

#include "op.h"

typedef struct Assignment {
  const SetItem *item;
  const Expr *target; /* the expression that gives the entity */
  Eval *entity;
  Eval *key_eval; /* target[key] */
  Eval *value;
  Text key_name; /* target.key */
  uint32_t key;  /* its number; NAME_NONE: not looked up yet */
  NameRef *labels;
  uint32_t label_count;
  const Expr **dynamic;
  Eval **dynamic_evals;
  uint32_t dynamic_count;
} Assignment;

typedef struct Assignments {
  Assignment *at;
  uint32_t n;
  Arena arena; /* values of one row */
} Assignments;

Status assignments_open(Exec *x, const SetItem *items, uint32_t n, Assignments *a);
void assignments_close(Assignments *a);
/* Carries all of them out for the rows that count. */
Status assignments_run(Exec *x, Assignments *a, const Batch *b);

#endif
