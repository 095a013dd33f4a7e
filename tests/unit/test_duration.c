/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Durations by themselves: components, text, fractions carried down, scaling, order. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/temporal.h"

/* ---- Helpers ---- */

static Duration parsed(const char *text)
{
  Error err = {0};
  Duration d = {0};
  if (duration_parse(text_of(text), &d, &err) != STATUS_OK) fail_msg("%s: %s", text, err.message);
  return d;
}

static void assert_prints(Duration value, const char *want)
{
  Str s;
  str_init(&s);
  duration_print(&s, value);
  assert_string_equal(str_cstr(&s), want);
  str_free(&s);
}

static void assert_fails(Status status, Error *err, ErrorKind kind, const char *detail)
{
  assert_int_equal(status, STATUS_FAIL);
  assert_int_equal(err->kind, kind);
  assert_string_equal(err->detail, detail);
  error_clear(err);
}

/* makes("P1M", "months", 1.0, NULL): every number goes through floating point. */
static void assert_makes(const char *want, const char *name, ...)
{
  Error err = {0};
  DurationFields f = {0};
  va_list args;
  va_start(args, name);
  for (; name; name = va_arg(args, const char *)) {
    DurationField field = DURATION_YEARS;
    assert_true(duration_field_find(text_of(name), &field));
    assert_int_equal(duration_set_float(&f, field, va_arg(args, double), &err), STATUS_OK);
  }
  va_end(args);
  Duration d = {0};
  assert_int_equal(duration_make(&f, &d, &err), STATUS_OK);
  assert_prints(d, want);
}

/* ---- Tests ---- */

static void components_make_a_duration(void **state)
{
  (void)state;
  assert_makes("P14DT16H12M", "days", 14.0, "hours", 16.0, "minutes", 12.0, NULL);
  assert_makes("P5M1DT12H", "months", 5.0, "days", 1.5, NULL);
  assert_makes("P22DT19H51M49.5S", "months", 0.75, NULL);
  assert_makes("P17DT12H", "weeks", 2.5, NULL);
  assert_makes("P9M", "quarters", 3.0, NULL);
  assert_makes("PT1.999S", "seconds", 2.0, "milliseconds", -1.0, NULL);
  assert_makes("PT-1.999S", "seconds", -2.0, "milliseconds", 1.0, NULL);
  assert_makes("PT-1M-0.001S", "seconds", -60.0, "milliseconds", -1.0, NULL);
  assert_makes("P1DT-0.001S", "days", 1.0, "milliseconds", -1.0, NULL);
  assert_makes("PT0.0000015S", "microseconds", 1.5, NULL);
  assert_makes("PT0.3S", "seconds", 0.1, "milliseconds", 200.0, NULL); /* 0.1 is a tenth */
  assert_makes("PT6M", "hours", 0.1, NULL);
  assert_makes("P12Y11M29DT33H58M13.500000003S", "years", 12.5, "months", 5.5, "days", 14.5, "hours", 16.5, "minutes",
               12.5, "seconds", 70.5, "nanoseconds", 3.0, NULL);
  assert_makes("P11M15DT5H14M33S", "years", 1.0, "months", -0.5, NULL);
  assert_makes("PT0S", "hours", 1e-20, "years", -1e-19, NULL);
  assert_makes("PT0S", NULL);
}

