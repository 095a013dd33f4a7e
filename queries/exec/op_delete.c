/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DELETE: the input rows, when everything that their expressions name has been deleted: nodes, relationships, and what
 * is on paths; null is nothing. All rows are taken first, then relationships go, then nodes (flag, DETACH: with the
 * relationships they still have). So a node may be named before its relationships, and what is an error is decided by
 * what is left at the end: a node whose relationships nobody deleted. */
#include "id_set.h"
#include "rows.h"

typedef struct Doomed {
  IdSet seen;
  uint32_t *ids; /* in the order in which they were named */
  uint32_t n, cap;
} Doomed;

typedef struct Delete {
  Op op;
  Eval **exprs;
  Batch in;
  Arena arena;
  Rows rows;
  Doomed nodes, rels;
  uint32_t *near_rels, *near_nodes; /* of one node */
  uint32_t rel_cap, node_cap;
  bool done;
  uint32_t chunk;
} Delete;

static Status delete_open(Exec *x, Op *op)
{
  Delete *self = (Delete *)op;
  uint32_t *slots, n;
  arena_init(&self->arena, x->limit);
  self->in = batch_new(&x->arena, x->slot_count);
  TRY(op_kept_slots(x, op->plan, NULL, 0, &slots, &n));
  rows_init(&self->rows, slots, n, x->limit);
  return op_compile(x, op->plan->exprs, op->plan->expr_count, &self->exprs);
}

static Status doom(Exec *x, Doomed *doomed, uint32_t id, uint32_t limit)
{
  bool added;
  TRY(id_set_add(x, &doomed->seen, id, limit, &added));
  if (!added) return STATUS_OK;
  TRY(op_grow(x, (void **)&doomed->ids, &doomed->cap, (uint64_t)doomed->n + 1, sizeof *doomed->ids));
  doomed->ids[doomed->n++] = id;
  return STATUS_OK;
}

static Status doom_value(Exec *x, Delete *self, Value v, Span span)
{
  uint32_t nodes = graph_node_limit(x->graph), rels = graph_rel_limit(x->graph);
  switch ((ValueType)v.type) {
  case VALUE_NULL: return STATUS_OK;
  case VALUE_NODE: return doom(x, &self->nodes, v.id, nodes);
  case VALUE_REL: return doom(x, &self->rels, v.id, rels);
  case VALUE_PATH:
    for (uint32_t i = 0; i < 2 * v.aux + 1; i++)
      TRY(i % 2 ? doom(x, &self->rels, v.path[i], rels) : doom(x, &self->nodes, v.path[i], nodes));
    return STATUS_OK;
  default:
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", span,
                    "DELETE takes nodes, relationships and paths, not a value of type %s", value_type_name(v.type));
  }
}

static Status take_batch(Exec *x, Delete *self)
{
  arena_reset(&self->arena);
  for (uint32_t e = 0; e < self->op.plan->expr_count; e++) {
    Vec vec;
    TRY(eval_run(x, self->exprs[e], &self->in, &self->arena, &vec));
    TRY(arena_check(&self->arena, x->err));
    for (uint32_t i = 0; i < self->in.n; i++)
      TRY(doom_value(x, self, vec_get(&vec, batch_row(&self->in, i)), self->op.plan->exprs[e]->span));
  }
  return rows_add(&self->rows, &self->in, x->err);
}

/* ---- deleting */

static Status delete_rel(Exec *x, uint32_t rel)
{
  return graph_rel_alive(x->graph, rel) ? graph_delete_rel(x->graph, rel, x->err) : STATUS_OK;
}

/* All of them are read before the first is deleted, since reading goes over what deleting changes. */
static Status detach(Exec *x, Delete *self, uint32_t node)
{
  enum { SOME = 256 };
  Neighbours cursor;
  size_t n = 0, got;
  neighbours_begin(&cursor, x->graph, node, NAME_NONE, DIR_BOTH);
  do {
    TRY(op_grow(x, (void **)&self->near_rels, &self->rel_cap, n + SOME, sizeof *self->near_rels));
    TRY(op_grow(x, (void **)&self->near_nodes, &self->node_cap, SOME, sizeof *self->near_nodes));
    got = neighbours_next(&cursor, self->near_rels + n, self->near_nodes, SOME);
    n += got;
  } while (got);
  for (size_t i = 0; i < n; i++) TRY(delete_rel(x, self->near_rels[i]));
  return STATUS_OK;
}

static Status delete_all(Exec *x, Delete *self)
{
  for (uint32_t i = 0; i < self->rels.n; i++) TRY(delete_rel(x, self->rels.ids[i]));
  for (uint32_t i = 0; i < self->nodes.n; i++) {
    uint32_t node = self->nodes.ids[i];
    if (i % BATCH_ROWS == 0) TRY(exec_check(x));
    if (!graph_node_alive(x->graph, node)) continue;
    if (self->op.plan->flag) TRY(detach(x, self, node));
    Status status = graph_delete_node(x->graph, node, x->err);
    if (status != STATUS_OK && x->err->span.end == 0 && self->op.plan->expr_count)
      x->err->span = self->op.plan->exprs[0]->span;
    TRY(status);
  }
  return STATUS_OK;
}

static Status delete_next(Exec *x, Op *op, Batch *out)
{
  Delete *self = (Delete *)op;
  while (!self->done) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], &self->in));
    self->done = self->in.n == 0;
    TRY(self->done ? delete_all(x, self) : take_batch(x, self));
  }
  batch_clear(out, x->slot_count);
  if (self->chunk < self->rows.chunk_count) rows_chunk(&self->rows, self->chunk++, out);
  return STATUS_OK;
}

static Status delete_rewind(Exec *x, Op *op)
{
  Delete *self = (Delete *)op;
  rows_clear(&self->rows);
  id_set_clear(&self->nodes.seen);
  id_set_clear(&self->rels.seen);
  self->nodes.n = self->rels.n = 0;
  self->done = false;
  self->chunk = 0;
  return op_rewind(x, op->child[0]);
}

static void delete_close(Exec *x, Op *op)
{
  Delete *self = (Delete *)op;
  id_set_free(x, &self->nodes.seen);
  id_set_free(x, &self->rels.seen);
  op_release(x, self->nodes.ids, self->nodes.cap, sizeof *self->nodes.ids);
  op_release(x, self->rels.ids, self->rels.cap, sizeof *self->rels.ids);
  op_release(x, self->near_rels, self->rel_cap, sizeof *self->near_rels);
  op_release(x, self->near_nodes, self->node_cap, sizeof *self->near_nodes);
  rows_free(&self->rows);
  arena_free(&self->arena);
}

const OpClass op_class_DELETE = {
    .size = sizeof(Delete), .open = delete_open, .next = delete_next, .rewind = delete_rewind, .close = delete_close};
