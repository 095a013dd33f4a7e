/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates of any type as ranges of days; see validity.h. Called for every fact of a question of valid time. */
#include "validity.h"

bool validity_date(Value v, Edtf *out)
{
  switch (v.type) {
  case VALUE_EDTF: *out = v.edtf->date; return true;
  case VALUE_STRING: return edtf_parse(value_text(v), out, NULL);
  case VALUE_INT: return edtf_of_year(v.integer, out);
  case VALUE_DATE: *out = edtf_of_day(v.integer); return true;
  case VALUE_DATETIME:
  case VALUE_LOCALDATETIME: {
    int64_t seconds = v.type == VALUE_DATETIME ? v.when->seconds + v.when->offset : v.integer;
    *out = edtf_of_day(seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0));
    return true;
  }
  default: return false;
  }
}

/* The days of a bound that is not null; *both is set where it is an interval. */
static DayRange days_of(Value v, Validity *both, bool *interval)
{
  Edtf date;
  if (LIKELY(v.type == VALUE_DATE)) return (DayRange){v.integer, v.integer};
  if (!validity_date(v, &date)) return (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  *interval = date.interval;
  *both = (Validity){date.start, date.end};
  return (DayRange){edtf_earliest(&date), edtf_latest(&date)};
}

DayRange validity_narrow(DayRange days, bool missing, Value first, Value last)
{
  Edtf a, b;
  bool has_first = validity_date(first, &a), has_last = validity_date(last, &b);
  if (!has_first && !has_last) return days;
  if (missing) days = (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  if (has_first) days.first = edtf_earliest(&a);
  if (has_last) days.last = edtf_latest(&b);
  if (days.first <= days.last) return days;
  /* The date and its one bound, or both bounds, cannot be: what is said most plainly counts. */
  return has_first ? (DayRange){days.first, days.first} : (DayRange){days.last, days.last};
}

/* Number i of the date and its two bounds. A list in place of the date, or none at all, is no date: it may be any. */
static Value part_of(Value v, uint32_t i)
{
  if (v.type != VALUE_LIST) return i == 0 ? v : VALUE_NULL_VALUE;
  Value part = i < v.aux ? v.items[i] : VALUE_NULL_VALUE;
  return i == 0 && (v.aux == 0 || part.type == VALUE_LIST) ? value_bool(false) : part;
}

static Validity validity_bounded(Value from, Value to)
{
  Value first = part_of(from, 0), last = part_of(to, 0);
  Validity v = validity_of(first, last);
  bool endless = last.type == VALUE_NULL && v.end.last == EDTF_AFTER_ALL && v.end.first == EDTF_AFTER_ALL;
  v.start = validity_narrow(v.start, first.type == VALUE_NULL, part_of(from, 1), part_of(from, 2));
  v.end = validity_narrow(v.end, endless, part_of(to, 1), part_of(to, 2));
  return v;
}

Validity validity_of(Value from, Value to)
{
  if (UNLIKELY(from.type == VALUE_LIST || to.type == VALUE_LIST)) return validity_bounded(from, to);
  Validity v = VALIDITY_ALWAYS, both = v, ignored;
  bool interval = false, unused = false;
  if (from.type != VALUE_NULL) v.start = days_of(from, &both, &interval);
  if (to.type != VALUE_NULL)
    v.end = days_of(to, &ignored, &unused);
  else if (interval)
    return both;
  return v;
}
