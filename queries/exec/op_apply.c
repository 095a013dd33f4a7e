/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operators that run a subplan for their input rows, see subplan.c; all keep the order of the input.
 *   APPLY: for each row the rows of the subplan, joined with it.
 *   OPTIONAL: likewise, and where the subplan gave none, the row itself with nulls in plan->slots.
 *   SUBQUERY_UPDATE: the rows themselves; the subplan is run for what it writes. */
#include "op.h"

typedef struct Apply {
  Op op;
  Batch outer;
  Batch window; /* the outer rows that the subplan runs for: all of the batch, or one */
  uint16_t window_row;
  uint32_t at; /* outer rows that were handed to the subplan */
  bool row_by_row;
  bool running;       /* the subplan has more to give for the window */
  Gather gather;      /* for the slots handed up */
  uint32_t *ordinals; /* buffer */

  /* OPTIONAL */
  Batch inner;
  const uint32_t *inner_ordinals;
  uint32_t inner_at;                 /* rows of inner that were given */
  uint32_t window_at;                /* outer rows of the window that were given, with rows or without */
  uint16_t *outer_rows, *inner_rows; /* of each row to give; inner: NO_ROW for none */
} Apply;

enum { NO_ROW = UINT16_MAX };

static Status apply_open(Exec *x, Op *op)
{
  Apply *self = (Apply *)op;
  const Plan *plan = op->plan;
  self->outer = batch_new(&x->arena, x->slot_count);
  self->inner = batch_new(&x->arena, x->slot_count);
  self->ordinals = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->ordinals);
  if (plan->kind == PLAN_OPTIONAL) {
    self->outer_rows = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->outer_rows);
    self->inner_rows = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->inner_rows);
  }
  self->row_by_row = subplan_row_by_row(plan->child[1], plan->row_by_row || plan->kind == PLAN_SUBQUERY_UPDATE);
  return op_carry(x, plan, NULL, 0, &self->gather);
}

/* Hands the next outer rows to the subplan; false at the end. */
static Status next_window(Exec *x, Apply *self, bool *more)
{
  *more = true;
  if (self->at >= self->outer.n) {
    TRY(op_next(x, self->op.child[0], &self->outer));
    self->at = 0;
    *more = self->outer.n > 0;
    if (!*more) return STATUS_OK;
  }
  TRY(exec_check(x));
  self->window = self->outer;
  if (self->row_by_row) {
    self->window_row = (uint16_t)batch_row(&self->outer, self->at);
    self->window.sel = &self->window_row;
    self->window.n = 1;
  }
  self->at += self->window.n;
  self->op.argument->outer = &self->window;
  self->running = true;
  return op_rewind(x, self->op.child[1]);
}

static Status apply_next(Exec *x, Op *op, Batch *out)
{
  Apply *self = (Apply *)op;
  for (;;) {
    if (!self->running) {
      bool more;
      TRY(next_window(x, self, &more));
      if (!more) break;
    }
    TRY(op_next(x, op->child[1], out));
    if (out->n) {
      const uint32_t *ordinals;
      TRY(subplan_ordinals(x, &self->window, self->row_by_row, out, self->ordinals, &ordinals));
      out->slots[x->ordinal_slot].kind = VEC_NONE;
      return gather_missing(&self->gather, &self->outer, ordinals, out, out, x->err);
    }
    self->running = false;
  }
  batch_clear(out, x->slot_count);
  return STATUS_OK;
}

/* ---- OPTIONAL */

/* More rows of the subplan; n == 0 when it has ended for this window. */
static Status next_inner(Exec *x, Apply *self)
{
  self->inner_at = 0;
  TRY(op_next(x, self->op.child[1], &self->inner));
  if (self->inner.n == 0) return STATUS_OK;
  return subplan_ordinals(x, &self->window, self->row_by_row, &self->inner, self->ordinals, &self->inner_ordinals);
}

/* Pairs outer rows with the rows of the subplan, which come in the order of the outer ones, as far as the batch at hand
 * goes. The number of pairs. */
static uint32_t pair_rows(Apply *self)
{
  uint32_t n = 0;
  bool ended = self->inner.n == 0;
  while (n < BATCH_ROWS) {
    bool has_inner = self->inner_at < self->inner.n;
    if (!has_inner && !ended) break;
    uint32_t inner_row = has_inner ? batch_row(&self->inner, self->inner_at) : 0;
    uint32_t next = self->window_at < self->window.n ? batch_row(&self->window, self->window_at) : UINT32_MAX;
    if (!has_inner && next == UINT32_MAX) break;
    if (has_inner && self->inner_ordinals[inner_row] < next) { /* one more row of the outer row given last */
      self->outer_rows[n] = (uint16_t)self->inner_ordinals[inner_row];
      self->inner_rows[n++] = (uint16_t)inner_row;
      self->inner_at++;
      continue;
    }
    self->outer_rows[n] = (uint16_t)next;
    self->window_at++;
    bool fits = has_inner && self->inner_ordinals[inner_row] == next;
    self->inner_rows[n++] = fits ? (uint16_t)inner_row : NO_ROW;
    self->inner_at += fits;
  }
  return n;
}

