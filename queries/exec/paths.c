/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building path values; see paths.h. */
#include "paths.h"

/* The relationships of the path; false when a part of it is null. */
static bool count_rels(const PlanPath *path, const Batch *b, uint32_t row, size_t *n)
{
  *n = 0;
  for (uint32_t i = 0; i < path->n; i++) {
    Value v = vec_get(&b->slots[path->slots[i]], row);
    if (value_is_null(v)) return false;
    if (i % 2) *n += v.type == VALUE_LIST ? v.aux : 1;
  }
  return true;
}

/* Goes on from the last node along one relationship. */
static Status add_step(Exec *x, uint32_t *at, Value rel)
{
  if (rel.type != VALUE_REL)
    return error_set(x->err, ERROR_TYPE, "InvalidArgumentType", "a path needs relationships, found a value of type %s",
                     value_type_name(rel.type));
  uint32_t start, end;
  graph_rel_ends(x->graph, rel.id, &start, &end);
  at[1] = rel.id;
  at[2] = at[0] == start ? end : start;
  return STATUS_OK;
}

Status path_build(Exec *x, const PlanPath *path, const Batch *b, uint32_t row, Arena *arena, Value *out)
{
  size_t rels;
  *out = VALUE_NULL_VALUE;
  if (!count_rels(path, b, row, &rels)) return STATUS_OK;
  uint32_t *slots = arena_alloc(arena, (2 * rels + 1) * sizeof *slots), *at = slots;
  TRY(arena_check(arena, x->err));
  Value first = vec_get(&b->slots[path->slots[0]], row);
  if (first.type != VALUE_NODE)
    return error_set(x->err, ERROR_TYPE, "InvalidArgumentType", "a path needs nodes, found a value of type %s",
                     value_type_name(first.type));
  *at = first.id;
  for (uint32_t i = 1; i < path->n; i += 2) {
    Value rel = vec_get(&b->slots[path->slots[i]], row);
    const Value *items = rel.type == VALUE_LIST ? rel.items : &rel;
    uint32_t n = rel.type == VALUE_LIST ? rel.aux : 1;
    for (uint32_t step = 0; step < n; step++, at += 2) TRY(add_step(x, at, items[step]));
  }
  *out = value_path(slots, (uint32_t)rels);
  return STATUS_OK;
}

Status paths_build(Exec *x, const PlanPath *paths, uint32_t n, Arena *arena, Batch *b)
{
  for (uint32_t p = 0; p < n; p++) {
    Value *values = arena_alloc(arena, BATCH_ROWS * sizeof *values);
    TRY(arena_check(arena, x->err));
    for (uint32_t i = 0; i < b->n; i++) {
      uint32_t row = batch_row(b, i);
      TRY(path_build(x, &paths[p], b, row, arena, &values[row]));
    }
    b->slots[paths[p].slot] = (Vec){.kind = VEC_VALUE, .values = values};
  }
  return STATUS_OK;
}
