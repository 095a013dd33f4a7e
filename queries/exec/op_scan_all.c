/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ALL_NODES_SCAN: for each input row one row for every node, in the order of ids. Nodes made after a row's scan began
 * are not seen by it. */
#include "fanout.h"

typedef struct ScanAll {
  Op op;
  Fanout fanout;
  uint32_t *ids;
  bool active;
  uint32_t next, end; /* ids yet to look at */
} ScanAll;

static Status scan_open(Exec *x, Op *op)
{
  ScanAll *self = (ScanAll *)op;
  self->ids = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->ids);
  return fanout_open(x, op->plan, &op->plan->slot, 1, &self->fanout);
}

static Status scan_next(Exec *x, Op *op, Batch *out)
{
  ScanAll *self = (ScanAll *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      op_part(x, op->plan, graph_node_limit(x->graph), &self->next, &self->end);
      self->active = true;
    }
    uint32_t n = f->n, next = self->next;
    for (; n < BATCH_ROWS && next < self->end; next++) {
      self->ids[n] = next;
      n += graph_node_alive(x->graph, next);
    }
    self->next = next;
    fanout_add(f, fanout_at(f), n - f->n);
    if (next == self->end) {
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
  ScanAll *self = (ScanAll *)op;
  TRY(op_count_rows(x, op->child[0], &self->fanout.in, rows));
  *rows *= graph_node_count(x->graph);
  return STATUS_OK;
}

static Status scan_rewind(Exec *x, Op *op)
{
  ScanAll *self = (ScanAll *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

const OpClass op_class_ALL_NODES_SCAN = {
    .size = sizeof(ScanAll), .open = scan_open, .next = scan_next, .rewind = scan_rewind, .count = scan_count};
