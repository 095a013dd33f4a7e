/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tops of plans. PRODUCE_RESULTS hands its rows to the caller as they are: the columns are slots of the plan.
 * EMPTY_RESULT runs its input to the end, for what it writes, and gives no row. Both keep the order. */
#include "op.h"

typedef struct Results {
  Op op;
} Results;

static Status produce_next(Exec *x, Op *op, Batch *out)
{
  return op_next(x, op->child[0], out);
}

static Status empty_next(Exec *x, Op *op, Batch *out)
{
  do {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
  } while (out->n);
  return STATUS_OK;
}

static Status results_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

const OpClass op_class_PRODUCE_RESULTS = {.size = sizeof(Results), .next = produce_next, .rewind = results_rewind};
const OpClass op_class_EMPTY_RESULT = {.size = sizeof(Results), .next = empty_next, .rewind = results_rewind};
