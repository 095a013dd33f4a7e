/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which indexes there are, and keeping them true to the properties and labels they cover. */
#include "graph_internal.h"
#include "large.h"

#include <stdlib.h>

uint32_t graph_index_count(const Graph *g)
{
  return g->index_count;
}

static Index *find(const Graph *g, EntityKind kind, uint32_t label, uint32_t key)
{
  for (uint32_t i = 0; i < g->index_count; i++) {
    Index *index = g->indexes[i];
    if (index_key(index) == key && index_label(index) == label && index_kind(index) == kind) return index;
  }
  return NULL;
}

static bool covers(const Graph *g, const Index *index, uint32_t slot)
{
  uint32_t label = index_label(index);
  if (index_kind(index) == ENTITY_REL) return topology_rel_type(g->topology, slot) == label;
  uint32_t set = g->labels.of_node[slot];
  return set != LABELS_DEAD && labels_has(&g->labels, set, label);
}

Status graph_reindex(Graph *g, EntityKind kind, uint32_t slot, uint32_t key, Value before, Value after, Error *err)
{
  Status status = STATUS_OK;
  for (uint32_t i = 0; i < g->index_count; i++) {
    Index *index = g->indexes[i];
    if (index_key(index) != key || index_kind(index) != kind || !covers(g, index, slot)) continue;
    if (!value_is_null(before)) index_remove(index, before, slot);
    if (!value_is_null(after) && index_insert(index, after, slot, err) != STATUS_OK) status = STATUS_FAIL;
  }
  return status;
}

Status graph_index_entity(Graph *g, EntityKind kind, uint32_t slot, uint32_t label, bool insert, Error *err)
{
  Status status = STATUS_OK;
  for (uint32_t i = 0; i < g->index_count; i++) {
    Index *index = g->indexes[i];
    if (index_kind(index) != kind || index_label(index) != label) continue;
    Value v = graph_prop(g, kind, slot, index_key(index));
    if (value_is_null(v)) continue;
    if (!insert)
      index_remove(index, v, slot);
    else if (index_insert(index, v, slot, err) != STATUS_OK)
      status = STATUS_FAIL;
  }
  return status;
}

/* ---- building */

Status graph_build_index(const Graph *g, Index *index, Error *err)
{
  const Column *column = graph_column(g, index_kind(index), index_key(index));
  size_t n = 0;
  IndexEntry *entries = large_alloc(MAX(column ? column_count(column) : 0, 1) * sizeof *entries);
  if (!entries) return error_out_of_memory(err);
  for (uint32_t number = 0; column && number < column->storage.page_count; number++) {
    const ColumnPage *page = column_page(column, number);
    for (uint32_t i = 0; page && i < COLUMN_PAGE_SLOTS; i++) {
      uint32_t slot = (number << COLUMN_PAGE_SHIFT) + i;
      if (!page_has(page, i) || !covers(g, index, slot)) continue;
      entries[n++] = (IndexEntry){.value = column_page_value(column, page, i), .slot = slot};
    }
  }
  Status status = index_build(index, entries, n, err);
  free(entries);
  return status;
}

/* Plans must not go on looking into one that could not be built, nor passing over one that could. */
void graph_repair_indexes(Graph *g)
{
  Error ignored = {0};
  for (uint32_t i = 0; i < g->index_count; i++) {
    if (LIKELY(index_usable(g->indexes[i])) || index_is_deferred(g->indexes[i])) continue;
    (void)graph_build_index(g, g->indexes[i], &ignored);
    g->schema_version++;
  }
}

/* Without memory for building it, it stays deferred. */
static const Index *build_deferred(const Graph *g, Index *index)
{
  Error ignored = {0};
  if (UNLIKELY(index_is_deferred(index))) (void)graph_build_index(g, index, &ignored);
  return index;
}

const Index *graph_index(const Graph *g, uint32_t i)
{
  return i < g->index_count ? build_deferred(g, g->indexes[i]) : NULL;
}

const Index *graph_built_index(const Graph *g, uint32_t i)
{
  return index_usable(g->indexes[i]) ? g->indexes[i] : NULL;
}

const Index *graph_find_index(const Graph *g, EntityKind kind, uint32_t label, uint32_t key)
{
  Index *index = find(g, kind, label, key);
  return index && index_usable(build_deferred(g, index)) ? index : NULL;
}

