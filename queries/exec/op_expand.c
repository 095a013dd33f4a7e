/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EXPAND: for each input row one row for every relationship of its node `from` (of the types, in the direction, not one
 * of `unique`), binding the relationship and the node at its other end where somebody asks for them; order kept. A
 * loop counts once also in both directions; no rows where `from` is null.
 *
 * Types without overlay or deletions are read from the compact adjacency runs. One such type in one direction, the
 * common case, has a loop over whole input batches of its own (expand_simple), and to be counted needs no more than the
 * lengths of the runs. Everything else goes through the cursor of graph.h. */
#include "rel_rows.h"

typedef struct Expand {
  Op op;
  Fanout fanout;
  RelTypes types;
  Unique unique;
  uint32_t *rels, *nodes; /* of the rows made */
  uint32_t *from_buffer;
  const uint32_t *from;       /* of the input batch, by row */
  const uint32_t *unique_ids; /* expand_simple: the one relationship to differ from, by row; or NULL */
  bool simple, compact;       /* how the input batch is read */
  bool only_loops_clash;      /* the relationship to differ from can only be one of the node's if it is a loop */
  bool counting;              /* rows are counted, not made */
  bool active;                /* in the middle of a row */
  uint32_t row, node;
  uint32_t type_at; /* which type comes next */
  bool incoming;    /* DIR_BOTH, runs: the incoming half comes next */
  Run run;
  uint32_t offset; /* into run */
  Neighbours cursor;
} Expand;

/* `(a)-[r1:T]->(b)-[r2:T]->(c)`: r1 ends where r2 begins, so only a loop can be both. Likewise
 * `(b)<-[r1:T]-(a)-[r2:T]->(c)` and the same with all arrows turned. */
static bool clashes_only_with_loops(const Plan *plan)
{
  if (plan->unique_count != 1 || plan->type_count != 1 || plan->dir == DIR_BOTH) return false;
  const Plan *below = plan->child[0];
  while (below && !(below->kind == PLAN_EXPAND && below->rel == plan->unique[0]))
    below = below->kind == PLAN_FILTER || below->kind == PLAN_EXPAND ? below->child[0] : NULL;
  if (!below || below->dir == DIR_BOTH) return false;
  return below->dir == plan->dir ? below->to == plan->from : below->from == plan->from;
}

static Status expand_open(Exec *x, Op *op)
{
  Expand *self = (Expand *)op;
  const Plan *plan = op->plan;
  self->rels = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->rels);
  self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->only_loops_clash = clashes_only_with_loops(plan);
  TRY(rel_types_open(x, plan, &self->types));
  uint32_t own[] = {plan->rel, plan->to};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, Expand *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  rel_types_resolve(x, plan, &self->types);
  self->compact = !self->types.any;
  for (uint32_t i = 0; i < self->types.n; i++)
    if (!graph_type_is_compact(x->graph, self->types.ids[i])) self->compact = false;
  const Vec *unique = plan->unique_count == 1 ? &in->slots[plan->unique[0]] : NULL;
  self->unique_ids = unique && unique->kind == VEC_REL ? unique->ids : NULL;
  self->simple =
      self->compact && self->types.n == 1 && plan->dir != DIR_BOTH && (plan->unique_count == 0 || self->unique_ids);
  if (self->simple && self->only_loops_clash && !graph_type_may_loop(x->graph, self->types.ids[0]))
    self->unique_ids = NULL;
  return STATUS_OK;
}

/* Blocks of a fixed length are what compilers make vector instructions of. */
enum { BLOCK = 8 };

static bool is_among(const uint32_t *rels, uint32_t n, uint32_t rel)
{
  uint32_t i = 0, found = 0;
  for (; i + BLOCK <= n; i += BLOCK)
    for (uint32_t k = 0; k < BLOCK; k++) found |= rels[i + k] == rel;
  for (; i < n; i++) found |= rels[i] == rel;
  return found;
}

/* Whether a relationship is in the run of a node. A long run is not read through: it can only be there if it starts (or
 * ends) at the node. */
static bool run_has(const Exec *x, const Expand *self, const Run *run, uint32_t node, uint32_t rel)
{
  enum { SHORT_RUN = 16 };
  if (rel == SLOT_NONE || run->len == 0) return false;
  if (run->len > SHORT_RUN) {
    uint32_t start, end;
    graph_rel_ends(x->graph, rel, &start, &end);
    if ((self->op.plan->dir == DIR_OUT ? start : end) != node) return false;
  }
  return is_among(run->rels, run->len, rel);
}

