/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiling expressions and the entry points of evaluation. Which function runs which kind of expression stands in one
 * place, runner_of. Whatever does not depend on rows is computed here once; an error in doing so is left for the first
 * row that reaches the expression, so that `CASE WHEN false THEN 1/0 END` is none. */
#include "eval_internal.h"

Status eval_failed(Evaluation *r, const Eval *e)
{
  Error *err = r->x->err;
  if (err->kind != ERROR_NONE && err->span.end == 0) err->span = e->expr->span;
  return STATUS_FAIL;
}

Value *eval_values(Evaluation *r, Rows rows, Vec *out)
{
  Value *values = arena_alloc(r->arena, MAX(rows_span(rows), 1u) * sizeof(Value));
  if (arena_check(r->arena, r->x->err) != STATUS_OK) return NULL;
  *out = (Vec){.kind = VEC_VALUE, .values = values};
  return values;
}

Status eval_args(Evaluation *r, Eval *e, uint32_t i, Rows rows, Vec *out)
{
  return e->args[i]->run(r, e->args[i], rows, out);
}

Status eval_constant(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  (void)r;
  (void)rows;
  *out = (Vec){.kind = VEC_CONST, .constant = e->constant};
  return STATUS_OK;
}

static Status run_slot(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  (void)rows;
  *out = r->in->slots[e->slot];
  return STATUS_OK;
}

static Status run_count_star(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  (void)rows;
  (void)out;
  error_internal(r->x->err, "an aggregate function met outside of an aggregation");
  return eval_failed(r, e);
}

static EvalRun binary_runner(ExprOp op)
{
  switch (op) {
  case OP_AND:
  case OP_OR: return eval_logic;
  case OP_XOR: return eval_xor;
  case OP_IN: return eval_in;
  case OP_STARTS_WITH:
  case OP_ENDS_WITH:
  case OP_CONTAINS: return eval_text_test;
  case OP_REGEX: return eval_regex;
  case OP_CONCAT: return eval_concat;
  default: return eval_arithmetic;
  }
}

static EvalRun call_runner(const Expr *e)
{
  if (e->function && e->function->aggregate) return run_count_star;
  return e->function && strcmp(e->function->name, "coalesce") == 0 ? eval_coalesce : eval_call;
}

static EvalRun runner_of(const Expr *e)
{
  switch (e->kind) {
  case EXPR_LITERAL:
  case EXPR_PARAMETER: return eval_constant;
  case EXPR_VARIABLE: return run_slot;
  case EXPR_PROPERTY: return eval_property;
  case EXPR_INDEX: return eval_index;
  case EXPR_SLICE: return eval_slice;
  case EXPR_HAS_LABELS: return eval_has_labels;
  case EXPR_LIST: return eval_list;
  case EXPR_MAP: return eval_map;
  case EXPR_UNARY: return eval_unary;
  case EXPR_BINARY: return binary_runner(e->op);
  case EXPR_COMPARISON: return eval_comparison;
  case EXPR_CALL: return call_runner(e);
  case EXPR_COUNT_STAR: return run_count_star;
  case EXPR_CASE: return eval_case;
  case EXPR_LIST_COMPREHENSION: return eval_comprehension;
  case EXPR_QUANTIFIER: return eval_quantifier;
  case EXPR_REDUCE: return eval_reduce;
  case EXPR_PATTERN:
  case EXPR_PATTERN_COMPREHENSION:
  case EXPR_SHORTEST_PATH:
  case EXPR_SUBQUERY: return eval_subplan;
  case EXPR_MAP_PROJECTION: return eval_map_projection;
  case EXPR_IS_TYPED: return eval_is_typed;
  }
  return run_count_star;
}

static bool has_locals(const Expr *e)
{
  return e->kind == EXPR_LIST_COMPREHENSION || e->kind == EXPR_QUANTIFIER || e->kind == EXPR_REDUCE;
}

