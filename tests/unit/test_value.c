/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of values, and the four comparisons of openCypher (CIP2016-06-14) with their hash. */
#include "core/value.h"
#include "random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRING(literal)   value_string(TEXT(literal))
#define LIST(...)         value_list((const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value))
#define MAP(...)          value_map((const MapEntry[]){__VA_ARGS__}, sizeof((const MapEntry[]){__VA_ARGS__}) / sizeof(MapEntry))
#define ENTRY(key, value) ((MapEntry){TEXT(key), (value)})
#define PATH(...)         value_path((const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__}) / 8)
#define NULL_VALUE        VALUE_NULL_VALUE
#define EMPTY_LIST        value_list(NULL, 0)
#define EMPTY_MAP         value_map(NULL, 0)

static Value integer(int64_t i)
{
  return value_int(i);
}
static Value number(double f)
{
  return value_float(f);
}

/* [[[...]]] of so many levels, in the arena. */
static Value nested_list(Arena *arena, int levels)
{
  Value v = integer(1);
  for (int i = 0; i < levels; i++) {
    Value *items = arena_alloc(arena, sizeof *items);
    *items = v;
    v = value_list(items, 1);
  }
  return v;
}

/* One value of every kind and shape; 12 different types of content. */
static Value everything(Arena *arena)
{
  static const ZonedDateTime when = {.seconds = 86400, .nanos = 5, .offset = 7200, .zone = ZONE_NONE};
  static const Duration duration = {.months = 1, .days = 2, .seconds = 3, .nanos = 4};
  const MapEntry entries[] = {
      ENTRY("name", STRING("Konstantin Päts")),
      ENTRY("", EMPTY_MAP),
      ENTRY("path", PATH(1, 2, 3)),
  };
  const Value items[] = {
      NULL_VALUE,
      value_bool(true),
      integer(INT64_MIN),
      number(0.5),
      STRING("Tallinn"),
      STRING(""),
      EMPTY_LIST,
      LIST(STRING("nested"), value_node(7)),
      value_map(entries, ARRAY_LEN(entries)),
      value_rel(9),
      value_datetime(arena, when),
      value_duration(arena, duration),
      value_date(100),
      value_localtime(1),
      value_time((ZonedTime){2, -3600}),
      value_localdatetime((LocalDateTime){3, 4}),
  };
  return value_copy(arena, value_list(items, ARRAY_LEN(items)));
}

/* ---- copies */

static void a_copy_shares_nothing(void **state)
{
  (void)state;
  Arena from, to;
  arena_init(&from, NULL);
  arena_init(&to, NULL);
  Value original = everything(&from), copied = value_copy(&to, original);
  assert_true(value_equivalent(original, copied));
  assert_true(value_hash(original) == value_hash(copied));
  uint64_t hash = value_hash(original);
  arena_free(&from); /* a sanitizer sees what still points there */
  assert_true(value_hash(copied) == hash);
  arena_free(&to);
}

static void stable_values_are_not_copied(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Value stable = STRING("constant");
  stable.flags = VALUE_STABLE;
  assert_ptr_equal(value_copy(&arena, stable).text, stable.text);

  Value owned;
  Error err = {0};
  assert_int_equal(value_own(stable, &owned, &err), STATUS_OK);
  assert_ptr_not_equal(owned.text, stable.text);
  assert_int_equal(owned.flags, 0);
  value_disown(owned);
  arena_free(&arena);
}

static void an_owned_value_is_one_block(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Value original = everything(&arena), owned;
  Error err = {0};
  assert_int_equal(value_own(original, &owned, &err), STATUS_OK);
  assert_true(value_equivalent(original, owned));
  uint64_t hash = value_hash(original);
  for (uint32_t i = 0; i < original.aux; i++) { /* each of them alone as well */
    Value item;
    assert_int_equal(value_own(original.items[i], &item, &err), STATUS_OK);
    assert_true(value_equivalent(original.items[i], item));
    value_disown(item);
  }
  arena_free(&arena);
  assert_true(value_hash(owned) == hash);
  value_disown(owned);
}

