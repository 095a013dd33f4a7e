/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HASH_JOIN: the pairs of a row of child[0] and one of child[1] that are equal, as `=` says, in all key slots.
 * CARTESIAN_PRODUCT: all pairs. Both in the order of child[0], and within it of child[1], which is kept in memory. It
 * is run when the first rows of child[0] have come, since whatever that writes must be done by then, and not at all
 * where there are none.
 *
 * In a batched subplan the planner lets child[1] start from an ARGUMENT of its own, so it has no ordinals. Should it
 * have them all the same, they are one more key. */
#include "fanout.h"
#include "rows.h"

typedef struct Join {
  Op op;
  Fanout fanout; /* over child[0] */
  Batch right;
  Rows rows;        /* of child[1] */
  Gather gather;    /* for its slots */
  uint32_t *picked; /* the right row of each row made */
  bool built;
  bool keeps; /* what was built is good for every run, since nothing outside differs from one to another */
  bool keyed; /* there are keys or ordinals to compare */
  uint32_t key_count;
  uint32_t *key_slots, *columns; /* of the keys; columns: in the store */
  Value *key;                    /* of the row at hand */
  Map map;                       /* to groups of right rows with the same keys */
  uint32_t *heads, *next;        /* by group, by row: the rows of a group, ascending */
  uint32_t head_cap, next_cap, group_count;
  bool active;
  uint32_t at; /* the right row that comes next; UINT32_MAX: none */
} Join;

static Status join_open(Exec *x, Op *op)
{
  Join *self = (Join *)op;
  const Plan *plan = op->plan;
  uint32_t *kept, n;
  map_init(&self->map, x->limit);
  self->right = batch_new(&x->arena, x->slot_count);
  self->picked = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->picked);
  self->key_slots = arena_array(&x->arena, uint32_t, plan->slot_count + 1);
  self->columns = arena_array(&x->arena, uint32_t, plan->slot_count + 1);
  self->key = arena_array(&x->arena, Value, plan->slot_count + 1);
  TRY(arena_check(&x->arena, x->err));
  if (plan->slot_count) memcpy(self->key_slots, plan->slots, plan->slot_count * sizeof *plan->slots);
  self->key_slots[plan->slot_count] = x->ordinal_slot;
  TRY(op_kept_slots(x, plan, plan->slots, plan->slot_count, &kept, &n));
  rows_init(&self->rows, kept, n, x->limit);
  for (uint32_t i = 0; i <= plan->slot_count; i++) self->columns[i] = rows_column(&self->rows, self->key_slots[i]);
  self->keeps = !x->argument;
  gather_init(&self->gather, &x->arena, n);
  for (uint32_t i = 0; i < n; i++) gather_add(&self->gather, kept[i]);
  return fanout_open(x, plan, NULL, 0, &self->fanout);
}

/* ---- the right side */

static bool same_keys(const void *context, uint32_t item, const void *key)
{
  const Join *self = context;
  const Value *row = key;
  for (uint32_t i = 0; i < self->key_count; i++)
    if (!value_equivalent(rows_get(&self->rows, self->columns[i], self->heads[item]), row[i])) return false;
  return true;
}

/* false: a key equals nothing, not even itself (null, NaN, a list with one of them). */
static bool hash_key(const Join *self, uint64_t *hash)
{
  *hash = 0;
  for (uint32_t i = 0; i < self->key_count; i++) {
    if (value_equal(self->key[i], self->key[i]) != TRI_TRUE) return false;
    *hash = value_hash_mix(*hash ^ value_hash(self->key[i]));
  }
  return true;
}

