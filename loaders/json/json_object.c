/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids, labels and properties of JSON objects; see json_object.h. */
#include "json_object.h"

#include "typed.h"

#include <stdlib.h>

Status json_import_begin(JsonImport *j, Intake *in, const char *path, Error *err)
{
  *j = (JsonImport){.in = in};
  arena_init(&j->arena, NULL);
  str_init(&j->number);
  map_init(&j->spread_keys, NULL);
  return document_open(&j->document, in, path, err);
}

Status json_import_end(JsonImport *j, Status status, Error *err)
{
  if (status == STATUS_OK) status = intake_check_described(j->in, err);
  document_close(j->document);
  map_free(&j->spread_keys);
  arena_free(&j->arena);
  str_free(&j->number);
  return status;
}

/* ---- values */

static Status text_of_json(JsonImport *j, const json_t *json, Text *out, Error *err)
{
  char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
  if (!text) return error_out_of_memory(err);
  *out = arena_text(&j->arena, text_of(text));
  free(text);
  return arena_check(&j->arena, err);
}

bool json_id(JsonImport *j, const json_t *id, Text *out)
{
  Error ignored = {0};
  if (!id || json_is_null(id) || json_is_object(id)) return false;
  if (json_is_string(id)) {
    *out = json_text(id);
    return true;
  }
  if (!json_is_integer(id)) return text_of_json(j, id, out, &ignored) == STATUS_OK;
  str_clear(&j->number);
  str_add_int(&j->number, json_integer_value(id));
  *out = arena_text(&j->arena, str_text(&j->number));
  return !j->number.bad && !j->arena.bad;
}

static Status to_value(JsonImport *j, const json_t *json, Value *out, Error *err);

static Status to_list(JsonImport *j, const json_t *list, Value *out, Error *err)
{
  size_t n = json_array_size(list);
  Value *items = arena_array(&j->arena, Value, MAX(n, (size_t)1));
  TRY(arena_check(&j->arena, err));
  for (size_t i = 0; i < n; i++) TRY(to_value(j, json_array_get(list, i), &items[i], err));
  *out = value_list(items, (uint32_t)n);
  return STATUS_OK;
}

static Status to_value(JsonImport *j, const json_t *json, Value *out, Error *err)
{
  Text text;
  switch (json_typeof(json)) {
  case JSON_NULL: *out = VALUE_NULL_VALUE; break;
  case JSON_TRUE:
  case JSON_FALSE: *out = value_bool(json_is_true(json)); break;
  case JSON_INTEGER: *out = value_int(json_integer_value(json)); break;
  case JSON_REAL: *out = value_float(json_real_value(json)); break;
  case JSON_STRING: *out = value_string(json_text(json)); break;
  case JSON_ARRAY: return to_list(j, json, out, err);
  case JSON_OBJECT:
    TRY(text_of_json(j, json, &text, err));
    *out = value_string(text);
    intake_note(j->in, "objects in lists, kept as texts in JSON", 1);
    break;
  }
  return STATUS_OK;
}

/* ---- properties */

static Status add_room(JsonImport *j, Error *err)
{
  if (j->property_count < j->property_cap) return STATUS_OK;
  uint32_t cap = MAX(2 * j->property_cap, 16u);
  JsonProperty *grown = arena_array(&j->arena, JsonProperty, cap);
  TRY(arena_check(&j->arena, err));
  if (j->property_count > 0) memcpy(grown, j->properties, j->property_count * sizeof *grown);
  j->properties = grown;
  j->property_cap = cap;
  return STATUS_OK;
}

static bool is_property(const void *context, uint32_t item, const void *key)
{
  return text_equal(((const JsonImport *)context)->properties[item].key, *(const Text *)key);
}

/* The names within one object differ; but `a.b` may come from two places. */
static Status check_new(JsonImport *j, Text key, Error *err)
{
  char shown[SHOWN_BYTES];
  if (!memchr(key.data, '.', key.len)) return STATUS_OK;
  uint64_t hash = hash_bytes(key.data, key.len);
  if (map_find(&j->spread_keys, hash, is_property, j, &key) == MAP_NONE)
    return map_add(&j->spread_keys, hash, j->property_count, err);
  show_text(key, shown);
  return error_set(err, ERROR_FORMAT, NULL, "there are two values for the property %s", shown);
}

Status json_add_value(JsonImport *j, Text key, Value value, Error *err)
{
  if (value_is_null(value)) return STATUS_OK;
  TRY(add_room(j, err));
  TRY(check_new(j, key, err));
  j->properties[j->property_count++] = (JsonProperty){key, value};
  return STATUS_OK;
}

static Status add_spread(JsonImport *j, Text prefix, const json_t *object, Error *err)
{
  const char *name;
  json_t *member;
  intake_note(j->in, "objects spread over properties such as `a.b`", 1);
  json_object_foreach((json_t *)object, name, member)
  {
    char *key = arena_printf(&j->arena, "%.*s.%s", (int)prefix.len, prefix.data, name);
    TRY(arena_check(&j->arena, err));
    TRY(json_add(j, text_of(key), member, err));
  }
  return STATUS_OK;
}

Status json_use_types(JsonImport *j, const json_t *types, Error *err)
{
  j->types = types;
  return !types || json_is_object(types) ? STATUS_OK
                                         : error_set(err, ERROR_FORMAT, NULL, "`types` is no object with types");
}

static Status add_typed(JsonImport *j, Text key, Text type, const json_t *value, Error *err)
{
  Value v;
  Error inner = {0};
  if (typed_read_json(&j->arena, type, value, &v, &inner) == STATUS_OK) return json_add_value(j, key, v, err);
  char shown[SHOWN_BYTES];
  show_text(key, shown);
  return error_set(err, inner.kind, inner.detail, "the property %s: %s", shown, inner.message);
}

