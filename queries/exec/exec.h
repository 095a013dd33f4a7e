/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of a plan: what all operators and expressions share while it lasts. */
#ifndef CLIO_QUERIES_EXEC_H
#define CLIO_QUERIES_EXEC_H

#include "batch.h"
#include "core/workers.h"
#include "plan/plan.h"
#include "proc/proc.h"

#include <stdatomic.h>

typedef struct Op Op;
typedef struct SubplanRun SubplanRun;
typedef struct Argument Argument;

typedef struct Exec {
  Graph *graph;
  const PlanTree *tree;
  const Value *parameters; /* by EXPR_PARAMETER's key; bound before the run starts */
  Error *err;
  Arena arena; /* lives as long as the run: operators, their state */
  MemoryLimit *limit;
  FunctionContext function; /* its arena is set by whoever evaluates */
  _Atomic bool *interrupt;  /* set by clio_interrupt */
  int64_t deadline;         /* CLOCK_MONOTONIC nanoseconds; 0: none */
  OpProfile *profile;       /* by operator id; NULL unless PROFILE */
  uint64_t visits; /* relationships looked at without making a row of each: to count, to close cycles, along paths */
  SubplanRun **subplans; /* opened lazily, by index into tree->subplans */
  Op *root;
  uint32_t slot_count;
  /* The last of the slots, behind those of the statement. In a subplan it holds for each row the number of the outer
   * row it belongs to (an array of ids); empty at the top. See subplan.c. */
  uint32_t ordinal_slot;
  const uint32_t *identity; /* 0, 1, 2, ...: the ordinals of a batch that is handed to a subplan */
  Argument *argument;       /* while operators are opened: that of the subplan they belong to, or NULL */
  Workers *workers;         /* threads to share work with; NULL: none */
  const Plan *driver;       /* in a thread of GATHER: the scan that looks at part `part` of `parts` alone */
  uint32_t part, parts;
} Exec;

/* Cheap; called at least once a batch by every operator that loops. ERROR_INTERRUPTED or ERROR_TIMEOUT. */
Status exec_check(Exec *x);

/* When the statement and its transaction began; UTC. Functions of the clock are evaluated while the plan is opened. */
typedef struct StatementClock {
  ZonedDateTime statement, transaction;
} StatementClock;

/* witness: for WHY, of whose plans alone it knows; or NULL. A failed open leaves nothing behind; closing it all the
 * same does no harm. */
Status exec_open(Exec *x, Graph *graph, const PlanTree *tree, const Value *parameters, StatementClock clock,
                 MemoryLimit *limit, Workers *workers, _Atomic bool *interrupt, int64_t deadline, bool profile,
                 struct Witness *witness, Error *err);
/* A run of a part of x's plan in another thread, without operators yet: what the two share is only read. exec_close
 * ends it. */
Status exec_fork(Exec *x, uint32_t number, Exec *out);
/* The next batch of result rows; n == 0 at the end. The columns are tree->root->slots. */
Status exec_next(Exec *x, Batch *out);
void exec_close(Exec *x);

#endif
