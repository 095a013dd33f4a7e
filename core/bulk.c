/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading many entities at once: while a bulk load is on, new nodes and relationships are only written down, without
 * bitmaps, statistics, adjacency, indexes and undo entries; at its end all of these are made in one pass each. Entities
 * that were there before can be changed meanwhile, and are treated as ever. */
#include "graph_internal.h"
#include "workers.h"

Status graph_bulk_begin(Graph *g, uint32_t nodes_hint, uint32_t rels_hint, Error *err)
{
  TRY(graph_check_writable(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "a bulk load is on already");
  TRY(topology_reserve(g->topology, nodes_hint, rels_hint, err));
  TRY(labels_reserve(&g->labels, graph_node_limit(g) + nodes_hint, err));
  TRY(undo_reserve(g, 1, err));
  g->bulk_nodes = graph_node_limit(g);
  g->bulk_rels = graph_rel_limit(g);
  undo_push(g, (Undo){.op = UNDO_BULK, .slot = g->bulk_nodes, .other = g->bulk_rels});
  topology_unlink(g->topology);
  g->bulk = true;
  return STATUS_OK;
}

Status graph_bulk_end(Graph *g, bool ok, Error *err)
{
  if (!g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no bulk load is on");
  if (!ok) return STATUS_OK; /* the load stays on, so that nothing but undoing can follow */
  TRY(graph_absorb(g, g->bulk_nodes, g->bulk_rels, err));
  g->bulk = false;
  return STATUS_OK;
}

/* ---- statistics: neighbouring relationships mostly have the same type and the same labels at their ends, so they are
 * counted in stretches. */

typedef struct Stretch {
  uint32_t type, start_set, end_set;
  uint32_t first, start, end; /* its first relationship and that one's ends */
  int64_t count;
} Stretch;

static Status count_rels(Graph *g, uint32_t first, uint32_t limit, int64_t by, Error *err);

static Status count_stretch(Graph *g, const Stretch *s, uint32_t first, int64_t by, Error *err)
{
  if (s->count == 0) return STATUS_OK;
  if (LIKELY(graph_count_rel(g, s->type, s->start, s->end, by * s->count, err) == STATUS_OK)) return STATUS_OK;
  (void)count_rels(g, first, s->first, -by, err); /* cannot fail: these have been counted */
  return STATUS_FAIL;
}

static Status count_rels(Graph *g, uint32_t first, uint32_t limit, int64_t by, Error *err)
{
  if (first == limit) return STATUS_OK;
  const uint32_t *sets = g->labels.of_node;
  const RelSlots slots = topology_rel_slots(g->topology, first);
  Stretch s = {.type = NAME_NONE};
  for (uint32_t i = 0, n = limit - first; i < n; i++) {
    uint32_t bit = first % 64 + i;
    if (slots.dead[bit / 64] >> (bit % 64) & 1) continue;
    uint32_t type = slots.types[i], start = slots.starts[i], end = slots.ends[i];
    if (type != s.type || sets[start] != s.start_set || sets[end] != s.end_set) {
      TRY(count_stretch(g, &s, first, by, err));
      s = (Stretch){type, sets[start], sets[end], first + i, start, end, 0};
    }
    s.count++;
  }
  return count_stretch(g, &s, first, by, err);
}

/* ---- indexes */

static Status index_fresh(Graph *g, Index *index, uint32_t first, Error *err)
{
  const Column *column = graph_column(g, index_kind(index), index_key(index));
  uint32_t limit = index_kind(index) == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g);
  uint32_t label = index_label(index);
  for (uint32_t slot = first; column && slot < limit; slot++) {
    if (!column_has(column, slot)) continue;
    bool covered =
        index_kind(index) == ENTITY_NODE ? graph_has_label(g, slot, label) : graph_rel_type(g, slot) == label;
    if (covered) TRY(index_insert(index, column_get(column, slot), slot, err));
  }
  return STATUS_OK;
}

/* Building an index from scratch costs about as much as inserting an eighth of its entries one by one. */
static Status index_all_fresh(Graph *g, uint32_t first_node, uint32_t first_rel, Error *err)
{
  for (uint32_t i = 0; i < g->index_count; i++) {
    Index *index = g->indexes[i];
    if (index_is_deferred(index)) continue;
    bool of_nodes = index_kind(index) == ENTITY_NODE;
    uint32_t first = of_nodes ? first_node : first_rel;
    uint64_t fresh = (of_nodes ? graph_node_limit(g) : graph_rel_limit(g)) - first;
    if (fresh == 0) continue;
    if (fresh > index_entries(index) / 8)
      TRY(graph_build_index(g, index, err));
    else
      TRY(index_fresh(g, index, first, err));
  }
  return STATUS_OK;
}

static void relink_part(void *refresh, uint32_t worker)
{
  (void)worker;
  topology_relink_work(refresh);
}

static Status relink(Graph *g, uint32_t fresh, Error *err)
{
  enum { WORTH_THREADS = 1 << 15 };
  Refresh *refresh;
  TRY(topology_relink_begin(g->topology, &refresh, err));
  if (g->workers && fresh >= WORTH_THREADS)
    workers_run(g->workers, relink_part, refresh);
  else
    topology_relink_work(refresh);
  return topology_relink_end(g->topology, refresh, err);
}

/* Statistics and adjacency come last and together: undoing, which can tell by g->bulk whether they are there, keeps the
 * one true to the other when it changes labels back. The other steps are undone the same way whether they have been
 * taken or not. */
Status graph_absorb(Graph *g, uint32_t first_node, uint32_t first_rel, Error *err)
{
  uint32_t limit = graph_rel_limit(g);
  TRY(labels_expect_nodes(&g->labels, first_node, graph_node_limit(g), err));
  labels_add_nodes(&g->labels, first_node, graph_node_limit(g));
  TRY(index_all_fresh(g, first_node, first_rel, err));
  TRY(count_rels(g, first_rel, limit, 1, err));
  if (LIKELY(relink(g, limit - first_rel, err) == STATUS_OK)) return STATUS_OK;
  (void)count_rels(g, first_rel, limit, -1, err);
  return STATUS_FAIL;
}

Status graph_count_all(Graph *g, Error *err)
{
  labels_add_nodes(&g->labels, 0, graph_node_limit(g));
  return count_rels(g, 0, graph_rel_limit(g), 1, err);
}

void graph_undo_bulk(Graph *g, uint32_t first_node, uint32_t first_rel)
{
  Error ignored = {0};
  if (!g->bulk) (void)count_rels(g, first_rel, graph_rel_limit(g), -1, &ignored);
  graph_invalidate_indexes(g);
  for (uint32_t key = 0; key < g->column_count[ENTITY_NODE]; key++)
    if (g->columns[ENTITY_NODE][key]) column_truncate(g->columns[ENTITY_NODE][key], first_node);
  for (uint32_t key = 0; key < g->column_count[ENTITY_REL]; key++)
    if (g->columns[ENTITY_REL][key]) column_truncate(g->columns[ENTITY_REL][key], first_rel);
  topology_drop_rels(g->topology, first_rel);
  g->node_count -= graph_node_limit(g) - first_node;
  labels_drop_nodes(&g->labels, first_node, graph_node_limit(g));
  topology_drop_nodes(g->topology, first_node);
  g->bulk = false;
}
