/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EXPAND_VAR: for each input row one row for every path from `from` whose length lies between min and max, over
 * relationships of the types that step_filter lets pass and that are none of `unique`; no relationship twice in a path
 * (or as plan->mode says). Binds `to` (into: the path must end at the one bound already) and, where asked for, the
 * lists of relationships and of the nodes left and right of each; flag: turned round. Paths come depth first, the
 * shorter before its continuations; order kept. */
#include "trail.h"

typedef struct ExpandVar {
  Op op;
  Fanout fanout;
  Trail trail;
  Arena arena; /* the lists of the rows made */
  Value *lists;
  Value *left_lists, *right_lists; /* of nodes; NULL where nobody asks */
  uint32_t *nodes;                 /* the ends of the rows made */
  uint32_t *from_buffer, *to_buffer;
  const uint32_t *from, *to; /* of the input batch, by row; to: only with into */
  bool active;
} ExpandVar;

static Status var_open(Exec *x, Op *op)
{
  ExpandVar *self = (ExpandVar *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  self->lists = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->lists);
  self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->to_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->to_buffer);
  TRY(trail_open(x, plan, &self->trail));
  if (plan->from_list != SLOT_NONE) self->left_lists = arena_alloc(&x->arena, BATCH_ROWS * sizeof(Value));
  if (plan->to_list != SLOT_NONE) self->right_lists = arena_alloc(&x->arena, BATCH_ROWS * sizeof(Value));
  uint32_t own[] = {plan->rel, plan->into ? SLOT_NONE : plan->to, plan->from_list, plan->to_list};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, ExpandVar *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  if (plan->into) TRY(batch_ids(in, plan->to, VEC_NODE, self->to_buffer, &self->to, x->err));
  steps_batch(x, &self->trail.steps);
  return STATUS_OK;
}

/* false: the row has no path at all. */
static Status start_row(Exec *x, ExpandVar *self, uint32_t row, bool *started)
{
  const Plan *plan = self->op.plan;
  *started = self->from[row] != SLOT_NONE && !(plan->into && self->to[row] == SLOT_NONE);
  if (!*started) return STATUS_OK;
  TRY(steps_row(x, &self->trail.steps, &self->fanout.in, row));
  return trail_start(x, &self->trail, self->from[row], plan->min, plan->max);
}

static Value rel_list(ExpandVar *self)
{
  const Trail *trail = &self->trail;
  Value *items = arena_alloc(&self->arena, trail->depth * sizeof *items);
  if (!items) return VALUE_NULL_VALUE;
  if (self->arena.bad) return VALUE_NULL_VALUE;
  for (uint32_t i = 0; i < trail->depth; i++)
    items[self->op.plan->flag ? trail->depth - 1 - i : i] = value_rel(trail->rels[i]);
  return value_list(items, trail->depth);
}

/* The nodes left or right of the steps, as the pattern was written. */
static Value node_list(ExpandVar *self, bool right)
{
  const Trail *trail = &self->trail;
  bool flag = self->op.plan->flag;
  Value *items = arena_alloc(&self->arena, trail->depth * sizeof *items);
  if (!items || self->arena.bad) return VALUE_NULL_VALUE;
  const uint32_t *nodes = trail->nodes + (right != flag);
  for (uint32_t i = 0; i < trail->depth; i++) items[flag ? trail->depth - 1 - i : i] = value_node(nodes[i]);
  return value_list(items, trail->depth);
}

static void set_list(Batch *out, uint32_t slot, const Value *lists)
{
  if (slot != SLOT_NONE) out->slots[slot] = (Vec){.kind = VEC_VALUE, .values = lists};
}

static Status var_next(Exec *x, Op *op, Batch *out)
{
  ExpandVar *self = (ExpandVar *)op;
  Fanout *f = &self->fanout;
  const Plan *plan = op->plan;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f), &self->active));
    }
    bool found = false;
    if (self->active) TRY(trail_next(x, &self->trail, &found));
    if (!found) {
      fanout_done(f);
      self->active = false;
      continue;
    }
    uint32_t row = fanout_at(f), end = self->trail.nodes[self->trail.depth];
    if (plan->into && end != self->to[row]) continue;
    if (plan->rel != SLOT_NONE) self->lists[f->n] = rel_list(self);
    if (self->left_lists) self->left_lists[f->n] = node_list(self, false);
    if (self->right_lists) self->right_lists[f->n] = node_list(self, true);
    self->nodes[f->n] = end;
    fanout_add(f, row, 1);
  }
  TRY(arena_check(&self->arena, x->err));
  TRY(fanout_finish(x, f, out));
  set_list(out, plan->rel, self->lists);
  set_list(out, plan->from_list, self->left_lists);
  set_list(out, plan->to_list, self->right_lists);
  if (plan->to != SLOT_NONE && !plan->into) out->slots[plan->to] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  return STATUS_OK;
}

static Status var_rewind(Exec *x, Op *op)
{
  ExpandVar *self = (ExpandVar *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void var_close(Exec *x, Op *op)
{
  ExpandVar *self = (ExpandVar *)op;
  trail_close(x, &self->trail);
  arena_free(&self->arena);
}

const OpClass op_class_EXPAND_VAR = {
    .size = sizeof(ExpandVar), .open = var_open, .next = var_next, .rewind = var_rewind, .close = var_close};
