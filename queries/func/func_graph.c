/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of nodes, relationships and paths. An entity that the running statement has deleted still has its id, its
 * type and its ends, but neither labels nor properties. */
#include "core/fact.h"
#include "func_internal.h"

static Status check_alive(FunctionContext *c, Value v)
{
  bool gone = (v.type == VALUE_NODE && !graph_node_alive(c->graph, v.id)) ||
              (v.type == VALUE_REL && !graph_rel_alive(c->graph, v.id));
  return gone ? function_deleted(c) : STATUS_OK;
}

static Status run_id(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_id, args, n));
  *out = value_int(args[0].id);
  return STATUS_OK;
}

const Function function_id = {
    .name = "id",
    .signature = "id(entity :: NODE | RELATIONSHIP) :: INTEGER",
    .help = "The number of a node or relationship: it never changes and is never given to another one.",
    .example = "id(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_ENTITY},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_id,
};

static Status run_element_id(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_element_id, args, n));
  char text[VALUE_NUMBER_BYTES];
  *out = value_string_copy(c->arena, (Text){text, value_format_int(args[0].id, text)});
  return arena_check(c->arena, c->err);
}

const Function function_element_id = {
    .name = "elementId",
    .signature = "elementId(entity :: NODE | RELATIONSHIP) :: STRING",
    .help = "The number of a node or relationship as a string.",
    .example = "elementId(null)",
    .value = "null",
    .category = "graph",
    .origin = "Cypher 5",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_ENTITY},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_element_id,
};
const Function function_gql_element_id = {
    .name = "element_id",
    .signature = "element_id(entity :: NODE | RELATIONSHIP) :: STRING",
    .help = "The number of a node or relationship as a string: GQL's name of elementId().",
    .example = "element_id(null)",
    .value = "null",
    .category = "graph",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_ENTITY},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_element_id,
};

static Status run_labels(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_labels, args, n));
  TRY(check_alive(c, args[0]));
  uint32_t count;
  const uint32_t *labels = graph_labels(c->graph, args[0].id, &count);
  Value *items;
  TRY(function_items(c, count, &items));
  for (uint32_t i = 0; i < count; i++) items[i] = value_string(graph_name(c->graph, NAME_LABEL, labels[i]));
  *out = value_list(items, count);
  return STATUS_OK;
}

const Function function_labels = {
    .name = "labels",
    .signature = "labels(node :: NODE) :: LIST<STRING>",
    .help = "The labels of a node.",
    .example = "labels(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_NODE},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_labels,
};

static Status run_type(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_type, args, n));
  *out = value_string(graph_name(c->graph, NAME_TYPE, graph_rel_type(c->graph, args[0].id)));
  return STATUS_OK;
}

const Function function_type = {
    .name = "type",
    .signature = "type(relationship :: RELATIONSHIP) :: STRING",
    .help = "The type of a relationship.",
    .example = "type(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_REL},
    .result = TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_type,
};

static Status run_start_node(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_start_node, args, n));
  uint32_t start, end;
  graph_rel_ends(c->graph, args[0].id, &start, &end);
  *out = value_node(start);
  return STATUS_OK;
}

const Function function_start_node = {
    .name = "startNode",
    .signature = "startNode(relationship :: RELATIONSHIP) :: NODE",
    .help = "The node at which a relationship starts.",
    .example = "startNode(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_REL},
    .result = TYPE_NODE | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_start_node,
};

static Status run_end_node(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_end_node, args, n));
  uint32_t start, end;
  graph_rel_ends(c->graph, args[0].id, &start, &end);
  *out = value_node(end);
  return STATUS_OK;
}

const Function function_end_node = {
    .name = "endNode",
    .signature = "endNode(relationship :: RELATIONSHIP) :: NODE",
    .help = "The node at which a relationship ends.",
    .example = "endNode(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_REL},
    .result = TYPE_NODE | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_end_node,
};

/* ---- properties */

static uint32_t count_properties(const Graph *g, EntityKind kind, uint32_t slot)
{
  uint32_t n = 0, key;
  Value v;
  for (uint32_t at = 0; graph_next_prop(g, kind, slot, &at, &key, &v);) n++;
  return n;
}

static Status run_keys(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_keys, args, n));
  TRY(check_alive(c, args[0]));
  bool map = args[0].type == VALUE_MAP;
  EntityKind kind = args[0].type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL;
  uint32_t count = map ? args[0].aux : count_properties(c->graph, kind, args[0].id);
  Value *items, ignored;
  TRY(function_items(c, count, &items));
  for (uint32_t i = 0; map && i < count; i++) items[i] = value_piece(args[0], args[0].entries[i].key);
  for (uint32_t at = 0, i = 0, key; !map && graph_next_prop(c->graph, kind, args[0].id, &at, &key, &ignored); i++)
    items[i] = value_string(graph_name(c->graph, NAME_KEY, key));
  *out = value_list(items, count);
  return STATUS_OK;
}

