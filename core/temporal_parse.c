/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ISO 8601 text of dates, times and zones, in the basic form (20150721T214032) and the extended one (2015-07-21T21:40),
 * with weeks (2015-W30-2), ordinal days (2015-202), quarters (2015-Q3-21), and zones in brackets as RFC 9557 has them.
 * Only finds components; whether the month has such a day is for temporal_make to say. */
#include "temporal_scan.h"
#include "utf8.h"

/* ---- Dates ---- */

static bool scan_field(Scan *s, TemporalFields *f, TemporalField field, size_t min, size_t max)
{
  int64_t value;
  if (!scan_number(s, min, max, &value)) return false;
  temporal_set(f, field, value);
  return true;
}

static bool scan_fixed_field(Scan *s, TemporalFields *f, TemporalField field, size_t count)
{
  int64_t value;
  if (!scan_digits(s, count, &value)) return false;
  temporal_set(f, field, value);
  return true;
}

/* What follows the four digits of the year in the basic form; all of it has fixed widths. */
static bool scan_basic_date(Scan *s, TemporalFields *f)
{
  if (scan_accept(s, 'W')) {
    if (!scan_fixed_field(s, f, TEMPORAL_WEEK, 2)) return false;
    return scan_ended(s) || scan_fixed_field(s, f, TEMPORAL_DAY_OF_WEEK, 1);
  }
  if (scan_accept(s, 'Q')) {
    if (!scan_fixed_field(s, f, TEMPORAL_QUARTER, 1)) return false;
    return scan_ended(s) || scan_fixed_field(s, f, TEMPORAL_DAY_OF_QUARTER, 2);
  }
  switch (scan_count_digits(s)) {
  case 0: return true;
  case 2: return scan_fixed_field(s, f, TEMPORAL_MONTH, 2);
  case 3: return scan_fixed_field(s, f, TEMPORAL_ORDINAL_DAY, 3);
  case 4: return scan_fixed_field(s, f, TEMPORAL_MONTH, 2) && scan_fixed_field(s, f, TEMPORAL_DAY, 2);
  default: return false;
  }
}

/* What follows the year and its dash. */
static bool scan_extended_date(Scan *s, TemporalFields *f)
{
  if (scan_accept(s, 'W')) {
    if (!scan_field(s, f, TEMPORAL_WEEK, 1, 2)) return false;
    return !scan_accept(s, '-') || scan_field(s, f, TEMPORAL_DAY_OF_WEEK, 1, 1);
  }
  if (scan_accept(s, 'Q')) {
    if (!scan_field(s, f, TEMPORAL_QUARTER, 1, 1)) return false;
    return !scan_accept(s, '-') || scan_field(s, f, TEMPORAL_DAY_OF_QUARTER, 1, 2);
  }
  if (scan_count_digits(s) == 3) return scan_field(s, f, TEMPORAL_ORDINAL_DAY, 3, 3);
  if (!scan_field(s, f, TEMPORAL_MONTH, 1, 2)) return false;
  return !scan_accept(s, '-') || scan_field(s, f, TEMPORAL_DAY, 1, 2);
}

/* A year has four digits; with a sign it may have from one to nine, and then only the extended form is clear. */
static bool scan_date(Scan *s, TemporalFields *f)
{
  bool negative = scan_accept(s, '-');
  bool is_signed = negative || scan_accept(s, '+');
  int64_t year;
  if (is_signed ? !scan_number(s, 1, 9, &year) : !scan_digits(s, 4, &year)) return false;
  temporal_set(f, TEMPORAL_YEAR, negative ? -year : year);
  bool complete = true;
  if (scan_accept(s, '-')) {
    complete = scan_extended_date(s, f);
  } else if (!is_signed) {
    complete = scan_basic_date(s, f);
  }
  return complete && scan_ended(s);
}

/* ---- Times ---- */

bool scan_time(Scan *s, TemporalFields *f)
{
  size_t digits = scan_count_digits(s);
  bool has_second = false;
  if (digits == 4 || digits == 6) {
    has_second = digits == 6;
    scan_fixed_field(s, f, TEMPORAL_HOUR, 2);
    scan_fixed_field(s, f, TEMPORAL_MINUTE, 2);
    if (has_second) scan_fixed_field(s, f, TEMPORAL_SECOND, 2);
  } else {
    if (!scan_field(s, f, TEMPORAL_HOUR, 1, 2)) return false;
    if (scan_accept(s, ':')) {
      if (!scan_field(s, f, TEMPORAL_MINUTE, 1, 2)) return false;
      has_second = scan_accept(s, ':');
      if (has_second && !scan_field(s, f, TEMPORAL_SECOND, 1, 2)) return false;
    }
  }
  if (!has_second) return true;
  bool has_fraction;
  int64_t nanos;
  if (!scan_nanos(s, &has_fraction, &nanos)) return false;
  if (has_fraction) temporal_set(f, TEMPORAL_NANOSECOND, nanos);
  return true;
}

/* ---- Zones ---- */

