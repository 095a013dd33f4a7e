/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of the relationships in an igraph graph, and the slots that are given out on top of it; see topology.h.
 * igraph's errors become Errors here, it is called within igraph_guard.h, and its attribute tables are not used.
 *
 * Merging costs about 0.2 microseconds and 34 bytes for each relationship of the whole graph (igraph 0.10.2 sorts its
 * index anew), as much as all else that opening a file or a bulk load does. So the igraph graph is first filled when
 * something is about to run on it, and merged into again when that happens the next time. */
#include "igraph_guard.h"
#include "large.h"
#include "topology_igraph.h"
#include "topology_internal.h"

#include <stdlib.h>

_Static_assert(sizeof(igraph_integer_t) == 8, "Clio needs igraph built with 64-bit integers");

struct Record {
  igraph_t graph;
  uint32_t *rel_of_edge, *edge_of_rel; /* NULL: the same number */
};

Status topology_igraph_error(igraph_error_t code, const char *what, Error *err)
{
  if (code == IGRAPH_SUCCESS) return STATUS_OK;
  if (code == IGRAPH_ENOMEM) return error_out_of_memory(err);
  return error_set(err, ERROR_INTERNAL, NULL, "igraph failed while %s: %s", what, igraph_strerror(code));
}

static Status record_new(Record **out, Error *err)
{
  Record *record = calloc(1, sizeof *record);
  if (!record) return error_out_of_memory(err);
  if (topology_igraph_error(igraph_empty(&record->graph, 0, IGRAPH_DIRECTED), "making a graph", err) != STATUS_OK) {
    free(record);
    return STATUS_FAIL;
  }
  *out = record;
  return STATUS_OK;
}

static void record_free(Record *record)
{
  if (!record) return;
  igraph_destroy(&record->graph);
  free(record->rel_of_edge);
  free(record->edge_of_rel);
  free(record);
}

Status topology_new(Topology **out, Error *err)
{
  Topology *t = calloc(1, sizeof *t);
  if (!t) return error_out_of_memory(err);
  t->unlinked = SLOT_NONE;
  *out = t;
  return STATUS_OK;
}

void topology_free(Topology *t)
{
  if (!t) return;
  record_free(t->record);
  for (uint32_t i = 0; i < t->type_count; i++) {
    run_arrays_free(&t->by_type[i].out);
    run_arrays_free(&t->by_type[i].in);
  }
  large_free(t->by_type);
  large_free(t->types);
  large_free(t->dead);
  large_free(t->starts);
  large_free(t->ends);
  large_free(t->out_types);
  large_free(t->in_types);
  large_free(t->head_out);
  large_free(t->head_in);
  large_free(t->next_out);
  large_free(t->next_in);
  free(t);
}

/* ---- reading */

uint32_t topology_node_limit(const Topology *t)
{
  return t->node_limit;
}

uint32_t topology_rel_limit(const Topology *t)
{
  return t->rel_limit;
}

uint64_t topology_rel_count(const Topology *t)
{
  return t->alive;
}

uint64_t topology_type_count(const Topology *t, uint32_t type)
{
  const TypeRels *rels = type_rels(t, type);
  return rels ? rels->alive : 0;
}

bool topology_type_may_loop(const Topology *t, uint32_t type)
{
  const TypeRels *rels = type_rels(t, type);
  return rels && rels->loops > 0;
}

bool topology_rel_alive(const Topology *t, uint32_t rel)
{
  return rel < t->rel_limit && !is_dead(t, rel);
}

uint32_t topology_rel_type(const Topology *t, uint32_t rel)
{
  return rel < t->rel_limit ? t->types[rel] : NAME_NONE;
}

void topology_rel_ends(const Topology *t, uint32_t rel, uint32_t *start, uint32_t *end)
{
  *start = *end = SLOT_NONE;
  if (LIKELY(rel < t->recorded)) {
    igraph_integer_t edge = topology_edge_of_rel(t, rel);
    if (edge < 0) return;
    *start = (uint32_t)IGRAPH_FROM(&t->record->graph, edge);
    *end = (uint32_t)IGRAPH_TO(&t->record->graph, edge);
  } else if (rel < t->rel_limit) {
    *start = t->starts[rel - t->recorded];
    *end = t->ends[rel - t->recorded];
  }
}

