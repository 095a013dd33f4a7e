/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The igraph graph itself, for igraph's algorithms, layouts and writers. */
#ifndef CLIO_CORE_TOPOLOGY_IGRAPH_H
#define CLIO_CORE_TOPOLOGY_IGRAPH_H

#include "igraph_late.h"
#include "topology.h"

/* The directed graph of all merged relationships: vertices are node slots (dead nodes are isolated). It has every alive
 * relationship, and no others, when topology_is_recorded, which graph_compact sees to. Valid until the next merge. NULL
 * while nothing has been merged. */
const igraph_t *topology_igraph(const Topology *t);
bool topology_is_recorded(const Topology *t);
uint32_t topology_rel_of_edge(const Topology *t, igraph_integer_t edge);
/* -1 where the relationship is not in the igraph graph. */
igraph_integer_t topology_edge_of_rel(const Topology *t, uint32_t rel);

/* Turns what igraph returned into an Error; what says what was being done. */
Status topology_igraph_error(igraph_error_t code, const char *what, Error *err);

#endif
