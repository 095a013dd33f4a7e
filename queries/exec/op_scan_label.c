/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LABEL_SCAN: for each input row one row for every node with the label, in the order of ids. The bitmap is entered
 * anew for every batch, behind the last id given, so it may change between two batches. */
#include "fanout.h"

typedef struct ScanLabel {
  Op op;
  Fanout fanout;
  uint32_t *ids;
  bool active;
  uint32_t next, end; /* ids yet to look at */
} ScanLabel;

static Status scan_open(Exec *x, Op *op)
{
  ScanLabel *self = (ScanLabel *)op;
  self->ids = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->ids);
  return fanout_open(x, op->plan, &op->plan->slot, 1, &self->fanout);
}

static const roaring_bitmap_t *labelled(Exec *x, const Plan *plan)
{
  uint32_t label = op_name(x, NAME_LABEL, &plan->label);
  return label == NAME_NONE ? NULL : graph_label_nodes(x->graph, label);
}

/* The id that so many of the set come before. */
static uint32_t id_at(const roaring_bitmap_t *nodes, uint32_t rank)
{
  uint32_t id;
  return nodes && roaring_bitmap_select(nodes, rank, &id) ? id : UINT32_MAX;
}

static void start_row(Exec *x, ScanLabel *self)
{
  self->active = true;
  self->next = 0;
  self->end = UINT32_MAX;
  if (self->op.plan != x->driver) return;
  const roaring_bitmap_t *nodes = labelled(x, self->op.plan);
  uint32_t first, end;
  op_part(x, self->op.plan, nodes ? roaring_bitmap_get_cardinality(nodes) : 0, &first, &end);
  self->next = id_at(nodes, first);
  self->end = id_at(nodes, end);
}

/* Ids from `next` on and below `end`, at most max; how many. */
static uint32_t read_nodes(const roaring_bitmap_t *nodes, uint32_t next, uint32_t end, uint32_t *ids, uint32_t max)
{
  if (!nodes || next >= end) return 0;
  roaring_uint32_iterator_t iterator;
  roaring_init_iterator(nodes, &iterator);
  if (next && !roaring_move_uint32_iterator_equalorlarger(&iterator, next)) return 0;
  uint32_t n = roaring_read_uint32_iterator(&iterator, ids, max);
  while (n && ids[n - 1] >= end) n--;
  return n;
}

static Status scan_next(Exec *x, Op *op, Batch *out)
{
  ScanLabel *self = (ScanLabel *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      start_row(x, self);
    }
    uint32_t room = BATCH_ROWS - f->n;
    uint32_t n = read_nodes(labelled(x, op->plan), self->next, self->end, self->ids + f->n, room);
    if (n) self->next = self->ids[f->n + n - 1] + 1;
    fanout_add(f, fanout_at(f), n);
    if (n < room) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  out->slots[op->plan->slot] = (Vec){.kind = VEC_NODE, .ids = self->ids};
  return STATUS_OK;
}

static Status scan_count(Exec *x, Op *op, uint64_t *rows)
{
  ScanLabel *self = (ScanLabel *)op;
  TRY(op_count_rows(x, op->child[0], &self->fanout.in, rows));
  uint32_t label = op_name(x, NAME_LABEL, &op->plan->label);
  *rows *= label == NAME_NONE ? 0 : graph_label_count(x->graph, label);
  return STATUS_OK;
}

static Status scan_rewind(Exec *x, Op *op)
{
  ScanLabel *self = (ScanLabel *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

const OpClass op_class_LABEL_SCAN = {
    .size = sizeof(ScanLabel), .open = scan_open, .next = scan_next, .rewind = scan_rewind, .count = scan_count};
