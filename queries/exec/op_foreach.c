/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FOREACH: the input rows as they are, when the updates in child[1] have been run for each item of each row's list, one
 * after the other; order kept. Null is an empty list. */
#include "op.h"

typedef struct Foreach {
  Op op;
  Eval *list;
  Arena arena;
  Batch item;    /* the row at hand with the variable set */
  Batch scratch; /* rows of the updates */
} Foreach;

static Status foreach_open(Exec *x, Op *op)
{
  Foreach *self = (Foreach *)op;
  arena_init(&self->arena, x->limit);
  self->item = batch_new(&x->arena, x->slot_count);
  self->scratch = batch_new(&x->arena, x->slot_count);
  return eval_compile(x, op->plan->expr, &self->list);
}

static Status run_item(Exec *x, Foreach *self, Value item)
{
  self->item.slots[self->op.plan->slot] = (Vec){.kind = VEC_CONST, .constant = item};
  TRY(exec_check(x));
  TRY(op_rewind(x, self->op.child[1]));
  do TRY(op_next(x, self->op.child[1], &self->scratch));
  while (self->scratch.n);
  return STATUS_OK;
}

static Status run_row(Exec *x, Foreach *self, const Batch *b, uint16_t row, Value list)
{
  if (value_is_null(list)) return STATUS_OK;
  if (list.type != VALUE_LIST)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", self->op.plan->expr->span,
                    "FOREACH takes a list, not a value of type %s", value_type_name(list.type));
  memcpy(self->item.slots, b->slots, x->slot_count * sizeof *b->slots);
  self->item.sel = &row;
  self->item.n = 1;
  self->op.argument->outer = &self->item;
  for (uint32_t i = 0; i < list.aux; i++) TRY(run_item(x, self, list.items[i]));
  return STATUS_OK;
}

static Status foreach_next(Exec *x, Op *op, Batch *out)
{
  Foreach *self = (Foreach *)op;
  TRY(op_next(x, op->child[0], out));
  arena_reset(&self->arena);
  if (out->n == 0) return STATUS_OK;
  Vec lists;
  TRY(eval_run(x, self->list, out, &self->arena, &lists));
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < out->n; i++) {
    uint16_t row = (uint16_t)batch_row(out, i);
    TRY(run_row(x, self, out, row, vec_get(&lists, row)));
  }
  return STATUS_OK;
}

static Status foreach_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void foreach_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Foreach *)op)->arena);
}

const OpClass op_class_FOREACH = {.size = sizeof(Foreach),
                                  .open = foreach_open,
                                  .next = foreach_next,
                                  .rewind = foreach_rewind,
                                  .close = foreach_close};
