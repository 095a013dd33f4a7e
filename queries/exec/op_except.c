/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EXCEPT_ROWS and INTERSECT_ROWS: the rows of child[0] whose columns (slots) agree with those of no row, or of some
 * row, of child[1] (slots2), which is read to its end first. With flag (ALL) each row of child[1] answers for one row
 * alone; without, doubles are left to a DISTINCT above. Null is equal to null, NaN to NaN. In a subplan both run for
 * one outer row at a time. */
#include "core/map.h"
#include "op.h"

typedef struct Except {
  Op op;
  Batch second;
  bool built;
  Arena arena; /* of the kept columns */
  Map map;     /* to the number of the kept row */
  Value *kept; /* slot_count values a row */
  uint32_t kept_cap, count_cap, kept_count;
  uint64_t *counts; /* of each kept row: how often it is there */
  Value *row;       /* the columns of the row at hand */
  uint16_t *sel;
} Except;

static Status except_open(Exec *x, Op *op)
{
  Except *self = (Except *)op;
  arena_init(&self->arena, x->limit);
  map_init(&self->map, x->limit);
  self->second = batch_new(&x->arena, x->slot_count);
  self->row = arena_array(&x->arena, Value, op->plan->slot_count);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  return arena_check(&x->arena, x->err);
}

static bool is_kept(const void *context, uint32_t item, const void *key)
{
  const Except *self = context;
  uint32_t width = self->op.plan->slot_count;
  const Value *kept = self->kept + (size_t)item * width, *row = key;
  for (uint32_t i = 0; i < width; i++)
    if (!value_equivalent(kept[i], row[i])) return false;
  return true;
}

/* The kept row that agrees with the row of the batch in the slots, or MAP_NONE. */
static uint32_t find_row(Except *self, const Batch *b, const uint32_t *slots, uint32_t row, uint64_t *hash)
{
  *hash = 0;
  for (uint32_t i = 0; i < self->op.plan->slot_count; i++) {
    self->row[i] = vec_get(&b->slots[slots[i]], row);
    *hash = value_hash_mix(*hash ^ value_hash(self->row[i]));
  }
  return map_find(&self->map, *hash, is_kept, self, self->row);
}

static Status keep_row(Exec *x, Except *self, uint64_t hash)
{
  uint32_t width = self->op.plan->slot_count;
  uint64_t wanted = (uint64_t)self->kept_count + 1;
  TRY(op_grow(x, (void **)&self->kept, &self->kept_cap, wanted * MAX(width, 1u), sizeof *self->kept));
  TRY(op_grow(x, (void **)&self->counts, &self->count_cap, wanted, sizeof *self->counts));
  Value *kept = self->kept + (size_t)self->kept_count * width;
  for (uint32_t i = 0; i < width; i++) kept[i] = value_copy(&self->arena, self->row[i]);
  self->counts[self->kept_count] = 1;
  TRY(arena_check(&self->arena, x->err));
  return map_add(&self->map, hash, self->kept_count++, x->err);
}

static Status build(Exec *x, Except *self)
{
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, self->op.child[1], &self->second));
    if (self->second.n == 0) break;
    for (uint32_t i = 0; i < self->second.n; i++) {
      uint64_t hash;
      uint32_t at = find_row(self, &self->second, self->op.plan->slots2, batch_row(&self->second, i), &hash);
      if (at == MAP_NONE)
        TRY(keep_row(x, self, hash));
      else
        self->counts[at]++;
    }
  }
  self->built = true;
  return STATUS_OK;
}

/* Whether child[1] has the row; for ALL, one that no other row has been answered by. */
static bool answers(Except *self, const Batch *b, uint32_t row)
{
  uint64_t hash;
  uint32_t at = find_row(self, b, self->op.plan->slots, row, &hash);
  if (at == MAP_NONE) return false;
  if (!self->op.plan->flag) return true;
  if (self->counts[at] == 0) return false;
  self->counts[at]--;
  return true;
}

static Status except_next(Exec *x, Op *op, Batch *out)
{
  Except *self = (Except *)op;
  bool wanted = op->plan->kind == PLAN_INTERSECT_ROWS;
  if (!self->built) TRY(build(x, self));
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0) return STATUS_OK;
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++) {
      uint32_t row = batch_row(out, i);
      if (answers(self, out, row) == wanted) self->sel[n++] = (uint16_t)row;
    }
    out->sel = self->sel;
    out->n = n;
    if (n) return STATUS_OK;
  }
}

static Status except_rewind(Exec *x, Op *op)
{
  Except *self = (Except *)op;
  map_clear(&self->map);
  arena_reset(&self->arena);
  self->kept_count = 0;
  self->built = false;
  TRY(op_rewind(x, op->child[0]));
  return op_rewind(x, op->child[1]);
}

static void except_close(Exec *x, Op *op)
{
  Except *self = (Except *)op;
  map_free(&self->map);
  arena_free(&self->arena);
  op_release(x, self->kept, self->kept_cap, sizeof *self->kept);
  op_release(x, self->counts, self->count_cap, sizeof *self->counts);
}

const OpClass op_class_EXCEPT_ROWS = {
    .size = sizeof(Except), .open = except_open, .next = except_next, .rewind = except_rewind, .close = except_close};
const OpClass op_class_INTERSECT_ROWS = {
    .size = sizeof(Except), .open = except_open, .next = except_next, .rewind = except_rewind, .close = except_close};
