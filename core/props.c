/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties: columns read and written by slot, with undoing and indexes. */
#include "graph_internal.h"

#include <stdlib.h>

const Column *graph_column(const Graph *g, EntityKind kind, uint32_t key)
{
  return key < g->column_count[kind] ? g->columns[kind][key] : NULL;
}

Value graph_prop(const Graph *g, EntityKind kind, uint32_t slot, uint32_t key)
{
  const Column *column = graph_column(g, kind, key);
  return column ? column_get(column, slot) : VALUE_NULL_VALUE;
}

bool graph_next_prop(const Graph *g, EntityKind kind, uint32_t slot, uint32_t *at, uint32_t *key, Value *v)
{
  while (*at < g->column_count[kind]) {
    const Column *column = g->columns[kind][*at];
    uint32_t this = (*at)++;
    if (!column || !column_has(column, slot)) continue;
    *key = this;
    *v = column_get(column, slot);
    return true;
  }
  return false;
}

Status graph_make_column(Graph *g, EntityKind kind, uint32_t key, Column **out, Error *err)
{
  if (UNLIKELY(key >= g->column_count[kind])) {
    uint32_t count = MAX(key + 1, g->column_count[kind] + g->column_count[kind] / 2);
    Column **grown = realloc(g->columns[kind], count * sizeof(Column *));
    if (!grown) return error_out_of_memory(err);
    memset(grown + g->column_count[kind], 0, (count - g->column_count[kind]) * sizeof(Column *));
    g->columns[kind] = grown;
    g->column_count[kind] = count;
  }
  if (!g->columns[kind][key]) TRY(column_new(&g->columns[kind][key], kind, key, g->store != NULL, err));
  *out = g->columns[kind][key];
  return STATUS_OK;
}

static Status check_storable(Value v, Error *err)
{
  switch (v.type) {
  case VALUE_MAP:
  case VALUE_NODE:
  case VALUE_REL:
  case VALUE_PATH:
    return error_set(err, ERROR_TYPE, "InvalidPropertyType", "a property cannot hold a %s",
                     value_type_name((ValueType)v.type));
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) TRY(check_storable(v.items[i], err));
    return STATUS_OK;
  default: return STATUS_OK;
  }
}

Status graph_retype(Graph *g, Column *column, ColumnType type, Error *err)
{
  TRY(undo_reserve(g, 1, err));
  ColumnStorage *old = malloc(sizeof *old);
  if (!old) return error_out_of_memory(err);
  if (column_retype(column, type, old, err) != STATUS_OK) {
    free(old);
    return STATUS_FAIL;
  }
  g->schema_version++;
  undo_push(g, (Undo){.op = UNDO_STORAGE, .kind = (uint8_t)column->kind, .other = column->key, .storage = old});
  return STATUS_OK;
}

/* What an entity that was made since the savepoint did not have needs no entry in the undo log: undoing its making
 * takes it away. Columns with an index keep to entries, which tell the index. */
static bool is_undone_with_entity(const Graph *g, const Column *column, uint32_t slot, Value before)
{
  return slot >= g->saved_limit[column->kind] && value_is_null(before) && column->index_count == 0;
}

/* v null: removes. */
static Status change(Graph *g, Column *column, uint32_t slot, Value v, Error *err)
{
  ColumnType type;
  Value before;
  if (!value_is_null(v) && UNLIKELY(!column_accepts(column, v, &type))) TRY(graph_retype(g, column, type, err));
  TRY(undo_reserve(g, 1, err));
  if (column->index_count) graph_touch_fulltexts(g, column->kind, slot, column->key);
  if (value_is_null(v))
    TRY(column_unset(column, slot, &before, err));
  else
    TRY(column_set(column, slot, v, &before, err));
  if (graph_is_fresh(g, column->kind, slot)) {
    column_value_free(before);
    return STATUS_OK;
  }
  if (is_undone_with_entity(g, column, slot, before)) return STATUS_OK;
  undo_push(
      g, (Undo){.op = UNDO_PROP, .kind = (uint8_t)column->kind, .slot = slot, .other = column->key, .value = before});
  if (!column->index_count) return STATUS_OK;
  return graph_reindex(g, column->kind, slot, column->key, before, column_get(column, slot), err);
}

Status graph_set_prop(Graph *g, EntityKind kind, uint32_t slot, uint32_t key, Value v, Error *err)
{
  Column *column;
  TRY(graph_check_writable(g, err));
  if (UNLIKELY(!graph_alive(g, kind, slot)))
    return error_set(err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", "%s %u has been deleted or never was",
                     kind == ENTITY_NODE ? "node" : "relationship", slot);
  if (UNLIKELY(key >= g->names[NAME_KEY].count))
    return error_set(err, ERROR_MISUSE, NULL, "no property key has the number %u", key);
  if (value_is_null(v) && !(graph_column(g, kind, key) && column_has(graph_column(g, kind, key), slot)))
    return STATUS_OK;
  TRY(check_storable(v, err));
  TRY(graph_make_column(g, kind, key, &column, err));
  TRY(change(g, column, slot, v, err));
  g->changes.properties_set++;
  return STATUS_OK;
}

/* The column, such that it accepts v, for slots whose changes need no undoing. */
static Status column_for(Graph *g, EntityKind kind, uint32_t key, Value v, Column **out, Error *err)
{
  ColumnType type;
  TRY(graph_make_column(g, kind, key, out, err));
  return column_accepts(*out, v, &type) ? STATUS_OK : graph_retype(g, *out, type, err);
}

Status graph_set_fresh(Graph *g, EntityKind kind, uint32_t key, uint32_t first, uint32_t n, const Value *values,
                       uint64_t *count, Error *err)
{
  TRY(graph_check_writable(g, err));
  if (!graph_is_fresh(g, kind, first) || n > (kind == ENTITY_NODE ? graph_node_limit(g) : graph_rel_limit(g)) - first)
    return error_set(err, ERROR_MISUSE, NULL, "the slots from %u on are not of this bulk load", first);
  if (key >= g->names[NAME_KEY].count)
    return error_set(err, ERROR_MISUSE, NULL, "no property key has the number %u", key);
  for (uint32_t i = 0; i < n; i++) TRY(check_storable(values[i], err));
  for (uint32_t i = 0, run; i < n; i += run) {
    Column *column;
    run = 1;
    if (value_is_null(values[i])) continue;
    TRY(column_for(g, kind, key, values[i], &column, err));
    uint64_t before = column_count(column);
    run = n - i;
    for (uint32_t k = i; k < n && column->index_count; k++)
      if (!value_is_null(values[k])) graph_touch_fulltexts(g, kind, first + k, key);
    TRY(column_set_run(column, first + i, values + i, &run, err));
    *count += column_count(column) - before;
    g->changes.properties_set += column_count(column) - before;
  }
  return STATUS_OK;
}

Status graph_unset_all(Graph *g, EntityKind kind, uint32_t slot, Error *err)
{
  for (uint32_t key = 0; key < g->column_count[kind]; key++) {
    Column *column = g->columns[kind][key];
    if (column && column_has(column, slot)) TRY(change(g, column, slot, VALUE_NULL_VALUE, err));
  }
  return STATUS_OK;
}
