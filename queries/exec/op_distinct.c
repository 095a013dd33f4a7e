/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DISTINCT: of the input rows that agree in the key slots, the first; order kept. Null is equal to null, NaN to NaN. In
 * a batched subplan the outer row is one more key. One key of nodes or relationships is looked up in a bitmap. */
#include "id_set.h"
#include "number_map.h"

typedef struct Distinct {
  Op op;
  Arena arena; /* kept keys */
  uint16_t *sel;
  uint32_t width; /* keys, and in a subplan the ordinal */
  uint32_t *slots;
  NumberMap numbers; /* one key: its integers */
  Map map;           /* to the number of the kept row */
  Value *kept;       /* width values a row */
  uint32_t kept_cap, kept_count;
  Value *row;   /* the keys of the row at hand */
  bool ids;     /* one key, of nodes or relationships, and no ordinal */
  VecKind kind; /* ids: VEC_NODE or VEC_REL */
  uint32_t *buffer;
  IdSet seen;
} Distinct;

static Status distinct_open(Exec *x, Op *op)
{
  Distinct *self = (Distinct *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  map_init(&self->map, x->limit);
  number_map_clear(&self->numbers);
  self->width = plan->slot_count + (x->argument != NULL);
  SlotKind kind = plan->slot_count ? x->tree->checked->slots[plan->slots[0]].kind : SLOT_VALUE;
  self->ids = self->width == 1 && (kind == SLOT_NODE || kind == SLOT_REL);
  self->kind = kind == SLOT_NODE ? VEC_NODE : VEC_REL;
  self->buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->buffer);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  self->slots = arena_array(&x->arena, uint32_t, self->width);
  self->row = arena_array(&x->arena, Value, self->width);
  TRY(arena_check(&x->arena, x->err));
  if (plan->slot_count) memcpy(self->slots, plan->slots, plan->slot_count * sizeof *self->slots);
  if (x->argument) self->slots[plan->slot_count] = x->ordinal_slot;
  return STATUS_OK;
}

static bool is_kept(const void *context, uint32_t item, const void *key)
{
  const Distinct *self = context;
  const Value *kept = self->kept + (size_t)item * self->width, *row = key;
  for (uint32_t i = 0; i < self->width; i++)
    if (!value_equivalent(kept[i], row[i])) return false;
  return true;
}

static Status keep_new(Exec *x, Distinct *self, const Batch *b, uint32_t row, bool *new)
{
  uint64_t hash = 0, number;
  if (self->width == 1 && number_key(vec_get(&b->slots[self->slots[0]], row), &number)) {
    *new = number_map_find(&self->numbers, number) == UINT32_MAX;
    return *new ? number_map_add(x, &self->numbers, number, 0) : STATUS_OK;
  }
  for (uint32_t i = 0; i < self->width; i++) {
    self->row[i] = vec_get(&b->slots[self->slots[i]], row);
    hash = value_hash_mix(hash ^ value_hash(self->row[i]));
  }
  *new = map_find(&self->map, hash, is_kept, self, self->row) == MAP_NONE;
  if (!*new) return STATUS_OK;
  uint64_t wanted = ((uint64_t)self->kept_count + 1) * self->width;
  TRY(op_grow(x, (void **)&self->kept, &self->kept_cap, wanted, sizeof *self->kept));
  Value *kept = self->kept + (size_t)self->kept_count * self->width;
  for (uint32_t i = 0; i < self->width; i++) kept[i] = value_copy(&self->arena, self->row[i]);
  return map_add(&self->map, hash, self->kept_count++, x->err);
}

static Status distinct_next(Exec *x, Op *op, Batch *out)
{
  Distinct *self = (Distinct *)op;
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    if (out->n == 0) return STATUS_OK;
    uint32_t n = 0;
    const uint32_t *ids = NULL;
    uint32_t limit = self->kind == VEC_NODE ? graph_node_limit(x->graph) : graph_rel_limit(x->graph);
    if (self->ids) TRY(batch_ids(out, self->slots[0], self->kind, self->buffer, &ids, x->err));
    for (uint32_t i = 0; i < out->n; i++) {
      uint32_t row = batch_row(out, i);
      bool new = false;
      TRY(ids ? id_set_add(x, &self->seen, ids[row], limit, &new) : keep_new(x, self, out, row, &new));
      if (new) self->sel[n++] = (uint16_t)row;
    }
    TRY(arena_check(&self->arena, x->err));
    out->n = n;
    out->sel = self->sel;
    if (n) return STATUS_OK;
  }
}

static Status distinct_rewind(Exec *x, Op *op)
{
  Distinct *self = (Distinct *)op;
  map_clear(&self->map);
  number_map_clear(&self->numbers);
  arena_reset(&self->arena);
  self->kept_count = 0;
  id_set_clear(&self->seen);
  return op_rewind(x, op->child[0]);
}

static void distinct_close(Exec *x, Op *op)
{
  Distinct *self = (Distinct *)op;
  map_free(&self->map);
  number_map_free(x, &self->numbers);
  arena_free(&self->arena);
  op_release(x, self->kept, self->kept_cap, sizeof *self->kept);
  id_set_free(x, &self->seen);
}

const OpClass op_class_DISTINCT = {.size = sizeof(Distinct),
                                   .open = distinct_open,
                                   .next = distinct_next,
                                   .rewind = distinct_rewind,
                                   .close = distinct_close};
