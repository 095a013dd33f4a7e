/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions with variables of their own: list comprehensions, quantifiers, reduce. For each outer row the list's own
 * items are the inner batch's vector, without a copy; what the inner expressions read from outside is constant there.
 */
#include "eval_internal.h"

/* ---- which outer slots the inner expressions read */

typedef struct Collect {
  Exec *x;
  Eval *e;
  bool all; /* a pattern or subquery inside may read any slot */
} Collect;

static void note_slot(Collect *c, uint32_t slot)
{
  Eval *e = c->e;
  if (slot == e->slot || (e->expr->kind == EXPR_REDUCE && slot == e->slot2)) return;
  for (uint32_t i = 0; i < e->outer_count; i++)
    if (e->outer[i] == slot) return;
  e->outer[e->outer_count++] = slot;
}

static Status collect(void *context, Expr **child)
{
  Collect *c = context;
  const Expr *e = *child;
  switch (e->kind) {
  case EXPR_VARIABLE: note_slot(c, e->slot); return STATUS_OK;
  case EXPR_PATTERN:
  case EXPR_PATTERN_COMPREHENSION:
  case EXPR_SHORTEST_PATH:
  case EXPR_SUBQUERY: c->all = true; return STATUS_OK;
  default: return ast_each_child(*child, collect, context);
  }
}

Status eval_compile_outer(Exec *x, Eval *e)
{
  e->outer = arena_array(&x->arena, uint32_t, x->slot_count);
  TRY(arena_check(&x->arena, x->err));
  Collect c = {x, e, false};
  const Expr *expr = e->expr;
  for (uint32_t i = expr->kind == EXPR_REDUCE ? 2 : 1; i < expr->n; i++)
    if (expr->args[i]) TRY(collect(&c, &expr->args[i]));
  for (uint32_t slot = 0; c.all && slot < x->slot_count; slot++) note_slot(&c, slot);
  return STATUS_OK;
}

/* ---- inner batches */

typedef struct Inner {
  Evaluation run;
  Batch batch;
} Inner;

static Status inner_open(Evaluation *r, Inner *inner)
{
  inner->batch = (Batch){.slots = arena_array(r->arena, Vec, MAX(r->x->slot_count, 1u))};
  inner->run = (Evaluation){r->x, &inner->batch, r->arena};
  return arena_check(r->arena, r->x->err);
}

static void inner_set_row(Inner *inner, const Evaluation *outer, const Eval *e, uint32_t row)
{
  for (uint32_t i = 0; i < e->outer_count; i++) {
    const Vec *from = &outer->in->slots[e->outer[i]];
    if (from->kind == VEC_NONE) continue;
    inner->batch.slots[e->outer[i]] = (Vec){.kind = VEC_CONST, .constant = vec_get(from, row)};
  }
}

static Status list_of(Evaluation *r, const Eval *list, Value v, bool *null)
{
  *null = v.type == VALUE_NULL;
  if (v.type == VALUE_NULL || v.type == VALUE_LIST) return STATUS_OK;
  error_set(r->x->err, ERROR_TYPE, "InvalidArgumentType", "expected a list, but this is %s",
            value_type_name((ValueType)v.type));
  return eval_failed(r, list);
}

/* Sets the batch to items[start..] and gives how many that are. */
static uint32_t inner_chunk(Inner *inner, const Eval *e, Value list, uint32_t start)
{
  inner->batch.n = MIN(list.aux - start, (uint32_t)BATCH_ROWS);
  inner->batch.slots[e->slot] = (Vec){.kind = VEC_VALUE, .values = list.items + start};
  return inner->batch.n;
}

static Status predicate_tri(Evaluation *r, const Eval *e, Value v, Tri *out)
{
  *out = v.type == VALUE_NULL ? TRI_NULL : v.type == VALUE_BOOL && v.boolean ? TRI_TRUE : TRI_FALSE;
  if (v.type == VALUE_NULL || v.type == VALUE_BOOL) return STATUS_OK;
  error_set(r->x->err, ERROR_TYPE, "InvalidArgumentType", "expected true or false, but this is %s",
            value_type_name((ValueType)v.type));
  return eval_failed(r, e);
}

static Status comprehend_chunk(Evaluation *r, Inner *inner, Eval *e, Value *items, uint32_t *n)
{
  Eval *where = e->args[1], *map = e->args[2];
  Rows kept = {NULL, inner->batch.n};
  if (where) {
    Vec test;
    uint16_t *sel = arena_alloc(r->arena, inner->batch.n * sizeof *sel);
    TRY(arena_check(r->arena, r->x->err));
    TRY(where->run(&inner->run, where, kept, &test));
    uint32_t count = 0;
    for (uint32_t i = 0; i < inner->batch.n; i++) {
      Tri t;
      TRY(predicate_tri(r, where, vec_get(&test, i), &t));
      if (t == TRI_TRUE) sel[count++] = (uint16_t)i;
    }
    kept = (Rows){sel, count};
  }
  Vec result = inner->batch.slots[e->slot];
  if (map && kept.n > 0) TRY(map->run(&inner->run, map, kept, &result));
  for (uint32_t i = 0; i < kept.n; i++) items[(*n)++] = vec_get(&result, rows_at(kept, i));
  return STATUS_OK;
}

