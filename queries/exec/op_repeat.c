/* SPDX-License-Identifier: GPL-2.0-or-later */
/* REPEAT: for each input row one row for every path from `from` that is min to max repetitions of a group, no
 * relationship twice (or as plan->mode says) and none of `unique`. Binds `to` (into: the path must end at the one bound
 * already), the list of all relationships, and for each part of the group the list of what it was in each repetition;
 * flag: walked against the pattern, so lists are turned round. Order of the input kept; shorter paths come before those
 * that go on from them.
 *
 * Paths found so far are entries on a stack, each pointing to the one that it continues. A frame is a run of entries of
 * one length; the top frame is continued by some of its entries at a time, in one run of the body, and what that gives
 * is the next frame. So the body sees many starts at once, while memory holds no more than one such run for each
 * length.
 */
#include "rel_rows.h"
#include "repetition.h"

enum { STARTS_AT_ONCE = 256 };

#define NO_PARENT UINT32_MAX

typedef struct Frame {
  uint32_t start, end; /* entries */
  uint32_t at;         /* the first that was not continued yet */
} Frame;

typedef struct Repeat {
  Op op;
  Fanout fanout;
  Repetition repetition;
  Unique unique;
  uint32_t *parents; /* by entry */
  uint32_t *parts;   /* by entry: those of its last repetition, plan->slot_count each */
  uint32_t parent_cap, part_cap, entry_count;
  Frame *frames;
  uint32_t frame_cap, frame_count;
  uint32_t given; /* entries before it were given as rows where they count */
  uint32_t root;  /* the node that paths start from */
  bool active;
  uint32_t starts[STARTS_AT_ONCE], entries[STARTS_AT_ONCE]; /* of the run of the body */
  uint32_t *found;                                          /* the parts of one repetition */
  Arena arena;                                              /* the lists of the rows made */
  Value *rel_lists, **lists;                                /* lists: by part, NULL where nobody asks */
  uint32_t *nodes;                                          /* the ends of the rows made */
  uint32_t *from_buffer, *to_buffer;
  const uint32_t *from, *to; /* of the input batch, by row; to: only with into */
} Repeat;

static Status repeat_open(Exec *x, Op *op)
{
  Repeat *self = (Repeat *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  self->found = arena_array(&x->arena, uint32_t, plan->slot_count);
  self->lists = arena_array(&x->arena, Value *, plan->slot_count);
  self->rel_lists = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->rel_lists);
  self->nodes = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->nodes);
  self->from_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->from_buffer);
  self->to_buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->to_buffer);
  uint32_t *own = arena_array(&x->arena, uint32_t, plan->slot_count + 2);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->slot_count; i++) {
    own[i] = plan->slots2[i];
    if (own[i] != SLOT_NONE) self->lists[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof **self->lists);
  }
  own[plan->slot_count] = plan->rel;
  own[plan->slot_count + 1] = plan->into ? SLOT_NONE : plan->to;
  TRY(repetition_open(x, op, &self->repetition));
  return fanout_open(x, plan, own, plan->slot_count + 2, &self->fanout);
}

/* ---- entries */

static const uint32_t *parts_of(const Repeat *self, uint32_t entry)
{
  return self->parts + (size_t)entry * self->op.plan->slot_count;
}

static uint32_t end_of(const Repeat *self, uint32_t entry)
{
  if (self->parents[entry] == NO_PARENT) return self->root;
  return parts_of(self, entry)[repetition_end(self->op.plan)];
}

static Status add_entry(Exec *x, Repeat *self, uint32_t parent, const uint32_t *parts)
{
  uint32_t width = self->op.plan->slot_count;
  uint64_t wanted = (uint64_t)self->entry_count + 1;
  TRY(op_grow(x, (void **)&self->parents, &self->parent_cap, wanted, sizeof *self->parents));
  TRY(op_grow(x, (void **)&self->parts, &self->part_cap, wanted * width, sizeof *self->parts));
  self->parents[self->entry_count] = parent;
  if (parts) memcpy(self->parts + (size_t)self->entry_count * width, parts, width * sizeof *parts);
  self->entry_count++;
  return STATUS_OK;
}

static Status push_frame(Exec *x, Repeat *self, uint32_t start)
{
  TRY(op_grow(x, (void **)&self->frames, &self->frame_cap, (uint64_t)self->frame_count + 1, sizeof *self->frames));
  self->frames[self->frame_count++] = (Frame){start, self->entry_count, start};
  return STATUS_OK;
}

/* ---- what may follow */