static void endless_nesting_is_refused(void **state)
{
  (void)state;
  Arena arena, to;
  arena_init(&arena, NULL);
  arena_init(&to, NULL);
  Error err = {0};
  Value deep = nested_list(&arena, 1000000), other = nested_list(&arena, 1000000), owned;
  assert_int_equal(value_own(deep, &owned, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_ARGUMENT);
  value_copy(&to, deep);
  assert_true(to.bad);
  assert_int_equal(value_equal(deep, other), TRI_TRUE);
  assert_int_equal(value_order(deep, other), 0);
  assert_true(value_equivalent(deep, other));
  assert_true(value_hash(deep) == value_hash(other));
  int order;
  bool unordered;
  assert_true(value_compare(deep, other, &order, &unordered));
  Str text;
  str_init(&text);
  value_print(&text, deep, NULL);
  value_json(&text, deep, NULL);
  assert_int_equal(str_check(&text, &err), STATUS_OK);
  str_free(&text);

  Value fits = nested_list(&arena, VALUE_MAX_DEPTH);
  assert_int_equal(value_own(fits, &owned, &err), STATUS_OK);
  value_disown(owned);
  arena_free(&to);
  arena_free(&arena);
}

static void a_dry_arena_yields_nothing_wrong(void **state)
{
  (void)state;
  MemoryLimit limit = {.limit = 64 << 10};
  Arena from, to;
  arena_init(&from, NULL);
  arena_init(&to, &limit);
  Value *items = arena_array(&from, Value, 100000);
  for (int i = 0; i < 100000; i++) items[i] = STRING("more than there is room for");
  assert_true(value_is_null(value_copy(&to, value_list(items, 100000))));
  assert_true(to.bad);
  arena_free(&to);
  arena_free(&from);
}

static void map_entries_are_found_by_key(void **state)
{
  (void)state;
  Value map = MAP(ENTRY("a", integer(1)), ENTRY("b", NULL_VALUE));
  assert_int_equal(value_map_get(map, TEXT("a"))->integer, 1);
  assert_int_equal(value_map_get(map, TEXT("b"))->type, VALUE_NULL);
  assert_null(value_map_get(map, TEXT("c")));
  assert_null(value_map_get(EMPTY_MAP, TEXT("a")));
}

static void temporals_go_through_the_value_unchanged(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  const Temporal temporals[] = {
      temporal_of_date(-719162),
      temporal_of_localtime(NANOS_PER_DAY - 1),
      temporal_of_time((ZonedTime){5, -43200}),
      temporal_of_localdatetime((LocalDateTime){-62135596800, 999999999}),
      temporal_of_datetime((ZonedDateTime){.seconds = -1, .nanos = 1, .offset = -3600}),
  };
  for (size_t i = 0; i < ARRAY_LEN(temporals); i++) {
    Value v = value_of_temporal(&arena, temporals[i]);
    assert_true(value_is_temporal(v));
    assert_int_equal(value_temporal(v).type, temporals[i].type);
    assert_true(temporal_equal(value_temporal(v), temporals[i]));
  }
  assert_true(value_is_null(value_of_temporal(&arena, (Temporal){.type = TEMPORAL_NONE})));
  assert_int_equal(value_temporal(integer(1)).type, TEMPORAL_NONE);
  arena_free(&arena);
}

/* ---- equality */

static void assert_equality(Value a, Value b, Tri expected)
{
  assert_int_equal(value_equal(a, b), expected);
  assert_int_equal(value_equal(b, a), expected);
}

static void equality_is_three_valued(void **state)
{
  (void)state;
  assert_equality(NULL_VALUE, NULL_VALUE, TRI_NULL);
  assert_equality(NULL_VALUE, integer(1), TRI_NULL);
  assert_equality(integer(1), STRING("1"), TRI_FALSE);
  assert_equality(value_bool(true), integer(1), TRI_FALSE);
  assert_equality(value_bool(true), value_bool(true), TRI_TRUE);
  assert_equality(STRING(""), STRING(""), TRI_TRUE);
  assert_equality(STRING("a"), STRING("ab"), TRI_FALSE);
  assert_equality(value_node(1), value_node(1), TRI_TRUE);
  assert_equality(value_node(1), value_rel(1), TRI_FALSE);
  assert_equality(value_date(1), value_date(1), TRI_TRUE);
  assert_equality(value_date(1), value_localtime(1), TRI_FALSE);
  assert_equality(PATH(1, 5, 2), PATH(1, 5, 2), TRI_TRUE);
  assert_equality(PATH(1, 5, 2), PATH(2, 5, 1), TRI_FALSE);
  assert_equality(PATH(1, 5, 2), value_path((const uint32_t[]){1}, 0), TRI_FALSE);
}

static void lists_are_equal_item_by_item(void **state)
{
  (void)state;
  Value one = integer(1), two = integer(2), three = integer(3), foo = STRING("foo"), bar = STRING("bar");
  assert_equality(LIST(one, two), foo, TRI_FALSE);
  assert_equality(LIST(one), LIST(one, NULL_VALUE), TRI_FALSE);
  assert_equality(LIST(one, two), LIST(NULL_VALUE, foo), TRI_FALSE);
  assert_equality(LIST(one, two), LIST(NULL_VALUE, two), TRI_NULL);
  assert_equality(LIST(LIST(one)), LIST(LIST(one), LIST(NULL_VALUE)), TRI_FALSE);
  assert_equality(LIST(LIST(one, two), LIST(one, three)), LIST(LIST(one, two), LIST(NULL_VALUE, foo)), TRI_FALSE);
  assert_equality(LIST(LIST(one, two), LIST(foo, bar)), LIST(LIST(one, two), LIST(NULL_VALUE, bar)), TRI_NULL);
  assert_equality(EMPTY_LIST, EMPTY_LIST, TRI_TRUE);
  assert_equality(LIST(one), LIST(number(1)), TRI_TRUE);
}

static void maps_are_equal_key_by_key(void **state)
{
  (void)state;
  Value one = integer(1), two = integer(2);
  assert_equality(EMPTY_MAP, EMPTY_MAP, TRI_TRUE);
  assert_equality(MAP(ENTRY("a", one), ENTRY("b", two)), MAP(ENTRY("b", two), ENTRY("a", one)), TRI_TRUE);
  assert_equality(MAP(ENTRY("a", one)), MAP(ENTRY("b", one)), TRI_FALSE);
  assert_equality(MAP(ENTRY("a", NULL_VALUE)), MAP(ENTRY("b", NULL_VALUE)), TRI_FALSE);
  assert_equality(MAP(ENTRY("a", NULL_VALUE)), MAP(ENTRY("a", NULL_VALUE)), TRI_NULL);
  assert_equality(MAP(ENTRY("a", NULL_VALUE)), EMPTY_MAP, TRI_FALSE);
  assert_equality(MAP(ENTRY("a", NULL_VALUE), ENTRY("b", one)), MAP(ENTRY("a", one), ENTRY("b", two)), TRI_FALSE);
  assert_equality(MAP(ENTRY("a", NULL_VALUE), ENTRY("b", one)), MAP(ENTRY("b", one), ENTRY("a", one)), TRI_NULL);
}

/* ---- numbers */

static const double two_to_53 = 9007199254740992.0;

static void integers_and_floats_compare_exactly(void **state)
{
  (void)state;
  const int64_t big = INT64_C(9007199254740992);
  /* ascending; neighbours differ by less than a double can tell */
  const Value ascending[] = {
      number(-(double)INFINITY),
      number(-0x1.0000000000001p63),
      integer(INT64_MIN),
      integer(INT64_MIN + 1),
      integer(-big - 1),
      number(-two_to_53),
      number(-1.5),
      integer(-1),
      number(-0.5),
      integer(0),
      number(0.5),
      integer(1),
      number(1.5),
      integer(2),
      number(two_to_53 - 1),
      integer(big),
      integer(big + 1),
      number(two_to_53 + 2),
      integer(INT64_MAX),
      number(0x1p63),
      number((double)INFINITY),
  };
  for (size_t i = 0; i < ARRAY_LEN(ascending); i++)
    for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
      int expected = (i > j) - (i < j), order;
      bool unordered;
      assert_true(value_compare(ascending[i], ascending[j], &order, &unordered));
      assert_false(unordered);
      assert_int_equal(order, expected);
      assert_int_equal(value_order(ascending[i], ascending[j]), expected);
      assert_int_equal(value_equal(ascending[i], ascending[j]), i == j);
      assert_int_equal(value_equivalent(ascending[i], ascending[j]), i == j);
    }
  assert_equality(integer(INT64_MIN), number(-0x1p63), TRI_TRUE);
  assert_equality(integer(big), number(two_to_53), TRI_TRUE);
}

