/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids of CSV files; see csv_ids.h. What must stay true: one id has one key, so that keys are equal where ids are. */
#include "csv_ids.h"

#include "csv_value.h"

#include <stdlib.h>

/* Bit 0 set: a number, in the other bits; otherwise the address of an IdText. */
typedef uint64_t IdKey;

typedef struct IdText {
  uint32_t len;
  char data[];
} IdText;

typedef struct IdGroup {
  IdType type;
  Map map; /* to places in the two arrays */
  IdKey *keys;
  uint32_t *nodes;
  uint32_t count, cap;
} IdGroup;

struct CsvIds {
  Names names; /* of the groups */
  IdGroup *groups;
  Arena texts;
};

Status csv_ids_new(CsvIds **out, Error *err)
{
  *out = calloc(1, sizeof **out);
  if (!*out) return error_out_of_memory(err);
  names_init(&(*out)->names);
  arena_init(&(*out)->texts, NULL);
  return STATUS_OK;
}

void csv_ids_free(CsvIds *ids)
{
  if (!ids) return;
  for (uint32_t i = 0; i < ids->names.count; i++) {
    map_free(&ids->groups[i].map);
    free(ids->groups[i].keys);
    free(ids->groups[i].nodes);
  }
  free(ids->groups);
  names_free(&ids->names);
  arena_free(&ids->texts);
  free(ids);
}

/* ---- groups */

Status csv_ids_group(CsvIds *ids, Text name, IdType type, uint32_t *group, Error *err)
{
  *group = names_find(&ids->names, name);
  if (*group != NAME_NONE) {
    if ((ids->groups[*group].type == ID_STRING) == (type == ID_STRING)) return STATUS_OK;
    return error_set(err, ERROR_FORMAT, NULL, "the ids of group '%.*s' are strings in one file and integers in another",
                     (int)MIN(name.len, (size_t)80), name.data);
  }
  IdGroup *grown = realloc(ids->groups, (ids->names.count + 1) * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  ids->groups = grown;
  grown[ids->names.count] = (IdGroup){.type = type};
  map_init(&grown[ids->names.count].map, NULL);
  return names_add(&ids->names, name, group, err);
}

uint32_t csv_ids_find_group(const CsvIds *ids, Text name)
{
  uint32_t group = names_find(&ids->names, name);
  return group == NAME_NONE ? CSV_NO_GROUP : group;
}

Text csv_ids_group_name(const CsvIds *ids, uint32_t group)
{
  return names_text(&ids->names, group);
}

uint32_t csv_ids_group_count(const CsvIds *ids)
{
  return ids->names.count;
}

static Status grow(IdGroup *group, uint32_t cap, Error *err)
{
  IdKey *keys = realloc(group->keys, cap * sizeof *keys);
  if (!keys) return error_out_of_memory(err);
  group->keys = keys;
  uint32_t *nodes = realloc(group->nodes, cap * sizeof *nodes);
  if (!nodes) return error_out_of_memory(err);
  group->nodes = nodes;
  group->cap = cap;
  return STATUS_OK;
}

Status csv_ids_reserve(CsvIds *ids, uint32_t group, uint32_t count, Error *err)
{
  IdGroup *g = &ids->groups[group];
  if (count > INT32_MAX - g->count) return STATUS_OK; /* an estimate; growing step by step does as well */
  TRY(map_reserve(&g->map, g->count + count, err));
  return g->count + count > g->cap ? grow(g, g->count + count, err) : STATUS_OK;
}

/* ---- ids */

/* The number that a text is written as, in the one way that it can be written, with 18 digits at most. */
static bool plain_number(Text text, uint64_t *out)
{
  uint64_t n = 0;
  if (text.len == 0 || text.len > 18 || (text.data[0] == '0' && text.len > 1)) return false;
  for (size_t i = 0; i < text.len; i++) {
    unsigned digit = (unsigned)(unsigned char)text.data[i] - '0';
    if (digit > 9) return false;
    n = n * 10 + digit;
  }
  *out = n;
  return true;
}

Status csv_ids_value(const CsvIds *ids, uint32_t group, Text text, Value *out, Error *err)
{
  int64_t n;
  if (ids->groups[group].type == ID_STRING) {
    *out = value_string(text);
    return STATUS_OK;
  }
  if (!csv_parse_int(text, &n) || n > INT64_MAX / 2 || n < INT64_MIN / 2) {
    char shown[CSV_SHOWN_BYTES];
    csv_show(text, shown);
    return error_set(err, ERROR_FORMAT, NULL, "found %s, expected an integer id of at most 62 bits", shown);
  }
  *out = value_int(n);
  return STATUS_OK;
}

/* The key of an id that is a number in some way; 0: it is a text. */
static IdKey number_key(Value id)
{
  uint64_t n;
  if (id.type == VALUE_INT) return (uint64_t)id.integer << 1 | 1;
  return plain_number(value_text(id), &n) ? n << 1 | 1 : 0;
}

static uint64_t id_hash(Value id, IdKey number)
{
  return number ? value_hash_mix(number) : hash_bytes(id.text, id.aux);
}

static bool same_number(const void *context, uint32_t item, const void *key)
{
  return ((const IdGroup *)context)->keys[item] == *(const IdKey *)key;
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
  IdKey stored = ((const IdGroup *)context)->keys[item];
  const Value *id = key;
  if (stored & 1) return false;
  const IdText *text = (const IdText *)(uintptr_t)stored;
  return text->len == id->aux && memcmp(text->data, id->text, id->aux) == 0;
}

uint32_t csv_ids_find(const CsvIds *ids, uint32_t group, Value id)
{
  const IdGroup *g = &ids->groups[group];
  IdKey number = number_key(id);
  uint32_t at = number ? map_find(&g->map, id_hash(id, number), same_number, g, &number)
                       : map_find(&g->map, id_hash(id, 0), same_text, g, &id);
  return at == MAP_NONE ? SLOT_NONE : g->nodes[at];
}

Status csv_ids_add(CsvIds *ids, uint32_t group, Value id, uint32_t node, Error *err)
{
  IdGroup *g = &ids->groups[group];
  IdKey number = number_key(id), key = number;
  if (g->count == g->cap) {
    if (g->cap > UINT32_MAX / 4 * 3) return error_set(err, ERROR_MEMORY, NULL, "there are too many ids");
    TRY(grow(g, MAX(1024u, g->cap + g->cap / 2), err));
  }
  if (!number) {
    IdText *text = arena_alloc(&ids->texts, sizeof *text + id.aux);
    TRY(arena_check(&ids->texts, err));
    text->len = id.aux;
    memcpy(text->data, id.text, id.aux);
    key = (IdKey)(uintptr_t)text;
  }
  TRY(map_add(&g->map, id_hash(id, number), g->count, err));
  g->keys[g->count] = key;
  g->nodes[g->count++] = node;
  return STATUS_OK;
}
