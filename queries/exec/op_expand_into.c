/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EXPAND_INTO: for each input row, whose nodes `from` and `to` are both bound, one row for every relationship between
 * them (of the types, in the direction, not one of `unique`); order kept.
 *
 * This closes cycles, so it is made for long stretches of rows that share one of their nodes, the pivot. With one
 * compact type the pivot's neighbours are marked in a bitmap once, and each row costs a bit test; only the hits look
 * for the relationship itself, by bisection in the pivot's run. That is the intersection of two neighbour lists by
 * marking. A pivot with many neighbours and few rows is not worth marking: there each row bisects at once. Several
 * types, or types with an overlay, ask graph_next_between. */
#include "rel_walk.h"

typedef struct ExpandInto {
  Op op;
  Fanout fanout;
  RelTypes types;
  Unique unique;
  uint32_t *rels; /* of the rows made */
  uint32_t *from_buffer, *to_buffer;
  const uint32_t *from, *to; /* of the input batch, by row */
  bool active;               /* in the middle of a row */

  /* one compact type */
  bool simple;
  bool pivot_is_to;
  uint32_t pivot; /* SLOT_NONE: none yet */
  Run runs[2];    /* of the pivot: outgoing from `from`, incoming to it; one unless DIR_BOTH */
  uint32_t run_count;
  bool marked;
  uint64_t *marks;   /* all bits clear but for the pivot's neighbours */
  uint32_t mark_cap; /* nodes that marks has bits for */
  uint32_t run_at;   /* of the row at hand: which run, and where in it */
  uint32_t offset;

  /* otherwise: where the row at hand has got to */
  uint32_t type_at, rel;
  bool backwards;
} ExpandInto;

static Status into_open(Exec *x, Op *op)
{
  ExpandInto *self = (ExpandInto *)op;
  self->rels = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->rels);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->to_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->to_buffer);
  self->pivot = SLOT_NONE;
  TRY(rel_types_open(x, op->plan, &self->types));
  return fanout_open(x, op->plan, &op->plan->rel, 1, &self->fanout);
}

/* ---- one compact type */

static void unmark(ExpandInto *self)
{
  if (self->marked)
    for (uint32_t r = 0; r < self->run_count; r++)
      for (uint32_t i = 0; i < self->runs[r].len; i++) {
        uint32_t node = self->runs[r].nodes[i];
        self->marks[node / 64] &= ~(UINT64_C(1) << node % 64);
      }
  self->marked = false;
  self->pivot = SLOT_NONE;
}

static void mark(ExpandInto *self)
{
  for (uint32_t r = 0; r < self->run_count; r++)
    for (uint32_t i = 0; i < self->runs[r].len; i++) {
      uint32_t node = self->runs[r].nodes[i];
      self->marks[node / 64] |= UINT64_C(1) << node % 64;
    }
  self->marked = true;
}

static bool is_marked(const ExpandInto *self, uint32_t node)
{
  return node < self->mark_cap && (self->marks[node / 64] >> node % 64 & 1);
}

/* The side that changes less often from row to row. */
static bool choose_pivot(const ExpandInto *self)
{
  const Batch *in = &self->fanout.in;
  uint32_t from_changes = 0, to_changes = 0;
  for (uint32_t i = 1; i < in->n; i++) {
    uint32_t a = batch_row(in, i - 1), b = batch_row(in, i);
    from_changes += self->from[a] != self->from[b];
    to_changes += self->to[a] != self->to[b];
  }
  return to_changes < from_changes;
}

static Status start_batch(Exec *x, ExpandInto *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  TRY(batch_ids(in, plan->to, VEC_NODE, self->to_buffer, &self->to, x->err));
  rel_types_resolve(x, plan, &self->types);
  self->simple = !self->types.any && self->types.n == 1 && graph_type_is_compact(x->graph, self->types.ids[0]);
  bool pivot_is_to = self->simple && choose_pivot(self);
  if (!self->simple || pivot_is_to != self->pivot_is_to) unmark(self);
  self->pivot_is_to = pivot_is_to;
  if (!self->simple || graph_node_limit(x->graph) <= self->mark_cap) return STATUS_OK;
  unmark(self);
  self->mark_cap = graph_node_limit(x->graph);
  self->marks = arena_array(&x->arena, uint64_t, (size_t)self->mark_cap / 64 + 1);
  return arena_check(&x->arena, x->err);
}

/* How many input rows from the one at hand on share its pivot, as far as it matters. */
static uint32_t stretch(const ExpandInto *self, const uint32_t *pivots, uint32_t enough)
{
  const Batch *in = &self->fanout.in;
  uint32_t first = self->fanout.at, n = 1;
  uint32_t node = pivots[batch_row(in, first)];
  while (n < enough && first + n < in->n && pivots[batch_row(in, first + n)] == node) n++;
  return n;
}

