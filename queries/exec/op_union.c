/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UNION (ALL): the rows of child[0], then those of child[1], whose columns are moved to the slots that the first has
 * them in. Doubles are left to a DISTINCT above. OTHERWISE: those of child[1] only where child[0] gives none. */
#include "op.h"

typedef struct Union {
  Op op;
  Batch second;
  bool first_done;
  bool enough; /* OTHERWISE: child[0] gave rows */
} Union;

static Status union_open(Exec *x, Op *op)
{
  ((Union *)op)->second = batch_new(&x->arena, x->slot_count);
  return STATUS_OK;
}

static Status union_next(Exec *x, Op *op, Batch *out)
{
  Union *self = (Union *)op;
  const Plan *plan = op->plan;
  TRY(exec_check(x));
  if (!self->first_done) {
    TRY(op_next(x, op->child[0], out));
    self->enough = plan->kind == PLAN_OTHERWISE && (self->enough || out->n);
    if (out->n) return STATUS_OK;
    self->first_done = true;
  }
  if (self->enough) {
    out->n = 0;
    return STATUS_OK;
  }
  TRY(op_next(x, op->child[1], &self->second));
  batch_clear(out, x->slot_count);
  out->n = self->second.n;
  out->sel = self->second.sel;
  for (uint32_t i = 0; i < plan->slot_count; i++) out->slots[plan->slots[i]] = self->second.slots[plan->slots2[i]];
  out->slots[x->ordinal_slot] = self->second.slots[x->ordinal_slot];
  return STATUS_OK;
}

static Status union_rewind(Exec *x, Op *op)
{
  ((Union *)op)->first_done = ((Union *)op)->enough = false;
  TRY(op_rewind(x, op->child[0]));
  return op_rewind(x, op->child[1]);
}

const OpClass op_class_UNION = {.size = sizeof(Union), .open = union_open, .next = union_next, .rewind = union_rewind};
const OpClass op_class_OTHERWISE = {
    .size = sizeof(Union), .open = union_open, .next = union_next, .rewind = union_rewind};
