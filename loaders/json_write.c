/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities as members of JSON objects; see json_write.h. JSON has numbers, strings, booleans and lists of them, and a
 * number with a point or an exponent is a float: all else is a string, whose type stands beside it. */
#include "json_write.h"

#include "type_word.h"

#include <math.h>

void json_labels(Str *out, const Graph *g, uint32_t node)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  str_add_char(out, '[');
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add_char(out, ',');
    value_json_string(out, graph_name(g, NAME_LABEL, labels[i]));
  }
  str_add_char(out, ']');
}

/* ---- types */

static bool says_its_type(Value v)
{
  switch (v.type) {
  case VALUE_NULL:
  case VALUE_BOOL:
  case VALUE_INT:
  case VALUE_STRING: return true;
  case VALUE_FLOAT: return isfinite(v.number);
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++)
      if (!says_its_type(v.items[i])) return false;
    return true;
  default: return false;
  }
}

/* "date"; of a list "date[]", or where its items differ a list of their types. */
static void add_type(Str *out, Value v)
{
  if (says_its_type(v)) {
    str_add(out, "null");
  } else if (v.type != VALUE_LIST) {
    str_addf(out, "\"%s\"", type_word((ValueType)v.type));
  } else {
    ValueType item = type_only(type_of_items(v) & ~type_bit(VALUE_NULL));
    if (item != VALUE_NULL && item != VALUE_LIST) {
      str_addf(out, "\"%s[]\"", type_word(item));
      return;
    }
    for (uint32_t i = 0; i < v.aux; i++) {
      str_add_char(out, i ? ',' : '[');
      add_type(out, v.items[i]);
    }
    str_add_char(out, ']');
  }
}

/* ---- properties */

static bool is_reserved(Text name, JsonReserved reserved)
{
  while (name.len > 0 && name.data[name.len - 1] == '_') name.len--;
  for (; *reserved; reserved++)
    if (text_equal(name, text_of(*reserved))) return true;
  return false;
}

static void add_name(Str *out, Text name, bool underscore)
{
  value_json_string(out, name);
  if (!underscore || out->bad) return;
  out->len--;
  str_add(out, "_\"");
}

static void add_property(JsonWriter *w, Text name, bool underscore, Value v)
{
  Str *out = &w->e->out.text;
  add_name(out, name, underscore);
  str_add_char(out, ':');
  value_json(out, v, w->e->graph);
  if (LIKELY(says_its_type(v))) return;
  str_add(&w->types, w->types.len ? "," : ",\"types\":{");
  add_name(&w->types, name, underscore);
  str_add_char(&w->types, ':');
  add_type(&w->types, v);
}

void json_members(JsonWriter *w, EntityKind kind, uint32_t slot, JsonReserved reserved)
{
  uint32_t at = 0, key;
  Value v;
  str_clear(&w->types);
  while (graph_next_prop(w->e->graph, kind, slot, &at, &key, &v)) {
    Text name = graph_name(w->e->graph, NAME_KEY, key);
    str_add_char(&w->e->out.text, ',');
    add_property(w, name, is_reserved(name, reserved), v);
  }
}

void json_properties(JsonWriter *w, EntityKind kind, uint32_t slot)
{
  uint32_t at = 0, key;
  Value v;
  const char *separator = "";
  str_clear(&w->types);
  str_add_char(&w->e->out.text, '{');
  while (graph_next_prop(w->e->graph, kind, slot, &at, &key, &v)) {
    str_add(&w->e->out.text, separator);
    add_property(w, graph_name(w->e->graph, NAME_KEY, key), false, v);
    separator = ",";
  }
  str_add_char(&w->e->out.text, '}');
}

void json_types(JsonWriter *w)
{
  if (w->types.len == 0) return;
  str_add_text(&w->e->out.text, str_text(&w->types));
  str_add_char(&w->e->out.text, '}');
}

Status json_entities(JsonWriter *w, EntityKind kind, EntityWriter write, Error *err)
{
  TRY(export_entities(w->e, kind, write, w, err));
  return str_check(&w->types, err);
}
