/* SPDX-License-Identifier: GPL-2.0-or-later */
/* INTERSECT: for each input row the rows of its right child, an EXPAND_INTO over an EXPAND: the nodes that are
 * neighbours of two bound nodes, with the relationships that lead to them. It is what closes a triangle. Order kept.
 *
 * The expansion alone would make a row for every neighbour of the one node, to throw away all but the few that the
 * other has, too. Here the two sorted runs are intersected. Where many rows in a row have the second node in common,
 * its neighbours are marked in a bitmap once, and a run is gone through with a bit test for each entry; otherwise both
 * runs are gone through together, skipping by doubling steps, so that a short run costs little against a long one.
 * Several types, or types that are not compact, are read through the cursor of graph.h. */
#include "marks.h"
#include "rel_rows.h"

/* The first nodes' runs of the next rows are looked up together, so that the memory they lie in is on its way when
 * their turn comes. */
enum { AHEAD = 16 };

typedef struct Intersect {
  Op op;
  Fanout fanout;
  const Plan *first, *second; /* the expansion and what closes it */
  Direction second_dir;       /* seen from the second node */
  uint32_t second_slot;
  RelTypes first_types, second_types;
  Unique first_unique, second_unique;
  uint32_t *nodes, *first_rels, *second_rels; /* of the rows made */
  uint32_t *from_buffer, *other_buffer;
  const uint32_t *from, *other; /* of the input batch, by row */
  bool active;                  /* in the middle of a row */
  bool simple;                  /* one compact type each */
  uint32_t pivot;               /* whose neighbours are marked or were found too few to be; SLOT_NONE: nobody's */
  Marks marks;
  Run first_runs[2], second_runs[2]; /* of the row at hand, and of the pivot; two for both directions */
  uint32_t first_count, second_count;
  Run ahead[AHEAD]; /* one direction: of the input rows from ahead_from on */
  uint32_t ahead_from, ahead_to;
  uint32_t first_run, second_run, first_at, second_at; /* how far the row at hand has come */
  bool hit;                                            /* second_at is among the relationships to a common node */
  Neighbours cursor;
  uint32_t cursor_node, cursor_rel,
      between; /* the general way: the neighbour at hand, the relationship to it given last */
  uint32_t type_at;
  bool backwards;
} Intersect;

