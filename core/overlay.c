/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The overlay: relationships that are not in the compact arrays yet, in a chain per node and direction, newest first.
 * Inserting is a handful of stores; undoing the newest as well. Readers that are on their way through a chain never
 * meet what is inserted in front of them. */
#include "large.h"
#include "topology_internal.h"

#include <stdlib.h>

Status overlay_reserve(Topology *t, uint32_t rels, Error *err)
{
  if (LIKELY(rels <= t->next_cap)) return STATUS_OK;
  uint32_t cap = MAX(MAX(rels, 64u), t->next_cap + t->next_cap / 2);
  uint32_t *out = large_grow(t->next_out, cap * sizeof *out);
  if (!out) return error_out_of_memory(err);
  t->next_out = out;
  uint32_t *in = large_grow(t->next_in, cap * sizeof *in);
  if (!in) return error_out_of_memory(err);
  t->next_in = in;
  t->next_cap = cap;
  return STATUS_OK;
}

void overlay_link(Topology *t, uint32_t rel)
{
  uint32_t start, end, link = rel - t->compact;
  topology_rel_ends(t, rel, &start, &end);
  t->next_out[link] = t->head_out[start];
  t->head_out[start] = link;
  t->next_in[link] = t->head_in[end];
  t->head_in[end] = link;
}

void overlay_unlink(Topology *t, uint32_t rel)
{
  uint32_t link = rel - t->compact;
  uint32_t start = t->starts[rel - t->recorded], end = t->ends[rel - t->recorded];
  t->head_out[start] = t->next_out[link];
  t->head_in[end] = t->next_in[link];
}

void overlay_clear(Topology *t)
{
  if (t->node_limit) {
    memset(t->head_out, 0xFF, t->node_limit * sizeof(uint32_t));
    memset(t->head_in, 0xFF, t->node_limit * sizeof(uint32_t));
  }
  if (t->next_cap > 1u << 16) {
    large_free(t->next_out);
    large_free(t->next_in);
    t->next_out = t->next_in = NULL;
    t->next_cap = 0;
  }
}

uint32_t overlay_next(const Topology *t, Direction dir, uint32_t type, uint32_t *chain)
{
  const uint32_t *next = dir == DIR_OUT ? t->next_out : t->next_in;
  while (*chain != SLOT_NONE) {
    uint32_t rel = t->compact + *chain;
    *chain = next[*chain];
    if (!is_dead(t, rel) && (type == NAME_NONE || t->types[rel] == type)) return rel;
  }
  return SLOT_NONE;
}
