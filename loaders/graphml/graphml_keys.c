/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Declared keys and the values under them; see graphml_keys.h. */
#include "graphml_keys.h"

#include "typed.h"
#include "xml/xml_value.h"

#include <stdlib.h>

void graphml_keys_init(GraphmlKeys *keys)
{
  *keys = (GraphmlKeys){0};
  arena_init(&keys->arena, NULL);
  names_init(&keys->ids);
}

void graphml_keys_free(GraphmlKeys *keys)
{
  free(keys->by_id);
  free(keys->keys);
  names_free(&keys->ids);
  arena_free(&keys->arena);
}

/* ---- values */

Status graphml_value(Arena *arena, const GraphmlKey *key, Text word, Text text, Value *out, Error *err)
{
  CsvType type = key->type;
  if (word.len > 0 ? csv_type_find(word, &type) : key->scalar) return xml_value(arena, type, text, out, err);
  *out = VALUE_NULL_VALUE;
  if (xml_trim(text).len == 0) return STATUS_OK;
  return typed_read(arena, word.len ? word : key->word, text, out, err);
}

/* ---- declarations */

static void read_type(GraphmlKeys *keys, const XmlElement *element, GraphmlKey *key, bool *known)
{
  Text word, list;
  *known = key->scalar = true;
  key->type = CSV_STRING;
  if (!xml_attribute(element, GRAPHML_CLIO, "type", &word)) {
    if (xml_attribute(element, NULL, "attr.list", &list) && list.len > 0) {
      word = text_of(arena_printf(&keys->arena, "%.*s[]", (int)list.len, list.data));
    } else if (!xml_attribute(element, NULL, "attr.type", &word)) {
      return;
    }
  }
  CsvType type;
  if (csv_type_find(word, &type)) {
    key->type = xml_wide_type(type);
    return;
  }
  Text item = word;
  bool list_of_known = text_cut_end(&item, TEXT("[]")) && (csv_type_find(item, &type) || text_equal(item, TEXT("any")));
  *known = list_of_known;
  if (!list_of_known) return;
  key->scalar = false;
  key->word = arena_text(&keys->arena, word);
}

static void read_owners(const XmlElement *element, GraphmlKey *key)
{
  Text of = TEXT("all");
  (void)xml_attribute(element, NULL, "for", &of);
  bool all = text_equal(of, TEXT("all"));
  key->of[OWNER_NODE] = all || text_equal(of, TEXT("node"));
  key->of[OWNER_EDGE] = all || text_equal(of, TEXT("edge"));
  key->of[OWNER_OTHER] = !key->of[OWNER_NODE] && !key->of[OWNER_EDGE];
  if (all) key->of[OWNER_OTHER] = true;
}

static void read_role(const XmlElement *element, GraphmlKey *key, Text id)
{
  Text yed;
  bool own_name = xml_attribute(element, GRAPHML_CLIO, "name", &yed);
  if (xml_attribute(element, NULL, "yfiles.type", &yed))
    key->role =
        text_equal(yed, TEXT("nodegraphics")) || text_equal(yed, TEXT("edgegraphics")) ? ROLE_GRAPHICS : ROLE_NOTHING;
  else if (own_name)
    key->role = ROLE_PROPERTY;
  else if (key->of[OWNER_NODE] && text_equal(key->name, TEXT("labels")))
    key->role = ROLE_LABELS;
  else if (key->of[OWNER_EDGE] && (text_equal(key->name, TEXT("label")) || text_equal(id, TEXT("edgelabel"))))
    key->role = ROLE_TYPE;
}

static Status add_key(GraphmlKeys *keys, GraphmlKey *key, Text id, Error *err)
{
  uint32_t number = names_find(&keys->ids, id);
  if (keys->count == keys->cap) {
    uint32_t cap = MAX(keys->cap * 2, 16u);
    GraphmlKey **grown = realloc(keys->keys, cap * sizeof(GraphmlKey *));
    if (grown) keys->keys = grown;
    struct GraphmlIds *ids = grown ? realloc(keys->by_id, cap * sizeof *ids) : NULL;
    if (!ids) return error_out_of_memory(err);
    keys->by_id = ids;
    keys->cap = cap;
  }
  if (number == NAME_NONE) {
    TRY(names_add(&keys->ids, id, &number, err));
    for (int i = 0; i < OWNER_COUNT; i++) keys->by_id[number].key[i] = NAME_NONE;
  }
  for (int i = 0; i < OWNER_COUNT; i++) {
    if (!key->of[i]) continue;
    if (keys->by_id[number].key[i] != NAME_NONE) {
      char shown[SHOWN_BYTES];
      show_text(id, shown);
      return error_set(err, ERROR_FORMAT, NULL, "another key has the id %s", shown);
    }
    keys->by_id[number].key[i] = keys->count;
  }
  keys->keys[keys->count++] = key;
  return STATUS_OK;
}

Status graphml_keys_declare(GraphmlKeys *keys, const XmlElement *element, GraphmlKey **out, bool *known, Error *err)
{
  Text id, name;
  if (!xml_attribute(element, NULL, "id", &id))
    return error_set(err, ERROR_FORMAT, NULL, "found a key without an id, expected one");
  GraphmlKey *key = arena_new(&keys->arena, GraphmlKey);
  if (!xml_attribute(element, GRAPHML_CLIO, "name", &name) && !xml_attribute(element, NULL, "attr.name", &name))
    name = id;
  key->name = arena_text(&keys->arena, name.len > 0 ? name : id);
  read_owners(element, key);
  read_role(element, key, id);
  read_type(keys, element, key, known);
  if (key->role == ROLE_LABELS) keys->has_labels = true;
  TRY(arena_check(&keys->arena, err));
  *out = key;
  return add_key(keys, key, id, err);
}

Status graphml_keys_set_default(GraphmlKeys *keys, GraphmlKey *key, Text text, Error *err)
{
  TRY(graphml_value(&keys->arena, key, TEXT(""), text, &key->fallback, err));
  key->has_default = !value_is_null(key->fallback);
  keys->has_default |= key->has_default;
  return STATUS_OK;
}

const GraphmlKey *graphml_keys_find(const GraphmlKeys *keys, Text id, GraphmlOwner owner)
{
  uint32_t number = names_find(&keys->ids, id);
  if (number == NAME_NONE) return NULL;
  const struct GraphmlIds *ids = &keys->by_id[number];
  for (int i = 0; i < OWNER_COUNT && ids->key[owner] == NAME_NONE; i++)
    if (ids->key[i] != NAME_NONE) return keys->keys[ids->key[i]];
  return ids->key[owner] == NAME_NONE ? NULL : keys->keys[ids->key[owner]];
}