static Status intersect_open(Exec *x, Op *op)
{
  Intersect *self = (Intersect *)op;
  self->second = op->plan->child[1];
  self->first = self->second->child[0];
  bool ends_there = self->second->to == op->plan->slot;
  self->second_slot = ends_there ? self->second->from : self->second->to;
  self->second_dir = ends_there ? self->second->dir : direction_opposite(self->second->dir);
  self->pivot = SLOT_NONE;
  uint32_t **buffers[] = {&self->nodes, &self->first_rels, &self->second_rels, &self->from_buffer, &self->other_buffer};
  for (size_t i = 0; i < ARRAY_LEN(buffers); i++)
    *buffers[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof **buffers[i]);
  TRY(rel_types_open(x, self->first, &self->first_types));
  TRY(rel_types_open(x, self->second, &self->second_types));
  uint32_t own[] = {self->first->rel, self->second->rel, op->plan->slot};
  return fanout_open(x, op->plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_batch(Exec *x, Intersect *self)
{
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, self->first->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  TRY(batch_ids(in, self->second_slot, VEC_NODE, self->other_buffer, &self->other, x->err));
  rel_types_resolve(x, self->first, &self->first_types);
  rel_types_resolve(x, self->second, &self->second_types);
  const RelTypes *types[] = {&self->first_types, &self->second_types};
  self->simple = true;
  self->ahead_from = self->ahead_to = 0;
  for (size_t i = 0; i < ARRAY_LEN(types); i++)
    if (types[i]->any || types[i]->n != 1 || !graph_type_is_compact(x->graph, types[i]->ids[0])) self->simple = false;
  return STATUS_OK;
}

/* ---- one row's uniqueness */

/* What is needed of the row at hand is loaded when its first common node is found: most rows have none. */
static Status load_unique(Exec *x, Intersect *self, uint32_t row)
{
  TRY(unique_load(x, self->first, &self->first_unique, &self->fanout.in, row));
  return unique_load(x, self->second, &self->second_unique, &self->fanout.in, row);
}

static void give(Intersect *self, uint32_t row, uint32_t node, uint32_t first_rel, uint32_t second_rel)
{
  Fanout *f = &self->fanout;
  if (first_rel == second_rel && self->op.plan->flag) return;
  if (!unique_allows(&self->first_unique, first_rel) || !unique_allows(&self->second_unique, second_rel)) return;
  self->nodes[f->n] = node;
  self->first_rels[f->n] = first_rel;
  self->second_rels[f->n] = second_rel;
  fanout_add(f, row, 1);
}

/* ---- runs */

static uint32_t node_runs(const Exec *x, uint32_t node, uint32_t type, Direction dir, Run runs[2])
{
  runs[0] = graph_run(x->graph, node, type, dir == DIR_BOTH ? DIR_OUT : dir);
  if (dir != DIR_BOTH) return 1;
  runs[1] = graph_run(x->graph, node, type, DIR_IN);
  return 2;
}

/* How many input rows from the one at hand on share its second node, as far as it matters. */
static uint32_t stretch(const Intersect *self, uint32_t enough)
{
  const Batch *in = &self->fanout.in;
  uint32_t first = self->fanout.at, n = 1, node = self->other[batch_row(in, first)];
  while (n < enough && first + n < in->n && self->other[batch_row(in, first + n)] == node) n++;
  return n;
}

static Status set_pivot(Exec *x, Intersect *self, uint32_t node)
{
  marks_clear(&self->marks, self->second_runs, self->second_count);
  self->pivot = node;
  self->second_count = node_runs(x, node, self->second_types.ids[0], self->second_dir, self->second_runs);
  uint32_t neighbours = 0;
  for (uint32_t i = 0; i < self->second_count; i++) neighbours += self->second_runs[i].len;
  uint32_t worth = neighbours / 8 + 1;
  if (stretch(self, worth) < worth) return STATUS_OK;
  return marks_set(x, &self->marks, self->second_runs, self->second_count);
}

/* Moves `at` to the first entry of the run that is not below the node, from where it is, by doubling steps. */
static uint32_t gallop(const Run *run, uint32_t at, uint32_t node)
{
  uint32_t step = 1, low = at;
  while (at < run->len && run->nodes[at] < node) {
    low = at + 1;
    at += step;
    step *= 2;
  }
  uint32_t high = MIN(at, run->len);
  while (low < high) {
    uint32_t half = low + (high - low) / 2;
    if (run->nodes[half] < node)
      low = half + 1;
    else
      high = half;
  }
  return low;
}

/* Goes to the next entry of the first run that the second node has as a neighbour, in its run at hand; false when
 * there is none. */
static bool next_common(Intersect *self, const Run *first, const Run *second)
{
  while (self->first_at < first->len) {
    uint32_t node = first->nodes[self->first_at];
    self->second_at = gallop(second, self->second_at, node);
    if (self->second_at == second->len) return false;
    uint32_t other = second->nodes[self->second_at];
    if (other == node) return true;
    self->first_at = gallop(first, self->first_at, other);
  }
  return false;
}

/* The same with marks, which know of both runs of the second node: a hit may be in the other one. */
static bool next_marked(Intersect *self, const Run *first, const Run *second)
{
  for (; self->first_at < first->len; self->first_at++) {
    uint32_t node = first->nodes[self->first_at];
    if (LIKELY(!marks_has(&self->marks, node))) continue;
    self->second_at = gallop(second, 0, node);
    if (self->second_at < second->len && second->nodes[self->second_at] == node) return true;
  }
  return false;
}

/* A loop is in the runs of both directions, and counts once. */
static bool is_second_loop(uint32_t run, uint32_t node, uint32_t of)
{
  return run == 1 && node == of;
}

/* All that is left of one run against another; false when the output is full. */
static Status common_of_runs(Exec *x, Intersect *self, uint32_t row, bool *done)
{
  const Run *first = &self->first_runs[self->first_run], *second = &self->second_runs[self->second_run];
  uint32_t from = self->from[row], other = self->other[row];
  for (;;) {
    if (!self->hit) {
      *done = true;
      if (!(self->marks.set ? next_marked(self, first, second) : next_common(self, first, second))) return STATUS_OK;
      TRY(load_unique(x, self, row));
      self->hit = true;
    }
    uint32_t node = first->nodes[self->first_at];
    bool counts = !is_second_loop(self->first_run, node, from) && !is_second_loop(self->second_run, node, other);
    for (; counts && self->second_at < second->len && second->nodes[self->second_at] == node; self->second_at++) {
      *done = false;
      if (self->fanout.n == BATCH_ROWS) return STATUS_OK;
      give(self, row, node, first->rels[self->first_at], second->rels[self->second_at]);
    }
    self->hit = false;
    self->first_at++;
    /* A parallel relationship may come next, for which the second run is gone through again. */
    if (self->first_at < first->len && first->nodes[self->first_at] == node) self->second_at = gallop(second, 0, node);
  }
}

static void look_ahead(const Exec *x, Intersect *self)
{
  const Fanout *f = &self->fanout;
  Runs all = graph_runs(x->graph, self->first_types.ids[0], self->first->dir);
  self->ahead_from = f->at;
  self->ahead_to = MIN(f->in.n, f->at + AHEAD);
  for (uint32_t i = f->at; i < self->ahead_to; i++) {
    uint32_t node = self->from[batch_row(&f->in, i)];
    Run *run = &self->ahead[i - f->at];
    *run = (Run){.len = 0};
    if (node != SLOT_NONE) *run = runs_of(&all, node);
    __builtin_prefetch(run->nodes);
  }
}

static void set_first(const Exec *x, Intersect *self, uint32_t node)
{
  uint32_t at = self->fanout.at;
  if (self->first->dir == DIR_BOTH) {
    self->first_count = node_runs(x, node, self->first_types.ids[0], DIR_BOTH, self->first_runs);
    return;
  }
  if (at >= self->ahead_to) look_ahead(x, self);
  self->first_runs[0] = self->ahead[at - self->ahead_from];
  self->first_count = 1;
}

static void count_visits(Exec *x, const Intersect *self)
{
  uint64_t first = 0, second = 0;
  for (uint32_t i = 0; i < self->first_count; i++) first += self->first_runs[i].len;
  for (uint32_t i = 0; i < self->second_count; i++) second += self->second_runs[i].len;
  x->visits += 1 + (self->marks.set ? first : MIN(first, second));
}

static Status row_of_runs(Exec *x, Intersect *self, uint32_t row, bool *done)
{
  if (!self->active) {
    if (self->other[row] != self->pivot) TRY(set_pivot(x, self, self->other[row]));
    set_first(x, self, self->from[row]);
    self->first_run = self->second_run = self->first_at = self->second_at = 0;
    self->hit = false;
    self->active = true;
    count_visits(x, self);
  }
  for (;;) {
    TRY(common_of_runs(x, self, row, done));
    if (!*done) return STATUS_OK;
    self->first_at = self->second_at = 0;
    if (++self->second_run < self->second_count) continue;
    self->second_run = 0;
    if (++self->first_run == self->first_count) return STATUS_OK;
  }
}

/* ---- any types */

static bool next_neighbour(Exec *x, Intersect *self, uint32_t from)
{
  while (!neighbours_next(&self->cursor, &self->cursor_rel, &self->cursor_node, 1)) {
    if (self->first_types.any || self->type_at >= self->first_types.n) return false;
    neighbours_begin(&self->cursor, x->graph, from, self->first_types.ids[self->type_at++], self->first->dir);
  }
  self->between = SLOT_NONE;
  self->backwards = self->second_dir == DIR_IN;
  return true;
}

/* The next relationship between the second node and the neighbour at hand. */
static bool next_between(Exec *x, Intersect *self, uint32_t other)
{
  for (;;) {
    uint32_t start = self->backwards ? self->cursor_node : other, end = self->backwards ? other : self->cursor_node;
    while (graph_next_between(x->graph, start, end, NAME_NONE, &self->between))
      if (rel_types_contain(&self->second_types, graph_rel_type(x->graph, self->between))) return true;
    if (self->second_dir != DIR_BOTH || self->backwards || start == end) return false;
    self->backwards = true;
    self->between = SLOT_NONE;
  }
}

static Status row_of_cursor(Exec *x, Intersect *self, uint32_t row, bool *done)
{
  uint32_t from = self->from[row], other = self->other[row];
  if (!self->active) {
    TRY(load_unique(x, self, row));
    self->type_at = 0;
    self->hit = false;
    self->active = true;
    *done = true;
    if (!self->first_types.any && self->first_types.n == 0) return STATUS_OK;
    neighbours_begin(&self->cursor, x->graph, from,
                     self->first_types.any ? NAME_NONE : self->first_types.ids[self->type_at++], self->first->dir);
  }
  for (;;) {
    *done = true;
    if (!self->hit && !next_neighbour(x, self, from)) return STATUS_OK;
    self->hit = true;
    *done = false;
    while (self->fanout.n < BATCH_ROWS && self->hit) {
      self->hit = next_between(x, self, other);
      if (self->hit) give(self, row, self->cursor_node, self->cursor_rel, self->between);
    }
    if (self->hit) return STATUS_OK;
  }
}

/* ---- */

static Status intersect_next(Exec *x, Op *op, Batch *out)
{
  Intersect *self = (Intersect *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
    }
    uint32_t row = fanout_at(f);
    bool done = true;
    if (self->from[row] != SLOT_NONE && self->other[row] != SLOT_NONE)
      TRY(self->simple ? row_of_runs(x, self, row, &done) : row_of_cursor(x, self, row, &done));
    if (!done) continue;
    self->active = false;
    fanout_done(f);
  }
  TRY(fanout_finish(x, f, out));
  out->slots[op->plan->slot] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  if (self->first->rel != SLOT_NONE) out->slots[self->first->rel] = (Vec){.kind = VEC_REL, .ids = self->first_rels};
  if (self->second->rel != SLOT_NONE) out->slots[self->second->rel] = (Vec){.kind = VEC_REL, .ids = self->second_rels};
  return STATUS_OK;
}

static Status intersect_rewind(Exec *x, Op *op)
{
  Intersect *self = (Intersect *)op;
  self->active = false;
  marks_clear(&self->marks, self->second_runs, self->second_count); /* the runs may be gone when it goes on */
  self->pivot = SLOT_NONE;
  return fanout_rewind(x, op, &self->fanout);
}

static void intersect_close(Exec *x, Op *op)
{
  marks_free(x, &((Intersect *)op)->marks);
}

const OpClass op_class_INTERSECT = {.size = sizeof(Intersect),
                                    .open = intersect_open,
                                    .next = intersect_next,
                                    .rewind = intersect_rewind,
                                    .close = intersect_close};
