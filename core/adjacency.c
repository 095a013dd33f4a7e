/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The compact arrays: per type and direction, each node's relationships as one run of (neighbour, relationship) pairs,
 * sorted by both, with the offsets of the runs in front. 32 bits everywhere: 9 to 13 bytes for each relationship and
 * direction. Offsets span only the slots from the first to the last node that has any; where those are few and far
 * between, a sorted list of the nodes takes the place of the span, so a thousand rare types cost what their
 * relationships cost.
 *
 * A refresh sorts only what is new (radix sort, linear) and merges it with the old runs in one pass through memory. New
 * arrays are made beside the old ones and put in their place at the end, so a refresh that fails changes nothing. */
#include "large.h"
#include "topology_internal.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct Item {
  uint32_t ends[2]; /* by Direction: where it starts and where it ends */
  uint32_t rel;
} Item;

enum { MOST_BITS = 11, MOST_ROUNDS = 3, FEW_ITEMS = 48 };

void run_arrays_free(RunArrays *a)
{
  free(a->offsets);
  *a = (RunArrays){0};
}

uint32_t runs_search(const Runs *runs, uint32_t node)
{
  uint32_t low = 0, high = runs->span;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (runs->keys[middle] < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low < runs->span && runs->keys[low] == node ? low : SLOT_NONE;
}

/* ---- sorting */

static void insertion_sort(Item *items, uint32_t n, Direction by)
{
  for (uint32_t i = 1; i < n; i++) {
    Item item = items[i];
    uint32_t at = i;
    for (; at > 0 && items[at - 1].ends[by] > item.ends[by]; at--) items[at] = items[at - 1];
    items[at] = item;
  }
}

/* The least and the greatest end; whether they are in order already. */
static bool look_over(const Item *items, uint32_t n, Direction by, uint32_t *low, uint32_t *high)
{
  bool sorted = true;
  uint32_t before = 0;
  *low = UINT32_MAX;
  *high = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t end = items[i].ends[by];
    *low = MIN(*low, end);
    *high = MAX(*high, end);
    sorted = sorted && before <= end;
    before = end;
  }
  return sorted;
}

/* Stable; by one end. The result is in *items, the other array in *scratch. */
static void sort_items(Item **items, Item **scratch, uint32_t n, Direction by)
{
  uint32_t low, high, starts[MOST_ROUNDS][1 << MOST_BITS];
  if (n <= FEW_ITEMS) {
    insertion_sort(*items, n, by);
    return;
  }
  if (look_over(*items, n, by, &low, &high)) return;
  unsigned bits = 32 - (unsigned)__builtin_clz(high - low);
  unsigned rounds = (bits + MOST_BITS - 1) / MOST_BITS, width = (bits + rounds - 1) / rounds;
  uint32_t mask = (1u << width) - 1;
  for (unsigned round = 0; round < rounds; round++) memset(starts[round], 0, (mask + 1) * sizeof *starts[round]);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t end = (*items)[i].ends[by] - low;
    starts[0][end & mask]++;
    if (rounds > 1) starts[1][end >> width & mask]++;
    if (rounds > 2) starts[2][end >> 2 * width & mask]++;
  }
  for (unsigned round = 0; round < rounds; round++) {
    uint32_t sum = 0, *to = starts[round];
    for (uint32_t d = 0; d <= mask; d++) {
      uint32_t count = to[d];
      to[d] = sum;
      sum += count;
    }
    unsigned shift = round * width;
    const Item *from = *items;
    Item *sorted = *scratch;
    for (uint32_t i = 0; i < n; i++) sorted[to[(from[i].ends[by] - low) >> shift & mask]++] = from[i];
    *scratch = *items;
    *items = sorted;
  }
}

/* ---- building */

typedef struct Builder {
  RunArrays arrays;
  uint32_t runs; /* offsets written, without the closing one */
  uint32_t loops;
} Builder;

static uint32_t run_key(const RunArrays *a, uint32_t run)
{
  return a->keys ? a->keys[run] : a->first + run;
}

