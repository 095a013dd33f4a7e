/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities to nodes. An entity has one node, whichever file tells of it, or only refers to it, and also where it is in
 * the graph already: Wikidata's ids are the same everywhere. */
#include "wikidata_import.h"

#include "core/utf8.h"
#include "wikidata_statements.h"
#include "json/json_object.h"

#include <stdlib.h>

enum { MOST_LANGUAGES = 50 };

typedef struct ClassPair {
  uint32_t node, class;
} ClassPair;

typedef struct Wikidata {
  JsonImport j; /* first: what is handed around is a pointer to it */
  WikidataNames *names;
  Text languages[MOST_LANGUAGES];
  uint32_t language_count;
  ClassPair *classes; /* of the file */
  size_t class_count, class_cap;
} Wikidata;

static Text text_of_json(const json_t *json)
{
  return (Text){json_string_value(json), json_string_length(json)};
}

/* ---- names, descriptions, aliases */

/* The text of a label or description: {"language":"lv","value":"Latvija"}. */
static Text text_in(const json_t *terms, Text language)
{
  const json_t *value = json_object_get(json_object_getn(terms, language.data, language.len), "value");
  return json_is_string(value) ? text_of_json(value) : (Text){NULL, 0};
}

/* In the first language that has one as `key`, in the others as `key_lv`. `mul` stands for all that have none. */
static Status add_terms(Wikidata *w, WikidataFacts *f, const json_t *terms, const char *key, Error *err)
{
  bool found = false;
  for (uint32_t i = 0; i < w->language_count; i++) {
    Text text = text_in(terms, w->languages[i]);
    if (!text.data) continue;
    Text name = text_of(key);
    if (found) name = text_of(arena_printf(f->arena, "%s_%.*s", key, (int)w->languages[i].len, w->languages[i].data));
    TRY(arena_check(f->arena, err));
    TRY(wikidata_add(&f->properties, name, value_string(text), err));
    found = true;
  }
  Text any = found ? (Text){NULL, 0} : text_in(terms, TEXT("mul"));
  return any.data ? wikidata_add(&f->properties, text_of(key), value_string(any), err) : STATUS_OK;
}

static Status add_aliases(Wikidata *w, WikidataFacts *f, const json_t *aliases, Error *err)
{
  size_t count = 0, room = 0;
  for (uint32_t i = 0; i < w->language_count; i++)
    room += json_array_size(json_object_getn(aliases, w->languages[i].data, w->languages[i].len));
  if (room == 0) return STATUS_OK;
  Value *items = arena_array(f->arena, Value, room);
  TRY(arena_check(f->arena, err));
  for (uint32_t i = 0; i < w->language_count; i++) {
    const json_t *list = json_object_getn(aliases, w->languages[i].data, w->languages[i].len);
    for (size_t k = 0; k < json_array_size(list); k++) {
      const json_t *value = json_object_get(json_array_get(list, k), "value");
      if (json_is_string(value)) items[count++] = value_string(text_of_json(value));
    }
  }
  return wikidata_add(&f->properties, TEXT("aliases"), value_list(items, (uint32_t)count), err);
}

/* ---- entities */

static Status read_facts(Wikidata *w, const json_t *entity, Text id, WikidataFacts *f, Error *err)
{
  const json_t *labels, *descriptions, *aliases, *claims, *datatype = json_object_get(entity, "datatype");
  TRY(wikidata_map(entity, "labels", &labels, err));
  TRY(wikidata_map(entity, "descriptions", &descriptions, err));
  TRY(wikidata_map(entity, "aliases", &aliases, err));
  TRY(wikidata_map(entity, "claims", &claims, err));
  TRY(wikidata_add(&f->properties, TEXT("id"), value_string(id), err));
  TRY(add_terms(w, f, labels, "name", err));
  TRY(add_terms(w, f, descriptions, "description", err));
  TRY(add_aliases(w, f, aliases, err));
  if (json_is_string(datatype))
    TRY(wikidata_add(&f->properties, TEXT("datatype"), value_string(text_of_json(datatype)), err));
  return wikidata_statements(f, claims, err);
}

static Status set_properties(Intake *in, EntityKind kind, uint32_t slot, const WikidataProperties *properties,
                             Error *err)
{
  for (uint32_t i = 0; i < properties->count; i++)
    TRY(intake_set(in, kind, slot, properties->at[i].key, properties->at[i].value, err));
  return STATUS_OK;
}

static Status name_entity(Wikidata *w, Text id, uint32_t *node, Error *err)
{
  *node = intake_find(w->j.in, id);
  if (*node != SLOT_NONE) return STATUS_OK;
  TRY(intake_name(w->j.in, id, node, err));
  TRY(intake_label(w->j.in, *node, wikidata_entity_label(id), err));
  return intake_set(w->j.in, ENTITY_NODE, *node, TEXT("id"), value_string(id), err);
}

