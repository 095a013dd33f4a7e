/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARGUMENT, the leaf of every pipeline. At the top of a query: one row without values. In a subplan: the outer rows,
 * as they are, each with its number as its ordinal (see subplan.c). With flag: one row without values in any case. */
#include "op.h"

typedef struct ArgumentOp {
  Op op;
  const Argument *source; /* NULL: one empty row */
  bool done;
} ArgumentOp;

static Status argument_open(Exec *x, Op *op)
{
  ArgumentOp *self = (ArgumentOp *)op;
  self->source = op->plan->flag ? NULL : x->argument;
  return STATUS_OK;
}

static Status argument_next(Exec *x, Op *op, Batch *out)
{
  ArgumentOp *self = (ArgumentOp *)op;
  batch_clear(out, x->slot_count);
  if (self->done) return STATUS_OK;
  self->done = true;
  if (!self->source) {
    out->n = 1;
    return STATUS_OK;
  }
  const Batch *outer = self->source->outer;
  memcpy(out->slots, outer->slots, x->slot_count * sizeof *out->slots);
  out->slots[x->ordinal_slot] = (Vec){.kind = VEC_NODE, .ids = x->identity};
  out->n = outer->n;
  out->sel = outer->sel;
  return STATUS_OK;
}

static Status argument_rewind(Exec *x, Op *op)
{
  (void)x;
  ((ArgumentOp *)op)->done = false;
  return STATUS_OK;
}

const OpClass op_class_ARGUMENT = {
    .size = sizeof(ArgumentOp), .open = argument_open, .next = argument_next, .rewind = argument_rewind};