static Status builder_init(Builder *b, const RunArrays *old, const Item *items, uint32_t n, Direction dir, Error *err)
{
  *b = (Builder){0};
  uint64_t total = (uint64_t)old->len + n;
  if (total == 0) return STATUS_OK;
  uint32_t first = UINT32_MAX, last = 0;
  if (old->len) {
    first = run_key(old, 0);
    last = run_key(old, old->span - 1);
  }
  if (n) {
    first = MIN(first, items[0].ends[dir]);
    last = MAX(last, items[n - 1].ends[dir]);
  }
  uint64_t span = (uint64_t)last - first + 1;
  bool sparse = span > 4 * total + 64;
  uint64_t runs = sparse ? total : span;
  uint32_t *block = large_alloc((runs + 1 + 2 * total + (sparse ? runs : 0)) * sizeof *block);
  if (!block) return error_out_of_memory(err);
  b->arrays.offsets = block;
  b->arrays.nodes = block + runs + 1;
  b->arrays.rels = b->arrays.nodes + total;
  b->arrays.keys = sparse ? b->arrays.rels + total : NULL;
  b->arrays.first = first;
  return STATUS_OK;
}

static inline void emit(Builder *b, uint32_t key, uint32_t other, uint32_t rel)
{
  RunArrays *a = &b->arrays;
  if (a->keys) {
    if (b->runs == 0 || a->keys[b->runs - 1] != key) {
      a->keys[b->runs] = key;
      a->offsets[b->runs++] = a->len;
    }
  } else {
    while (b->runs <= key - a->first) a->offsets[b->runs++] = a->len;
  }
  a->nodes[a->len] = other;
  a->rels[a->len++] = rel;
  b->loops += key == other;
}

static void builder_close(Builder *b)
{
  if (b->arrays.len == 0) {
    run_arrays_free(&b->arrays);
    return;
  }
  b->arrays.offsets[b->runs] = b->arrays.len;
  b->arrays.span = b->runs;
}

static bool item_before(const Item *item, Direction dir, uint32_t key, uint32_t other)
{
  return item->ends[dir] < key || (item->ends[dir] == key && item->ends[!dir] < other);
}

/* Old runs as they are; neither side has keys. */
static void copy_runs(Builder *b, const RunArrays *old, uint32_t from, uint32_t to)
{
  RunArrays *a = &b->arrays;
  uint32_t at = old->offsets[from], n = old->offsets[to] - at, shift = a->len - at;
  while (b->runs < old->first + from - a->first) a->offsets[b->runs++] = a->len;
  for (uint32_t run = from; run < to; run++) a->offsets[b->runs++] = old->offsets[run] + shift;
  memcpy(a->nodes + a->len, old->nodes + at, n * sizeof *a->nodes);
  memcpy(a->rels + a->len, old->rels + at, n * sizeof *a->rels);
  a->len += n;
}

/* The number of the first run that the items have something for, from which on runs cannot be copied. */
static uint32_t untouched(const RunArrays *old, const Item *item, const Item *end, Direction dir)
{
  if (item == end) return old->span;
  return item->ends[dir] < old->first ? 0 : MIN(item->ends[dir] - old->first, old->span);
}

/* The old runs and the new items, which are sorted by their ends in this direction and then by the others, in one.
 * Among equal pairs the old come first: their slots are lower. Where nothing of the old has to be looked at (there are
 * no dead ones to be dropped, and no loops to be counted) runs without new items are copied. */
