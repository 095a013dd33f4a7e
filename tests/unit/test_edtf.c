/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates in EDTF: the examples of the specification (ISO 8601-2:2019, levels 0 and 1), what is no date and why, and that
 * order, equality and hash agree on any such dates. */
#include "core/validity.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static const char *day_text(DateDays day, char buffer[32])
{
  if (day == EDTF_BEFORE_ALL || day == EDTF_AFTER_ALL) return "..";
  CivilDate civil = date_civil(day);
  snprintf(buffer, 32, "%04lld-%02d-%02d", (long long)civil.year, civil.month, civil.day);
  return buffer;
}

enum { PLAIN = 0, UNCERTAIN = 1, APPROXIMATE = 2, BOTH = 3 };

static const struct Example {
  const char *text, *earliest, *latest, *precision;
  int qualified;
} examples[] = {
    /* level 0: date */
    {"1985-04-12", "1985-04-12", "1985-04-12", "day", PLAIN},
    {"1985-04", "1985-04-01", "1985-04-30", "month", PLAIN},
    {"1985", "1985-01-01", "1985-12-31", "year", PLAIN},
    {"0000", "0000-01-01", "0000-12-31", "year", PLAIN},
    /* level 0: date and time */
    {"1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "time", PLAIN},
    {"1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "time", PLAIN},
    {"1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "time", PLAIN},
    {"1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "time", PLAIN},
    /* level 0: time interval */
    {"1964/2008", "1964-01-01", "2008-12-31", "year", PLAIN},
    {"2004-06/2006-08", "2004-06-01", "2006-08-31", "month", PLAIN},
    {"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "day", PLAIN},
    {"2004-02-01/2005-02", "2004-02-01", "2005-02-28", "month", PLAIN},
    {"2004-02-01/2005", "2004-02-01", "2005-12-31", "year", PLAIN},
    {"2005/2006-02", "2005-01-01", "2006-02-28", "year", PLAIN},
    /* level 1: years behind a letter */
    {"Y170000002", "170000002-01-01", "170000002-12-31", "year", PLAIN},
    {"Y-170000002", "-170000002-01-01", "-170000002-12-31", "year", PLAIN},
    /* level 1: seasons */
    {"2001-21", "2001-03-01", "2001-05-31", "season", PLAIN},
    {"2001-22", "2001-06-01", "2001-08-31", "season", PLAIN},
    {"2001-23", "2001-09-01", "2001-11-30", "season", PLAIN},
    {"2001-24", "2001-12-01", "2002-02-28", "season", PLAIN},
    {"2003-24", "2003-12-01", "2004-02-29", "season", PLAIN},
    /* level 1: qualification */
    {"1984?", "1984-01-01", "1984-12-31", "year", UNCERTAIN},
    {"2004-06~", "2004-06-01", "2004-06-30", "month", APPROXIMATE},
    {"2004-06-11%", "2004-06-11", "2004-06-11", "day", BOTH},
    /* level 1: unspecified digits */
    {"201X", "2010-01-01", "2019-12-31", "decade", PLAIN},
    {"20XX", "2000-01-01", "2099-12-31", "century", PLAIN},
    {"2004-XX", "2004-01-01", "2004-12-31", "year", PLAIN},
    {"1985-04-XX", "1985-04-01", "1985-04-30", "month", PLAIN},
    {"1985-XX-XX", "1985-01-01", "1985-12-31", "year", PLAIN},
    {"1XXX", "1000-01-01", "1999-12-31", "millennium", PLAIN},
    {"1939-XX-05", "1939-01-05", "1939-12-05", "year", PLAIN},
    {"193X-02-29", "1932-02-29", "1936-02-29", "decade", PLAIN},
    {"193X-06", "1930-06-01", "1939-06-30", "decade", PLAIN},
    {"193X?", "1930-01-01", "1939-12-31", "decade", UNCERTAIN},
    /* level 1: extended intervals */
    {"1985-04-12/..", "1985-04-12", "..", "day", PLAIN},
    {"1985-04/..", "1985-04-01", "..", "month", PLAIN},
    {"1985/..", "1985-01-01", "..", "year", PLAIN},
    {"../1985-04-12", "..", "1985-04-12", "day", PLAIN},
    {"../1985-04", "..", "1985-04-30", "month", PLAIN},
    {"../1985", "..", "1985-12-31", "year", PLAIN},
    {"1985-04-12/", "1985-04-12", "..", "day", PLAIN},
    {"1985-04/", "1985-04-01", "..", "month", PLAIN},
    {"1985/", "1985-01-01", "..", "year", PLAIN},
    {"/1985-04-12", "..", "1985-04-12", "day", PLAIN},
    {"/1985-04", "..", "1985-04-30", "month", PLAIN},
    {"/1985", "..", "1985-12-31", "year", PLAIN},
    {"1984~/2004-06", "1984-01-01", "2004-06-30", "year", APPROXIMATE},
    {"1984-06?/2004-08~", "1984-06-01", "2004-08-31", "month", BOTH},
    /* level 1: negative years, astronomically */
    {"-1985", "-1985-01-01", "-1985-12-31", "year", PLAIN},
    {"-0043-03-15", "-043-03-15", "-043-03-15", "day", PLAIN},
    {"-004X", "-049-01-01", "-040-12-31", "decade", PLAIN},
    /* ISO 8601-1, by agreement */
    {"+12026", "12026-01-01", "12026-12-31", "year", PLAIN},
};

static void the_examples_of_the_specification_are_read(void **state)
{
  (void)state;
  for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
    const struct Example *x = &examples[i];
    char first[32], last[32];
    Edtf date;
    EdtfFault fault = {0};
    if (!edtf_parse(text_of(x->text), &date, &fault)) fail_msg("%s: %s", x->text, fault.rule);
    assert_string_equal(day_text(edtf_earliest(&date), first), x->earliest);
    assert_string_equal(day_text(edtf_latest(&date), last), x->latest);
    assert_string_equal(edtf_precision_name((EdtfPrecision)date.precision), x->precision);
    assert_int_equal(date.uncertain + 2 * date.approximate, x->qualified);
  }
}

static void what_is_no_date_is_told_with_its_place(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t at;
    const char *rule;
  } cases[] = {
      {"", 0, "begins with its year"},
      {"about 1940", 0, "begins with its year"},
      {"940", 3, "four digits"},
      {"X939", 0, "begins with its year"},
      {"12026", 4, "begin with Y"},
      {"Y1940", 5, "more than four digits"},
      {"Y1700000020", 10, "at most nine"},
      {"1940-13", 5, "a month is"},
      {"1940-00", 5, "a month is"},
      {"1940-6", 6, "a month is"},
      {"1940-1X", 6, "a month is"},
      {"1940-25", 5, "a month is"},
      {"1940-", 5, "a month is"},
      {"1939-02-29", 8, "no such day"},
      {"1939-02-30", 8, "no such day"},
      {"1939-XX-32", 8, "01 to 31"},
      {"1939-02-00", 8, "01 to 31"},
      {"193X-02-30", 8, "no such day"},
      {"1939-21-05", 8, "no days"},
      {"1940-06-15x", 10, "nothing more"},
      {"1940?~", 5, "nothing more"},
      {"1940-06-15T99", 11, "hh:mm:ss"},
      {"1940-06-XXT10:00:00", 11, "whole date"},
      {"1940-06T10:00:00", 8, "whole date"},
      {"1941/1940", 5, "ends before"},
      {"1940/1941/1942", 9, "nothing more"},
      {"1940/?", 5, "begins with its year"},
      {"1940 /1941", 4, "slash"},
      {".../1941", 2, "slash"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Edtf date;
    EdtfFault fault = {0};
    if (edtf_parse(text_of(cases[i].text), &date, &fault)) fail_msg("%s was read", cases[i].text);
    if (fault.at != cases[i].at || !strstr(fault.rule, cases[i].rule))
      fail_msg("%s: at %zu, %s", cases[i].text, fault.at, fault.rule);
  }
}

static void bounds_are_dated_open_or_unknown(void **state)
{
  (void)state;
  Edtf date;
  assert_true(edtf_parse(TEXT("1940-06/.."), &date, NULL));
  assert_true(date.interval);
  assert_int_equal(date.start_bound, EDTF_DATED);
  assert_int_equal(date.start.last - date.start.first, 29);
  assert_int_equal(date.end_bound, EDTF_OPEN);
  assert_int_equal(date.end.first, EDTF_AFTER_ALL);
  assert_true(edtf_parse(TEXT("1940/"), &date, NULL));
  assert_int_equal(date.end_bound, EDTF_UNKNOWN);
  assert_int_equal(date.end.first, EDTF_BEFORE_ALL);
  assert_true(edtf_parse(TEXT("../.."), &date, NULL));
  assert_true(edtf_parse(TEXT("/"), &date, NULL));
  assert_int_equal(date.start_bound, EDTF_UNKNOWN);
}

/* ---- order, equality and hash */

static void random_text(Random *random, char *out, size_t size)
{
  static const char *const qualifiers[] = {"", "?", "~", "%"};
  char date[2][24];
  for (int i = 0; i < 2; i++) {
    unsigned year = 1938 + below(random, 4), month = 1 + below(random, 3);
    const char *q = qualifiers[below(random, 4)];
    switch (below(random, 5)) {
    case 0: snprintf(date[i], sizeof date[i], "%u%s", year, q); break;
    case 1: snprintf(date[i], sizeof date[i], "%u-%02u%s", year, month, q); break;
    case 2: snprintf(date[i], sizeof date[i], "%u-%02u-%02u%s", year, month, 1 + below(random, 28), q); break;
    case 3: snprintf(date[i], sizeof date[i], "%uX%s", year / 10, q); break;
    default: snprintf(date[i], sizeof date[i], "%u-XX%s", year, q); break;
    }
  }
  switch (below(random, 6)) {
  case 0: snprintf(out, size, "%s/..", date[0]); break;
  case 1: snprintf(out, size, "/%s", date[0]); break;
  case 2: snprintf(out, size, "%s/%s", date[0], date[1]); break;
  default: snprintf(out, size, "%s", date[0]); break;
  }
}

static void order_equality_and_hash_agree(void **state)
{
  (void)state;
  enum { COUNT = 400 };
  static Value values[COUNT];
  Arena arena;
  arena_init(&arena, NULL);
  Random random = 7;
  for (int n = 0; n < COUNT;) {
    char text[64];
    Edtf date;
    random_text(&random, text, sizeof text);
    if (!edtf_parse(text_of(text), &date, NULL)) continue;
    values[n++] = value_edtf(&arena, text_of(text), &date);
  }
  for (int i = 0; i < COUNT; i++) {
    for (int j = 0; j < COUNT; j++) {
      Value a = values[i], b = values[j];
      int order = value_order(a, b), compared;
      bool unordered, same = text_equal(value_edtf_text(a), value_edtf_text(b));
      assert_int_equal(order == 0, same);
      assert_int_equal(value_equal(a, b), same);
      assert_int_equal(value_equivalent(a, b), same);
      if (same) assert_true(value_hash(a) == value_hash(b));
      assert_true(value_compare(a, b, &compared, &unordered));
      assert_int_equal(compared, order);
      assert_int_equal(value_order(b, a), -order);
      DateDays first = edtf_earliest(&a.edtf->date), other = edtf_earliest(&b.edtf->date);
      if (first < other) assert_true(order < 0);
      Value c = values[(i + j) % COUNT];
      if (order <= 0 && value_order(b, c) <= 0) assert_true(value_order(a, c) <= 0);
    }
  }
  arena_free(&arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_examples_of_the_specification_are_read),
      cmocka_unit_test(what_is_no_date_is_told_with_its_place),
      cmocka_unit_test(bounds_are_dated_open_or_unknown),
      cmocka_unit_test(order_equality_and_hash_agree),
  };
  return cmocka_run_group_tests_name("edtf", tests, NULL, NULL);
}
