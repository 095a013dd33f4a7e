/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes and relationships as one object each. Clio writes {"id":7,"labels":[..],"properties":{..}} and
 * {"id":3,"type":"SIGNED","start":7,"end":9,"properties":{..}}; APOC of Neo4j, {"type":"node","id":"7",..} and
 * {"type":"relationship","id":"3","label":"SIGNED","start":{"id":"7","labels":[..]},"end":{..},..}. */
#include "json_import.h"

/* The members of an object, each looked for once; NULL where there is none. */
typedef struct Record {
  const json_t *type, *id, *label, *labels, *start, *end, *properties, *types;
  bool others;
} Record;

static Record record_of(const json_t *object)
{
  Record r = {0};
  const struct {
    const char *name;
    const json_t **at;
  } members[] = {
      {"id", &r.id},       {"type", &r.type},     {"start", &r.start}, {"end", &r.end}, {"properties", &r.properties},
      {"types", &r.types}, {"labels", &r.labels}, {"label", &r.label}};
  const char *name;
  json_t *member;
  json_object_foreach((json_t *)object, name, member)
  {
    size_t i = 0;
    while (i < ARRAY_LEN(members) && strcmp(members[i].name, name) != 0) i++;
    if (i < ARRAY_LEN(members))
      *members[i].at = member;
    else
      r.others = true;
  }
  if (r.properties && !json_is_object(r.properties)) r.others = true;
  return r;
}

static bool is_text(const json_t *value, const char *text)
{
  return json_is_string(value) && text_equal(json_text(value), text_of(text));
}

static bool is_node(const Record *r)
{
  if (r->others || r->label || r->start || r->end || (r->labels && !json_is_array(r->labels))) return false;
  return r->type ? is_text(r->type, "node") && r->id : r->labels && r->properties;
}

static bool is_apoc_rel(const Record *r)
{
  return !r->others && !r->labels && is_text(r->type, "relationship") && json_is_string(r->label) &&
         json_is_object(r->start) && json_is_object(r->end);
}

static bool is_rel(const Record *r)
{
  return !r->others && !r->labels && !r->label && json_is_string(r->type) && r->start && r->end;
}

bool json_is_record(const json_t *object)
{
  Record r = record_of(object);
  return is_node(&r) || is_apoc_rel(&r) || is_rel(&r);
}

/* ---- nodes */

static Status add_properties(JsonImport *j, const Record *r, Error *err)
{
  static const char *const none[] = {NULL};
  TRY(json_use_types(j, r->types, err));
  return r->properties ? json_add_members(j, r->properties, none, false, err) : STATUS_OK;
}

static Status take_node(JsonImport *j, const Record *r, Error *err)
{
  Text id;
  JsonNames labels;
  uint32_t node;
  bool named = json_id(j, r->id, &id);
  if (r->id && !named) return error_set(err, ERROR_FORMAT, NULL, "found an id that is neither a text nor a number");
  TRY(json_names(j, r->labels, "", "`labels`", &labels, err));
  TRY(add_properties(j, r, err));
  TRY(named ? intake_describe(j->in, id, &node, err) : intake_add_node(j->in, &node, err));
  TRY(json_set_labels(j, node, &labels, err));
  return json_set_properties(j, ENTITY_NODE, node, err);
}

/* ---- relationships */

typedef struct End {
  Text id;
  JsonNames labels; /* that APOC repeats there, also of nodes that the file does not have */
} End;

static Status read_end(JsonImport *j, const json_t *end, const char *member, End *out, Error *err)
{
  const json_t *id = json_is_object(end) ? json_object_get(end, "id") : end;
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

/* member: that of the type. */
static Status take_rel(JsonImport *j, const Record *r, const json_t *type, const char *member, Error *err)
{
  End start, end;
  uint32_t from, to, rel;
  Text name = json_text(type);
  if (name.len == 0) error_set(err, ERROR_FORMAT, NULL, "found an empty text in `%s`, expected a type", member);
  bool good = name.len > 0 && read_end(j, r->start, "start", &start, err) == STATUS_OK &&
              read_end(j, r->end, "end", &end, err) == STATUS_OK;
  if (!good) return intake_fault(j->in, FAULT_RELATIONSHIP, STATUS_FAIL);
  TRY(add_properties(j, r, err));
  TRY(name_end(j, &start, &from, err));
  TRY(name_end(j, &end, &to, err));
  TRY(intake_add_rel(j->in, from, to, name, &rel, err));
  return json_set_properties(j, ENTITY_REL, rel, err);
}

Status json_take_record(JsonImport *j, const json_t *object, Error *err)
{
  Record r = record_of(object);
  if (is_rel(&r)) return take_rel(j, &r, r.type, "type", err);
  if (is_node(&r)) return take_node(j, &r, err);
  if (!is_apoc_rel(&r))
    return error_set(err, ERROR_FORMAT, NULL,
                     "expected a node (id, labels, properties) or a relationship (type, start, end, properties)");
  j->in->ends_may_lack = true;
  return take_rel(j, &r, r.label, "label", err);
}
