/* SPDX-License-Identifier: GPL-2.0-or-later */
/* REL_TYPE_SCAN: for each input row all relationships of the types (of all: none named), with both ends; DIR_BOTH gives
 * each twice, a loop once.
 *
 * Relationships of one compact type that are wanted one way only are read from the adjacency arrays run by run, which
 * needs no look-up for each of them. Otherwise ids are walked in order; what is made after a row's scan began is not
 * seen by it. */
#include "rel_rows.h"

typedef struct ScanType {
  Op op;
  Fanout fanout;
  RelRows rel_rows;
  bool active;
  bool by_runs; /* read from the adjacency arrays: */
  Runs runs;
  uint32_t next, end; /* runs or relationships yet to look at */
  uint32_t offset;    /* into the run that is next */
} ScanType;

static Status scan_open(Exec *x, Op *op)
{
  ScanType *self = (ScanType *)op;
  const Plan *plan = op->plan;
  TRY(rel_rows_open(x, plan, &self->rel_rows));
  uint32_t own[] = {plan->rel, plan->from, plan->to};
  return fanout_open(x, plan, own, ARRAY_LEN(own), &self->fanout);
}

static Status start_row(Exec *x, ScanType *self)
{
  const Plan *plan = self->op.plan;
  const RelTypes *types = &self->rel_rows.types;
  rel_types_resolve(x, plan, &self->rel_rows.types);
  self->offset = 0;
  self->by_runs = !types->any && types->n == 1 && plan->dir != DIR_BOTH && plan->unique_count == 0 &&
                  plan->from != plan->to && graph_type_is_compact(x->graph, types->ids[0]);
  if (self->by_runs) self->runs = graph_runs(x->graph, types->ids[0], plan->dir);
  op_part(x, plan, self->by_runs ? self->runs.span : graph_rel_limit(x->graph), &self->next, &self->end);
  if (!types->any && types->n == 0) self->end = self->next;
  return unique_load(x, plan, &self->rel_rows.unique, &self->fanout.in, fanout_at(&self->fanout));
}

static void read_runs(ScanType *self)
{
  const Runs *runs = &self->runs;
  RelRows *r = &self->rel_rows;
  Fanout *f = &self->fanout;
  uint32_t n = f->n;
  while (n < BATCH_ROWS && self->next < self->end) {
    uint32_t node = runs->keys ? runs->keys[self->next] : runs->first + self->next;
    uint32_t from = runs->offsets[self->next] + self->offset, left = runs->offsets[self->next + 1] - from;
    uint32_t some = MIN(left, BATCH_ROWS - n);
    for (uint32_t i = 0; i < some; i++) {
      r->rels[n + i] = runs->rels[from + i];
      r->to[n + i] = runs->nodes[from + i];
      r->from[n + i] = node;
    }
    n += some;
    self->offset += some;
    if (some < left) break;
    self->offset = 0;
    self->next++;
  }
  fanout_add(f, fanout_at(f), n - f->n);
}

static void read_ids(Exec *x, ScanType *self)
{
  Fanout *f = &self->fanout;
  for (; self->next < self->end && f->n + 2 <= BATCH_ROWS; self->next++)
    if (graph_rel_alive(x->graph, self->next))
      rel_rows_add(x, self->op.plan, &self->rel_rows, f, fanout_at(f), self->next);
}

static Status scan_next(Exec *x, Op *op, Batch *out)
{
  ScanType *self = (ScanType *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n + 2 <= BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      TRY(start_row(x, self));
      self->active = true;
    }
    if (self->by_runs)
      read_runs(self);
    else
      read_ids(x, self);
    if (self->next < self->end) break; /* the batch is full */
    fanout_done(f);
    self->active = false;
  }
  TRY(fanout_finish(x, f, out));
  rel_rows_finish(op->plan, &self->rel_rows, out);
  return STATUS_OK;
}

static Status scan_rewind(Exec *x, Op *op)
{
  ScanType *self = (ScanType *)op;
  self->active = false;
  return fanout_rewind(x, op, &self->fanout);
}

const OpClass op_class_REL_TYPE_SCAN = {
    .size = sizeof(ScanType), .open = scan_open, .next = scan_next, .rewind = scan_rewind};