Status eval_comprehension(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec lists;
  Inner inner;
  TRY(eval_args(r, e, 0, rows, &lists));
  TRY(inner_open(r, &inner));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), n = 0;
    Value list = vec_get(&lists, row);
    bool null;
    TRY(list_of(r, e->args[0], list, &null));
    values[row] = VALUE_NULL_VALUE;
    if (null) continue;
    Value *items = arena_array(r->arena, Value, list.aux);
    TRY(arena_check(r->arena, r->x->err));
    inner_set_row(&inner, r, e, row);
    for (uint32_t start = 0; start < list.aux; start += BATCH_ROWS) {
      TRY(exec_check(r->x));
      inner_chunk(&inner, e, list, start);
      TRY(comprehend_chunk(r, &inner, e, items, &n));
    }
    values[row] = value_list(items, n);
    TRY(eval_weigh(r, e, values[row]));
  }
  return STATUS_OK;
}

typedef struct Counts {
  uint32_t yes, no, unknown;
} Counts;

static Status count_chunk(Evaluation *r, Inner *inner, Eval *e, Counts *counts)
{
  Eval *where = e->args[1];
  Vec test = inner->batch.slots[e->slot];
  if (where) TRY(where->run(&inner->run, where, (Rows){NULL, inner->batch.n}, &test));
  for (uint32_t i = 0; i < inner->batch.n; i++) {
    Tri t;
    TRY(predicate_tri(r, where ? where : e->args[0], vec_get(&test, i), &t));
    counts->yes += t == TRI_TRUE;
    counts->no += t == TRI_FALSE;
    counts->unknown += t == TRI_NULL;
  }
  return STATUS_OK;
}

static Tri quantify(ExprOp op, Counts c)
{
  switch (op) {
  case OP_ALL: return c.no ? TRI_FALSE : c.unknown ? TRI_NULL : TRI_TRUE;
  case OP_ANY: return c.yes ? TRI_TRUE : c.unknown ? TRI_NULL : TRI_FALSE;
  case OP_NONE_OF: return c.yes ? TRI_FALSE : c.unknown ? TRI_NULL : TRI_TRUE;
  default: return c.yes > 1 ? TRI_FALSE : c.unknown ? TRI_NULL : (Tri)(c.yes == 1);
  }
}

Status eval_quantifier(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec lists;
  Inner inner;
  TRY(eval_args(r, e, 0, rows, &lists));
  TRY(inner_open(r, &inner));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value list = vec_get(&lists, row);
    bool null;
    TRY(list_of(r, e->args[0], list, &null));
    values[row] = VALUE_NULL_VALUE;
    if (null) continue;
    Counts counts = {0};
    inner_set_row(&inner, r, e, row);
    for (uint32_t start = 0; start < list.aux; start += BATCH_ROWS) {
      TRY(exec_check(r->x));
      inner_chunk(&inner, e, list, start);
      TRY(count_chunk(r, &inner, e, &counts));
    }
    values[row] = value_tri(quantify(e->expr->op, counts));
  }
  return STATUS_OK;
}

/* What allReduce has found so far, with the predicate of one more step. */
static Status test_step(Evaluation *r, Inner *inner, Eval *e, Value sum, Tri *all)
{
  Vec test;
  Tri t;
  inner->batch.slots[e->slot] = (Vec){.kind = VEC_CONST, .constant = sum};
  TRY(e->args[3]->run(&inner->run, e->args[3], (Rows){NULL, 1}, &test));
  TRY(predicate_tri(r, e->args[3], vec_get(&test, 0), &t));
  if (t != TRI_TRUE && *all != TRI_FALSE) *all = t;
  return STATUS_OK;
}

/* reduce, or with a predicate allReduce, which stops where that is false. */
Status eval_reduce(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  bool tests = e->n > 3;
  Vec starts, lists, step;
  Inner inner;
  TRY(eval_args(r, e, 0, rows, &starts));
  TRY(eval_args(r, e, 1, rows, &lists));
  TRY(inner_open(r, &inner));
  inner.batch.n = 1;
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value list = vec_get(&lists, row);
    bool null;
    TRY(list_of(r, e->args[1], list, &null));
    values[row] = VALUE_NULL_VALUE;
    if (null) continue;
    inner_set_row(&inner, r, e, row);
    Value sum = vec_get(&starts, row);
    Tri all = TRI_TRUE;
    for (uint32_t k = 0; k < list.aux && all != TRI_FALSE; k++) {
      if (k % BATCH_ROWS == 0) TRY(exec_check(r->x));
      inner.batch.slots[e->slot] = (Vec){.kind = VEC_CONST, .constant = sum};
      inner.batch.slots[e->slot2] = (Vec){.kind = VEC_CONST, .constant = list.items[k]};
      TRY(e->args[2]->run(&inner.run, e->args[2], (Rows){NULL, 1}, &step));
      sum = vec_get(&step, 0);
      if (tests) TRY(test_step(r, &inner, e, sum, &all));
    }
    values[row] = tests ? value_tri(all) : sum;
  }
  return STATUS_OK;
}
