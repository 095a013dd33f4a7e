/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AGGREGATE: groups the input rows by the keys (null is a key like any other; values are equal as in DISTINCT) and
 * gives one row for each group: the keys and the aggregates. Without keys there is always exactly one row. Takes its
 * whole input first; groups come in the order in which they were first seen.
 *
 * A batch is worked off by column: first the group of every row, then one aggregate after the other. Keys often repeat
 * from row to row, so a row is compared with the one before it first. One key that is an id or an integer is looked up
 * by number, and so are two small ones; where a whole batch can be, what the lookups need is fetched into the cache
 * some rows ahead. Counting needs no call for each row; other aggregates go through the interface of func.h. */
#include "id_set.h"
#include "number_map.h"

typedef enum AggregateKind { AGGREGATE_ROWS, AGGREGATE_COUNT, AGGREGATE_CALL } AggregateKind;

typedef struct DistinctValue {
  uint32_t group;
  Value value;
} DistinctValue;

typedef struct Aggregator {
  AggregateKind kind;
  const Expr *call;
  const Aggregate *aggregate; /* AGGREGATE_CALL */
  Eval **args;
  Vec *vecs;       /* the arguments over the batch at hand */
  Value *values;   /* and of one row */
  size_t offset;   /* of its state in that of a group */
  int64_t *counts; /* AGGREGATE_ROWS, AGGREGATE_COUNT: by group */
  uint32_t count_cap;
  /* DISTINCT: what was handed over already */
  NumberMap seen_numbers; /* no keys, integers */
  Map seen;
  DistinctValue *distinct;
  uint32_t distinct_cap, distinct_count;
  IdSet seen_ids; /* no keys, argument of nodes or relationships */
  bool ids;
} Aggregator;

enum { STATES_PER_BLOCK = 64 };

typedef struct AggregateOp {
  Op op;
  Batch in;
  Arena arena; /* keys, states and what they hold */
  Arena batch; /* keys and arguments of the batch at hand; results of the batch given */
  Eval **keys;
  Vec *key_vecs;
  Value *row;              /* the keys of the row at hand */
  bool *ids;               /* by key: it is of nodes or relationships */
  NumberMap number_groups; /* groups of one id or integer, or of two small ones, to their number */
  Map groups;              /* any other keys */
  Value *group_keys;       /* by group, key_count values each */
  uint32_t group_key_cap;
  uint32_t group_count;
  uint32_t *row_groups; /* the group of each row of the batch, by position */
  uint64_t *numbers;    /* the keys of each as a number */
  Aggregator *aggregators;
  size_t state_size; /* of all aggregates of a group */
  char **blocks;     /* of STATES_PER_BLOCK states */
  uint32_t block_cap;
  bool too_many; /* a count is beyond 64 bits */
  bool ready;
  uint32_t at; /* groups given */
} AggregateOp;

/* ---- opening */

static bool is_id_slot(const Exec *x, const Expr *e)
{
  if (e->kind != EXPR_VARIABLE) return false;
  SlotKind kind = x->tree->checked->slots[e->slot].kind;
  return kind == SLOT_NODE || kind == SLOT_REL;
}

static Status open_aggregator(Exec *x, AggregateOp *self, Aggregator *a, const Expr *call)
{
  a->call = call;
  map_init(&a->seen, x->limit);
  number_map_clear(&a->seen_numbers);
  if (call->kind == EXPR_COUNT_STAR) {
    a->kind = AGGREGATE_ROWS;
    return STATUS_OK;
  }
  if (!call->function || !call->function->aggregate) return error_internal(x->err, "an aggregate that is no function");
  a->kind = strcmp(call->function->name, "count") == 0 ? AGGREGATE_COUNT : AGGREGATE_CALL;
  a->aggregate = call->function->aggregate;
  a->vecs = arena_array(&x->arena, Vec, call->n);
  a->values = arena_array(&x->arena, Value, call->n);
  a->ids = call->distinct && call->n == 1 && self->op.plan->item_count == 0 && is_id_slot(x, call->args[0]);
  if (a->kind == AGGREGATE_CALL) {
    a->offset = self->state_size;
    self->state_size += (a->aggregate->state_size + 15) & ~(size_t)15;
  }
  return op_compile(x, call->args, call->n, &a->args);
}

