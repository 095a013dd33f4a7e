/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash table against a plain array that does the same, its probe runs under collisions, its memory, and names. */
#include "core/map.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static bool is_item(const void *context, uint32_t item, const void *key)
{
  (void)context;
  return item == *(const uint32_t *)key;
}

static uint32_t find(const Map *map, uint64_t hash, uint32_t item)
{
  return map_find(map, hash, is_item, NULL, &item);
}

static void an_empty_map_finds_nothing(void **state)
{
  (void)state;
  Map map;
  map_init(&map, NULL);
  assert_int_equal(find(&map, 1, 1), MAP_NONE);
  uint32_t at = MAP_NONE;
  assert_int_equal(map_next(&map, 1, &at), MAP_NONE);
  assert_false(map_remove(&map, 1, 1));
  map_clear(&map);
  map_free(&map);
}

/* Hashes from a small range, so that probe runs collide, merge and wrap around the end of the table. */
static void random_changes_agree_with_a_plain_array(void **state)
{
  (void)state;
  enum { ITEMS = 2000, STEPS = 200000 };
  static bool there[ITEMS];
  memset(there, 0, sizeof there);
  Map map;
  map_init(&map, NULL);
  Error err = {0};
  uint64_t random = 42;
  uint32_t count = 0;
  for (int step = 0; step < STEPS; step++) {
    uint64_t r = random_next(&random);
    uint32_t item = (uint32_t)(r % ITEMS);
    uint64_t hash = ((uint64_t)(item / 3 * 5 - 7) & 0xFFF) << 32; /* three items share a hash */
    if (there[item]) {
      assert_int_equal(find(&map, hash, item), item);
      assert_true(map_remove(&map, hash, item));
      count--;
    } else {
      assert_int_equal(find(&map, hash, item), MAP_NONE);
      assert_false(map_remove(&map, hash, item));
      assert_int_equal(map_add(&map, hash, item, &err), STATUS_OK);
      count++;
    }
    there[item] = !there[item];
    assert_int_equal(map.count, count);
  }
  for (uint32_t item = 0; item < ITEMS; item++) {
    uint64_t hash = ((uint64_t)(item / 3 * 5 - 7) & 0xFFF) << 32;
    assert_int_equal(find(&map, hash, item), there[item] ? item : MAP_NONE);
  }
  map_free(&map);
}

static void all_items_of_one_hash_are_walked(void **state)
{
  (void)state;
  Map map;
  map_init(&map, NULL);
  Error err = {0};
  uint64_t hash = UINT64_MAX; /* home is the last slot: the run wraps */
  for (uint32_t i = 0; i < 100; i++) {
    assert_int_equal(map_add(&map, hash, i, &err), STATUS_OK);
    assert_int_equal(map_add(&map, hash - ((uint64_t)1 << 32), 1000 + i, &err), STATUS_OK);
  }
  bool seen[100] = {false};
  uint32_t at = MAP_NONE, n = 0;
  for (uint32_t item; (item = map_next(&map, hash, &at)) != MAP_NONE; n++) {
    assert_true(item < 100);
    assert_false(seen[item]);
    seen[item] = true;
  }
  assert_int_equal(n, 100);
  map_clear(&map);
  assert_int_equal(find(&map, hash, 5), MAP_NONE);
  map_free(&map);
}

