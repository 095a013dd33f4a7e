/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Components of values by name: d.year, t.timezone, p.minutesOfHour. One table per kind of value says which types have
 * which component; adding one is adding a row. Numbers are computed in 128 bits, so that what does not fit is seen. */
#include "temporal_parts.h"

/* ---- Dates ---- */

static CivilDate civil(Temporal v)
{
  return date_civil(temporal_date_part(v));
}

static Int128 get_year(Temporal v)
{
  return civil(v).year;
}
static Int128 get_quarter(Temporal v)
{
  return (civil(v).month + 2) / 3;
}
static Int128 get_month(Temporal v)
{
  return civil(v).month;
}
static Int128 get_day(Temporal v)
{
  return civil(v).day;
}
static Int128 get_week(Temporal v)
{
  return date_week(temporal_date_part(v)).week;
}
static Int128 get_week_year(Temporal v)
{
  return date_week(temporal_date_part(v)).year;
}
static Int128 get_day_of_week(Temporal v)
{
  return date_week(temporal_date_part(v)).day_of_week;
}
static Int128 get_ordinal_day(Temporal v)
{
  return date_ordinal(temporal_date_part(v));
}
static Int128 get_day_of_quarter(Temporal v)
{
  CivilDate date = civil(v);
  return temporal_date_part(v) - date_from_civil(date.year, (date.month - 1) / 3 * 3 + 1, 1) + 1;
}

/* ---- Times ---- */

static Int128 get_hour(Temporal v)
{
  return temporal_time_part(v) / NANOS_PER_HOUR;
}
static Int128 get_minute(Temporal v)
{
  return temporal_time_part(v) / NANOS_PER_MINUTE % 60;
}
static Int128 get_second(Temporal v)
{
  return temporal_time_part(v) / NANOS_PER_SECOND % 60;
}
static Int128 get_millisecond(Temporal v)
{
  return temporal_time_part(v) % NANOS_PER_SECOND / 1000000;
}
static Int128 get_microsecond(Temporal v)
{
  return temporal_time_part(v) % NANOS_PER_SECOND / 1000;
}
static Int128 get_nanosecond(Temporal v)
{
  return temporal_time_part(v) % NANOS_PER_SECOND;
}

/* ---- Zones ---- */

static Int128 get_offset_minutes(Temporal v)
{
  return temporal_zone_part(v).offset / 60;
}
static Int128 get_offset_seconds(Temporal v)
{
  return temporal_zone_part(v).offset;
}
static Int128 get_epoch_seconds(Temporal v)
{
  return v.datetime.seconds;
}
static Int128 get_epoch_millis(Temporal v)
{
  return (Int128)v.datetime.seconds * 1000 + v.datetime.nanos / 1000000;
}

static void put_text(TemporalComponent *out, Text text)
{
  out->kind = COMPONENT_TEXT;
  out->len = (uint32_t)MIN(text.len, sizeof out->text);
  memcpy(out->text, text.data, out->len);
}

static void get_offset(Temporal v, TemporalComponent *out)
{
  out->kind = COMPONENT_TEXT;
  out->len = (uint32_t)offset_write(out->text, temporal_zone_part(v).offset);
}

static void get_timezone(Temporal v, TemporalComponent *out)
{
  ZoneId zone = temporal_zone_part(v).zone;
  if (zone == ZONE_NONE) {
    get_offset(v, out);
  } else {
    put_text(out, zone_name(zone));
  }
}

/* ---- The tables ---- */

enum { DATE = 1, TIME = 2, ZONE = 4, INSTANT = 8 }; /* the parts that a component is read from */

static const unsigned parts_of[] = {
    [TEMPORAL_NONE] = 0,
    [TEMPORAL_DATE] = DATE,
    [TEMPORAL_LOCALTIME] = TIME,
    [TEMPORAL_TIME] = TIME | ZONE,
    [TEMPORAL_LOCALDATETIME] = DATE | TIME,
    [TEMPORAL_DATETIME] = DATE | TIME | ZONE | INSTANT,
};

typedef struct Getter {
  const char *name;
  unsigned part;
  Int128 (*number)(Temporal v);
  void (*text)(Temporal v, TemporalComponent *out);
} Getter;