static void equivalent_numbers_hash_alike(void **state)
{
  (void)state;
  const Value pairs[][2] = {
      {integer(1), number(1.0)},
      {integer(0), number(-0.0)},
      {number(0.0), number(-0.0)},
      {integer(INT64_MIN), number(-0x1p63)},
      {integer(INT64_C(1) << 53), number(0x1p53)},
      {number((double)NAN), number(-(double)NAN)},
      {LIST(integer(1), NULL_VALUE), LIST(number(1), NULL_VALUE)},
      {MAP(ENTRY("a", integer(1)), ENTRY("b", integer(2))), MAP(ENTRY("b", number(2)), ENTRY("a", number(1)))},
  };
  for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
    assert_true(value_equivalent(pairs[i][0], pairs[i][1]));
    assert_true(value_hash(pairs[i][0]) == value_hash(pairs[i][1]));
    assert_int_equal(value_order(pairs[i][0], pairs[i][1]), 0);
  }
}

static void nan_is_equal_to_nothing_yet_one_group(void **state)
{
  (void)state;
  Value nan = number((double)NAN);
  assert_equality(nan, nan, TRI_FALSE);
  assert_equality(nan, integer(1), TRI_FALSE);
  assert_equality(LIST(nan), LIST(nan), TRI_FALSE);
  assert_true(value_equivalent(nan, nan));
  assert_true(value_equivalent(LIST(nan, NULL_VALUE), LIST(nan, NULL_VALUE)));
  assert_false(value_equivalent(nan, NULL_VALUE));
  int order;
  bool unordered;
  assert_true(value_compare(nan, integer(1), &order, &unordered));
  assert_true(unordered);
  assert_true(value_compare(LIST(integer(1), nan), LIST(integer(1), nan), &order, &unordered));
  assert_true(unordered);
  assert_false(value_compare(nan, STRING("a"), &order, &unordered));
  assert_int_equal(value_order(nan, number((double)INFINITY)), 1);
  assert_int_equal(value_order(nan, NULL_VALUE), -1);
}

