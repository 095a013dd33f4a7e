/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The undo log: what each change since the transaction began replaced, oldest first. Going back runs it from the end,
 * so that every entry finds the graph as it was right after its change. Undoing cannot fail: whatever it needs was
 * reserved by the change itself, except in indexes, which mark themselves as unusable and are built anew afterwards. */
#include "graph_internal.h"
#include "large.h"

#include <stdlib.h>

enum { KEPT_ENTRIES = 1 << 15 };

Status undo_reserve(Graph *g, size_t more, Error *err)
{
  UndoLog *log = &g->undo;
  if (LIKELY(log->cap - log->count >= more)) return STATUS_OK;
  size_t cap = MAX(MAX(log->count + more, (size_t)256), log->cap * 2);
  Undo *grown = large_grow(log->items, cap * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  log->items = grown;
  log->cap = cap;
  return STATUS_OK;
}

void undo_push(Graph *g, Undo undo)
{
  g->undo.items[g->undo.count++] = undo;
}

void undo_push_added(Graph *g, UndoOp op, uint32_t slot)
{
  UndoLog *log = &g->undo;
  Undo *last = log->count > g->savepoint ? &log->items[log->count - 1] : NULL;
  if (last && last->op == op && last->slot + last->other == slot)
    last->other++;
  else
    undo_push(g, (Undo){.op = (uint8_t)op, .slot = slot, .other = 1});
}

void undo_savepoint(Graph *g)
{
  g->savepoint = g->undo.count;
  g->saved_limit[ENTITY_NODE] = graph_node_limit(g);
  g->saved_limit[ENTITY_REL] = graph_rel_limit(g);
}

/* Takes away what was set without an entry of its own; see change in props.c. */
static void clear_props(Graph *g, EntityKind kind, uint32_t slot)
{
  for (uint32_t key = 0; key < g->column_count[kind]; key++) {
    Column *column = g->columns[kind][key];
    if (column && column_has(column, slot)) column_restore(column, slot, VALUE_NULL_VALUE);
  }
}

static void undo_add_node(Graph *g, uint32_t node)
{
  clear_props(g, ENTITY_NODE, node);
  labels_assign(&g->labels, node, LABELS_DEAD);
  topology_drop_nodes(g->topology, node);
  g->node_count--;
}

static void undo_delete_node(Graph *g, uint32_t node, uint32_t set)
{
  labels_assign(&g->labels, node, set);
  g->node_count++;
}

static void undo_add_rel(Graph *g, uint32_t rel, Error *err)
{
  uint32_t start, end;
  clear_props(g, ENTITY_REL, rel);
  topology_rel_ends(g->topology, rel, &start, &end);
  (void)graph_count_rel(g, topology_rel_type(g->topology, rel), start, end, -1, err);
  topology_drop_rels(g->topology, rel);
}

static void undo_delete_rel(Graph *g, uint32_t rel, Error *err)
{
  uint32_t start, end;
  topology_restore_rel(g->topology, rel);
  topology_rel_ends(g->topology, rel, &start, &end);
  (void)graph_count_rel(g, topology_rel_type(g->topology, rel), start, end, 1, err);
}

static void undo_prop(Graph *g, EntityKind kind, uint32_t slot, uint32_t key, Value before, Error *err)
{
  Column *column = g->columns[kind][key];
  if (column->index_count) {
    graph_touch_fulltexts(g, kind, slot, key);
    (void)graph_reindex(g, kind, slot, key, column_get(column, slot), before, err);
  }
  column_restore(column, slot, before);
}

/* Errors can only come from an index that ran out of memory, which has taken note of it. */
static void undo_one(Graph *g, Undo *undo)
{
  Error ignored = {0};
  switch ((UndoOp)undo->op) {
  case UNDO_ADD_NODES:
    for (uint32_t i = undo->other; i > 0; i--) undo_add_node(g, undo->slot + i - 1);
    break;
  case UNDO_DELETE_NODE: undo_delete_node(g, undo->slot, undo->other); break;
  case UNDO_ADD_RELS:
    graph_forget_intervals(g, undo->slot);
    for (uint32_t i = undo->other; i > 0; i--) undo_add_rel(g, undo->slot + i - 1, &ignored);
    break;
  case UNDO_DELETE_REL: undo_delete_rel(g, undo->slot, &ignored); break;
  case UNDO_LABELS: (void)graph_assign_labels(g, undo->slot, undo->other, &ignored); break;
  case UNDO_PROP: undo_prop(g, (EntityKind)undo->kind, undo->slot, undo->other, undo->value, &ignored); break;
  case UNDO_STORAGE:
    column_restore_storage(g->columns[undo->kind][undo->other], *undo->storage);
    free(undo->storage);
    break;
  case UNDO_BULK:
    graph_forget_intervals(g, undo->other);
    graph_undo_bulk(g, undo->slot, undo->other);
    break;
  case UNDO_ADD_INDEX: {
    uint32_t at = 0;
    while (g->indexes[at] != undo->index) at++;
    graph_take_index(g, at);
    index_free(undo->index);
    break;
  }
  case UNDO_DROP_INDEX: (void)graph_put_index(g, undo->index, undo->other, &ignored); break;
  case UNDO_ADD_CONSTRAINT: {
    uint32_t at = 0;
    while (g->constraints[at] != undo->constraint) at++;
    graph_take_constraint(g, at);
    constraint_free(undo->constraint);
    break;
  }
  case UNDO_ADD_FULLTEXT: {
    uint32_t at = 0;
    while (g->fulltexts[at] != undo->fulltext) at++;
    graph_take_fulltext(g, at);
    fulltext_free(undo->fulltext);
    break;
  }
  case UNDO_DROP_FULLTEXT: (void)graph_put_fulltext(g, undo->fulltext, undo->other, &ignored); break;
  case UNDO_DROP_CONSTRAINT: (void)graph_put_constraint(g, undo->constraint, undo->other, &ignored); break;
  case UNDO_SETTING: free(graph_put_setting(g, (Setting)undo->slot, undo->names)); break;
  }
}

void undo_rollback(Graph *g, size_t savepoint)
{
  if (g->undo.count > savepoint) g->version++;
  while (g->undo.count > savepoint) undo_one(g, &g->undo.items[--g->undo.count]);
  g->checked = MIN(g->checked, g->undo.count);
}

void undo_forget(Graph *g)
{
  UndoLog *log = &g->undo;
  for (size_t i = 0; i < log->count; i++) {
    Undo *undo = &log->items[i];
    if (undo->op == UNDO_PROP) column_value_free(undo->value);
    if (undo->op == UNDO_DROP_INDEX) index_free(undo->index);
    if (undo->op == UNDO_DROP_CONSTRAINT) constraint_free(undo->constraint);
    if (undo->op == UNDO_SETTING) free(undo->names);
    if (undo->op == UNDO_DROP_FULLTEXT) fulltext_free(undo->fulltext);
    if (undo->op == UNDO_STORAGE) {
      column_storage_free(undo->storage);
      free(undo->storage);
    }
  }
  log->count = g->checked = 0;
  if (log->cap > KEPT_ENTRIES) {
    large_free(log->items);
    *log = (UndoLog){0};
  }
}