static void bad_components_are_refused(void **state)
{
  (void)state;
  Error err = {0};
  DurationFields f = {0};
  const double bad[] = {NAN, INFINITY, -INFINITY, 0x1p63, -DBL_MAX};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    assert_fails(duration_set_float(&f, DURATION_DAYS, bad[i], &err), &err, ERROR_ARGUMENT, "InvalidArgumentValue");
  }
  Duration d;
  duration_set(&f, DURATION_YEARS, INT64_MAX);
  assert_fails(duration_make(&f, &d, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
  DurationField field;
  assert_false(duration_field_find(TEXT("fortnights"), &field));
}

static void text_is_read_and_printed(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"P14DT16H12M", "P14DT16H12M"},
      {"P5M1.5D", "P5M1DT12H"},
      {"P0.75M", "P22DT19H51M49.5S"},
      {"PT0.75M", "PT45S"},
      {"P2.5W", "P17DT12H"},
      {"P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"},
      {"P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"},
      {"P20120202T143721", "P2012Y2M2DT14H37M21S"},
      {"P0001-00-00", "P1Y"},
      {"-P1Y-2M", "P-10M"},
      {"P-1Y2M", "P-10M"},
      {"+PT-0.5S", "PT-0.5S"},
      {"pt1,5h", "PT1H30M"},
      {"PT0.0000000009S", "PT0S"},
      {"PT9223372036854775807S", "PT2562047788015215H30M7S"},
      {"PT-9223372036854775808S", "PT-2562047788015215H-30M-8S"},
      {"P9223372036854775807D", "P9223372036854775807D"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Duration d = parsed(cases[i][0]);
    assert_prints(d, cases[i][1]);
    assert_true(duration_equal(parsed(cases[i][1]), d));
  }
}

