/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of edges that becomes an igraph graph in linear time. igraph_add_edges wants each edge copied twice and sorts
 * with linked lists, which at half a million edges takes five times what PageRank on them does. Edges that come in the
 * order of their start and end need one counting pass, others three. */
#ifndef CLIO_CORE_EDGE_LIST_H
#define CLIO_CORE_EDGE_LIST_H

#include "error.h"

#include "igraph_late.h"

/* Edge i leads from[i] to to[i]. Whoever fills it writes up to the size that it was made for and then trims it. */
typedef struct EdgeList {
  igraph_vector_int_t from, to;
} EdgeList;

/* All of these are called within igraph_guard_enter. An empty struct ({0}) may be freed. */
Status edge_list_make(EdgeList *list, size_t size, Error *err);
void edge_list_trim(EdgeList *list, size_t size); /* to no more than it has */
void edge_list_free(EdgeList *list);

/* Makes the graph, whose edges keep their numbers, and takes the list's vectors for it; the list is empty afterwards,
 * also on failure. All ends are below `vertices`. */
Status edge_list_graph(EdgeList *list, uint32_t vertices, bool directed, igraph_t *graph, Error *err);

/* What the graph and its making take, in bytes. */
size_t edge_list_graph_size(size_t edges, uint32_t vertices);

#endif