static void copy_ids(uint32_t *restrict to, const uint32_t *restrict from, uint32_t n)
{
  uint32_t i = 0;
  for (; i + BLOCK <= n; i += BLOCK)
    for (uint32_t k = 0; k < BLOCK; k++) to[i + k] = from[i + k];
  for (; i < n; i++) to[i] = from[i];
}

/* Copies what fits of run[offset..] into the output, but for one relationship (SLOT_NONE: but for none). The number of
 * rows made; *offset moves on. */
static uint32_t copy_run(Expand *self, const Run *run, uint32_t *offset, uint32_t except, uint32_t room)
{
  const Plan *plan = self->op.plan;
  uint32_t n = self->fanout.n, at = *offset, some = MIN(run->len - at, room), made = 0;
  const uint32_t *rels = run->rels + at, *nodes = run->nodes + at;
  *offset = at + some;
  if (except == SLOT_NONE) {
    if (plan->rel != SLOT_NONE) copy_ids(self->rels + n, rels, some);
    if (plan->to != SLOT_NONE) copy_ids(self->nodes + n, nodes, some);
    return some;
  }
  for (uint32_t i = 0; i < some; i++) {
    self->rels[n + made] = rels[i];
    self->nodes[n + made] = nodes[i];
    made += rels[i] != except;
  }
  return made;
}

/* The next so many rows of the input batch with their nodes' runs, for one compact type in one direction. They are
 * looked up ahead, so that the memory they lie in is on its way when their turn comes. */
enum { AHEAD = 16 };

typedef struct Ahead {
  uint32_t n;
  Run runs[AHEAD];
  uint32_t excepts[AHEAD]; /* the relationship to leave out of each; SLOT_NONE: none */
} Ahead;

static void look_ahead(const Exec *x, const Expand *self, Ahead *ahead)
{
  const Fanout *f = &self->fanout;
  Runs all = graph_runs(x->graph, self->types.ids[0], self->op.plan->dir);
  bool rels = self->unique_ids || (self->op.plan->rel != SLOT_NONE && !self->counting);
  ahead->n = MIN(f->in.n - f->at, AHEAD);
  for (uint32_t i = 0; i < ahead->n; i++) {
    uint32_t node = self->from[batch_row(&f->in, f->at + i)];
    ahead->runs[i] = (Run){.len = 0};
    if (node != SLOT_NONE) ahead->runs[i] = runs_of(&all, node);
    if (!self->counting) __builtin_prefetch(ahead->runs[i].nodes);
    if (rels) __builtin_prefetch(ahead->runs[i].rels);
  }
  for (uint32_t i = 0; i < ahead->n; i++) {
    uint32_t row = batch_row(&f->in, f->at + i), rel = self->unique_ids ? self->unique_ids[row] : SLOT_NONE;
    ahead->excepts[i] = run_has(x, self, &ahead->runs[i], self->from[row], rel) ? rel : SLOT_NONE;
  }
}

/* Goes on until the output is full or the input batch is done. */
static void expand_simple(Exec *x, Expand *self)
{
  Fanout *f = &self->fanout;
  Ahead ahead;
  while (f->at < f->in.n) {
    look_ahead(x, self, &ahead);
    for (uint32_t i = 0; i < ahead.n; i++, f->at++) {
      const Run *run = &ahead.runs[i];
      while (self->offset < run->len) {
        uint32_t room = BATCH_ROWS - f->n;
        if (room == 0) return;
        fanout_add(f, fanout_at(f), copy_run(self, run, &self->offset, ahead.excepts[i], room));
      }
      self->offset = 0;
    }
  }
}

/* The rows that the input batch makes. A run may hold the relationship to leave out only once. */
static uint64_t count_simple(Exec *x, Expand *self)
{
  Fanout *f = &self->fanout;
  Ahead ahead;
  uint64_t rows = 0;
  for (; f->at < f->in.n; f->at += ahead.n) {
    look_ahead(x, self, &ahead);
    for (uint32_t i = 0; i < ahead.n; i++) rows += ahead.runs[i].len - (ahead.excepts[i] != SLOT_NONE);
  }
  return rows;
}

static Status start_row(Exec *x, Expand *self)
{
  self->row = fanout_at(&self->fanout);
  self->node = self->from[self->row];
  self->type_at = 0;
  self->incoming = false;
  self->run = (Run){0};
  self->offset = 0;
  self->active = true;
  if (self->node == SLOT_NONE) {
    self->type_at = UINT32_MAX;
    return STATUS_OK;
  }
  TRY(unique_load(x, self->op.plan, &self->unique, &self->fanout.in, self->row));
  if (!self->compact && self->types.any)
    neighbours_begin(&self->cursor, x->graph, self->node, NAME_NONE, self->op.plan->dir);
  return STATUS_OK;
}

