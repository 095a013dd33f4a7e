/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers to text and back. Must not depend on the process's locale, whose decimal point printf and strtod would use:
 * digits and exponent are handled apart here, and what strtod gets to see is an integer with an exponent. */
#include "str.h"
#include "value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* 0.d1d2d3… * 10^point */
typedef struct Decimal {
  bool negative;
  int64_t point;
  size_t count;
  char digits[800]; /* more than the 767 that can make a difference to a double */
} Decimal;

enum { POINT_LIMIT = 100000 }; /* beyond any number's exponent, far from overflow */

/* ---- text to number */

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static Text trim(Text text)
{
  while (text.len && is_blank(text.data[0])) text = (Text){text.data + 1, text.len - 1};
  while (text.len && is_blank(text.data[text.len - 1])) text.len--;
  return text;
}

static void add_digit(Decimal *d, char digit, bool before_point)
{
  if (d->count == 0 && digit == '0') { /* a leading zero only moves the point */
    d->point -= !before_point;
    return;
  }
  d->point += before_point;
  if (d->count < sizeof d->digits)
    d->digits[d->count++] = digit;
  else if (digit != '0' && d->digits[d->count - 1] == '0')
    d->digits[d->count - 1] = '1'; /* for rounding, all that counts of the rest is that there is some */
}

/* [sign] digits [. digits] [e [sign] digits], with digits on one side of the point at least. */
static bool scan_decimal(Text text, Decimal *d)
{
  if (text.len == 0) return false;
  const char *p = text.data, *end = p + text.len;
  d->negative = false;
  d->point = 0;
  d->count = 0;
  if (p < end && (*p == '-' || *p == '+')) d->negative = *p++ == '-';
  const char *start = p;
  for (; p < end && is_digit(*p); p++) add_digit(d, *p, true);
  ptrdiff_t seen = p - start;
  if (p < end && *p == '.') {
    start = ++p;
    for (; p < end && is_digit(*p); p++) add_digit(d, *p, false);
    seen += p - start;
  }
  if (seen == 0) return false;
  if (p < end && (*p == 'e' || *p == 'E')) {
    bool negative = false;
    int64_t exponent = 0;
    p++;
    if (p < end && (*p == '-' || *p == '+')) negative = *p++ == '-';
    if (p == end) return false;
    for (; p < end && is_digit(*p); p++) exponent = MIN(exponent * 10 + (*p - '0'), (int64_t)1 << 40);
    d->point += negative ? -exponent : exponent;
  }
  return p == end;
}

/* Up to 15 digits and a power of ten up to 22 are exact doubles, and one operation on them rounds once: right without
 * any further work (William Clinger, "How to read floating point numbers accurately", 1990). */
static bool read_small(const Decimal *d, double *out)
{
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  int64_t exponent = d->point - (int64_t)d->count;
  if (d->count > 15 || exponent < -22 || exponent > 22) return false;
  int64_t mantissa = 0;
  for (size_t i = 0; i < d->count; i++) mantissa = mantissa * 10 + (d->digits[i] - '0');
  *out = exponent < 0 ? (double)mantissa / powers[-exponent] : (double)mantissa * powers[exponent];
  return true;
}

static double decimal_to_double(const Decimal *d)
{
  double result;
  if (d->count == 0 || d->point < -POINT_LIMIT) {
    result = 0;
  } else if (d->point > POINT_LIMIT) {
    result = INFINITY;
  } else if (!read_small(d, &result)) {
    char text[sizeof d->digits + 16];
    memcpy(text, d->digits, d->count);
    snprintf(text + d->count, sizeof text - d->count, "e%d", (int)(d->point - (int64_t)d->count));
    result = strtod(text, NULL);
  }
  return d->negative ? -result : result;
}

