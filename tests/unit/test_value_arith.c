/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arithmetic operators over every pair of types that they know, and the errors for the rest. */
#include "core/value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRING(literal) value_string(TEXT(literal))
#define LIST(...)       value_list((const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value))
#define NULL_VALUE      VALUE_NULL_VALUE

static Arena arena;

static int arena_open(void **state)
{
  (void)state;
  arena_init(&arena, NULL);
  return 0;
}

static int arena_close(void **state)
{
  (void)state;
  arena_free(&arena);
  return 0;
}

static Value integer(int64_t i)
{
  return value_int(i);
}
static Value number(double f)
{
  return value_float(f);
}
static Value duration(int64_t months, int64_t days, int64_t seconds)
{
  return value_duration(&arena, (Duration){.months = months, .days = days, .seconds = seconds});
}

static Value result(Value a, ArithOp op, Value b)
{
  Error err = {0};
  Value out;
  if (value_arith(&arena, op, a, b, &out, &err) != STATUS_OK) fail_msg("%s", err.message);
  return out;
}

static void assert_result(Value a, ArithOp op, Value b, const char *expected)
{
  Str text;
  str_init(&text);
  value_print(&text, result(a, op, b), NULL);
  assert_string_equal(str_cstr(&text), expected);
  str_free(&text);
}

static void assert_error(Value a, ArithOp op, Value b, ErrorKind kind, const char *detail, const char *message)
{
  Error err = {0};
  Value out;
  assert_int_equal(value_arith(&arena, op, a, b, &out, &err), STATUS_FAIL);
  assert_int_equal(err.kind, kind);
  assert_string_equal(err.detail, detail);
  assert_string_equal(err.message, message);
}

static void integers_stay_integers(void **state)
{
  (void)state;
  assert_result(integer(99), ARITH_ADD, integer(5), "104");
  assert_result(integer(3), ARITH_SUB, integer(8), "-5");
  assert_result(integer(-3), ARITH_MUL, integer(4), "-12");
  assert_result(integer(7), ARITH_DIV, integer(2), "3");
  assert_result(integer(-7), ARITH_DIV, integer(2), "-3");
  assert_result(integer(-7), ARITH_MOD, integer(2), "-1");
  assert_result(integer(7), ARITH_MOD, integer(-2), "1");
  assert_result(integer(INT64_MIN), ARITH_MOD, integer(-1), "0");
  assert_result(integer(4), ARITH_POW, integer(3), "64.0");
  assert_result(integer(2), ARITH_POW, integer(-1), "0.5");
}

static void floats_follow_ieee(void **state)
{
  (void)state;
  assert_result(integer(1), ARITH_ADD, number(0.5), "1.5");
  assert_result(number(0.1), ARITH_ADD, number(0.2), "0.30000000000000004");
  assert_result(number(7), ARITH_DIV, integer(2), "3.5");
  assert_result(number(-7.5), ARITH_MOD, integer(2), "-1.5");
  assert_result(number(1), ARITH_DIV, integer(0), "Infinity");
  assert_result(number(-1), ARITH_DIV, number(0), "-Infinity");
  assert_result(number(0), ARITH_DIV, integer(0), "NaN");
  assert_result(number(1), ARITH_MOD, integer(0), "NaN");
  assert_result(number(1e308), ARITH_MUL, integer(10), "Infinity");
  assert_result(number(0.25), ARITH_POW, number(0.5), "0.5");
}

