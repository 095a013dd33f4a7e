/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows that went to a file and came back: every kind of value, the order of the merge, and what happens at the limit of
 * memory and without a place for the file. That ORDER BY gives the same rows with little memory is in tests/shell. */
#include "queries/exec/spill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MUST(call)                                                                                                     \
  do {                                                                                                                 \
    Error err = {0};                                                                                                   \
    if ((call) != STATUS_OK) fail_msg("%s", err.message);                                                              \
  } while (0)

static bool lower_prefix(const void *context, const SpillRow *a, const SpillRow *b)
{
  (void)context;
  return a->prefix < b->prefix;
}

static void equal_rows_come_in_the_order_of_their_runs(void **state)
{
  (void)state;
  enum { RUNS = 7, ROWS = 5000 };
  Spill spill;
  spill_init(&spill, 2, NULL);
  assert_false(spill_has_runs(&spill));
  for (int64_t run = 0; run < RUNS; run++) {
    MUST(spill_begin_run(&spill, &err));
    for (int64_t i = 0; i < ROWS * (run != 3); i++) { /* one of them is empty */
      Value values[] = {value_int(run), value_int(i)};
      MUST(spill_add(&spill, (uint64_t)i / 3, values, &err));
    }
    MUST(spill_end_run(&spill, &err));
  }
  assert_true(spill_has_runs(&spill));
  MUST(spill_merge(&spill, lower_prefix, NULL, &err));
  const SpillRow *row;
  uint64_t prefix = 0;
  int64_t run = 0, at = -1, count = 0;
  for (;; count++) {
    MUST(spill_next(&spill, &row, &err));
    if (!row) break;
    bool later = row->prefix > prefix || row->values[0].integer > run ||
                 (row->values[0].integer == run && row->values[1].integer > at);
    assert_true(row->prefix >= prefix);
    assert_true(later);
    prefix = row->prefix;
    run = row->values[0].integer;
    at = row->values[1].integer;
  }
  assert_int_equal(count, (RUNS - 1) * ROWS);
  MUST(spill_next(&spill, &row, &err));
  assert_null(row);
  spill_free(&spill);
}

static void values_come_back_as_they_were(void **state)
{
  (void)state;
  enum { LONG = 300000 };
  Arena arena;
  arena_init(&arena, NULL);
  char *text = arena_alloc(&arena, LONG);
  for (int i = 0; i < LONG; i++) text[i] = (char)('a' + i % 26);
  uint32_t path[] = {1, 2, 3, 4, 5};
  Value items[] = {value_int(1), VALUE_NULL_VALUE, value_string(TEXT("inner")), value_list(NULL, 0)};
  MapEntry entries[] = {{TEXT("list"), value_list(items, 4)}, {TEXT(""), value_node(7)}};
  Value stable = value_string(TEXT("stable"));
  stable.flags = VALUE_STABLE;
  Value values[] = {
      VALUE_NULL_VALUE,
      value_bool(true),
      value_int(INT64_MIN),
      value_float(-0.5),
      value_string(TEXT("")),
      value_string((Text){text, LONG}),
      stable,
      value_node(UINT32_MAX - 1),
      value_rel(3),
      value_path(path, 2),
      value_list(items, 4),
      value_map(entries, 2),
      value_map(NULL, 0),
      value_date(-700000),
      value_localtime(5),
      value_datetime(&arena, (ZonedDateTime){.seconds = 9, .nanos = 8, .offset = 3600, .zone = ZONE_NONE}),
      value_duration(&arena, (Duration){1, 2, 3, 4})};
  enum { WIDTH = ARRAY_LEN(values), ROWS = 3 };
  MemoryLimit limit = {.limit = 8 << 20};
  Spill spill;
  spill_init(&spill, WIDTH, &limit);
  for (uint64_t i = 0; i < ROWS; i++) {
    MUST(spill_begin_run(&spill, &err));
    MUST(spill_add(&spill, i, values, &err));
    MUST(spill_end_run(&spill, &err));
  }
  MUST(spill_merge(&spill, lower_prefix, NULL, &err));
  for (uint64_t i = 0; i < ROWS; i++) {
    const SpillRow *row;
    MUST(spill_next(&spill, &row, &err));
    assert_non_null(row);
    assert_int_equal(row->prefix, i);
    for (size_t k = 0; k < WIDTH; k++) {
      assert_int_equal(row->values[k].type, values[k].type);
      assert_true(value_equivalent(row->values[k], values[k]));
    }
    assert_ptr_equal(row->values[6].text, stable.text);
  }
  spill_free(&spill);
  assert_int_equal(atomic_load(&limit.used), 0);
  arena_free(&arena);
}

static void a_row_that_is_larger_than_the_limit_fails(void **state)
{
  (void)state;
  enum { LONG = 1 << 20 };
  char *text = calloc(LONG, 1);
  MemoryLimit limit = {.limit = 1 << 20};
  Error failure = {0};
  Value v = value_string((Text){text, LONG});
  Spill spill;
  spill_init(&spill, 1, &limit);
  MUST(spill_begin_run(&spill, &err));
  MUST(spill_add(&spill, 0, &v, &err));
  MUST(spill_end_run(&spill, &err));
  assert_int_equal(spill_merge(&spill, lower_prefix, NULL, &failure), STATUS_FAIL);
  assert_int_equal(failure.kind, ERROR_MEMORY);
  spill_free(&spill);
  assert_int_equal(atomic_load(&limit.used), 0);
  free(text);
}

static void without_a_folder_for_the_file_it_fails(void **state)
{
  (void)state;
  const char *before = getenv("TMPDIR");
  char *kept = before ? strdup(before) : NULL;
  Error err = {0};
  Spill spill;
  setenv("TMPDIR", "/there/is/no/such/folder", 1);
  spill_init(&spill, 1, NULL);
  assert_int_equal(spill_begin_run(&spill, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_IO);
  spill_free(&spill);
  if (kept)
    setenv("TMPDIR", kept, 1);
  else
    unsetenv("TMPDIR");
  free(kept);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_rows_come_in_the_order_of_their_runs),
      cmocka_unit_test(values_come_back_as_they_were),
      cmocka_unit_test(a_row_that_is_larger_than_the_limit_fails),
      cmocka_unit_test(without_a_folder_for_the_file_it_fails),
  };
  return cmocka_run_group_tests_name("spill", tests, NULL, NULL);
}
