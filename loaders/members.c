/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entities by class; see members.h. */
#include "members.h"

#include <stdlib.h>

static int by_class(const void *a, const void *b)
{
  const Member *x = a, *y = b;
  if (x->class != y->class) return x->class < y->class ? -1 : 1;
  return (x->slot > y->slot) - (x->slot < y->slot);
}

static bool same_labels(const void *context, uint32_t item, const void *key)
{
  uint32_t n, m;
  const uint32_t *a = graph_labels(context, item, &n), *b = graph_labels(context, *(const uint32_t *)key, &m);
  return n == m && (n == 0 || memcmp(a, b, n * sizeof *a) == 0);
}

static Status class_of_node(const Graph *g, Map *map, uint32_t node, uint32_t *class, Error *err)
{
  uint32_t n;
  const uint32_t *labels = graph_labels(g, node, &n);
  uint64_t hash = hash_bytes(labels, n * sizeof *labels);
  *class = map_find(map, hash, same_labels, g, &node);
  if (*class != MAP_NONE) return STATUS_OK;
  *class = node;
  return map_add(map, hash, node, err);
}

Status members_collect(Members *m, const Export *e, EntityKind kind, Error *err)
{
  Walk walk;
  Map classes;
  uint32_t slot;
  Status status = STATUS_OK;
  size_t cap = kind == ENTITY_NODE ? graph_node_count(e->graph) : graph_rel_count(e->graph);
  map_init(&classes, NULL);
  *m = (Members){.at = malloc(MAX(cap, (size_t)1) * sizeof *m->at)};
  if (!m->at) TRY_OUT(error_out_of_memory(err));
  for (walk_begin(&walk, e, kind); walk_next(&walk, &slot); m->count++) {
    Member *member = &m->at[m->count];
    member->slot = slot;
    if (kind == ENTITY_REL)
      member->class = graph_rel_type(e->graph, slot);
    else
      TRY_OUT(class_of_node(e->graph, &classes, slot, &member->class, err));
  }
  members_sort(m);
out:
  map_free(&classes);
  return status;
}

void members_sort(Members *m)
{
  if (m->count) qsort(m->at, m->count, sizeof *m->at, by_class);
}

void members_free(Members *m)
{
  free(m->at);
}
