/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening, stepping and closing the run of a plan. What a run holds lives in its arena or is closed by its operators;
 * the statement's transaction is the caller's business. */
#include "exec.h"

#include "op.h"

#include <stdlib.h>
#include <time.h>

Status exec_check(Exec *x)
{
  if (UNLIKELY(x->interrupt && atomic_load_explicit(x->interrupt, memory_order_relaxed)))
    return error_set(x->err, ERROR_INTERRUPTED, NULL, "the query was interrupted");
  if (x->deadline == 0) return STATUS_OK;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if ((int64_t)now.tv_sec * NANOS_PER_SECOND + now.tv_nsec < x->deadline) return STATUS_OK;
  return error_set(x->err, ERROR_TIMEOUT, NULL, "the query took longer than its time limit");
}

/* The clocks stand still for the statement; the random state differs from run to run. */
static void set_context(Exec *x, StatementClock clock)
{
  uint64_t nanos = (uint64_t)clock.statement.seconds * NANOS_PER_SECOND + clock.statement.nanos;
  x->function = (FunctionContext){.graph = x->graph,
                                  .arena = &x->arena,
                                  .err = x->err,
                                  .statement_time = clock.statement,
                                  .transaction_time = clock.transaction,
                                  .random = value_hash_mix(nanos + (uint64_t)(uintptr_t)x),
                                  .limit = x->limit};
}

static Status open_tables(Exec *x, const PlanTree *tree, bool profile)
{
  x->subplans = arena_array(&x->arena, SubplanRun *, tree->subplan_count);
  if (profile) x->profile = arena_array(&x->arena, OpProfile, tree->operator_count);
  return arena_check(&x->arena, x->err);
}

static Status open_plan(Exec *x, const PlanTree *tree, bool profile)
{
  uint32_t *identity = arena_array(&x->arena, uint32_t, BATCH_ROWS);
  x->identity = identity;
  TRY(open_tables(x, tree, profile));
  for (uint32_t i = 0; i < BATCH_ROWS; i++) identity[i] = i;
  return op_open(x, tree->root, &x->root);
}

Status exec_open(Exec *x, Graph *graph, const PlanTree *tree, const Value *parameters, StatementClock clock,
                 MemoryLimit *limit, Workers *workers, _Atomic bool *interrupt, int64_t deadline, bool profile,
                 struct Witness *witness, Error *err)
{
  *x = (Exec){.graph = graph,
              .tree = tree,
              .parameters = parameters,
              .err = err,
              .limit = limit,
              .workers = workers,
              .interrupt = interrupt,
              .deadline = deadline,
              .slot_count = tree->checked->slot_count + 1,
              .ordinal_slot = tree->checked->slot_count};
  arena_init(&x->arena, limit);
  set_context(x, clock);
  x->function.witness = witness;
  Status status = open_plan(x, tree, profile);
  if (status != STATUS_OK) exec_close(x);
  return status;
}

Status exec_fork(Exec *x, uint32_t number, Exec *out)
{
  bool profile = x->profile != NULL;
  *out = *x;
  out->root = NULL;
  out->subplans = NULL;
  out->profile = NULL;
  out->argument = NULL;
  out->workers = NULL;
  out->function.arena = &out->arena;
  out->function.random = value_hash_mix(x->function.random + number);
  arena_init(&out->arena, x->limit);
  Status status = open_tables(out, x->tree, profile);
  if (status != STATUS_OK) exec_close(out);
  return status;
}

Status exec_next(Exec *x, Batch *out)
{
  TRY(exec_check(x));
  return op_next(x, x->root, out);
}

void exec_close(Exec *x)
{
  op_close(x, x->root);
  for (uint32_t i = 0; x->subplans && i < x->tree->subplan_count; i++)
    if (x->subplans[i]) op_close(x, x->subplans[i]->root);
  x->root = NULL;
  x->subplans = NULL;
  x->profile = NULL;
  arena_free(&x->arena);
}
