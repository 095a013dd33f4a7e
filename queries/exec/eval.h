/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions: compiled once per run to a compact tree, evaluated a batch at a time. */
#ifndef CLIO_QUERIES_EVAL_H
#define CLIO_QUERIES_EVAL_H

#include "exec.h"

typedef struct Eval Eval;

/* Compiles e (annotated by check/) into x->arena. Resolves property keys to columns' numbers, folds constants. */
Status eval_compile(Exec *x, const Expr *e, Eval **out);

/* Evaluates over the rows of `in` that count (in->sel, in->n). Fills *out so that vec_get(out, row) is right for just
 * these rows. Memory is taken from `arena`, which the caller resets when the rows are no longer needed; the vector may
 * also borrow from `in`. Conditional parts (CASE, AND, OR, coalesce) are evaluated only for the rows that reach them.
 */
Status eval_run(Exec *x, Eval *e, const Batch *in, Arena *arena, Vec *out);

/* A predicate: keeps the rows for which e is true. sel_out (room for in->n entries) gets their row numbers, ascending;
 * *n_out how many. Comparisons of a node's property with a constant take a typed loop over the property's column. */
Status eval_filter(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *sel_out, uint32_t *n_out);

/* One row; for single values such as LIMIT's count, which may use no variables. */
Status eval_single(Exec *x, Eval *e, Arena *arena, Value *out);

#endif
