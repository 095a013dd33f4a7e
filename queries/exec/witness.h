/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts that took part in a run: what WHY tests one by one. Filled by the WITNESS operators of a plan. */
#ifndef CLIO_QUERIES_WITNESS_H
#define CLIO_QUERIES_WITNESS_H

#include <roaring/roaring.h>

typedef struct Witness {
  roaring_bitmap_t *nodes, *rels;
} Witness;

#endif
