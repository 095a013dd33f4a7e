/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subplans: plans that run once more for each outer row, or better for a whole batch of outer rows at a time.
 *
 * In a batched run the subplan's ARGUMENT leaf hands out all outer rows, and a hidden slot (x->ordinal_slot) gives for
 * each row the number of the outer row in its batch. Every operator carries the slot along with the others, so whoever
 * asked for the subplan finds the outer row of each result. One slot serves any depth of nesting: ARGUMENT overwrites
 * it for the subplan within, and the operator above the subplan puts the outer rows' own ordinals back when it joins
 * results with outer rows. Operators that compare rows (DISTINCT) take it as one more key. Those that count across
 * rows cannot be batched: then ARGUMENT hands out one outer row after the other (subplan_row_by_row), and the ordinals
 * need not survive, since all rows belong to that one.
 *
 * Here is also the evaluation of subplans within expressions. */
#include "op.h"

#include <stdlib.h>

bool subplan_row_by_row(const Plan *root, bool planned)
{
  if (planned) return true;
  if (!root) return false;
  unsigned flags = op_flags(root->kind);
  if (!(flags & OP_ORDERED) || (flags & OP_WRITES)) return true;
  if (root->kind == PLAN_SKIP || root->kind == PLAN_LIMIT || root->kind == PLAN_UNION) return true;
  if (subplan_row_by_row(root->child[0], false)) return true;
  /* What is below a correlated operator has its own outer rows, and is none of ours unless it writes. The independent
   * side of a join is read as a whole before the first row, in whatever order. */
  return plan_writes(root->child[1]);
}

Status subplan_ordinals(Exec *x, const Batch *outer, bool row_by_row, const Batch *rows, uint32_t *buffer,
                        const uint32_t **out)
{
  if (row_by_row) {
    for (uint32_t i = 0; i < rows->n; i++) buffer[batch_row(rows, i)] = batch_row(outer, 0);
    *out = buffer;
    return STATUS_OK;
  }
  const Vec *ordinals = &rows->slots[x->ordinal_slot];
  if (UNLIKELY(ordinals->kind != VEC_NODE)) return error_internal(x->err, "a subplan lost track of its outer rows");
  *out = ordinals->ids;
  return STATUS_OK;
}

static Status subplan_open(Exec *x, uint32_t index, SubplanRun **out)
{
  SubplanRun *run = x->subplans[index];
  if (!run) {
    run = arena_new(&x->arena, SubplanRun);
    TRY(arena_check(&x->arena, x->err));
    run->subplan = &x->tree->subplans[index];
    run->rows = batch_new(&x->arena, x->slot_count);
    run->row_by_row = subplan_row_by_row(run->subplan->root, run->subplan->row_by_row);
    Argument *above = x->argument;
    x->argument = &run->argument;
    Status status = op_open(x, run->subplan->root, &run->root);
    x->argument = above;
    TRY(status);
    x->subplans[index] = run;
  }
  *out = run;
  return STATUS_OK;
}

/* What is gathered of a subplan's rows, by the row number of the outer row. */
typedef struct Results {
  const SubplanRun *run;
  Arena *arena;
  uint32_t found;     /* outer rows that have a row */
  int64_t *counts;    /* rows of each outer row */
  Value *firsts;      /* SUBPLAN_FIRST, SUBPLAN_ONLY */
  uint32_t *ordinals; /* SUBPLAN_COLLECT: in the order of arrival */
  Value *values;
  size_t n, cap;
} Results;

static Status results_grow(Exec *x, Results *r)
{
  if (r->n + BATCH_ROWS <= r->cap) return STATUS_OK;
  size_t cap = r->cap ? r->cap * 2 : 2 * BATCH_ROWS;
  uint32_t *ordinals = arena_alloc(r->arena, cap * sizeof *ordinals);
  Value *values = arena_alloc(r->arena, cap * sizeof *values);
  TRY(arena_check(r->arena, x->err));
  if (r->n) {
    memcpy(ordinals, r->ordinals, r->n * sizeof *ordinals);
    memcpy(values, r->values, r->n * sizeof *values);
  }
  r->ordinals = ordinals;
  r->values = values;
  r->cap = cap;
  return STATUS_OK;
}

