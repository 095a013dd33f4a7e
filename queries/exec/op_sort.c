/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SORT: the input rows in the order of the sort keys; equal ones stay in the order of the input. TOP: the first so many
 * of them. Both take their whole input first.
 *
 * What is sorted are 16-byte entries: a row's number and the first key boiled down to 64 bits, so that most comparisons
 * touch nothing else; only equal prefixes look at the keys. TOP drops the rows that cannot be among the first as soon
 * as it can: whenever twice as many are kept as needed it sorts and keeps the first of them, and from then on a row
 * that does not come before the last of those is not kept at all.
 *
 * Shortly before the query's memory is used up, what there is goes to a file as a sorted run, and the runs are merged
 * in the end; see spill.h. */
#include "op.h"
#include "rows.h"
#include "spill.h"

#include <stdlib.h>

typedef struct SortEntry {
  uint64_t prefix;
  uint32_t row;
} SortEntry;

typedef struct Sort {
  Op op;
  Rows stores[2];    /* the second takes what TOP keeps when it thins out the first */
  Rows *rows;        /* the one in use */
  uint32_t *columns; /* of the keys in the store */
  SortEntry *entries, *scratch;
  uint32_t entry_cap, scratch_cap;
  uint32_t n;  /* entries, sorted when ready */
  uint64_t at; /* rows given */
  bool ready;
  Gather gather;
  uint32_t *picked;
  Spill spill;
  VecKind *kinds; /* by kept slot: of all that was spilled */
  Value *row;     /* on its way to the file */
  /* TOP */
  Eval *count;
  Arena arena;          /* the count; the rows of a batch that come from a file */
  uint64_t wanted;      /* UINT64_MAX for SORT */
  bool thinned;         /* rows holds the first `wanted` so far, in order */
  uint64_t last_prefix; /* of the last of them */
  uint16_t *sel;
} Sort;

static Status sort_open(Exec *x, Op *op)
{
  Sort *self = (Sort *)op;
  const Plan *plan = op->plan;
  uint32_t *keys = arena_array(&x->arena, uint32_t, plan->sort_count), *slots, n;
  arena_init(&self->arena, x->limit);
  spill_init(&self->spill, 0, x->limit);
  self->columns = arena_array(&x->arena, uint32_t, plan->sort_count);
  self->picked = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->picked);
  self->sel = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->sort_count; i++) keys[i] = plan->sort[i].slot;
  TRY(op_kept_slots(x, plan, keys, plan->sort_count, &slots, &n));
  for (int i = 0; i < 2; i++) rows_init(&self->stores[i], slots, n, x->limit);
  self->rows = &self->stores[0];
  for (uint32_t i = 0; i < plan->sort_count; i++) self->columns[i] = rows_column(self->rows, keys[i]);
  gather_init(&self->gather, &x->arena, n);
  for (uint32_t i = 0; i < n; i++) gather_add(&self->gather, slots[i]);
  self->wanted = UINT64_MAX;
  spill_init(&self->spill, n, x->limit);
  self->kinds = arena_array(&x->arena, VecKind, n);
  self->row = arena_array(&x->arena, Value, n);
  TRY(arena_check(&x->arena, x->err));
  return plan->kind == PLAN_TOP ? eval_compile(x, plan->count, &self->count) : STATUS_OK;
}

/* ---- the prefix of a key: a number that orders values as value_order does, or leaves the order open */

enum { RANK_SHIFT = 59 };

static uint64_t prefix_of_int(int64_t i)
{
  return ((uint64_t)i ^ (UINT64_C(1) << 63)) >> (64 - RANK_SHIFT);
}

static uint64_t prefix_of_float(double f)
{
  if (f != f) return (UINT64_C(1) << RANK_SHIFT) - 1;
  if (f == 0) f = 0; /* -0.0 */
  uint64_t bits;
  memcpy(&bits, &f, sizeof bits);
  uint64_t ordered = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
  return ordered >> (64 - RANK_SHIFT);
}

static uint64_t prefix_of_text(Text text)
{
  uint64_t prefix = 0;
  size_t n = MIN(text.len, sizeof prefix);
  for (size_t i = 0; i < n; i++) prefix |= (uint64_t)(unsigned char)text.data[i] << (56 - 8 * i);
  return prefix >> (64 - RANK_SHIFT);
}

