/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FILTER: the input rows for which all conjuncts are true, in their order. Only chooses rows: the vectors pass through
 * and the batch gets a selection. The conjuncts run one after the other, each over what the one before left. */
#include "op.h"

typedef struct Filter {
  Op op;
  Eval **filters;
  Arena arena;
  uint16_t *sel[2]; /* taken in turns, since a conjunct reads the selection of the one before */
} Filter;

static Status filter_open(Exec *x, Op *op)
{
  Filter *self = (Filter *)op;
  arena_init(&self->arena, x->limit);
  for (int i = 0; i < 2; i++) self->sel[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel[i]);
  return op_compile(x, op->plan->filters, op->plan->filter_count, &self->filters);
}

static Status filter_next(Exec *x, Op *op, Batch *out)
{
  Filter *self = (Filter *)op;
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    arena_reset(&self->arena);
    if (out->n == 0) return STATUS_OK;
    for (uint32_t i = 0; i < op->plan->filter_count && out->n; i++) {
      uint16_t *sel = self->sel[i % 2];
      uint32_t n = 0;
      TRY(eval_filter(x, self->filters[i], out, &self->arena, sel, &n));
      out->sel = sel;
      out->n = n;
    }
    if (out->n) return STATUS_OK;
  }
}

static Status filter_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void filter_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Filter *)op)->arena);
}

const OpClass op_class_FILTER = {
    .size = sizeof(Filter), .open = filter_open, .next = filter_next, .rewind = filter_rewind, .close = filter_close};