static Status aggregate_open(Exec *x, Op *op)
{
  AggregateOp *self = (AggregateOp *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  arena_init(&self->batch, x->limit);
  map_init(&self->groups, x->limit);
  self->in = batch_new(&x->arena, x->slot_count);
  self->keys = arena_array(&x->arena, Eval *, plan->item_count);
  self->key_vecs = arena_array(&x->arena, Vec, plan->item_count);
  self->row = arena_array(&x->arena, Value, plan->item_count);
  self->ids = arena_array(&x->arena, bool, plan->item_count);
  self->row_groups = arena_array(&x->arena, uint32_t, BATCH_ROWS);
  self->numbers = arena_array(&x->arena, uint64_t, BATCH_ROWS);
  self->aggregators = arena_array(&x->arena, Aggregator, plan->aggregate_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->item_count; i++) self->ids[i] = is_id_slot(x, plan->items[i].expr);
  number_map_clear(&self->number_groups);
  for (uint32_t i = 0; i < plan->item_count; i++) TRY(eval_compile(x, plan->items[i].expr, &self->keys[i]));
  for (uint32_t i = 0; i < plan->aggregate_count; i++)
    TRY(open_aggregator(x, self, &self->aggregators[i], plan->aggregates[i].call));
  return STATUS_OK;
}

/* ---- groups */

static char *state_of(const AggregateOp *self, uint32_t group)
{
  return self->blocks[group / STATES_PER_BLOCK] + group % STATES_PER_BLOCK * self->state_size;
}

/* A new group with the keys in self->row. */
static Status add_group(Exec *x, AggregateOp *self, uint32_t *group)
{
  uint32_t width = self->op.plan->item_count;
  *group = self->group_count;
  if (*group == UINT32_MAX - 1) return error_set(x->err, ERROR_MEMORY, NULL, "more than 4 billion groups");
  TRY(op_grow(x, (void **)&self->group_keys, &self->group_key_cap, ((uint64_t)*group + 1) * width,
              sizeof *self->group_keys));
  for (uint32_t i = 0; i < width; i++) {
    Value v = self->row[i];
    self->group_keys[(size_t)*group * width + i] = LIKELY(v.type == VALUE_INT) ? v : value_copy(&self->arena, v);
  }
  if (self->state_size && *group % STATES_PER_BLOCK == 0) {
    uint32_t block = *group / STATES_PER_BLOCK;
    TRY(op_grow(x, (void **)&self->blocks, &self->block_cap, (uint64_t)block + 1, sizeof *self->blocks));
    self->blocks[block] = arena_calloc(&self->arena, STATES_PER_BLOCK, self->state_size);
  }
  for (uint32_t i = 0; i < self->op.plan->aggregate_count; i++) {
    Aggregator *a = &self->aggregators[i];
    if (a->kind == AGGREGATE_CALL) continue;
    TRY(op_grow(x, (void **)&a->counts, &a->count_cap, (uint64_t)*group + 1, sizeof *a->counts));
    a->counts[*group] = 0;
  }
  self->group_count++;
  return arena_check(&self->arena, x->err);
}

static bool is_group(const void *context, uint32_t item, const void *key)
{
  const AggregateOp *self = context;
  uint32_t width = self->op.plan->item_count;
  const Value *kept = self->group_keys + (size_t)item * width, *row = key;
  for (uint32_t i = 0; i < width; i++)
    if (!value_equivalent(kept[i], row[i])) return false;
  return true;
}

static Status find_number_group(Exec *x, AggregateOp *self, uint64_t key, uint32_t *group)
{
  *group = number_map_find(&self->number_groups, key);
  if (*group != UINT32_MAX) return STATUS_OK;
  TRY(add_group(x, self, group));
  return number_map_add(x, &self->number_groups, key, *group);
}

static bool key_as_number(const AggregateOp *self, uint32_t i, uint64_t *number)
{
  Value v = self->row[i];
  if (!self->ids[i]) return number_key(v, number);
  *number = v.id;
  return !value_is_null(v);
}

/* The keys of the row at hand as one number, which no other keys share. */
static bool keys_as_number(const AggregateOp *self, uint64_t *number)
{
  uint32_t width = self->op.plan->item_count;
  uint64_t halves[2];
  if (width == 1) return key_as_number(self, 0, number);
  if (width != 2 || !key_as_number(self, 0, &halves[0]) || !key_as_number(self, 1, &halves[1])) return false;
  *number = halves[0] << 32 | halves[1];
  return halves[0] <= UINT32_MAX && halves[1] <= UINT32_MAX;
}

static Status find_group(Exec *x, AggregateOp *self, uint32_t *group)
{
  uint64_t hash = 0, number;
  if (keys_as_number(self, &number)) return find_number_group(x, self, number, group);
  for (uint32_t i = 0; i < self->op.plan->item_count; i++) hash = value_hash_mix(hash ^ value_hash(self->row[i]));
  *group = map_find(&self->groups, hash, is_group, self, self->row);
  if (*group != MAP_NONE) return STATUS_OK;
  TRY(add_group(x, self, group));
  return map_add(&self->groups, hash, *group, x->err);
}

/* The same bits: enough to see that a key repeats, without looking into it. */
static bool identical(Value a, Value b)
{
  return a.type == b.type && a.aux == b.aux && a.integer == b.integer;
}

/* Makes the row of the batch the one at hand; whether its keys are those of the one before. */
static bool take_row(AggregateOp *self, uint32_t i)
{
  uint32_t row = batch_row(&self->in, i);
  bool same = true;
  for (uint32_t k = 0; k < self->op.plan->item_count; k++) {
    Value v = vec_get(&self->key_vecs[k], row);
    same = same && identical(v, self->row[k]);
    self->row[k] = v;
  }
  return same;
}

/* The keys of all rows of the batch as numbers; false where those of some row are none. */
static bool read_numbers(AggregateOp *self)
{
  for (uint32_t i = 0; i < self->in.n; i++) {
    (void)take_row(self, i);
    if (!keys_as_number(self, &self->numbers[i])) return false;
  }
  return true;
}

static Status group_by_numbers(Exec *x, AggregateOp *self)
{
  enum { AHEAD = 16 };
  const uint64_t *numbers = self->numbers;
  for (uint32_t i = 0, n = self->in.n; i < n; i++) {
    uint32_t *group = &self->row_groups[i];
    if (i + AHEAD < n) number_map_prefetch(&self->number_groups, numbers[i + AHEAD]);
    if (i > 0 && numbers[i] == numbers[i - 1]) {
      *group = group[-1];
      continue;
    }
    *group = number_map_find(&self->number_groups, numbers[i]);
    if (LIKELY(*group != UINT32_MAX)) continue;
    (void)take_row(self, i);
    TRY(find_number_group(x, self, numbers[i], group));
  }
  return STATUS_OK;
}

/* The group of every row of the batch. */
static Status group_rows(Exec *x, AggregateOp *self)
{
  uint32_t group = UINT32_MAX;
  for (uint32_t i = 0; i < self->op.plan->item_count; i++)
    TRY(eval_run(x, self->keys[i], &self->in, &self->batch, &self->key_vecs[i]));
  TRY(arena_check(&self->batch, x->err));
  if (read_numbers(self)) return group_by_numbers(x, self);
  for (uint32_t i = 0; i < self->in.n; i++) {
    if (!take_row(self, i) || group == UINT32_MAX) TRY(find_group(x, self, &group));
    self->row_groups[i] = group;
  }
  return STATUS_OK;
}

/* ---- aggregates */

static bool is_seen(const void *context, uint32_t item, const void *key)
{
  const DistinctValue *a = &((const Aggregator *)context)->distinct[item], *b = key;
  return a->group == b->group && value_equivalent(a->value, b->value);
}

/* Whether the group sees the value for the first time. */
static Status is_new(Exec *x, AggregateOp *self, Aggregator *a, uint32_t group, Value v, bool *new)
{
  *new = false;
  if (a->ids) {
    bool node = v.type == VALUE_NODE || value_is_null(v);
    uint32_t limit = node ? graph_node_limit(x->graph) : graph_rel_limit(x->graph);
    return id_set_add(x, &a->seen_ids, value_is_null(v) ? SLOT_NONE : v.id, limit, new);
  }
  uint64_t number;
  if (self->op.plan->item_count == 0 && number_key(v, &number)) {
    *new = number_map_find(&a->seen_numbers, number) == UINT32_MAX;
    return *new ? number_map_add(x, &a->seen_numbers, number, 0) : STATUS_OK;
  }
  DistinctValue key = {group, v};
  uint64_t hash = value_hash_mix(value_hash(v) + group);
  if (map_find(&a->seen, hash, is_seen, a, &key) != MAP_NONE) return STATUS_OK;
  TRY(op_grow(x, (void **)&a->distinct, &a->distinct_cap, (uint64_t)a->distinct_count + 1, sizeof *a->distinct));
  key.value = value_copy(&self->arena, v);
  a->distinct[a->distinct_count] = key;
  *new = true;
  return map_add(&a->seen, hash, a->distinct_count++, x->err);
}

/* How often each row counts; NULL: once. */
static const Vec *weights(const AggregateOp *self)
{
  uint32_t slot = self->op.plan->slot;
  return slot == SLOT_NONE ? NULL : &self->in.slots[slot];
}

/* Adds what the row counts for, where it does. */
static inline void count_row(AggregateOp *self, Aggregator *a, const Vec *weight, uint32_t i, bool counts)
{
  int64_t *count = &a->counts[self->row_groups[i]];
  int64_t more = !counts ? 0 : weight ? vec_get(weight, batch_row(&self->in, i)).integer : 1;
  self->too_many |= __builtin_add_overflow(*count, more, count);
}

static void count_rows(AggregateOp *self, Aggregator *a)
{
  const Vec *weight = weights(self);
  if (self->op.plan->item_count == 0 && !weight) {
    a->counts[0] += self->in.n;
    return;
  }
  for (uint32_t i = 0; i < self->in.n; i++) count_row(self, a, weight, i, true);
}

static Status count_values(Exec *x, AggregateOp *self, Aggregator *a)
{
  const Batch *in = &self->in;
  const Vec *vec = &a->vecs[0];
  if (a->call->distinct) {
    for (uint32_t i = 0; i < in->n; i++) {
      Value v = vec_get(vec, batch_row(in, i));
      bool new;
      if (value_is_null(v)) continue;
      TRY(is_new(x, self, a, self->row_groups[i], v, &new));
      a->counts[self->row_groups[i]] += new;
    }
    return STATUS_OK;
  }
  const Vec *weight = weights(self);
  switch (vec->kind) {
  case VEC_NODE:
  case VEC_REL:
    for (uint32_t i = 0; i < in->n; i++) count_row(self, a, weight, i, vec->ids[batch_row(in, i)] != SLOT_NONE);
    break;
  case VEC_VALUE:
    for (uint32_t i = 0; i < in->n; i++)
      count_row(self, a, weight, i, vec->values[batch_row(in, i)].type != VALUE_NULL);
    break;
  case VEC_CONST:
    if (!value_is_null(vec->constant)) count_rows(self, a);
    break;
  case VEC_NONE: break;
  }
  return STATUS_OK;
}

/* An error of a function that does not know its place gets that of the call. */
static Status at_call(Exec *x, const Aggregator *a, Status status)
{
  if (status != STATUS_OK && x->err->span.end == 0) x->err->span = a->call->span;
  return status;
}

static Status call_aggregate(Exec *x, AggregateOp *self, Aggregator *a)
{
  const Batch *in = &self->in;
  AggregateContext context = {.function = &x->function, .arena = &self->arena};
  x->function.arena = &self->batch;
  for (uint32_t i = 0; i < in->n; i++) {
    uint32_t row = batch_row(in, i), group = self->row_groups[i];
    for (uint32_t k = 0; k < a->call->n; k++) a->values[k] = vec_get(&a->vecs[k], row);
    if (a->call->distinct) {
      bool new;
      TRY(is_new(x, self, a, group, a->values[0], &new));
      if (!new) continue;
    }
    TRY(at_call(x, a, a->aggregate->step(&context, state_of(self, group) + a->offset, a->values, a->call->n)));
  }
  return arena_check(&self->arena, x->err);
}

static Status add_batch(Exec *x, AggregateOp *self)
{
  const Plan *plan = self->op.plan;
  arena_reset(&self->batch);
  if (plan->item_count) TRY(group_rows(x, self));
  for (uint32_t i = 0; i < plan->aggregate_count; i++) {
    Aggregator *a = &self->aggregators[i];
    if (a->kind == AGGREGATE_ROWS) {
      count_rows(self, a);
      continue;
    }
    for (uint32_t k = 0; k < a->call->n; k++) TRY(eval_run(x, a->args[k], &self->in, &self->batch, &a->vecs[k]));
    TRY(arena_check(&self->batch, x->err));
    TRY(a->kind == AGGREGATE_COUNT ? count_values(x, self, a) : call_aggregate(x, self, a));
  }
  if (self->too_many)
    return error_set(x->err, ERROR_ARITHMETIC, "NumberOutOfRange", "there are more rows to count than fit 64 bits");
  return STATUS_OK;
}

/* ---- results */

static Status give_keys(Exec *x, AggregateOp *self, uint32_t first, uint32_t n, Batch *out)
{
  uint32_t width = self->op.plan->item_count;
  for (uint32_t k = 0; k < width; k++) {
    uint32_t slot = self->op.plan->items[k].slot;
    SlotKind kind = x->tree->checked->slots[slot].kind;
    const Value *keys = self->group_keys + (size_t)first * width + k;
    if (kind == SLOT_NODE || kind == SLOT_REL) {
      uint32_t *ids = arena_alloc(&self->batch, n * sizeof *ids);
      TRY(arena_check(&self->batch, x->err));
      for (uint32_t i = 0; i < n; i++) {
        Value v = keys[(size_t)i * width];
        ids[i] = value_is_null(v) ? SLOT_NONE : v.id;
      }
      out->slots[slot] = (Vec){.kind = kind == SLOT_NODE ? VEC_NODE : VEC_REL, .ids = ids};
    } else {
      Value *values = arena_alloc(&self->batch, n * sizeof *values);
      TRY(arena_check(&self->batch, x->err));
      for (uint32_t i = 0; i < n; i++) values[i] = keys[(size_t)i * width];
      out->slots[slot] = (Vec){.kind = VEC_VALUE, .values = values};
    }
  }
  return STATUS_OK;
}

static Status give_aggregates(Exec *x, AggregateOp *self, uint32_t first, uint32_t n, Batch *out)
{
  AggregateContext context = {.function = &x->function, .arena = &self->arena};
  x->function.arena = &self->batch;
  for (uint32_t k = 0; k < self->op.plan->aggregate_count; k++) {
    Aggregator *a = &self->aggregators[k];
    Value *values = arena_alloc(&self->batch, n * sizeof *values);
    TRY(arena_check(&self->batch, x->err));
    for (uint32_t i = 0; i < n; i++) {
      if (a->kind != AGGREGATE_CALL)
        values[i] = value_int(a->counts[first + i]);
      else
        TRY(at_call(x, a, a->aggregate->finish(&context, state_of(self, first + i) + a->offset, &values[i])));
    }
    out->slots[self->op.plan->aggregates[k].slot] = (Vec){.kind = VEC_VALUE, .values = values};
  }
  return arena_check(&self->arena, x->err);
}

/* Nothing but count(*) over all rows, each once. */
static bool only_counts_rows(const AggregateOp *self)
{
  if (self->op.plan->slot != SLOT_NONE) return false;
  for (uint32_t i = 0; i < self->op.plan->aggregate_count; i++)
    if (self->aggregators[i].kind != AGGREGATE_ROWS) return false;
  return self->op.plan->item_count == 0;
}

static Status fill(Exec *x, AggregateOp *self)
{
  uint32_t group;
  if (self->op.plan->item_count == 0) TRY(add_group(x, self, &group));
  if (only_counts_rows(self)) {
    uint64_t rows;
    TRY(op_count_rows(x, self->op.child[0], &self->in, &rows));
    for (uint32_t i = 0; i < self->op.plan->aggregate_count; i++) self->aggregators[i].counts[0] = (int64_t)rows;
    self->ready = true;
    return STATUS_OK;
  }
  do {
    TRY(exec_check(x));
    TRY(op_next(x, self->op.child[0], &self->in));
    if (self->in.n) TRY(add_batch(x, self));
  } while (self->in.n);
  self->ready = true;
  return STATUS_OK;
}

static Status aggregate_next(Exec *x, Op *op, Batch *out)
{
  AggregateOp *self = (AggregateOp *)op;
  if (!self->ready) TRY(fill(x, self));
  arena_reset(&self->batch);
  batch_clear(out, x->slot_count);
  uint32_t n = MIN(self->group_count - self->at, BATCH_ROWS);
  if (n == 0) return STATUS_OK;
  TRY(give_keys(x, self, self->at, n, out));
  TRY(give_aggregates(x, self, self->at, n, out));
  self->at += n;
  out->n = n;
  return STATUS_OK;
}

static Status aggregate_rewind(Exec *x, Op *op)
{
  AggregateOp *self = (AggregateOp *)op;
  map_clear(&self->groups);
  number_map_clear(&self->number_groups);
  for (uint32_t i = 0; i < op->plan->aggregate_count; i++) {
    Aggregator *a = &self->aggregators[i];
    map_clear(&a->seen);
    number_map_clear(&a->seen_numbers);
    id_set_clear(&a->seen_ids);
    a->distinct_count = 0;
  }
  arena_reset(&self->arena);
  self->group_count = self->at = 0;
  self->ready = false;
  return op_rewind(x, op->child[0]);
}

static void aggregate_close(Exec *x, Op *op)
{
  AggregateOp *self = (AggregateOp *)op;
  for (uint32_t i = 0; self->aggregators && i < op->plan->aggregate_count; i++) {
    Aggregator *a = &self->aggregators[i];
    map_free(&a->seen);
    number_map_free(x, &a->seen_numbers);
    id_set_free(x, &a->seen_ids);
    op_release(x, a->counts, a->count_cap, sizeof *a->counts);
    op_release(x, a->distinct, a->distinct_cap, sizeof *a->distinct);
  }
  map_free(&self->groups);
  number_map_free(x, &self->number_groups);
  op_release(x, self->group_keys, self->group_key_cap, sizeof *self->group_keys);
  op_release(x, self->blocks, self->block_cap, sizeof *self->blocks);
  arena_free(&self->arena);
  arena_free(&self->batch);
}

const OpClass op_class_AGGREGATE = {.size = sizeof(AggregateOp),
                                    .open = aggregate_open,
                                    .next = aggregate_next,
                                    .rewind = aggregate_rewind,
                                    .close = aggregate_close};
