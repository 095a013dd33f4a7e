/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities as members of JSON objects; see json_write.h. JSON has numbers, strings, booleans and lists of them, and a
 * number with a point or an exponent is a float: all else is a string, whose type stands beside it. */
#include "json_write.h"

#include "typed.h"

#include <math.h>

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
  char word[TYPED_WORD_BYTES];
  add_name(out, name, underscore);
  str_add_char(out, ':');
  if (LIKELY(says_its_type(v))) {
    value_json(out, v, w->e->graph);
    return;
  }
  if (v.type == VALUE_LIST)
    typed_write_list(out, v);
  else
    value_json(out, v, w->e->graph);
  typed_word(v, word);
  str_add(&w->types, w->types.len ? "," : ",\"types\":{");
  add_name(&w->types, name, underscore);
  str_addf(&w->types, ":\"%s\"", word);
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
