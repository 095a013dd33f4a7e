/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Temporal values and durations as ISO 8601 text, the form of toString(): shortest that says everything (no seconds
 * where they are zero, no trailing zeroes of a fraction). What is printed here, temporal_parse.c reads back. */
#include "temporal_parts.h"

static char *put_digits(char *at, uint64_t n, int width)
{
  for (int i = width - 1; i >= 0; i--) {
    at[i] = (char)('0' + n % 10);
    n /= 10;
  }
  return at + width;
}

/* .5, .123: without trailing zeroes; nothing for 0. */
static char *put_fraction(char *at, uint32_t nanos)
{
  if (nanos == 0) return at;
  *at++ = '.';
  at = put_digits(at, nanos, 9);
  while (at[-1] == '0') at--;
  return at;
}

/* ISO 8601 asks for a sign where the year has not just four digits. */
static char *put_date(char *at, DateDays days)
{
  CivilDate date = date_civil(days);
  uint64_t year = (uint64_t)(date.year < 0 ? -date.year : date.year);
  if (date.year < 0) {
    *at++ = '-';
  } else if (date.year > 9999) {
    *at++ = '+';
  }
  int width = 4;
  for (uint64_t rest = year / 10000; rest > 0; rest /= 10) width++;
  at = put_digits(at, year, width);
  *at++ = '-';
  at = put_digits(at, (uint64_t)date.month, 2);
  *at++ = '-';
  return put_digits(at, (uint64_t)date.day, 2);
}

static char *put_time(char *at, NanosOfDay time)
{
  uint64_t seconds = (uint64_t)(time / NANOS_PER_SECOND);
  uint32_t nanos = (uint32_t)(time % NANOS_PER_SECOND);
  at = put_digits(at, seconds / 3600, 2);
  *at++ = ':';
  at = put_digits(at, seconds / 60 % 60, 2);
  if (seconds % 60 == 0 && nanos == 0) return at;
  *at++ = ':';
  at = put_digits(at, seconds % 60, 2);
  return put_fraction(at, nanos);
}

static char *put_offset(char *at, int32_t offset)
{
  if (offset == 0) {
    *at++ = 'Z';
    return at;
  }
  *at++ = offset < 0 ? '-' : '+';
  uint64_t seconds = (uint64_t)(offset < 0 ? -offset : offset);
  at = put_digits(at, seconds / 3600, 2);
  *at++ = ':';
  at = put_digits(at, seconds / 60 % 60, 2);
  if (seconds % 60 == 0) return at;
  *at++ = ':';
  return put_digits(at, seconds % 60, 2);
}

size_t offset_write(char out[9], int32_t offset)
{
  return (size_t)(put_offset(out, offset) - out);
}

void temporal_print(Str *out, Temporal value)
{
  char buffer[64];
  char *at = buffer;
  if (temporal_has_date(value)) at = put_date(at, temporal_date_part(value));
  if (temporal_has_date(value) && temporal_has_time(value)) *at++ = 'T';
  if (temporal_has_time(value)) at = put_time(at, temporal_time_part(value));
  if (temporal_has_zone(value)) at = put_offset(at, temporal_zone_part(value).offset);
  str_add_bytes(out, buffer, (size_t)(at - buffer));
  if (value.type == TEMPORAL_DATETIME && value.datetime.zone != ZONE_NONE) {
    str_add_char(out, '[');
    str_add_text(out, zone_name(value.datetime.zone));
    str_add_char(out, ']');
  }
}

static void print_component(Str *out, int64_t n, char unit)
{
  if (n == 0) return;
  str_add_int(out, n);
  str_add_char(out, unit);
}

/* The seconds are kept rounded down and the nanoseconds counted up from there; the text has one sign for both, which
 * stands alone where the whole seconds are zero: -0.5 seconds are PT-0.5S. */
static void print_clock_part(Str *out, int64_t seconds, int32_t nanos)
{
  bool negative = seconds < 0;
  if (negative && nanos != 0) {
    seconds++;
    nanos = (int32_t)NANOS_PER_SECOND - nanos;
  }
  print_component(out, seconds / 3600, 'H');
  print_component(out, seconds / 60 % 60, 'M');
  int64_t rest = seconds % 60;
  if (rest == 0 && nanos == 0) return;
  char buffer[16];
  char *at = buffer;
  if (negative) *at++ = '-';
  uint64_t magnitude = (uint64_t)(rest < 0 ? -rest : rest);
  at = put_digits(at, magnitude, magnitude > 9 ? 2 : 1);
  at = put_fraction(at, (uint32_t)nanos);
  *at++ = 'S';
  str_add_bytes(out, buffer, (size_t)(at - buffer));
}

void duration_print(Str *out, Duration duration)
{
  str_add_char(out, 'P');
  print_component(out, duration.months / 12, 'Y');
  print_component(out, duration.months % 12, 'M');
  print_component(out, duration.days, 'D');
  bool has_clock_part = duration.seconds != 0 || duration.nanos != 0;
  if (has_clock_part) {
    str_add_char(out, 'T');
    print_clock_part(out, duration.seconds, duration.nanos);
  } else if (duration.months == 0 && duration.days == 0) {
    str_add(out, "T0S");
  }
}
