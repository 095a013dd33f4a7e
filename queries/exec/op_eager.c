/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EAGER: the input rows as they are and in their order, but only when the input has ended: what is above may change the
 * graph that the input reads. */
#include "rows.h"

#include "op.h"

typedef struct Eager {
  Op op;
  Rows rows;
  bool filled;
  uint32_t chunk;
} Eager;

static Status eager_open(Exec *x, Op *op)
{
  Eager *self = (Eager *)op;
  uint32_t *slots, n;
  TRY(op_kept_slots(x, op->plan, NULL, 0, &slots, &n));
  rows_init(&self->rows, slots, n, x->limit);
  return STATUS_OK;
}

static Status eager_next(Exec *x, Op *op, Batch *out)
{
  Eager *self = (Eager *)op;
  while (!self->filled) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    self->filled = out->n == 0;
    TRY(rows_add(&self->rows, out, x->err));
  }
  batch_clear(out, x->slot_count);
  if (self->chunk < self->rows.chunk_count) rows_chunk(&self->rows, self->chunk++, out);
  return STATUS_OK;
}

static Status eager_rewind(Exec *x, Op *op)
{
  Eager *self = (Eager *)op;
  rows_clear(&self->rows);
  self->filled = false;
  self->chunk = 0;
  return op_rewind(x, op->child[0]);
}

static void eager_close(Exec *x, Op *op)
{
  (void)x;
  rows_free(&((Eager *)op)->rows);
}

const OpClass op_class_EAGER = {
    .size = sizeof(Eager), .open = eager_open, .next = eager_next, .rewind = eager_rewind, .close = eager_close};
