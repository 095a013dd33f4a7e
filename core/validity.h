/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Valid time: which values are dates, when a fact with two of them holds, and the tests of AS OF and its kin. A fact
 * holds from one day to a last day, both of it; each of the two may be known only as a range of days. Knows values,
 * nothing of graphs and queries. */
#ifndef CLIO_CORE_VALIDITY_H
#define CLIO_CORE_VALIDITY_H

#include "value.h"

/* When a fact holds: the days on which it may have begun, and those that may be its last. */
typedef struct Validity {
  DayRange start, end;
} Validity;

/* Of a fact without bounds. */
#define VALIDITY_ALWAYS ((Validity){{EDTF_BEFORE_ALL, EDTF_BEFORE_ALL}, {EDTF_AFTER_ALL, EDTF_AFTER_ALL}})

/* The date that a value is: edtf, a string in EDTF, a date, the day of a datetime, an integer as a year. False for any
 * other. */
bool validity_date(Value v, Edtf *out);

/* Of a fact with these two. A missing (null) one is an open bound; what is no date might be any day. A first one that
 * is an interval, with the second one missing, is both. Either may be a list of the date and the first and the last day
 * that it means: these go before what the date says, and where one of them is there, a missing date is an unknown one.
 */
Validity validity_of(Value from, Value to);

/* The days of a date with the first and the last one that it means, each of which may be null. */
DayRange validity_narrow(DayRange days, bool missing, Value first, Value last);

static inline Validity validity_intersect(Validity a, Validity b)
{
  return (Validity){{MAX(a.start.first, b.start.first), MAX(a.start.last, b.start.last)},
                    {MIN(a.end.first, b.end.first), MIN(a.end.last, b.end.last)}};
}

typedef enum ValidityTest { VALIDITY_AT, VALIDITY_OVERLAPS, VALIDITY_WITHIN } ValidityTest;

/* A question: AT a day of days (or on all of them), OVERLAPS with days, WITHIN days. days.first > days.last: none. */
typedef struct ValidityQuestion {
  ValidityTest test;
  bool certainly; /* whichever days uncertain bounds stand for; else for some of them */
  DayRange days;
} ValidityQuestion;

static inline bool validity_holds(const ValidityQuestion *q, Validity v)
{
  DateDays first = q->days.first, last = q->days.last;
  if (first > last || v.start.first > v.end.last) return false;
  if (q->test == VALIDITY_WITHIN)
    return q->certainly ? v.start.first >= first && v.end.last <= last
                        : v.start.last >= first && v.end.first <= last && v.start.first <= last && v.end.last >= first;
  if (!q->certainly) return v.start.first <= last && v.end.last >= first;
  if (q->test == VALIDITY_AT) return v.start.last <= first && v.end.first >= last;
  return v.start.last <= last && v.end.first >= first;
}

#endif
