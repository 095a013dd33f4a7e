/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NODE_INDEX_SEEK, REL_INDEX_SEEK: for each input row the nodes or relationships whose indexed property equals a value
 * (or one of a list: in_list), lies in a range or begins with a text; in the order of the index. A bound that is null,
 * or not comparable with the other, gives no row. REL_INDEX_SEEK binds both ends. */
#include "rel_rows.h"

#include "core/index.h"

#include <stdlib.h>

typedef struct SeekIndex {
  Op op;
  Fanout fanout;
  Eval *low, *high;
  Arena arena; /* the bounds, for one input batch */
  Vec lows, highs;
  bool active;
  bool seeking; /* the cursor has more to give */
  IndexCursor cursor;
  const Value *sought; /* in_list: the distinct values, ascending */
  uint32_t sought_count, sought_at;
  uint32_t *slots; /* read from the cursor */
  uint32_t n, at;
  uint32_t *nodes;  /* NODE_INDEX_SEEK */
  RelRows rel_rows; /* REL_INDEX_SEEK */
} SeekIndex;

static Status seek_open(Exec *x, Op *op)
{
  SeekIndex *self = (SeekIndex *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  if (plan->low) TRY(eval_compile(x, plan->low, &self->low));
  if (plan->high) TRY(eval_compile(x, plan->high, &self->high));
  self->slots = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->slots);
  if (plan->kind == PLAN_NODE_INDEX_SEEK) {
    self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
    return fanout_open(x, plan, &plan->slot, 1, &self->fanout);
  }
  TRY(rel_rows_open(x, plan, &self->rel_rows));
  uint32_t own[] = {plan->rel, plan->from, plan->to};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, SeekIndex *self)
{
  arena_reset(&self->arena);
  if (self->op.plan->kind == PLAN_REL_INDEX_SEEK) rel_types_resolve(x, self->op.plan, &self->rel_rows.types);
  if (self->low) TRY(eval_run(x, self->low, &self->fanout.in, &self->arena, &self->lows));
  if (self->high) TRY(eval_run(x, self->high, &self->fanout.in, &self->arena, &self->highs));
  return arena_check(&self->arena, x->err);
}

/* The index holds values that are equivalent; `=` is stricter: nothing equals NaN or null, nor a list with one. */
static bool can_equal(Value v)
{
  return value_equal(v, v) == TRI_TRUE;
}

static int compare_values(const void *a, const void *b)
{
  return value_order(*(const Value *)a, *(const Value *)b);
}

/* The values of an IN list, each once. */
static Status start_list(Exec *x, SeekIndex *self, Value list)
{
  uint32_t n = list.type == VALUE_LIST ? list.aux : 0, kept = 0;
  Value *values = arena_alloc(&self->arena, n * sizeof *values);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < n; i++)
    if (can_equal(list.items[i])) values[kept++] = list.items[i];
  qsort(values, kept, sizeof *values, compare_values);
  uint32_t distinct = MIN(kept, 1);
  for (uint32_t i = 1; i < kept; i++)
    if (value_order(values[i], values[distinct - 1]) != 0) values[distinct++] = values[i];
  self->sought = values;
  self->sought_count = distinct;
  return STATUS_OK;
}

static bool start_range(SeekIndex *self, uint32_t row)
{
  const Plan *plan = self->op.plan;
  IndexRange range = {.has_low = plan->low != NULL,
                      .has_high = plan->high != NULL,
                      .low_inclusive = plan->low_inclusive,
                      .high_inclusive = plan->high_inclusive,
                      .low = plan->low ? vec_get(&self->lows, row) : VALUE_NULL_VALUE,
                      .high = plan->high ? vec_get(&self->highs, row) : VALUE_NULL_VALUE};
  int order;
  bool unordered;
  if (range.has_low && (!value_compare(range.low, range.low, &order, &unordered) || unordered)) return false;
  if (range.has_high && (!value_compare(range.high, range.high, &order, &unordered) || unordered)) return false;
  if (range.has_low && range.has_high && !value_compare(range.low, range.high, &order, &unordered)) return false;
  index_seek_range(&self->cursor, plan->index, &range);
  return true;
}

static Status start_row(Exec *x, SeekIndex *self)
{
  const Plan *plan = self->op.plan;
  uint32_t row = fanout_at(&self->fanout);
  self->n = self->at = self->sought_at = self->sought_count = 0;
  self->seeking = false;
  if (plan->kind == PLAN_REL_INDEX_SEEK) TRY(unique_load(x, plan, &self->rel_rows.unique, &self->fanout.in, row));
  if (plan->in_list) return start_list(x, self, vec_get(&self->lows, row));
  if (plan->equal || plan->prefix) {
    Value v = vec_get(&self->lows, row);
    self->seeking = plan->equal ? can_equal(v) : v.type == VALUE_STRING;
    if (!self->seeking) return STATUS_OK;
    if (plan->equal)
      index_seek_equal(&self->cursor, plan->index, v);
    else
      index_seek_prefix(&self->cursor, plan->index, value_text(v));
    return STATUS_OK;
  }
  self->seeking = start_range(self, row);
  return STATUS_OK;
}

/* Reads more slots; false when the row at hand has no more. */
static bool read_slots(SeekIndex *self)
{
  for (;;) {
    if (self->seeking) {
      self->n = (uint32_t)index_next(&self->cursor, self->slots, BATCH_ROWS);
      self->at = 0;
      if (self->n) return true;
      self->seeking = false;
    }
    if (self->sought_at == self->sought_count) return false;
    index_seek_equal(&self->cursor, self->op.plan->index, self->sought[self->sought_at++]);
    self->seeking = true;
  }
}

static Status seek_next(Exec *x, Op *op, Batch *out)
{
  SeekIndex *self = (SeekIndex *)op;
  Fanout *f = &self->fanout;
  const Plan *plan = op->plan;
  bool nodes = plan->kind == PLAN_NODE_INDEX_SEEK;
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
    if (self->at == self->n && !read_slots(self)) {
      fanout_done(f);
      self->active = false;
      continue;
    }
    if (nodes) {
      uint32_t n = MIN(self->n - self->at, BATCH_ROWS - f->n);
      memcpy(self->nodes + f->n, self->slots + self->at, n * sizeof *self->nodes);
      fanout_add(f, fanout_at(f), n);
      self->at += n;
    } else {
      rel_rows_add(x, plan, &self->rel_rows, f, fanout_at(f), self->slots[self->at++]);
    }
  }
  TRY(fanout_finish(x, f, out));
  if (nodes)
    out->slots[plan->slot] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  else
    rel_rows_finish(plan, &self->rel_rows, out);
  return STATUS_OK;
}

static Status seek_rewind(Exec *x, Op *op)
{
  SeekIndex *self = (SeekIndex *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void seek_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((SeekIndex *)op)->arena);
}

const OpClass op_class_NODE_INDEX_SEEK = {
    .size = sizeof(SeekIndex), .open = seek_open, .next = seek_next, .rewind = seek_rewind, .close = seek_close};
const OpClass op_class_REL_INDEX_SEEK = {
    .size = sizeof(SeekIndex), .open = seek_open, .next = seek_next, .rewind = seek_rewind, .close = seek_close};