bool value_parse_float(Text text, double *out)
{
  Decimal d;
  text = trim(text);
  if (scan_decimal(text, &d)) {
    *out = decimal_to_double(&d);
    return true;
  }
  bool negative = text.len && text.data[0] == '-';
  if (negative || (text.len && text.data[0] == '+')) text = (Text){text.data + 1, text.len - 1};
  if (text_equal(text, TEXT("NaN")))
    *out = (double)NAN;
  else if (text_equal(text, TEXT("Infinity")))
    *out = negative ? -(double)INFINITY : (double)INFINITY;
  else
    return false;
  return true;
}

bool value_parse_int(Text text, int64_t *out)
{
  Decimal d;
  if (!scan_decimal(trim(text), &d)) return false;
  int64_t result = 0; /* kept negative: the negative range is the larger one */
  if (d.count && d.point > 19) return false;
  for (int64_t i = 0; d.count && i < d.point; i++) {
    int digit = i < (int64_t)d.count ? d.digits[i] - '0' : 0;
    if (__builtin_mul_overflow(result, 10, &result) || __builtin_sub_overflow(result, digit, &result)) return false;
  }
  if (!d.negative && __builtin_mul_overflow(result, -1, &result)) return false;
  *out = result;
  return true;
}

/* ---- number to text */

size_t value_format_int(int64_t i, char out[VALUE_NUMBER_BYTES])
{
  char reversed[20];
  size_t n = 0, len = 0;
  uint64_t left = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
  do reversed[n++] = (char)('0' + left % 10);
  while (left /= 10);
  if (i < 0) out[len++] = '-';
  while (n) out[len++] = reversed[--n];
  return len;
}

/* The first digits of f > 0, rounded, without trailing zeros. */
static void take_digits(double f, int precision, Decimal *d)
{
  char text[VALUE_NUMBER_BYTES];
  snprintf(text, sizeof text, "%.*e", precision - 1, f);
  const char *exponent = strchr(text, 'e');
  d->negative = false;
  d->count = 0;
  for (const char *p = text; p < exponent; p++)
    if (is_digit(*p)) d->digits[d->count++] = *p;
  d->point = atoi(exponent + 1) + 1;
  while (d->count > 1 && d->digits[d->count - 1] == '0') d->count--;
}

/* 15 digits survive any double's round trip, 17 always tell two doubles apart. Subnormal numbers have fewer. */
static void shortest_digits(double f, Decimal *d)
{
  for (int precision = f < 0x1p-1022 ? 1 : 15; precision <= 17; precision++) {
    take_digits(f, precision, d);
    if (decimal_to_double(d) == f) return;
  }
}

static size_t put(char *out, const char *text)
{
  size_t len = strlen(text);
  memcpy(out, text, len);
  return len;
}

size_t value_format_float(double f, char out[VALUE_NUMBER_BYTES])
{
  if (isnan(f)) return put(out, "NaN");
  size_t len = 0;
  if (signbit(f)) out[len++] = '-';
  f = fabs(f);
  if (isinf(f)) return len + put(out + len, "Infinity");
  if (f == 0) return len + put(out + len, "0.0");

  Decimal d;
  shortest_digits(f, &d);
  bool plain = d.point > -3 && d.point <= 7; /* from 0.001 to below 10,000,000, as in Java */
  int64_t whole = plain ? d.point : 1;       /* digits before the point */
  if (whole <= 0) out[len++] = '0';
  for (int64_t i = 0; i < whole; i++) out[len++] = i < (int64_t)d.count ? d.digits[i] : '0';
  out[len++] = '.';
  for (int64_t i = whole; i < 0; i++) out[len++] = '0';
  for (int64_t i = MAX(whole, 0); i < (int64_t)d.count; i++) out[len++] = d.digits[i];
  if (whole >= (int64_t)d.count) out[len++] = '0';
  if (plain) return len;
  out[len++] = 'E';
  return len + value_format_int(d.point - 1, out + len);
}

void value_print_float(Str *out, double f)
{
  char text[VALUE_NUMBER_BYTES];
  str_add_bytes(out, text, value_format_float(f, text));
}
