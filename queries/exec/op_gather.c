/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GATHER: the rows of child[0], made by several threads and in the order in which one would make them.
 *
 * What the scan at the bottom (plan->driver) looks at is shared out in parts (Leis et al. 2014 call them morsels): a
 * thread takes the next part, runs its own copy of the pipeline over it and keeps the rows; when it is through it takes
 * another. Whoever asks gets the rows of the first part, then those of the second. So that rows do not pile up, the
 * threads rest after a wave, when enough rows are kept to go on with; no thread runs while rows are read.
 *
 * Threads share the graph, the plan and the parameters, which no statement with a GATHER changes, and the limits of
 * time and memory, which are atomic. All else (arenas, compiled expressions, subplans, the error) each has for
 * itself. Where there is too little to share out, or no other thread, the rows are handed through. */
#include "core/workers.h"
#include "op.h"
#include "rows.h"

#include <stdlib.h>

enum {
  PARTS_PER_THREAD = 8, /* so that no thread has to wait long for another's last part */
  ROWS_PER_PART = 16 * BATCH_ROWS,
  ROWS_PER_WAVE = 128 * BATCH_ROWS
};

typedef struct GatherThread {
  Exec exec;
  Op *root;
  Batch batch;
  Error err;
  bool failed;
  uint32_t part; /* that failed */
} GatherThread;

typedef struct GatherOp {
  Op op;
  bool started;
  const uint32_t *slots; /* that are kept */
  uint32_t slot_count;
  uint32_t parts;        /* 0: handed through */
  Rows *rows;            /* by part */
  GatherThread *threads; /* thread_count of them are opened */
  uint32_t thread_count;
  _Atomic uint32_t next; /* the part to be taken next */
  _Atomic uint64_t kept; /* rows, in this wave */
  _Atomic bool failed;
  uint32_t done;      /* parts that are complete */
  uint32_t at, chunk; /* the part that is handed out, and what comes next of it */
} GatherOp;

static Status gather_open(Exec *x, Op *op)
{
  GatherOp *self = (GatherOp *)op;
  uint32_t *slots;
  TRY(op_kept_slots(x, op->plan, NULL, 0, &slots, &self->slot_count));
  self->slots = slots;
  return STATUS_OK;
}

/* ---- starting */

static uint64_t places(Exec *x, const Plan *scan)
{
  if (scan->kind != PLAN_LABEL_SCAN) return graph_node_limit(x->graph);
  uint32_t label = op_name(x, NAME_LABEL, &scan->label);
  return label == NAME_NONE ? 0 : graph_label_count(x->graph, label);
}

static uint32_t choose_parts(Exec *x, const Plan *plan)
{
  uint32_t threads = x->workers ? workers_count(x->workers) : 1;
  uint64_t most = places(x, plan->driver), parts = (uint64_t)threads * PARTS_PER_THREAD;
  if (threads < 2 || most < threads) return 0;
  if (plan->rows > (double)(parts * ROWS_PER_PART)) parts = (uint64_t)(plan->rows / ROWS_PER_PART);
  return (uint32_t)MIN(parts, most);
}

static Status start_threads(Exec *x, GatherOp *self)
{
  uint32_t n = workers_count(x->workers);
  self->threads = arena_array(&x->arena, GatherThread, n);
  self->rows = arena_array(&x->arena, Rows, self->parts);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < self->parts; i++) rows_init(&self->rows[i], self->slots, self->slot_count, x->limit);
  for (uint32_t i = 0; i < n; i++) {
    GatherThread *thread = &self->threads[i];
    TRY(exec_fork(x, i, &thread->exec));
    self->thread_count++;
    thread->exec.driver = self->op.plan->driver;
    thread->exec.parts = self->parts;
    thread->batch = batch_new(&thread->exec.arena, x->slot_count);
    TRY(op_open(&thread->exec, self->op.plan->child[0], &thread->exec.root));
    thread->exec.err = thread->exec.function.err = &thread->err;
  }
  return STATUS_OK;
}

