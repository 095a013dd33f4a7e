/* SPDX-License-Identifier: GPL-2.0-or-later */
/* REACH: for each input row each node once that a path from `from` leads to, of a length from min (0 or 1) to max, over
 * relationships of the types that step_filter lets pass and that are none of `unique`. Breadth first, so that no path
 * is followed twice; order of the input kept.
 *
 * A shortest way to a node repeats no relationship. The start is reached again where a cycle goes through it: with
 * directions, where a step leads back; without, where a relationship connects two branches of the tree of shortest ways
 * that left the start by different relationships, or a branch and the start itself. */
#include "steps.h"

typedef struct Reached {
  uint32_t node, branch; /* the relationship by which the way to it left the start; SLOT_NONE for the start */
  uint32_t depth;
} Reached;

typedef struct Reach {
  Op op;
  Fanout fanout;
  Steps steps;
  /* By node, its place in the queue: right if the queue has the node there, so that nothing need be emptied between
   * rows (Briggs & Torczon 1993, sparse sets). */
  uint32_t *places;
  uint32_t place_cap;
  Reached *queue;
  uint32_t queue_cap, queued;
  uint32_t head;    /* in queue: whose steps are on the stack, or come next */
  uint32_t step_at; /* in the stack */
  bool loaded;      /* the head's steps are on the stack */
  bool start_given;
  uint32_t *nodes; /* of the rows made */
  uint32_t *from_buffer;
  const uint32_t *from; /* of the input batch, by row */
  bool active;          /* in the middle of a row */
} Reach;

static Status reach_open(Exec *x, Op *op)
{
  Reach *self = (Reach *)op;
  const Plan *plan = op->plan;
  self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  TRY(steps_open(x, plan, &self->steps));
  return fanout_open(x, plan, &plan->to, 1, &self->fanout);
}

static Status reserve_places(Exec *x, Reach *self)
{
  uint32_t known = self->place_cap;
  TRY(op_grow(x, (void **)&self->places, &self->place_cap, graph_node_limit(x->graph), sizeof *self->places));
  if (known < self->place_cap) memset(self->places + known, 0, (self->place_cap - known) * sizeof *self->places);
  return STATUS_OK;
}

static Status start_batch(Exec *x, Reach *self)
{
  TRY(reserve_places(x, self));
  steps_batch(x, &self->steps);
  return batch_ids(&self->fanout.in, self->op.plan->from, VEC_NODE, self->from_buffer, &self->from, x->err);
}

static Status enqueue(Exec *x, Reach *self, uint32_t node, uint32_t branch, uint32_t depth)
{
  TRY(op_grow(x, (void **)&self->queue, &self->queue_cap, (uint64_t)self->queued + 1, sizeof *self->queue));
  self->queue[self->queued] = (Reached){node, branch, depth};
  self->places[node] = self->queued++;
  return STATUS_OK;
}

/* NULL: not found yet. */
static const Reached *find(const Reach *self, uint32_t node)
{
  uint32_t place = self->places[node];
  return place < self->queued && self->queue[place].node == node ? &self->queue[place] : NULL;
}

static void give(Reach *self, uint32_t node)
{
  self->nodes[self->fanout.n] = node;
  fanout_add(&self->fanout, fanout_at(&self->fanout), 1);
}

static Status start_row(Exec *x, Reach *self)
{
  uint32_t row = fanout_at(&self->fanout), node = self->from[row];
  self->queued = self->head = 0;
  self->loaded = false;
  self->active = true;
  self->start_given = self->op.plan->min == 0;
  if (node == SLOT_NONE) return STATUS_OK;
  TRY(steps_row(x, &self->steps, &self->fanout.in, row));
  if (self->start_given) give(self, node);
  return enqueue(x, self, node, SLOT_NONE, 0);
}

/* Whether the step from the head to a node found before closes a cycle through the start that is short enough. */
static bool closes_cycle(const Reach *self, uint32_t rel, const Reached *to)
{
  const Reached *head = &self->queue[self->head];
  bool is_start = to->branch == SLOT_NONE;
  if (self->op.plan->dir != DIR_BOTH) return is_start;
  if ((int64_t)head->depth + to->depth + 1 > self->op.plan->max) return false;
  if (head->branch == SLOT_NONE) return is_start || rel != to->branch;
  return is_start ? rel != head->branch : to->branch != head->branch;
}

/* Goes on with the row until the output is full or nothing is left; *done: nothing is. */
static Status go_on(Exec *x, Reach *self, bool *done)
{
  Steps *steps = &self->steps;
  for (; self->head < self->queued; self->head++, self->loaded = false) {
    Reached head = self->queue[self->head];
    if (head.depth >= self->op.plan->max) break; /* those behind it are no nearer */
    if (!self->loaded) {
      TRY(exec_check(x));
      steps->n = self->step_at = 0;
      TRY(steps_load(x, steps, head.node, self->op.plan->dir, false));
      self->loaded = true;
    }
    for (; self->step_at < steps->n; self->step_at++) {
      if (self->fanout.n == BATCH_ROWS) return STATUS_OK;
      uint32_t rel = steps->rels[self->step_at], node = steps->nodes[self->step_at];
      const Reached *known = find(self, node);
      if (!known) {
        TRY(enqueue(x, self, node, self->head == 0 ? rel : head.branch, head.depth + 1));
        give(self, node);
      } else if (!self->start_given && closes_cycle(self, rel, known)) {
        self->start_given = true;
        give(self, self->queue[0].node);
      }
    }
  }
  *done = true;
  return STATUS_OK;
}

static Status reach_next(Exec *x, Op *op, Batch *out)
{
  Reach *self = (Reach *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self));
    }
    bool done = false;
    TRY(go_on(x, self, &done));
    if (!done) break;
    self->active = false;
    fanout_done(f);
  }
  TRY(fanout_finish(x, f, out));
  if (op->plan->to != SLOT_NONE) out->slots[op->plan->to] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  return STATUS_OK;
}

static Status reach_rewind(Exec *x, Op *op)
{
  Reach *self = (Reach *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void reach_close(Exec *x, Op *op)
{
  Reach *self = (Reach *)op;
  steps_close(x, &self->steps);
  op_release(x, self->places, self->place_cap, sizeof *self->places);
  op_release(x, self->queue, self->queue_cap, sizeof *self->queue);
}

const OpClass op_class_REACH = {
    .size = sizeof(Reach), .open = reach_open, .next = reach_next, .rewind = reach_rewind, .close = reach_close};
