/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting the ways to fill in a tree of relationships below a node, without making them: for each node reached the
 * product, over the relationships of the pattern that lead on from it, of the sums over the nodes at their other ends.
 * What a node comes to is kept once so many have been asked for that it pays, so that over a whole graph each node and
 * relationship is visited once for each step of the pattern.
 *
 * The tree is read from a plan: EXPANDs and FILTERs over an ARGUMENT. See plan_count.c for what it may ask. */
#ifndef CLIO_QUERIES_TREE_COUNT_H
#define CLIO_QUERIES_TREE_COUNT_H

#include "rel_walk.h"

typedef struct TreeNode TreeNode;
typedef struct TreeEdge TreeEdge;

/* What nodes came to, by node; made when so many have been asked for. */
typedef struct TreeMemo {
  int64_t *counts; /* plus one; 0: not known */
  uint32_t cap;
} TreeMemo;

struct TreeNode {
  uint32_t slot;
  Eval **filters;
  const NameRef **implied; /* by filter: the one label that it asks for, or NULL */
  uint32_t filter_count;
  TreeEdge *edges; /* those that lead on */
  TreeEdge *in;    /* the one that leads here; NULL for a root */
  bool varies;     /* a root's count depends on more of the row than the node */
  uint64_t asked;
  TreeMemo memo;
  /* Where an edge that leads on must differ from the one that leads here: what the others come to. */
  TreeEdge *like_in;
  TreeMemo rest;
  Batch batch; /* of one column, for the filters */
  uint32_t *ids;
};

struct TreeEdge {
  TreeEdge *next; /* of the same node */
  const Plan *plan;
  RelTypes types;
  TreeNode *to;
  bool compact;      /* read from runs */
  bool plain;        /* every relationship counts once: nothing is asked of its end */
  TreeEdge *sibling; /* of the same node, from which it must differ: ... */
  bool sibling_ends; /* ... in the node at its end, and so in the relationship */
  uint32_t *unique;  /* slots of relationships of the row, from which it must differ */
  uint32_t unique_count;
  Unique bound; /* what they hold in the row at hand, each once */
};

typedef struct TreeCount {
  TreeNode **roots; /* nodes that the rows have bound */
  uint32_t root_count;
  TreeNode *nodes; /* all of them */
  uint32_t node_count;
  TreeEdge *edges;
  uint32_t edge_count;
  Arena arena;      /* of filters, reset with each batch */
  int64_t *by_node; /* scratch: sums by node, zero between uses */
  uint32_t by_node_cap;
} TreeCount;

/* Reads the tree from the right child of a COUNT_APPLY. */
Status tree_count_open(Exec *x, const Plan *subplan, TreeCount *t);
void tree_count_close(Exec *x, TreeCount *t);
/* For the rows of a batch that count, in their order, how many rows the subplan would give. A number beyond 64 bits is
 * ERROR_ARITHMETIC. */
Status tree_count_batch(Exec *x, TreeCount *t, const Batch *rows, int64_t *out);
/* What all nodes of a scan come to together, where the graph's own counts tell: how many relationships go out from, or
 * lead to, nodes with a label, when nothing more is asked of their other ends than what all of these are. */
bool tree_count_scan(Exec *x, TreeCount *t, const Plan *scan, int64_t *out);

#endif
