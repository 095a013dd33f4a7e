/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NODE_ID_SEEK, REL_ID_SEEK: for each input row the nodes or relationships with the ids that an expression gives, one
 * or (in_list) a list, each once. What is no id of something alive gives no row. REL_ID_SEEK binds both ends; without
 * an expression its relationship is bound already. */
#include "rel_rows.h"

#include <stdlib.h>

typedef struct SeekId {
  Op op;
  Fanout fanout;
  Eval *low;
  Arena arena; /* the expression's values, for one input batch */
  Vec lows;
  bool active;
  uint32_t *slots; /* what the row at hand asks for */
  uint32_t n, at;
  uint32_t *nodes;  /* NODE_ID_SEEK */
  RelRows rel_rows; /* REL_ID_SEEK */
} SeekId;

static Status seek_open(Exec *x, Op *op)
{
  SeekId *self = (SeekId *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  if (plan->low) TRY(eval_compile(x, plan->low, &self->low));
  if (plan->kind == PLAN_NODE_ID_SEEK) {
    self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
    return fanout_open(x, plan, &plan->slot, 1, &self->fanout);
  }
  TRY(rel_rows_open(x, plan, &self->rel_rows));
  uint32_t own[] = {plan->rel, plan->from, plan->to};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, SeekId *self)
{
  const Plan *plan = self->op.plan;
  if (plan->kind == PLAN_REL_ID_SEEK) rel_types_resolve(x, plan, &self->rel_rows.types);
  arena_reset(&self->arena);
  if (!self->low) {
    self->lows = self->fanout.in.slots[plan->rel];
    return STATUS_OK;
  }
  TRY(eval_run(x, self->low, &self->fanout.in, &self->arena, &self->lows));
  return arena_check(&self->arena, x->err);
}

/* The slot that a value names, if it lives; SLOT_NONE otherwise. */
static uint32_t sought_slot(const Exec *x, const Plan *plan, Value v)
{
  bool node = plan->kind == PLAN_NODE_ID_SEEK;
  if (!plan->low) return v.type == VALUE_REL && graph_rel_alive(x->graph, v.id) ? v.id : SLOT_NONE;
  if (v.type == VALUE_FLOAT && v.number >= 0 && v.number < UINT32_MAX && v.number == (double)(uint32_t)v.number)
    v = value_int((int64_t)v.number); /* id(n) = 1.0 holds as well */
  if (v.type != VALUE_INT || v.integer < 0) return SLOT_NONE;
  int64_t limit = node ? graph_node_limit(x->graph) : graph_rel_limit(x->graph);
  if (v.integer >= limit) return SLOT_NONE;
  uint32_t slot = (uint32_t)v.integer;
  bool alive = node ? graph_node_alive(x->graph, slot) : graph_rel_alive(x->graph, slot);
  return alive ? slot : SLOT_NONE;
}

static int compare_slots(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* What the row at hand asks for: living slots, each once, ascending. */
static Status start_row(Exec *x, SeekId *self)
{
  const Plan *plan = self->op.plan;
  uint32_t row = fanout_at(&self->fanout);
  Value v = vec_get(&self->lows, row);
  const Value *items = &v;
  uint32_t n = 1;
  if (plan->in_list) {
    items = v.items;
    n = v.type == VALUE_LIST ? v.aux : 0;
  }
  self->at = self->n = 0;
  self->slots = arena_alloc(&self->arena, n * sizeof *self->slots);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < n; i++) {
    uint32_t slot = sought_slot(x, plan, items[i]);
    if (slot != SLOT_NONE) self->slots[self->n++] = slot;
  }
  if (self->n > 1) {
    qsort(self->slots, self->n, sizeof *self->slots, compare_slots);
    uint32_t distinct = 1;
    for (uint32_t i = 1; i < self->n; i++)
      if (self->slots[i] != self->slots[distinct - 1]) self->slots[distinct++] = self->slots[i];
    self->n = distinct;
  }
  if (plan->kind == PLAN_NODE_ID_SEEK) return STATUS_OK;
  return unique_load(x, plan, &self->rel_rows.unique, &self->fanout.in, row);
}

static Status seek_next(Exec *x, Op *op, Batch *out)
{
  SeekId *self = (SeekId *)op;
  Fanout *f = &self->fanout;
  const Plan *plan = op->plan;
  fanout_begin(f);
  while (f->n + 2 <= BATCH_ROWS) { /* a relationship makes two rows at most */
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self));
      self->active = true;
    }
    if (self->at == self->n) {
      fanout_done(f);
      self->active = false;
      continue;
    }
    uint32_t slot = self->slots[self->at++], row = fanout_at(f);
    if (plan->kind == PLAN_REL_ID_SEEK) {
      rel_rows_add(x, plan, &self->rel_rows, f, row, slot);
    } else {
      self->nodes[f->n] = slot;
      fanout_add(f, row, 1);
    }
  }
  TRY(fanout_finish(x, f, out));
  if (plan->kind == PLAN_NODE_ID_SEEK)
    out->slots[plan->slot] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  else
    rel_rows_finish(plan, &self->rel_rows, out);
  return STATUS_OK;
}

static Status seek_rewind(Exec *x, Op *op)
{
  SeekId *self = (SeekId *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void seek_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((SeekId *)op)->arena);
}

const OpClass op_class_NODE_ID_SEEK = {
    .size = sizeof(SeekId), .open = seek_open, .next = seek_next, .rewind = seek_rewind, .close = seek_close};
const OpClass op_class_REL_ID_SEEK = {
    .size = sizeof(SeekId), .open = seek_open, .next = seek_next, .rewind = seek_rewind, .close = seek_close};
