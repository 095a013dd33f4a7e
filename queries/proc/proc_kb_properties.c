/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kb.properties: which properties the nodes of each label and the relationships of each type have, and of which types
 * their values are. Column by column, and only over pages that hold something. */
#include "core/column.h"
#include "proc_internal.h"

typedef struct Use {
  uint64_t count;
  uint32_t types;
} Use;

typedef struct Uses {
  ProcedureRun *run;
  EntityKind kind;
  const Column *column;
  Use *at; /* by label or type */
  uint32_t n;
} Uses;

static uint32_t type_in_page(const Column *column, const ColumnPage *page, uint32_t i)
{
  static const uint32_t types[COLUMN_TYPE_COUNT] = {[COLUMN_INT] = TYPE_INT,
                                                    [COLUMN_FLOAT] = TYPE_FLOAT,
                                                    [COLUMN_BOOL] = TYPE_BOOL,
                                                    [COLUMN_DATE] = TYPE_DATE,
                                                    [COLUMN_STRING] = TYPE_STRING};
  return column_type(column) == COLUMN_TAGGED ? 1u << page_values(page)[i].type : types[column_type(column)];
}

static void count_name(Uses *u, uint32_t name, uint32_t type)
{
  u->at[name].count++;
  u->at[name].types |= type;
}

static void count_value(Uses *u, uint32_t slot, uint32_t type)
{
  const Graph *g = u->run->graph;
  uint32_t n;
  if (u->kind == ENTITY_REL) {
    if (graph_rel_alive(g, slot)) count_name(u, graph_rel_type(g, slot), type);
  } else if (graph_node_alive(g, slot)) {
    const uint32_t *labels = graph_labels(g, slot, &n);
    for (uint32_t i = 0; i < n; i++) count_name(u, labels[i], type);
  }
}

static void count_page(Uses *u, uint32_t number, const ColumnPage *page)
{
  for (uint32_t i = 0; i < COLUMN_PAGE_SLOTS; i++)
    if (page_has(page, i)) count_value(u, (number << COLUMN_PAGE_SHIFT) + i, type_in_page(u->column, page, i));
}

static Status emit_uses(const Uses *u, uint32_t key)
{
  const Graph *g = u->run->graph;
  bool node = u->kind == ENTITY_NODE;
  for (uint32_t i = 0; i < u->n; i++) {
    if (u->at[i].count == 0) continue;
    Value name = value_string(graph_name(g, node ? NAME_LABEL : NAME_TYPE, i)), types;
    TRY(function_type_names(u->run->function, u->at[i].types, &types));
    const Value fields[] = {node ? name : VALUE_NULL_VALUE, node ? VALUE_NULL_VALUE : name,
                            value_string(graph_name(g, NAME_KEY, key)), types, value_int((int64_t)u->at[i].count)};
    TRY(procedure_emit(u->run, fields, ARRAY_LEN(fields)));
  }
  return STATUS_OK;
}

static Status count_column(Uses *u, uint32_t key)
{
  memset(u->at, 0, u->n * sizeof *u->at);
  for (uint32_t page = 0; page < u->column->storage.page_count; page++) {
    if (u->run->interrupted && u->run->interrupted(u->run->sink)) return STATUS_OK;
    if (column_page(u->column, page)) count_page(u, page, column_page(u->column, page));
  }
  return emit_uses(u, key);
}

static Status run_properties(ProcedureRun *run, const Value *args UNUSED, uint32_t n UNUSED)
{
  static const EntityKind entities[] = {ENTITY_NODE, ENTITY_REL};
  for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
    Uses u = {.run = run, .kind = entities[i]};
    u.n = graph_name_count(run->graph, u.kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE);
    u.at = arena_array(run->function->arena, Use, MAX(u.n, 1u));
    TRY(arena_check(run->function->arena, run->function->err));
    for (uint32_t key = 0, keys = graph_name_count(run->graph, NAME_KEY); key < keys; key++) {
      u.column = graph_column(run->graph, u.kind, key);
      if (u.column) TRY(count_column(&u, key));
    }
  }
  return STATUS_OK;
}

static const ProcedureField property_fields[] = {{"label", "STRING?", TYPE_STRING, true},
                                                 {"type", "STRING?", TYPE_STRING, true},
                                                 {"property", "STRING", TYPE_STRING, false},
                                                 {"types", "STRING", TYPE_STRING, false},
                                                 {"count", "INTEGER", TYPE_INT, false}};

const Procedure procedure_kb_properties = {
    .name = "kb.properties",
    .signature = "kb.properties() :: (label :: STRING?, type :: STRING?, property :: STRING, types :: STRING, count :: "
                 "INTEGER)",
    .help = "The properties that nodes with each label, then relationships of each type have: of which types their "
            "values are, and how many there are.",
    .example = "CALL kb.properties() YIELD label, property, types, count WHERE label = 'Treaty' RETURN property, "
               "types, count",
    .results = property_fields,
    .result_count = ARRAY_LEN(property_fields),
    .run = run_properties,
};
