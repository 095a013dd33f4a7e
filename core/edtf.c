/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading EDTF; see edtf.h. Called for every row of a question AS OF a day where dates are kept as text: what is no
 * date is told without an error's cost. A rule that is broken is a sentence with the place where it is. */
#include "edtf.h"

enum { YEAR_DIGITS = 4, MOST_YEAR_DIGITS = 9, DAYS_OF_LONGEST_MONTH = 31, ANY = -1, NOT_GIVEN = 0 };
enum { SPRING = 21, SUMMER, AUTUMN, WINTER };

typedef struct Scanner {
  const char *start, *at, *end;
  const char *rule; /* the one that is broken, at `at` */
} Scanner;

/* One date. The years from low to high are those it may be in; month and day may be ANY (XX) or NOT_GIVEN. */
typedef struct Parts {
  int64_t low, high;
  int32_t month, day;
  uint8_t precision;
  bool uncertain, approximate;
} Parts;

static bool broken(Scanner *s, const char *rule)
{
  if (!s->rule) s->rule = rule;
  return false;
}

static bool take(Scanner *s, char c)
{
  if (s->at == s->end || *s->at != c) return false;
  s->at++;
  return true;
}

static bool is_digit(const Scanner *s)
{
  return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

/* ---- the parts of a date */

static const char *const long_years = "years of more than four digits begin with Y and have at most nine: Y170000002";

static bool read_year(Scanner *s, Parts *p)
{
  bool named = take(s, 'Y'), negative = take(s, '-'), sign = negative || (!named && take(s, '+'));
  int digits = 0, unknown = 0;
  int64_t year = 0, span = 1;
  for (; is_digit(s); s->at++, digits++) {
    if (digits == MOST_YEAR_DIGITS || (digits == YEAR_DIGITS && !sign && !named)) return broken(s, long_years);
    year = year * 10 + (*s->at - '0');
  }
  while (digits > 0 && digits + unknown < YEAR_DIGITS && take(s, 'X')) {
    unknown++;
    span *= 10;
  }
  if (named && digits <= YEAR_DIGITS) return broken(s, "a year behind Y has more than four digits: Y170000002");
  if (digits + unknown < YEAR_DIGITS)
    return broken(s, digits ? "a year has four digits, of which the last may be X: 0939, 193X, 19XX"
                            : "a date begins with its year");
  int64_t first = year * span, last = first + span - 1;
  p->low = negative ? -last : first;
  p->high = negative ? -first : last;
  p->precision = (uint8_t)(EDTF_YEAR - unknown);
  return true;
}

/* Two digits, or ANY for XX. */
static bool read_pair(Scanner *s, int32_t *out, const char *rule)
{
  const char *from = s->at;
  if (take(s, 'X') && take(s, 'X')) {
    *out = ANY;
    return true;
  }
  s->at = from;
  int32_t n = 0;
  for (int i = 0; i < 2; i++, s->at++) {
    if (!is_digit(s)) return broken(s, rule);
    n = n * 10 + (*s->at - '0');
  }
  *out = n;
  return true;
}

static bool read_month(Scanner *s, Parts *p)
{
  static const char *const rule = "a month is 01 to 12 or XX, a season 21 to 24";
  const char *from = s->at;
  if (!read_pair(s, &p->month, rule)) return false;
  bool season = p->month >= SPRING && p->month <= WINTER;
  if (p->month != ANY && !season && (p->month < 1 || p->month > 12)) {
    s->at = from;
    return broken(s, rule);
  }
  if (p->precision == EDTF_YEAR && p->month != ANY) p->precision = season ? EDTF_SEASON : EDTF_MONTH;
  return true;
}

/* The first year from `from` on, in steps, that has the day. Leap years are at most eight years apart. */
static bool find_year(const Parts *p, int64_t from, int64_t step, int64_t *out)
{
  for (int64_t year = from; year >= p->low && year <= p->high; year += step) {
    if (p->day > date_days_in_month(year, p->month)) continue;
    *out = year;
    return true;
  }
  return false;
}

static bool read_day(Scanner *s, Parts *p)
{
  const char *from = s->at;
  int64_t ignored;
  if (p->month >= SPRING) return broken(s, "a season has no days");
  if (!read_pair(s, &p->day, "a day is 01 to 31 or XX")) return false;
  if (p->day == ANY) return true;
  bool exists = p->day >= 1 && p->day <= DAYS_OF_LONGEST_MONTH;
  if (!exists || (p->month != ANY && !find_year(p, p->low, 1, &ignored))) {
    s->at = from;
    return broken(s, exists ? "the month has no such day" : "a day is 01 to 31 or XX");
  }
  if (p->precision == EDTF_MONTH) p->precision = EDTF_DAY;
  return true;
}

static bool read_time(Scanner *s, Parts *p)
{
  Temporal ignored;
  Error err = {0};
  const char *end = s->at;
  while (end < s->end && *end != '/') end++;
  if (p->precision != EDTF_DAY || p->day == ANY) return broken(s, "a time of day stands behind a whole date");
  if (temporal_parse(TEMPORAL_TIME, (Text){s->at, (size_t)(end - s->at)}, &ignored, &err) != STATUS_OK)
    return broken(s, "a time of day is hh:mm:ss, with Z or an offset such as +04:30 behind it");
  s->at = end;
  p->precision = EDTF_TIME;
  return true;
}

static bool read_date(Scanner *s, Parts *p)
{
  if (!read_year(s, p)) return false;
  if (take(s, '-')) {
    if (!read_month(s, p)) return false;
    if (take(s, '-') && !read_day(s, p)) return false;
    if (take(s, 'T') && !read_time(s, p)) return false;
  }
  bool both = take(s, '%');
  p->uncertain = both || take(s, '?');
  p->approximate = both || (!p->uncertain && take(s, '~'));
  return true;
}

/* ---- days */

static DateDays last_of_month(int64_t year, int32_t month)
{
  return date_from_civil(year, month, date_days_in_month(year, month));
}

/* EDTF leaves open which months a season has. These are those of meteorologists in the north; winter is counted with
 * the year in which it begins. */
static DayRange days_of_season(const Parts *p)
{
  int32_t month = 3 * (p->month - SPRING + 1);
  if (p->month == WINTER) return (DayRange){date_from_civil(p->low, month, 1), last_of_month(p->high + 1, 2)};
  return (DayRange){date_from_civil(p->low, month, 1), last_of_month(p->high, month + 2)};
}

static DayRange days_of(const Parts *p)
{
  if (p->month >= SPRING) return days_of_season(p);
  int32_t first = p->month > 0 ? p->month : 1, last = p->month > 0 ? p->month : 12;
  if (p->day <= 0) return (DayRange){date_from_civil(p->low, first, 1), last_of_month(p->high, last)};
  int64_t low = p->low, high = p->high;
  if (p->month > 0) {
    (void)find_year(p, p->low, 1, &low);
    (void)find_year(p, p->high, -1, &high);
  }
  return (DayRange){date_from_civil(low, first, p->day), date_from_civil(high, last, p->day)};
}

/* ---- intervals */

static bool read_bound(Scanner *s, bool is_start, Edtf *out, uint8_t *bound, DayRange *days)
{
  Parts p = {0};
  DateDays beyond = is_start ? EDTF_BEFORE_ALL : EDTF_AFTER_ALL;
  if (s->at == s->end || *s->at == '/') {
    *bound = EDTF_UNKNOWN;
    *days = (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
    return true;
  }
  if (s->end - s->at >= 2 && s->at[0] == '.' && s->at[1] == '.') {
    s->at += 2;
    *bound = EDTF_OPEN;
    *days = (DayRange){beyond, beyond};
    return true;
  }
  if (!read_date(s, &p)) return false;
  *bound = EDTF_DATED;
  *days = days_of(&p);
  out->precision = MIN(out->precision, p.precision);
  out->uncertain = out->uncertain || p.uncertain;
  out->approximate = out->approximate || p.approximate;
  out->unspecified = out->unspecified || p.low != p.high || p.month == ANY || p.day == ANY;
  return true;
}

/* An interval begins before it ends: an unknown bound is not beyond the other, dated one. */
static bool read_interval(Scanner *s, Edtf *out)
{
  out->interval = true;
  out->precision = EDTF_TIME;
  if (!read_bound(s, true, out, &out->start_bound, &out->start)) return false;
  if (!take(s, '/')) return broken(s, "a slash stands between the bounds of an interval");
  const char *end = s->at;
  if (!read_bound(s, false, out, &out->end_bound, &out->end)) return false;
  if (out->start.first > out->end.last) {
    s->at = end;
    return broken(s, "the interval ends before it begins");
  }
  return true;
}

static bool read_alone(Scanner *s, Edtf *out)
{
  Parts p = {0};
  if (!read_date(s, &p)) return false;
  out->start = out->end = days_of(&p);
  out->precision = p.precision;
  out->uncertain = p.uncertain;
  out->approximate = p.approximate;
  out->has_year = p.low == p.high;
  out->year = p.low;
  out->month = (uint8_t)MAX(p.month, 0);
  out->day = (uint8_t)MAX(p.day, 0);
  out->unspecified = !out->has_year || p.month == ANY || p.day == ANY;
  return true;
}

bool edtf_parse(Text text, Edtf *out, EdtfFault *fault)
{
  Scanner s = {text.data, text.data, text.data + text.len, NULL};
  *out = (Edtf){0};
  bool interval = text.len > 0 && memchr(text.data, '/', text.len);
  bool good = interval ? read_interval(&s, out) : read_alone(&s, out);
  if (good && s.at < s.end) good = broken(&s, "nothing more can follow here");
  if (fault) *fault = (EdtfFault){(size_t)(s.at - s.start), s.rule};
  return good;
}

Status edtf_read(Text text, Edtf *out, Error *err)
{
  EdtfFault fault;
  if (edtf_parse(text, out, &fault)) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "`%.*s` is no date in EDTF: at character %zu, %s",
                   (int)MIN(text.len, (size_t)60), text.data ? text.data : "", fault.at + 1, fault.rule);
}

bool edtf_of_year(int64_t year, Edtf *out)
{
  if (year < -TEMPORAL_MAX_YEAR || year > TEMPORAL_MAX_YEAR) return false;
  DayRange days = {date_from_civil(year, 1, 1), date_from_civil(year, 12, 31)};
  *out = (Edtf){.start = days, .end = days, .year = year, .has_year = true, .precision = EDTF_YEAR};
  return true;
}

Edtf edtf_of_day(DateDays day)
{
  CivilDate civil = date_civil(day);
  return (Edtf){.start = {day, day},
                .end = {day, day},
                .year = civil.year,
                .month = (uint8_t)civil.month,
                .day = (uint8_t)civil.day,
                .has_year = true,
                .precision = EDTF_DAY};
}

const char *edtf_precision_name(EdtfPrecision precision)
{
  static const char *const names[] = {
      [EDTF_MILLENNIUM] = "millennium", [EDTF_CENTURY] = "century", [EDTF_DECADE] = "decade", [EDTF_YEAR] = "year",
      [EDTF_SEASON] = "season",         [EDTF_MONTH] = "month",     [EDTF_DAY] = "day",       [EDTF_TIME] = "time"};
  return names[precision];
}