/* ---- comparability */

enum { INCOMPARABLE = 7 };

static void assert_comparison(Value a, Value b, int expected)
{
  int order;
  bool unordered;
  bool comparable = value_compare(a, b, &order, &unordered);
  assert_false(unordered);
  assert_int_equal(comparable ? order : INCOMPARABLE, expected);
  comparable = value_compare(b, a, &order, &unordered);
  assert_int_equal(comparable ? order : INCOMPARABLE, expected == INCOMPARABLE ? INCOMPARABLE : -expected);
}

static void only_values_of_one_kind_compare(void **state)
{
  (void)state;
  assert_comparison(STRING("a"), STRING("b"), -1);
  assert_comparison(STRING("a"), STRING("ab"), -1);
  assert_comparison(STRING("Z"), STRING("õ"), -1);
  assert_comparison(STRING("a"), STRING("a"), 0);
  assert_comparison(value_bool(false), value_bool(true), -1);
  assert_comparison(value_date(1), value_date(2), -1);
  assert_comparison(STRING("1"), integer(1), INCOMPARABLE);
  assert_comparison(NULL_VALUE, integer(1), INCOMPARABLE);
  assert_comparison(NULL_VALUE, NULL_VALUE, INCOMPARABLE);
  assert_comparison(value_date(1), value_localtime(2), INCOMPARABLE);
  assert_comparison(value_node(1), value_node(2), INCOMPARABLE);
  assert_comparison(value_node(1), value_node(1), INCOMPARABLE);
  assert_comparison(EMPTY_MAP, EMPTY_MAP, INCOMPARABLE);
  assert_comparison(PATH(1, 2, 3), PATH(1, 2, 3), INCOMPARABLE);
  static const Duration day = {.days = 1};
  Value duration = {.type = VALUE_DURATION, .duration = &day};
  assert_comparison(duration, duration, INCOMPARABLE);
}

