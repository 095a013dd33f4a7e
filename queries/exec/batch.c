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
      return error_set(err, ERROR_TYPE, "InvalidArgumentType", "expected a %s, but this is %s",
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

/* out's row i becomes in's row rows[i], in the slot at that position. */
static void gather_slot(Gather *g, uint32_t position, const Batch *in, const uint16_t *rows, uint32_t n, Batch *out)
{
  const Vec *from = &in->slots[g->slots[position]];
  Vec *to = &out->slots[g->slots[position]];
  switch (from->kind) {
  case VEC_NODE:
  case VEC_REL: {
    const uint32_t *source = from->ids;
    uint32_t *ids = gather_ids(g, position);
    for (uint32_t i = 0; i < n; i++) ids[i] = source[rows[i]];
    *to = (Vec){.kind = from->kind, .ids = ids};
    break;
  }
  case VEC_VALUE: {
    const Value *source = from->values;
    Value *values = gather_values(g, position);
    for (uint32_t i = 0; i < n; i++) values[i] = source[rows[i]];
    *to = (Vec){.kind = VEC_VALUE, .values = values};
    break;
  }
  case VEC_CONST: *to = *from; break;
  case VEC_NONE: break;
  }
}

Status gather_rows(Gather *g, const Batch *in, const uint16_t *rows, uint32_t n, Batch *out, Error *err)
{
  for (uint32_t i = 0; i < g->n; i++) gather_slot(g, i, in, rows, n, out);
  return arena_check(g->arena, err);
}

Status gather_missing(Gather *g, const Batch *in, const uint32_t *at, const Batch *rows, Batch *out, Error *err)
{
  uint16_t picked[BATCH_ROWS];
  uint32_t end = rows->n ? batch_row(rows, rows->n - 1) + 1 : 0, any = rows->n ? at[batch_row(rows, 0)] : 0;
  if (rows->sel)
    for (uint32_t row = 0; row < end; row++) picked[row] = (uint16_t)any; /* also for the rows that do not count */
  for (uint32_t i = 0; i < rows->n; i++) picked[batch_row(rows, i)] = (uint16_t)at[batch_row(rows, i)];
  for (uint32_t i = 0; i < g->n; i++)
    if (out->slots[g->slots[i]].kind == VEC_NONE) gather_slot(g, i, in, picked, end, out);
  return arena_check(g->arena, err);
}