static void reserved_room_does_not_grow(void **state)
{
  (void)state;
  MemoryLimit limit = {0};
  Map map;
  map_init(&map, &limit);
  Error err = {0};
  assert_int_equal(map_reserve(&map, 10000, &err), STATUS_OK);
  MapSlot *slots = map.slots;
  for (uint32_t i = 0; i < 10000; i++) map_add(&map, hash_bytes(&i, sizeof i), i, &err);
  assert_ptr_equal(map.slots, slots);
  assert_int_equal(limit.used, ((size_t)map.mask + 1) * sizeof(MapSlot));
  map_free(&map);
  assert_int_equal(limit.used, 0);
  assert_int_equal(map_reserve(&map, UINT32_MAX - 1, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_MEMORY);
}

static void the_limit_leaves_the_map_whole(void **state)
{
  (void)state;
  MemoryLimit limit = {.limit = 1 << 20};
  Map map;
  map_init(&map, &limit);
  Error err = {0};
  uint32_t added = 0;
  while (map_add(&map, hash_bytes(&added, sizeof added), added, &err) == STATUS_OK) added++;
  assert_int_equal(err.kind, ERROR_MEMORY);
  assert_true(added > 30000);
  assert_true(limit.used <= limit.limit);
  assert_int_equal(map.count, added);
  for (uint32_t i = 0; i < added; i++) assert_int_equal(find(&map, hash_bytes(&i, sizeof i), i), i);
  map_free(&map);
  assert_int_equal(limit.used, 0);
}

static int compare_hashes(const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void hashes_tell_lengths_and_single_bits_apart(void **state)
{
  (void)state;
  enum { LENGTHS = 100 };
  static uint64_t hashes[LENGTHS * 8 * LENGTHS];
  size_t n = 0;
  for (size_t len = 0; len < LENGTHS; len++) {
    unsigned char *data = calloc(1, len + 1); /* its own block: a read beyond it is seen */
    hashes[n++] = hash_bytes(data, len);
    for (size_t bit = 0; bit < len * 8; bit++) {
      data[bit / 8] ^= (unsigned char)(1u << bit % 8);
      hashes[n++] = hash_bytes(data, len);
      data[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    free(data);
  }
  qsort(hashes, n, sizeof *hashes, compare_hashes);
  for (size_t i = 1; i < n; i++) assert_true(hashes[i] != hashes[i - 1]);
  assert_true(hash_bytes("", 0) == hash_bytes(NULL, 0));
}

/* The table uses the upper half; its low bits give the slot. */
static void hashes_of_counters_spread(void **state)
{
  (void)state;
  enum { BUCKETS = 1024, KEYS = 64 * BUCKETS };
  static uint32_t filled[BUCKETS];
  memset(filled, 0, sizeof filled);
  for (uint64_t i = 0; i < KEYS; i++) {
    char text[16];
    int len = snprintf(text, sizeof text, "node%d", (int)i);
    filled[(hash_bytes(text, (size_t)len) >> 32) % BUCKETS]++;
  }
  for (size_t i = 0; i < BUCKETS; i++) assert_in_range(filled[i], 16, 128);
}

static void names_are_numbered_in_order(void **state)
{
  (void)state;
  Names names;
  names_init(&names);
  Error err = {0};
  assert_int_equal(names_find(&names, TEXT("Person")), NAME_NONE);
  for (uint32_t i = 0; i < 1000; i++) {
    char text[16];
    size_t len = (size_t)snprintf(text, sizeof text, "Label%u", i);
    uint32_t id, again;
    assert_int_equal(names_add(&names, (Text){text, len}, &id, &err), STATUS_OK);
    assert_int_equal(id, i);
    assert_int_equal(names_add(&names, (Text){text, len}, &again, &err), STATUS_OK);
    assert_int_equal(again, i);
  }
  assert_int_equal(names.count, 1000);
  assert_int_equal(names_find(&names, TEXT("Label77")), 77);
  assert_int_equal(names_find(&names, TEXT("label77")), NAME_NONE);
  assert_string_equal(names_text(&names, 999).data, "Label999");

  names_truncate(&names, 500);
  assert_int_equal(names_find(&names, TEXT("Label499")), 499);
  assert_int_equal(names_find(&names, TEXT("Label500")), NAME_NONE);
  uint32_t id;
  assert_int_equal(names_add(&names, (Text){NULL, 0}, &id, &err), STATUS_OK);
  assert_int_equal(id, 500);
  assert_string_equal(names_text(&names, 500).data, "");
  names_free(&names);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_empty_map_finds_nothing),       cmocka_unit_test(random_changes_agree_with_a_plain_array),
      cmocka_unit_test(all_items_of_one_hash_are_walked), cmocka_unit_test(reserved_room_does_not_grow),
      cmocka_unit_test(the_limit_leaves_the_map_whole),   cmocka_unit_test(hashes_tell_lengths_and_single_bits_apart),
      cmocka_unit_test(hashes_of_counters_spread),        cmocka_unit_test(names_are_numbered_in_order),
  };
  return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
