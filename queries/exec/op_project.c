/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PROJECT: each input row with more slots, one for each item; order kept. A variable alone costs a copied vector
 * header. No item sees another one's slot, so all are evaluated over the input before the first slot is set. */
#include "op.h"

typedef struct Project {
  Op op;
  Eval **items;
  Vec *vecs;
  Arena arena;
} Project;

static Status project_open(Exec *x, Op *op)
{
  Project *self = (Project *)op;
  uint32_t n = op->plan->item_count;
  arena_init(&self->arena, x->limit);
  self->items = arena_array(&x->arena, Eval *, n);
  self->vecs = arena_array(&x->arena, Vec, n);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < n; i++) TRY(eval_compile(x, op->plan->items[i].expr, &self->items[i]));
  return STATUS_OK;
}

static Status project_next(Exec *x, Op *op, Batch *out)
{
  Project *self = (Project *)op;
  const Plan *plan = op->plan;
  TRY(op_next(x, op->child[0], out));
  arena_reset(&self->arena);
  if (out->n == 0) return STATUS_OK;
  for (uint32_t i = 0; i < plan->item_count; i++) TRY(eval_run(x, self->items[i], out, &self->arena, &self->vecs[i]));
  for (uint32_t i = 0; i < plan->item_count; i++) out->slots[plan->items[i].slot] = self->vecs[i];
  return arena_check(&self->arena, x->err);
}

static Status project_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void project_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Project *)op)->arena);
}

const OpClass op_class_PROJECT = {.size = sizeof(Project),
                                  .open = project_open,
                                  .next = project_next,
                                  .rewind = project_rewind,
                                  .close = project_close};