/* Nulls come before or after everything else, whichever way the rest is sorted. */
static uint64_t key_prefix(Value v, const PlanSortKey *key)
{
  if (v.type == VALUE_NULL) return key->nulls_first ? 0 : UINT64_MAX;
  uint64_t rank = v.type, payload = 0;
  switch ((ValueType)v.type) {
  case VALUE_INT: payload = prefix_of_float((double)v.integer); break;
  case VALUE_FLOAT:
    rank = VALUE_INT;
    payload = prefix_of_float(v.number);
    break;
  case VALUE_STRING: payload = prefix_of_text(value_text(v)); break;
  case VALUE_BOOL: payload = v.boolean; break;
  case VALUE_NODE:
  case VALUE_REL: payload = v.id; break;
  case VALUE_DATE:
  case VALUE_LOCALTIME:
  case VALUE_LOCALDATETIME: payload = prefix_of_int(v.integer); break;
  case VALUE_DATETIME: payload = prefix_of_int(v.when->seconds); break;
  case VALUE_EDTF: payload = prefix_of_int(edtf_earliest(&v.edtf->date)); break;
  default: break;
  }
  uint64_t prefix = rank << RANK_SHIFT | payload;
  return key->descending ? ~prefix : prefix;
}

/* ---- sorting entries */

static int compare_by(const PlanSortKey *key, Value a, Value b)
{
  bool null_a = a.type == VALUE_NULL, null_b = b.type == VALUE_NULL;
  if (null_a != null_b) return null_a == key->nulls_first ? -1 : 1;
  int order = value_order(a, b);
  return key->descending ? -order : order;
}

static int compare_keys(const Sort *self, uint32_t a, uint32_t b)
{
  const Plan *plan = self->op.plan;
  for (uint32_t k = 0; k < plan->sort_count; k++) {
    int order = compare_by(&plan->sort[k], rows_get(self->rows, self->columns[k], a),
                           rows_get(self->rows, self->columns[k], b));
    if (order != 0) return order;
  }
  return 0;
}

static bool comes_before(const Sort *self, const SortEntry *a, const SortEntry *b)
{
  if (a->prefix != b->prefix) return a->prefix < b->prefix;
  return compare_keys(self, a->row, b->row) < 0;
}

static void sort_run(const Sort *self, SortEntry *entries, uint32_t n)
{
  for (uint32_t i = 1; i < n; i++) {
    SortEntry entry = entries[i];
    uint32_t at = i;
    for (; at > 0 && comes_before(self, &entry, &entries[at - 1]); at--) entries[at] = entries[at - 1];
    entries[at] = entry;
  }
}

static void merge_runs(const Sort *self, const SortEntry *left, uint32_t left_n, const SortEntry *right,
                       uint32_t right_n, SortEntry *to)
{
  /* What is in order already, as the parts that threads have sorted, takes one comparison for each merge. */
  bool in_order = !right_n || !comes_before(self, right, &left[left_n - 1]);
  while (!in_order && left_n && right_n) {
    if (comes_before(self, right, left)) {
      *to++ = *right++;
      right_n--;
    } else {
      *to++ = *left++;
      left_n--;
    }
  }
  if (left_n) memcpy(to, left, left_n * sizeof *to);
  if (right_n) memcpy(to + left_n, right, right_n * sizeof *to);
}

/* A stable merge sort from the bottom up. */
static Status sort_entries(Exec *x, Sort *self)
{
  enum { RUN = 12 };
  uint32_t n = self->n;
  TRY(op_grow(x, (void **)&self->scratch, &self->scratch_cap, n, sizeof *self->scratch));
  for (uint32_t from = 0; from < n; from += RUN) sort_run(self, self->entries + from, MIN(n - from, RUN));
  for (uint64_t width = RUN; width < n; width *= 2) {
    for (uint64_t from = 0; from < n; from += 2 * width) {
      uint32_t left = (uint32_t)MIN(width, n - from), right = (uint32_t)MIN(width, n - from - left);
      merge_runs(self, self->entries + from, left, self->entries + from + left, right, self->scratch + from);
      if (width >= BATCH_ROWS) TRY(exec_check(x));
    }
    SortEntry *entries = self->entries;
    uint32_t cap = self->entry_cap;
    self->entries = self->scratch;
    self->entry_cap = self->scratch_cap;
    self->scratch = entries;
    self->scratch_cap = cap;
  }
  return STATUS_OK;
}

static Status sort_rows(Exec *x, Sort *self)
{
  self->n = self->rows->n;
  TRY(op_grow(x, (void **)&self->entries, &self->entry_cap, self->n, sizeof *self->entries));
  const PlanSortKey *key = &self->op.plan->sort[0];
  for (uint32_t i = 0; i < self->n; i++)
    self->entries[i] = (SortEntry){key_prefix(rows_get(self->rows, self->columns[0], i), key), i};
  return sort_entries(x, self);
}

