/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SEMI_APPLY: the input rows for which the subplan gives a row (flag: gives none), in their order; see subplan.c. Asks
 * no further when every row of a batch has its answer. A subplan that is a single step is not run at all (hop.h). */
#include "hop.h"

typedef struct Semi {
  Op op;
  Batch inner;
  bool row_by_row;
  bool is_hop;
  Hop hop;
  bool *found; /* by row of the batch at hand */
  uint16_t *sel;
  uint32_t *ordinals; /* buffer */
} Semi;

static Status semi_open(Exec *x, Op *op)
{
  Semi *self = (Semi *)op;
  const Plan *subplan = op->plan->child[1];
  self->inner = batch_new(&x->arena, x->slot_count);
  self->found = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->found);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  self->ordinals = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->ordinals);
  self->row_by_row = subplan_row_by_row(subplan, op->plan->row_by_row);
  self->is_hop = hop_fits(subplan);
  return self->is_hop ? hop_open(x, subplan, &self->hop) : STATUS_OK;
}

static Status ask_hop(Exec *x, Semi *self, const Batch *outer)
{
  TRY(hop_batch(x, &self->hop, outer));
  for (uint32_t i = 0; i < outer->n; i++) {
    uint32_t row = batch_row(outer, i);
    self->found[row] = hop_exists(x, &self->hop, row);
  }
  return STATUS_OK;
}

/* Runs the subplan for the rows of the window, until each has one. */
static Status ask_window(Exec *x, Semi *self, const Batch *window)
{
  uint32_t missing = window->n;
  self->op.argument->outer = window;
  TRY(op_rewind(x, self->op.child[1]));
  while (missing) {
    const uint32_t *ordinals;
    TRY(op_next(x, self->op.child[1], &self->inner));
    if (self->inner.n == 0) return STATUS_OK;
    TRY(subplan_ordinals(x, window, self->row_by_row, &self->inner, self->ordinals, &ordinals));
    for (uint32_t i = 0; i < self->inner.n; i++) {
      uint32_t row = ordinals[batch_row(&self->inner, i)];
      missing -= !self->found[row];
      self->found[row] = true;
    }
  }
  return STATUS_OK;
}

static Status ask(Exec *x, Semi *self, const Batch *outer)
{
  if (self->is_hop) return ask_hop(x, self, outer);
  for (uint32_t i = 0; i < outer->n; i++) self->found[batch_row(outer, i)] = false;
  if (!self->row_by_row) return ask_window(x, self, outer);
  for (uint32_t i = 0; i < outer->n; i++) {
    uint16_t row = (uint16_t)batch_row(outer, i);
    Batch one = {.n = 1, .sel = &row, .slots = outer->slots};
    TRY(ask_window(x, self, &one));
  }
  return STATUS_OK;
}

static Status semi_next(Exec *x, Op *op, Batch *out)
{
  Semi *self = (Semi *)op;
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0) return STATUS_OK;
    TRY(ask(x, self, out));
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++) {
      uint32_t row = batch_row(out, i);
      self->sel[n] = (uint16_t)row;
      n += self->found[row] != op->plan->flag;
    }
    out->sel = self->sel;
    out->n = n;
    if (n) return STATUS_OK;
  }
}

static Status semi_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

const OpClass op_class_SEMI_APPLY = {.size = sizeof(Semi), .open = semi_open, .next = semi_next, .rewind = semi_rewind};