RelSlots topology_rel_slots(const Topology *t, uint32_t first)
{
  uint32_t at = first - t->recorded;
  return (RelSlots){t->types + first, t->starts + at, t->ends + at, t->dead + first / 64};
}

/* ---- igraph's view */

const igraph_t *topology_igraph(const Topology *t)
{
  return t->record ? &t->record->graph : NULL;
}

bool topology_is_recorded(const Topology *t)
{
  return t->record && t->recorded == t->rel_limit && t->recorded_dead == 0 &&
         igraph_vcount(&t->record->graph) == (igraph_integer_t)t->node_limit;
}

uint32_t topology_rel_of_edge(const Topology *t, igraph_integer_t edge)
{
  return t->record->rel_of_edge ? t->record->rel_of_edge[edge] : (uint32_t)edge;
}

igraph_integer_t topology_edge_of_rel(const Topology *t, uint32_t rel)
{
  if (rel >= t->recorded) return -1;
  if (LIKELY(!t->record->edge_of_rel)) return rel;
  uint32_t edge = t->record->edge_of_rel[rel];
  return edge == SLOT_NONE ? -1 : (igraph_integer_t)edge;
}

/* ---- room */

static Status grow(void *array, size_t count, size_t size, Error *err)
{
  void **pointer = array;
  void *grown = large_grow(*pointer, count * size);
  if (!grown) return error_out_of_memory(err);
  *pointer = grown;
  return STATUS_OK;
}

static uint32_t next_cap(uint32_t cap, uint64_t wanted)
{
  return (uint32_t)MIN(MAX(MAX(wanted, (uint64_t)cap + cap / 2), UINT64_C(64)), (uint64_t)SLOT_NONE);
}

static Status reserve_nodes(Topology *t, uint64_t limit, Error *err)
{
  if (LIKELY(limit <= t->node_cap)) return STATUS_OK;
  if (limit >= SLOT_NONE) return error_set(err, ERROR_MEMORY, NULL, "a graph has at most 4,294,967,294 nodes");
  uint32_t cap = next_cap(t->node_cap, limit);
  TRY(grow(&t->head_out, cap, sizeof(uint32_t), err));
  TRY(grow(&t->head_in, cap, sizeof(uint32_t), err));
  TRY(grow(&t->out_types, cap, sizeof(uint64_t), err));
  TRY(grow(&t->in_types, cap, sizeof(uint64_t), err));
  t->node_cap = cap;
  return STATUS_OK;
}

static Status reserve_rels(Topology *t, uint64_t limit, Error *err)
{
  if (limit >= SLOT_NONE) return error_set(err, ERROR_MEMORY, NULL, "a graph has at most 4,294,967,294 relationships");
  if (UNLIKELY(limit > t->rel_cap)) {
    uint32_t cap = next_cap(t->rel_cap, limit) / 64 * 64 + 64;
    TRY(grow(&t->types, cap, sizeof(uint32_t), err));
    TRY(grow(&t->dead, cap / 64, sizeof(uint64_t), err));
    memset(t->dead + t->rel_cap / 64, 0, (cap - t->rel_cap) / 64 * sizeof(uint64_t));
    t->rel_cap = cap;
  }
  if (UNLIKELY(limit - t->recorded > t->ends_cap)) {
    uint32_t cap = next_cap(t->ends_cap, limit - t->recorded);
    TRY(grow(&t->starts, cap, sizeof(uint32_t), err));
    TRY(grow(&t->ends, cap, sizeof(uint32_t), err));
    t->ends_cap = cap;
  }
  return STATUS_OK;
}

static Status reserve_types(Topology *t, uint32_t type, Error *err)
{
  if (LIKELY(type < t->type_count)) return STATUS_OK;
  TRY(grow(&t->by_type, (size_t)type + 1, sizeof(TypeRels), err));
  memset(t->by_type + t->type_count, 0, (type + 1 - t->type_count) * sizeof(TypeRels));
  t->type_count = type + 1;
  return STATUS_OK;
}

