/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates and times: what openCypher's features say, and what they leave out: the ends of the calendar, overflow, texts
 * that are nearly right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/temporal.h"

/* ---- Helpers ---- */

static Temporal parsed(TemporalType type, const char *text)
{
  Error err = {0};
  Temporal value = {0};
  if (temporal_parse(type, text_of(text), &value, &err) != STATUS_OK) fail_msg("%s: %s", text, err.message);
  assert_int_equal(value.type, type);
  return value;
}

static Temporal date(const char *text)
{
  return parsed(TEMPORAL_DATE, text);
}
static Temporal local_time(const char *text)
{
  return parsed(TEMPORAL_LOCALTIME, text);
}
static Temporal zoned_time(const char *text)
{
  return parsed(TEMPORAL_TIME, text);
}
static Temporal local(const char *text)
{
  return parsed(TEMPORAL_LOCALDATETIME, text);
}
static Temporal datetime(const char *text)
{
  return parsed(TEMPORAL_DATETIME, text);
}

static Duration duration(const char *text)
{
  Error err = {0};
  Duration d = {0};
  if (duration_parse(text_of(text), &d, &err) != STATUS_OK) fail_msg("%s: %s", text, err.message);
  return d;
}

static void assert_prints(Temporal value, const char *want)
{
  Str s;
  str_init(&s);
  temporal_print(&s, value);
  assert_string_equal(str_cstr(&s), want);
  str_free(&s);
}

static void assert_duration_prints(Duration value, const char *want)
{
  Str s;
  str_init(&s);
  duration_print(&s, value);
  assert_string_equal(str_cstr(&s), want);
  str_free(&s);
}

/* fields("year", 1984, "month", 10, NULL) */
static TemporalFields fields(const char *name, ...)
{
  TemporalFields f = {0};
  va_list args;
  va_start(args, name);
  for (; name; name = va_arg(args, const char *)) {
    TemporalField field = TEMPORAL_YEAR;
    assert_true(temporal_field_find(text_of(name), &field));
    assert_string_equal(temporal_field_name(field), name);
    temporal_set(&f, field, va_arg(args, int));
  }
  va_end(args);
  return f;
}

static void assert_makes(TemporalType type, TemporalFields f, const char *want)
{
  Error err = {0};
  Temporal value = {0};
  if (temporal_make(type, &f, &value, &err) != STATUS_OK) fail_msg("%s: %s", want, err.message);
  assert_prints(value, want);
}

static void assert_fails(Status status, const Error *err, ErrorKind kind, const char *detail, const char *message)
{
  assert_int_equal(status, STATUS_FAIL);
  assert_int_equal(err->kind, kind);
  assert_string_equal(err->detail, detail);
  if (!strstr(err->message, message)) fail_msg("\"%s\" does not say \"%s\"", err->message, message);
}

static void assert_refuses(TemporalType type, TemporalFields f, const char *message)
{
  Error err = {0};
  Temporal value;
  assert_fails(temporal_make(type, &f, &value, &err), &err, ERROR_ARGUMENT, "InvalidArgumentValue", message);
}

/* ---- The calendar ---- */

static void calendar_is_its_own_inverse(void **state)
{
  (void)state;
  assert_int_equal(date_from_civil(1970, 1, 1), 0);
  assert_int_equal(date_from_civil(2000, 3, 1), 11017);
  const DateDays starts[] = {date_min(), -719468 - 800, -400, 10957 - 400, date_max() - 800};
  for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
    for (DateDays d = starts[i]; d <= starts[i] + 800; d++) {
      CivilDate civil = date_civil(d);
      assert_int_equal(date_from_civil(civil.year, civil.month, civil.day), d);
      assert_int_equal(date_from_civil(civil.year, 1, 1) + date_ordinal(d) - 1, d);
      WeekDate week = date_week(d);
      assert_int_equal(date_from_week(week.year, week.week, week.day_of_week), d);
      assert_in_range(week.week, 1, (uint32_t)date_weeks_in_year(week.year));
    }
  }
  assert_true(date_is_leap_year(2000) && date_is_leap_year(-4) && !date_is_leap_year(1900));
  assert_int_equal(date_days_in_month(2023, 2), 28);
  assert_int_equal(date_weeks_in_year(2020), 53);
}

/* ---- Text ---- */

