/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which shape a file of JSON has, and the reading of those that are lists of objects. */
#include "json_import.h"

typedef enum Shape {
  SHAPE_LIST,     /* of objects */
  SHAPE_LINES,    /* an object on each */
  SHAPE_OBJECTS,  /* one after the other; one alone, mostly */
  SHAPE_LINKS,    /* an object with lists of nodes and links */
  SHAPE_ELEMENTS, /* an object with elements */
} Shape;

Text json_link_type(const json_t *object, const char **member)
{
  static const char *const members[] = {"type", "label", "interaction"};
  for (size_t i = 0; i < ARRAY_LEN(members); i++) {
    const json_t *type = json_object_get(object, members[i]);
    *member = members[i];
    if (json_is_string(type) && json_string_length(type) > 0) return json_text(type);
  }
  *member = NULL;
  return (Text){NULL, 0};
}

Status json_add_link(JsonImport *j, uint32_t start, uint32_t end, Text type, Error *err)
{
  uint32_t rel;
  if (j->undirected) intake_note(j->in, "undirected edges, each a relationship from its source to its target", 1);
  if (type.len == 0) intake_note(j->in, "edges without a type, which are RELATED", 1);
  TRY(intake_add_rel(j->in, start, end, type.len > 0 ? type : INTAKE_TYPE, &rel, err));
  return json_set_properties(j, ENTITY_REL, rel, err);
}

/* ---- what documents say of themselves */

static bool is_clio(const json_t *generator)
{
  return json_is_string(generator) && text_equal(json_text(generator), TEXT("clio"));
}

static Status take_known(JsonImport *j, Text member, Error *err)
{
  json_t *json;
  TRY(document_take(j->document, &json, err));
  if (text_equal(member, TEXT("directed")))
    j->undirected = json_is_false(json);
  else if (is_clio(json) || is_clio(json_object_get(json, "generator")))
    j->own = true;
  else if (json_object_size(json) + json_array_size(json) > 0)
    intake_note(j->in, "members that are neither nodes nor links, left out", 1);
  json_decref(json);
  return STATUS_OK;
}

Status json_take_about(JsonImport *j, Text member, Error *err)
{
  static const char *const known[] = {
      "directed", "multigraph", "graph", "data", "format_version", "generated_by", "target_cytoscapejs_version"};
  for (size_t i = 0; i < ARRAY_LEN(known); i++)
    if (text_equal(member, text_of(known[i]))) return take_known(j, member, err);
  intake_note(j->in, "members that are neither nodes nor links, left out", 1);
  return document_skip(j->document, err);
}

/* ---- the shape */

static Shape shape_of_member(Text member)
{
  static const char *const links[] = {"nodes", "links", "edges", "rels"};
  for (size_t i = 0; i < ARRAY_LEN(links); i++)
    if (text_equal(member, text_of(links[i]))) return SHAPE_LINKS;
  return text_equal(member, TEXT("elements")) ? SHAPE_ELEMENTS : SHAPE_OBJECTS;
}

/* By the first member that can be a list of something known. */
static Status shape_of_object(JsonDocument *d, Shape *out, Error *err)
{
  char bracket, next;
  bool first = true, more;
  Text member;
  TRY(document_enter(d, &bracket, err));
  for (*out = SHAPE_OBJECTS; *out == SHAPE_OBJECTS;) {
    TRY(document_more(d, bracket, &first, &more, err));
    if (!more) return STATUS_OK;
    TRY(document_key(d, &member, err));
    Shape shape = shape_of_member(member);
    TRY(document_peek(d, &next, err));
    if (next == '[' || next == '{') *out = shape;
    if (*out == SHAPE_OBJECTS) TRY(document_skip(d, err));
  }
  return STATUS_OK;
}

static Status look_at(JsonDocument *d, Shape *out, Error *err)
{
  char next;
  bool lines;
  TRY(document_peek(d, &next, err));
  *out = SHAPE_LIST;
  if (next == '[') return STATUS_OK;
  TRY(document_has_lines(d, &lines, err));
  *out = lines ? SHAPE_LINES : SHAPE_OBJECTS;
  return lines || next != '{' ? STATUS_OK : shape_of_object(d, out, err);
}

static Status find_shape(Intake *in, const char *path, Shape *out, Error *err)
{
  JsonDocument *d;
  TRY(document_open(&d, in, path, err));
  Status status = look_at(d, out, err);
  document_close(d);
  return status;
}

/* ---- lists of objects */

/* All objects of a file are what the first of them is. */
typedef struct Objects {
  JsonImport j; /* first: what is handed around is a pointer to it */
  JsonTake take;
} Objects;

static Status take_object(JsonImport *j, const json_t *object, Error *err)
{
  Objects *o = (Objects *)j;
  if (!o->take)
    o->take = json_is_record(object) ? json_take_record : json_is_element(object) ? json_take_element : json_take_plain;
  return o->take(j, object, err);
}

static Status read_lines(JsonImport *j, Error *err)
{
  for (bool more = true; more;) TRY(json_take_line(j, false, take_object, &more, err));
  return STATUS_OK;
}

static Status read_objects(JsonImport *j, Error *err)
{
  char next;
  while (true) {
    TRY(document_peek(j->document, &next, err));
    if (!next) return STATUS_OK;
    TRY(json_take_next(j, take_object, err));
  }
}

static Status read_list(JsonImport *j, Error *err)
{
  TRY(json_each(j, take_object, err));
  return document_finish(j->document, err);
}

static Status read_by(Intake *in, const char *path, Status (*read)(JsonImport *j, Error *err), Error *err)
{
  Objects o = {0};
  Status status = json_import_begin(&o.j, in, path, err);
  if (status == STATUS_OK) status = read(&o.j, err);
  return json_import_end(&o.j, status, err);
}

Status jsonl_read(Intake *in, const char *path, Error *err)
{
  return read_by(in, path, read_lines, err);
}

Status json_read(Intake *in, const char *path, Error *err)
{
  Shape shape;
  TRY(find_shape(in, path, &shape, err));
  switch (shape) {
  case SHAPE_LIST: return read_by(in, path, read_list, err);
  case SHAPE_LINES: return read_by(in, path, read_lines, err);
  case SHAPE_OBJECTS: return read_by(in, path, read_objects, err);
  case SHAPE_LINKS: return json_read_links(in, path, err);
  case SHAPE_ELEMENTS: return json_read_elements(in, path, err);
  }
  return STATUS_OK;
}
