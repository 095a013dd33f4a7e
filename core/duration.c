/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Durations: made from components, added, scaled, ordered. Months, days and seconds stay apart, since neither months
 * nor days have one length; only fractions of them are carried down, at their average length. All of it is exact
 * integer arithmetic in 128 bits: numbers come in as decimals or ratios, and only what is below a nanosecond is cut. */
#include "temporal_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FRACTION_UNITS  INT64_C(1000000000000000000) /* DurationFields.fraction counts in 10^-18 */
#define NANOS_PER_MONTH (SECONDS_PER_MONTH * NANOS_PER_SECOND)

static Status out_of_range(Error *err)
{
  return error_set(err, ERROR_ARITHMETIC, "NumberOutOfRange", "the duration is out of range");
}

static bool fits(Int128 n)
{
  return n >= INT64_MIN && n <= INT64_MAX;
}

/* The seconds are rounded down, so that the nanoseconds count up from them. */
static Status duration_of(Int128 months, Int128 days, Int128 nanos, Duration *out, Error *err)
{
  Int128 seconds = nanos / NANOS_PER_SECOND;
  int32_t rest = (int32_t)(nanos % NANOS_PER_SECOND);
  if (rest < 0) {
    seconds--;
    rest += (int32_t)NANOS_PER_SECOND;
  }
  if (!fits(months) || !fits(days) || !fits(seconds)) return out_of_range(err);
  *out = (Duration){(int64_t)months, (int64_t)days, (int64_t)seconds, rest};
  return STATUS_OK;
}

static Int128 clock_nanos(Duration d)
{
  return (Int128)d.seconds * NANOS_PER_SECOND + d.nanos;
}

/* A duration with fractions: each part plus its rest / denominator. */
typedef struct Fractional {
  int64_t denominator; /* 1 to 10^18 */
  Int128 months, months_rest;
  Int128 days, days_rest;
  Int128 nanos, nanos_rest;
} Fractional;

/* Moves the whole units of the rest to the whole part, and makes both have the same sign. */
static void settle(Int128 *whole, Int128 *rest, Int128 denominator)
{
  *whole += *rest / denominator;
  *rest %= denominator;
  if (*whole > 0 && *rest < 0) {
    --*whole;
    *rest += denominator;
  } else if (*whole < 0 && *rest > 0) {
    ++*whole;
    *rest -= denominator;
  }
}

static Status carry_down(Fractional f, Duration *out, Error *err)
{
  settle(&f.months, &f.months_rest, f.denominator);
  Int128 day_rest = f.months_rest * NANOS_PER_MONTH + f.days_rest * NANOS_PER_DAY; /* in nanoseconds / denominator */
  settle(&f.days, &day_rest, (Int128)f.denominator * NANOS_PER_DAY);
  f.nanos_rest += day_rest;
  settle(&f.nanos, &f.nanos_rest, f.denominator);
  return duration_of(f.months, f.days, f.nanos, out, err);
}

/* ---- Components ---- */

typedef struct DurationFieldClass {
  const char *name;
  enum { IN_MONTHS, IN_DAYS, IN_NANOS } part;
  int64_t size; /* of one, in units of that part */
} DurationFieldClass;

static const DurationFieldClass field_classes[DURATION_FIELD_COUNT] = {
    [DURATION_YEARS] = {"years", IN_MONTHS, 12},
    [DURATION_QUARTERS] = {"quarters", IN_MONTHS, 3},
    [DURATION_MONTHS] = {"months", IN_MONTHS, 1},
    [DURATION_WEEKS] = {"weeks", IN_DAYS, 7},
    [DURATION_DAYS] = {"days", IN_DAYS, 1},
    [DURATION_HOURS] = {"hours", IN_NANOS, NANOS_PER_HOUR},
    [DURATION_MINUTES] = {"minutes", IN_NANOS, NANOS_PER_MINUTE},
    [DURATION_SECONDS] = {"seconds", IN_NANOS, NANOS_PER_SECOND},
    [DURATION_MILLISECONDS] = {"milliseconds", IN_NANOS, 1000000},
    [DURATION_MICROSECONDS] = {"microseconds", IN_NANOS, 1000},
    [DURATION_NANOSECONDS] = {"nanoseconds", IN_NANOS, 1},
};