static void dates_and_times_are_read(void **state)
{
  (void)state;
  static const struct {
    TemporalType type;
    const char *text, *want;
  } cases[] = {
      {TEMPORAL_DATE, "2015-07-21", "2015-07-21"},
      {TEMPORAL_DATE, "20150721", "2015-07-21"},
      {TEMPORAL_DATE, "2015-7-1", "2015-07-01"},
      {TEMPORAL_DATE, "2015-07", "2015-07-01"},
      {TEMPORAL_DATE, "201507", "2015-07-01"},
      {TEMPORAL_DATE, "2015-W30-2", "2015-07-21"},
      {TEMPORAL_DATE, "2015W302", "2015-07-21"},
      {TEMPORAL_DATE, "2015-W30", "2015-07-20"},
      {TEMPORAL_DATE, "2015-202", "2015-07-21"},
      {TEMPORAL_DATE, "2015202", "2015-07-21"},
      {TEMPORAL_DATE, "2015-Q3-21", "2015-07-21"},
      {TEMPORAL_DATE, "2015Q321", "2015-07-21"},
      {TEMPORAL_DATE, "2015", "2015-01-01"},
      {TEMPORAL_DATE, "+2015-07-21", "2015-07-21"},
      {TEMPORAL_DATE, "-0044-03-15", "-0044-03-15"},
      {TEMPORAL_DATE, "0000-01-01", "0000-01-01"},
      {TEMPORAL_DATE, "+10000-01-01", "+10000-01-01"},
      {TEMPORAL_DATE, "-999999999-01-01", "-999999999-01-01"},
      {TEMPORAL_DATE, "+999999999-12-31", "+999999999-12-31"},
      {TEMPORAL_LOCALTIME, "21:40:32.142", "21:40:32.142"},
      {TEMPORAL_LOCALTIME, "214032,1", "21:40:32.1"},
      {TEMPORAL_LOCALTIME, "T2140", "21:40"},
      {TEMPORAL_LOCALTIME, "21", "21:00"},
      {TEMPORAL_LOCALTIME, "00:00:00.000000001", "00:00:00.000000001"},
      {TEMPORAL_TIME, "21:40", "21:40Z"},
      {TEMPORAL_TIME, "2140-02", "21:40-02:00"},
      {TEMPORAL_TIME, "21:40:32+02:05:59", "21:40:32+02:05:59"},
      {TEMPORAL_TIME, "22+18:00", "22:00+18:00"},
      {TEMPORAL_TIME, "2140-00:00", "21:40Z"},
      {TEMPORAL_LOCALDATETIME, "2015T214032", "2015-01-01T21:40:32"},
      {TEMPORAL_LOCALDATETIME, "2015-W30-2t21", "2015-07-21T21:00"},
      {TEMPORAL_LOCALDATETIME, "-999999999-01-01", "-999999999-01-01T00:00"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40:32.142+0100", "2015-07-21T21:40:32.142+01:00"},
      {TEMPORAL_DATETIME, "20150721T21:40-01:30", "2015-07-21T21:40-01:30"},
      {TEMPORAL_DATETIME, "2015-07-21", "2015-07-21T00:00Z"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40[Europe/London]", "2015-07-21T21:40+01:00[Europe/London]"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40-04[America/New_York]", "2015-07-21T21:40-04:00[America/New_York]"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40Z[UTC]", "2015-07-21T21:40Z[UTC]"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Temporal value = parsed(cases[i].type, cases[i].text);
    assert_prints(value, cases[i].want);
    assert_true(temporal_equal(parsed(cases[i].type, cases[i].want), value));
  }
}

static void bad_text_is_refused(void **state)
{
  (void)state;
  static const struct {
    TemporalType type;
    const char *text, *why;
  } cases[] = {
      {TEMPORAL_DATE, "", "expected a date such as"},
      {TEMPORAL_DATE, "yesterday", "'yesterday' is no Date"},
      {TEMPORAL_DATE, "2015-13-01", "month must be between 1 and 12, not 13"},
      {TEMPORAL_DATE, "2015-02-29", "day must be between 1 and 28, not 29"},
      {TEMPORAL_DATE, "2015-366", "ordinalDay must be between 1 and 365"},
      {TEMPORAL_DATE, "2015-W54", "week must be between 1 and 53"},
      {TEMPORAL_DATE, "2015-07-21x", "expected"},
      {TEMPORAL_DATE, "2015-07-", "expected"},
      {TEMPORAL_DATE, "15-07-21", "expected"},
      {TEMPORAL_DATE, "20150", "expected"},
      {TEMPORAL_DATE, "+1234567890-01-01", "expected"},
      {TEMPORAL_DATE, "2015-07-21T21:40", "expected"},
      {TEMPORAL_LOCALTIME, "24:00", "hour must be between 0 and 23"},
      {TEMPORAL_LOCALTIME, "21:40:32.", "expected"},
      {TEMPORAL_LOCALTIME, "21:40:32.1234567890", "expected"},
      {TEMPORAL_LOCALTIME, "21:40Z", "expected"},
      {TEMPORAL_TIME, "21:40+18:01", "expected"},
      {TEMPORAL_TIME, "21:40+1", "expected"},
      {TEMPORAL_TIME, "21:40+01:60", "expected"},
      {TEMPORAL_LOCALDATETIME, "2015-07-21T", "expected"},
      {TEMPORAL_LOCALDATETIME, "21:40", "expected"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40[Europe/Atlantis]", "there is no time zone 'Europe/Atlantis'"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40[]", "expected"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40[Europe/London", "expected"},
      {TEMPORAL_DATETIME, "2015-07-21T21:40+05:00[Europe/London]", "do not show that offset"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    Temporal value;
    Status status = temporal_parse(cases[i].type, text_of(cases[i].text), &value, &err);
    assert_fails(status, &err, ERROR_ARGUMENT, "InvalidArgumentValue", cases[i].why);
  }
}

/* ---- Components in ---- */

static void dates_are_made_from_components(void **state)
{
  (void)state;
  assert_makes(TEMPORAL_DATE, fields("year", 1984, "month", 10, "day", 11, NULL), "1984-10-11");
  assert_makes(TEMPORAL_DATE, fields("year", 1984, NULL), "1984-01-01");
  assert_makes(TEMPORAL_DATE, fields("year", 1984, "quarter", 3, NULL), "1984-07-01");
  assert_makes(TEMPORAL_DATE, fields("year", 1984, "quarter", 3, "dayOfQuarter", 45, NULL), "1984-08-14");
  assert_makes(TEMPORAL_DATE, fields("year", 1984, "ordinalDay", 202, NULL), "1984-07-20");
  assert_makes(TEMPORAL_DATE, fields("year", 1817, "week", 1, "dayOfWeek", 2, NULL), "1816-12-31");
  assert_makes(TEMPORAL_DATE, fields("year", 1818, "week", 53, NULL), "1818-12-28");
  assert_refuses(TEMPORAL_DATE, fields(NULL), "a Date needs at least one component");
  assert_refuses(TEMPORAL_DATE, fields("month", 10, NULL), "year is missing");
  assert_refuses(TEMPORAL_DATE, fields("year", 1984, "day", 1, NULL), "day cannot be given without month");
  assert_refuses(TEMPORAL_DATE, fields("year", 1984, "dayOfWeek", 1, NULL), "dayOfWeek cannot be given without week");
  assert_refuses(TEMPORAL_DATE, fields("year", 1984, "month", 1, "week", 1, NULL),
                 "month cannot be combined with week");
  assert_refuses(TEMPORAL_DATE, fields("year", 1984, "week", 53, NULL), "week must be between 1 and 52");
  assert_refuses(TEMPORAL_DATE, fields("year", 1985, "quarter", 1, "dayOfQuarter", 91, NULL), "between 1 and 90");
  assert_refuses(TEMPORAL_DATE, fields("year", 1000000000, NULL), "year must be between -999999999 and 999999999");
  assert_refuses(TEMPORAL_DATE, fields("year", 1984, "hour", 1, NULL), "a Date has no hour");
}

static void base_dates_lend_what_is_missing(void **state)
{
  (void)state;
  static const struct {
    const char *base, *field;
    int value;
    const char *want;
  } cases[] = {
      {"1984-11-11", "year", 28, "0028-11-11"},     {"1984-11-11", "day", 28, "1984-11-28"},
      {"1984-11-11", "week", 1, "1984-01-08"},      {"1984-11-11", "ordinalDay", 28, "1984-01-28"},
      {"1984-11-11", "quarter", 3, "1984-08-11"},   {"1984-11-11", "dayOfQuarter", 1, "1984-10-01"},
      {"1984-11-11", "dayOfWeek", 1, "1984-11-05"}, {"1816-12-31", "week", 2, "1817-01-07"},
      {"2016-02-29", "year", 2015, "2015-02-28"},   {"2016-05-31", "quarter", 1, "2016-02-29"},
      {"2016-01-31", "month", 4, "2016-04-30"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    TemporalFields f = fields(cases[i].field, cases[i].value, NULL);
    f.date = date(cases[i].base);
    assert_makes(TEMPORAL_DATE, f, cases[i].want);
  }
  TemporalFields f = fields("day", 31, NULL);
  f.date = date("2016-04-01");
  assert_refuses(TEMPORAL_DATE, f, "day must be between 1 and 30");
  f = fields(NULL);
  f.date = local_time("12:00");
  assert_refuses(TEMPORAL_DATE, f, "a LocalTime has no date");
}

static void times_are_made_from_components(void **state)
{
  (void)state;
  TemporalFields f =
      fields("hour", 12, "minute", 31, "second", 14, "nanosecond", 789, "millisecond", 123, "microsecond", 456, NULL);
  assert_makes(TEMPORAL_LOCALTIME, f, "12:31:14.123456789");
  f = fields("hour", 12, "minute", 31, "second", 14, "millisecond", 1, "nanosecond", 999999, NULL);
  assert_makes(TEMPORAL_LOCALTIME, f, "12:31:14.001999999");
  f.value[TEMPORAL_NANOSECOND] = 1000000;
  assert_refuses(TEMPORAL_LOCALTIME, f, "nanosecond must be between 0 and 999999");
  assert_makes(TEMPORAL_LOCALTIME, fields("hour", 12, NULL), "12:00");
  assert_refuses(TEMPORAL_LOCALTIME, fields("minute", 12, NULL), "minute cannot be given without hour");
  assert_refuses(TEMPORAL_LOCALTIME, fields("hour", 1, "minute", 2, "nanosecond", 3, NULL), "without second");
  assert_refuses(TEMPORAL_LOCALTIME, fields("hour", 24, NULL), "hour must be between 0 and 23, not 24");
  assert_refuses(TEMPORAL_TIME, fields("year", 1984, NULL), "a Time has no year");
  f = fields("hour", 12, NULL);
  f.timezone = TEXT("+02:05:59");
  assert_makes(TEMPORAL_TIME, f, "12:00+02:05:59");
  assert_refuses(TEMPORAL_LOCALTIME, f, "a LocalTime has no timezone");
  f = fields("second", 42, NULL);
  f.time = zoned_time("12:31:14.645876+01:00");
  f.timezone = TEXT("+05:00");
  assert_makes(TEMPORAL_TIME, f, "16:31:42.645876+05:00");
  f.time = local_time("12:31:14");
  assert_makes(TEMPORAL_TIME, f, "12:31:42+05:00");
}

static void datetimes_are_made_from_components(void **state)
{
  (void)state;
  TemporalFields f = fields("year", 1984, "week", 10, "dayOfWeek", 3, "hour", 12, NULL);
  assert_makes(TEMPORAL_LOCALDATETIME, f, "1984-03-07T12:00");
  assert_makes(TEMPORAL_DATETIME, f, "1984-03-07T12:00Z");
  f.timezone = TEXT("Europe/Stockholm");
  assert_makes(TEMPORAL_DATETIME, f, "1984-03-07T12:00+01:00[Europe/Stockholm]");

  f = fields("day", 28, "second", 42, NULL);
  f.date = local("1984-03-07T00:00");
  f.time = datetime("1984-10-11T12:00[Europe/Stockholm]");
  assert_makes(TEMPORAL_DATETIME, f, "1984-03-28T12:00:42+02:00[Europe/Stockholm]");
  f.timezone = TEXT("Pacific/Honolulu"); /* a zone of the base: the same instant there */
  assert_makes(TEMPORAL_DATETIME, f, "1984-03-28T00:00:42-10:00[Pacific/Honolulu]");
  f.time = local_time("12:00"); /* none: what the clock there shows */
  assert_makes(TEMPORAL_DATETIME, f, "1984-03-28T12:00:42-10:00[Pacific/Honolulu]");

  f = fields("hour", 10, NULL);
  f.date = datetime("1984-10-11T12:00+01:00"); /* lends its date only */
  assert_makes(TEMPORAL_DATETIME, f, "1984-10-11T10:00Z");
  f = fields("day", 28, NULL);
  f.datetime = datetime("1984-10-11T12:00+01:00");
  assert_makes(TEMPORAL_DATETIME, f, "1984-10-28T12:00+01:00");
  f.date = date("2000-01-01");
  assert_refuses(TEMPORAL_DATETIME, f, "datetime cannot be combined with date");

  assert_makes(TEMPORAL_DATETIME, fields("epochSeconds", 416779, "nanosecond", 999999999, NULL),
               "1970-01-05T19:46:19.999999999Z");
  assert_makes(TEMPORAL_DATETIME, fields("epochMillis", -1, NULL), "1969-12-31T23:59:59.999Z");
  assert_makes(TEMPORAL_DATETIME, fields("epochMillis", 1, "nanosecond", 5, NULL), "1970-01-01T00:00:00.001000005Z");
  assert_refuses(TEMPORAL_DATETIME, fields("epochSeconds", 1, "year", 1984, NULL), "cannot be combined with year");
  assert_refuses(TEMPORAL_DATE, fields("epochSeconds", 1, NULL), "a Date has no epochSeconds");
  f = fields(NULL);
  temporal_set(&f, TEMPORAL_EPOCH_SECONDS, INT64_MAX);
  Error err = {0};
  Temporal value;
  assert_fails(temporal_make(TEMPORAL_DATETIME, &f, &value, &err), &err, ERROR_ARITHMETIC, "NumberOutOfRange", "years");
}

static void values_convert(void **state)
{
  (void)state;
  static const struct {
    TemporalType to;
    const char *want;
  } cases[] = {{TEMPORAL_DATE, "1984-10-11"},
               {TEMPORAL_LOCALTIME, "12:31:14.5"},
               {TEMPORAL_TIME, "12:31:14.5+01:00"},
               {TEMPORAL_LOCALDATETIME, "1984-10-11T12:31:14.5"},
               {TEMPORAL_DATETIME, "1984-10-11T12:31:14.5+01:00[Europe/Stockholm]"}};
  Error err = {0};
  Temporal value = {0};
  Temporal from = datetime("1984-10-11T12:31:14.5[Europe/Stockholm]");
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    assert_int_equal(temporal_convert(cases[i].to, from, &value, &err), STATUS_OK);
    assert_prints(value, cases[i].want);
  }
  assert_int_equal(temporal_convert(TEMPORAL_DATETIME, date("1984-10-11"), &value, &err), STATUS_OK);
  assert_prints(value, "1984-10-11T00:00Z");
  assert_fails(temporal_convert(TEMPORAL_TIME, date("1984-10-11"), &value, &err), &err, ERROR_ARGUMENT,
               "InvalidArgumentValue", "a Date has no time");
}

static void the_clock_is_shown_in_a_zone(void **state)
{
  (void)state;
  Error err = {0};
  Temporal value = {0};
  ClockTime clock = {1700000000, 5};
  assert_int_equal(temporal_now(TEMPORAL_DATETIME, clock, TEXT("Asia/Tokyo"), &value, &err), STATUS_OK);
  assert_prints(value, "2023-11-15T07:13:20.000000005+09:00[Asia/Tokyo]");
  assert_int_equal(temporal_now(TEMPORAL_DATE, clock, (Text){0}, &value, &err), STATUS_OK);
  assert_prints(value, "2023-11-14");
  assert_int_equal(temporal_now(TEMPORAL_TIME, clock, TEXT("-01:30"), &value, &err), STATUS_OK);
  assert_prints(value, "20:43:20.000000005-01:30");
  assert_true(clock_now().seconds > 1700000000);
}

/* ---- Components out ---- */

static void assert_component(Temporal value, const char *name, int64_t number, const char *text)
{
  Error err = {0};
  TemporalComponent c;
  assert_int_equal(temporal_get(value, text_of(name), &c, &err), STATUS_OK);
  if (text) {
    assert_int_equal(c.kind, COMPONENT_TEXT);
    assert_true(text_equal((Text){c.text, c.len}, text_of(text)));
  } else {
    assert_int_equal(c.kind, COMPONENT_NUMBER);
    assert_int_equal(c.number, number);
  }
}

static void components_are_given(void **state)
{
  (void)state;
  Temporal value = datetime("1984-11-11T12:31:14.645876123+01:00[Europe/Stockholm]");
  static const struct {
    const char *name;
    int64_t number;
  } numbers[] = {{"year", 1984},
                 {"quarter", 4},
                 {"month", 11},
                 {"week", 45},
                 {"weekYear", 1984},
                 {"day", 11},
                 {"ordinalDay", 316},
                 {"weekDay", 7},
                 {"dayOfWeek", 7},
                 {"dayOfQuarter", 42},
                 {"hour", 12},
                 {"minute", 31},
                 {"second", 14},
                 {"millisecond", 645},
                 {"microsecond", 645876},
                 {"nanosecond", 645876123},
                 {"offsetMinutes", 60},
                 {"offsetSeconds", 3600},
                 {"epochSeconds", 469020674},
                 {"epochMillis", 469020674645}};
  for (size_t i = 0; i < ARRAY_LEN(numbers); i++) assert_component(value, numbers[i].name, numbers[i].number, NULL);
  assert_component(value, "timezone", 0, "Europe/Stockholm");
  assert_component(value, "offset", 0, "+01:00");
  assert_component(zoned_time("12:00-01:30"), "timezone", 0, "-01:30");
  assert_component(date("1817-01-01"), "weekYear", 1817, NULL);
  assert_component(datetime("1969-12-31T23:59:59.5Z"), "epochMillis", -500, NULL);

  Error err = {0};
  TemporalComponent c;
  assert_int_equal(temporal_get(date("1984-11-11"), TEXT("hour"), &c, &err), STATUS_OK);
  assert_int_equal(c.kind, COMPONENT_NONE);
  assert_int_equal(temporal_get(value, TEXT("years"), &c, &err), STATUS_OK);
  assert_int_equal(c.kind, COMPONENT_NONE);
  assert_fails(temporal_get(datetime("+999999999-01-01"), TEXT("epochMillis"), &c, &err), &err, ERROR_ARITHMETIC,
               "NumberOutOfRange", "epochMillis");
}

/* ---- Truncation ---- */

static void assert_truncates(TemporalType type, const char *unit, Temporal from, TemporalFields f, const char *want)
{
  Error err = {0};
  Temporal value = {0};
  if (temporal_truncate(type, text_of(unit), from, &f, &value, &err) != STATUS_OK)
    fail_msg("%s: %s", want, err.message);
  assert_prints(value, want);
}

static void values_are_truncated(void **state)
{
  (void)state;
  static const struct {
    const char *unit, *want;
  } cases[] = {{"millennium", "1000-01-01T00:00+01:00"},
               {"century", "1900-01-01T00:00+01:00"},
               {"decade", "1980-01-01T00:00+01:00"},
               {"year", "1984-01-01T00:00+01:00"},
               {"weekYear", "1984-01-02T00:00+01:00"},
               {"quarter", "1984-10-01T00:00+01:00"},
               {"month", "1984-11-01T00:00+01:00"},
               {"week", "1984-11-05T00:00+01:00"},
               {"day", "1984-11-11T00:00+01:00"},
               {"hour", "1984-11-11T12:00+01:00"},
               {"minute", "1984-11-11T12:31+01:00"},
               {"second", "1984-11-11T12:31:14+01:00"},
               {"millisecond", "1984-11-11T12:31:14.645+01:00"},
               {"microsecond", "1984-11-11T12:31:14.645876+01:00"}};
  Temporal from = datetime("1984-11-11T12:31:14.645876123+01:00");
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    assert_truncates(TEMPORAL_DATETIME, cases[i].unit, from, fields(NULL), cases[i].want);
  }
  assert_truncates(TEMPORAL_DATE, "week", from, fields("dayOfWeek", 2, NULL), "1984-11-06");
  assert_truncates(TEMPORAL_DATE, "weekYear", date("1984-01-01"), fields("day", 5, NULL), "1983-01-05");
  assert_truncates(TEMPORAL_DATE, "century", date("-0001-05-05"), fields(NULL), "-0100-01-01");
  assert_truncates(TEMPORAL_TIME, "millisecond", from, fields("nanosecond", 2, NULL), "12:31:14.645000002+01:00");
  assert_truncates(TEMPORAL_LOCALTIME, "microsecond", from, fields("nanosecond", 2, NULL), "12:31:14.645876002");
  assert_truncates(TEMPORAL_LOCALTIME, "second", from, fields("nanosecond", 2, NULL), "12:31:14.000000002");
  TemporalFields zoned = fields(NULL);
  zoned.timezone = TEXT("Europe/Stockholm");
  assert_truncates(TEMPORAL_DATETIME, "hour", datetime("1984-07-11T12:31-01:00"), zoned,
                   "1984-07-11T12:00+02:00[Europe/Stockholm]");
}

static void bad_truncation_is_refused(void **state)
{
  (void)state;
  Error err = {0};
  Temporal value;
  Status status = temporal_truncate(TEMPORAL_DATE, TEXT("hour"), date("1984-11-11"), NULL, &value, &err);
  assert_fails(status, &err, ERROR_ARGUMENT, "InvalidArgumentValue", "expected millennium, century, decade");
  error_clear(&err);
  status = temporal_truncate(TEMPORAL_TIME, TEXT("year"), zoned_time("12:00"), NULL, &value, &err);
  assert_fails(status, &err, ERROR_ARGUMENT, "InvalidArgumentValue", "a Time cannot be truncated to 'year'");
  error_clear(&err);
  status = temporal_truncate(TEMPORAL_DATE, TEXT("year"), zoned_time("12:00"), NULL, &value, &err);
  assert_fails(status, &err, ERROR_ARGUMENT, "InvalidArgumentValue", "a Time has no date");
}

/* ---- Arithmetic ---- */

static void assert_sum(Temporal value, const char *d, const char *sum, const char *difference)
{
  Error err = {0};
  Temporal result = {0};
  assert_int_equal(temporal_add(value, duration(d), &result, &err), STATUS_OK);
  assert_prints(result, sum);
  assert_int_equal(temporal_subtract(value, duration(d), &result, &err), STATUS_OK);
  assert_prints(result, difference);
}

static void durations_move_values(void **state)
{
  (void)state;
  const char *d = "P12Y5M14DT16H12M70.000000002S";
  assert_sum(date("1984-10-11"), d, "1997-03-25", "1972-04-27");
  assert_sum(zoned_time("12:31:14.000000001+01:00"), d, "04:44:24.000000003+01:00", "20:18:03.999999999+01:00");
  assert_sum(local("1984-10-11T12:31:14.000000001"), d, "1997-03-26T04:44:24.000000003",
             "1972-04-26T20:18:03.999999999");
  assert_sum(date("2015-01-31"), "P1M", "2015-02-28", "2014-12-31");
  assert_sum(date("2015-01-01"), "PT-0.5S", "2015-01-01", "2015-01-01");
  assert_sum(date("2015-01-01"), "PT-24H", "2014-12-31", "2015-01-02");
  assert_sum(local_time("00:00"), "P5DT0.000000001S", "00:00:00.000000001", "23:59:59.999999999");
  /* A day is what the calendar calls one, 24 hours are 24 hours. */
  Temporal before = datetime("2017-10-28T12:00[Europe/Stockholm]");
  assert_sum(before, "P1D", "2017-10-29T12:00+01:00[Europe/Stockholm]", "2017-10-27T12:00+02:00[Europe/Stockholm]");
  assert_sum(before, "PT24H", "2017-10-29T11:00+01:00[Europe/Stockholm]", "2017-10-27T12:00+02:00[Europe/Stockholm]");
  Error err = {0};
  Temporal value;
  assert_fails(temporal_add(date("+999999999-12-31"), duration("P1D"), &value, &err), &err, ERROR_ARITHMETIC,
               "NumberOutOfRange", "outside of the years");
  const Duration huge[] = {{INT64_MIN, 0, 0, 0}, {0, INT64_MIN, 0, 0}, {0, 0, INT64_MIN, 0}};
  for (size_t i = 0; i < ARRAY_LEN(huge); i++) {
    error_clear(&err);
    assert_fails(temporal_subtract(local("2015-01-01"), huge[i], &value, &err), &err, ERROR_ARITHMETIC,
                 "NumberOutOfRange", "outside of the years");
  }
}

static void durations_between_values(void **state)
{
  (void)state;
  const struct {
    DurationUnit unit;
    Temporal from, to;
    const char *want;
  } cases[] = {
      {DURATION_BETWEEN, date("1984-10-11"), local("2016-07-21T21:45:22.142"), "P31Y9M10DT21H45M22.142S"},
      {DURATION_BETWEEN, date("1984-10-11"), zoned_time("16:30+01:00"), "PT16H30M"},
      {DURATION_BETWEEN, local_time("14:30"), date("2015-06-24"), "PT-14H-30M"},
      {DURATION_BETWEEN, zoned_time("14:30"), zoned_time("16:30+01:00"), "PT1H"},
      {DURATION_BETWEEN, local("2018-01-02T10:00:00.1"), local("2018-01-01T10:00:00.2"), "PT-23H-59M-59.9S"},
      {DURATION_BETWEEN, datetime("2014-07-21T21:40:36.143+02:00"), datetime("2015-07-21T21:40:32.142+01:00"),
       "P1YT59M55.999S"},
      {DURATION_BETWEEN, date("-999999999-01-01"), date("+999999999-12-31"), "P1999999998Y11M30D"},
      {DURATION_BETWEEN, date("2016-02-29"), date("2015-02-28"), "P-1Y"},
      {DURATION_IN_MONTHS, date("2018-07-21"), datetime("2016-07-21T21:40:32.142+01:00"), "P-1Y-11M"},
      {DURATION_IN_MONTHS, date("1984-10-11"), local_time("16:30"), "PT0S"},
      {DURATION_IN_DAYS, date("1984-10-11"), datetime("2015-07-21T21:40:32.142+01:00"), "P11240D"},
      {DURATION_IN_SECONDS, local("-999999999-01-01"), local("+999999999-12-31T23:59:59"), "PT17531639991215H59M59S"},
      {DURATION_IN_SECONDS, local("2014-07-21T21:40:36.143"), local("2014-07-21T21:40:36.142"), "PT-0.001S"},
      /* The clocks go back in between. */
      {DURATION_IN_SECONDS, datetime("2017-10-29T00:00[Europe/Stockholm]"), local_time("04:00"), "PT5H"},
      {DURATION_IN_SECONDS, date("2017-10-29"), datetime("2017-10-29T04:00[Europe/Stockholm]"), "PT5H"},
      {DURATION_IN_SECONDS, datetime("2017-10-29T00:00[Europe/Stockholm]"), date("2017-10-30"), "PT25H"},
      {DURATION_BETWEEN, datetime("2017-10-28T23:00[Europe/Stockholm]"), datetime("2017-10-29T04:00[Europe/Stockholm]"),
       "PT6H"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    Duration d = {0};
    assert_int_equal(duration_between(cases[i].unit, cases[i].from, cases[i].to, &d, &err), STATUS_OK);
    assert_duration_prints(d, cases[i].want);
  }
}

/* ---- Comparison ---- */

static void values_compare_by_instant(void **state)
{
  (void)state;
  assert_true(temporal_compare(date("1980-12-24"), date("1984-10-11")) < 0);
  assert_true(temporal_compare(zoned_time("10:00+01:00"), zoned_time("09:35:14.6Z")) < 0);
  assert_true(temporal_compare(zoned_time("12:35:15+05:00"), zoned_time("10:35-08:00")) < 0);
  assert_true(temporal_compare(local("0001-01-01T01:01:01.000000001"), local("1980-12-11T12:31:14")) < 0);
  Temporal a = datetime("2017-06-01T12:00+02:00[Europe/Stockholm]");
  Temporal b = datetime("2017-06-01T12:00+02:00");
  Temporal c = datetime("2017-06-01T11:00+01:00");
  assert_true(temporal_compare(a, b) > 0); /* the same instant: an order, but no equality */
  assert_true(temporal_compare(c, b) < 0);
  assert_false(temporal_equal(a, b));
  assert_false(temporal_equal(date("2017-06-01"), local("2017-06-01")));
  assert_true(temporal_equal(a, datetime("2017-06-01T12:00[Europe/Stockholm]")));
  assert_int_equal(temporal_hash(a), temporal_hash(datetime("2017-06-01T12:00[Europe/Stockholm]")));
  assert_int_not_equal(temporal_hash(a), temporal_hash(b));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(calendar_is_its_own_inverse),
      cmocka_unit_test(dates_and_times_are_read),
      cmocka_unit_test(bad_text_is_refused),
      cmocka_unit_test(dates_are_made_from_components),
      cmocka_unit_test(base_dates_lend_what_is_missing),
      cmocka_unit_test(times_are_made_from_components),
      cmocka_unit_test(datetimes_are_made_from_components),
      cmocka_unit_test(values_convert),
      cmocka_unit_test(the_clock_is_shown_in_a_zone),
      cmocka_unit_test(components_are_given),
      cmocka_unit_test(values_are_truncated),
      cmocka_unit_test(bad_truncation_is_refused),
      cmocka_unit_test(durations_move_values),
      cmocka_unit_test(durations_between_values),
      cmocka_unit_test(values_compare_by_instant),
  };
  return cmocka_run_group_tests_name("temporal", tests, NULL, NULL);
}
