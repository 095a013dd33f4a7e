/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the evaluator share. An Eval is one node of the compiled expression; its `run` fills a vector for
 * a selection of rows. The nodes of one expression form a tree in the run's arena. */
#ifndef CLIO_QUERIES_EVAL_INTERNAL_H
#define CLIO_QUERIES_EVAL_INTERNAL_H

#include "eval.h"

/* The rows at hand: rows[0..n-1] of the batch, or 0..n-1 where rows is NULL. */
typedef struct Rows {
  const uint16_t *at;
  uint32_t n;
} Rows;

typedef struct Evaluation {
  Exec *x;
  const Batch *in;
  Arena *arena;
} Evaluation;

typedef Status (*EvalRun)(Evaluation *r, Eval *e, Rows rows, Vec *out);

typedef struct LabelTest LabelTest;

struct Eval {
  EvalRun run;
  const Expr *expr;
  Eval **args; /* args[i] may be NULL where the expression's is */
  uint32_t n;
  bool is_constant;
  Value constant;
  uint32_t slot, slot2;
  uint32_t key;    /* property key; NAME_NONE until the graph knows the name */
  uint32_t *outer; /* slots from outside that the inner expressions of a comprehension read */
  uint32_t outer_count;
  LabelTest *labels;
  void *cache; /* a compiled regular expression, a type */
};

static inline uint32_t rows_at(Rows rows, uint32_t i)
{
  return rows.at ? rows.at[i] : i;
}
/* How long a vector must be to hold an entry for each of the rows. */
static inline uint32_t rows_span(Rows rows)
{
  return rows.n == 0 ? 0 : rows_at(rows, rows.n - 1) + 1u;
}

/* A fresh array of values, one for each row number in use; the vector refers to it. NULL without memory (error set). */
Value *eval_values(Evaluation *r, Rows rows, Vec *out);
Status eval_args(Evaluation *r, Eval *e, uint32_t i, Rows rows, Vec *out);
/* Both operands of e, and a fresh array of values for its result. */
Status eval_operands(Evaluation *r, Eval *e, Rows rows, Vec *a, Vec *b, Value **values, Vec *out);
/* Puts the expression's place into an error that has none. */
Status eval_failed(Evaluation *r, const Eval *e);
/* A value of which a single one may take long to look through: whoever does that row by row asks about the limit of
 * time in between (exec_check). */
static inline bool eval_is_long(Value v)
{
  return v.type == VALUE_LIST || v.type == VALUE_MAP || (v.type == VALUE_STRING && v.aux > 4096);
}
/* Fails for a value that is too much for the query's limit when it is written out (value_weight): for every expression
 * that puts values into one without copying them. */
Status eval_weigh(Evaluation *r, const Eval *e, Value v);

Status eval_constant(Evaluation *r, Eval *e, Rows rows, Vec *out);

/* Compiles a child; shared by the files that make their own nodes. */
Status eval_compile_in(Exec *x, const Expr *e, Eval **out);

/* ---- by file: what eval.c's table of kinds refers to */
Status eval_unary(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_ops.c */
Status eval_arithmetic(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_comparison(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_logic(Evaluation *r, Eval *e, Rows rows, Vec *out); /* AND, OR */
Status eval_xor(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_in(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_text_test(Evaluation *r, Eval *e, Rows rows, Vec *out); /* STARTS WITH, ENDS WITH, CONTAINS */
bool eval_text_fits(ExprOp op, Text text, Text part);
Status eval_concat(Evaluation *r, Eval *e, Rows rows, Vec *out);
Tri eval_compare_values(ExprOp op, Value a, Value b);

/* A test of valid time with a constant question, for rows of a batch; *done is false for any other expression. */
Status eval_filter_valid(Exec *x, Eval *e, const Batch *in, uint16_t *out, uint32_t *n, bool *done); /* eval_valid.c */
/* Likewise the tests of claims and ranks. */
Status eval_filter_claims(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *out,
                          uint32_t *n, /* eval_claims.c */
                          bool *done);
/* Any predicate, by a value for each row. */
Status eval_filter_values(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *out,
                          uint32_t *n); /* eval_filter.c */

Status eval_regex(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_regex.c */

Status eval_property(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_access.c */
Status eval_index(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_slice(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_has_labels(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_compile_labels(Exec *x, Eval *e);
/* x:Label of nodes of the batch; *done is false for any other expression. */
void eval_filter_label(Exec *x, Eval *e, const Batch *in, uint16_t *out, uint32_t *n, bool *done);
Status eval_list(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_map(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_map_projection(Evaluation *r, Eval *e, Rows rows, Vec *out);

Status eval_case(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_control.c */
Status eval_call(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_coalesce(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_subplan(Evaluation *r, Eval *e, Rows rows, Vec *out);

Status eval_comprehension(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_local.c */
Status eval_quantifier(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_reduce(Evaluation *r, Eval *e, Rows rows, Vec *out);
Status eval_compile_outer(Exec *x, Eval *e);

Status eval_is_typed(Evaluation *r, Eval *e, Rows rows, Vec *out); /* eval_type.c */
Status eval_compile_type(Exec *x, Eval *e);

#endif