/* ---- TOP */

/* Keeps the first rows only, in order. */
static Status thin_out(Exec *x, Sort *self)
{
  TRY(sort_rows(x, self));
  Rows *fresh = self->rows == &self->stores[0] ? &self->stores[1] : &self->stores[0];
  uint32_t keep = (uint32_t)MIN(self->n, self->wanted);
  for (uint32_t done = 0; done < keep;) {
    uint32_t some = MIN(keep - done, BATCH_ROWS);
    for (uint32_t i = 0; i < some; i++) self->picked[i] = self->entries[done + i].row;
    TRY(rows_add_rows(fresh, self->rows, self->picked, some, x->err));
    done += some;
  }
  self->last_prefix = self->entries[keep - 1].prefix;
  rows_clear(self->rows);
  self->rows = fresh;
  self->thinned = true;
  return STATUS_OK;
}

static bool comes_before_last(const Sort *self, const Batch *b, uint32_t row)
{
  const PlanSortKey *keys = self->op.plan->sort;
  uint64_t prefix = key_prefix(vec_get(&b->slots[keys[0].slot], row), &keys[0]);
  if (prefix != self->last_prefix) return prefix < self->last_prefix;
  for (uint32_t k = 0; k < self->op.plan->sort_count; k++) {
    Value last = rows_get(self->rows, self->columns[k], (uint32_t)self->wanted - 1);
    int order = compare_by(&keys[k], vec_get(&b->slots[keys[k].slot], row), last);
    if (order != 0) return order < 0;
  }
  return false;
}

/* ---- rows beyond the memory */

static bool is_short_of_memory(const Exec *x, const Sort *self)
{
  if (!x->limit || !x->limit->limit || self->rows->n < BATCH_ROWS) return false;
  size_t used = atomic_load_explicit(&x->limit->used, memory_order_relaxed);
  size_t sorting = 2 * (size_t)self->rows->n * sizeof(SortEntry);
  size_t next_batch = x->limit->limit / 8 + 2 * MIN(self->rows->arena.used, (size_t)1 << 20);
  return used + sorting + next_batch > x->limit->limit;
}

static void note_kinds(Sort *self)
{
  for (uint32_t chunk = 0; chunk < self->rows->chunk_count; chunk++)
    for (uint32_t c = 0; c < self->rows->slot_count; c++) {
      VecKind kind = self->rows->chunks[chunk]->columns[c].kind;
      if (self->kinds[c] == VEC_NONE)
        self->kinds[c] = kind;
      else if (kind != VEC_NONE && kind != self->kinds[c])
        self->kinds[c] = VEC_VALUE;
    }
}

static Status spill_rows(Exec *x, Sort *self)
{
  TRY(sort_rows(x, self));
  note_kinds(self);
  TRY(spill_begin_run(&self->spill, x->err));
  uint32_t n = (uint32_t)MIN(self->n, self->wanted);
  for (uint32_t i = 0; i < n; i++) {
    if (i % BATCH_ROWS == 0) TRY(exec_check(x));
    for (uint32_t c = 0; c < self->rows->slot_count; c++) self->row[c] = rows_get(self->rows, c, self->entries[i].row);
    TRY(spill_add(&self->spill, self->entries[i].prefix, self->row, x->err));
  }
  TRY(spill_end_run(&self->spill, x->err));
  rows_clear(self->rows);
  op_release(x, self->entries, self->entry_cap, sizeof *self->entries);
  op_release(x, self->scratch, self->scratch_cap, sizeof *self->scratch);
  self->entries = self->scratch = NULL;
  self->entry_cap = self->scratch_cap = 0;
  self->thinned = false;
  return STATUS_OK;
}

static bool spilled_before(const void *context, const SpillRow *a, const SpillRow *b)
{
  const Sort *self = context;
  if (a->prefix != b->prefix) return a->prefix < b->prefix;
  for (uint32_t k = 0; k < self->op.plan->sort_count; k++) {
    uint32_t column = self->columns[k];
    int order = compare_by(&self->op.plan->sort[k], a->values[column], b->values[column]);
    if (order != 0) return order < 0;
  }
  return false;
}

static void give_spilled(Sort *self, const SpillRow *row, uint32_t at)
{
  for (uint32_t c = 0; c < self->gather.n; c++) {
    Value v = row->values[c];
    if (self->kinds[c] == VEC_VALUE)
      gather_values(&self->gather, c)[at] = value_copy(&self->arena, v);
    else if (self->kinds[c] != VEC_NONE)
      gather_ids(&self->gather, c)[at] = value_is_null(v) ? UINT32_MAX : v.id;
  }
}