static Status merge_runs(const Topology *t, const RunArrays *old, const Item *items, uint32_t n, Direction dir,
                         bool keep_dead, bool copy, Builder *out, Error *err)
{
  TRY(builder_init(out, old, items, n, dir, err));
  Builder b = *out; /* a copy that nothing points to can stay in registers */
  const Item *item = items, *end = items + n;
  copy = copy && old->len > 0 && !old->keys && !b.arrays.keys;
  for (uint32_t run = 0; run < old->span; run++) {
    uint32_t from = run, key;
    if (copy && (run = MAX(run, untouched(old, item, end, dir))) > from) copy_runs(&b, old, from, run);
    if (run == old->span) break;
    key = run_key(old, run);
    for (uint32_t i = old->offsets[run]; i < old->offsets[run + 1]; i++) {
      if (!keep_dead && is_dead(t, old->rels[i])) continue;
      for (; item < end && item_before(item, dir, key, old->nodes[i]); item++)
        emit(&b, item->ends[dir], item->ends[!dir], item->rel);
      emit(&b, key, old->nodes[i], old->rels[i]);
    }
    for (; item < end && item->ends[dir] <= key; item++) emit(&b, item->ends[dir], item->ends[!dir], item->rel);
  }
  for (; item < end; item++) emit(&b, item->ends[dir], item->ends[!dir], item->rel);
  builder_close(&b);
  *out = b;
  return STATUS_OK;
}

/* ---- refreshing */

/* Whether the overlay's relationship goes into the arrays. Of those that were dead when the file was written, nobody
 * knows the ends. */
static bool is_wanted(const Topology *t, uint32_t rel, bool keep_dead)
{
  uint32_t start, end;
  if (LIKELY(!is_dead(t, rel))) return true;
  if (!keep_dead) return false;
  rel_ends(t, rel, &start, &end);
  return start != SLOT_NONE;
}

/* The overlay's relationships in the order of their slots, those of one type together. firsts[type] is where a type's
 * begin; firsts[type_count] the end. */
static void collect(const Topology *t, bool keep_dead, uint32_t *firsts, uint32_t *rels)
{
  for (uint32_t rel = t->compact; rel < t->rel_limit; rel++)
    if (is_wanted(t, rel, keep_dead)) rels[firsts[t->types[rel]]++] = rel;
  for (uint32_t type = t->type_count; type > 0; type--) firsts[type] = firsts[type - 1];
  firsts[0] = 0;
}

static void count_types(const Topology *t, bool keep_dead, uint32_t *firsts)
{
  for (uint32_t rel = t->compact; rel < t->rel_limit; rel++)
    if (is_wanted(t, rel, keep_dead)) firsts[t->types[rel] + 1]++;
  for (uint32_t type = 0; type < t->type_count; type++) firsts[type + 1] += firsts[type];
}

static Status refresh_type(const Topology *t, const TypeRels *old, const uint32_t *rels, uint32_t n, bool keep_dead,
                           TypeRels *fresh, Item *items, Item *scratch, Error *err)
{
  Builder out, in;
  bool copy = old->loops == 0 && (keep_dead || old->dead == 0);
  for (uint32_t i = 0; i < n; i++) {
    items[i].rel = rels[i];
    rel_ends(t, rels[i], &items[i].ends[DIR_OUT], &items[i].ends[DIR_IN]);
  }
  /* Sorting is stable, so each sort has those of one node in the order of the sort before. */
  sort_items(&items, &scratch, n, DIR_OUT);
  sort_items(&items, &scratch, n, DIR_IN);
  TRY(merge_runs(t, &old->in, items, n, DIR_IN, keep_dead, copy, &in, err));
  fresh->in = in.arrays;
  sort_items(&items, &scratch, n, DIR_OUT);
  TRY(merge_runs(t, &old->out, items, n, DIR_OUT, keep_dead, copy, &out, err));
  fresh->out = out.arrays;
  fresh->loops = out.loops;
  return STATUS_OK;
}

static void note_types(uint64_t *masks, const RunArrays *a, uint32_t type)
{
  uint64_t bit = UINT64_C(1) << (type % 64);
  for (uint32_t run = 0; run < a->span; run++)
    if (a->offsets[run] < a->offsets[run + 1]) masks[run_key(a, run)] |= bit;
}

