/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MERGE: for each input row the matches of the pattern, after ON MATCH; where there is none, the pattern is made, then
 * ON CREATE. Row by row, so that a row finds what the rows before it have made; order kept. The matches of a row are
 * all taken, as ids, before anything is set. */
#include "assign.h"
#include "creation.h"
#include "fanout.h"
#include "paths.h"

typedef struct Merge {
  Op op;
  Fanout fanout;
  Creation creation;
  Assignments on_create, on_match;
  Arena arena;       /* what the pattern evaluates to for a row */
  Arena paths_arena; /* paths of the rows made */
  Batch row;         /* the input row at hand, then what was made for it */
  uint16_t row_number;
  Batch match;
  uint32_t *slots; /* of the pattern's new nodes, then its relationships */
  uint32_t slot_count, node_count;
  uint32_t *matches; /* of the row at hand: slot_count ids each */
  uint32_t match_cap;
  uint64_t match_count, match_at;
  bool active;
  uint32_t **ids; /* by slot: of the rows made */
} Merge;

static Status merge_open(Exec *x, Op *op)
{
  Merge *self = (Merge *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  arena_init(&self->paths_arena, x->limit);
  self->row = batch_new(&x->arena, x->slot_count);
  self->match = batch_new(&x->arena, x->slot_count);
  self->slots = arena_array(&x->arena, uint32_t, plan->node_count + plan->rel_count);
  self->ids = arena_array(&x->arena, uint32_t *, plan->node_count + plan->rel_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->node_count; i++)
    if (!plan->nodes[i].bound) self->slots[self->slot_count++] = plan->nodes[i].slot;
  self->node_count = self->slot_count;
  for (uint32_t i = 0; i < plan->rel_count; i++) self->slots[self->slot_count++] = plan->rels[i].slot;
  for (uint32_t i = 0; i < self->slot_count; i++)
    self->ids[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->ids[i]);
  TRY(creation_open(x, plan, &self->creation));
  TRY(assignments_open(x, plan->set_items, plan->set_count, &self->on_create));
  TRY(assignments_open(x, plan->on_match, plan->on_match_count, &self->on_match));
  return fanout_open(x, plan, self->slots, self->slot_count, &self->fanout);
}

/* ---- one row */

static Status add_match(Exec *x, Merge *self, const Batch *b, uint32_t row)
{
  uint64_t first = self->match_count * self->slot_count;
  TRY(op_grow(x, (void **)&self->matches, &self->match_cap, first + self->slot_count, sizeof *self->matches));
  for (uint32_t i = 0; i < self->slot_count; i++) {
    Value v = vec_get(&b->slots[self->slots[i]], row);
    self->matches[first + i] = value_is_null(v) ? SLOT_NONE : v.id;
  }
  self->match_count++;
  return STATUS_OK;
}

static Status find_matches(Exec *x, Merge *self)
{
  self->op.argument->outer = &self->row;
  TRY(op_rewind(x, self->op.child[1]));
  for (;;) {
    TRY(op_next(x, self->op.child[1], &self->match));
    if (self->match.n == 0) return STATUS_OK;
    for (uint32_t i = 0; i < self->match.n; i++) TRY(add_match(x, self, &self->match, batch_row(&self->match, i)));
  }
}

/* ON MATCH for every match, over the input row with the pattern's slots set to constants. */
static Status set_matched(Exec *x, Merge *self)
{
  if (self->op.plan->on_match_count == 0) return STATUS_OK;
  for (uint64_t m = 0; m < self->match_count; m++) {
    for (uint32_t i = 0; i < self->slot_count; i++) {
      uint32_t id = self->matches[m * self->slot_count + i];
      Value v = i < self->node_count ? value_node(id) : value_rel(id);
      self->row.slots[self->slots[i]] = (Vec){.kind = VEC_CONST, .constant = v};
    }
    TRY(assignments_run(x, &self->on_match, &self->row));
  }
  return STATUS_OK;
}

static Status merge_row(Exec *x, Merge *self, uint32_t row)
{
  memcpy(self->row.slots, self->fanout.in.slots, x->slot_count * sizeof *self->row.slots);
  self->row_number = (uint16_t)row;
  self->row.sel = &self->row_number;
  self->row.n = 1;
  self->match_count = self->match_at = 0;
  self->active = true;
  arena_reset(&self->arena);
  TRY(creation_evaluate(x, &self->creation, &self->row, &self->arena));
  TRY(creation_refuse_nulls(x, &self->creation, row));
  TRY(find_matches(x, self));
  if (self->match_count) return set_matched(x, self);
  TRY(creation_make(x, &self->creation, &self->row));
  TRY(add_match(x, self, &self->row, row));
  return assignments_run(x, &self->on_create, &self->row);
}

/* ---- rows */

static void give_matches(Merge *self)
{
  Fanout *f = &self->fanout;
  uint32_t n = (uint32_t)MIN(self->match_count - self->match_at, BATCH_ROWS - f->n);
  for (uint32_t k = 0; k < n; k++, self->match_at++)
    for (uint32_t i = 0; i < self->slot_count; i++)
      self->ids[i][f->n + k] = self->matches[self->match_at * self->slot_count + i];
  fanout_add(f, fanout_at(f), n);
}

static Status merge_next(Exec *x, Op *op, Batch *out)
{
  Merge *self = (Merge *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      TRY(merge_row(x, self, fanout_at(f)));
    }
    give_matches(self);
    if (self->match_at == self->match_count) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  for (uint32_t i = 0; i < self->slot_count; i++)
    out->slots[self->slots[i]] = (Vec){.kind = i < self->node_count ? VEC_NODE : VEC_REL, .ids = self->ids[i]};
  arena_reset(&self->paths_arena);
  return paths_build(x, op->plan->paths, op->plan->path_count, &self->paths_arena, out);
}

static Status merge_rewind(Exec *x, Op *op)
{
  Merge *self = (Merge *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

static void merge_close(Exec *x, Op *op)
{
  Merge *self = (Merge *)op;
  op_release(x, self->matches, self->match_cap, sizeof *self->matches);
  assignments_close(&self->on_create);
  assignments_close(&self->on_match);
  arena_free(&self->arena);
  arena_free(&self->paths_arena);
}

const OpClass op_class_MERGE = {
    .size = sizeof(Merge), .open = merge_open, .next = merge_next, .rewind = merge_rewind, .close = merge_close};
