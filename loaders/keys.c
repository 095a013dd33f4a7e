/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and the types among their values; see keys.h. */
#include "keys.h"

#include <stdlib.h>
#include <strings.h>

static uint32_t items_of(Value list)
{
  uint32_t items = 0;
  for (uint32_t i = 0; i < list.aux; i++) items |= type_bit((ValueType)list.items[i].type);
  return items;
}

/* The types among the values that will be written. All values of a column that is not tagged have one type. */
static void look_at_values(const Export *e, Key *key)
{
  Walk walk;
  uint32_t slot;
  walk_begin(&walk, e, key->kind);
  while (walk_next(&walk, &slot)) {
    if (!column_has(key->column, slot)) continue;
    Value v = column_get(key->column, slot);
    key->seen |= type_bit((ValueType)v.type);
    if (v.type == VALUE_LIST) key->items |= items_of(v);
    if (column_type(key->column) != COLUMN_TAGGED) return;
  }
}

/* The only type in the set; VALUE_NULL where there are none or several. */
static ValueType only(uint32_t set)
{
  return set && (set & (set - 1)) == 0 ? (ValueType)__builtin_ctz(set) : VALUE_NULL;
}

ValueType key_value_type(const Key *key)
{
  return only(key->seen);
}

ValueType key_item_type(const Key *key)
{
  return only(key->items);
}

static void choose_type(Key *key)
{
  uint32_t numbers = type_bit(VALUE_INT) | type_bit(VALUE_FLOAT);
  key->type = key->seen == type_bit(VALUE_BOOL)  ? KEY_BOOLEAN
              : key->seen == type_bit(VALUE_INT) ? KEY_LONG
              : !(key->seen & ~numbers)          ? KEY_DOUBLE
                                                 : KEY_STRING;
  ValueType item = key_item_type(key);
  bool lists = key->seen == type_bit(VALUE_LIST);
  key->mixed = key_value_type(key) == VALUE_NULL || (lists && (item == VALUE_NULL || item == VALUE_LIST));
}

Status keys_find(Keys *keys, const Export *e, Error *err)
{
  uint32_t names = graph_name_count(e->graph, NAME_KEY);
  *keys = (Keys){.e = e, .at = calloc(MAX((size_t)names * 2, (size_t)1), sizeof *keys->at)};
  if (!keys->at) return error_out_of_memory(err);
  for (int kind = ENTITY_NODE; kind <= ENTITY_REL; kind++) {
    for (uint32_t name = 0; name < names; name++) {
      Key *key = &keys->at[keys->count];
      *key = (Key){.kind = (EntityKind)kind, .column = graph_column(e->graph, (EntityKind)kind, name)};
      if (!key->column || column_count(key->column) == 0) continue;
      look_at_values(e, key);
      if (!key->seen) continue;
      choose_type(key);
      keys->count++;
    }
    if (kind == ENTITY_NODE) keys->node_count = keys->count;
  }
  return STATUS_OK;
}

void keys_free(Keys *keys)
{
  free(keys->at);
}

const char *key_type_word(KeyType type)
{
  static const char *const words[] = {
      [KEY_BOOLEAN] = "boolean", [KEY_LONG] = "long", [KEY_DOUBLE] = "double", [KEY_STRING] = "string"};
  return words[type];
}

static bool is_reserved(Text name, const char *const *reserved)
{
  for (; *reserved; reserved++)
    if (name.len == strlen(*reserved) && strncasecmp(name.data, *reserved, name.len) == 0) return true;
  return false;
}

static bool name_taken(const Keys *keys, EntityKind kind, Text name)
{
  uint32_t key = graph_name_find(keys->e->graph, NAME_KEY, name);
  return key != NAME_NONE && graph_column(keys->e->graph, kind, key);
}

bool keys_name(const Keys *keys, const Key *key, const char *const *reserved, Str *out)
{
  Text name = graph_name(keys->e->graph, NAME_KEY, key->column->key);
  str_clear(out);
  str_add_text(out, name);
  if (!is_reserved(name, reserved)) return false;
  do str_add_char(out, '_');
  while (!out->bad && name_taken(keys, key->kind, str_text(out)));
  return true;
}
