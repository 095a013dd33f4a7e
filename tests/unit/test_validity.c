/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When facts hold, against the table of what possibly and certainly mean, and against trying all days that uncertain
 * bounds may stand for. */
#include "core/validity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAYS = 5 };

/* Whether something that holds from day s to day e, both included, answers the question. */
static bool answers(const ValidityQuestion *q, DateDays s, DateDays e)
{
  DateDays first = q->days.first, last = q->days.last;
  if (q->test == VALIDITY_WITHIN) return first <= s && e <= last;
  if (q->test == VALIDITY_AT && q->certainly) return s <= first && last <= e;
  for (DateDays day = first; day <= last; day++)
    if (s <= day && day <= e) return true;
  return false;
}

/* For some, or for all, of the days from which and to which it may have held. */
static bool tried(const ValidityQuestion *q, Validity v)
{
  bool some = false, all = true;
  if (q->days.first > q->days.last) return false;
  for (DateDays s = v.start.first; s <= v.start.last; s++) {
    for (DateDays e = MAX(s, v.end.first); e <= v.end.last; e++) {
      bool answer = answers(q, s, e);
      some = some || answer;
      all = all && answer;
    }
  }
  return q->certainly ? all : some;
}

/* The table, for a start in [s1, s2] and an end in [e1, e2), where a fact holds to the day before its end. */
static bool by_table(const ValidityQuestion *q, Validity v)
{
  DateDays s1 = v.start.first, s2 = v.start.last, e1 = v.end.first + 1, e2 = v.end.last + 1;
  DateDays a = q->days.first, b = q->days.last;
  switch (q->test) {
  case VALIDITY_AT: return q->certainly ? s2 <= a && b < e1 : s1 <= b && a < e2;
  case VALIDITY_OVERLAPS: return q->certainly ? s2 <= b && a < e1 : s1 <= b && a < e2;
  default: return q->certainly ? s1 >= a && e2 <= b + 1 : s2 >= a && e1 <= b + 1;
  }
}

static void check(const ValidityQuestion *q, Validity v)
{
  bool holds = validity_holds(q, v), brute = tried(q, v);
  bool possible = v.start.first <= v.end.last && q->days.first <= q->days.last;
  bool apart = v.start.last <= v.end.first; /* each day that it may begin on goes with each that it may end on */
  if (!possible) {
    assert_false(holds);
  } else if (apart || !q->certainly) {
    assert_int_equal(holds, brute);
  } else {
    assert_true(!holds || brute);
  }
  /* Beyond the table: CONTAINED IN asks that the two days chosen make a fact. */
  bool differs = q->test == VALIDITY_WITHIN && !q->certainly && !apart;
  if (possible && !differs) assert_int_equal(holds, by_table(q, v));
}

#define EACH_RANGE(range)                                                                                              \
  for ((range).first = 0; (range).first < DAYS; (range).first++)                                                       \
    for ((range).last = (range).first; (range).last < DAYS; (range).last++)

static void every_cell_of_the_table_holds_by_trying_all_days(void **state)
{
  (void)state;
  Validity v;
  EACH_RANGE(v.start)
  EACH_RANGE(v.end)
  for (int test = VALIDITY_AT; test <= VALIDITY_WITHIN; test++)
    for (int certainly = 0; certainly < 2; certainly++)
      for (DateDays first = -1; first <= DAYS; first++)
        for (DateDays last = first - 1; last <= DAYS; last++)
          check(&(ValidityQuestion){(ValidityTest)test, certainly, {first, last}}, v);
}

static Value text(const char *t)
{
  return value_string(text_of(t));
}

static void bounds_come_from_values(void **state)
{
  (void)state;
  Validity v = validity_of(VALUE_NULL_VALUE, VALUE_NULL_VALUE);
  assert_true(v.start.last == EDTF_BEFORE_ALL && v.end.first == EDTF_AFTER_ALL);
  v = validity_of(text("1918"), value_int(1918));
  assert_true(v.start.first == v.end.first && v.end.last == v.end.first + 364);
  v = validity_of(text("1940/"), VALUE_NULL_VALUE); /* an unknown end */
  assert_true(v.start.last == v.start.first + 365 && v.end.first == EDTF_BEFORE_ALL && v.end.last == EDTF_AFTER_ALL);
  v = validity_of(text("1940/.."), VALUE_NULL_VALUE);
  assert_true(v.end.first == EDTF_AFTER_ALL);
  v = validity_of(text("1939-01-01/1939-01-05"), text("1940-01-01")); /* begins on one of these days */
  assert_true(v.start.last == v.start.first + 4 && v.end.first == v.start.first + 365);
  v = validity_of(text("unknown"), text("")); /* no dates: any */
  assert_true(v.start.first == EDTF_BEFORE_ALL && v.start.last == EDTF_AFTER_ALL && v.end.first == EDTF_BEFORE_ALL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_cell_of_the_table_holds_by_trying_all_days),
      cmocka_unit_test(bounds_come_from_values),
  };
  return cmocka_run_group_tests_name("validity", tests, NULL, NULL);
}
