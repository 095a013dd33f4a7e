/* SPDX-License-Identifier: GPL-2.0-or-later */
/* REL_VALID_SEEK: for each input row the relationships of one type that may hold on the days that a test of valid time
 * (plan->expr) asks about, with both ends; in the order in which they begin. Where the test asks more than that, it
 * stands above once more. */
#include "core/intervals.h"
#include "func/valid_test.h"
#include "rel_rows.h"

enum { MOST_ASKED = 3 };

typedef struct SeekValid {
  Op op;
  Fanout fanout;
  RelRows rel_rows;
  Eval *asked[MOST_ASKED];
  uint32_t asked_count;
  Arena arena; /* what is asked, for one input batch */
  Vec vecs[MOST_ASKED];
  bool active;
  bool plain; /* each relationship makes one row, from start to end or from end to start */
  IntervalCursor cursor;
  IntervalRel *found;
  uint32_t n, at;
} SeekValid;

static Status seek_open(Exec *x, Op *op)
{
  SeekValid *self = (SeekValid *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  for (uint32_t i = 2; i < plan->expr->n; i++)
    TRY(eval_compile(x, plan->expr->args[i], &self->asked[self->asked_count++]));
  self->found = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->found);
  TRY(rel_rows_open(x, plan, &self->rel_rows));
  self->plain = plan->dir != DIR_BOTH && plan->unique_count == 0 && plan->from != plan->to;
  uint32_t own[] = {plan->rel, plan->from, plan->to};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, SeekValid *self)
{
  arena_reset(&self->arena);
  rel_types_resolve(x, self->op.plan, &self->rel_rows.types);
  for (uint32_t i = 0; i < self->asked_count; i++)
    TRY(eval_run(x, self->asked[i], &self->fanout.in, &self->arena, &self->vecs[i]));
  return arena_check(&self->arena, x->err);
}

static Status start_row(Exec *x, SeekValid *self)
{
  const Plan *plan = self->op.plan;
  const Intervals *index;
  uint32_t row = fanout_at(&self->fanout);
  Value asked[MOST_ASKED];
  ValidityQuestion q = {0};
  bool known;
  self->n = self->at = 0;
  self->cursor = (IntervalCursor){0};
  for (uint32_t i = 0; i < self->asked_count; i++) asked[i] = vec_get(&self->vecs[i], row);
  TRY(unique_load(x, plan, &self->rel_rows.unique, &self->fanout.in, row));
  (void)valid_test_of(plan->expr->function, &q.test, &q.certainly);
  Status status = valid_test_question(&x->function, plan->expr->function, asked, self->asked_count, &q, &known);
  if (status != STATUS_OK && x->err->span.end == 0) x->err->span = plan->expr->span;
  TRY(status);
  if (!known || self->rel_rows.types.n == 0) return STATUS_OK;
  TRY(graph_intervals(x->graph, self->rel_rows.types.ids[0], &index, x->err));
  intervals_seek(&self->cursor, x->graph, index, q.days);
  return STATUS_OK;
}

/* Reads more relationships; false when the row at hand has no more. */
static bool read_more(SeekValid *self)
{
  self->at = 0;
  self->n = self->cursor.index ? (uint32_t)intervals_next(&self->cursor, self->found, BATCH_ROWS) : 0;
  return self->n > 0;
}

static void copy_rows(SeekValid *self)
{
  RelRows *r = &self->rel_rows;
  Fanout *f = &self->fanout;
  uint32_t n = MIN(self->n - self->at, BATCH_ROWS - f->n);
  const IntervalRel *found = self->found + self->at;
  uint32_t *starts = self->op.plan->dir == DIR_IN ? r->to : r->from, *ends = starts == r->from ? r->to : r->from;
  for (uint32_t i = 0; i < n; i++) {
    r->rels[f->n + i] = found[i].rel;
    starts[f->n + i] = found[i].start;
    ends[f->n + i] = found[i].end;
  }
  fanout_add(f, fanout_at(f), n);
  self->at += n;
}

static Status seek_next(Exec *x, Op *op, Batch *out)
{
  SeekValid *self = (SeekValid *)op;
  Fanout *f = &self->fanout;
  TRY(exec_check(x));
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
    if (self->at == self->n && !read_more(self)) {
      fanout_done(f);
      self->active = false;
      continue;
    }
    if (self->plain)
      copy_rows(self);
    else
      rel_rows_add(x, op->plan, &self->rel_rows, f, fanout_at(f), self->found[self->at++].rel);
  }
  TRY(fanout_finish(x, f, out));
  rel_rows_finish(op->plan, &self->rel_rows, out);
  return STATUS_OK;
}

static Status seek_rewind(Exec *x, Op *op)
{
  SeekValid *self = (SeekValid *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void seek_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((SeekValid *)op)->arena);
}

const OpClass op_class_REL_VALID_SEEK = {
    .size = sizeof(SeekValid), .open = seek_open, .next = seek_next, .rewind = seek_rewind, .close = seek_close};
