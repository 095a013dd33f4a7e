/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries that are loaded when they are needed: what is there is found, and what is not is a clear error each time.
 */
#include "core/late.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct {
  unsigned long (*zlibCompileFlags)(void);
  const char *(*zlibVersion)(void);
} zlib;

static void functions_are_found(void **state)
{
  (void)state;
  static const char *const names[] = {"zlibCompileFlags", "zlibVersion"};
  LateLibrary library = {"libz.so.1", "zlib", names, ARRAY_LEN(names), &zlib, false};
  Error err = {0};
  assert_int_equal(late_load(&library, &err), STATUS_OK);
  assert_int_equal(late_load(&library, &err), STATUS_OK);
  assert_int_equal(zlib.zlibVersion()[0], '1');
  assert_true(zlib.zlibCompileFlags() != 0);
}

static void missing_libraries_and_functions_are_errors(void **state)
{
  (void)state;
  static const char *const names[] = {"zlibVersion", "no_such_function"};
  static void *table[ARRAY_LEN(names)];
  LateLibrary libraries[] = {{"libz.so.1", "zlib", names, ARRAY_LEN(names), table, false},
                             {"libnothing.so.1", "nothing", names, 1, table, false}};
  static const char *const wanted[] = {"no_such_function", "libnothing.so.1"};
  for (size_t i = 0; i < ARRAY_LEN(libraries); i++) {
    for (int again = 0; again < 2; again++) {
      Error err = {0};
      assert_int_equal(late_load(&libraries[i], &err), STATUS_FAIL);
      assert_int_equal(err.kind, ERROR_IO);
      assert_non_null(strstr(err.message, wanted[i]));
      assert_non_null(strstr(err.message, libraries[i].name));
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(functions_are_found),
      cmocka_unit_test(missing_libraries_and_functions_are_errors),
  };
  return cmocka_run_group_tests_name("late", tests, NULL, NULL);
}
