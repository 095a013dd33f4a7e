/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SKIP and LIMIT: leave out the first rows, or all after the first so many; order kept. Neither copies rows.
 *
 * LIMIT stops asking its input when it has given enough, unless that input writes: a limit may choose among rows but
 * not among effects, so such an input is run to its end. */
#include "op.h"

typedef struct Slice {
  Op op;
  Eval *count;
  Arena arena;
  bool writes; /* LIMIT: the input does */
  bool drained;
  bool counted; /* left is set */
  int64_t left; /* rows yet to leave out, or to give */
  uint16_t *sel;
} Slice;

static Status slice_open(Exec *x, Op *op)
{
  Slice *self = (Slice *)op;
  arena_init(&self->arena, x->limit);
  self->writes = op->plan->flag || plan_writes(op->plan->child[0]);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  return eval_compile(x, op->plan->count, &self->count);
}

static Status count_rows(Exec *x, Slice *self)
{
  if (self->counted) return STATUS_OK;
  arena_reset(&self->arena);
  const char *what = self->op.plan->kind == PLAN_SKIP ? "SKIP" : "LIMIT";
  TRY(op_count(x, self->count, &self->arena, self->op.plan->count, what, &self->left));
  self->counted = true;
  return STATUS_OK;
}

static Status skip_next(Exec *x, Op *op, Batch *out)
{
  Slice *self = (Slice *)op;
  TRY(count_rows(x, self));
  for (;;) {
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0 || self->left == 0) return STATUS_OK;
    TRY(exec_check(x));
    if (self->left >= out->n) {
      self->left -= out->n;
      continue;
    }
    uint32_t first = (uint32_t)self->left;
    self->left = 0;
    out->n -= first;
    for (uint32_t i = 0; i < out->n; i++) self->sel[i] = (uint16_t)batch_row(out, first + i);
    out->sel = self->sel;
    return STATUS_OK;
  }
}

static Status limit_next(Exec *x, Op *op, Batch *out)
{
  Slice *self = (Slice *)op;
  TRY(count_rows(x, self));
  if (self->left > 0) {
    TRY(op_next(x, op->child[0], out));
    if (out->n > self->left) out->n = (uint32_t)self->left;
    self->left -= out->n;
    return STATUS_OK;
  }
  if (self->writes && !self->drained) {
    do {
      TRY(exec_check(x));
      TRY(op_next(x, op->child[0], out));
    } while (out->n);
    self->drained = true;
  }
  batch_clear(out, x->slot_count);
  return STATUS_OK;
}

static Status slice_rewind(Exec *x, Op *op)
{
  Slice *self = (Slice *)op;
  self->counted = self->drained = false;
  return op_rewind(x, op->child[0]);
}

static void slice_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Slice *)op)->arena);
}

const OpClass op_class_SKIP = {
    .size = sizeof(Slice), .open = slice_open, .next = skip_next, .rewind = slice_rewind, .close = slice_close};
const OpClass op_class_LIMIT = {
    .size = sizeof(Slice), .open = slice_open, .next = limit_next, .rewind = slice_rewind, .close = slice_close};
