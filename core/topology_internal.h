/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the topology, shared by topology.c (the record in igraph), overlay.c (new relationships), adjacency.c
 * (the compact arrays) and neighbours.c (readers of both). Nobody else includes this. */
#ifndef CLIO_CORE_TOPOLOGY_INTERNAL_H
#define CLIO_CORE_TOPOLOGY_INTERNAL_H

#include "topology.h"

/* One type's relationships in one direction; see Runs in graph.h. One block of memory, offsets first. */
typedef struct RunArrays {
  uint32_t *offsets, *nodes, *rels, *keys;
  uint32_t first, span, len;
} RunArrays;

typedef struct TypeRels {
  RunArrays out, in;
  uint64_t alive;   /* relationships of the type, wherever they are */
  uint32_t overlay; /* in the overlay, dead ones among them */
  uint32_t dead;    /* dead ones in the compact arrays */
  uint32_t loops;   /* relationships from a node to itself, dead ones among them */
  DegreeSums sums;  /* over the compact arrays */
} TypeRels;

typedef struct Record Record; /* the igraph graph with its maps; topology.c */

struct Topology {
  Record *record; /* NULL until there is something in it */
  uint32_t recorded, compact, rel_limit, node_limit;
  uint32_t recorded_dead; /* dead relationships whose edges are still in the igraph graph */
  uint32_t compact_dead;  /* dead relationships in the compact arrays */
  uint64_t settled;       /* changes that topology_settle has left to gather */
  uint64_t alive;

  uint32_t *types; /* by rel slot */
  uint64_t *dead;  /* bit by rel slot */
  uint32_t rel_cap;

  uint32_t *starts, *ends; /* of the slots from recorded on */
  uint32_t ends_cap;

  TypeRels *by_type;
  uint32_t type_count;

  /* Which types a node has in the compact arrays, by bit type % 64; bits may stay set too long. */
  uint64_t *out_types, *in_types;
  /* The overlay: for each node the newest of its overlay relationships, for each of those the one before it. All are
   * numbered slot - compact; SLOT_NONE ends a chain. */
  uint32_t *head_out, *head_in;
  uint32_t node_cap; /* of these four; what is beyond the limit holds nothing yet */
  uint32_t *next_out, *next_in;
  uint32_t next_cap;
  uint32_t unlinked; /* slots from here on are in no chain (topology_unlink); SLOT_NONE: all are */
};

static inline bool is_dead(const Topology *t, uint32_t rel)
{
  return t->dead[rel / 64] >> (rel % 64) & 1;
}

/* topology_rel_ends for a slot that is most likely not in the igraph graph. */
static inline void rel_ends(const Topology *t, uint32_t rel, uint32_t *start, uint32_t *end)
{
  if (UNLIKELY(rel < t->recorded)) {
    topology_rel_ends(t, rel, start, end);
    return;
  }
  *start = t->starts[rel - t->recorded];
  *end = t->ends[rel - t->recorded];
}

static inline const TypeRels *type_rels(const Topology *t, uint32_t type)
{
  return type < t->type_count ? &t->by_type[type] : NULL;
}

static inline const RunArrays *run_arrays(const TypeRels *rels, Direction dir)
{
  return dir == DIR_OUT ? &rels->out : &rels->in;
}

static inline Run run_in(const RunArrays *a, uint32_t node)
{
  Runs runs = {a->offsets, a->nodes, a->rels, a->keys, a->first, a->span};
  return runs_of(&runs, node);
}

static inline uint64_t *type_mask(const Topology *t, Direction dir)
{
  return dir == DIR_OUT ? t->out_types : t->in_types;
}

/* The first type at or after `type` that may have a run at the node, or type_count. */
static inline uint32_t next_type(const Topology *t, uint32_t node, Direction dir, uint32_t type)
{
  uint64_t mask = node < t->node_limit ? type_mask(t, dir)[node] : 0;
  if (!mask) return t->type_count;
  while (type < t->type_count && !(mask >> (type % 64) & 1)) type++;
  return type;
}

/* overlay.c */
Status overlay_reserve(Topology *t, uint32_t rels, Error *err);
void overlay_link(Topology *t, uint32_t rel);
void overlay_unlink(Topology *t, uint32_t rel); /* the newest only */
void overlay_clear(Topology *t);                /* when all of it has been merged */
/* The first relationship of the node's chain from `chain` on that is alive and of the type (NAME_NONE: any); chain
 * starts as head_out or head_in of the node and is left at the one after. SLOT_NONE at the end. */
uint32_t overlay_next(const Topology *t, Direction dir, uint32_t type, uint32_t *chain);

/* adjacency.c */
void run_arrays_free(RunArrays *a);
/* Drops relationships from slot limit on, in place. */
void adjacency_truncate(Topology *t, uint32_t limit);
/* Takes the overlay in; dead relationships are dropped unless keep_dead, which leaves them for topology_restore_rel. */
Status adjacency_refresh(Topology *t, bool keep_dead, Error *err);
/* The same in steps, see topology_relink_begin. */
Status adjacency_begin(Topology *t, bool keep_dead, Refresh **out, Error *err);
void adjacency_work(Refresh *r);
Status adjacency_end(Refresh *r, Error *err);

#endif