bool duration_field_find(Text name, DurationField *out)
{
  for (unsigned i = 0; i < DURATION_FIELD_COUNT; i++) {
    if (!text_equal(name, text_of(field_classes[i].name))) continue;
    *out = (DurationField)i;
    return true;
  }
  return false;
}

Status duration_make(const DurationFields *fields, Duration *out, Error *err)
{
  Fractional f = {.denominator = FRACTION_UNITS};
  for (unsigned i = 0; i < DURATION_FIELD_COUNT; i++) {
    if (!(fields->present & 1u << i)) continue;
    const DurationFieldClass *class = &field_classes[i];
    Int128 whole = (Int128)fields->whole[i] * class->size;
    Int128 rest = (Int128)fields->fraction[i] * class->size;
    switch (class->part) {
    case IN_MONTHS: f.months += whole, f.months_rest += rest; break;
    case IN_DAYS: f.days += whole, f.days_rest += rest; break;
    case IN_NANOS: f.nanos += whole, f.nanos_rest += rest; break;
    }
  }
  return carry_down(f, out, err);
}

/* ---- Floating-point numbers as decimals ---- */

/* digits * 10^exponent; 17 digits at most. */
typedef struct Decimal {
  int64_t digits;
  int exponent;
} Decimal;

/* The shortest decimal that reads back as the same number: 0.1 is a tenth. The number is finite. */
static Decimal decimal_of(double number)
{
  char text[40] = "";
  for (int precision = 14; precision <= 16; precision++) {
    snprintf(text, sizeof text, "%.*e", precision, number);
    if (strtod(text, NULL) == number) break;
  }
  Decimal decimal = {0, 0};
  const char *at = text + (text[0] == '-');
  decimal.digits = *at++ - '0';
  for (at++; *at != 'e'; at++) { /* past the point, whatever the locale writes for it */
    if (*at < '0' || *at > '9') continue;
    decimal.digits = decimal.digits * 10 + (*at - '0');
    decimal.exponent--;
  }
  decimal.exponent += atoi(at + 1);
  while (decimal.digits != 0 && decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    decimal.exponent++;
  }
  if (text[0] == '-') decimal.digits = -decimal.digits;
  return decimal;
}

Status duration_set_float(DurationFields *f, DurationField field, double number, Error *err)
{
  if (!(fabs(number) < 0x1p63)) { /* neither is NaN */
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "%s must be a finite number within the range of integers", field_classes[field].name);
  }
  double whole = trunc(number);
  f->present |= 1u << field;
  f->whole[field] = (int64_t)whole;
  f->fraction[field] = 0;
  if (whole == number) return STATUS_OK;
  Decimal decimal = decimal_of(number);
  /* The number is no integer: its exponent is negative, and what is left of the digits is less than one. */
  int64_t power = 1, scale = FRACTION_UNITS;
  for (int i = decimal.exponent; i < 0 && power < FRACTION_UNITS; i++) power *= 10;
  for (int i = decimal.exponent; i < 0; i++) {
    if (scale > 1) {
      scale /= 10;
    } else {
      decimal.digits /= 10; /* below 10^-18 */
    }
  }
  f->fraction[field] = decimal.digits % power * scale;
  return STATUS_OK;
}

/* ---- Arithmetic ---- */

Status duration_add(Duration a, Duration b, Duration *out, Error *err)
{
  return duration_of((Int128)a.months + b.months, (Int128)a.days + b.days, clock_nanos(a) + clock_nanos(b), out, err);
}

