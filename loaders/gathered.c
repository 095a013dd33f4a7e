/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See gathered.h. An entity mostly has few values, and looking through them is quicker than a table is. */
#include "gathered.h"

#include <stdlib.h>

enum { MANY = 16 };

void gathered_init(Gathered *g)
{
  *g = (Gathered){0};
  arena_init(&g->arena, NULL);
  map_init(&g->map, NULL);
}

void gathered_free(Gathered *g)
{
  arena_free(&g->arena);
  map_free(&g->map);
  free(g->values);
}

void gathered_truncate(Gathered *g, uint32_t count)
{
  g->count = count;
  if (g->mapped > 0) map_clear(&g->map);
  g->mapped = 0;
}

void gathered_clear(Gathered *g)
{
  gathered_truncate(g, 0);
  arena_reset(&g->arena);
}

static bool same_key(const void *context, uint32_t item, const void *key)
{
  return text_equal(((const Gathered *)context)->values[item].key, *(const Text *)key);
}

static GatheredValue *find_mapped(Gathered *g, Text key)
{
  Error ignored = {0};
  for (; g->mapped < g->count; g->mapped++) {
    Text other = g->values[g->mapped].key;
    if (map_add(&g->map, hash_bytes(other.data, other.len), g->mapped, &ignored) != STATUS_OK) break;
  }
  uint32_t at = map_find(&g->map, hash_bytes(key.data, key.len), same_key, g, &key);
  return at == MAP_NONE ? NULL : &g->values[at];
}

GatheredValue *gathered_find(Gathered *g, Text key)
{
  GatheredValue *mapped = g->count > MANY ? find_mapped(g, key) : NULL;
  if (mapped) return mapped;
  for (uint32_t i = g->mapped; i < g->count; i++) /* those that are not in the map, for want of memory too */
    if (text_equal(g->values[i].key, key)) return &g->values[i];
  return NULL;
}

bool gathered_says(const Gathered *g, Text text)
{
  for (uint32_t i = 0; i < g->count; i++)
    if (g->values[i].value.type == VALUE_STRING && text_equal(value_text(g->values[i].value), text)) return true;
  return false;
}

static Status grow(Gathered *g, Error *err)
{
  uint32_t cap = MAX(g->cap * 2, 16u);
  GatheredValue *grown = realloc(g->values, cap * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  g->values = grown;
  g->cap = cap;
  return STATUS_OK;
}

Status gathered_add(Gathered *g, Text key, Value value, bool weak, Error *err)
{
  if (value_is_null(value)) return STATUS_OK;
  GatheredValue *before = gathered_find(g, key);
  if (before) {
    if (!weak) *before = (GatheredValue){before->key, value, false};
    return STATUS_OK;
  }
  if (g->count == g->cap) TRY(grow(g, err));
  g->values[g->count++] = (GatheredValue){key, value, weak};
  return STATUS_OK;
}

Status gathered_add_text(Gathered *g, Text key, Text text, bool weak, Error *err)
{
  return gathered_add(g, key, value_string_copy(&g->arena, text), weak, err);
}

Status gathered_set(const Gathered *g, Intake *in, EntityKind kind, uint32_t slot, Error *err)
{
  TRY(arena_check(&g->arena, err));
  for (uint32_t i = 0; i < g->count; i++) TRY(intake_set(in, kind, slot, g->values[i].key, g->values[i].value, err));
  return STATUS_OK;
}
