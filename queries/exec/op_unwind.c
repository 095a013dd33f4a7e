/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UNWIND: for each input row one row for every item of a list, in order; none for null or an empty list, one for a
 * value that is no list. The items of range(...) are counted out as they are asked for, so that a long range needs no
 * list in memory. */
#include "fanout.h"

typedef struct Unwind {
  Op op;
  Fanout fanout;
  Eval *list;
  Eval *bounds[3]; /* of range(start, end[, step]); bounds[0] NULL: the list is evaluated as a whole */
  Arena arena;     /* lists or bounds, for one input batch */
  Vec lists, bound_vecs[3];
  bool counts_out;  /* the input batch: all bounds are integers */
  Value *values;    /* of the rows made */
  Value *positions; /* likewise; NULL unless asked for */
  bool active;
  Value value; /* of the row at hand */
  const Value *items;
  uint64_t n, at;
  int64_t first, step;
} Unwind;

static bool is_range(const Expr *e)
{
  return e->kind == EXPR_CALL && e->function && strcmp(e->function->name, "range") == 0 && (e->n == 2 || e->n == 3);
}

static Status unwind_open(Exec *x, Op *op)
{
  Unwind *self = (Unwind *)op;
  const Expr *expr = op->plan->expr;
  arena_init(&self->arena, x->limit);
  uint32_t own[] = {op->plan->slot, op->plan->position};
  self->values = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->values);
  if (own[1] != SLOT_NONE) self->positions = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->positions);
  TRY(eval_compile(x, expr, &self->list));
  if (is_range(expr))
    for (uint32_t i = 0; i < expr->n; i++) TRY(eval_compile(x, expr->args[i], &self->bounds[i]));
  return fanout_open(x, op->plan, own, ARRAY_LEN(own), &self->fanout);
}

/* A range whose bounds are not all integers is left to the function, which knows what to say. */
static bool range_bounds_are_integers(const Unwind *self)
{
  const Batch *in = &self->fanout.in;
  for (int b = 0; b < 3 && self->bounds[b]; b++)
    for (uint32_t i = 0; i < in->n; i++) {
      Value v = vec_get(&self->bound_vecs[b], batch_row(in, i));
      if (v.type != VALUE_INT || (b == 2 && v.integer == 0)) return false;
    }
  return true;
}

static Status start_batch(Exec *x, Unwind *self)
{
  const Batch *in = &self->fanout.in;
  arena_reset(&self->arena);
  self->counts_out = false;
  if (self->bounds[0]) {
    for (int b = 0; b < 3 && self->bounds[b]; b++)
      TRY(eval_run(x, self->bounds[b], in, &self->arena, &self->bound_vecs[b]));
    self->counts_out = range_bounds_are_integers(self);
  }
  if (!self->counts_out) TRY(eval_run(x, self->list, in, &self->arena, &self->lists));
  return arena_check(&self->arena, x->err);
}

static void start_range(Unwind *self, uint32_t row)
{
  int64_t first = vec_get(&self->bound_vecs[0], row).integer, last = vec_get(&self->bound_vecs[1], row).integer;
  int64_t step = self->bounds[2] ? vec_get(&self->bound_vecs[2], row).integer : 1;
  self->items = NULL;
  self->first = first;
  self->step = step;
  self->n = 0;
  /* Differences may not fit an int64_t, but always a uint64_t. */
  if (step > 0 && last >= first)
    self->n = ((uint64_t)last - (uint64_t)first) / (uint64_t)step;
  else if (step < 0 && last <= first)
    self->n = ((uint64_t)first - (uint64_t)last) / (0 - (uint64_t)step);
  else
    return;
  if (self->n < UINT64_MAX) self->n++;
}

static void start_row(Unwind *self, uint32_t row)
{
  self->at = 0;
  self->active = true;
  if (self->counts_out) {
    start_range(self, row);
    return;
  }
  self->value = vec_get(&self->lists, row);
  bool list = self->value.type == VALUE_LIST;
  self->items = list ? self->value.items : &self->value;
  self->n = list ? self->value.aux : !value_is_null(self->value);
}

static Status unwind_next(Exec *x, Op *op, Batch *out)
{
  Unwind *self = (Unwind *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      start_row(self, fanout_at(f));
    }
    uint32_t n = (uint32_t)MIN(self->n - self->at, BATCH_ROWS - f->n);
    Value *values = self->values + f->n;
    if (self->items)
      memcpy(values, self->items + self->at, n * sizeof *values);
    else
      for (uint32_t i = 0; i < n; i++)
        values[i] = value_int((int64_t)((uint64_t)self->first + (self->at + i) * (uint64_t)self->step));
    for (uint32_t i = 0; self->positions && i < n; i++)
      self->positions[f->n + i] = value_int(op->plan->min + (int64_t)(self->at + i));
    fanout_add(f, fanout_at(f), n);
    self->at += n;
    if (self->at == self->n) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  out->slots[op->plan->slot] = (Vec){.kind = VEC_VALUE, .values = self->values};
  if (self->positions) out->slots[op->plan->position] = (Vec){.kind = VEC_VALUE, .values = self->positions};
  return STATUS_OK;
}

static Status unwind_rewind(Exec *x, Op *op)
{
  Unwind *self = (Unwind *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void unwind_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Unwind *)op)->arena);
}

const OpClass op_class_UNWIND = {
    .size = sizeof(Unwind), .open = unwind_open, .next = unwind_next, .rewind = unwind_rewind, .close = unwind_close};
