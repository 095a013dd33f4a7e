/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes and their labels. */
#include "graph_internal.h"

#include <stdlib.h>

bool graph_node_alive(const Graph *g, uint32_t node)
{
  return node < topology_node_limit(g->topology) && g->labels.of_node[node] != LABELS_DEAD;
}

static Status check_alive(const Graph *g, uint32_t node, Error *err)
{
  if (LIKELY(graph_node_alive(g, node))) return STATUS_OK;
  return error_set(err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", "node %u has been deleted or never was", node);
}

static Status check_label(const Graph *g, uint32_t label, Error *err)
{
  if (LIKELY(label < g->names[NAME_LABEL].count)) return STATUS_OK;
  return error_set(err, ERROR_MISUSE, NULL, "no label has the number %u", label);
}

static int by_number(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

enum { USUAL_LABELS = 16 };

/* The set of n labels in any order. */
static Status intern_labels(Graph *g, const uint32_t *labels, uint32_t n, uint32_t *set, Error *err)
{
  uint32_t few[USUAL_LABELS], *ids = n <= USUAL_LABELS ? few : malloc(n * sizeof *ids), count = 0;
  if (!ids) return error_out_of_memory(err);
  Status status = STATUS_OK;
  for (uint32_t i = 0; i < n; i++) {
    TRY_OUT(check_label(g, labels[i], err));
    ids[i] = labels[i];
  }
  if (n > 1) qsort(ids, n, sizeof *ids, by_number);
  for (uint32_t i = 0; i < n; i++)
    if (count == 0 || ids[count - 1] != ids[i]) ids[count++] = ids[i];
  status = labels_intern(&g->labels, ids, count, set, err);
out:
  if (ids != few) free(ids);
  return status;
}

Status graph_add_node(Graph *g, const uint32_t *labels, uint32_t n, uint32_t *node, Error *err)
{
  uint32_t set, slot = topology_node_limit(g->topology);
  TRY(graph_check_writable(g, err));
  TRY(intern_labels(g, labels, n, &set, err));
  TRY(labels_reserve(&g->labels, slot + 1, err));
  TRY(undo_reserve(g, 1, err));
  TRY(graph_touch(g, ENTITY_NODE, slot, err));
  if (!g->bulk) TRY(labels_expect_change(&g->labels, set, slot, err));
  TRY(topology_add_node(g->topology, err));
  if (g->bulk) {
    g->labels.of_node[slot] = set;
  } else {
    g->labels.of_node[slot] = LABELS_DEAD;
    labels_assign(&g->labels, slot, set);
    undo_push_added(g, UNDO_ADD_NODES, slot);
  }
  g->node_count++;
  g->changes.nodes_created++;
  g->changes.labels_added += g->labels.sets[set].count;
  *node = slot;
  return STATUS_OK;
}

Status graph_delete_node(Graph *g, uint32_t node, Error *err)
{
  TRY(graph_check_writable(g, err));
  TRY(check_alive(g, node, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "nothing can be deleted during a bulk load");
  if (topology_has_rels(g->topology, node))
    return error_set(err, ERROR_CONSTRAINT_VERIFICATION, "DeleteConnectedNode",
                     "node %u still has relationships; delete them first, or use DETACH DELETE", node);
  TRY(graph_touch(g, ENTITY_NODE, node, err));
  TRY(graph_unset_all(g, ENTITY_NODE, node, err));
  TRY(undo_reserve(g, 1, err));
  uint32_t set = g->labels.of_node[node];
  TRY(labels_expect_change(&g->labels, set, node, err));
  labels_assign(&g->labels, node, LABELS_DEAD);
  undo_push(g, (Undo){.op = UNDO_DELETE_NODE, .slot = node, .other = set});
  g->node_count--;
  g->changes.nodes_deleted++;
  return STATUS_OK;
}

/* ---- labels */

bool graph_has_label(const Graph *g, uint32_t node, uint32_t label)
{
  return graph_node_alive(g, node) && labels_has(&g->labels, g->labels.of_node[node], label);
}

const uint32_t *graph_labels(const Graph *g, uint32_t node, uint32_t *n)
{
  *n = 0;
  if (!graph_node_alive(g, node)) return NULL;
  const LabelSet *set = &g->labels.sets[g->labels.of_node[node]];
  *n = set->count;
  return set->ids;
}

const roaring_bitmap_t *graph_label_nodes(const Graph *g, uint32_t label)
{
  return label < g->labels.label_count ? g->labels.nodes[label] : NULL;
}

uint64_t graph_label_count(const Graph *g, uint32_t label)
{
  return label < g->labels.label_count ? g->labels.counts[label] : 0;
}

uint64_t graph_label_type_count(const Graph *g, uint32_t label, uint32_t type, Direction dir)
{
  if (dir == DIR_BOTH) return stats_get(&g->stats, label, type, DIR_OUT) + stats_get(&g->stats, label, type, DIR_IN);
  return stats_get(&g->stats, label, type, dir);
}

enum { CHUNK = 256 };

/* Adds by to the counts that the node's relationships in one direction have at the label. */
static Status count_at_label(Graph *g, uint32_t node, uint32_t label, Direction dir, int64_t by, Error *err)
{
  uint32_t rels[CHUNK], others[CHUNK];
  Neighbours n;
  neighbours_begin(&n, g, node, NAME_NONE, dir);
  for (size_t count; (count = neighbours_next(&n, rels, others, CHUNK)) > 0;)
    for (size_t i = 0; i < count; i++)
      TRY(stats_add(&g->stats, label, topology_rel_type(g->topology, rels[i]), dir, by, err));
  return STATUS_OK;
}

/* What a label gained (by = 1) or lost (by = -1) means for the statistics; by = 0 makes room for it. */
static Status count_label(Graph *g, uint32_t node, uint32_t label, int64_t by, Error *err)
{
  TRY(count_at_label(g, node, label, DIR_OUT, by, err));
  return count_at_label(g, node, label, DIR_IN, by, err);
}

Status graph_assign_labels(Graph *g, uint32_t node, uint32_t set, Error *err)
{
  uint32_t before = g->labels.of_node[node];
  graph_touch_fulltexts(g, ENTITY_NODE, node, NAME_NONE);
  if (graph_is_fresh(g, ENTITY_NODE, node)) {
    g->labels.of_node[node] = set;
    return STATUS_OK;
  }
  const LabelSet *from = &g->labels.sets[before], *to = &g->labels.sets[set];
  for (uint32_t i = 0; i < to->count; i++)
    if (!labels_has(&g->labels, before, to->ids[i])) TRY(count_label(g, node, to->ids[i], 0, err));
  Status status = STATUS_OK;
  for (uint32_t i = 0; i < from->count; i++) {
    if (labels_has(&g->labels, set, from->ids[i])) continue;
    (void)count_label(g, node, from->ids[i], -1, err);
    (void)graph_index_entity(g, ENTITY_NODE, node, from->ids[i], false, err);
  }
  labels_assign(&g->labels, node, set);
  for (uint32_t i = 0; i < to->count; i++) {
    if (labels_has(&g->labels, before, to->ids[i])) continue;
    (void)count_label(g, node, to->ids[i], 1, err);
    if (graph_index_entity(g, ENTITY_NODE, node, to->ids[i], true, err) != STATUS_OK) status = STATUS_FAIL;
  }
  return status;
}

static Status change_labels(Graph *g, uint32_t node, uint32_t set, Error *err)
{
  TRY(graph_touch(g, ENTITY_NODE, node, err));
  TRY(undo_reserve(g, 1, err));
  uint32_t before = g->labels.of_node[node];
  TRY(labels_expect_change(&g->labels, before, node, err));
  TRY(labels_expect_change(&g->labels, set, node, err));
  if (!graph_is_fresh(g, ENTITY_NODE, node)) undo_push(g, (Undo){.op = UNDO_LABELS, .slot = node, .other = before});
  return graph_assign_labels(g, node, set, err);
}

Status graph_add_label(Graph *g, uint32_t node, uint32_t label, Error *err)
{
  uint32_t set;
  TRY(graph_check_writable(g, err));
  TRY(check_alive(g, node, err));
  TRY(check_label(g, label, err));
  if (labels_has(&g->labels, g->labels.of_node[node], label)) return STATUS_OK;
  TRY(labels_with(&g->labels, g->labels.of_node[node], label, &set, err));
  TRY(change_labels(g, node, set, err));
  g->changes.labels_added++;
  return STATUS_OK;
}

Status graph_remove_label(Graph *g, uint32_t node, uint32_t label, Error *err)
{
  uint32_t set;
  TRY(graph_check_writable(g, err));
  TRY(check_alive(g, node, err));
  if (!labels_has(&g->labels, g->labels.of_node[node], label)) return STATUS_OK;
  TRY(labels_without(&g->labels, g->labels.of_node[node], label, &set, err));
  TRY(change_labels(g, node, set, err));
  g->changes.labels_removed++;
  return STATUS_OK;
}
