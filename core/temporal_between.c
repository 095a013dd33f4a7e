/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The duration from one value to another: duration.between, inMonths, inDays, inSeconds. Values of different types are
 * first given what one of them lacks: a date from the other, else the same day for both; midnight; the other's zone.
 * Then months and days are counted on the calendar of the first value's zone and the rest between the instants. */
#include "temporal_parts.h"

/* Both values completed. In a pair without zones both are in UTC. */
static ZonedDateTime complete(Temporal value, Temporal other)
{
  DateDays date = temporal_date_part(temporal_has_date(value) ? value : other);
  TimeZone zone = temporal_zone_part(temporal_has_zone(value) ? value : other);
  if (value.type == TEMPORAL_DATETIME) return value.datetime;
  if (!temporal_has_zone(value) && zone.zone != ZONE_NONE) zone.offset = ZONE_ANY_OFFSET;
  return datetime_of(localdatetime_of(date, temporal_time_part(value)), zone);
}

static int compare_times(NanosOfDay a, NanosOfDay b)
{
  return (a > b) - (a < b);
}

static DateDays date_of(ZonedDateTime when)
{
  return temporal_date_part(temporal_of_datetime(when));
}
static NanosOfDay time_of(ZonedDateTime when)
{
  return temporal_time_part(temporal_of_datetime(when));
}

/* The last date on the way to `to` that whole days from `from` reach. */
static DateDays whole_days_until(ZonedDateTime from, ZonedDateTime to)
{
  DateDays start = date_of(from);
  DateDays end = date_of(to);
  int times = compare_times(time_of(from), time_of(to));
  if (end > start && times > 0) return end - 1;
  if (end < start && times < 0) return end + 1;
  return end;
}

static Duration seconds_between(ZonedDateTime from, ZonedDateTime to)
{
  Duration d = {.seconds = to.seconds - from.seconds, .nanos = (int32_t)to.nanos - (int32_t)from.nanos};
  if (d.nanos < 0) {
    d.seconds--;
    d.nanos += (int32_t)NANOS_PER_SECOND;
  }
  return d;
}

Status duration_between(DurationUnit unit, Temporal from_value, Temporal to_value, Duration *out, Error *err)
{
  if (from_value.type == TEMPORAL_NONE || to_value.type == TEMPORAL_NONE) {
    return error_internal(err, "a duration between values of no type");
  }
  ZonedDateTime from = complete(from_value, to_value);
  ZonedDateTime to = complete(to_value, from_value);
  *out = (Duration){0};
  if (unit == DURATION_IN_SECONDS) {
    *out = seconds_between(from, to);
    return STATUS_OK;
  }
  bool have_dates = temporal_has_date(from_value) && temporal_has_date(to_value);
  if (have_dates) {
    to = datetime_at(to.seconds, to.nanos, (TimeZone){from.zone, from.offset});
    if (unit != DURATION_IN_DAYS) {
      out->months = date_months_between(date_of(from), whole_days_until(from, to));
      from = datetime_on_date(from, date_add_months(date_of(from), out->months));
    }
    if (unit != DURATION_IN_MONTHS) {
      DateDays last = whole_days_until(from, to);
      out->days = last - date_of(from);
      from = datetime_on_date(from, last);
    }
  }
  if (unit == DURATION_BETWEEN) {
    Duration rest = seconds_between(from, to);
    out->seconds = rest.seconds;
    out->nanos = rest.nanos;
  }
  return STATUS_OK;
}
