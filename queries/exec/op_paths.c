/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PATHS: each input row with its path variables, put together from the slots of their nodes and relationships; order
 * kept. */
#include "paths.h"

typedef struct Paths {
  Op op;
  Arena arena;
} Paths;

static Status paths_open(Exec *x, Op *op)
{
  arena_init(&((Paths *)op)->arena, x->limit);
  return STATUS_OK;
}

static Status paths_next(Exec *x, Op *op, Batch *out)
{
  Paths *self = (Paths *)op;
  TRY(op_next(x, op->child[0], out));
  arena_reset(&self->arena);
  if (out->n == 0) return STATUS_OK;
  return paths_build(x, op->plan->paths, op->plan->path_count, &self->arena, out);
}

static Status paths_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void paths_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Paths *)op)->arena);
}

const OpClass op_class_PATHS = {
    .size = sizeof(Paths), .open = paths_open, .next = paths_next, .rewind = paths_rewind, .close = paths_close};
