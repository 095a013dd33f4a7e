/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ids of files; see ids.h. What must stay true: one id has one key, so that keys are equal where ids are; and
 * an id is in an array or in the hash table, not in both. A stem becomes one with the first id that has it, or never:
 * so an id whose stem is unknown is a text if it is here at all. */
#include "ids.h"

#include "csv/csv_value.h"

#include <stdio.h>
#include <stdlib.h>

/* Bit 0 set: a number, in the other bits. Bit 1 alone: the number of a stem above STEM_SHIFT, and between them the
 * number behind it. Otherwise the address of an IdText. */
typedef uint64_t IdKey;

enum { STEM_SHIFT = 42, MOST_STEMS = 4096, MOST_DIGITS = 12 };

typedef struct IdText {
  uint32_t len;
  char data[];
} IdText;

typedef struct IdEntry {
  IdKey key;
  uint32_t node;
} IdEntry;

/* Numbers behind one stem. */
typedef struct Series {
  uint32_t *near; /* the nodes of 0, 1, ... near_count - 1; SLOT_NONE where they are not here */
  uint64_t near_count;
  uint64_t total; /* here and there */
} Series;

typedef struct IdGroup {
  IdType type;
  Names stems;    /* what stands before a number, once numbers stand alone as well: nothing */
  Series *series; /* by stem */
  Map map;        /* to the entries of all others */
  IdEntry *entries;
  uint32_t count, cap;
} IdGroup;

/* An array may have so many places for each id; that of plain numbers has a few to begin with. */
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
    IdGroup *g = &ids->groups[i];
    for (uint32_t stem = 0; stem < g->stems.count; stem++) free(g->series[stem].near);
    free(g->series);
    names_free(&g->stems);
    map_free(&g->map);
    free(g->entries);
  }
  free(ids->groups);
  names_free(&ids->names);
  arena_free(&ids->texts);
  free(ids);
}

/* ---- groups */

