/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids of files; see ids.h. What must stay true: one id has one key, so that keys are equal where ids are; and
 * an id is in the array or in the hash table, not in both. */
#include "ids.h"

#include "csv/csv_value.h"

#include <stdio.h>
#include <stdlib.h>

/* Bit 0 set: a number, in the other bits; otherwise the address of an IdText. */
typedef uint64_t IdKey;

typedef struct IdText {
  uint32_t len;
  char data[];
} IdText;

typedef struct IdEntry {
  IdKey key;
  uint32_t node;
} IdEntry;

typedef struct IdGroup {
  IdType type;
  uint32_t *near; /* the nodes of the ids 0, 1, ... near_count - 1; SLOT_NONE where they are not here */
  uint64_t near_count;
  uint64_t total; /* ids, here and there */
  Map map;        /* to the entries of all others */
  IdEntry *entries;
  uint32_t count, cap;
} IdGroup;

/* The array may have so many places for each id. */
enum { NEAR_SPREAD = 4, NEAR_LEAST = 4096 };

struct Ids {
  Names names; /* of the groups */
  IdGroup *groups;
  Arena texts;
};

Status ids_new(Ids **out, Error *err)
{
  *out = calloc(1, sizeof **out);
  if (!*out) return error_out_of_memory(err);
  names_init(&(*out)->names);
  arena_init(&(*out)->texts, NULL);
  return STATUS_OK;
}

void ids_free(Ids *ids)
{
  if (!ids) return;
  for (uint32_t i = 0; i < ids->names.count; i++) {
    map_free(&ids->groups[i].map);
    free(ids->groups[i].entries);
    free(ids->groups[i].near);
  }
  free(ids->groups);
  names_free(&ids->names);
  arena_free(&ids->texts);
  free(ids);
}

/* ---- groups */

Status ids_group(Ids *ids, Text name, IdType type, uint32_t *group, Error *err)
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

uint32_t ids_find_group(const Ids *ids, Text name)
{
  uint32_t group = names_find(&ids->names, name);
  return group == NAME_NONE ? IDS_NO_GROUP : group;
}

Text ids_group_name(const Ids *ids, uint32_t group)
{
  return names_text(&ids->names, group);
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

Status ids_value(const Ids *ids, uint32_t group, Text text, Value *out, Error *err)
{
  int64_t n;
  if (ids->groups[group].type == ID_STRING) {
    *out = value_string(text);
    return STATUS_OK;
  }
  if (!csv_parse_int(text, &n) || n > INT64_MAX / 2 || n < INT64_MIN / 2) {
    char shown[SHOWN_BYTES];
    show_text(text, shown);
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
  return ((const IdGroup *)context)->entries[item].key == *(const IdKey *)key;
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
  IdKey stored = ((const IdGroup *)context)->entries[item].key;
  const Value *id = key;
  if (stored & 1) return false;
  const IdText *text = (const IdText *)(uintptr_t)stored;
  return text->len == id->aux && memcmp(text->data, id->text, id->aux) == 0;
}

static bool is_near(const IdGroup *g, IdKey number)
{
  return number && number >> 1 < g->near_count;
}

uint32_t ids_find(const Ids *ids, uint32_t group, Value id)
{
  const IdGroup *g = &ids->groups[group];
  IdKey number = number_key(id);
  if (is_near(g, number) && g->near[number >> 1] != SLOT_NONE) return g->near[number >> 1];
  if (g->map.count == 0) return SLOT_NONE;
  uint32_t at = number ? map_find(&g->map, id_hash(id, number), same_number, g, &number)
                       : map_find(&g->map, id_hash(id, 0), same_text, g, &id);
  return at == MAP_NONE ? SLOT_NONE : g->entries[at].node;
}

/* Makes room for a number in the array, unless that would be too empty. */
static Status reach(IdGroup *g, IdKey number, Error *err)
{
  uint64_t limit = MAX(g->total * NEAR_SPREAD, (uint64_t)NEAR_LEAST);
  if (!number || number >> 1 < g->near_count || number >> 1 >= limit) return STATUS_OK;
  if (limit < g->near_count + g->near_count / 2) return STATUS_OK; /* not by a little each time */
  uint32_t *grown = realloc(g->near, limit * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  memset(grown + g->near_count, 0xFF, (limit - g->near_count) * sizeof *grown); /* SLOT_NONE */
  g->near = grown;
  g->near_count = limit;
  return STATUS_OK;
}

static Status make_key(Ids *ids, Value id, IdKey *key, Error *err)
{
  IdText *text = arena_alloc(&ids->texts, sizeof *text + id.aux);
  TRY(arena_check(&ids->texts, err));
  text->len = id.aux;
  memcpy(text->data, id.text, id.aux);
  *key = (IdKey)(uintptr_t)text;
  return STATUS_OK;
}

static Status add_entry(IdGroup *g, uint64_t hash, IdEntry entry, Error *err)
{
  if (g->count == g->cap) {
    if (g->cap > UINT32_MAX / 4) return error_set(err, ERROR_MEMORY, NULL, "there are too many ids");
    uint32_t cap = MAX(1024u, g->cap * 2);
    IdEntry *grown = realloc(g->entries, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    g->entries = grown;
    g->cap = cap;
  }
  TRY(map_add(&g->map, hash, g->count, err));
  g->entries[g->count++] = entry;
  return STATUS_OK;
}

Status ids_add(Ids *ids, uint32_t group, Value id, uint32_t node, Error *err)
{
  IdGroup *g = &ids->groups[group];
  IdKey number = number_key(id), key = number;
  g->total++;
  TRY(reach(g, number, err));
  if (is_near(g, number)) {
    g->near[number >> 1] = node;
    return STATUS_OK;
  }
  if (!number) TRY(make_key(ids, id, &key, err));
  return add_entry(g, id_hash(id, number), (IdEntry){key, node}, err);
}

static void show_key(IdKey key, char out[SHOWN_BYTES])
{
  const IdText *text = (const IdText *)(uintptr_t)key;
  if (key & 1)
    snprintf(out, SHOWN_BYTES, "%lld", (long long)((int64_t)key >> 1));
  else
    show_text((Text){text->data, text->len}, out);
}

void ids_each(const Ids *ids, uint32_t group, void (*visit)(void *context, uint32_t node, const char *shown),
              void *context)
{
  const IdGroup *g = &ids->groups[group];
  char shown[SHOWN_BYTES];
  for (uint64_t i = 0; i < g->near_count; i++) {
    if (g->near[i] == SLOT_NONE) continue;
    show_key(i << 1 | 1, shown);
    visit(context, g->near[i], shown);
  }
  for (uint32_t i = 0; i < g->count; i++) {
    show_key(g->entries[i].key, shown);
    visit(context, g->entries[i].node, shown);
  }
}
