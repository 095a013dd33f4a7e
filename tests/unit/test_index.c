/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The B+tree against a sorted array: random insertions and removals of values of all types, many duplicates, texts that
 * share long beginnings; every kind of seek; bulk builds. */
#include "core/index_internal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 20000 };

typedef struct World {
  Index *index;
  IndexEntry *model; /* in index order */
  size_t count;
  uint64_t random;
  Arena arena;
} World;

static uint64_t next_random(World *w)
{
  w->random = value_hash_mix(w->random);
  return w->random >> 8;
}

static void world_init(World *w, uint64_t seed)
{
  Error err = {0};
  *w = (World){.random = seed, .model = malloc(MOST * sizeof(IndexEntry))};
  arena_init(&w->arena, NULL);
  assert_int_equal(index_new(&w->index, ENTITY_NODE, 1, 2, TEXT("by_value"), &err), STATUS_OK);
}

static void world_free(World *w)
{
  index_free(w->index);
  free(w->model);
  arena_free(&w->arena);
}

static Value some_text(World *w)
{
  static const char *const heads[] = {"",
                                      "Treaty of Westphalia, article ",
                                      "Treaty of Westphalia, appendix ",
                                      "Treaty",
                                      "\xC3\xA9",
                                      "a rather long beginning that goes on for more than one prefix "};
  const char *head = heads[next_random(w) % 6];
  if (next_random(w) % 4 == 0) return value_string(text_of(head));
  char *text = arena_printf(&w->arena, "%s%u", head, (unsigned)(next_random(w) % 3000));
  return value_string(text_of(text));
}

static Value some_value(World *w)
{
  switch (next_random(w) % 10) {
  case 0: return value_float((double)(next_random(w) % 100) / 2);
  case 1: return value_int((int64_t)(next_random(w) % 5) - 2);
  case 2: return value_int(INT64_MAX - (int64_t)(next_random(w) % 40));
  case 3: return value_date((int64_t)(next_random(w) % 1000) - 500);
  case 4: return next_random(w) % 3 ? value_bool(next_random(w) % 2) : value_float((double)NAN);
  case 5: {
    Value *items = arena_array(&w->arena, Value, 2);
    items[0] = value_int((int64_t)(next_random(w) % 3));
    items[1] = next_random(w) % 3 ? value_int(7) : VALUE_NULL_VALUE;
    return value_list(items, 2);
  }
  case 6: return value_int((int64_t)(next_random(w) % 1000));
  default: return some_text(w);
  }
}

static int compare(const void *a, const void *b)
{
  const IndexEntry *x = a, *y = b;
  int order = value_order(x->value, y->value);
  return order != 0 ? order : (x->slot > y->slot) - (x->slot < y->slot);
}