/* Kinds whose value is the same for every row once their arguments are constant. */
static bool may_fold(const Eval *e)
{
  const Expr *expr = e->expr;
  switch (expr->kind) {
  case EXPR_INDEX:
  case EXPR_SLICE:
  case EXPR_LIST:
  case EXPR_MAP:
  case EXPR_UNARY:
  case EXPR_BINARY:
  case EXPR_COMPARISON:
  case EXPR_CASE: /* but for the extended form, whose predicates are over a slot */
  case EXPR_PROPERTY:
  case EXPR_IS_TYPED: break;
  case EXPR_CALL:
    if (expr->function->aggregate || (expr->function->flags & FUNCTION_VOLATILE)) return false;
    /* A long range is better counted out than built. */
    if ((expr->function->result & ~(uint32_t)TYPE_NULL) == TYPE_LIST && !(expr->function->flags & FUNCTION_STATEMENT))
      return false;
    break;
  default: return false;
  }
  for (uint32_t i = 0; i < e->n; i++)
    if (e->args[i] && !e->args[i]->is_constant) return false;
  return true;
}

/* A subplan is compiled when its first row is asked for, in the midst of another expression's evaluation: what
 * functions are given is put back afterwards. */
static Status fold(Exec *x, Eval *e)
{
  Vec one;
  Batch none = {.n = 1};
  Error ignored = {0}, *err = x->err;
  Arena *arena = x->function.arena;
  Evaluation r = {x, &none, &x->arena};
  x->err = x->function.err = &ignored;
  x->function.arena = &x->arena;
  Status status = e->run(&r, e, (Rows){NULL, 1}, &one);
  x->err = x->function.err = err;
  x->function.arena = arena;
  if (status != STATUS_OK) return STATUS_OK;
  e->constant = vec_get(&one, 0);
  e->is_constant = true;
  e->run = eval_constant;
  return STATUS_OK;
}

static Status compile_special(Exec *x, Eval *e)
{
  const Expr *expr = e->expr;
  switch (expr->kind) {
  case EXPR_LITERAL:
    e->constant = expr->value;
    e->constant.flags |= VALUE_STABLE;
    e->is_constant = true;
    return STATUS_OK;
  case EXPR_PARAMETER:
    e->constant = x->parameters[expr->key];
    e->constant.flags |= VALUE_STABLE;
    e->is_constant = true;
    return STATUS_OK;
  case EXPR_PROPERTY: e->key = graph_name_find(x->graph, NAME_KEY, expr->name.text); return STATUS_OK;
  case EXPR_HAS_LABELS: return eval_compile_labels(x, e);
  case EXPR_IS_TYPED: return eval_compile_type(x, e);
  default: return has_locals(expr) ? eval_compile_outer(x, e) : STATUS_OK;
  }
}

Status eval_compile_in(Exec *x, const Expr *expr, Eval **out)
{
  Eval *e = arena_new(&x->arena, Eval);
  e->expr = expr;
  e->run = runner_of(expr);
  e->slot = expr->slot;
  e->slot2 = expr->slot2;
  e->n = expr->n;
  e->args = arena_array(&x->arena, Eval *, expr->n);
  TRY(arena_check(&x->arena, x->err));
  /* What a pattern or subquery holds belongs to its subplan. */
  bool own_args = expr->kind != EXPR_PATTERN_COMPREHENSION;
  for (uint32_t i = 0; own_args && i < expr->n; i++)
    if (expr->args[i]) TRY(eval_compile_in(x, expr->args[i], &e->args[i]));
  TRY(compile_special(x, e));
  if (!e->is_constant && may_fold(e)) TRY(fold(x, e));
  *out = e;
  return STATUS_OK;
}

Status eval_compile(Exec *x, const Expr *e, Eval **out)
{
  return eval_compile_in(x, e, out);
}

Status eval_run(Exec *x, Eval *e, const Batch *in, Arena *arena, Vec *out)
{
  Evaluation r = {x, in, arena};
  x->function.arena = arena;
  return e->run(&r, e, (Rows){in->sel, in->n}, out);
}

Status eval_single(Exec *x, Eval *e, Arena *arena, Value *out)
{
  Batch one = batch_new(arena, x->slot_count); /* a subquery hands its outer row on */
  one.n = 1;
  TRY(arena_check(arena, x->err));
  Vec vec;
  TRY(eval_run(x, e, &one, arena, &vec));
  *out = vec_get(&vec, 0);
  return STATUS_OK;
}
