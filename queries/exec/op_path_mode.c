/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PATH_MODE: the input rows whose path (paths[0], which need not have a variable) passes no node twice: ACYCLIC, or
 * SIMPLE, where its first and last node may be the same; order kept. */
#include "paths.h"

#include <stdlib.h>

typedef struct PathModeOp {
  Op op;
  Arena arena;
  uint16_t *sel;
} PathModeOp;

static Status mode_open(Exec *x, Op *op)
{
  PathModeOp *self = (PathModeOp *)op;
  arena_init(&self->arena, x->limit);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  return STATUS_OK;
}

static int compare_ids(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

/* Sorts the nodes, which are the caller's copy. */
static bool all_differ(uint32_t *nodes, uint32_t n)
{
  qsort(nodes, n, sizeof *nodes, compare_ids);
  for (uint32_t i = 1; i < n; i++)
    if (nodes[i] == nodes[i - 1]) return false;
  return true;
}

static Status passes(Exec *x, PathModeOp *self, const Batch *b, uint32_t row, bool *out)
{
  Value path;
  arena_reset(&self->arena);
  TRY(path_build(x, &self->op.plan->paths[0], b, row, &self->arena, &path));
  *out = false;
  if (path.type != VALUE_PATH) return STATUS_OK;
  uint32_t n = path.aux + 1;
  uint32_t *nodes = arena_alloc(&self->arena, n * sizeof *nodes);
  TRY(arena_check(&self->arena, x->err));
  for (uint32_t i = 0; i < n; i++) nodes[i] = path.path[2 * i];
  bool closed = self->op.plan->mode == PATH_SIMPLE && n > 1 && nodes[0] == nodes[n - 1];
  *out = all_differ(nodes, closed ? n - 1 : n);
  return STATUS_OK;
}

static Status mode_next(Exec *x, Op *op, Batch *out)
{
  PathModeOp *self = (PathModeOp *)op;
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0) return STATUS_OK;
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->n; i++) {
      uint32_t row = batch_row(out, i);
      bool kept;
      TRY(passes(x, self, out, row, &kept));
      self->sel[n] = (uint16_t)row;
      n += kept;
    }
    out->sel = self->sel;
    out->n = n;
    if (n) return STATUS_OK;
  }
}

static Status mode_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void mode_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((PathModeOp *)op)->arena);
}

const OpClass op_class_PATH_MODE = {
    .size = sizeof(PathModeOp), .open = mode_open, .next = mode_next, .rewind = mode_rewind, .close = mode_close};