static bool has_part(const Repeat *self, uint32_t entry, uint32_t id, uint32_t first)
{
  uint32_t width = self->op.plan->slot_count, begin = repetition_begin(self->op.plan);
  for (; self->parents[entry] != NO_PARENT; entry = self->parents[entry]) {
    const uint32_t *parts = parts_of(self, entry);
    for (uint32_t i = first; i < width; i += 2)
      if (parts[i] == id && i != begin) return true;
  }
  return false;
}

static bool rels_are_new(const Repeat *self, uint32_t parent, const uint32_t *parts)
{
  for (uint32_t i = 1; i < self->op.plan->slot_count; i += 2)
    if (!unique_allows(&self->unique, parts[i]) || has_part(self, parent, parts[i], 1)) return false;
  return true;
}

/* The body has seen to it that the nodes of one repetition differ, but for its ends where that is allowed. */
static bool nodes_are_new(const Repeat *self, uint32_t parent, const uint32_t *parts, bool may_close)
{
  const Plan *plan = self->op.plan;
  for (uint32_t i = 0; i < plan->slot_count; i += 2) {
    if (i == repetition_begin(plan)) continue;
    bool closes = parts[i] == self->root;
    if (closes && !(may_close && i == repetition_end(plan))) return false;
    if (!closes && has_part(self, parent, parts[i], 0)) return false;
  }
  return true;
}

static bool may_follow(const Repeat *self, uint32_t parent, const uint32_t *parts)
{
  switch (self->op.plan->mode) {
  case PATH_WALK: return true;
  case PATH_ACYCLIC: return rels_are_new(self, parent, parts) && nodes_are_new(self, parent, parts, false);
  case PATH_SIMPLE: return rels_are_new(self, parent, parts) && nodes_are_new(self, parent, parts, true);
  case PATH_DEFAULT:
  case PATH_TRAIL: break;
  }
  return rels_are_new(self, parent, parts);
}

/* A simple path that has come back to its start ends there. */
static bool is_closed(const Repeat *self, uint32_t entry)
{
  return self->op.plan->mode == PATH_SIMPLE && self->parents[entry] != NO_PARENT && end_of(self, entry) == self->root;
}

/* Continues some entries of the top frame; what they give becomes the next frame. */
static Status continue_frame(Exec *x, Repeat *self)
{
  Frame *frame = &self->frames[self->frame_count - 1];
  uint32_t n = 0, first = self->entry_count;
  for (; frame->at < frame->end && n < STARTS_AT_ONCE; frame->at++) {
    if (is_closed(self, frame->at)) continue;
    self->starts[n] = end_of(self, frame->at);
    self->entries[n++] = frame->at;
  }
  repetition_start(&self->repetition, self->starts, n);
  for (;;) {
    TRY(repetition_next(x, &self->repetition));
    uint32_t rows = self->repetition.rows.n;
    if (rows == 0) break;
    for (uint32_t i = 0; i < rows; i++) {
      uint32_t parent = self->entries[repetition_get(&self->repetition, i, self->found)];
      if (may_follow(self, parent, self->found)) TRY(add_entry(x, self, parent, self->found));
    }
  }
  self->given = first;
  return self->entry_count > first ? push_frame(x, self, first) : STATUS_OK;
}

/* The next entry that is a row, or none when all are done. Entries of the top frame are `depth` repetitions long. */
static Status next_entry(Exec *x, Repeat *self, uint32_t *entry, bool *found)
{
  const Plan *plan = self->op.plan;
  *found = false;
  while (self->frame_count) {
    Frame *frame = &self->frames[self->frame_count - 1];
    int64_t depth = (int64_t)self->frame_count - 1;
    while (self->given < frame->end && !*found) {
      *entry = self->given++;
      *found = depth >= plan->min && (!plan->into || end_of(self, *entry) == self->to[fanout_at(&self->fanout)]);
    }
    if (*found) return STATUS_OK;
    if (depth < plan->max && frame->at < frame->end) {
      TRY(continue_frame(x, self));
      continue;
    }
    self->entry_count = self->given = frame->start;
    self->frame_count--;
  }
  return STATUS_OK;
}

/* ---- rows */

static Status start_batch(Exec *x, Repeat *self)
{
  const Plan *plan = self->op.plan;
  const Batch *in = &self->fanout.in;
  TRY(batch_ids(in, plan->from, VEC_NODE, self->from_buffer, &self->from, x->err));
  return plan->into ? batch_ids(in, plan->to, VEC_NODE, self->to_buffer, &self->to, x->err) : STATUS_OK;
}

