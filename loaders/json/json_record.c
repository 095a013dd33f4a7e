/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes and relationships as one object each. Clio writes {"id":7,"labels":[..],"properties":{..}} and
 * {"id":3,"type":"SIGNED","start":7,"end":9,"properties":{..}}; APOC of Neo4j, {"type":"node","id":"7",..} and
 * {"type":"relationship","id":"3","label":"SIGNED","start":{"id":"7","labels":[..]},"end":{..},..}. */
#include "json_import.h"

static bool has_only(const json_t *object, const char *const *names)
{
  const char *name;
  json_t *member;
  json_object_foreach((json_t *)object, name, member)
  {
    size_t i = 0;
    while (names[i] && strcmp(names[i], name) != 0) i++;
    if (!names[i]) return false;
  }
  return true;
}

static bool says(const json_t *object, const char *member, const char *text)
{
  const json_t *value = json_object_get(object, member);
  return json_is_string(value) && text_equal(json_text(value), text_of(text));
}

static bool has_properties(const json_t *object)
{
  const json_t *properties = json_object_get(object, "properties");
  return !properties || json_is_object(properties);
}

static bool is_node(const json_t *object)
{
  static const char *const members[] = {"type", "id", "labels", "properties", "types", NULL};
  const json_t *labels = json_object_get(object, "labels");
  if (!has_only(object, members) || !has_properties(object) || (labels && !json_is_array(labels))) return false;
  if (json_object_get(object, "type")) return says(object, "type", "node") && json_object_get(object, "id");
  return labels && json_object_get(object, "properties");
}

static bool is_apoc_rel(const json_t *object)
{
  static const char *const members[] = {"type", "id", "label", "start", "end", "properties", "types", NULL};
  return has_only(object, members) && has_properties(object) && says(object, "type", "relationship") &&
         json_is_string(json_object_get(object, "label")) && json_is_object(json_object_get(object, "start")) &&
         json_is_object(json_object_get(object, "end"));
}

static bool is_rel(const json_t *object)
{
  static const char *const members[] = {"type", "id", "start", "end", "properties", "types", NULL};
  return has_only(object, members) && has_properties(object) && json_is_string(json_object_get(object, "type")) &&
         json_object_get(object, "start") && json_object_get(object, "end");
}

bool json_is_record(const json_t *object)
{
  return is_node(object) || is_apoc_rel(object) || is_rel(object);
}

/* ---- nodes */

static Status add_properties(JsonImport *j, const json_t *object, Error *err)
{
  static const char *const none[] = {NULL};
  const json_t *properties = json_object_get(object, "properties");
  TRY(json_use_types(j, json_object_get(object, "types"), err));
  return properties ? json_add_members(j, properties, none, false, err) : STATUS_OK;
}

static Status take_node(JsonImport *j, const json_t *object, Error *err)
{
  Text id;
  JsonNames labels;
  uint32_t node;
  const json_t *given = json_object_get(object, "id");
  bool named = json_id(j, given, &id);
  if (given && !named) return error_set(err, ERROR_FORMAT, NULL, "found an id that is neither a text nor a number");
  TRY(json_names(j, json_object_get(object, "labels"), "", "`labels`", &labels, err));
  TRY(add_properties(j, object, err));
  TRY(named ? intake_describe(j->in, id, &node, err) : intake_add_node(j->in, &node, err));
  TRY(json_set_labels(j, node, &labels, err));
  return json_set_properties(j, ENTITY_NODE, node, err);
}

/* ---- relationships */

typedef struct End {
  Text id;
  JsonNames labels; /* that APOC repeats there, also of nodes that the file does not have */
} End;

static Status read_end(JsonImport *j, const json_t *object, const char *member, End *out, Error *err)
{
  const json_t *end = json_object_get(object, member), *id = json_is_object(end) ? json_object_get(end, "id") : end;
  if (!json_id(j, id, &out->id))
    return error_set(err, ERROR_FORMAT, NULL, "found no id in `%s`, expected a text or a number", member);
  return json_names(j, json_object_get(end, "labels"), "", "`labels`", &out->labels, err);
}

static Status name_end(JsonImport *j, const End *end, uint32_t *node, Error *err)
{
  bool known = intake_find(j->in, end->id) != SLOT_NONE;
  TRY(intake_name(j->in, end->id, node, err));
  return known ? STATUS_OK : json_set_labels(j, *node, &end->labels, err);
}

static Status take_rel(JsonImport *j, const json_t *object, const char *type, Error *err)
{
  End start, end;
  uint32_t from, to, rel;
  Text name = json_text(json_object_get(object, type));
  if (name.len == 0) error_set(err, ERROR_FORMAT, NULL, "found an empty text in `%s`, expected a type", type);
  bool good = name.len > 0 && read_end(j, object, "start", &start, err) == STATUS_OK &&
              read_end(j, object, "end", &end, err) == STATUS_OK;
  if (!good) return intake_fault(j->in, FAULT_RELATIONSHIP, STATUS_FAIL);
  TRY(add_properties(j, object, err));
  TRY(name_end(j, &start, &from, err));
  TRY(name_end(j, &end, &to, err));
  TRY(intake_add_rel(j->in, from, to, name, &rel, err));
  return json_set_properties(j, ENTITY_REL, rel, err);
}

Status json_take_record(JsonImport *j, const json_t *object, Error *err)
{
  if (is_apoc_rel(object)) j->in->ends_may_lack = true;
  if (is_apoc_rel(object)) return take_rel(j, object, "label", err);
  if (is_rel(object)) return take_rel(j, object, "type", err);
  if (is_node(object)) return take_node(j, object, err);
  return error_set(err, ERROR_FORMAT, NULL,
                   "expected a node (id, labels, properties) or a relationship (type, start, end, properties)");
}