Status duration_subtract(Duration a, Duration b, Duration *out, Error *err)
{
  return duration_of((Int128)a.months - b.months, (Int128)a.days - b.days, clock_nanos(a) - clock_nanos(b), out, err);
}

Status duration_negate(Duration a, Duration *out, Error *err)
{
  return duration_subtract((Duration){0}, a, out, err);
}

/* a * numerator / denominator; both within 10^18, the denominator positive. */
static Status scale(Duration a, int64_t numerator, int64_t denominator, Duration *out, Error *err)
{
  Int128 months = (Int128)a.months * numerator;
  Int128 days = (Int128)a.days * numerator;
  Int128 seconds = (Int128)a.seconds * numerator;
  Int128 nanos = (Int128)a.nanos * numerator + seconds % denominator * NANOS_PER_SECOND;
  seconds /= denominator;
  if (!fits(seconds)) return out_of_range(err); /* so that it does in nanoseconds */
  Fractional f = {
      .denominator = denominator,
      .months = months / denominator,
      .months_rest = months % denominator,
      .days = days / denominator,
      .days_rest = days % denominator,
      .nanos = seconds * NANOS_PER_SECOND + nanos / denominator,
      .nanos_rest = nanos % denominator,
  };
  return carry_down(f, out, err);
}

static bool is_zero(Duration d)
{
  return d.months == 0 && d.days == 0 && d.seconds == 0 && d.nanos == 0;
}

/* The ratio numerator * 10^exponent / denominator. What is too small to matter is cut; what is too large gives no
 * duration, unless the duration is zero. */
static Status scale_by_power(Duration a, int64_t numerator, int64_t denominator, int exponent, Duration *out,
                             Error *err)
{
  for (; exponent > 0 && numerator != 0; exponent--) {
    if (denominator % 10 == 0) {
      denominator /= 10;
    } else if (numerator > FRACTION_UNITS / 10 || numerator < -FRACTION_UNITS / 10) {
      *out = a;
      return is_zero(a) ? STATUS_OK : out_of_range(err);
    } else {
      numerator *= 10;
    }
  }
  for (; exponent < 0 && numerator != 0; exponent++) {
    if (denominator > FRACTION_UNITS / 10) {
      numerator /= 10;
    } else {
      denominator *= 10;
    }
  }
  return scale(a, numerator, denominator, out, err);
}

Status duration_multiply(Duration a, double factor, Duration *out, Error *err)
{
  if (!isfinite(factor)) return out_of_range(err);
  Decimal decimal = decimal_of(factor);
  return scale_by_power(a, decimal.digits, 1, decimal.exponent, out, err);
}

Status duration_divide(Duration a, double divisor, Duration *out, Error *err)
{
  if (divisor == 0) return error_set(err, ERROR_ARITHMETIC, "DivisionByZero", "a duration is divided by zero");
  if (!isfinite(divisor)) return out_of_range(err);
  Decimal decimal = decimal_of(divisor);
  int64_t sign = decimal.digits < 0 ? -1 : 1;
  return scale_by_power(a, sign, sign * decimal.digits, -decimal.exponent, out, err);
}

/* ---- Comparison ---- */

bool duration_equal(Duration a, Duration b)
{
  return a.months == b.months && a.days == b.days && a.seconds == b.seconds && a.nanos == b.nanos;
}

static Int128 average_nanos(Duration d)
{
  Int128 seconds = (Int128)d.months * SECONDS_PER_MONTH + (Int128)d.days * SECONDS_PER_DAY + d.seconds;
  return seconds * NANOS_PER_SECOND + d.nanos;
}

int duration_order(Duration a, Duration b)
{
  Int128 x[] = {average_nanos(a), a.months, a.days, a.seconds};
  Int128 y[] = {average_nanos(b), b.months, b.days, b.seconds};
  for (size_t i = 0; i < ARRAY_LEN(x); i++) {
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  }
  return 0;
}
