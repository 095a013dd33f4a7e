/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The string builder. */
#include "core/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void pieces_join(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  str_add(&s, "Treaty");
  str_add_char(&s, ' ');
  str_add_text(&s, (Text){"of Tartu", 2});
  str_addf(&s, " %s, %d", "Tartu", 1920);
  assert_string_equal(str_cstr(&s), "Treaty of Tartu, 1920");
  assert_int_equal(str_text(&s).len, 21);
  str_free(&s);
}

static void empty_builders_are_empty_strings(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  assert_string_equal(str_cstr(&s), "");
  assert_int_equal(str_text(&s).len, 0);
  assert_non_null(str_text(&s).data);
  str_add_bytes(&s, NULL, 0);
  str_add(&s, "");
  assert_string_equal(str_cstr(&s), "");
  char *taken = str_take(&s);
  assert_string_equal(taken, "");
  free(taken);
  str_free(&s);
}

static void integers_are_written_in_full(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  str_add_int(&s, INT64_MIN);
  str_add_char(&s, ' ');
  str_add_int(&s, INT64_MAX);
  str_add_char(&s, ' ');
  str_add_int(&s, 0);
  assert_string_equal(str_cstr(&s), "-9223372036854775808 9223372036854775807 0");
  str_free(&s);
}

static void code_points_become_utf8(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  str_add_codepoint(&s, 'K');
  str_add_codepoint(&s, 0xF5);
  str_add_codepoint(&s, 0x20AC);
  str_add_codepoint(&s, 0x1F5FA);
  assert_string_equal(str_cstr(&s), "Kõ€🗺");
  str_free(&s);
}

static void it_grows_and_keeps_nuls(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  for (int i = 0; i < 100000; i++) str_add_char(&s, (char)(i % 256));
  assert_int_equal(s.len, 100000);
  for (int i = 0; i < 100000; i++) assert_int_equal((unsigned char)s.data[i], i % 256);
  assert_int_equal(s.data[s.len], 0);
  str_free(&s);
}

static void clear_keeps_the_memory_and_take_gives_it_away(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  str_add(&s, "first");
  size_t cap = s.cap;
  str_clear(&s);
  assert_int_equal(s.cap, cap);
  assert_string_equal(str_cstr(&s), "");
  str_add(&s, "second");
  char *taken = str_take(&s);
  assert_string_equal(taken, "second");
  assert_null(s.data);
  free(taken);
}

static void too_much_is_a_sticky_flag(void **state)
{
  (void)state;
  Str s;
  str_init(&s);
  str_add(&s, "kept");
  assert_false(str_reserve(&s, SIZE_MAX / 2));
  str_add(&s, "lost");
  assert_string_equal(str_cstr(&s), "kept");
  Error err = {0};
  assert_int_equal(str_check(&s, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_MEMORY);
  assert_null(str_take(&s));
  assert_int_equal(str_check(&s, &err), STATUS_OK); /* taking leaves a fresh builder */
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_join),
      cmocka_unit_test(empty_builders_are_empty_strings),
      cmocka_unit_test(integers_are_written_in_full),
      cmocka_unit_test(code_points_become_utf8),
      cmocka_unit_test(it_grows_and_keeps_nuls),
      cmocka_unit_test(clear_keeps_the_memory_and_take_gives_it_away),
      cmocka_unit_test(too_much_is_a_sticky_flag),
  };
  return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