static const Getter getters[] = {
    {"year", DATE, get_year, NULL},
    {"month", DATE, get_month, NULL},
    {"day", DATE, get_day, NULL},
    {"quarter", DATE, get_quarter, NULL},
    {"week", DATE, get_week, NULL},
    {"weekYear", DATE, get_week_year, NULL},
    {"weekDay", DATE, get_day_of_week, NULL},
    {"dayOfWeek", DATE, get_day_of_week, NULL},
    {"ordinalDay", DATE, get_ordinal_day, NULL},
    {"dayOfQuarter", DATE, get_day_of_quarter, NULL},
    {"hour", TIME, get_hour, NULL},
    {"minute", TIME, get_minute, NULL},
    {"second", TIME, get_second, NULL},
    {"millisecond", TIME, get_millisecond, NULL},
    {"microsecond", TIME, get_microsecond, NULL},
    {"nanosecond", TIME, get_nanosecond, NULL},
    {"timezone", ZONE, NULL, get_timezone},
    {"offset", ZONE, NULL, get_offset},
    {"offsetMinutes", ZONE, get_offset_minutes, NULL},
    {"offsetSeconds", ZONE, get_offset_seconds, NULL},
    {"epochSeconds", INSTANT, get_epoch_seconds, NULL},
    {"epochMillis", INSTANT, get_epoch_millis, NULL},
};

static Status put_number(Text name, Int128 number, TemporalComponent *out, Error *err)
{
  if (number < INT64_MIN || number > INT64_MAX) {
    return error_set(err, ERROR_ARITHMETIC, "NumberOutOfRange", "%.*s of this value does not fit an integer",
                     (int)name.len, name.data);
  }
  out->kind = COMPONENT_NUMBER;
  out->number = (int64_t)number;
  return STATUS_OK;
}

Status temporal_get(Temporal value, Text name, TemporalComponent *out, Error *err)
{
  out->kind = COMPONENT_NONE;
  for (size_t i = 0; i < ARRAY_LEN(getters); i++) {
    const Getter *getter = &getters[i];
    if (!text_equal(name, text_of(getter->name))) continue;
    if (!(parts_of[value.type] & getter->part)) return STATUS_OK;
    if (getter->number) return put_number(name, getter->number(value), out, err);
    getter->text(value, out);
    return STATUS_OK;
  }
  return STATUS_OK;
}

/* A component of a duration is a count of units, or what is left of that count in the next larger unit. */
typedef struct DurationGetter {
  const char *name;
  enum { FROM_MONTHS, FROM_DAYS, FROM_SECONDS, FROM_NANOS, FROM_NANOS_OF_SECOND } source;
  int64_t divisor, modulus; /* modulus 0: all of them */
} DurationGetter;

static const DurationGetter duration_getters[] = {
    {"years", FROM_MONTHS, 12, 0},
    {"quarters", FROM_MONTHS, 3, 0},
    {"months", FROM_MONTHS, 1, 0},
    {"weeks", FROM_DAYS, 7, 0},
    {"days", FROM_DAYS, 1, 0},
    {"hours", FROM_SECONDS, 3600, 0},
    {"minutes", FROM_SECONDS, 60, 0},
    {"seconds", FROM_SECONDS, 1, 0},
    {"milliseconds", FROM_NANOS, 1000000, 0},
    {"microseconds", FROM_NANOS, 1000, 0},
    {"nanoseconds", FROM_NANOS, 1, 0},
    {"quartersOfYear", FROM_MONTHS, 3, 4},
    {"monthsOfYear", FROM_MONTHS, 1, 12},
    {"monthsOfQuarter", FROM_MONTHS, 1, 3},
    {"daysOfWeek", FROM_DAYS, 1, 7},
    {"minutesOfHour", FROM_SECONDS, 60, 60},
    {"secondsOfMinute", FROM_SECONDS, 1, 60},
    {"millisecondsOfSecond", FROM_NANOS_OF_SECOND, 1000000, 0},
    {"microsecondsOfSecond", FROM_NANOS_OF_SECOND, 1000, 0},
    {"nanosecondsOfSecond", FROM_NANOS_OF_SECOND, 1, 0},
};

static Int128 duration_number(Duration d, const DurationGetter *getter)
{
  Int128 n = 0;
  switch (getter->source) {
  case FROM_MONTHS: n = d.months; break;
  case FROM_DAYS: n = d.days; break;
  case FROM_SECONDS: n = d.seconds; break;
  /* Each part by itself, as the seconds are rounded down and the nanoseconds count up from there. */
  case FROM_NANOS: return (Int128)d.seconds * (NANOS_PER_SECOND / getter->divisor) + d.nanos / getter->divisor;
  case FROM_NANOS_OF_SECOND: n = d.nanos; break;
  }
  n /= getter->divisor;
  return getter->modulus ? n % getter->modulus : n;
}

Status duration_get(Duration duration, Text name, TemporalComponent *out, Error *err)
{
  out->kind = COMPONENT_NONE;
  for (size_t i = 0; i < ARRAY_LEN(duration_getters); i++) {
    const DurationGetter *getter = &duration_getters[i];
    if (text_equal(name, text_of(getter->name))) return put_number(name, duration_number(duration, getter), out, err);
  }
  return STATUS_OK;
}
