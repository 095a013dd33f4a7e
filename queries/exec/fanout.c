/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making rows out of input rows; see fanout.h. */
#include "fanout.h"

Status fanout_open(Exec *x, const Plan *plan, const uint32_t *own, uint32_t own_count, Fanout *f)
{
  f->in = batch_new(&x->arena, x->slot_count);
  f->rows = arena_alloc(&x->arena, BATCH_ROWS * sizeof *f->rows);
  return op_carry(x, plan, own, own_count, &f->carried);
}

Status fanout_row(Exec *x, Op *op, Fanout *f, FanoutState *state)
{
  if (f->at >= f->in.n) {
    *state = FANOUT_STOP;
    if (f->n) return STATUS_OK;
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], &f->in));
    f->at = 0;
    f->fresh = true;
    f->carries = gather_has_rows(&f->carried, &f->in);
    if (f->in.n == 0) return STATUS_OK;
  }
  *state = f->fresh ? FANOUT_FRESH : FANOUT_ROW;
  f->fresh = false;
  return STATUS_OK;
}

Status fanout_finish(Exec *x, Fanout *f, Batch *out)
{
  batch_clear(out, x->slot_count);
  out->n = f->n;
  if (f->n == 0) return STATUS_OK;
  TRY(exec_check(x));
  return gather_rows(&f->carried, &f->in, f->rows, f->n, out, x->err);
}

Status fanout_rewind(Exec *x, Op *op, Fanout *f)
{
  f->at = f->in.n = f->n = 0;
  return op_rewind(x, op->child[0]);
}
