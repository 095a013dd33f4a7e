/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arena: alignment, growth, resetting, and what is left of it when memory runs out. */
#include "core/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void allocations_are_aligned_and_apart(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  unsigned char *blocks[500];
  for (size_t i = 0; i < ARRAY_LEN(blocks); i++) {
    blocks[i] = arena_alloc(&arena, i);
    assert_int_equal((uintptr_t)blocks[i] % 16, 0);
    memset(blocks[i], (int)(i & 0xFF), i);
  }
  for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
    for (size_t k = 0; k < i; k++) assert_int_equal(blocks[i][k], i & 0xFF);
  arena_free(&arena);
  assert_int_equal(arena.used, 0);
}

static void copies_end_in_a_nul(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  assert_string_equal(arena_copy(&arena, "Tallinn", 4), "Tall");
  assert_string_equal(arena_copy(&arena, NULL, 0), "");
  Text text = arena_text(&arena, TEXT("Riga"));
  assert_int_equal(text.len, 4);
  assert_string_equal(text.data, "Riga");
  assert_string_equal(arena_printf(&arena, "%s of %d", "treaty", 1920), "treaty of 1920");
  int *numbers = arena_array(&arena, int, 100);
  for (int i = 0; i < 100; i++) assert_int_equal(numbers[i], 0);
  arena_free(&arena);
}

static void reset_keeps_one_chunk_at_most(void **state)
{
  (void)state;
  MemoryLimit limit = {0};
  Arena arena;
  arena_init(&arena, &limit);
  for (int i = 0; i < 100; i++) arena_alloc(&arena, 10000);
  size_t before = arena.used;
  assert_true(before >= 1000000);
  assert_int_equal(limit.used, before);
  arena_reset(&arena);
  assert_true(arena.used < before);
  assert_int_equal(limit.used, arena.used);
  char *again = arena_alloc(&arena, 100);
  memset(again, 1, 100);
  arena_free(&arena);
  assert_int_equal(limit.used, 0);
}

static void one_huge_block_is_not_kept(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  assert_non_null(arena_alloc(&arena, 8 << 20));
  arena_reset(&arena);
  assert_int_equal(arena.used, 0);
  arena_free(&arena);
}

static void the_limit_makes_the_arena_bad_for_good(void **state)
{
  (void)state;
  MemoryLimit limit = {.limit = 2 << 20};
  Arena arena;
  arena_init(&arena, &limit);
  Error err = {0};
  assert_non_null(arena_alloc(&arena, 1000));
  assert_int_equal(arena_check(&arena, &err), STATUS_OK);

  char *scratch = arena_alloc(&arena, 1000);
  while (!arena.bad) scratch = arena_alloc(&arena, 1000);
  memset(scratch, 0xEE, 1000); /* may be written */
  assert_true(limit.used <= limit.limit);
  assert_null(arena_alloc(&arena, ARENA_SCRATCH * 64));
  assert_int_equal(arena_check(&arena, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_MEMORY);
  assert_non_null(strstr(err.message, "2 MB"));
  arena_free(&arena);
  assert_int_equal(limit.used, 0);
}

static void sizes_that_overflow_are_refused(void **state)
{
  (void)state;
  Arena arena;
  arena_init(&arena, NULL);
  assert_null(arena_alloc(&arena, SIZE_MAX));
  assert_true(arena.bad);
  arena_free(&arena);
  assert_null(arena_calloc(&arena, SIZE_MAX / 4, 8));
  Error err = {0};
  assert_int_equal(arena_check(&arena, &err), STATUS_FAIL);
  assert_string_equal(err.message, "out of memory");
  arena_free(&arena);
}

static void memory_over_the_limit_is_not_counted(void **state)
{
  (void)state;
  MemoryLimit limit = {.limit = 100};
  assert_true(memory_take(&limit, 60));
  assert_false(memory_take(&limit, 41));
  assert_true(memory_take(&limit, 40));
  assert_int_equal(limit.used, 100);
  memory_give(&limit, 100);
  assert_int_equal(limit.used, 0);
  assert_true(memory_take(NULL, SIZE_MAX));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(allocations_are_aligned_and_apart),      cmocka_unit_test(copies_end_in_a_nul),
      cmocka_unit_test(reset_keeps_one_chunk_at_most),          cmocka_unit_test(one_huge_block_is_not_kept),
      cmocka_unit_test(the_limit_makes_the_arena_bad_for_good), cmocka_unit_test(sizes_that_overflow_are_refused),
      cmocka_unit_test(memory_over_the_limit_is_not_counted),
  };
  return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
