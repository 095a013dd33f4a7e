/* SPDX-License-Identifier: GPL-2.0-or-later */
/* COUNT_APPLY: each input row for which the subplan would give rows, once, with their number in plan->slot; order kept.
 * tree_count.c finds the number. flag: nobody asks for the nodes of the scan below; where the graph's counts tell what
 * they all come to, the scan is not run. */
#include "tree_count.h"

typedef struct CountApply {
  Op op;
  TreeCount tree;
  int64_t *counts; /* by position in the input batch */
  Value *values;   /* by row */
  uint16_t *sel;
  bool asked, told; /* whether the counts tell; if so, `sum` is what a row comes to */
  int64_t sum;
} CountApply;

static Status count_apply_open(Exec *x, Op *op)
{
  CountApply *self = (CountApply *)op;
  self->counts = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->counts);
  self->values = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->values);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  return tree_count_open(x, op->plan->child[1], &self->tree);
}

/* The rows that the scan would have multiplied. All of them are in the first part where the scan is shared out. */
static Status give_sum(Exec *x, CountApply *self, Batch *out)
{
  Op *scan = self->op.child[0];
  TRY(op_next(x, scan->child[0], out));
  if (self->sum == 0 || (scan->plan == x->driver && x->part > 0)) out->n = 0;
  out->slots[self->op.plan->slot] = (Vec){.kind = VEC_CONST, .constant = value_int(self->sum)};
  return STATUS_OK;
}

static Status count_apply_next(Exec *x, Op *op, Batch *out)
{
  CountApply *self = (CountApply *)op;
  if (op->plan->flag && !self->asked) {
    self->asked = true;
    self->told = tree_count_scan(x, &self->tree, op->plan->child[0], &self->sum);
  }
  if (self->told) return give_sum(x, self, out);
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0) return STATUS_OK;
    TRY(tree_count_batch(x, &self->tree, out, self->counts));
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++) {
      uint32_t row = batch_row(out, i);
      self->values[row] = value_int(self->counts[i]);
      self->sel[n] = (uint16_t)row;
      n += self->counts[i] > 0;
    }
    out->slots[op->plan->slot] = (Vec){.kind = VEC_VALUE, .values = self->values};
    out->sel = self->sel;
    out->n = n;
    if (n) return STATUS_OK;
  }
}

static Status count_apply_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void count_apply_close(Exec *x, Op *op)
{
  tree_count_close(x, &((CountApply *)op)->tree);
}

const OpClass op_class_COUNT_APPLY = {.size = sizeof(CountApply),
                                      .open = count_apply_open,
                                      .next = count_apply_next,
                                      .rewind = count_apply_rewind,
                                      .close = count_apply_close};
