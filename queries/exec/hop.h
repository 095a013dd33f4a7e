/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Subplans that are a single step from a bound node to one that nobody has bound, with at most labels asked of it:
 * EXISTS { (a)-[:T]->(:L) }. They are answered node by node from the adjacency, which ends at the first hit. */
#ifndef CLIO_QUERIES_HOP_H
#define CLIO_QUERIES_HOP_H

#include "rel_rows.h"

typedef struct Hop {
  const Plan *expand;
  const Plan *filter; /* over it, or NULL */
  RelTypes types;
  bool compact;
  NameRef *labels; /* all of which the other node must have */
  uint32_t label_count;
  const roaring_bitmap_t **members; /* by label */
  uint32_t *buffer;
  const uint32_t *from; /* of the outer rows, by row */
} Hop;

/* Whether a subplan is of this form. */
bool hop_fits(const Plan *subplan);
Status hop_open(Exec *x, const Plan *subplan, Hop *hop);
/* The outer rows that hop_exists is asked about. */
Status hop_batch(Exec *x, Hop *hop, const Batch *outer);
bool hop_exists(const Exec *x, const Hop *hop, uint32_t row);

#endif