static Status add_stem(IdGroup *g, Text stem, Error *err)
{
  uint32_t number = g->stems.count;
  Series *grown = realloc(g->series, (number + 1) * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  g->series = grown;
  grown[number] = (Series){0};
  return names_add(&g->stems, stem, &number, err);
}

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
  IdGroup *g = &grown[ids->names.count];
  *g = (IdGroup){.type = type};
  names_init(&g->stems);
  map_init(&g->map, NULL);
  TRY(names_add(&ids->names, name, group, err));
  return add_stem(g, TEXT(""), err);
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

/* How many of the digits that a text ends in are a number, in the one way that it can be written; 0: none are. */
static size_t last_digits(Text text, uint64_t *number)
{
  uint64_t power = 1;
  size_t len = 0;
  *number = 0;
  for (size_t i = 0; i < MIN(text.len, (size_t)MOST_DIGITS); i++, power *= 10) {
    unsigned digit = (unsigned)(unsigned char)text.data[text.len - 1 - i] - '0';
    if (digit > 9) break;
    if (digit > 0 || i == 0) len = i + 1;
    *number += digit * power;
  }
  return len;
}

static IdKey stem_key(uint32_t stem, uint64_t number)
{
  return (uint64_t)stem << STEM_SHIFT | number << 2 | 2;
}

/* The key of an id that is a number in some way; 0: it is a text, or has a stem that no other has had. */
static IdKey number_key(const IdGroup *g, Value id)
{
  uint64_t n;
  if (id.type == VALUE_INT) return (uint64_t)id.integer << 1 | 1;
  if (plain_number(value_text(id), &n)) return n << 1 | 1;
  size_t digits = last_digits(value_text(id), &n);
  uint32_t stem = digits ? names_find(&g->stems, (Text){id.text, id.aux - digits}) : NAME_NONE;
  return stem == NAME_NONE ? 0 : stem_key(stem, n);
}

/* The same for an id that will be here. */
static Status make_number_key(IdGroup *g, Value id, IdKey *key, Error *err)
{
  uint64_t n;
  *key = number_key(g, id);
  if (*key || g->stems.count == MOST_STEMS) return STATUS_OK;
  size_t digits = last_digits(value_text(id), &n);
  if (!digits) return STATUS_OK;
  *key = stem_key(g->stems.count, n);
  return add_stem(g, (Text){id.text, id.aux - digits}, err);
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
  if (stored & 3) return false;
  const IdText *text = (const IdText *)(uintptr_t)stored;
  return text->len == id->aux && memcmp(text->data, id->text, id->aux) == 0;
}

static Series *series_of(const IdGroup *g, IdKey number)
{
  return &g->series[number & 1 ? 0 : number >> STEM_SHIFT];
}

/* The number without its stem. */
static uint64_t bare_number(IdKey number)
{
  return number & 1 ? number >> 1 : number >> 2 & ((UINT64_C(1) << (STEM_SHIFT - 2)) - 1);
}

/* Its place in an array; NULL where it has none. */
static uint32_t *near_place(const IdGroup *g, IdKey number)
{
  const Series *series = number ? series_of(g, number) : NULL;
  return series && bare_number(number) < series->near_count ? &series->near[bare_number(number)] : NULL;
}

uint32_t ids_find(const Ids *ids, uint32_t group, Value id)
{
  const IdGroup *g = &ids->groups[group];
  IdKey number = number_key(g, id);
  const uint32_t *near = near_place(g, number);
  if (near && *near != SLOT_NONE) return *near;
  if (g->map.count == 0) return SLOT_NONE;
  uint32_t at = number ? map_find(&g->map, id_hash(id, number), same_number, g, &number)
                       : map_find(&g->map, id_hash(id, 0), same_text, g, &id);
  return at == MAP_NONE ? SLOT_NONE : g->entries[at].node;
}

/* Makes room for a number in the array, unless that would be too empty. */
static Status reach(IdGroup *g, IdKey number, Error *err)
{
  Series *series = series_of(g, number);
  uint64_t limit = MAX(series->total * NEAR_SPREAD, number & 1 ? (uint64_t)NEAR_LEAST : 0), n = bare_number(number);
  if (n < series->near_count || n >= limit) return STATUS_OK;
  if (limit < series->near_count + series->near_count / 2) return STATUS_OK; /* not by a little each time */
  uint32_t *grown = realloc(series->near, limit * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  memset(grown + series->near_count, 0xFF, (limit - series->near_count) * sizeof *grown); /* SLOT_NONE */
  series->near = grown;
  series->near_count = limit;
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
  IdKey number, key;
  TRY(make_number_key(g, id, &number, err));
  key = number;
  if (number) {
    series_of(g, number)->total++;
    TRY(reach(g, number, err));
    uint32_t *near = near_place(g, number);
    if (near) {
      *near = node;
      return STATUS_OK;
    }
  } else {
    TRY(make_key(ids, id, &key, err));
  }
  return add_entry(g, id_hash(id, number), (IdEntry){key, node}, err);
}

/* ---- going through them */

static Status hand_over(const IdGroup *g, IdEntry entry, Str *room, IdsEach each, void *context, Error *err)
{
  str_clear(room);
  if (entry.key & 1) {
    str_addf(room, "%lld", (long long)((int64_t)entry.key >> 1));
  } else if (entry.key & 2) {
    str_add_text(room, names_text(&g->stems, (uint32_t)(entry.key >> STEM_SHIFT)));
    str_addf(room, "%llu", (unsigned long long)bare_number(entry.key));
  } else {
    const IdText *text = (const IdText *)(uintptr_t)entry.key;
    str_add_bytes(room, text->data, text->len);
  }
  TRY(str_check(room, err));
  return each(context, str_text(room), entry.node, err);
}

static Status each_of_series(const IdGroup *g, uint32_t stem, Str *room, IdsEach each, void *context, Error *err)
{
  const Series *series = &g->series[stem];
  for (uint64_t i = 0; i < series->near_count; i++) {
    if (series->near[i] == SLOT_NONE) continue;
    IdEntry entry = {stem == 0 ? i << 1 | 1 : stem_key(stem, i), series->near[i]};
    TRY(hand_over(g, entry, room, each, context, err));
  }
  return STATUS_OK;
}

Status ids_each(const Ids *ids, uint32_t group, IdsEach each, void *context, Error *err)
{
  const IdGroup *g = &ids->groups[group];
  Status status = STATUS_OK;
  Str room;
  str_init(&room);
  for (uint32_t i = 0; i < g->stems.count && status == STATUS_OK; i++)
    status = each_of_series(g, i, &room, each, context, err);
  for (uint32_t i = 0; i < g->count && status == STATUS_OK; i++)
    status = hand_over(g, g->entries[i], &room, each, context, err);
  str_free(&room);
  return status;
}

void ids_show(const Ids *ids, uint32_t group, Text id, char out[SHOWN_BYTES])
{
  uint64_t ignored;
  if (ids->groups[group].type == ID_STRING && !plain_number(id, &ignored))
    show_text(id, out);
  else
    snprintf(out, SHOWN_BYTES, "%.*s", (int)id.len, id.data);
}