/* The first entry of the model that is not below (value, slot). */
static size_t place(const World *w, Value v, uint32_t slot)
{
  IndexEntry key = {.value = v, .slot = slot};
  size_t low = 0, high = w->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (compare(&w->model[middle], &key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void insert(World *w, Value v, uint32_t slot)
{
  Error err = {0};
  size_t at = place(w, v, slot);
  assert_int_equal(index_insert(w->index, v, slot, &err), STATUS_OK);
  if (at < w->count && w->model[at].slot == slot && value_order(w->model[at].value, v) == 0) return;
  memmove(w->model + at + 1, w->model + at, (w->count - at) * sizeof *w->model);
  w->model[at] = (IndexEntry){.value = v, .slot = slot};
  w->count++;
}

static void remove_at(World *w, size_t at)
{
  index_remove(w->index, w->model[at].value, w->model[at].slot);
  memmove(w->model + at, w->model + at + 1, (w->count - at - 1) * sizeof *w->model);
  w->count--;
}

static bool matches(const IndexRange *r, Value v)
{
  int order;
  bool unordered;
  if (r->has_low && (!value_compare(v, r->low, &order, &unordered) || unordered || order < !r->low_inclusive))
    return false;
  if (r->has_high && (!value_compare(v, r->high, &order, &unordered) || unordered || order > -!r->high_inclusive))
    return false;
  return true;
}

static bool starts_with(Value v, Text prefix)
{
  return v.type == VALUE_STRING && v.aux >= prefix.len && memcmp(v.text, prefix.data, prefix.len) == 0;
}

static void check_cursor(World *w, IndexCursor *c, const uint32_t *expected, size_t wanted)
{
  static uint32_t got[MOST + 1];
  size_t filled = 0, chunk = 1 + next_random(w) % 100;
  for (size_t n; (n = index_next(c, got + filled, MIN(chunk, MOST + 1 - filled))) > 0;) filled += n;
  assert_int_equal(filled, wanted);
  assert_memory_equal(got, expected, wanted * sizeof *got);
}

static void check_equal(World *w, Value v)
{
  static uint32_t expected[MOST];
  size_t wanted = 0;
  for (size_t i = 0; i < w->count; i++)
    if (value_equal(w->model[i].value, v) == TRI_TRUE) expected[wanted++] = w->model[i].slot;
  IndexCursor c;
  index_seek_equal(&c, w->index, v);
  check_cursor(w, &c, expected, wanted);
}

static void check_range(World *w, const IndexRange *range)
{
  static uint32_t expected[MOST];
  size_t wanted = 0;
  for (size_t i = 0; i < w->count; i++)
    if (matches(range, w->model[i].value)) expected[wanted++] = w->model[i].slot;
  IndexCursor c;
  index_seek_range(&c, w->index, range);
  check_cursor(w, &c, expected, wanted);
  bool lists = (range->has_low && range->low.type == VALUE_LIST) || (range->has_high && range->high.type == VALUE_LIST);
  if (lists) return; /* an estimate does not look into lists */
  assert_int_equal(index_estimate(w->index, range, UINT64_MAX), wanted);
  assert_int_equal(index_estimate(w->index, range, 3), MIN(wanted, (size_t)3));
}

static void check_prefix(World *w, Text prefix)
{
  static uint32_t expected[MOST];
  size_t wanted = 0;
  for (size_t i = 0; i < w->count; i++)
    if (starts_with(w->model[i].value, prefix)) expected[wanted++] = w->model[i].slot;
  IndexCursor c;
  index_seek_prefix(&c, w->index, prefix);
  check_cursor(w, &c, expected, wanted);
}

static void check(World *w)
{
  uint64_t distinct = 0;
  for (size_t i = 0; i < w->count; i++)
    distinct += i == 0 || value_order(w->model[i - 1].value, w->model[i].value) != 0;
  assert_int_equal(index_entries(w->index), w->count);
  assert_int_equal(index_distinct(w->index), distinct);
  for (int i = 0; i < 20; i++) {
    check_equal(w, w->count && i % 2 ? w->model[next_random(w) % w->count].value : some_value(w));
    IndexRange range = {next_random(w) % 4 > 0, next_random(w) % 4 > 0, next_random(w) % 2,
                        next_random(w) % 2,     some_value(w),          some_value(w)};
    if (i % 4 == 0) range.high = range.low;
    check_range(w, &range);
    Value text = some_text(w);
    check_prefix(w, (Text){text.text, next_random(w) % (text.aux + 1)});
  }
  IndexRange all = {0};
  check_range(w, &all);
}

static void random_changes_agree_with_a_sorted_array(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 6; seed++) {
    World w;
    world_init(&w, seed);
    for (int round = 0; round < 12; round++) {
      /* Grow first, shrink to nothing at the end. */
      uint64_t removals = round < 6 ? 1 : round < 10 ? 6 : 10;
      for (int i = 0; i < 1500; i++) {
        if (next_random(&w) % 10 >= removals && w.count < MOST - 1)
          insert(&w, some_value(&w), (uint32_t)(next_random(&w) % 500));
        else if (w.count)
          remove_at(&w, next_random(&w) % w.count);
      }
      check(&w);
    }
    while (w.count) remove_at(&w, w.count > 50 ? next_random(&w) % w.count : 0);
    check(&w);
    insert(&w, value_int(1), 1);
    check(&w);
    world_free(&w);
  }
}

static void values_in_order_and_in_reverse(void **state)
{
  (void)state;
  for (int reverse = 0; reverse < 2; reverse++) {
    World w;
    world_init(&w, 7);
    for (uint32_t i = 0; i < 9000; i++) {
      uint32_t n = reverse ? 8999 - i : i;
      Value v = reverse ? value_string(text_of(arena_printf(&w.arena, "Treaty number %06u", n))) : value_int(n / 3);
      insert(&w, v, n);
    }
    check(&w);
    while (w.count) remove_at(&w, reverse ? 0 : w.count - 1);
    check(&w);
    world_free(&w);
  }
}

static void removing_what_is_not_there_does_nothing(void **state)
{
  (void)state;
  World w;
  world_init(&w, 3);
  index_remove(w.index, value_int(1), 1);
  insert(&w, value_int(1), 1);
  index_remove(w.index, value_int(1), 2);
  index_remove(w.index, value_int(2), 1);
  insert(&w, value_float(1.0), 1); /* the same as 1 */
  check(&w);
  assert_int_equal(index_entries(w.index), 1);
  world_free(&w);
}

static void builds_sort_what_they_are_given(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    for (size_t n = 0; n <= 12000; n = n * 3 + 1) {
      World w;
      Error err = {0};
      world_init(&w, seed);
      bool texts = seed % 2;
      for (size_t i = 0; i < n; i++)
        w.model[i] = (IndexEntry){.value = texts ? some_text(&w) : some_value(&w), .slot = (uint32_t)i};
      w.count = n;
      IndexEntry *entries = malloc(MAX(n, 1) * sizeof *entries);
      memcpy(entries, w.model, n * sizeof *entries);
      assert_int_equal(index_build(w.index, entries, n, &err), STATUS_OK);
      free(entries);
      qsort(w.model, n, sizeof *w.model, compare);
      check(&w);
      for (size_t i = 0; i < n / 2; i++) {
        insert(&w, some_value(&w), (uint32_t)i);
        remove_at(&w, next_random(&w) % w.count);
      }
      check(&w);
      world_free(&w);
    }
  }
}

static void an_invalidated_index_ignores_changes_until_built(void **state)
{
  (void)state;
  World w;
  Error err = {0};
  world_init(&w, 5);
  insert(&w, value_int(1), 1);
  index_invalidate(w.index);
  assert_false(index_usable(w.index));
  assert_int_equal(index_insert(w.index, value_int(2), 2, &err), STATUS_OK);
  index_remove(w.index, value_int(1), 1);
  assert_int_equal(index_entries(w.index), 0);
  IndexEntry entry = {.value = value_int(1), .slot = 1};
  assert_int_equal(index_build(w.index, &entry, 1, &err), STATUS_OK);
  assert_true(index_usable(w.index));
  check(&w);
  assert_true(text_equal(index_name(w.index), TEXT("by_value")));
  assert_int_equal(index_label(w.index), 1);
  assert_int_equal(index_key(w.index), 2);
  assert_int_equal(index_kind(w.index), ENTITY_NODE);
  world_free(&w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_changes_agree_with_a_sorted_array),
      cmocka_unit_test(values_in_order_and_in_reverse),
      cmocka_unit_test(removing_what_is_not_there_does_nothing),
      cmocka_unit_test(builds_sort_what_they_are_given),
      cmocka_unit_test(an_invalidated_index_ignores_changes_until_built),
  };
  return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
