/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ISO 8601 text of durations: by units (P1Y2M3W4DT5H6M7.8S), where every number may have a sign and a fraction and the
 * whole may have a sign in front, and by date and time (P2012-02-02T14:37:21.545). Only finds components; carrying
 * fractions down and overflow are duration_make's. */
#include "temporal_scan.h"
#include "utf8.h"

typedef struct DurationUnitLetter {
  char letter;
  DurationField field;
} DurationUnitLetter;

/* In the order in which they have to come. */
static const DurationUnitLetter date_units[] = {
    {'Y', DURATION_YEARS}, {'M', DURATION_MONTHS}, {'W', DURATION_WEEKS}, {'D', DURATION_DAYS}};
static const DurationUnitLetter time_units[] = {
    {'H', DURATION_HOURS}, {'M', DURATION_MINUTES}, {'S', DURATION_SECONDS}};

/* [+-]digits[.digits], as a whole number and a fraction in units of 10^-18; digits beyond are cut. */
static bool scan_decimal(Scan *s, int64_t sign, int64_t *whole, int64_t *fraction)
{
  if (scan_accept(s, '-')) {
    sign = -sign;
  } else {
    scan_accept(s, '+');
  }
  if (scan_count_digits(s) == 0) return false;
  *whole = *fraction = 0;
  while (!scan_ended(s) && scan_is_digit(*s->at)) {
    int64_t digit = sign * (*s->at++ - '0');
    if (__builtin_mul_overflow(*whole, 10, whole) || __builtin_add_overflow(*whole, digit, whole)) return false;
  }
  if (scan_accept(s, '.') || scan_accept(s, ',')) {
    size_t count = scan_count_digits(s);
    if (count == 0) return false;
    for (size_t i = 0; i < MAX(count, 18); i++) {
      int digit = i < count ? *s->at++ - '0' : 0;
      if (i < 18) *fraction = *fraction * 10 + digit;
    }
  }
  *fraction *= sign;
  return true;
}

/* A row of numbers with unit letters, each at most once and in order; at least one. */
static bool scan_units(Scan *s, int64_t sign, const DurationUnitLetter *units, size_t count, DurationFields *f)
{
  bool found = false;
  for (size_t next = 0; next < count && !scan_ended(s) && !scan_peek(s, 'T'); next++) {
    int64_t whole, fraction;
    if (!scan_decimal(s, sign, &whole, &fraction)) return false;
    while (next < count && !scan_accept(s, units[next].letter)) next++;
    if (next == count) return false;
    f->present |= 1u << units[next].field;
    f->whole[units[next].field] = whole;
    f->fraction[units[next].field] = fraction;
    found = true;
  }
  return found;
}

static bool scan_by_units(Scan *s, int64_t sign, DurationFields *f)
{
  if (!scan_peek(s, 'T') && !scan_units(s, sign, date_units, ARRAY_LEN(date_units), f)) return false;
  if (scan_accept(s, 'T') && !scan_units(s, sign, time_units, ARRAY_LEN(time_units), f)) return false;
  return scan_ended(s);
}

/* yyyy-mm-dd or yyyymmdd. */
static bool scan_date_amounts(Scan *s, int64_t sign, DurationFields *f)
{
  int64_t years, months, days;
  if (!scan_digits(s, 4, &years)) return false;
  bool dashes = scan_accept(s, '-');
  if (!scan_digits(s, 2, &months) || (dashes && !scan_accept(s, '-')) || !scan_digits(s, 2, &days)) return false;
  duration_set(f, DURATION_YEARS, sign * years);
  duration_set(f, DURATION_MONTHS, sign * months);
  duration_set(f, DURATION_DAYS, sign * days);
  return true;
}

static bool scan_time_amounts(Scan *s, int64_t sign, DurationFields *f)
{
  TemporalFields time = {0};
  if (!scan_time(s, &time)) return false;
  duration_set(f, DURATION_HOURS, sign * time.value[TEMPORAL_HOUR]);
  duration_set(f, DURATION_MINUTES, sign * time.value[TEMPORAL_MINUTE]);
  duration_set(f, DURATION_SECONDS, sign * time.value[TEMPORAL_SECOND]);
  duration_set(f, DURATION_NANOSECONDS, sign * time.value[TEMPORAL_NANOSECOND]);
  return true;
}

static bool scan_by_date(Scan *s, int64_t sign, DurationFields *f)
{
  if (!scan_date_amounts(s, sign, f)) return false;
  if (scan_accept(s, 'T') && !scan_time_amounts(s, sign, f)) return false;
  return scan_ended(s);
}

Status duration_parse(Text text, Duration *out, Error *err)
{
  Scan s = scan_of(text);
  int64_t sign = scan_accept(&s, '-') ? -1 : 1;
  if (sign > 0) scan_accept(&s, '+');
  DurationFields by_units = {0}, by_date = {0};
  bool good = scan_accept(&s, 'P') && !scan_ended(&s);
  Scan again = s;
  const DurationFields *fields = &by_units;
  if (good && !scan_by_units(&s, sign, &by_units)) {
    good = scan_by_date(&again, sign, &by_date);
    fields = &by_date;
  }
  if (!good) {
    return error_set(
        err, ERROR_ARGUMENT, "InvalidArgumentValue",
        "'%.*s' is no Duration: expected a form such as P1Y2M10DT2H30M5.5S, P2.5W or P2012-02-02T14:37:21.5",
        QUOTED(text));
  }
  Error why;
  error_clear(&why);
  if (duration_make(fields, out, &why) == STATUS_OK) return STATUS_OK;
  return error_set(err, why.kind, why.detail, "'%.*s' is no Duration: %s", QUOTED(text), why.message);
}
