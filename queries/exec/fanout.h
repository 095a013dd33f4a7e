/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What operators share that make any number of rows out of each input row: the input batch and the row they are at,
 * the rows made so far and which input row each came from, and the slots carried over.
 *
 * A batch is filled across input rows. A new input batch is asked for only while the output is empty, since the rows
 * given last may borrow from the batch before. The loop of such an operator is
 *
 *     fanout_begin(f);
 *     while (f->n < BATCH_ROWS) {
 *       if (!active) {
 *         TRY(fanout_row(x, op, f, &state));
 *         if (state == FANOUT_STOP) break;
 *         if (state == FANOUT_FRESH) ...            what is evaluated once for an input batch
 *         ... start on row fanout_at(f)
 *       }
 *       ... make rows, fanout_add
 *       if (no more of this row) fanout_done(f), active = false;
 *     }
 *     return fanout_finish(x, f, out);
 */
#ifndef CLIO_QUERIES_FANOUT_H
#define CLIO_QUERIES_FANOUT_H

#include "op.h"

typedef struct Fanout {
  Batch in;
  uint32_t at;    /* position among the input rows that count */
  uint32_t n;     /* rows made */
  uint16_t *rows; /* the input row of each */
  bool fresh;     /* no row of the input batch was started yet */
  bool carries;   /* the input batch has something to carry over: otherwise rows is not filled in */
  Gather carried;
} Fanout;

typedef enum FanoutState { FANOUT_ROW, FANOUT_FRESH, FANOUT_STOP } FanoutState;

/* own: the slots that the operator sets itself. */
Status fanout_open(Exec *x, const Plan *plan, const uint32_t *own, uint32_t own_count, Fanout *f);
Status fanout_row(Exec *x, Op *op, Fanout *f, FanoutState *state);
/* Sets out's rows and carried slots; the operator's own slots are set afterwards. */
Status fanout_finish(Exec *x, Fanout *f, Batch *out);
Status fanout_rewind(Exec *x, Op *op, Fanout *f);

static inline void fanout_begin(Fanout *f)
{
  f->n = 0;
}
static inline uint32_t fanout_at(const Fanout *f)
{
  return batch_row(&f->in, f->at);
}
static inline void fanout_done(Fanout *f)
{
  f->at++;
}

/* So many more rows that come from this input row. */
static inline void fanout_add(Fanout *f, uint32_t row, uint32_t count)
{
  uint16_t *rows = f->rows + f->n;
  f->n += count;
  if (f->carries)
    for (uint32_t i = 0; i < count; i++) rows[i] = (uint16_t)row;
}

#endif