static void integers_never_wrap(void **state)
{
  (void)state;
  const struct {
    Value a;
    ArithOp op;
    Value b;
    const char *message;
  } cases[] = {
      {integer(INT64_MAX), ARITH_ADD, integer(1), "9223372036854775807 + 1 does not fit into a 64-bit integer"},
      {integer(INT64_MIN), ARITH_SUB, integer(1), "-9223372036854775808 - 1 does not fit into a 64-bit integer"},
      {integer(INT64_MIN), ARITH_MUL, integer(-1), "-9223372036854775808 * -1 does not fit into a 64-bit integer"},
      {integer(INT64_MIN), ARITH_DIV, integer(-1), "-9223372036854775808 / -1 does not fit into a 64-bit integer"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++)
    assert_error(cases[i].a, cases[i].op, cases[i].b, ERROR_ARITHMETIC, "IntegerOverflow", cases[i].message);
  assert_error(integer(1), ARITH_DIV, integer(0), ERROR_ARITHMETIC, "DivisionByZero", "1 / 0 is a division by zero");
  assert_error(integer(1), ARITH_MOD, integer(0), ERROR_ARITHMETIC, "DivisionByZero", "1 % 0 is a division by zero");
}

static void null_takes_all(void **state)
{
  (void)state;
  const Value others[] = {integer(1), number(1), STRING("a"), LIST(integer(1)), value_node(1), value_date(1)};
  for (ArithOp op = ARITH_ADD; op <= ARITH_POW; op++)
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
      assert_true(value_is_null(result(NULL_VALUE, op, others[i])));
      assert_true(value_is_null(result(others[i], op, NULL_VALUE)));
    }
}

static void lists_concatenate(void **state)
{
  (void)state;
  Value list = LIST(integer(1), STRING("two")), empty = value_list(NULL, 0);
  assert_result(list, ARITH_ADD, LIST(number(3), NULL_VALUE), "[1, 'two', 3.0, null]");
  assert_result(list, ARITH_ADD, value_bool(false), "[1, 'two', false]");
  assert_result(value_bool(false), ARITH_ADD, list, "[false, 1, 'two']");
  assert_result(STRING("zero"), ARITH_ADD, list, "['zero', 1, 'two']");
  assert_result(LIST(list), ARITH_ADD, list, "[[1, 'two'], 1, 'two']");
  assert_result(empty, ARITH_ADD, empty, "[]");
  assert_result(empty, ARITH_ADD, value_map(NULL, 0), "[{}]");
}

static void strings_concatenate(void **state)
{
  (void)state;
  assert_result(STRING("Riga"), ARITH_ADD, STRING(""), "'Riga'");
  assert_result(STRING(""), ARITH_ADD, STRING(""), "''");
  assert_result(STRING("a"), ARITH_ADD, integer(-1), "'a-1'");
  assert_result(integer(INT64_MIN), ARITH_ADD, STRING("b"), "'-9223372036854775808b'");
  assert_result(number(0.1), ARITH_ADD, STRING("b"), "'0.1b'");
  assert_result(STRING("is "), ARITH_ADD, value_bool(true), "'is true'");
  assert_result(STRING("since "), ARITH_ADD, value_date(0), "'since 1970-01-01'");
  assert_result(duration(0, 3, 0), ARITH_ADD, STRING(" later"), "'P3D later'");
}

static void durations_shift_points_in_time(void **state)
{
  (void)state;
  Value epoch = value_date(0), month = duration(1, 0, 0);
  assert_result(epoch, ARITH_ADD, month, "'1970-02-01'");
  assert_result(month, ARITH_ADD, epoch, "'1970-02-01'");
  assert_result(epoch, ARITH_SUB, month, "'1969-12-01'");
  assert_result(value_localdatetime((LocalDateTime){0, 0}), ARITH_ADD, duration(0, 0, 90), "'1970-01-01T00:01:30'");
  assert_result(value_datetime(&arena, (ZonedDateTime){.seconds = 0}), ARITH_SUB, duration(0, 1, 0),
                "'1969-12-31T00:00Z'");
  assert_error(epoch, ARITH_SUB, epoch, ERROR_TYPE, "InvalidArgumentType",
               "Date - Date is not defined; duration.between(a, b) gives the time between two of them");
  assert_error(month, ARITH_SUB, epoch, ERROR_TYPE, "InvalidArgumentType", "Duration - Date is not defined");
  assert_error(epoch, ARITH_MUL, month, ERROR_TYPE, "InvalidArgumentType", "Date * Duration is not defined");
}

