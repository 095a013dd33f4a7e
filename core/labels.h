/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which labels each node has, and which nodes each label has. A node's labels are one number, that of its label set:
 * sets are interned, since a graph of millions of nodes has a handful of distinct ones. Each label has a compressed
 * bitmap of its nodes. Knows nothing of indexes, statistics and undoing. */
#ifndef CLIO_CORE_LABELS_H
#define CLIO_CORE_LABELS_H

#include "graph.h"

/* Of a node slot that is not alive. */
#define LABELS_DEAD UINT32_MAX

typedef struct LabelSet {
  uint32_t *ids; /* ascending */
  uint32_t count;
  uint64_t low; /* bit i: label i, for those below 64 */
} LabelSet;

typedef struct Labels {
  Map map; /* hash of the ids to the set's number */
  LabelSet *sets;
  uint32_t set_count, set_cap; /* set 0 is the empty one */
  uint32_t *of_node;           /* by node slot: a set, or LABELS_DEAD */
  uint32_t node_cap;
  roaring_bitmap_t **nodes; /* by label; NULL: none yet */
  uint64_t *counts;         /* by label */
  uint32_t label_count;
} Labels;

Status labels_init(Labels *l, Error *err);
void labels_free(Labels *l);
/* The number of the set of n ids, which ascend. */
Status labels_intern(Labels *l, const uint32_t *ids, uint32_t n, uint32_t *set, Error *err);
/* The set with a label more or less. */
Status labels_with(Labels *l, uint32_t set, uint32_t label, uint32_t *out, Error *err);
Status labels_without(Labels *l, uint32_t set, uint32_t label, uint32_t *out, Error *err);
bool labels_search(const LabelSet *set, uint32_t label);

static inline bool labels_has(const Labels *l, uint32_t set, uint32_t label)
{
  const LabelSet *s = &l->sets[set];
  return label < 64 ? s->low >> label & 1 : labels_search(s, label);
}

/* Room for node slots below the limit. What is new has to be given a set, or LABELS_DEAD, in of_node first. */
Status labels_reserve(Labels *l, uint32_t node_limit, Error *err);
/* CRoaring ends the process when it gets no memory, so before each of the next two functions this makes sure of what
 * it may ask for: for one node that gains or loses a set, or for all nodes from first on. */
Status labels_expect_change(const Labels *l, uint32_t set, uint32_t node, Error *err);
Status labels_expect_nodes(const Labels *l, uint32_t first, uint32_t limit, Error *err);
/* Gives the node another set (either may be LABELS_DEAD), bitmaps and counts included. */
void labels_assign(Labels *l, uint32_t node, uint32_t set);
/* For loading many: puts the nodes from first on, whose sets were written straight into of_node, into the bitmaps and
 * counts; and takes them out again. */
void labels_add_nodes(Labels *l, uint32_t first, uint32_t limit);
void labels_drop_nodes(Labels *l, uint32_t first, uint32_t limit);

#endif