Status topology_reserve(Topology *t, uint32_t nodes, uint32_t rels, Error *err)
{
  TRY(reserve_nodes(t, (uint64_t)t->node_limit + nodes, err));
  return reserve_rels(t, (uint64_t)t->rel_limit + rels, err);
}

/* ---- changes */

Status topology_add_node(Topology *t, Error *err)
{
  TRY(reserve_nodes(t, (uint64_t)t->node_limit + 1, err));
  uint32_t node = t->node_limit++;
  t->head_out[node] = t->head_in[node] = SLOT_NONE;
  t->out_types[node] = t->in_types[node] = 0;
  return STATUS_OK;
}

Status topology_add_rel(Topology *t, uint32_t type, uint32_t start, uint32_t end, Error *err)
{
  uint32_t rel = t->rel_limit;
  TRY(reserve_rels(t, (uint64_t)rel + 1, err));
  TRY(reserve_types(t, type, err));
  bool linked = rel < t->unlinked;
  if (linked) TRY(overlay_reserve(t, rel + 1 - t->compact, err));
  t->types[rel] = type;
  t->dead[rel / 64] &= ~(UINT64_C(1) << (rel % 64));
  t->starts[rel - t->recorded] = start;
  t->ends[rel - t->recorded] = end;
  t->rel_limit++;
  t->alive++;
  TypeRels *rels = &t->by_type[type];
  rels->alive++;
  rels->overlay++;
  rels->loops += start == end;
  if (linked) overlay_link(t, rel);
  return STATUS_OK;
}

Status topology_add_dead_rel(Topology *t, Error *err)
{
  uint32_t rel = t->rel_limit;
  TRY(reserve_rels(t, (uint64_t)rel + 1, err));
  t->types[rel] = NAME_NONE;
  t->dead[rel / 64] |= UINT64_C(1) << (rel % 64);
  t->starts[rel - t->recorded] = t->ends[rel - t->recorded] = SLOT_NONE;
  t->rel_limit++;
  return STATUS_OK;
}

static void mark_dead(Topology *t, uint32_t from, uint32_t to, bool dead)
{
  for (uint32_t rel = from, next; rel < to; rel = next) {
    next = MIN(to, rel / 64 * 64 + 64);
    uint64_t bits = (next - rel == 64 ? UINT64_MAX : (UINT64_C(1) << (next - rel)) - 1) << (rel % 64);
    t->dead[rel / 64] = dead ? t->dead[rel / 64] | bits : t->dead[rel / 64] & ~bits;
  }
}

Status topology_add_rels(Topology *t, const uint32_t *types, const uint32_t *starts, const uint32_t *ends, uint32_t n,
                         Error *err)
{
  TRY(reserve_rels(t, (uint64_t)t->rel_limit + n, err));
  for (uint32_t i = 0; i < n; i++)
    if (types[i] != NAME_NONE) TRY(reserve_types(t, types[i], err));
  memcpy(t->types + t->rel_limit, types, n * sizeof *types);
  memcpy(t->starts + (t->rel_limit - t->recorded), starts, n * sizeof *starts);
  memcpy(t->ends + (t->rel_limit - t->recorded), ends, n * sizeof *ends);
  /* Neighbours mostly have the same type. */
  for (uint32_t i = 0, end; i < n; i = end) {
    uint32_t loops = 0;
    for (end = i; end < n && types[end] == types[i]; end++) loops += starts[end] == ends[end];
    mark_dead(t, t->rel_limit + i, t->rel_limit + end, types[i] == NAME_NONE);
    if (types[i] == NAME_NONE) continue;
    TypeRels *rels = &t->by_type[types[i]];
    t->alive += end - i;
    rels->alive += end - i;
    rels->overlay += end - i;
    rels->loops += loops;
  }
  t->rel_limit += n;
  return STATUS_OK;
}