Status json_add(JsonImport *j, Text key, const json_t *value, Error *err)
{
  Value v;
  if (json_is_object(value) && json_object_size(value) > 0) return add_spread(j, key, value, err);
  TRY(to_value(j, value, &v, err));
  return json_add_value(j, key, v, err);
}

static bool is_one_of(Text name, const char *const *names)
{
  while (*names && !text_equal(name, text_of(*names))) names++;
  return *names != NULL;
}

static Text without_escape(Text name, const char *const *escaped)
{
  Text stem = name;
  while (stem.len > 0 && stem.data[stem.len - 1] == '_') stem.len--;
  return stem.len < name.len && is_one_of(stem, escaped) ? (Text){name.data, name.len - 1} : name;
}

Status json_add_members(JsonImport *j, const json_t *object, const char *const *except, bool escaped, Error *err)
{
  const char *name;
  json_t *member;
  json_object_foreach((json_t *)object, name, member)
  {
    if (is_one_of(text_of(name), except)) continue;
    Text key = escaped ? without_escape(text_of(name), except) : text_of(name);
    const json_t *type = json_object_get(j->types, name);
    TRY(json_is_string(type) ? add_typed(j, key, json_text(type), member, err) : json_add(j, key, member, err));
  }
  return STATUS_OK;
}

Status json_set_properties(JsonImport *j, EntityKind kind, uint32_t slot, Error *err)
{
  for (uint32_t i = 0; i < j->property_count; i++)
    TRY(intake_set(j->in, kind, slot, j->properties[i].key, j->properties[i].value, err));
  return STATUS_OK;
}

/* ---- labels */

static Status split_names(JsonImport *j, Text text, const char *delimiters, JsonNames *out, Error *err)
{
  out->at = arena_array(&j->arena, Text, text.len / 2 + 1);
  TRY(arena_check(&j->arena, err));
  for (size_t i = 0; i < text.len;) {
    size_t n = 0;
    while (i + n < text.len && !strchr(delimiters, text.data[i + n])) n++;
    if (n > 0) out->at[out->count++] = (Text){text.data + i, n};
    i += n + 1;
  }
  return STATUS_OK;
}

Status json_names(JsonImport *j, const json_t *json, const char *delimiters, const char *what, JsonNames *out,
                  Error *err)
{
  *out = (JsonNames){0};
  if (!json || json_is_null(json)) return STATUS_OK;
  if (json_is_string(json)) return split_names(j, json_text(json), delimiters, out, err);
  if (!json_is_array(json)) return error_set(err, ERROR_FORMAT, NULL, "%s is no list of texts", what);
  size_t n = json_array_size(json);
  out->at = arena_array(&j->arena, Text, MAX(n, (size_t)1));
  TRY(arena_check(&j->arena, err));
  for (size_t i = 0; i < n; i++) {
    const json_t *item = json_array_get(json, i);
    if (!json_is_string(item) || json_string_length(item) == 0)
      return error_set(err, ERROR_FORMAT, NULL, "%s is no list of texts", what);
    out->at[out->count++] = json_text(item);
  }
  return STATUS_OK;
}

Status json_set_labels(JsonImport *j, uint32_t node, const JsonNames *labels, Error *err)
{
  for (uint32_t i = 0; i < labels->count; i++) TRY(intake_label(j->in, node, labels->at[i], err));
  return STATUS_OK;
}

/* ---- lists of objects */

static Status leave_object_out(JsonImport *j, Error *err)
{
  if (!j->quiet || err->kind != ERROR_FORMAT) return intake_leave_out(j->in, err);
  error_clear(err);
  return STATUS_OK;
}

static void begin_object(JsonImport *j)
{
  arena_reset(&j->arena);
  j->types = NULL;
  j->properties = NULL;
  j->property_count = j->property_cap = 0;
  map_free(&j->spread_keys);
  map_init(&j->spread_keys, NULL);
}

Status json_hand_over(JsonImport *j, const json_t *json, JsonTake take, Error *err)
{
  JsonPlace place = document_place(j->document);
  begin_object(j);
  j->in->place = (IntakePlace){place.line, place.column};
  Status status = json_is_object(json) ? take(j, json, err)
                                       : error_set(err, ERROR_FORMAT, NULL, "found no object, expected an object");
  if (status != STATUS_OK) (void)document_locate(j->document, place, err);
  return status == STATUS_OK ? STATUS_OK : leave_object_out(j, err);
}

Status json_take_next(JsonImport *j, JsonTake take, Error *err)
{
  json_t *json;
  if (document_take(j->document, &json, err) != STATUS_OK)
    return document_is_whole(j->document) ? leave_object_out(j, err) : STATUS_FAIL;
  Status status = json_hand_over(j, json, take, err);
  json_decref(json);
  return status;
}

Status json_take_line(JsonImport *j, bool comma, JsonTake take, bool *more, Error *err)
{
  json_t *json;
  *more = true;
  if (document_take_line(j->document, comma, &json, err) != STATUS_OK) return leave_object_out(j, err);
  *more = json != NULL;
  Status status = json ? json_hand_over(j, json, take, err) : STATUS_OK;
  json_decref(json);
  return status;
}

Status json_each(JsonImport *j, JsonTake take, Error *err)
{
  char bracket;
  bool first = true, more;
  Text key;
  TRY(document_enter(j->document, &bracket, err));
  for (j->index = 0;; j->index++) {
    TRY(document_more(j->document, bracket, &first, &more, err));
    if (!more) return STATUS_OK;
    if (bracket == '{') TRY(document_key(j->document, &key, err));
    TRY(json_take_next(j, take, err));
  }
}