static Status next_spilled(Exec *x, Sort *self, Batch *out)
{
  const SpillRow *row;
  TRY(exec_check(x));
  arena_reset(&self->arena);
  for (; out->n < BATCH_ROWS && self->at < self->wanted; out->n++, self->at++) {
    TRY(spill_next(&self->spill, &row, x->err));
    if (!row) break;
    give_spilled(self, row, out->n);
  }
  for (uint32_t c = 0; c < self->gather.n && out->n; c++) {
    Vec *to = &out->slots[self->gather.slots[c]];
    if (self->kinds[c] == VEC_VALUE)
      *to = (Vec){.kind = VEC_VALUE, .values = gather_values(&self->gather, c)};
    else if (self->kinds[c] != VEC_NONE)
      *to = (Vec){.kind = self->kinds[c], .ids = gather_ids(&self->gather, c)};
  }
  TRY(arena_check(&x->arena, x->err));
  return arena_check(&self->arena, x->err);
}

/* ---- filling */

static Status add_batch(Exec *x, Sort *self, Batch *b)
{
  if (self->thinned) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < b->n; i++) {
      uint32_t row = batch_row(b, i);
      if (comes_before_last(self, b, row)) self->sel[n++] = (uint16_t)row;
    }
    b->sel = self->sel;
    b->n = n;
  }
  TRY(rows_add(self->rows, b, x->err));
  if (UNLIKELY(is_short_of_memory(x, self))) return spill_rows(x, self);
  if (self->wanted == UINT64_MAX || self->rows->n < 2 * self->wanted + BATCH_ROWS) return STATUS_OK;
  return thin_out(x, self);
}

static Status count_wanted(Exec *x, Sort *self)
{
  int64_t count;
  arena_reset(&self->arena);
  TRY(op_count(x, self->count, &self->arena, self->op.plan->count, "LIMIT", &count));
  self->wanted = (uint64_t)count;
  return STATUS_OK;
}

static Status fill(Exec *x, Sort *self, Batch *b)
{
  if (self->count) TRY(count_wanted(x, self));
  bool skip = self->wanted == 0; /* the input is run all the same, since it may write or fail */
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, self->op.child[0], b));
    if (b->n == 0) break;
    if (!skip) TRY(add_batch(x, self, b)); /* leaves out of b what comes too late */
  }
  self->ready = true;
  if (spill_has_runs(&self->spill)) {
    TRY(spill_rows(x, self));
    return spill_merge(&self->spill, spilled_before, self, x->err);
  }
  TRY(sort_rows(x, self));
  self->n = (uint32_t)MIN(self->n, self->wanted);
  return STATUS_OK;
}

/* ---- rows */

static Status sort_next(Exec *x, Op *op, Batch *out)
{
  Sort *self = (Sort *)op;
  if (!self->ready) TRY(fill(x, self, out));
  batch_clear(out, x->slot_count);
  if (spill_has_runs(&self->spill)) return next_spilled(x, self, out);
  uint32_t n = (uint32_t)MIN(self->n - self->at, BATCH_ROWS);
  for (uint32_t i = 0; i < n; i++) self->picked[i] = self->entries[self->at + i].row;
  self->at += n;
  out->n = n;
  return n ? rows_gather(self->rows, self->picked, n, &self->gather, out, x->err) : STATUS_OK;
}

static Status sort_rewind(Exec *x, Op *op)
{
  Sort *self = (Sort *)op;
  for (int i = 0; i < 2; i++) rows_clear(&self->stores[i]);
  spill_free(&self->spill);
  for (uint32_t c = 0; c < self->gather.n; c++) self->kinds[c] = VEC_NONE;
  self->n = 0;
  self->at = 0;
  self->ready = self->thinned = false;
  return op_rewind(x, op->child[0]);
}

static void sort_close(Exec *x, Op *op)
{
  Sort *self = (Sort *)op;
  for (int i = 0; i < 2; i++) rows_free(&self->stores[i]);
  spill_free(&self->spill);
  op_release(x, self->entries, self->entry_cap, sizeof *self->entries);
  op_release(x, self->scratch, self->scratch_cap, sizeof *self->scratch);
  arena_free(&self->arena);
}

const OpClass op_class_SORT = {
    .size = sizeof(Sort), .open = sort_open, .next = sort_next, .rewind = sort_rewind, .close = sort_close};
const OpClass op_class_TOP = {
    .size = sizeof(Sort), .open = sort_open, .next = sort_next, .rewind = sort_rewind, .close = sort_close};