static void lists_compare_at_their_first_difference(void **state)
{
  (void)state;
  Value one = integer(1), two = integer(2), three = integer(3);
  assert_comparison(LIST(one, integer(0)), LIST(one), 1);
  assert_comparison(LIST(one, NULL_VALUE), LIST(one), 1);
  assert_comparison(LIST(one, two), LIST(one, NULL_VALUE), INCOMPARABLE);
  assert_comparison(LIST(one, STRING("a")), LIST(one, NULL_VALUE), INCOMPARABLE);
  assert_comparison(LIST(one, two), LIST(three, NULL_VALUE), -1);
  assert_comparison(EMPTY_LIST, LIST(NULL_VALUE), -1);
  assert_comparison(LIST(LIST(one)), LIST(LIST(two)), -1);
  assert_comparison(LIST(value_node(1), one), LIST(value_node(1), two), -1); /* equal, though not comparable */
  assert_comparison(LIST(value_node(1), one), LIST(value_node(2), two), INCOMPARABLE);
}

/* ---- orderability */

static void the_global_order_covers_all_types(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  Value one = integer(1), a = STRING("a");
  const Value ascending[] = {
      EMPTY_MAP,
      MAP(ENTRY("a", one)),
      MAP(ENTRY("a", integer(2))),
      MAP(ENTRY("b", integer(0))),
      MAP(ENTRY("b", integer(9)), ENTRY("a", one)),
      MAP(ENTRY("a", one), ENTRY("b", NULL_VALUE)),
      value_node(1),
      value_node(2),
      value_rel(0),
      EMPTY_LIST,
      LIST(a),
      LIST(a, one),
      LIST(one),
      LIST(one, a),
      LIST(one, NULL_VALUE),
      LIST(NULL_VALUE, one),
      LIST(NULL_VALUE, integer(2)),
      value_path((const uint32_t[]){1}, 0),
      PATH(1, 2, 3),
      PATH(1, 3, 1),
      value_datetime(&arena, (ZonedDateTime){.seconds = 10, .offset = 3600}),
      value_datetime(&arena, (ZonedDateTime){.seconds = 11, .offset = -3600}),
      value_localdatetime((LocalDateTime){5, 0}),
      value_localdatetime((LocalDateTime){5, 1}),
      value_date(-5),
      value_date(5),
      value_time((ZonedTime){INT64_C(3600) * NANOS_PER_SECOND, 3600}), /* 01:00+01:00 is 00:00Z */
      value_time((ZonedTime){INT64_C(1800) * NANOS_PER_SECOND, 0}),    /* 00:30Z */
      value_localtime(0),
      value_localtime(1),
      value_duration(&arena, (Duration){.days = 29}),
      value_duration(&arena, (Duration){.months = 1}),
      STRING(""),
      STRING(" "),
      STRING(".*"),
      STRING("one"),
      value_bool(false),
      value_bool(true),
      number(-(double)INFINITY),
      one,
      number(1.5),
      number((double)NAN),
      NULL_VALUE,
  };
  for (size_t i = 0; i < ARRAY_LEN(ascending); i++)
    for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
      int expected = (i > j) - (i < j);
      if (value_order(ascending[i], ascending[j]) != expected) fail_msg("value %zu against value %zu", i, j);
      if (value_equivalent(ascending[i], ascending[j]) != (i == j)) fail_msg("value %zu like value %zu", i, j);
      if ((value_hash(ascending[i]) == value_hash(ascending[j])) != (i == j)) fail_msg("hashes of %zu, %zu", i, j);
    }
  arena_free(&arena);
}

static void map_order_ignores_the_order_of_writing(void **state)
{
  (void)state;
  Value x = MAP(ENTRY("b", integer(1)), ENTRY("a", integer(2)), ENTRY("c", integer(3)));
  Value y = MAP(ENTRY("c", integer(3)), ENTRY("b", integer(1)), ENTRY("a", integer(2)));
  Value z = MAP(ENTRY("a", integer(2)), ENTRY("c", integer(4)), ENTRY("b", integer(1)));
  assert_int_equal(value_order(x, y), 0);
  assert_int_equal(value_order(x, z), -1);
  assert_int_equal(value_order(z, y), 1);
}

/* ---- how the comparisons hang together, over random values */

