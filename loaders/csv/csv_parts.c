/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which file an entity goes to: the first of its class in which its values fit; see csv_parts.h. */
#include "csv_parts.h"

#include <stdlib.h>

CellType csv_cell_type(Value v, char array_delimiter, Str *scratch)
{
  if (v.type != VALUE_LIST) return v.type;
  Value first = v.aux ? v.items[0] : VALUE_NULL_VALUE;
  if (first.type == VALUE_NULL || first.type == VALUE_LIST) return VALUE_STRING;
  for (uint32_t i = 0; i < v.aux; i++) {
    if (v.items[i].type != first.type) return VALUE_STRING;
    str_clear(scratch);
    value_show(scratch, v.items[i], NULL);
    if (scratch->len > 0 && memchr(scratch->data, array_delimiter, scratch->len)) return VALUE_STRING;
  }
  bool nothing = v.aux == 1 && first.type == VALUE_STRING && first.aux == 0; /* an empty cell is no list */
  return nothing ? VALUE_STRING : (CellType)(first.type | CELL_LIST);
}

typedef struct Finder {
  CsvParts *parts;
  const Graph *graph;
  EntityKind kind;
  char array_delimiter;
  Str scratch;
  CellType *types; /* of the entity at hand, by key */
  uint32_t *keys;  /* those it has */
  uint32_t count;
} Finder;

static void look_at(Finder *f, uint32_t slot)
{
  uint32_t at = 0, key;
  Value v;
  f->count = 0;
  while (graph_next_prop(f->graph, f->kind, slot, &at, &key, &v)) {
    f->types[key] = csv_cell_type(v, f->array_delimiter, &f->scratch);
    f->keys[f->count++] = key;
  }
}

static bool fits(const Finder *f, const CsvPart *part)
{
  for (uint32_t i = 0; i < f->count; i++) {
    CellType there = part->types[f->keys[i]];
    if (there && there != f->types[f->keys[i]]) return false;
  }
  return true;
}

static Status add_part(CsvParts *parts, uint32_t class, Error *err)
{
  if (parts->count == parts->cap) {
    uint32_t cap = MAX(16u, parts->cap * 2);
    CsvPart *grown = realloc(parts->at, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    parts->at = grown;
    parts->cap = cap;
  }
  CsvPart *part = &parts->at[parts->count];
  *part = (CsvPart){.types = calloc(MAX(parts->key_count, 1u), sizeof *part->types), .class = class};
  if (!part->types) return error_out_of_memory(err);
  parts->count++;
  return STATUS_OK;
}

/* from: the first part of the member's class. */
static Status place(Finder *f, Member *member, uint32_t from, Error *err)
{
  CsvParts *parts = f->parts;
  uint32_t i = from;
  look_at(f, member->slot);
  while (i < parts->count && !fits(f, &parts->at[i])) i++;
  if (i == parts->count) TRY(add_part(parts, member->class, err));
  for (uint32_t k = 0; k < f->count; k++) parts->at[i].types[f->keys[k]] = f->types[f->keys[k]];
  parts->at[i].count++;
  member->class = i;
  return STATUS_OK;
}

static Status place_all(Finder *f, Members *members, Error *err)
{
  CsvParts *parts = f->parts;
  f->types = malloc(MAX(parts->key_count, 1u) * sizeof *f->types);
  f->keys = malloc(MAX(parts->key_count, 1u) * sizeof *f->keys);
  if (!f->types || !f->keys) return error_out_of_memory(err);
  uint32_t from = 0;
  for (size_t i = 0; i < members->count; i++) {
    if (parts->count == 0 || parts->at[from].class != members->at[i].class) from = parts->count;
    TRY(place(f, &members->at[i], from, err));
  }
  members_sort(members);
  for (uint32_t i = 1; i < parts->count; i++) parts->at[i].first = parts->at[i - 1].first + parts->at[i - 1].count;
  return str_check(&f->scratch, err);
}

Status csv_parts_find(CsvParts *parts, const Graph *g, EntityKind kind, Members *members, char array_delimiter,
                      Error *err)
{
  Finder f = {.parts = parts, .graph = g, .kind = kind, .array_delimiter = array_delimiter};
  *parts = (CsvParts){.key_count = graph_name_count(g, NAME_KEY)};
  str_init(&f.scratch);
  Status status = place_all(&f, members, err);
  str_free(&f.scratch);
  free(f.types);
  free(f.keys);
  return status;
}

void csv_parts_free(CsvParts *parts)
{
  for (uint32_t i = 0; i < parts->count; i++) free(parts->at[i].types);
  free(parts->at);
}
