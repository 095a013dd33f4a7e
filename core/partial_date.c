/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading partial dates; see partial_date.h. Called for every row of a question AS OF a day: nothing is allocated, and
 * what is no date is told without an error's cost. */
#include "partial_date.h"

enum { MOST_YEAR_DIGITS = 9 };

/* The number that the next digits make, at least min and at most max of them; -1 where they are not there. */
static int64_t take_digits(Text text, size_t *at, size_t min, size_t max)
{
  int64_t number = 0;
  size_t n = 0;
  for (; n < max && *at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9'; n++, ++*at)
    number = number * 10 + (text.data[*at] - '0');
  return n >= min ? number : -1;
}

static bool take_dash(Text text, size_t *at)
{
  if (*at >= text.len || text.data[*at] != '-') return false;
  ++*at;
  return true;
}

static bool is_time_of_day(Text text)
{
  Temporal ignored;
  Error err = {0};
  return text.len > 1 && text.data[0] == 'T' &&
         temporal_parse(TEMPORAL_TIME, (Text){text.data + 1, text.len - 1}, &ignored, &err) == STATUS_OK;
}

bool partial_date_of_year(int64_t year, DayRange *out)
{
  if (year < -TEMPORAL_MAX_YEAR || year > TEMPORAL_MAX_YEAR) return false;
  *out = (DayRange){date_from_civil(year, 1, 1), date_from_civil(year, 12, 31)};
  return true;
}

bool partial_date_parse(Text text, DayRange *out)
{
  size_t at = 0;
  bool sign = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+');
  if (sign) at = 1;
  int64_t year = take_digits(text, &at, 4, sign ? MOST_YEAR_DIGITS : 4);
  if (year < 0) return false;
  if (text.data[0] == '-') year = -year;
  if (at == text.len) return partial_date_of_year(year, out);
  if (!take_dash(text, &at)) return false;
  int64_t month = take_digits(text, &at, 2, 2);
  if (month < 1 || month > 12) return false;
  int32_t days = date_days_in_month(year, (int32_t)month);
  if (at == text.len) {
    out->first = date_from_civil(year, (int32_t)month, 1);
    out->last = out->first + days - 1;
    return true;
  }
  if (!take_dash(text, &at)) return false;
  int64_t day = take_digits(text, &at, 2, 2);
  if (day < 1 || day > days) return false;
  out->first = out->last = date_from_civil(year, (int32_t)month, (int32_t)day);
  return at == text.len || is_time_of_day((Text){text.data + at, text.len - at});
}
