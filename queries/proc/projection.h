/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A part of the graph as an igraph graph of its own: the nodes with one of some labels, the relationships between them
 * of one of some types, and of both those that held on a day. Vertices are numbered densely in the order of the nodes'
 * ids.
 *
 * It is made anew for each call even where the whole graph is asked for and topology_igraph has it: igraph writes what
 * it finds out about a graph into the graph, which readers at the same time share, and a copy is cheap. */
#ifndef CLIO_QUERIES_PROJECTION_H
#define CLIO_QUERIES_PROJECTION_H

#include "core/edge_list.h"
#include "core/graph.h"
#include "core/validity.h"

typedef struct Projection {
  igraph_t graph;
  uint32_t node_count;
  uint32_t *nodes;         /* by vertex; NULL: the same number */
  uint32_t *rels;          /* by edge, where asked for */
  igraph_vector_t weights; /* by edge, where weighted */
  bool made, weighted;     /* graph and weights have to be given back */
  size_t taken;            /* counted against the limit */
  MemoryLimit *limit;
} Projection;

typedef enum WeightRange { WEIGHT_NOT_NEGATIVE, WEIGHT_POSITIVE, WEIGHT_ANY } WeightRange;

typedef struct ProjectionShape {
  Value labels, types; /* a string or a list of strings; null: all. Unknown names select nothing */
  bool dated;
  ValidityQuestion question; /* where dated: only of what it is true */
  bool claimed;
  Value party; /* where claimed: a list of texts, only what it asserts or nobody contests */
  bool best;   /* only what is not deprecated and has no preferred rival among what is seen */
  bool directed;
  bool simple;       /* without loops; parallel relationships are one with the sum of their weights. Not with rels */
  bool rels;         /* the relationship of each edge has to be known */
  Text weight;       /* the property that holds the weights; empty: none */
  WeightRange range; /* others are refused, as missing ones are in any case */
  const char *who;   /* for errors: the procedure */
} ProjectionShape;

/* Within igraph_guard_enter. On failure there is nothing to free. Stops when interrupted (which may be NULL) says so,
 * leaving the error to it. */
Status projection_make(Projection *p, const Graph *g, const ProjectionShape *shape, MemoryLimit *limit,
                       bool (*interrupted)(void *sink), void *sink, Error *err);
void projection_free(Projection *p);

/* SLOT_NONE where the node is not part of it. */
uint32_t projection_vertex(const Projection *p, uint32_t node);

static inline uint32_t projection_node(const Projection *p, uint32_t vertex)
{
  return p->nodes ? p->nodes[vertex] : vertex;
}

#endif
