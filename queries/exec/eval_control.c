/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions that call or choose: CASE, function calls, coalesce, and the subplans of patterns and subqueries. What
 * is not reached for a row is not evaluated for it. */
#include "eval_internal.h"
#include "op.h"

/* Splits rows by whether the condition holds; both lists come from the arena. */
typedef struct Split {
  uint16_t *yes, *no;
  uint32_t yes_n, no_n;
} Split;

static Status split_rows(Evaluation *r, Rows rows, Split *s)
{
  *s = (Split){arena_alloc(r->arena, MAX(rows.n, 1u) * 2), arena_alloc(r->arena, MAX(rows.n, 1u) * 2), 0, 0};
  return arena_check(r->arena, r->x->err);
}

static Status run_branch(Evaluation *r, Eval *branch, Rows rows, Value *values)
{
  if (rows.n == 0) return STATUS_OK;
  Vec vec = {.kind = VEC_CONST, .constant = VALUE_NULL_VALUE};
  if (branch) TRY(branch->run(r, branch, rows, &vec));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    values[row] = vec_get(&vec, row);
  }
  return STATUS_OK;
}

/* In an extended CASE the value is put into a slot of its own, where the predicates find it. */
static Status set_case_value(Evaluation *r, Eval *e, Vec value, Batch *in)
{
  *in = *r->in;
  in->slots = arena_array(r->arena, Vec, r->x->slot_count);
  TRY(arena_check(r->arena, r->x->err));
  if (r->in->slots) memcpy(in->slots, r->in->slots, r->x->slot_count * sizeof *in->slots);
  in->slots[e->slot] = value;
  return STATUS_OK;
}

static Status run_case(Evaluation *r, Eval *e, Rows rows, Vec test, Vec *out);

Status eval_case(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec value = {0};
  if (e->args[0]) TRY(eval_args(r, e, 0, rows, &value));
  if (!e->expr->extended) return run_case(r, e, rows, value, out);
  Batch in;
  TRY(set_case_value(r, e, value, &in));
  Evaluation inside = {r->x, &in, r->arena};
  return run_case(&inside, e, rows, value, out);
}

static Status run_case(Evaluation *r, Eval *e, Rows rows, Vec test, Vec *out)
{
  bool compares = e->args[0] && !e->expr->extended;
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  Rows open = rows;
  for (uint32_t i = 1; i + 1 < e->n && open.n > 0; i += 2) {
    Vec when;
    Split s;
    TRY(eval_args(r, e, i, open, &when));
    TRY(split_rows(r, open, &s));
    for (uint32_t k = 0; k < open.n; k++) {
      uint32_t row = rows_at(open, k);
      Value v = vec_get(&when, row);
      bool yes = compares ? value_equal(vec_get(&test, row), v) == TRI_TRUE : v.type == VALUE_BOOL && v.boolean;
      if (yes)
        s.yes[s.yes_n++] = (uint16_t)row;
      else
        s.no[s.no_n++] = (uint16_t)row;
    }
    TRY(run_branch(r, e->args[i + 1], (Rows){s.yes, s.yes_n}, values));
    open = (Rows){s.no, s.no_n};
  }
  return run_branch(r, e->args[e->n - 1], open, values);
}

Status eval_coalesce(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  Rows open = rows;
  for (uint32_t i = 0; i < e->n && open.n > 0; i++) {
    Split s;
    TRY(run_branch(r, e->args[i], open, values));
    TRY(split_rows(r, open, &s));
    for (uint32_t k = 0; k < open.n; k++) {
      uint32_t row = rows_at(open, k);
      if (values[row].type == VALUE_NULL) s.no[s.no_n++] = (uint16_t)row;
    }
    open = (Rows){s.no, s.no_n};
  }
  return STATUS_OK;
}

Status eval_call(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  const Function *f = e->expr->function;
  Vec *vecs = arena_array(r->arena, Vec, MAX(e->n, 1u));
  Value *args = arena_array(r->arena, Value, MAX(e->n, 1u));
  TRY(arena_check(r->arena, r->x->err));
  for (uint32_t i = 0; i < e->n; i++) TRY(eval_args(r, e, i, rows, &vecs[i]));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  bool null_gives_null = (f->flags & FUNCTION_NULL_IN_NULL_OUT) != 0;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    bool null = false, takes_long = false;
    for (uint32_t k = 0; k < e->n; k++) {
      args[k] = vec_get(&vecs[k], row);
      null = null || args[k].type == VALUE_NULL;
      takes_long = takes_long || eval_is_long(args[k]);
    }
    values[row] = VALUE_NULL_VALUE;
    if (null && null_gives_null) continue;
    if (takes_long) TRY(exec_check(r->x));
    if (f->scalar(&r->x->function, args, e->n, &values[row]) != STATUS_OK) return eval_failed(r, e);
  }
  return arena_check(r->arena, r->x->err);
}

static Status first_of_each(Evaluation *r, Rows rows, Vec *lists)
{
  Vec out;
  Value *values = eval_values(r, rows, &out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value list = vec_get(lists, row);
    values[row] = list.type == VALUE_LIST && list.aux > 0 ? list.items[0] : VALUE_NULL_VALUE;
  }
  *lists = out;
  return STATUS_OK;
}

Status eval_subplan(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Batch outer = {rows.n, rows.at, r->in->slots};
  Arena *arena = r->x->function.arena;
  Status status = subplan_evaluate(r->x, e->slot2, &outer, r->arena, out);
  r->x->function.arena = arena;
  if (status != STATUS_OK) return eval_failed(r, e);
  bool one = e->expr->kind == EXPR_SHORTEST_PATH && e->expr->path->shortest != SHORTEST_ALL;
  return one ? first_of_each(r, rows, out) : STATUS_OK;
}
