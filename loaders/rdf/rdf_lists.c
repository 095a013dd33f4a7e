/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See rdf_lists.h. */
#include "rdf_lists.h"

#include <stdlib.h>

void rdf_lists_free(RdfLists *lists)
{
  map_free(&lists->of_property);
  map_free(&lists->of_value);
  free(lists->lists);
  free(lists->items);
}

/* ---- items */

static uint64_t item_hash(uint32_t list, Value v)
{
  return value_hash_mix(value_hash(v) ^ value_hash_mix(list));
}

static bool is_item(const void *items, uint32_t item, const void *key)
{
  const RdfItem *a = (const RdfItem *)items + item, *b = key;
  return a->list == b->list && value_same(a->value, b->value);
}

static Status add_item(RdfLists *lists, RdfKept *kept, uint32_t list, Value v, Error *err)
{
  RdfItem item = {v, list, MAP_NONE};
  if (map_find(&lists->of_value, item_hash(list, v), is_item, lists->items, &item) != MAP_NONE) return STATUS_OK;
  if (lists->item_count == lists->item_cap) {
    if (lists->item_cap > MAP_NONE / 2) return error_set(err, ERROR_MEMORY, NULL, "there are too many values");
    uint32_t cap = MAX(1024u, lists->item_cap * 2);
    RdfItem *grown = realloc(lists->items, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    lists->items = grown;
    lists->item_cap = cap;
  }
  TRY(rdf_keep(kept, &item.value, err));
  TRY(map_add(&lists->of_value, item_hash(list, v), lists->item_count, err));
  RdfList *l = &lists->lists[list];
  if (l->count++ == 0)
    l->first = lists->item_count;
  else
    lists->items[l->last].next = lists->item_count;
  l->last = lists->item_count;
  lists->items[lists->item_count++] = item;
  return STATUS_OK;
}

/* ---- lists */

static uint64_t list_hash(const RdfList *l)
{
  return value_hash_mix((uint64_t)l->node << 32 | l->key);
}

static bool is_list(const void *lists, uint32_t item, const void *key)
{
  const RdfList *a = (const RdfList *)lists + item, *b = key;
  return a->node == b->node && a->key == b->key;
}

static Status begin_list(RdfLists *lists, RdfKept *kept, RdfList list, Value before, Error *err)
{
  if (lists->count == lists->cap) {
    uint32_t cap = MAX(16u, lists->cap * 2);
    RdfList *grown = realloc(lists->lists, cap * sizeof *grown);
    if (!grown) return error_out_of_memory(err);
    lists->lists = grown;
    lists->cap = cap;
  }
  TRY(map_add(&lists->of_property, list_hash(&list), lists->count, err));
  lists->lists[lists->count++] = list;
  for (uint32_t i = 0; i < before.aux; i++) TRY(add_item(lists, kept, lists->count - 1, before.items[i], err));
  return STATUS_OK;
}

Status rdf_lists_add(RdfLists *lists, RdfKept *kept, uint32_t node, uint32_t key, Value before, Value v, Error *err)
{
  RdfList list = {.node = node, .key = key};
  uint32_t at = map_find(&lists->of_property, list_hash(&list), is_list, lists->lists, &list);
  if (at == MAP_NONE) {
    at = lists->count;
    TRY(begin_list(lists, kept, list, before, err));
  }
  return add_item(lists, kept, at, v, err);
}

static Status set_list(const RdfLists *lists, const RdfList *list, Graph *g, Error *err)
{
  Value *values = malloc(list->count * sizeof *values);
  if (!values) return error_out_of_memory(err);
  uint32_t n = 0;
  for (uint32_t i = list->first; i != MAP_NONE; i = lists->items[i].next) values[n++] = lists->items[i].value;
  Status status = graph_set_prop(g, ENTITY_NODE, list->node, list->key, value_list(values, n), err);
  free(values);
  return status;
}

Status rdf_lists_finish(RdfLists *lists, Graph *g, Error *err)
{
  for (uint32_t i = 0; i < lists->count; i++) TRY(set_list(lists, &lists->lists[i], g, err));
  return STATUS_OK;
}
