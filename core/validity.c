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

Validity validity_of(Value from, Value to)
{
  Validity v = VALIDITY_ALWAYS, both = v, ignored;
  bool interval = false, unused = false;
  if (from.type != VALUE_NULL) v.start = days_of(from, &both, &interval);
  if (to.type != VALUE_NULL)
    v.end = days_of(to, &ignored, &unused);
  else if (interval)
    return both;
  return v;
}
