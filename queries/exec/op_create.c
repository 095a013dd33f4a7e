/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE: each input row with the nodes and relationships made for it, and the paths through them; order kept. Makes
 * them element by element for a whole batch. */
#include "creation.h"
#include "paths.h"

typedef struct Create {
  Op op;
  Creation creation;
  Arena arena;
} Create;

static Status create_open(Exec *x, Op *op)
{
  Create *self = (Create *)op;
  arena_init(&self->arena, x->limit);
  return creation_open(x, op->plan, &self->creation);
}

static Status create_next(Exec *x, Op *op, Batch *out)
{
  Create *self = (Create *)op;
  TRY(exec_check(x));
  TRY(op_next(x, op->child[0], out));
  arena_reset(&self->arena);
  if (out->n == 0) return STATUS_OK;
  TRY(creation_evaluate(x, &self->creation, out, &self->arena));
  TRY(creation_make(x, &self->creation, out));
  return paths_build(x, op->plan->paths, op->plan->path_count, &self->arena, out);
}

static Status create_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void create_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Create *)op)->arena);
}

const OpClass op_class_CREATE = {
    .size = sizeof(Create), .open = create_open, .next = create_next, .rewind = create_rewind, .close = create_close};