/* Z, +01, +0100, +01:00, -02:05:07. True with nothing read when none comes next. */
static bool scan_offset(Scan *s, bool *present, int32_t *offset)
{
  *offset = 0;
  *present = scan_accept(s, 'Z');
  if (*present) return true;
  *present = scan_peek(s, '+') || scan_peek(s, '-');
  if (!*present) return true;
  int64_t sign = *s->at++ == '-' ? -1 : 1;
  int64_t hours, minutes = 0, seconds = 0;
  if (!scan_digits(s, 2, &hours)) return false;
  bool colons = scan_accept(s, ':');
  bool more = colons || scan_count_digits(s) > 0;
  if (more && !scan_digits(s, 2, &minutes)) return false;
  more = more && (colons ? scan_accept(s, ':') : scan_count_digits(s) > 0);
  if (more && !scan_digits(s, 2, &seconds)) return false;
  int64_t total = hours * 3600 + minutes * 60 + seconds;
  *offset = (int32_t)(sign * total);
  return minutes <= 59 && seconds <= 59 && total <= MAX_OFFSET_SECONDS;
}

Status time_zone_parse(Text text, TimeZone *out, Error *err)
{
  Scan s = scan_of(text);
  bool has_sign = scan_peek(&s, '+') || scan_peek(&s, '-');
  bool is_offset;
  *out = TIME_ZONE_UTC;
  if (scan_offset(&s, &is_offset, &out->offset) && is_offset && scan_ended(&s)) return STATUS_OK;
  if (has_sign) {
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "'%.*s' is no offset from UTC: expected a form such as '+01:00' or 'Z', up to 18 hours",
                     QUOTED(text));
  }
  out->offset = ZONE_ANY_OFFSET;
  return zone_find(text, &out->zone, err);
}

/* ---- Whole values ---- */

static const char *expected(TemporalType type)
{
  switch (type) {
  case TEMPORAL_NONE: break;
  case TEMPORAL_DATE: return "a date such as 2015-07-21, 20150721, 2015-W30-2, 2015-202, 2015-Q3-21, 2015-07 or 2015";
  case TEMPORAL_LOCALTIME: return "a time such as 21:40:32.142, 214032, 21:40 or 21";
  case TEMPORAL_TIME: return "a time such as 21:40:32.142+01:00, 214032Z or 21:40";
  case TEMPORAL_LOCALDATETIME: return "a date and a time such as 2015-07-21T21:40:32.142";
  case TEMPORAL_DATETIME: return "a date, a time and a zone such as 2015-07-21T21:40:32+02:00[Europe/Stockholm]";
  }
  return "";
}

/* The text taken apart: components, offset and zone. */
typedef struct TemporalText {
  TemporalFields fields;
  bool has_offset;
  int32_t offset;
  Text zone; /* between the brackets; empty when there are none */
} TemporalText;

static bool scan_zone(Scan *s, TemporalText *out)
{
  if (!scan_offset(s, &out->has_offset, &out->offset)) return false;
  if (!scan_accept(s, '[')) return true;
  const char *close = memchr(s->at, ']', (size_t)(s->end - s->at));
  if (!close || close == s->at) return false;
  out->zone = (Text){s->at, (size_t)(close - s->at)};
  s->at = close + 1;
  return true;
}

static bool take_apart(TemporalType type, Text text, TemporalText *out)
{
  bool has_date = type != TEMPORAL_LOCALTIME && type != TEMPORAL_TIME;
  Scan s = scan_of(text);
  if (has_date) {
    Scan date = s;
    while (!scan_ended(&s) && !scan_peek(&s, 'T')) s.at++;
    date.end = s.at;
    if (!scan_date(&date, &out->fields)) return false;
    if (scan_ended(&s)) return true;
    if (type == TEMPORAL_DATE) return false;
  }
  if (!scan_accept(&s, 'T') && has_date) return false;
  if (!scan_time(&s, &out->fields)) return false;
  bool has_zone = type == TEMPORAL_TIME || type == TEMPORAL_DATETIME;
  return (!has_zone || scan_zone(&s, out)) && scan_ended(&s);
}

static Status put_together(TemporalType type, TemporalText *t, Temporal *out, Error *err)
{
  bool is_time = type == TEMPORAL_TIME;
  if (type != TEMPORAL_DATETIME && !is_time) return temporal_make(type, &t->fields, out, err);
  TimeZone zone = {ZONE_NONE, t->offset};
  if (t->zone.len > 0) {
    TRY(zone_find(t->zone, &zone.zone, err));
    if (!t->has_offset) zone.offset = ZONE_ANY_OFFSET;
  }
  Temporal local;
  TRY(temporal_make(is_time ? TEMPORAL_LOCALTIME : TEMPORAL_LOCALDATETIME, &t->fields, &local, err));
  if (is_time) {
    int32_t offset = t->has_offset ? t->offset : time_zone_offset_for(zone, local);
    *out = temporal_of_time((ZonedTime){local.localtime, offset});
    return STATUS_OK;
  }
  *out = temporal_of_datetime(datetime_of(local.localdatetime, zone));
  if (t->has_offset && out->datetime.offset != t->offset) {
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "the clocks of %.*s do not show that offset then",
                     QUOTED(t->zone));
  }
  return temporal_check(*out, err);
}

Status temporal_parse(TemporalType type, Text text, Temporal *out, Error *err)
{
  TemporalText parts = {0};
  if (!take_apart(type, text, &parts)) {
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "'%.*s' is no %s: expected %s", QUOTED(text),
                     temporal_type_name(type), expected(type));
  }
  Error why;
  error_clear(&why);
  if (put_together(type, &parts, out, &why) == STATUS_OK) return STATUS_OK;
  return error_set(err, why.kind, why.detail, "'%.*s' is no %s: %s", QUOTED(text), temporal_type_name(type),
                   why.message);
}
