/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making batches and copying rows between them. Knows vectors and values, nothing of operators or plans. */
#include "batch.h"

Batch batch_new(Arena *arena, uint32_t slot_count)
{
  return (Batch){.slots = arena_array(arena, Vec, slot_count)};
}

Status batch_ids(const Batch *b, uint32_t slot, VecKind kind, uint32_t *buffer, const uint32_t **out, Error *err)
{
  const Vec *vec = &b->slots[slot];
  if (LIKELY(vec->kind == kind)) {
    *out = vec->ids;
    return STATUS_OK;
  }
  ValueType type = kind == VEC_NODE ? VALUE_NODE : VALUE_REL;
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t row = batch_row(b, i);
    Value v = vec_get(vec, row);
    if (UNLIKELY(v.type != type && !value_is_null(v)))
      return error_set(err, ERROR_TYPE, "InvalidArgumentType", "expected a %s, found a value of type %s",
                       kind == VEC_NODE ? "node" : "relationship", value_type_name(v.type));
    buffer[row] = v.type == type ? v.id : UINT32_MAX;
  }
  *out = buffer;
  return STATUS_OK;
}

void gather_init(Gather *g, Arena *arena, uint32_t capacity)
{
  *g = (Gather){.arena = arena};
  g->slots = arena_array(arena, uint32_t, capacity);
  g->ids = arena_array(arena, uint32_t *, capacity);
  g->values = arena_array(arena, Value *, capacity);
}

void gather_add(Gather *g, uint32_t slot)
{
  if (g->arena->bad) return;
  for (uint32_t i = 0; i < g->n; i++)
    if (g->slots[i] == slot) return;
  g->slots[g->n++] = slot;
}

uint32_t *gather_ids(Gather *g, uint32_t position)
{
  if (!g->ids[position]) g->ids[position] = arena_alloc(g->arena, BATCH_ROWS * sizeof(uint32_t));
  return g->ids[position];
}

Value *gather_values(Gather *g, uint32_t position)
{
  if (!g->values[position]) g->values[position] = arena_alloc(g->arena, BATCH_ROWS * sizeof(Value));
  return g->values[position];
}

bool gather_has_rows(const Gather *g, const Batch *in)
{
  for (uint32_t s = 0; s < g->n; s++) {
    VecKind kind = in->slots[g->slots[s]].kind;
    if (kind != VEC_NONE && kind != VEC_CONST) return true;
  }
  return false;
}

Status gather_rows(Gather *g, const Batch *in, const uint16_t *rows, uint32_t n, Batch *out, Error *err)
{
  for (uint32_t s = 0; s < g->n; s++) {
    const Vec *from = &in->slots[g->slots[s]];
    Vec *to = &out->slots[g->slots[s]];
    switch (from->kind) {
    case VEC_NODE:
    case VEC_REL: {
      const uint32_t *source = from->ids;
      uint32_t *ids = gather_ids(g, s);
      for (uint32_t i = 0; i < n; i++) ids[i] = source[rows[i]];
      *to = (Vec){.kind = from->kind, .ids = ids};
      break;
    }
    case VEC_VALUE: {
      const Value *source = from->values;
      Value *values = gather_values(g, s);
      for (uint32_t i = 0; i < n; i++) values[i] = source[rows[i]];
      *to = (Vec){.kind = VEC_VALUE, .values = values};
      break;
    }
    case VEC_CONST: *to = *from; break;
    case VEC_NONE: break;
    }
  }
  return arena_check(g->arena, err);
}

Status gather_missing(Gather *g, const Batch *in, const uint32_t *at, const Batch *rows, Batch *out, Error *err)
{
  for (uint32_t s = 0; s < g->n; s++) {
    const Vec *from = &in->slots[g->slots[s]];
    Vec *to = &out->slots[g->slots[s]];
    if (to->kind != VEC_NONE) continue;
    switch (from->kind) {
    case VEC_NODE:
    case VEC_REL: {
      uint32_t *ids = gather_ids(g, s);
      for (uint32_t i = 0; i < rows->n; i++) {
        uint32_t row = batch_row(rows, i);
        ids[row] = from->ids[at[row]];
      }
      *to = (Vec){.kind = from->kind, .ids = ids};
      break;
    }
    case VEC_VALUE: {
      Value *values = gather_values(g, s);
      for (uint32_t i = 0; i < rows->n; i++) {
        uint32_t row = batch_row(rows, i);
        values[row] = from->values[at[row]];
      }
      *to = (Vec){.kind = VEC_VALUE, .values = values};
      break;
    }
    case VEC_CONST: *to = *from; break;
    case VEC_NONE: break;
    }
  }
  return arena_check(g->arena, err);
}