/* From so small a choice that equal values are common. */
static Value random_value(Arena *arena, uint64_t *x, int depth)
{
  static const double floats[] = {-1, -0.0, 0, 0.5, 1, 2, (double)NAN};
  static const char *const keys[] = {"a", "b", "c"};
  switch (below(x, depth > 0 ? 12 : 9)) {
  case 0: return NULL_VALUE;
  case 1: return value_bool(below(x, 2));
  case 2: return integer((int64_t)below(x, 4) - 1);
  case 3: return number(floats[below(x, ARRAY_LEN(floats))]);
  case 4: return value_string((Text){"abab", below(x, 4)});
  case 5: return value_node(below(x, 2));
  case 6: return value_date(below(x, 2));
  case 7: return value_duration(arena, (Duration){.days = below(x, 2), .months = below(x, 2)});
  case 8: return value_time((ZonedTime){.offset = (int32_t)below(x, 2) * 3600});
  case 9: {
    uint32_t n = below(x, 4), first = below(x, 3);
    MapEntry *entries = arena_array(arena, MapEntry, n);
    for (uint32_t i = 0; i < n; i++)
      entries[i] = (MapEntry){text_of(keys[(first + i) % 3]), random_value(arena, x, depth - 1)};
    return value_map(entries, n);
  }
  default: {
    uint32_t n = below(x, 4);
    Value *items = arena_array(arena, Value, n);
    for (uint32_t i = 0; i < n; i++) items[i] = random_value(arena, x, depth - 1);
    return value_list(items, n);
  }
  }
}

static void assert_pair_is_consistent(Value a, Value b)
{
  int order = value_order(a, b), compared;
  bool unordered;
  assert_int_equal(value_order(b, a), -order);
  assert_int_equal(value_equivalent(a, b), order == 0);
  assert_int_equal(value_equivalent(b, a), order == 0);
  if (order == 0) assert_true(value_hash(a) == value_hash(b));
  Tri equal = value_equal(a, b);
  assert_int_equal(value_equal(b, a), equal);
  if (equal == TRI_TRUE) assert_int_equal(order, 0);
  if (value_compare(a, b, &compared, &unordered) && !unordered) {
    assert_int_equal(compared, order);
    assert_int_equal(equal == TRI_TRUE, order == 0);
  }
}

static void the_four_comparisons_agree(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  uint64_t random = 1236;
  for (int round = 0; round < 200000; round++) {
    Value a = random_value(&arena, &random, 3), b = random_value(&arena, &random, 3),
          c = random_value(&arena, &random, 3);
    assert_pair_is_consistent(a, b);
    assert_true(value_equivalent(a, a));
    if (value_order(a, b) <= 0 && value_order(b, c) <= 0) assert_true(value_order(a, c) <= 0);
    if (round % 100 == 0) arena_reset(&arena);
  }
  arena_free(&arena);
}

/* The table takes the upper half of a hash for its slots. */
static void hashes_of_small_numbers_spread(void **state)
{
  (void)state;
  enum { BUCKETS = 1024, KEYS = 64 * BUCKETS };
  static uint32_t filled[BUCKETS];
  for (int i = 0; i < KEYS; i++) filled[(value_hash(integer(i)) >> 32) % BUCKETS]++;
  for (size_t i = 0; i < BUCKETS; i++) assert_in_range(filled[i], 16, 128);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_copy_shares_nothing),
      cmocka_unit_test(stable_values_are_not_copied),
      cmocka_unit_test(an_owned_value_is_one_block),
      cmocka_unit_test(endless_nesting_is_refused),
      cmocka_unit_test(a_dry_arena_yields_nothing_wrong),
      cmocka_unit_test(map_entries_are_found_by_key),
      cmocka_unit_test(temporals_go_through_the_value_unchanged),
      cmocka_unit_test(equality_is_three_valued),
      cmocka_unit_test(lists_are_equal_item_by_item),
      cmocka_unit_test(maps_are_equal_key_by_key),
      cmocka_unit_test(integers_and_floats_compare_exactly),
      cmocka_unit_test(equivalent_numbers_hash_alike),
      cmocka_unit_test(nan_is_equal_to_nothing_yet_one_group),
      cmocka_unit_test(only_values_of_one_kind_compare),
      cmocka_unit_test(lists_compare_at_their_first_difference),
      cmocka_unit_test(the_global_order_covers_all_types),
      cmocka_unit_test(map_order_ignores_the_order_of_writing),
      cmocka_unit_test(the_four_comparisons_agree),
      cmocka_unit_test(hashes_of_small_numbers_spread),
  };
  return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