static Status results_add(Exec *x, Results *r, const Batch *rows, const uint32_t *ordinals)
{
  SubplanResult result = r->run->subplan->result;
  for (uint32_t i = 0; i < rows->n; i++) {
    uint32_t row = batch_row(rows, i), outer = ordinals[row];
    if (r->counts[outer]++ > 0) {
      if (result != SUBPLAN_ONLY) continue;
      return error_set(x->err, ERROR_ARGUMENT, "InvalidArgumentValue",
                       "the VALUE subquery gives more than one row: aggregate, or use LIMIT 1");
    }
    r->found++;
    if (result == SUBPLAN_FIRST || result == SUBPLAN_ONLY)
      r->firsts[outer] = value_copy(r->arena, vec_get(&rows->slots[r->run->subplan->slot], row));
  }
  if (result != SUBPLAN_COLLECT) return arena_check(r->arena, x->err);
  TRY(results_grow(x, r));
  const Vec *collected = &rows->slots[r->run->subplan->slot];
  for (uint32_t i = 0; i < rows->n; i++) {
    uint32_t row = batch_row(rows, i);
    r->ordinals[r->n] = ordinals[row];
    r->values[r->n++] = value_copy(r->arena, vec_get(collected, row));
  }
  return arena_check(r->arena, x->err);
}

static Status run_for(Exec *x, SubplanRun *run, const Batch *outer, Results *r)
{
  uint32_t buffer[BATCH_ROWS];
  const uint32_t *ordinals;
  run->argument.outer = outer;
  TRY(op_rewind(x, run->root));
  uint32_t enough = r->found + outer->n;
  bool answers_early = run->subplan->result == SUBPLAN_EXISTS || run->subplan->result == SUBPLAN_FIRST;
  for (;;) {
    TRY(op_next(x, run->root, &run->rows));
    if (run->rows.n == 0) return STATUS_OK;
    TRY(subplan_ordinals(x, outer, run->row_by_row, &run->rows, buffer, &ordinals));
    TRY(results_add(x, r, &run->rows, ordinals));
    if (answers_early && r->found == enough) return STATUS_OK;
  }
}

/* Sorts what was collected into one list for each outer row; stable. */
static Status collected_lists(Exec *x, Results *r, const Batch *outer, Value *out)
{
  Value *items = arena_alloc(r->arena, r->n * sizeof *items);
  TRY(arena_check(r->arena, x->err));
  size_t starts[BATCH_ROWS], start = 0;
  for (uint32_t i = 0; i < outer->n; i++) {
    uint32_t row = batch_row(outer, i);
    starts[row] = start;
    out[row] = value_list(items + start, (uint32_t)r->counts[row]);
    start += (size_t)r->counts[row];
  }
  for (size_t i = 0; i < r->n; i++) items[starts[r->ordinals[i]]++] = r->values[i];
  return STATUS_OK;
}

static Status evaluate(Exec *x, SubplanRun *run, const Batch *outer, Results *r, Value *out)
{
  for (uint32_t i = 0; i < outer->n; i++) {
    uint32_t row = batch_row(outer, i);
    r->counts[row] = 0;
    out[row] = VALUE_NULL_VALUE;
  }
  r->firsts = out;
  if (!run->row_by_row) {
    TRY(run_for(x, run, outer, r));
  } else {
    for (uint32_t i = 0; i < outer->n; i++) {
      uint16_t row = (uint16_t)batch_row(outer, i);
      Batch one = {.n = 1, .sel = &row, .slots = outer->slots};
      TRY(run_for(x, run, &one, r));
    }
  }
  switch (run->subplan->result) {
  case SUBPLAN_ONLY:
  case SUBPLAN_FIRST: return STATUS_OK;
  case SUBPLAN_COLLECT: return collected_lists(x, r, outer, out);
  case SUBPLAN_EXISTS:
  case SUBPLAN_COUNT: break;
  }
  for (uint32_t i = 0; i < outer->n; i++) {
    uint32_t row = batch_row(outer, i);
    out[row] = run->subplan->result == SUBPLAN_COUNT ? value_int(r->counts[row]) : value_bool(r->counts[row] > 0);
  }
  return STATUS_OK;
}

Status subplan_evaluate(Exec *x, uint32_t index, const Batch *outer, Arena *arena, Vec *out)
{
  SubplanRun *run;
  TRY(subplan_open(x, index, &run));
  Value *values = arena_alloc(arena, BATCH_ROWS * sizeof *values);
  Results results = {.run = run, .arena = arena, .counts = arena_alloc(arena, BATCH_ROWS * sizeof(int64_t))};
  TRY(arena_check(arena, x->err));
  TRY(evaluate(x, run, outer, &results, values));
  *out = (Vec){.kind = VEC_VALUE, .values = values};
  return STATUS_OK;
}