static uint32_t count_dead(const Topology *t, const RunArrays *a)
{
  uint32_t count = 0;
  if (t->alive == t->rel_limit) return 0;
  for (uint32_t i = 0; i < a->len; i++) count += is_dead(t, a->rels[i]);
  return count;
}

static void add_degrees(const RunArrays *a, uint64_t *nodes, uint64_t *squares)
{
  for (uint32_t run = 0; run < a->span; run++) {
    uint64_t degree = a->offsets[run + 1] - a->offsets[run];
    *nodes += degree > 0;
    *squares += degree * degree;
  }
}

static void sum_degrees(TypeRels *rels)
{
  DegreeSums *sums = &rels->sums;
  *sums = (DegreeSums){0};
  add_degrees(&rels->out, &sums->starts, &sums->out_squares);
  add_degrees(&rels->in, &sums->ends, &sums->in_squares);
  for (uint32_t run = 0; run < rels->out.span; run++) {
    uint64_t degree = rels->out.offsets[run + 1] - rels->out.offsets[run];
    if (degree) sums->products += degree * run_in(&rels->in, run_key(&rels->out, run)).len;
  }
}

const DegreeSums *topology_degree_sums(const Topology *t, uint32_t type)
{
  const TypeRels *rels = type_rels(t, type);
  return rels && rels->out.len ? &rels->sums : NULL;
}

/* ---- all types, by any number of threads */

struct Refresh {
  Topology *t;
  bool keep_dead;
  uint32_t types;
  uint32_t *firsts, *order; /* of collect */
  TypeRels *fresh;
  atomic_uint claimed; /* types, each twice: large ones in the first round, small ones in the second */
  atomic_bool failed;  /* for want of memory */
};

static void refresh_free(Refresh *r)
{
  for (uint32_t type = 0; r->fresh && type < r->types; type++) {
    run_arrays_free(&r->fresh[type].out);
    run_arrays_free(&r->fresh[type].in);
  }
  free(r->fresh);
  free(r->firsts);
  free(r->order);
  free(r);
}

static Status refresh_collect(Refresh *r, Error *err)
{
  r->firsts = calloc((size_t)r->types + 1, sizeof *r->firsts);
  r->fresh = calloc(MAX(r->types, 1u), sizeof *r->fresh);
  if (!r->firsts || !r->fresh) return error_out_of_memory(err);
  count_types(r->t, r->keep_dead, r->firsts);
  r->order = large_alloc(MAX(r->firsts[r->types], 1u) * sizeof *r->order);
  if (!r->order) return error_out_of_memory(err);
  collect(r->t, r->keep_dead, r->firsts, r->order);
  return STATUS_OK;
}

Status adjacency_begin(Topology *t, bool keep_dead, Refresh **out, Error *err)
{
  Refresh *r = calloc(1, sizeof *r);
  if (!r) return error_out_of_memory(err);
  r->t = t;
  r->keep_dead = keep_dead;
  r->types = t->type_count;
  if (refresh_collect(r, err) == STATUS_OK) {
    *out = r;
    return STATUS_OK;
  }
  refresh_free(r);
  return STATUS_FAIL;
}

static uint32_t count_new(const Refresh *r, uint32_t type)
{
  return r->firsts[type + 1] - r->firsts[type];
}

static bool is_to_be_made(const Refresh *r, uint32_t type)
{
  return count_new(r, type) > 0 || (!r->keep_dead && r->t->by_type[type].dead > 0);
}

/* Room to sort in, kept from one type to the next. */
typedef struct SortRoom {
  Item *items, *scratch;
  uint32_t cap;
} SortRoom;

static Status reserve_room(SortRoom *room, uint32_t n, Error *err)
{
  if (n <= room->cap) return STATUS_OK;
  free(room->items);
  free(room->scratch);
  *room = (SortRoom){large_alloc(n * sizeof(Item)), large_alloc(n * sizeof(Item)), n};
  return room->items && room->scratch ? STATUS_OK : error_out_of_memory(err);
}