static bool is_optional_slot(const Apply *self, uint32_t slot)
{
  for (uint32_t i = 0; i < self->op.plan->slot_count; i++)
    if (self->op.plan->slots[i] == slot) return true;
  return self->outer.slots[slot].kind == VEC_NONE;
}

/* The subplan's values, null in the rows without. */
static Vec optional_vec(Exec *x, Apply *self, uint32_t position, uint32_t n)
{
  uint32_t slot = self->gather.slots[position];
  const Vec *from = &self->inner.slots[slot];
  VecKind kind = self->inner.n ? from->kind : VEC_NONE;
  SlotKind slot_kind = slot == x->ordinal_slot ? SLOT_VALUE : x->tree->checked->slots[slot].kind;
  bool entity = slot_kind == SLOT_NODE || slot_kind == SLOT_REL;
  if (kind == VEC_NODE || kind == VEC_REL || (kind == VEC_NONE && entity)) {
    uint32_t *ids = gather_ids(&self->gather, position);
    for (uint32_t i = 0; i < n; i++)
      ids[i] = self->inner_rows[i] == NO_ROW || kind == VEC_NONE ? SLOT_NONE : from->ids[self->inner_rows[i]];
    if (kind == VEC_NONE) kind = slot_kind == SLOT_NODE ? VEC_NODE : VEC_REL;
    return (Vec){.kind = kind, .ids = ids};
  }
  if (kind == VEC_NONE) return (Vec){.kind = VEC_CONST, .constant = VALUE_NULL_VALUE};
  Value *values = gather_values(&self->gather, position);
  for (uint32_t i = 0; i < n; i++)
    values[i] = self->inner_rows[i] == NO_ROW ? VALUE_NULL_VALUE : vec_get(from, self->inner_rows[i]);
  return (Vec){.kind = VEC_VALUE, .values = values};
}

static Status give_pairs(Exec *x, Apply *self, uint32_t n, Batch *out)
{
  batch_clear(out, x->slot_count);
  out->n = n;
  TRY(gather_rows(&self->gather, &self->outer, self->outer_rows, n, out, x->err));
  for (uint32_t i = 0; i < self->gather.n; i++) {
    uint32_t slot = self->gather.slots[i];
    if (slot != x->ordinal_slot && is_optional_slot(self, slot)) out->slots[slot] = optional_vec(x, self, i, n);
  }
  return arena_check(&x->arena, x->err);
}

static Status optional_next(Exec *x, Op *op, Batch *out)
{
  Apply *self = (Apply *)op;
  for (;;) {
    if (!self->running) {
      bool more;
      TRY(next_window(x, self, &more));
      if (!more) break;
      self->window_at = 0;
      TRY(next_inner(x, self));
    } else if (self->inner.n && self->inner_at == self->inner.n) {
      TRY(next_inner(x, self));
    }
    uint32_t n = pair_rows(self);
    if (n) return give_pairs(x, self, n, out);
    self->running = self->inner.n > 0;
  }
  batch_clear(out, x->slot_count);
  return STATUS_OK;
}

/* ---- SUBQUERY_UPDATE */

static Status update_next(Exec *x, Op *op, Batch *out)
{
  Apply *self = (Apply *)op;
  bool more = true;
  self->at = self->outer.n = 0;
  do {
    TRY(next_window(x, self, &more));
    do {
      if (more) TRY(op_next(x, op->child[1], &self->inner));
    } while (more && self->inner.n);
  } while (more && self->at < self->outer.n);
  memcpy(out->slots, self->outer.slots, x->slot_count * sizeof *out->slots);
  out->n = self->outer.n;
  out->sel = self->outer.sel;
  return STATUS_OK;
}

static Status apply_rewind(Exec *x, Op *op)
{
  Apply *self = (Apply *)op;
  self->at = self->outer.n = 0;
  self->running = false;
  return op_rewind(x, op->child[0]);
}

const OpClass op_class_APPLY = {.size = sizeof(Apply), .open = apply_open, .next = apply_next, .rewind = apply_rewind};
const OpClass op_class_OPTIONAL = {
    .size = sizeof(Apply), .open = apply_open, .next = optional_next, .rewind = apply_rewind};
const OpClass op_class_SUBQUERY_UPDATE = {
    .size = sizeof(Apply), .open = apply_open, .next = update_next, .rewind = apply_rewind};
