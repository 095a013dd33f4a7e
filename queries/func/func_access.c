/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a part of a value: a property, an item, a slice. One set of rules for the operators and whoever else needs
 * them. What is not there is null; what cannot be there is an error. */
#include "func_internal.h"

static Status entity_property(FunctionContext *c, Value entity, Text key, Value *out)
{
  bool node = entity.type == VALUE_NODE;
  uint32_t id = graph_name_find(c->graph, NAME_KEY, key);
  *out = id == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(c->graph, node ? ENTITY_NODE : ENTITY_REL, entity.id, id);
  if (out->type != VALUE_NULL) return STATUS_OK;
  bool alive = node ? graph_node_alive(c->graph, entity.id) : graph_rel_alive(c->graph, entity.id);
  return alive ? STATUS_OK : function_deleted(c);
}

static Status no_component(FunctionContext *c, Value subject, Text key)
{
  return error_set(c->err, ERROR_ARGUMENT, "InvalidArgumentValue", "a value of type %s has no component `%.*s`",
                   value_type_name((ValueType)subject.type), (int)MIN(key.len, (size_t)60), key.data);
}

static Status temporal_property(FunctionContext *c, Value subject, Text key, Value *out)
{
  TemporalComponent part;
  if (subject.type == VALUE_DURATION)
    TRY(duration_get(*subject.duration, key, &part, c->err));
  else
    TRY(temporal_get(value_temporal(subject), key, &part, c->err));
  switch (part.kind) {
  case COMPONENT_NUMBER: *out = value_int(part.number); return STATUS_OK;
  case COMPONENT_TEXT:
    *out = value_string_copy(c->arena, (Text){part.text, part.len});
    return arena_check(c->arena, c->err);
  case COMPONENT_NONE: break;
  }
  return no_component(c, subject, key);
}

Status access_property(FunctionContext *c, Value subject, Text key, Value *out)
{
  switch (subject.type) {
  case VALUE_NULL: *out = VALUE_NULL_VALUE; return STATUS_OK;
  case VALUE_MAP: {
    const Value *found = value_map_get(subject, key);
    *out = found ? *found : VALUE_NULL_VALUE;
    return STATUS_OK;
  }
  case VALUE_NODE:
  case VALUE_REL: return entity_property(c, subject, key, out);
  case VALUE_DATETIME:
  case VALUE_LOCALDATETIME:
  case VALUE_DATE:
  case VALUE_TIME:
  case VALUE_LOCALTIME:
  case VALUE_DURATION: return temporal_property(c, subject, key, out);
  case VALUE_EDTF: return function_edtf_part(&subject.edtf->date, key, out) ? STATUS_OK : no_component(c, subject, key);
  default:
    return error_set(c->err, ERROR_TYPE, "InvalidArgumentType",
                     "`%.*s` is asked of a value of type %s; only nodes, relationships, maps and temporal values have "
                     "properties",
                     (int)MIN(key.len, (size_t)60), key.data, value_type_name((ValueType)subject.type));
  }
}

/* The position in a list of that many items; below the end counts from the end, as -1 is the last. */
static int64_t position(int64_t i, uint32_t n)
{
  return i < 0 ? i + (int64_t)n : i;
}

Status access_index(FunctionContext *c, Value subject, Value index, Value *out)
{
  *out = VALUE_NULL_VALUE;
  if (subject.type == VALUE_NULL) return STATUS_OK;
  if (subject.type == VALUE_LIST) {
    if (index.type == VALUE_NULL) return STATUS_OK;
    if (index.type != VALUE_INT)
      return error_set(c->err, ERROR_TYPE, "ListElementAccessByNonInteger",
                       "an item of a list is named by an integer, not by a value of type %s",
                       value_type_name((ValueType)index.type));
    int64_t at = position(index.integer, subject.aux);
    if (at >= 0 && at < (int64_t)subject.aux) *out = subject.items[at];
    return STATUS_OK;
  }
  if (subject.type != VALUE_MAP && subject.type != VALUE_NODE && subject.type != VALUE_REL)
    return error_set(c->err, ERROR_TYPE, "InvalidArgumentType",
                     "only lists, maps, nodes and relationships have items in [ ], not a value of type %s",
                     value_type_name((ValueType)subject.type));
  if (index.type == VALUE_NULL) return STATUS_OK;
  if (index.type != VALUE_STRING)
    return error_set(c->err, ERROR_TYPE, "MapElementAccessByNonString",
                     "a property is named by a string, not by a value of type %s",
                     value_type_name((ValueType)index.type));
  return access_property(c, subject, value_text(index), out);
}

static Status slice_bound(FunctionContext *c, const Value *bound, uint32_t n, int64_t *at)
{
  if (bound->type != VALUE_INT)
    return error_set(c->err, ERROR_TYPE, "ListElementAccessByNonInteger",
                     "the bounds of a slice are integers, not values of type %s",
                     value_type_name((ValueType)bound->type));
  int64_t i = position(bound->integer, n);
  *at = i < 0 ? 0 : MIN(i, (int64_t)n);
  return STATUS_OK;
}

Status access_slice(FunctionContext *c, Value list, const Value *from, const Value *to, Value *out)
{
  *out = VALUE_NULL_VALUE;
  if (list.type == VALUE_NULL || (from && from->type == VALUE_NULL) || (to && to->type == VALUE_NULL)) return STATUS_OK;
  if (list.type != VALUE_LIST)
    return error_set(c->err, ERROR_TYPE, "InvalidArgumentType", "only lists can be sliced, not a value of type %s",
                     value_type_name((ValueType)list.type));
  int64_t first = 0, end = list.aux;
  if (from) TRY(slice_bound(c, from, list.aux, &first));
  if (to) TRY(slice_bound(c, to, list.aux, &end));
  *out = list;
  out->aux = first < end ? (uint32_t)(end - first) : 0;
  if (out->aux > 0) out->items = list.items + first;
  return STATUS_OK;
}