static void set_dead(Topology *t, uint32_t rel, bool dead)
{
  uint64_t bit = UINT64_C(1) << (rel % 64);
  if (dead)
    t->dead[rel / 64] |= bit;
  else
    t->dead[rel / 64] &= ~bit;
  TypeRels *rels = &t->by_type[t->types[rel]];
  uint32_t by = dead ? 1 : UINT32_MAX; /* plus or minus one */
  t->alive -= dead ? 1 : UINT64_MAX;
  rels->alive -= dead ? 1 : UINT64_MAX;
  if (rel < t->compact) {
    rels->dead += by;
    t->compact_dead += by;
  }
  if (rel < t->recorded) t->recorded_dead += by;
}

void topology_delete_rel(Topology *t, uint32_t rel)
{
  set_dead(t, rel, true);
}

void topology_restore_rel(Topology *t, uint32_t rel)
{
  set_dead(t, rel, false);
}

void topology_drop_nodes(Topology *t, uint32_t limit)
{
  t->node_limit = MIN(t->node_limit, limit);
}

void topology_drop_rels(Topology *t, uint32_t limit)
{
  while (t->rel_limit > MAX(limit, t->compact)) {
    uint32_t rel = --t->rel_limit;
    if (rel < t->unlinked) overlay_unlink(t, rel);
    TypeRels *rels = &t->by_type[t->types[rel]];
    rels->alive--;
    rels->overlay--;
    rels->loops -= t->starts[rel - t->recorded] == t->ends[rel - t->recorded];
    t->alive--;
  }
  if (limit < t->compact) adjacency_truncate(t, limit);
  t->rel_limit = MIN(t->rel_limit, limit);
  if (t->unlinked >= limit) t->unlinked = SLOT_NONE;
}

void topology_unlink(Topology *t)
{
  t->unlinked = t->rel_limit;
}

Status topology_relink_begin(Topology *t, Refresh **out, Error *err)
{
  return adjacency_begin(t, true, out, err);
}

void topology_relink_work(Refresh *r)
{
  adjacency_work(r);
}

Status topology_relink_end(Topology *t, Refresh *r, Error *err)
{
  TRY(adjacency_end(r, err));
  t->unlinked = SLOT_NONE;
  return STATUS_OK;
}

/* ---- merging */

/* Changes that the compact arrays do not have yet. */
static uint64_t count_loose(const Topology *t)
{
  return (uint64_t)(t->rel_limit - t->compact) + t->compact_dead;
}

Status topology_refresh(Topology *t, Error *err)
{
  t->settled = 0;
  return count_loose(t) ? adjacency_refresh(t, false, err) : STATUS_OK;
}

/* The ends of all alive relationships from `first` on, as igraph wants them. */
static igraph_error_t list_edges(const Topology *t, uint32_t first, uint32_t count, igraph_vector_int_t *edges)
{
  igraph_error_t code = igraph_vector_int_init(edges, 2 * (igraph_integer_t)count);
  if (code != IGRAPH_SUCCESS) return code;
  igraph_integer_t *at = VECTOR(*edges);
  for (uint32_t rel = first; rel < t->rel_limit; rel++) {
    if (is_dead(t, rel)) continue;
    uint32_t start, end;
    topology_rel_ends(t, rel, &start, &end);
    *at++ = start;
    *at++ = end;
  }
  return IGRAPH_SUCCESS;
}

static uint32_t count_alive(const Topology *t, uint32_t first)
{
  uint32_t count = 0;
  for (uint32_t rel = first; rel < t->rel_limit; rel++) count += !is_dead(t, rel);
  return count;
}

