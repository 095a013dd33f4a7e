/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Relationships. What connects them to nodes is the topology's; here are properties, statistics and undoing. */
#include "graph_internal.h"

const DegreeSums *graph_degree_sums(const Graph *g, uint32_t type)
{
  return topology_degree_sums(g->topology, type);
}

bool graph_type_may_loop(const Graph *g, uint32_t type)
{
  return topology_type_may_loop(g->topology, type);
}

bool graph_rel_alive(const Graph *g, uint32_t rel)
{
  return topology_rel_alive(g->topology, rel);
}

uint32_t graph_rel_type(const Graph *g, uint32_t rel)
{
  return topology_rel_type(g->topology, rel);
}

void graph_rel_ends(const Graph *g, uint32_t rel, uint32_t *start, uint32_t *end)
{
  topology_rel_ends(g->topology, rel, start, end);
}

uint64_t graph_type_count(const Graph *g, uint32_t type)
{
  return topology_type_count(g->topology, type);
}

static const LabelSet *labels_at(const Graph *g, uint32_t node)
{
  static const LabelSet none = {0};
  uint32_t set = g->labels.of_node[node];
  return set == LABELS_DEAD ? &none : &g->labels.sets[set];
}

/* All or nothing: taking back what was just added cannot fail. */
static Status count_end(Graph *g, uint32_t node, uint32_t type, Direction dir, int64_t by, Error *err)
{
  const LabelSet *set = labels_at(g, node);
  for (uint32_t i = 0; i < set->count; i++) {
    if (LIKELY(stats_add(&g->stats, set->ids[i], type, dir, by, err) == STATUS_OK)) continue;
    while (i-- > 0) (void)stats_add(&g->stats, set->ids[i], type, dir, -by, err);
    return STATUS_FAIL;
  }
  return STATUS_OK;
}

Status graph_count_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end, int64_t by, Error *err)
{
  TRY(count_end(g, start, type, DIR_OUT, by, err));
  if (LIKELY(count_end(g, end, type, DIR_IN, by, err) == STATUS_OK)) return STATUS_OK;
  (void)count_end(g, start, type, DIR_OUT, -by, err);
  return STATUS_FAIL;
}

static Status check_node(const Graph *g, uint32_t node, Error *err)
{
  if (LIKELY(graph_node_alive(g, node))) return STATUS_OK;
  return error_set(err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
                   "a relationship cannot be attached to node %u, which has been deleted or never was", node);
}

Status graph_add_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end, uint32_t *rel, Error *err)
{
  uint32_t slot = topology_rel_limit(g->topology);
  TRY(graph_check_writable(g, err));
  TRY(check_node(g, start, err));
  TRY(check_node(g, end, err));
  if (UNLIKELY(type >= g->names[NAME_TYPE].count))
    return error_set(err, ERROR_MISUSE, NULL, "no relationship type has the number %u", type);
  TRY(undo_reserve(g, 1, err));
  TRY(graph_touch(g, ENTITY_REL, slot, err));
  if (!g->bulk) TRY(graph_count_rel(g, type, start, end, 1, err));
  if (UNLIKELY(topology_add_rel(g->topology, type, start, end, err) != STATUS_OK)) {
    if (!g->bulk) (void)graph_count_rel(g, type, start, end, -1, err);
    return STATUS_FAIL;
  }
  if (!g->bulk) undo_push_added(g, UNDO_ADD_RELS, slot);
  g->changes.rels_created++;
  *rel = slot;
  return STATUS_OK;
}

Status graph_delete_rel(Graph *g, uint32_t rel, Error *err)
{
  TRY(graph_check_writable(g, err));
  if (!graph_rel_alive(g, rel))
    return error_set(err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
                     "relationship %u has been deleted or never was", rel);
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "nothing can be deleted during a bulk load");
  TRY(graph_touch(g, ENTITY_REL, rel, err));
  TRY(graph_unset_all(g, ENTITY_REL, rel, err));
  TRY(undo_reserve(g, 1, err));
  uint32_t start, end;
  topology_rel_ends(g->topology, rel, &start, &end);
  TRY(graph_count_rel(g, topology_rel_type(g->topology, rel), start, end, -1, err));
  topology_delete_rel(g->topology, rel);
  undo_push(g, (Undo){.op = UNDO_DELETE_REL, .slot = rel});
  g->rel_deletions++;
  g->changes.rels_deleted++;
  return STATUS_OK;
}
