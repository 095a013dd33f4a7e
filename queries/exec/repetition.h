/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One repetition of a repeated group, from many starts at once: runs the body of a REPEAT for nodes that paths have
 * reached so far. What becomes of the repetitions found is the caller's business (op_repeat.c, product.c). */
#ifndef CLIO_QUERIES_REPETITION_H
#define CLIO_QUERIES_REPETITION_H

#include "op.h"

typedef struct Repetition {
  const Plan *plan; /* the REPEAT */
  Op *body;
  Argument *argument;
  const uint32_t *outside; /* the slots that the body takes from the outer row, its start among them */
  uint32_t outside_count;
  Batch starts; /* what ARGUMENT hands out */
  Batch rows;   /* of the body */
  bool row_by_row, running;
  const uint32_t *nodes; /* the starts at hand */
  uint32_t node_count, at;
  uint16_t window_row;
  uint32_t *ordinal_buffer;
  const uint32_t *ordinals;
  uint32_t **buffers;
  const uint32_t **parts; /* by part of the body: ids by row of `rows` */
} Repetition;

/* repeat: the operator whose child[1] is the body. */
Status repetition_open(Exec *x, const Op *repeat, Repetition *r);
/* The outer row that the body is run for from now on. */
void repetition_row(Repetition *r, const Batch *in, uint32_t row);
/* At most BATCH_ROWS nodes, which stay valid while rows are asked for. */
void repetition_start(Repetition *r, const uint32_t *nodes, uint32_t n);
/* More repetitions: r->rows.n of them, 0 at the end. */
Status repetition_next(Exec *x, Repetition *r);
/* The parts of repetition i as ids, in the order written: plan->slot_count of them, SLOT_NONE where nobody asks. The
 * position of its start among the nodes. */
uint32_t repetition_get(const Repetition *r, uint32_t i, uint32_t *parts);

/* The relationships of one repetition. */
static inline uint32_t repetition_length(const Plan *repeat)
{
  return repeat->slot_count / 2;
}

/* The part where a repetition ends, in the order walked, and the one where it starts. */
static inline uint32_t repetition_end(const Plan *repeat)
{
  return repeat->flag ? 0 : repeat->slot_count - 1;
}
static inline uint32_t repetition_begin(const Plan *repeat)
{
  return repeat->flag ? repeat->slot_count - 1 : 0;
}

#endif
