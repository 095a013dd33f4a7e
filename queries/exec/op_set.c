/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SET (and REMOVE): the input rows as they are, when the items have been carried out for them; order kept. */
#include "assign.h"

typedef struct Set {
  Op op;
  Assignments assignments;
} Set;

static Status set_open(Exec *x, Op *op)
{
  return assignments_open(x, op->plan->set_items, op->plan->set_count, &((Set *)op)->assignments);
}

static Status set_next(Exec *x, Op *op, Batch *out)
{
  TRY(exec_check(x));
  TRY(op_next(x, op->child[0], out));
  return assignments_run(x, &((Set *)op)->assignments, out);
}

static Status set_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void set_close(Exec *x, Op *op)
{
  (void)x;
  assignments_close(&((Set *)op)->assignments);
}

const OpClass op_class_SET = {
    .size = sizeof(Set), .open = set_open, .next = set_next, .rewind = set_rewind, .close = set_close};