static Status make_maps(const Topology *t, Record *record, uint32_t edges, Error *err)
{
  uint32_t *rel_of_edge = large_alloc(MAX(edges, 1u) * sizeof(uint32_t));
  uint32_t *edge_of_rel = large_alloc(MAX(t->rel_limit, 1u) * sizeof(uint32_t));
  if (!rel_of_edge || !edge_of_rel) {
    free(rel_of_edge);
    free(edge_of_rel);
    return error_out_of_memory(err);
  }
  uint32_t edge = 0;
  for (uint32_t rel = 0; rel < t->rel_limit; rel++) {
    edge_of_rel[rel] = is_dead(t, rel) ? SLOT_NONE : edge;
    if (!is_dead(t, rel)) rel_of_edge[edge++] = rel;
  }
  free(record->rel_of_edge);
  free(record->edge_of_rel);
  record->rel_of_edge = rel_of_edge;
  record->edge_of_rel = edge_of_rel;
  return STATUS_OK;
}

/* igraph can only delete edges by building its index anew, and add them likewise: with something to drop, a fresh graph
 * takes one such step rather than two. */
static Status record_rest(Topology *t, Error *err)
{
  Status status = STATUS_OK;
  if (!t->record) TRY(record_new(&t->record, err));
  Record *record = t->record, *fresh = NULL;
  igraph_vector_int_t edges;
  bool listed = false;
  uint32_t first = t->recorded;
  if (t->recorded_dead) {
    TRY(record_new(&fresh, err));
    record = fresh;
    first = 0;
  }
  uint32_t count = count_alive(t, first);
  uint32_t total = (uint32_t)igraph_ecount(&record->graph) + count;
  igraph_integer_t missing = (igraph_integer_t)t->node_limit - igraph_vcount(&record->graph);
  if (missing > 0)
    TRY_OUT(topology_igraph_error(igraph_add_vertices(&record->graph, missing, NULL), "adding vertices", err));
  TRY_OUT(topology_igraph_error(list_edges(t, first, count, &edges), "listing edges", err));
  listed = true;
  Record maps = {.rel_of_edge = NULL};
  if (total < t->rel_limit) TRY_OUT(make_maps(t, &maps, total, err));
  igraph_error_t code = igraph_add_edges(&record->graph, &edges, NULL);
  if (code != IGRAPH_SUCCESS) {
    free(maps.rel_of_edge);
    free(maps.edge_of_rel);
    TRY_OUT(topology_igraph_error(code, "adding edges", err));
  }
  free(record->rel_of_edge);
  free(record->edge_of_rel);
  record->rel_of_edge = maps.rel_of_edge;
  record->edge_of_rel = maps.edge_of_rel;
  if (fresh) {
    record_free(t->record);
    t->record = fresh;
    fresh = NULL;
  }
  t->recorded = t->rel_limit;
  t->recorded_dead = 0;
  large_free(t->starts);
  large_free(t->ends);
  t->starts = t->ends = NULL;
  t->ends_cap = 0;
out:
  if (listed) igraph_vector_int_destroy(&edges);
  record_free(fresh);
  return status;
}

Status topology_record(Topology *t, Error *err)
{
  if (topology_is_recorded(t)) return STATUS_OK;
  TRY(igraph_guard_enter(NULL, NULL, err));
  Status status = record_rest(t, err);
  igraph_guard_leave();
  return status;
}

Status topology_settle(Topology *t, Error *err)
{
  enum { FEWEST_CHANGES = 4096 };
  uint64_t loose = count_loose(t), fresh = loose - MIN(loose, t->settled);
  t->settled = loose;
  return loose > MAX(t->alive / 4, (uint64_t)FEWEST_CHANGES) && fresh >= loose / 2 ? topology_refresh(t, err)
                                                                                   : STATUS_OK;
}

int64_t topology_refresh_cost(const Topology *t)
{
  if (LIKELY(count_loose(t) == 0)) return 0;
  /* Sorting a new relationship, looking at an old one or copying it unseen; what it costs at least. */
  enum { FRESH = 60, OLD = 15, UNSEEN = 4, ALL = 1000 };
  int64_t fresh = (int64_t)(t->rel_limit - t->compact), old = 0;
  for (uint32_t type = 0; type < t->type_count; type++) {
    const TypeRels *rels = &t->by_type[type];
    if (rels->overlay || rels->dead) old += (int64_t)rels->out.len * (rels->dead || rels->loops ? OLD : UNSEEN);
  }
  return fresh * FRESH + old + ALL;
}
