/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See gathered.h. An entity has few values, so that looking through them is quicker than a table would be. */
#include "gathered.h"

#include <stdlib.h>

void gathered_init(Gathered *g)
{
  *g = (Gathered){0};
  arena_init(&g->arena, NULL);
}

void gathered_free(Gathered *g)
{
  arena_free(&g->arena);
  free(g->values);
}

void gathered_clear(Gathered *g)
{
  g->count = 0;
  arena_reset(&g->arena);
}

Status gathered_add(Gathered *g, Text key, Value value, bool weak, Error *err)
{
  if (value_is_null(value)) return STATUS_OK;
  if (g->count == g->cap) {
    uint32_t cap = MAX(g->cap * 2, 16u);
    GatheredValue *grown = realloc(g->values, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    g->values = grown;
    g->cap = cap;
  }
  g->values[g->count++] = (GatheredValue){key, value, weak};
  return STATUS_OK;
}

Status gathered_add_text(Gathered *g, Text key, Text text, bool weak, Error *err)
{
  return gathered_add(g, key, value_string_copy(&g->arena, text), weak, err);
}

GatheredValue *gathered_find(const Gathered *g, Text key)
{
  for (uint32_t i = 0; i < g->count; i++)
    if (text_equal(g->values[i].key, key)) return &g->values[i];
  return NULL;
}

static bool is_outdone(const Gathered *g, const GatheredValue *v)
{
  for (uint32_t i = 0; v->weak && i < g->count; i++)
    if (!g->values[i].weak && text_equal(g->values[i].key, v->key)) return true;
  return false;
}

Status gathered_set(const Gathered *g, Intake *in, EntityKind kind, uint32_t slot, Error *err)
{
  TRY(arena_check(&g->arena, err));
  for (uint32_t i = 0; i < g->count; i++)
    if (!is_outdone(g, &g->values[i])) TRY(intake_set(in, kind, slot, g->values[i].key, g->values[i].value, err));
  return STATUS_OK;
}