static void set_pivot(Exec *x, ExpandInto *self, const uint32_t *pivots, uint32_t node)
{
  uint32_t type = self->types.ids[0];
  Direction dir = self->pivot_is_to ? direction_opposite(self->op.plan->dir) : self->op.plan->dir;
  unmark(self);
  self->pivot = node;
  self->runs[0] = graph_run(x->graph, node, type, dir == DIR_BOTH ? DIR_OUT : dir);
  self->run_count = 1;
  if (dir == DIR_BOTH) self->runs[self->run_count++] = graph_run(x->graph, node, type, DIR_IN);
  uint32_t neighbours = self->runs[0].len + (self->run_count == 2 ? self->runs[1].len : 0);
  uint32_t worth = neighbours / 4 + 1;
  if (stretch(self, pivots, worth) < worth) return;
  x->visits += neighbours;
  mark(self);
}

/* Goes on until the output is full or the input batch is done. */
static Status into_simple(Exec *x, ExpandInto *self)
{
  Fanout *f = &self->fanout;
  const uint32_t *pivots = self->pivot_is_to ? self->to : self->from;
  const uint32_t *others = self->pivot_is_to ? self->from : self->to;
  for (; f->at < f->in.n; f->at++) {
    uint32_t row = fanout_at(f), pivot = pivots[row], other = others[row];
    if (pivot == SLOT_NONE || other == SLOT_NONE) continue;
    if (!self->active) {
      x->visits++;
      if (pivot != self->pivot) set_pivot(x, self, pivots, pivot);
      if (self->marked && !is_marked(self, other)) continue;
      TRY(unique_load(x, self->op.plan, &self->unique, &f->in, row));
      self->run_at = 0;
      self->offset = run_lower_bound(&self->runs[0], other);
      self->active = true;
    }
    for (;;) {
      const Run *run = &self->runs[self->run_at];
      for (; self->offset < run->len && run->nodes[self->offset] == other; self->offset++) {
        if (!unique_allows(&self->unique, run->rels[self->offset])) continue;
        if (f->n == BATCH_ROWS) return STATUS_OK;
        self->rels[f->n] = run->rels[self->offset];
        fanout_add(f, row, 1);
      }
      /* A loop is in both runs, and counts once. */
      if (++self->run_at >= self->run_count || pivot == other) break;
      self->offset = run_lower_bound(&self->runs[self->run_at], other);
    }
    self->active = false;
  }
  return STATUS_OK;
}

/* ---- any types */

/* The next relationship of the row at hand; false when there are no more. */
static bool next_between(Exec *x, ExpandInto *self, uint32_t from, uint32_t to)
{
  const Plan *plan = self->op.plan;
  uint32_t kinds = self->types.any ? 1 : self->types.n;
  bool first_backwards = plan->dir == DIR_IN;
  while (self->type_at < kinds) {
    uint32_t type = self->types.any ? NAME_NONE : self->types.ids[self->type_at];
    uint32_t start = self->backwards ? to : from, end = self->backwards ? from : to;
    if (graph_next_between(x->graph, start, end, type, &self->rel)) return true;
    self->rel = SLOT_NONE;
    if (plan->dir == DIR_BOTH && !self->backwards && from != to) {
      self->backwards = true;
      continue;
    }
    self->backwards = first_backwards;
    self->type_at++;
  }
  return false;
}

static Status into_general(Exec *x, ExpandInto *self)
{
  Fanout *f = &self->fanout;
  for (; f->at < f->in.n; f->at++) {
    uint32_t row = fanout_at(f), from = self->from[row], to = self->to[row];
    if (from == SLOT_NONE || to == SLOT_NONE) continue;
    if (!self->active) {
      TRY(unique_load(x, self->op.plan, &self->unique, &f->in, row));
      self->type_at = 0;
      self->rel = SLOT_NONE;
      self->backwards = self->op.plan->dir == DIR_IN;
      self->active = true;
    }
    while (f->n < BATCH_ROWS && next_between(x, self, from, to)) {
      if (!unique_allows(&self->unique, self->rel)) continue;
      self->rels[f->n] = self->rel;
      fanout_add(f, row, 1);
    }
    if (f->n == BATCH_ROWS) return STATUS_OK;
    self->active = false;
  }
  return STATUS_OK;
}

static Status into_next(Exec *x, Op *op, Batch *out)
{
  ExpandInto *self = (ExpandInto *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    FanoutState state;
    TRY(fanout_row(x, op, f, &state));
    if (state == FANOUT_STOP) break;
    if (state == FANOUT_FRESH) TRY(start_batch(x, self));
    TRY(self->simple ? into_simple(x, self) : into_general(x, self));
  }
  TRY(fanout_finish(x, f, out));
  if (op->plan->rel != SLOT_NONE) out->slots[op->plan->rel] = (Vec){.kind = VEC_REL, .ids = self->rels};
  return STATUS_OK;
}

static Status into_rewind(Exec *x, Op *op)
{
  ExpandInto *self = (ExpandInto *)op;
  self->active = false;
  unmark(self); /* its runs may be gone when the operator goes on */
  return fanout_rewind(x, op, &self->fanout);
}

const OpClass op_class_EXPAND_INTO = {
    .size = sizeof(ExpandInto), .open = into_open, .next = into_next, .rewind = into_rewind};