static bool next_run(Exec *x, Expand *self)
{
  if (self->type_at >= self->types.n) return false;
  Direction dir = self->op.plan->dir;
  bool both = dir == DIR_BOTH;
  if (both) dir = self->incoming ? DIR_IN : DIR_OUT;
  self->run = graph_run(x->graph, self->node, self->types.ids[self->type_at], dir);
  self->offset = 0;
  if (!both || self->incoming) self->type_at++;
  self->incoming = both && !self->incoming;
  return true;
}

/* Whether the run at hand is the incoming half of both directions, where loops have been given already. */
static bool leaves_out_loops(const Expand *self)
{
  return self->op.plan->dir == DIR_BOTH && !self->incoming;
}

/* Rows of the row at hand from runs; true when there are no more. */
static bool expand_runs(Exec *x, Expand *self)
{
  Fanout *f = &self->fanout;
  for (;;) {
    while (self->offset == self->run.len)
      if (!next_run(x, self)) return true;
    bool leave_loops = leaves_out_loops(self);
    uint32_t n = f->n;
    for (; n < BATCH_ROWS && self->offset < self->run.len; self->offset++) {
      uint32_t rel = self->run.rels[self->offset], node = self->run.nodes[self->offset];
      if ((leave_loops && node == self->node) || !unique_allows(&self->unique, rel)) continue;
      self->rels[n] = rel;
      self->nodes[n++] = node;
    }
    fanout_add(f, self->row, n - f->n);
    if (f->n == BATCH_ROWS) return false;
  }
}

/* The same through the cursor. */
static bool expand_cursor(Exec *x, Expand *self)
{
  Fanout *f = &self->fanout;
  if (self->type_at == UINT32_MAX) return true;
  while (f->n < BATCH_ROWS) {
    uint32_t *rels = self->rels + f->n, *nodes = self->nodes + f->n, made = 0;
    bool begun = self->types.any || self->type_at > 0;
    size_t got = begun ? neighbours_next(&self->cursor, rels, nodes, BATCH_ROWS - f->n) : 0;
    if (got == 0) {
      if (self->type_at >= self->types.n) return true;
      uint32_t type = self->types.ids[self->type_at++];
      neighbours_begin(&self->cursor, x->graph, self->node, type, self->op.plan->dir);
      continue;
    }
    for (size_t i = 0; i < got; i++) {
      if (!unique_allows(&self->unique, rels[i])) continue;
      rels[made] = rels[i];
      nodes[made++] = nodes[i];
    }
    fanout_add(f, self->row, made);
  }
  return false;
}

static Status expand_next(Exec *x, Op *op, Batch *out)
{
  Expand *self = (Expand *)op;
  Fanout *f = &self->fanout;
  const Plan *plan = op->plan;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      if (self->simple) {
        expand_simple(x, self);
        continue;
      }
      TRY(start_row(x, self));
    }
    if (self->compact ? expand_runs(x, self) : expand_cursor(x, self)) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  if (plan->rel != SLOT_NONE) out->slots[plan->rel] = (Vec){.kind = VEC_REL, .ids = self->rels};
  if (plan->to != SLOT_NONE) out->slots[plan->to] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  return STATUS_OK;
}

/* The rows that the row at hand makes. */
static Status count_row(Exec *x, Expand *self, uint64_t *rows)
{
  bool done;
  TRY(start_row(x, self));
  do {
    fanout_begin(&self->fanout);
    done = self->compact ? expand_runs(x, self) : expand_cursor(x, self);
    *rows += self->fanout.n;
  } while (!done);
  fanout_done(&self->fanout);
  self->active = false;
  return STATUS_OK;
}

static Status expand_count(Exec *x, Op *op, uint64_t *rows)
{
  Expand *self = (Expand *)op;
  self->counting = true;
  for (;;) {
    FanoutState state;
    fanout_begin(&self->fanout);
    TRY(fanout_row(x, op, &self->fanout, &state));
    if (state == FANOUT_STOP) break;
    if (state == FANOUT_FRESH) TRY(start_batch(x, self));
    if (self->simple)
      *rows += count_simple(x, self);
    else
      TRY(count_row(x, self, rows));
  }
  self->counting = false;
  return STATUS_OK;
}

static Status expand_rewind(Exec *x, Op *op)
{
  Expand *self = (Expand *)op;
  self->active = false;
  self->offset = 0;
  self->counting = false;
  return fanout_rewind(x, op, &self->fanout);
}

const OpClass op_class_EXPAND = {
    .size = sizeof(Expand), .open = expand_open, .next = expand_next, .rewind = expand_rewind, .count = expand_count};