static Status group_rows(Exec *x, Join *self)
{
  TRY(op_grow(x, (void **)&self->next, &self->next_cap, self->rows.n, sizeof *self->next));
  for (uint32_t row = self->rows.n; row-- > 0;) {
    uint64_t hash;
    for (uint32_t i = 0; i < self->key_count; i++) self->key[i] = rows_get(&self->rows, self->columns[i], row);
    if (!hash_key(self, &hash)) continue;
    uint32_t group = map_find(&self->map, hash, same_keys, self, self->key);
    if (group == MAP_NONE) {
      group = self->group_count;
      TRY(op_grow(x, (void **)&self->heads, &self->head_cap, (uint64_t)group + 1, sizeof *self->heads));
      self->heads[group] = row;
      self->next[row] = UINT32_MAX;
      TRY(map_add(&self->map, hash, group, x->err));
      self->group_count++;
    } else {
      self->next[row] = self->heads[group];
      self->heads[group] = row;
    }
  }
  return STATUS_OK;
}

static Status build(Exec *x, Join *self)
{
  bool ordinals = false;
  do {
    TRY(exec_check(x));
    TRY(op_next(x, self->op.child[1], &self->right));
    TRY(rows_add(&self->rows, &self->right, x->err));
    ordinals = ordinals || (self->right.n && self->right.slots[x->ordinal_slot].kind != VEC_NONE);
  } while (self->right.n);
  self->built = true;
  self->key_count = self->op.plan->slot_count + ordinals;
  self->keyed = self->key_count > 0;
  return self->keyed ? group_rows(x, self) : STATUS_OK;
}

/* ---- pairs */

static void start_row(Join *self, uint32_t row)
{
  self->active = true;
  self->at = self->rows.n ? 0 : UINT32_MAX;
  if (!self->keyed) return;
  uint64_t hash;
  self->at = UINT32_MAX;
  for (uint32_t i = 0; i < self->key_count; i++)
    self->key[i] = vec_get(&self->fanout.in.slots[self->key_slots[i]], row);
  if (!hash_key(self, &hash)) return;
  uint32_t group = map_find(&self->map, hash, same_keys, self, self->key);
  if (group != MAP_NONE) self->at = self->heads[group];
}

static uint32_t next_right(const Join *self)
{
  if (self->keyed) return self->next[self->at];
  return self->at + 1 < self->rows.n ? self->at + 1 : UINT32_MAX;
}

static Status join_next(Exec *x, Op *op, Batch *out)
{
  Join *self = (Join *)op;
  Fanout *f = &self->fanout;
  fanout_begin(f);
  while (f->n < BATCH_ROWS) {
    if (!self->active) {
      FanoutState state;
      TRY(fanout_row(x, op, f, &state));
      if (state == FANOUT_STOP) break;
      if (!self->built) TRY(build(x, self));
      start_row(self, fanout_at(f));
    }
    uint32_t n = f->n;
    for (; n < BATCH_ROWS && self->at != UINT32_MAX; self->at = next_right(self)) self->picked[n++] = self->at;
    fanout_add(f, fanout_at(f), n - f->n);
    if (self->at == UINT32_MAX) {
      fanout_done(f);
      self->active = false;
    }
  }
  TRY(fanout_finish(x, f, out));
  Vec ordinals = out->slots[x->ordinal_slot];
  TRY(rows_gather(&self->rows, self->picked, out->n, &self->gather, out, x->err));
  out->slots[x->ordinal_slot] = ordinals;
  return STATUS_OK;
}

static Status join_rewind(Exec *x, Op *op)
{
  Join *self = (Join *)op;
  self->active = false;
  if (self->keeps && self->built) return fanout_rewind(x, op, &self->fanout);
  rows_clear(&self->rows);
  map_clear(&self->map);
  self->group_count = 0;
  self->built = false;
  TRY(op_rewind(x, op->child[1]));
  return fanout_rewind(x, op, &self->fanout);
}

static void join_close(Exec *x, Op *op)
{
  Join *self = (Join *)op;
  rows_free(&self->rows);
  map_free(&self->map);
  op_release(x, self->heads, self->head_cap, sizeof *self->heads);
  op_release(x, self->next, self->next_cap, sizeof *self->next);
}

const OpClass op_class_HASH_JOIN = {
    .size = sizeof(Join), .open = join_open, .next = join_next, .rewind = join_rewind, .close = join_close};
const OpClass op_class_CARTESIAN_PRODUCT = {
    .size = sizeof(Join), .open = join_open, .next = join_next, .rewind = join_rewind, .close = join_close};