const Function function_keys = {
    .name = "keys",
    .signature = "keys(value :: NODE | RELATIONSHIP | MAP) :: LIST<STRING>",
    .help = "The names of the properties of a node or relationship, or the keys of a map.",
    .example = "keys({name: 'Riga', founded: 1201})",
    .value = "['name', 'founded']",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_ENTITY | TYPE_MAP},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_keys,
};

static Status run_properties(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_properties, args, n));
  TRY(check_alive(c, args[0]));
  *out = args[0];
  if (args[0].type == VALUE_MAP) return STATUS_OK;
  EntityKind kind = args[0].type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL;
  uint32_t count = count_properties(c->graph, kind, args[0].id);
  MapEntry *entries = arena_array(c->arena, MapEntry, count);
  TRY(arena_check(c->arena, c->err));
  Value v;
  for (uint32_t at = 0, i = 0, key; graph_next_prop(c->graph, kind, args[0].id, &at, &key, &v); i++)
    entries[i] = (MapEntry){graph_name(c->graph, NAME_KEY, key), v};
  *out = value_map(entries, count);
  return STATUS_OK;
}

const Function function_properties = {
    .name = "properties",
    .signature = "properties(value :: NODE | RELATIONSHIP | MAP) :: MAP",
    .help = "All properties of a node or relationship, as a map.",
    .example = "properties({name: 'Riga'})",
    .value = "{name: 'Riga'}",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_ENTITY | TYPE_MAP},
    .result = TYPE_MAP | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_properties,
};

/* ---- paths */

static Status run_length(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_length, args, n));
  *out = value_int(args[0].aux);
  return STATUS_OK;
}

const Function function_length = {
    .name = "length",
    .signature = "length(path :: PATH) :: INTEGER",
    .help = "How many relationships a path has.",
    .example = "length(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_PATH},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_length,
};
const Function function_path_length = {
    .name = "path_length",
    .signature = "path_length(path :: PATH) :: INTEGER",
    .help = "How many relationships a path has: GQL's name of length().",
    .example = "path_length(null)",
    .value = "null",
    .category = "graph",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_PATH},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_length,
};

static Status run_nodes(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_nodes, args, n));
  Value *items;
  uint64_t count = (uint64_t)args[0].aux + 1;
  TRY(function_items(c, count, &items));
  for (uint64_t i = 0; i < count; i++) items[i] = value_node(args[0].path[2 * i]);
  *out = value_list(items, (uint32_t)count);
  return STATUS_OK;
}

const Function function_nodes = {
    .name = "nodes",
    .signature = "nodes(path :: PATH) :: LIST<NODE>",
    .help = "The nodes of a path, from its start to its end.",
    .example = "nodes(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_PATH},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_nodes,
};

static Status name_of_node(FunctionContext *c, const Value *args, Value node, Value *out)
{
  *out = VALUE_NULL_VALUE;
  if (value_is_null(node)) return STATUS_OK;
  if (node.type != VALUE_NODE) return function_wrong_type(c, &function_names, 0, args[0]);
  TRY(check_alive(c, node));
  *out = fact_name_of(c->graph, node.id);
  return STATUS_OK;
}

static Status run_names(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_names, args, n));
  bool path = args[0].type == VALUE_PATH;
  Value *items;
  uint64_t count = (uint64_t)args[0].aux + path;
  TRY(function_items(c, count, &items));
  for (uint64_t i = 0; i < count; i++)
    TRY(name_of_node(c, args, path ? value_node(args[0].path[2 * i]) : args[0].items[i], &items[i]));
  *out = value_list(items, (uint32_t)count);
  return STATUS_OK;
}

const Function function_names = {
    .name = "names",
    .signature = "names(of :: PATH | LIST<NODE>) :: LIST",
    .help = "What the nodes of a path or a list are called, after the properties that the setting name lists; of one "
            "without a name, its id.",
    .example = "names([])",
    .value = "[]",
    .category = "graph",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_PATH | TYPE_LIST},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_names,
};

static Status run_relationships(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_relationships, args, n));
  Value *items;
  TRY(function_items(c, args[0].aux, &items));
  for (uint64_t i = 0; i < args[0].aux; i++) items[i] = value_rel(args[0].path[2 * i + 1]);
  *out = value_list(items, args[0].aux);
  return STATUS_OK;
}

const Function function_relationships = {
    .name = "relationships",
    .signature = "relationships(path :: PATH) :: LIST<RELATIONSHIP>",
    .help = "The relationships of a path, from its start to its end.",
    .example = "relationships(null)",
    .value = "null",
    .category = "graph",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_PATH},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_relationships,
};