static void durations_add_and_scale(void **state)
{
  (void)state;
  assert_result(duration(1, 2, 3), ARITH_ADD, duration(1, 1, 1), "'P2M3DT4S'");
  assert_result(duration(1, 2, 3), ARITH_SUB, duration(0, 1, 1), "'P1M1DT2S'");
  assert_result(duration(1, 2, 3), ARITH_MUL, integer(2), "'P2M4DT6S'");
  assert_result(integer(2), ARITH_MUL, duration(1, 2, 3), "'P2M4DT6S'");
  assert_result(duration(2, 4, 6), ARITH_DIV, integer(2), "'P1M2DT3S'");
  assert_result(duration(2, 4, 6), ARITH_DIV, number(0.5), "'P4M8DT12S'");
  assert_error(integer(2), ARITH_DIV, duration(1, 0, 0), ERROR_TYPE, "InvalidArgumentType",
               "Integer / Duration is not defined");
  assert_error(duration(1, 0, 0), ARITH_ADD, integer(1), ERROR_TYPE, "InvalidArgumentType",
               "Duration + Integer is not defined");
}

static void other_pairs_are_type_errors(void **state)
{
  (void)state;
  assert_error(integer(1), ARITH_ADD, value_bool(true), ERROR_TYPE, "InvalidArgumentType",
               "Integer + Boolean is not defined");
  assert_error(STRING("a"), ARITH_SUB, STRING("b"), ERROR_TYPE, "InvalidArgumentType",
               "String - String is not defined");
  assert_error(STRING("a"), ARITH_ADD, value_node(1), ERROR_TYPE, "InvalidArgumentType",
               "String + Node is not defined");
  assert_error(value_map(NULL, 0), ARITH_ADD, value_map(NULL, 0), ERROR_TYPE, "InvalidArgumentType",
               "Map + Map is not defined");
  assert_error(LIST(integer(1)), ARITH_SUB, integer(1), ERROR_TYPE, "InvalidArgumentType",
               "List - Integer is not defined");
}

static void assert_negated(Value v, const char *expected)
{
  Error err = {0};
  Value out;
  assert_int_equal(value_negate(&arena, v, &out, &err), STATUS_OK);
  Str text;
  str_init(&text);
  value_print(&text, out, NULL);
  assert_string_equal(str_cstr(&text), expected);
  str_free(&text);
}

static void the_sign_turns_numbers_and_durations(void **state)
{
  (void)state;
  assert_negated(integer(5), "-5");
  assert_negated(number(0), "-0.0");
  assert_negated(duration(1, -2, 0), "'P-1M2D'");
  assert_negated(NULL_VALUE, "null");
  Error err = {0};
  Value out;
  assert_int_equal(value_negate(&arena, integer(INT64_MIN), &out, &err), STATUS_FAIL);
  assert_string_equal(err.detail, "IntegerOverflow");
  error_clear(&err);
  assert_int_equal(value_negate(&arena, STRING("a"), &out, &err), STATUS_FAIL);
  assert_string_equal(err.message, "the sign - needs a number or a duration, not String");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(integers_stay_integers),
      cmocka_unit_test(floats_follow_ieee),
      cmocka_unit_test(integers_never_wrap),
      cmocka_unit_test(null_takes_all),
      cmocka_unit_test(lists_concatenate),
      cmocka_unit_test(strings_concatenate),
      cmocka_unit_test(durations_shift_points_in_time),
      cmocka_unit_test(durations_add_and_scale),
      cmocka_unit_test(other_pairs_are_type_errors),
      cmocka_unit_test(the_sign_turns_numbers_and_durations),
  };
  return cmocka_run_group_tests_name("value_arith", tests, arena_open, arena_close);
}