void graph_invalidate_indexes(Graph *g)
{
  for (uint32_t i = 0; i < g->index_count; i++) index_invalidate(g->indexes[i]);
  graph_forget_fulltexts(g);
}

/* ---- creating and dropping */

Status graph_put_index(Graph *g, Index *index, uint32_t at, Error *err)
{
  Column *column;
  if (g->index_count == g->index_cap) {
    uint32_t cap = MAX(8u, g->index_cap * 2);
    Index **grown = realloc(g->indexes, cap * sizeof(Index *));
    if (!grown) return error_out_of_memory(err);
    g->indexes = grown;
    g->index_cap = cap;
  }
  TRY(graph_make_column(g, index_kind(index), index_key(index), &column, err));
  column->index_count++;
  memmove(g->indexes + at + 1, g->indexes + at, (g->index_count - at) * sizeof(Index *));
  g->indexes[at] = index;
  g->index_count++;
  g->schema_version++;
  g->indexes_changed = true;
  return STATUS_OK;
}

void graph_take_index(Graph *g, uint32_t at)
{
  const Index *index = g->indexes[at];
  g->columns[index_kind(index)][index_key(index)]->index_count--;
  g->index_count--;
  memmove(g->indexes + at, g->indexes + at + 1, (g->index_count - at) * sizeof(Index *));
  g->schema_version++;
  g->indexes_changed = true;
}

Status graph_create_index(Graph *g, EntityKind kind, uint32_t label, uint32_t key, Text name, bool if_not_exists,
                          Error *err)
{
  TRY(graph_check_writable(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no index can be created during a bulk load");
  if (label >= g->names[kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE].count || key >= g->names[NAME_KEY].count)
    return error_set(err, ERROR_MISUSE, NULL, "an index over an unknown label, type or key");
  if (name.len && graph_find_constraint_name(g, name) < g->constraint_count)
    return error_set(err, ERROR_ARGUMENT, "ConstraintAlreadyExists", "there is a constraint `%.*s` already",
                     (int)MIN(name.len, (size_t)200), name.data);
  const Index *same = find(g, kind, label, key);
  if (same || (name.len && graph_is_schema_name(g, name))) {
    if (if_not_exists) return STATUS_OK;
    Text taken = same ? index_name(same) : name;
    return error_set(err, ERROR_ARGUMENT, "IndexAlreadyExists",
                     same ? "there is such an index already, `%.*s`" : "there is an index `%.*s` already",
                     (int)MIN(taken.len, (size_t)200), taken.data);
  }
  Str made;
  str_init(&made);
  if (!name.len) graph_make_schema_name(g, "index", kind, label, &key, 1, &made);
  Index *index = NULL;
  Status status = STATUS_OK;
  TRY_OUT(str_check(&made, err));
  TRY_OUT(index_new(&index, kind, label, key, name.len ? name : str_text(&made), err));
  TRY_OUT(undo_reserve(g, 1, err));
  TRY_OUT(graph_build_index(g, index, err));
  TRY_OUT(graph_put_index(g, index, g->index_count, err));
  undo_push(g, (Undo){.op = UNDO_ADD_INDEX, .index = index});
  g->changes.indexes_added++;
  index = NULL;
out:
  index_free(index);
  str_free(&made);
  return status;
}

Status graph_drop_index(Graph *g, Text name, bool if_exists, Error *err)
{
  TRY(graph_check_writable(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no index can be dropped during a bulk load");
  uint32_t at = graph_find_index_name(g, name);
  if (at == g->index_count) {
    bool there;
    TRY(graph_drop_fulltext(g, name, &there, err));
    return there || if_exists ? STATUS_OK : graph_no_such_index(g, name, err);
  }
  const ConstraintSpec *owner = graph_index_owner(g, g->indexes[at]);
  if (owner)
    return error_set(err, ERROR_ARGUMENT, "IndexBelongsToConstraint",
                     "the index `%.*s` belongs to the constraint of that name: DROP CONSTRAINT takes both away",
                     (int)MIN(name.len, (size_t)200), name.data);
  TRY(undo_reserve(g, 1, err));
  undo_push(g, (Undo){.op = UNDO_DROP_INDEX, .index = g->indexes[at], .other = at});
  graph_take_index(g, at);
  g->changes.indexes_removed++;
  return STATUS_OK;
}
