/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is connected with what: relationships with their types and ends, and for each node the relationships it has.
 *
 * A new relationship lives in the overlay (overlay.c), chains that are quick to grow. Between statements, when enough
 * have gathered, they are merged into compact arrays per type (adjacency.c), which traversal reads. The same
 * relationships' ends go into an igraph_t (topology_igraph.h), which igraph's algorithms run on, and which is then
 * their one record: all that have gathered in one igraph_add_edges, since igraph rebuilds its whole index each time.
 *
 * Three numbers divide the relationship slots: those below `recorded` are in the igraph graph, those below `compact` in
 * the compact arrays, and the rest, up to the limit, in the overlay's chains. Deleted relationships are marked and
 * skipped by readers until a merge drops them.
 *
 * A node's slot is its vertex number in the igraph graph; dead nodes stay there as isolated vertices, since igraph
 * would renumber all others. A relationship's slot is its edge number until the first deletion; then two maps tell.
 *
 * Knows slots and type numbers only: nothing of labels, properties, transactions or files. Whether a node is alive is
 * the graph's business. */
#ifndef CLIO_CORE_TOPOLOGY_H
#define CLIO_CORE_TOPOLOGY_H

#include "graph.h"

typedef struct Topology Topology;

Status topology_new(Topology **out, Error *err);
void topology_free(Topology *t);

uint32_t topology_node_limit(const Topology *t);
uint32_t topology_rel_limit(const Topology *t);
uint64_t topology_rel_count(const Topology *t);                 /* alive */
uint64_t topology_type_count(const Topology *t, uint32_t type); /* alive */
bool topology_type_may_loop(const Topology *t, uint32_t type);
const DegreeSums *topology_degree_sums(const Topology *t, uint32_t type);
bool topology_rel_alive(const Topology *t, uint32_t rel);    /* false beyond the limit */
uint32_t topology_rel_type(const Topology *t, uint32_t rel); /* NAME_NONE beyond the limit */
void topology_rel_ends(const Topology *t, uint32_t rel, uint32_t *start, uint32_t *end);
bool topology_has_rels(const Topology *t, uint32_t node); /* any alive, in any direction */

/* The relationship slots from `first` on laid open, for loops over many of them that have been added since the last
 * topology_record. [0] is of slot first, and a bit of the marks of slot first & ~63. */
typedef struct RelSlots {
  const uint32_t *types, *starts, *ends;
  const uint64_t *dead;
} RelSlots;

RelSlots topology_rel_slots(const Topology *t, uint32_t first);

/* Room for so many more. */
Status topology_reserve(Topology *t, uint32_t nodes, uint32_t rels, Error *err);
Status topology_add_node(Topology *t, Error *err); /* takes the slot topology_node_limit */
/* Takes the slot topology_rel_limit. While unlinked, the relationship is in no adjacency until topology_refresh. */
Status topology_add_rel(Topology *t, uint32_t type, uint32_t start, uint32_t end, Error *err);
void topology_delete_rel(Topology *t, uint32_t rel);

/* Undoing; these cannot fail. Relationships are dropped newest first, before the nodes they are attached to. None that
 * is dropped or restored may have been merged since. */
void topology_drop_nodes(Topology *t, uint32_t limit); /* slots from limit on were never given out */
void topology_drop_rels(Topology *t, uint32_t limit);
void topology_restore_rel(Topology *t, uint32_t rel);

/* For loading many: until it is relinked, topology_add_rel only writes the ends down. */
void topology_unlink(Topology *t);
/* In steps, of which threads may share the second: each that is in it does a part. The last one frees what the first
 * has made. */
typedef struct Refresh Refresh;
Status topology_relink_begin(Topology *t, Refresh **out, Error *err);
void topology_relink_work(Refresh *r);
Status topology_relink_end(Topology *t, Refresh *r, Error *err);

/* For the store: relationship slots that were deleted before the file was written, and, while unlinked, many at once:
 * n slots, of which those with the type NAME_NONE are such. */
Status topology_add_dead_rel(Topology *t, Error *err);
Status topology_add_rels(Topology *t, const uint32_t *types, const uint32_t *starts, const uint32_t *ends, uint32_t n,
                         Error *err);

/* Brings the compact arrays up to date. Only between transactions. */
Status topology_refresh(Topology *t, Error *err);
/* Brings the igraph graph up to date. Only between transactions. */
Status topology_record(Topology *t, Error *err);
/* After a statement or transaction: refreshes where what it changed has itself cost as much. Small changes gather, so
 * that no single one has to wait for a refresh; whoever reads a lot asks for one. */
Status topology_settle(Topology *t, Error *err);
/* What topology_refresh would cost now, in nanoseconds, roughly; 0 when there is nothing to do. */
int64_t topology_refresh_cost(const Topology *t);

#endif
