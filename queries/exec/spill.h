/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows that are too many for memory: sorted runs of them in a temporary file, and the merge of the runs. The file is in
 * $TMPDIR (or /tmp) and has no name, so that it goes with the process whatever happens.
 *
 * Only this run of this process reads the file: values lie in it as they lie in memory, behind each what it points to.
 * Stable values keep their pointers. Knows nothing of operators and of what the order is. */
#ifndef CLIO_QUERIES_SPILL_H
#define CLIO_QUERIES_SPILL_H

#include "core/value.h"

typedef struct SpillRow {
  uint64_t prefix; /* the caller's */
  Value *values;   /* as many as spill_init was told */
} SpillRow;

/* Whether row a comes before row b in the order of every run. */
typedef bool (*SpillBefore)(const void *context, const SpillRow *a, const SpillRow *b);

typedef struct SpillRun SpillRun;

typedef struct Spill {
  uint32_t width; /* values of a row */
  MemoryLimit *limit;
  int file;      /* -1: none yet */
  uint64_t size; /* bytes written, those in the buffer among them */
  char *buffer;  /* for writing */
  uint32_t used;
  SpillRun *runs;
  uint32_t run_count, run_cap;
  /* the merge */
  char *buffers;        /* of all runs */
  uint32_t buffer_size; /* of one */
  uint32_t *heap;       /* numbers of the runs that have a row left; the first of the rows is in the first of them */
  uint32_t heap_count;
  bool taken; /* the first row was handed out */
  SpillBefore before;
  const void *context;
} Spill;

void spill_init(Spill *s, uint32_t width, MemoryLimit *limit);
void spill_free(Spill *s); /* it can be used again after spill_init */
static inline bool spill_has_runs(const Spill *s)
{
  return s->run_count > 0;
}

/* Writing: rows of a run are added in their order. No more after the merge has begun. */
Status spill_begin_run(Spill *s, Error *err);
Status spill_add(Spill *s, uint64_t prefix, const Value *values, Error *err);
Status spill_end_run(Spill *s, Error *err);

/* Reading: all rows of all runs in one order; of rows that are equal in it those of earlier runs first. */
Status spill_merge(Spill *s, SpillBefore before, const void *context, Error *err);
/* *row is NULL at the end; valid until the next call. */
Status spill_next(Spill *s, const SpillRow **row, Error *err);

#endif