static Status make_type(const Refresh *r, uint32_t type, SortRoom *room, Error *err)
{
  TypeRels *fresh = &r->fresh[type];
  uint32_t n = count_new(r, type);
  TRY(reserve_room(room, n, err));
  TRY(refresh_type(r->t, &r->t->by_type[type], r->order + r->firsts[type], n, r->keep_dead, fresh, room->items,
                   room->scratch, err));
  sum_degrees(fresh);
  return STATUS_OK;
}

void adjacency_work(Refresh *r)
{
  enum { LARGE_SHARE = 8 };
  SortRoom room = {0};
  Error ignored = {0};
  for (uint32_t claim; (claim = atomic_fetch_add(&r->claimed, 1)) < 2 * r->types && !atomic_load(&r->failed);) {
    uint32_t type = claim % r->types;
    bool large = count_new(r, type) >= r->firsts[r->types] / LARGE_SHARE;
    if (!is_to_be_made(r, type) || large != (claim < r->types)) continue;
    if (make_type(r, type, &room, &ignored) != STATUS_OK) atomic_store(&r->failed, true);
  }
  free(room.items);
  free(room.scratch);
}

static void put_type(const Refresh *r, uint32_t type)
{
  Topology *t = r->t;
  TypeRels *rels = &t->by_type[type], *fresh = &r->fresh[type];
  run_arrays_free(&rels->out);
  run_arrays_free(&rels->in);
  rels->out = fresh->out;
  rels->in = fresh->in;
  rels->loops = fresh->loops;
  rels->sums = fresh->sums;
  *fresh = (TypeRels){0};
  note_types(t->out_types, &rels->out, type);
  note_types(t->in_types, &rels->in, type);
  rels->dead = r->keep_dead ? count_dead(t, &rels->out) : 0;
}

Status adjacency_end(Refresh *r, Error *err)
{
  Topology *t = r->t;
  bool failed = atomic_load(&r->failed);
  if (!failed) t->compact_dead = 0;
  for (uint32_t type = 0; !failed && type < r->types; type++) {
    if (is_to_be_made(r, type)) put_type(r, type);
    t->by_type[type].overlay = 0;
    t->compact_dead += t->by_type[type].dead;
  }
  if (!failed) {
    t->compact = t->rel_limit;
    overlay_clear(t);
  }
  refresh_free(r);
  return failed ? error_out_of_memory(err) : STATUS_OK;
}

Status adjacency_refresh(Topology *t, bool keep_dead, Error *err)
{
  Refresh *r;
  TRY(adjacency_begin(t, keep_dead, &r, err));
  adjacency_work(r);
  return adjacency_end(r, err);
}

/* ---- undoing a bulk load */

static void truncate_runs(RunArrays *a, uint32_t limit)
{
  uint32_t from = 0, to = 0;
  for (uint32_t run = 0; run < a->span; run++) {
    uint32_t end = a->offsets[run + 1];
    for (; from < end; from++) {
      if (a->rels[from] >= limit) continue;
      a->nodes[to] = a->nodes[from];
      a->rels[to++] = a->rels[from];
    }
    a->offsets[run + 1] = to;
  }
  a->len = to;
}

static uint32_t count_loops(const RunArrays *a)
{
  uint32_t loops = 0;
  for (uint32_t run = 0; run < a->span; run++)
    for (uint32_t i = a->offsets[run]; i < a->offsets[run + 1]; i++) loops += a->nodes[i] == run_key(a, run);
  return loops;
}

void adjacency_truncate(Topology *t, uint32_t limit)
{
  for (uint32_t type = 0; type < t->type_count; type++) {
    TypeRels *rels = &t->by_type[type];
    uint32_t before = rels->out.len;
    truncate_runs(&rels->out, limit);
    truncate_runs(&rels->in, limit);
    if (rels->out.len == before) continue;
    rels->alive -= before - rels->out.len;
    t->alive -= before - rels->out.len;
    rels->loops = count_loops(&rels->out);
  }
  t->compact = limit;
}