static Status start(Exec *x, GatherOp *self)
{
  self->parts = choose_parts(x, self->op.plan);
  if (self->parts == 0)
    TRY(op_open(x, self->op.plan->child[0], &self->op.child[0]));
  else
    TRY(start_threads(x, self));
  self->started = true;
  return STATUS_OK;
}

/* ---- a wave */

static Status run_part(GatherOp *self, GatherThread *thread, uint32_t part)
{
  Exec *x = &thread->exec;
  x->part = part;
  TRY(op_rewind(x, x->root));
  do {
    TRY(exec_check(x));
    TRY(op_next(x, x->root, &thread->batch));
    TRY(rows_add(&self->rows[part], &thread->batch, x->err));
  } while (thread->batch.n);
  atomic_fetch_add(&self->kept, self->rows[part].n);
  return STATUS_OK;
}

static void run_parts(void *context, uint32_t number)
{
  GatherOp *self = context;
  GatherThread *thread = &self->threads[number];
  while (!atomic_load(&self->failed) && atomic_load(&self->kept) < ROWS_PER_WAVE) {
    uint32_t part = atomic_fetch_add(&self->next, 1);
    if (part >= self->parts) return;
    if (run_part(self, thread, part) == STATUS_OK) continue;
    thread->failed = true;
    thread->part = part;
    atomic_store(&self->failed, true);
  }
}

/* The error that one thread alone would have come upon: that of the first part. */
static Status report(Exec *x, const GatherOp *self)
{
  const GatherThread *first = NULL;
  for (uint32_t i = 0; i < self->thread_count; i++) {
    const GatherThread *thread = &self->threads[i];
    if (thread->failed && (!first || thread->part < first->part)) first = thread;
  }
  if (!first) return error_internal(x->err, "a thread failed without a word");
  *x->err = first->err;
  return STATUS_FAIL;
}

static void add_profile(Exec *x, Exec *of_thread)
{
  for (uint32_t i = 0; i < x->tree->operator_count; i++) {
    x->profile[i].rows += of_thread->profile[i].rows;
    x->profile[i].batches += of_thread->profile[i].batches;
    x->profile[i].nanos += of_thread->profile[i].nanos;
    of_thread->profile[i] = (OpProfile){0};
  }
}

static Status run_wave(Exec *x, GatherOp *self)
{
  atomic_store(&self->kept, 0);
  workers_run(x->workers, run_parts, self);
  if (x->profile)
    for (uint32_t i = 0; i < self->thread_count; i++) add_profile(x, &self->threads[i].exec);
  if (atomic_load(&self->failed)) return report(x, self);
  self->done = MIN(atomic_load(&self->next), self->parts);
  return STATUS_OK;
}

/* ---- rows */

static Status gather_next(Exec *x, Op *op, Batch *out)
{
  GatherOp *self = (GatherOp *)op;
  if (!self->started) TRY(start(x, self));
  if (self->parts == 0) return op_next(x, op->child[0], out);
  batch_clear(out, x->slot_count);
  for (;;) {
    if (self->at == self->parts) return STATUS_OK;
    if (self->at == self->done) TRY(run_wave(x, self));
    Rows *rows = &self->rows[self->at];
    if (self->chunk < rows->chunk_count) {
      rows_chunk(rows, self->chunk++, out);
      return STATUS_OK;
    }
    rows_free(rows);
    self->at++;
    self->chunk = 0;
  }
}

static Status gather_rewind(Exec *x, Op *op)
{
  GatherOp *self = (GatherOp *)op;
  for (uint32_t i = 0; i < self->parts; i++) rows_free(&self->rows[i]);
  self->at = self->done = self->chunk = 0;
  atomic_store(&self->next, 0);
  return op->child[0] ? op_rewind(x, op->child[0]) : STATUS_OK;
}

static void gather_close(Exec *x, Op *op)
{
  (void)x;
  GatherOp *self = (GatherOp *)op;
  for (uint32_t i = 0; self->rows && i < self->parts; i++) rows_free(&self->rows[i]);
  for (uint32_t i = 0; i < self->thread_count; i++) exec_close(&self->threads[i].exec);
}

const OpClass op_class_GATHER = {
    .size = sizeof(GatherOp), .open = gather_open, .next = gather_next, .rewind = gather_rewind, .close = gather_close};
