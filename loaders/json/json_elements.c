/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Elements as Cytoscape.js has them, {"group":"nodes","data":{"id":"a",..},"position":{..},"classes":".."}: a list of
 * them, or a document with the member `elements`. How they are drawn is not for a graph. */
#include "json_import.h"

bool json_is_element(const json_t *object)
{
  return json_is_object(json_object_get(object, "data"));
}

static Status add_position(JsonImport *j, const json_t *object, const json_t *data, Error *err)
{
  static const char *const axes[] = {"x", "y"};
  const json_t *position = json_object_get(object, "position");
  for (size_t i = 0; i < ARRAY_LEN(axes); i++) {
    const json_t *value = json_object_get(position, axes[i]);
    if (json_is_number(value) && !json_object_get(data, axes[i])) TRY(json_add(j, text_of(axes[i]), value, err));
  }
  return STATUS_OK;
}

static Status take_node(JsonImport *j, const json_t *object, const json_t *data, Error *err)
{
  static const char *const own[] = {"id", "label", "labels", "parent", "types", NULL};
  const json_t *given = json_object_get(data, "id"),
               *labels = json_object_get(j->own ? data : object, j->own ? "labels" : "classes");
  Text id;
  JsonNames names;
  uint32_t node;
  bool named = json_id(j, given, &id);
  if (given && !named) return error_set(err, ERROR_FORMAT, NULL, "found an id that is neither a text nor a number");
  TRY(json_names(j, labels, " ", j->own ? "`labels`" : "`classes`", &names, err));
  if (j->own) TRY(json_use_types(j, json_object_get(data, "types"), err));
  TRY(json_add_members(j, data, j->own ? own : own + ARRAY_LEN(own) - 1, j->own, err));
  TRY(add_position(j, object, data, err));
  TRY(named ? intake_describe(j->in, id, &node, err) : intake_add_node(j->in, &node, err));
  TRY(json_set_labels(j, node, &names, err));
  return json_set_properties(j, ENTITY_NODE, node, err);
}

static Status take_edge(JsonImport *j, const json_t *object, const json_t *data, Error *err)
{
  static const char *const ends[] = {"source", "target"};
  Text ids[2];
  uint32_t from, to;
  const char *named;
  for (size_t i = 0; i < ARRAY_LEN(ends); i++)
    if (!json_id(j, json_object_get(data, ends[i]), &ids[i]))
      return intake_fault(
          j->in, FAULT_RELATIONSHIP,
          error_set(err, ERROR_FORMAT, NULL, "the edge has no `%s`, expected a text or a number", ends[i]));
  Text type = json_link_type(data, &named);
  const char *const own[] = {"source", "target", "type", "id", "types", NULL}, *const foreign[] = {"source", "target",
                                                                                                   named, NULL};
  const json_t *classes = json_object_get(object, "classes");
  if (j->own) TRY(json_use_types(j, json_object_get(data, "types"), err));
  TRY(json_add_members(j, data, j->own ? own : foreign, j->own, err));
  if (classes && !json_object_get(data, "classes")) TRY(json_add(j, TEXT("classes"), classes, err));
  TRY(intake_name(j->in, ids[0], &from, err));
  TRY(intake_name(j->in, ids[1], &to, err));
  return json_add_link(j, from, to, type, err);
}

typedef Status (*TakeData)(JsonImport *j, const json_t *object, const json_t *data, Error *err);

static Status take_data(JsonImport *j, const json_t *object, TakeData take, Error *err)
{
  const json_t *data = json_object_get(object, "data");
  if (!json_is_object(data)) return error_set(err, ERROR_FORMAT, NULL, "the element has no `data`, expected an object");
  return take(j, object, data, err);
}

static Status take_node_element(JsonImport *j, const json_t *object, Error *err)
{
  return take_data(j, object, take_node, err);
}

static Status take_edge_element(JsonImport *j, const json_t *object, Error *err)
{
  return take_data(j, object, take_edge, err);
}

/* In a list of both, edges have ends. */
Status json_take_element(JsonImport *j, const json_t *object, Error *err)
{
  const json_t *data = json_object_get(object, "data"), *group = json_object_get(object, "group");
  bool edge = json_is_string(group) ? text_equal(json_text(group), TEXT("edges"))
                                    : json_object_get(data, "source") && json_object_get(data, "target");
  return take_data(j, object, edge ? take_edge : take_node, err);
}

/* ---- the document */

/* A list of elements, or an object with a list of nodes and one of edges. */
static Status take_elements(JsonImport *j, Error *err)
{
  char bracket;
  bool first = true, more;
  Text group;
  TRY(document_peek(j->document, &bracket, err));
  if (bracket == '[') return json_each(j, json_take_element, err);
  TRY(document_enter(j->document, &bracket, err));
  while (true) {
    TRY(document_more(j->document, bracket, &first, &more, err));
    if (!more) return STATUS_OK;
    TRY(document_key(j->document, &group, err));
    TRY(json_each(j, text_equal(group, TEXT("edges")) ? take_edge_element : take_node_element, err));
  }
}

static Status read_document(JsonImport *j, Error *err)
{
  char bracket;
  bool first = true, more;
  Text member;
  TRY(document_enter(j->document, &bracket, err));
  while (true) {
    TRY(document_more(j->document, bracket, &first, &more, err));
    if (!more) return document_finish(j->document, err);
    TRY(document_key(j->document, &member, err));
    TRY(text_equal(member, TEXT("elements")) ? take_elements(j, err) : json_take_about(j, member, err));
  }
}

Status json_read_elements(Intake *in, const char *path, Error *err)
{
  JsonImport j;
  Status status = json_import_begin(&j, in, path, err);
  if (status == STATUS_OK) status = read_document(&j, err);
  return json_import_end(&j, status, err);
}
