/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking into values from outside. A clio_value is core's Value under another name. */
#include "api.h"

static const Value *inside(const clio_value *v)
{
  return (const Value *)v;
}

CLIO_API clio_type clio_value_type(const clio_value *value)
{
  static const clio_type types[VALUE_TYPE_COUNT] = {
      [VALUE_NULL] = CLIO_NULL,           [VALUE_MAP] = CLIO_MAP,
      [VALUE_NODE] = CLIO_NODE,           [VALUE_REL] = CLIO_RELATIONSHIP,
      [VALUE_LIST] = CLIO_LIST,           [VALUE_PATH] = CLIO_PATH,
      [VALUE_DATETIME] = CLIO_DATETIME,   [VALUE_LOCALDATETIME] = CLIO_LOCALDATETIME,
      [VALUE_DATE] = CLIO_DATE,           [VALUE_TIME] = CLIO_TIME,
      [VALUE_LOCALTIME] = CLIO_LOCALTIME, [VALUE_EDTF] = CLIO_EDTF,
      [VALUE_DURATION] = CLIO_DURATION,   [VALUE_STRING] = CLIO_STRING,
      [VALUE_BOOL] = CLIO_BOOL,           [VALUE_INT] = CLIO_INT,
      [VALUE_FLOAT] = CLIO_FLOAT,
  };
  return types[inside(value)->type];
}

CLIO_API bool clio_value_bool(const clio_value *value)
{
  return inside(value)->type == VALUE_BOOL && inside(value)->boolean;
}

CLIO_API int64_t clio_value_int(const clio_value *value)
{
  const Value *v = inside(value);
  if (v->type == VALUE_INT) return v->integer;
  bool fits = v->type == VALUE_FLOAT && v->number >= -9223372036854775808.0 && v->number < 9223372036854775808.0;
  return fits ? (int64_t)v->number : 0;
}

CLIO_API double clio_value_float(const clio_value *value)
{
  return value_is_number(*inside(value)) ? value_number(*inside(value)) : 0.0;
}

CLIO_API const char *clio_value_string(const clio_value *value, size_t *length)
{
  const Value *v = inside(value);
  if (v->type != VALUE_STRING) return NULL;
  if (length) *length = v->aux;
  return v->aux ? v->text : "";
}

CLIO_API int64_t clio_value_id(const clio_value *value)
{
  const Value *v = inside(value);
  return v->type == VALUE_NODE || v->type == VALUE_REL ? (int64_t)v->id : -1;
}

CLIO_API uint32_t clio_value_length(const clio_value *value)
{
  const Value *v = inside(value);
  return v->type == VALUE_LIST || v->type == VALUE_MAP || v->type == VALUE_PATH ? v->aux : 0;
}

CLIO_API const clio_value *clio_value_item(const clio_value *list, uint32_t i)
{
  const Value *v = inside(list);
  return v->type == VALUE_LIST && i < v->aux ? (const clio_value *)&v->items[i] : NULL;
}

CLIO_API const clio_value *clio_value_entry(const clio_value *map, uint32_t i, const char **key, size_t *length)
{
  const Value *v = inside(map);
  if (v->type != VALUE_MAP || i >= v->aux) return NULL;
  if (key) *key = v->entries[i].key.data;
  if (length) *length = v->entries[i].key.len;
  return (const clio_value *)&v->entries[i].value;
}

CLIO_API char *clio_value_text(const clio_query *query, const clio_value *value, clio_format format)
{
  Str text;
  str_init(&text);
  switch (format) {
  case CLIO_AS_CYPHER: value_print(&text, *inside(value), query->db->graph); break;
  case CLIO_AS_TEXT: value_show(&text, *inside(value), query->db->graph); break;
  case CLIO_AS_JSON: value_json(&text, *inside(value), query->db->graph); break;
  }
  return str_take(&text);
}