static Status note_class(Wikidata *w, uint32_t node, uint32_t class, Error *err)
{
  if (w->class_count == w->class_cap) {
    size_t cap = MAX(2 * w->class_cap, (size_t)1024);
    ClassPair *grown = realloc(w->classes, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    w->classes = grown;
    w->class_cap = cap;
  }
  w->classes[w->class_count++] = (ClassPair){node, class};
  return STATUS_OK;
}

static Status make_rel(Wikidata *w, uint32_t node, const WikidataRel *rel, Error *err)
{
  Intake *in = w->j.in;
  uint32_t end, slot;
  if (rel->end.data) {
    TRY(name_entity(w, rel->end, &end, err));
  } else {
    TRY(intake_add_node(in, &end, err));
    TRY(intake_label(in, end, text_of(rel->label), err));
    TRY(set_properties(in, ENTITY_NODE, end, &rel->value, err));
  }
  TRY(intake_add_rel(in, node, end, rel->type, &slot, err));
  if (rel->is_class) TRY(note_class(w, node, end, err));
  return set_properties(in, ENTITY_REL, slot, &rel->properties, err);
}

static Status make_entity(Wikidata *w, Text id, const WikidataFacts *f, Error *err)
{
  uint32_t node;
  TRY(intake_describe(w->j.in, id, &node, err));
  TRY(intake_label(w->j.in, node, wikidata_entity_label(id), err));
  TRY(set_properties(w->j.in, ENTITY_NODE, node, &f->properties, err));
  for (uint32_t i = 0; i < f->rel_count; i++) TRY(make_rel(w, node, &f->rels[i], err));
  return STATUS_OK;
}

static bool is_type(const json_t *entity, const char *type)
{
  const json_t *json = json_object_get(entity, "type");
  return json_is_string(json) && text_equal(text_of_json(json), text_of(type));
}

static Status take_entity(JsonImport *j, const json_t *entity, Error *err)
{
  Wikidata *w = (Wikidata *)j;
  const json_t *json = json_object_get(entity, "id");
  char shown[SHOWN_BYTES];
  if (!json_is_string(json)) return error_set(err, ERROR_FORMAT, NULL, "the entity has no `id`");
  Text id = text_of_json(json);
  show_text(id, shown);
  if (json_object_get(entity, "missing")) return error_set(err, ERROR_FORMAT, NULL, "Wikidata has no entity %s", shown);
  bool item = is_type(entity, "item"), property = is_type(entity, "property");
  if (!item && !property && json_object_get(entity, "type")) {
    intake_note(j->in, "entities that are neither items nor properties, left out", 1);
    return STATUS_OK;
  }
  if (id.len < 2 || id.data[0] != (property ? 'P' : 'Q'))
    return error_set(err, ERROR_FORMAT, NULL, "found the id %s, expected one such as %s", shown,
                     property ? "P31" : "Q42");
  WikidataFacts facts = {.arena = &j->arena, .in = j->in, .names = w->names, .properties.arena = &j->arena};
  Error inner = {0};
  if (read_facts(w, entity, id, &facts, &inner) == STATUS_OK) return make_entity(w, id, &facts, err);
  return error_set(err, inner.kind, inner.detail, inner.kind == ERROR_FORMAT ? "%s: %s" : "%s%s",
                   inner.kind == ERROR_FORMAT ? shown : "", inner.message);
}

/* ---- labels */

/* "sovereign state" to SovereignState. */
static void add_label_of_name(Str *out, Text name)
{
  bool start = true;
  for (size_t at = 0; at < name.len;) {
    size_t from = at;
    uint32_t c = utf8_next(name, &at);
    bool letter = utf8_is_identifier_continue(c);
    Text text = {name.data + from, at - from};
    if (letter && start)
      utf8_upper(out, text);
    else if (letter)
      str_add_text(out, text);
    start = !letter;
  }
}

static Status label_by_name(Wikidata *w, const ClassPair *pair, Value name, Error *err)
{
  Str label;
  str_init(&label);
  add_label_of_name(&label, value_text(name));
  Status status = str_check(&label, err);
  if (status == STATUS_OK && label.len > 0) status = intake_label(w->j.in, pair->node, str_text(&label), err);
  str_free(&label);
  return status;
}

/* What an entity is an instance of is a label, where the class has a name: in the table of names, or its own. */
static Status label_by_classes(Wikidata *w, Error *err)
{
  const Graph *g = w->j.in->graph;
  uint32_t id_key = graph_name_find(g, NAME_KEY, TEXT("id")), name_key = graph_name_find(g, NAME_KEY, TEXT("name"));
  for (size_t i = 0; i < w->class_count; i++) {
    const ClassPair *pair = &w->classes[i];
    Value id = graph_prop(g, ENTITY_NODE, pair->class, id_key);
    Text label = wikidata_label(w->names, value_text(id));
    Value name = name_key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(g, ENTITY_NODE, pair->class, name_key);
    if (label.data)
      TRY(intake_label(w->j.in, pair->node, label, err));
    else if (name.type == VALUE_STRING)
      TRY(label_by_name(w, pair, name, err));
  }
  return STATUS_OK;
}

/* ---- files */

/* Entities in a list, one a line with a comma behind it; also a piece of such a list. */
static Status read_list(Wikidata *w, Error *err)
{
  JsonDocument *d = w->j.document;
  char next;
  bool lines, more, entered = false;
  TRY(document_peek(d, &next, err));
  if (next == '[') {
    TRY(document_enter(d, &next, err));
    entered = true;
  }
  TRY(document_is_line(d, &lines, err));
  while (true) {
    TRY(document_peek(d, &next, err));
    if (!next) return STATUS_OK;
    if (next == ',' || (next == ']' && entered)) {
      document_pass(d);
      if (next == ',') continue;
      return document_finish(d, err);
    }
    TRY(lines ? json_take_line(&w->j, true, take_entity, &more, err) : json_take_next(&w->j, take_entity, err));
  }
}

/* {"entities":{"Q42":{..}}}, as single entities are served. */
static Status read_entities(Wikidata *w, Error *err)
{
  JsonDocument *d = w->j.document;
  char bracket;
  bool first = true, more;
  Text member;
  TRY(document_enter(d, &bracket, err));
  while (true) {
    TRY(document_more(d, bracket, &first, &more, err));
    if (!more) return document_finish(d, err);
    TRY(document_key(d, &member, err));
    TRY(text_equal(member, TEXT("entities")) ? json_each(&w->j, take_entity, err) : document_skip(d, err));
  }
}

static Status is_served(Intake *in, const char *path, bool *out, Error *err)
{
  JsonDocument *d;
  char next;
  Text member = {NULL, 0};
  TRY(document_open(&d, in, path, err));
  Status status = document_peek(d, &next, err);
  if (status == STATUS_OK && next == '{') {
    status = document_enter(d, &next, err);
    if (status == STATUS_OK) status = document_peek(d, &next, err);
    if (status == STATUS_OK && next == '"') status = document_key(d, &member, err);
  }
  *out = text_equal(member, TEXT("entities"));
  document_close(d);
  return status;
}

static Status read_languages(Wikidata *w, const char *list, Error *err)
{
  for (const char *at = list; *at;) {
    size_t len = strcspn(at, ",");
    if (len > 0 && w->language_count == MOST_LANGUAGES)
      return error_set(err, ERROR_ARGUMENT, NULL, "more than %d languages are asked for", MOST_LANGUAGES);
    if (len > 0) w->languages[w->language_count++] = (Text){at, len};
    at += len + (at[len] == ',');
  }
  return STATUS_OK;
}

Status wikidata_read(Intake *in, const char *path, Error *err)
{
  static const char *const labels[] = {"Item", "Property", "Lexeme", "Entity", NULL};
  bool served;
  Wikidata w = {0};
  TRY(is_served(in, path, &served, err));
  Status status = read_languages(&w, in->options->languages ? in->options->languages : "en", err);
  if (status == STATUS_OK) status = wikidata_names_open(&w.names, in->options->mapping, err);
  if (status == STATUS_OK) status = intake_know_labelled(in, labels, TEXT("id"), err);
  if (status == STATUS_OK) {
    status = json_import_begin(&w.j, in, path, err);
    in->ends_may_lack = true;
    if (status == STATUS_OK) status = served ? read_entities(&w, err) : read_list(&w, err);
    if (status == STATUS_OK) status = label_by_classes(&w, err);
    status = json_import_end(&w.j, status, err);
  }
  wikidata_names_close(w.names);
  free(w.classes);
  return status;
}

/* ---- which files are such */

static bool has_id(Text text, char letter)
{
  for (size_t i = 0; i + 8 < text.len; i++)
    if (memcmp(text.data + i, "\"id\":\"", 6) == 0 && text.data[i + 6] == letter && text.data[i + 7] >= '0' &&
        text.data[i + 7] <= '9')
      return true;
  return false;
}

/* An entity says early of which type it is, and its id. Blanks are left out. */
bool wikidata_starts(Text start)
{
  static const char *const types[] = {"\"type\":\"item\"", "\"type\":\"property\"", "\"type\":\"lexeme\""};
  char text[1024];
  size_t n = 0;
  for (size_t i = 0; i < start.len && n < sizeof text - 1; i++)
    if (!strchr(" \t\r\n", start.data[i])) text[n++] = start.data[i];
  text[n] = '\0';
  Text packed = {text, n};
  if (strncmp(text, "{\"entities\":{", 13) == 0) return true;
  for (size_t i = 0; i < ARRAY_LEN(types); i++)
    if (strstr(text, types[i])) return has_id(packed, 'Q') || has_id(packed, 'P') || has_id(packed, 'L');
  return false;
}