static void bad_text_is_refused(void **state)
{
  (void)state;
  static const char *const cases[] = {
      "",        "P",    "PT",   "1D",    "P1",   "P1X",  "P1D1M", "P1M1M",    "PT1D",         "P1H",
      "P1.D",    "P.5D", "P1DT", "P--1D", "P1D ", "PT12", "PT1:2", "P2012-02", "P2012-02-02T", "P99999999999999999999D",
      "PT1.5.5S"};
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    Duration d;
    assert_non_null(strstr(duration_parse(text_of(cases[i]), &d, &err) == STATUS_FAIL ? err.message : "", "expected"));
    assert_int_equal(err.kind, ERROR_ARGUMENT);
  }
  Error err = {0};
  Duration d;
  assert_fails(duration_parse(TEXT("P9223372036854775807Y"), &d, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
}

static void durations_add(void **state)
{
  (void)state;
  Error err = {0};
  Duration sum = {0};
  assert_int_equal(duration_add(parsed("P1M40DT0.7S"), parsed("P-2M1DT0.6S"), &sum, &err), STATUS_OK);
  assert_prints(sum, "P-1M41DT1.3S");
  assert_int_equal(duration_subtract(parsed("P1MT0.2S"), parsed("P1MT0.7S"), &sum, &err), STATUS_OK);
  assert_prints(sum, "PT-0.5S");
  assert_int_equal(duration_negate(sum, &sum, &err), STATUS_OK);
  assert_prints(sum, "PT0.5S");
  Duration most = {0, INT64_MAX, 0, 0}, least = {INT64_MIN, 0, 0, 0};
  assert_fails(duration_add(most, parsed("P1D"), &sum, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
  assert_fails(duration_negate(least, &sum, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
}

static void durations_scale(void **state)
{
  (void)state;
  static const struct {
    const char *duration;
    double factor;
    const char *product, *quotient;
  } cases[] = {
      {"P12Y5M14DT16H13M10.000000001S", 2, "P24Y10M28DT32H26M20.000000002S", "P6Y2M22DT13H21M8S"},
      {"P12Y5M14DT16H13M10.000000001S", 0.5, "P6Y2M22DT13H21M8S", "P24Y10M28DT32H26M20.000000002S"},
      {"P1M", 3, "P3M", "P10DT3H29M42S"},
      {"PT1S", 0.1, "PT0.1S", "PT10S"},
      {"PT1S", -3, "PT-3S", "PT-0.333333333S"},
      {"P-1D", 2.5, "P-2DT-12H", "PT-9H-36M"},
      {"PT0.000000003S", 1e-18, "PT0S", "PT833333H20M"},
      {"PT1S", 1e-300, "PT0S", NULL},
      {"PT1S", 1e300, NULL, "PT0S"},
      {"PT0S", 1e300, "PT0S", "PT0S"},
      {"P9223372036854775807D", 1, "P9223372036854775807D", "P9223372036854775807D"},
      {"P9223372036854775807D", 1e18, NULL, "P9DT5H21M39.343984252S"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    Duration d = parsed(cases[i].duration), result = {0};
    Status status = duration_multiply(d, cases[i].factor, &result, &err);
    if (cases[i].product) {
      assert_int_equal(status, STATUS_OK);
      assert_prints(result, cases[i].product);
    } else {
      assert_fails(status, &err, ERROR_ARITHMETIC, "NumberOutOfRange");
    }
    status = duration_divide(d, cases[i].factor, &result, &err);
    if (cases[i].quotient) {
      assert_int_equal(status, STATUS_OK);
      assert_prints(result, cases[i].quotient);
    } else {
      assert_fails(status, &err, ERROR_ARITHMETIC, "NumberOutOfRange");
    }
  }
  Error err = {0};
  Duration result;
  assert_fails(duration_divide(parsed("P1D"), 0, &result, &err), &err, ERROR_ARITHMETIC, "DivisionByZero");
  assert_fails(duration_multiply(parsed("P1D"), NAN, &result, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
  assert_fails(duration_divide(parsed("P1D"), INFINITY, &result, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
}

static void components_are_given(void **state)
{
  (void)state;
  static const struct {
    const char *name;
    int64_t number;
  } cases[] = {{"years", 1},
               {"quarters", 5},
               {"months", 16},
               {"weeks", 1},
               {"days", 10},
               {"hours", 1},
               {"minutes", 61},
               {"seconds", 3661},
               {"milliseconds", 3661111},
               {"microseconds", 3661111111},
               {"nanoseconds", 3661111111111},
               {"quartersOfYear", 1},
               {"monthsOfQuarter", 1},
               {"monthsOfYear", 4},
               {"daysOfWeek", 3},
               {"minutesOfHour", 1},
               {"secondsOfMinute", 1},
               {"millisecondsOfSecond", 111},
               {"microsecondsOfSecond", 111111},
               {"nanosecondsOfSecond", 111111111}};
  Duration d = parsed("P1Y4M10DT1H1M1.111111111S");
  Error err = {0};
  TemporalComponent c;
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    assert_int_equal(duration_get(d, text_of(cases[i].name), &c, &err), STATUS_OK);
    assert_int_equal(c.kind, COMPONENT_NUMBER);
    assert_int_equal(c.number, cases[i].number);
  }
  assert_int_equal(duration_get(parsed("PT-23H-59M-59.9S"), TEXT("seconds"), &c, &err), STATUS_OK);
  assert_int_equal(c.number, -86400); /* rounded down, the nanoseconds counted up from there */
  assert_int_equal(duration_get(d, TEXT("year"), &c, &err), STATUS_OK);
  assert_int_equal(c.kind, COMPONENT_NONE);
  d = (Duration){0, 0, INT64_MAX, 0};
  assert_fails(duration_get(d, TEXT("milliseconds"), &c, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange");
}

static void durations_have_an_order(void **state)
{
  (void)state;
  assert_true(duration_equal(parsed("P1W"), parsed("P7D")));
  assert_false(duration_equal(parsed("P1D"), parsed("PT24H")));
  assert_int_equal(duration_hash(parsed("P1W")), duration_hash(parsed("P7D")));
  static const char *const ascending[] = {"P-1M", "PT-0.5S", "PT0S", "P30D", "P1M", "P31D", "PT24000H", "P1000Y"};
  for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
    for (size_t j = 0; j < ARRAY_LEN(ascending); j++) {
      int order = duration_order(parsed(ascending[i]), parsed(ascending[j]));
      assert_int_equal(order, (i > j) - (i < j));
    }
  }
  assert_int_not_equal(duration_order(parsed("P1D"), parsed("PT24H")), 0); /* as long, but not the same */
  Duration most = {INT64_MAX, INT64_MAX, INT64_MAX, 999999999}, least = {INT64_MIN, INT64_MIN, INT64_MIN, 0};
  assert_true(duration_order(least, most) < 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(components_make_a_duration),
      cmocka_unit_test(bad_components_are_refused),
      cmocka_unit_test(text_is_read_and_printed),
      cmocka_unit_test(bad_text_is_refused),
      cmocka_unit_test(durations_add),
      cmocka_unit_test(durations_scale),
      cmocka_unit_test(components_are_given),
      cmocka_unit_test(durations_have_an_order),
  };
  return cmocka_run_group_tests_name("duration", tests, NULL, NULL);
}
