/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as typed texts; see typed.h. */
#include "typed.h"

#include "csv/csv_value.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

const char *typed_word_of(ValueType type)
{
  switch (type) {
  case VALUE_BOOL: return "boolean";
  case VALUE_INT: return "long";
  case VALUE_FLOAT: return "double";
  case VALUE_STRING: return "string";
  case VALUE_DATE: return "date";
  case VALUE_LOCALTIME: return "localtime";
  case VALUE_TIME: return "time";
  case VALUE_LOCALDATETIME: return "localdatetime";
  case VALUE_DATETIME: return "datetime";
  case VALUE_EDTF: return "edtf";
  case VALUE_DURATION: return "duration";
  default: return "any";
  }
}

/* The one type of a list's items; VALUE_NULL where there are none or several. */
static ValueType item_type(Value list)
{
  for (uint32_t i = 1; i < list.aux; i++)
    if (list.items[i].type != list.items[0].type) return VALUE_NULL;
  return list.aux > 0 ? (ValueType)list.items[0].type : VALUE_NULL;
}

void typed_word(Value v, char out[TYPED_WORD_BYTES])
{
  bool list = v.type == VALUE_LIST;
  snprintf(out, TYPED_WORD_BYTES, "%s%s", typed_word_of(list ? item_type(v) : (ValueType)v.type), list ? "[]" : "");
}

/* ---- writing */

static bool json_says_type(Value v)
{
  switch (v.type) {
  case VALUE_NULL:
  case VALUE_BOOL:
  case VALUE_INT:
  case VALUE_STRING: return true;
  case VALUE_FLOAT: return isfinite(v.number);
  default: return false;
  }
}

/* named: the word of the whole says what the items are, where JSON does not. Of lists within lists it says nothing. */
static void write_list(Str *out, Value list, bool named)
{
  str_add_char(out, '[');
  for (uint32_t i = 0; i < list.aux; i++) {
    Value item = list.items[i];
    if (i) str_add_char(out, ',');
    if (item.type == VALUE_LIST) {
      write_list(out, item, false);
    } else if (named || json_says_type(item)) {
      value_json(out, item, NULL);
    } else {
      str_addf(out, "{\"%s\":", typed_word_of((ValueType)item.type));
      value_json(out, item, NULL);
      str_add_char(out, '}');
    }
  }
  str_add_char(out, ']');
}

void typed_write_list(Str *out, Value list)
{
  write_list(out, list, item_type(list) != VALUE_NULL);
}

void typed_write(Str *out, Value v)
{
  if (v.type == VALUE_LIST)
    typed_write_list(out, v);
  else
    value_show(out, v, NULL);
}

/* ---- reading */

static Status unexpected(const char *found, Text word, Error *err)
{
  char shown[SHOWN_BYTES];
  show_text(word, shown);
  return error_set(err, ERROR_FORMAT, NULL, "found %s, expected a value of the type %s", found, shown);
}

static Status read_scalar(Arena *arena, Text word, Text text, Value *out, Error *err)
{
  CsvColumn column = {0};
  if (!csv_type_find(word, &column.type)) return unexpected("a text", word, err);
  return csv_value(arena, &column, &(CsvField){.text = text, .quoted = true}, '\0', out, err);
}

static Status read_object(Arena *arena, const json_t *json, Value *out, Error *err)
{
  void *member = json_object_iter((json_t *)json);
  const char *word = member ? json_object_iter_key(member) : NULL;
  CsvType type;
  if (json_object_size(json) != 1 || !csv_type_find(text_of(word), &type))
    return error_set(err, ERROR_FORMAT, NULL, "found an object, expected a value");
  return typed_read_json(arena, text_of(word), json_object_iter_value(member), out, err);
}

static Status read_list(Arena *arena, Text word, const json_t *json, Value *out, Error *err)
{
  size_t n = json_array_size(json);
  Value *items = arena_array(arena, Value, n);
  TRY(arena_check(arena, err));
  for (size_t i = 0; i < n; i++) TRY(typed_read_json(arena, word, json_array_get(json, i), &items[i], err));
  *out = value_list(items, (uint32_t)n);
  return STATUS_OK;
}

static Text json_text(const json_t *json)
{
  return (Text){json_string_value(json), json_string_length(json)};
}

/* The word of a list's items, where it is one of a list. */
static bool word_of_items(Text *word)
{
  if (word->len < 3 || !text_cut_end(word, TEXT("[]"))) return false;
  if (text_equal(*word, TEXT("any"))) *word = TEXT("");
  return true;
}

/* Whether what JSON calls a number, true or false is of the type; an integer becomes the double that it stands for. */
static bool fits(Text word, Value *v)
{
  CsvType type;
  if (!csv_type_find(word, &type)) return false;
  bool real = type == CSV_FLOAT || type == CSV_DOUBLE;
  if (v->type == VALUE_INT && real) *v = value_float((double)v->integer);
  if (v->type == VALUE_INT) return type >= CSV_BYTE && type <= CSV_LONG;
  return v->type == VALUE_FLOAT ? real : type == CSV_BOOLEAN;
}

Status typed_read_json(Arena *arena, Text word, const json_t *json, Value *out, Error *err)
{
  Text items = word;
  bool list = word_of_items(&items);
  if (json_typeof(json) == JSON_NULL) {
    *out = VALUE_NULL_VALUE;
    return STATUS_OK;
  }
  if (json_is_array(json))
    return list || word.len == 0 ? read_list(arena, items, json, out, err) : unexpected("a list", word, err);
  if (list) return unexpected("no list", word, err);
  if (json_is_string(json) && word.len > 0) return read_scalar(arena, word, json_text(json), out, err);
  switch (json_typeof(json)) {
  case JSON_OBJECT: return read_object(arena, json, out, err);
  case JSON_STRING: *out = value_string(json_text(json)); break;
  case JSON_INTEGER: *out = value_int(json_integer_value(json)); break;
  case JSON_REAL: *out = value_float(json_real_value(json)); break;
  default: *out = value_bool(json_is_true(json)); break;
  }
  return word.len == 0 || fits(word, out) ? STATUS_OK : unexpected("a value of another type", word, err);
}

Status typed_read(Arena *arena, Text word, Text text, Value *out, Error *err)
{
  Text items = word;
  json_error_t error;
  if (!word_of_items(&items)) return read_scalar(arena, word, text, out, err);
  json_t *json = json_loadb(text.data, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
  Text complaint = shown_complaint(json ? "" : error.text);
  if (!json)
    return error_set(err, ERROR_FORMAT, NULL, "found no list in JSON: %.*s", (int)complaint.len, complaint.data);
  Status status = typed_read_json(arena, word, json, out, err);
  if (status == STATUS_OK) *out = value_copy(arena, *out);
  json_decref(json);
  return status == STATUS_OK ? arena_check(arena, err) : STATUS_FAIL;
}