static Status start_row(Exec *x, Repeat *self, uint32_t row)
{
  const Plan *plan = self->op.plan;
  self->active = self->from[row] != SLOT_NONE && !(plan->into && self->to[row] == SLOT_NONE) && plan->min <= plan->max;
  self->entry_count = self->frame_count = self->given = 0;
  if (!self->active) return STATUS_OK;
  TRY(unique_load(x, plan, &self->unique, &self->fanout.in, row));
  repetition_row(&self->repetition, &self->fanout.in, row);
  self->root = self->from[row];
  TRY(add_entry(x, self, NO_PARENT, NULL));
  return push_frame(x, self, 0);
}

static Value *list_items(Repeat *self, uint32_t n)
{
  Value *items = arena_alloc(&self->arena, (size_t)n * sizeof *items);
  return self->arena.bad ? NULL : items;
}

static void make_list(Repeat *self, uint32_t entry, uint32_t depth, uint32_t part, Value *out)
{
  Value *items = list_items(self, depth);
  if (!items) return;
  bool flag = self->op.plan->flag;
  for (uint32_t i = depth; i > 0; i--, entry = self->parents[entry]) {
    uint32_t id = parts_of(self, entry)[part];
    items[flag ? depth - i : i - 1] = part % 2 ? value_rel(id) : value_node(id);
  }
  *out = value_list(items, depth);
}

static void make_rel_list(Repeat *self, uint32_t entry, uint32_t depth, Value *out)
{
  const Plan *plan = self->op.plan;
  uint32_t length = repetition_length(plan);
  Value *items = list_items(self, depth * length);
  if (!items) return;
  for (uint32_t i = depth; i > 0; i--, entry = self->parents[entry]) {
    Value *to = items + (size_t)(plan->flag ? depth - i : i - 1) * length;
    for (uint32_t k = 0; k < length; k++) to[k] = value_rel(parts_of(self, entry)[2 * k + 1]);
  }
  *out = value_list(items, depth * length);
}

static void make_row(Repeat *self, uint32_t entry)
{
  Fanout *f = &self->fanout;
  uint32_t depth = self->frame_count - 1;
  if (self->op.plan->rel != SLOT_NONE) make_rel_list(self, entry, depth, &self->rel_lists[f->n]);
  for (uint32_t i = 0; i < self->op.plan->slot_count; i++)
    if (self->lists[i]) make_list(self, entry, depth, i, &self->lists[i][f->n]);
  self->nodes[f->n] = end_of(self, entry);
  fanout_add(f, fanout_at(f), 1);
}

static void set_slots(const Repeat *self, Batch *out)
{
  const Plan *plan = self->op.plan;
  if (plan->rel != SLOT_NONE) out->slots[plan->rel] = (Vec){.kind = VEC_VALUE, .values = self->rel_lists};
  if (plan->to != SLOT_NONE && !plan->into) out->slots[plan->to] = (Vec){.kind = VEC_NODE, .ids = self->nodes};
  for (uint32_t i = 0; i < plan->slot_count; i++)
    if (self->lists[i]) out->slots[plan->slots2[i]] = (Vec){.kind = VEC_VALUE, .values = self->lists[i]};
}

static Status repeat_next(Exec *x, Op *op, Batch *out)
{
  Repeat *self = (Repeat *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  arena_reset(&self->arena);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (state == FANOUT_FRESH) TRY(start_batch(x, self));
      TRY(start_row(x, self, fanout_at(f)));
    }
    bool found = false;
    uint32_t entry = 0;
    if (self->active) TRY(next_entry(x, self, &entry, &found));
    if (found) {
      make_row(self, entry);
      continue;
    }
    fanout_done(f);
    self->active = false;
  }
  TRY(arena_check(&self->arena, x->err));
  TRY(fanout_finish(x, f, out));
  set_slots(self, out);
  return STATUS_OK;
}

static Status repeat_rewind(Exec *x, Op *op)
{
  Repeat *self = (Repeat *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void repeat_close(Exec *x, Op *op)
{
  Repeat *self = (Repeat *)op;
  op_release(x, self->parents, self->parent_cap, sizeof *self->parents);
  op_release(x, self->parts, self->part_cap, sizeof *self->parts);
  op_release(x, self->frames, self->frame_cap, sizeof *self->frames);
  arena_free(&self->arena);
}

const OpClass op_class_REPEAT = {
    .size = sizeof(Repeat), .open = repeat_open, .next = repeat_next, .rewind = repeat_rewind, .close = repeat_close};
