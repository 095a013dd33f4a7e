/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instants taken apart and put together: the date, time and zone parts of a value, conversion between the types, the
 * clock, comparison. Knows no text. A datetime is an instant and the zone that shows it: everything that speaks of
 * hours and days goes through its local time. */
#include "temporal_parts.h"

#include <time.h>

const char *temporal_type_name(TemporalType type)
{
  switch (type) {
  case TEMPORAL_NONE: break;
  case TEMPORAL_DATE: return "Date";
  case TEMPORAL_LOCALTIME: return "LocalTime";
  case TEMPORAL_TIME: return "Time";
  case TEMPORAL_LOCALDATETIME: return "LocalDateTime";
  case TEMPORAL_DATETIME: return "DateTime";
  }
  return "";
}

bool temporal_has_date(Temporal value)
{
  return value.type == TEMPORAL_DATE || value.type == TEMPORAL_LOCALDATETIME || value.type == TEMPORAL_DATETIME;
}

bool temporal_has_time(Temporal value)
{
  return value.type != TEMPORAL_DATE && value.type != TEMPORAL_NONE;
}

bool temporal_has_zone(Temporal value)
{
  return value.type == TEMPORAL_TIME || value.type == TEMPORAL_DATETIME;
}

Status temporal_no_part(Temporal value, const char *part, Error *err)
{
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "a %s has no %s", temporal_type_name(value.type), part);
}

LocalDateTime datetime_local(ZonedDateTime when)
{
  return (LocalDateTime){when.seconds + when.offset, when.nanos};
}

LocalDateTime localdatetime_of(DateDays date, NanosOfDay time)
{
  return (LocalDateTime){date * SECONDS_PER_DAY + time / NANOS_PER_SECOND, (uint32_t)(time % NANOS_PER_SECOND)};
}

ZonedDateTime datetime_of(LocalDateTime local, TimeZone zone)
{
  ZonedDateTime when = {.nanos = local.nanos, .offset = zone.offset, .zone = zone.zone};
  if (zone.zone == ZONE_NONE) {
    when.seconds = local.seconds - zone.offset;
  } else {
    when.seconds = zone_instant(zone.zone, local.seconds, zone.offset, &when.offset);
  }
  return when;
}

ZonedDateTime datetime_at(int64_t instant, uint32_t nanos, TimeZone zone)
{
  int32_t offset = zone.zone == ZONE_NONE ? zone.offset : zone_offset_at(zone.zone, instant);
  return (ZonedDateTime){.seconds = instant, .nanos = nanos, .offset = offset, .zone = zone.zone};
}

ZonedDateTime datetime_on_date(ZonedDateTime when, DateDays date)
{
  LocalDateTime local = {date * SECONDS_PER_DAY + floor_mod(when.seconds + when.offset, SECONDS_PER_DAY), when.nanos};
  return datetime_of(local, (TimeZone){when.zone, when.offset});
}

static DateDays local_date(LocalDateTime local)
{
  return floor_div(local.seconds, SECONDS_PER_DAY);
}

static NanosOfDay local_time(LocalDateTime local)
{
  return floor_mod(local.seconds, SECONDS_PER_DAY) * NANOS_PER_SECOND + local.nanos;
}

DateDays temporal_date_part(Temporal value)
{
  switch (value.type) {
  case TEMPORAL_DATE: return value.date;
  case TEMPORAL_LOCALDATETIME: return local_date(value.localdatetime);
  case TEMPORAL_DATETIME: return local_date(datetime_local(value.datetime));
  default: return 0;
  }
}

NanosOfDay temporal_time_part(Temporal value)
{
  switch (value.type) {
  case TEMPORAL_LOCALTIME: return value.localtime;
  case TEMPORAL_TIME: return value.time.nanos;
  case TEMPORAL_LOCALDATETIME: return local_time(value.localdatetime);
  case TEMPORAL_DATETIME: return local_time(datetime_local(value.datetime));
  default: return 0;
  }
}

TimeZone temporal_zone_part(Temporal value)
{
  switch (value.type) {
  case TEMPORAL_TIME: return (TimeZone){ZONE_NONE, value.time.offset};
  case TEMPORAL_DATETIME: return (TimeZone){value.datetime.zone, value.datetime.offset};
  default: return TIME_ZONE_UTC;
  }
}

ZonedTime time_with_offset(ZonedTime time, int32_t offset)
{
  int64_t shift = (int64_t)(offset - time.offset) * NANOS_PER_SECOND;
  return (ZonedTime){floor_mod(time.nanos + shift, NANOS_PER_DAY), offset};
}

Status temporal_check(Temporal value, Error *err)
{
  return temporal_has_date(value) ? date_check(temporal_date_part(value), err) : STATUS_OK;
}

Status temporal_convert(TemporalType type, Temporal from, Temporal *out, Error *err)
{
  if (from.type == type) {
    *out = from;
    return STATUS_OK;
  }
  bool wants_date = type != TEMPORAL_LOCALTIME && type != TEMPORAL_TIME;
  if (wants_date && !temporal_has_date(from)) return temporal_no_part(from, "date", err);
  if (!wants_date && !temporal_has_time(from)) return temporal_no_part(from, "time", err);
  DateDays date = temporal_date_part(from);
  NanosOfDay time = temporal_time_part(from);
  TimeZone zone = temporal_zone_part(from);
  switch (type) {
  case TEMPORAL_NONE: return error_internal(err, "a conversion to no type");
  case TEMPORAL_DATE: *out = temporal_of_date(date); break;
  case TEMPORAL_LOCALTIME: *out = temporal_of_localtime(time); break;
  case TEMPORAL_TIME: *out = temporal_of_time((ZonedTime){time, zone.offset}); break;
  case TEMPORAL_LOCALDATETIME: *out = temporal_of_localdatetime(localdatetime_of(date, time)); break;
  case TEMPORAL_DATETIME: *out = temporal_of_datetime(datetime_of(localdatetime_of(date, time), zone)); break;
  }
  return STATUS_OK;
}

ClockTime clock_now(void)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (ClockTime){.seconds = now.tv_sec, .nanos = (uint32_t)now.tv_nsec};
}

int32_t time_zone_offset_for(TimeZone zone, Temporal reference)
{
  if (zone.zone == ZONE_NONE) return zone.offset;
  bool known = reference.type == TEMPORAL_DATETIME;
  return zone_offset_at(zone.zone, known ? reference.datetime.seconds : clock_now().seconds);
}

Status temporal_now(TemporalType type, ClockTime clock, Text zone_text, Temporal *out, Error *err)
{
  TimeZone zone = TIME_ZONE_UTC;
  if (zone_text.data) TRY(time_zone_parse(zone_text, &zone, err));
  return temporal_convert(type, temporal_of_datetime(datetime_at(clock.seconds, clock.nanos, zone)), out, err);
}

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_zones(TimeZone a, TimeZone b)
{
  if (a.offset != b.offset) return COMPARE(a.offset, b.offset);
  if (a.zone == b.zone) return 0;
  Text x = zone_name(a.zone);
  Text y = zone_name(b.zone);
  int order = memcmp(x.data, y.data, MIN(x.len, y.len));
  return order ? order : COMPARE(x.len, y.len);
}

int temporal_compare(Temporal a, Temporal b)
{
  switch (a.type) {
  case TEMPORAL_NONE: return 0;
  case TEMPORAL_DATE: return COMPARE(a.date, b.date);
  case TEMPORAL_LOCALTIME: return COMPARE(a.localtime, b.localtime);
  case TEMPORAL_TIME: {
    int64_t x = a.time.nanos - a.time.offset * NANOS_PER_SECOND;
    int64_t y = b.time.nanos - b.time.offset * NANOS_PER_SECOND;
    return x != y ? COMPARE(x, y) : COMPARE(a.time.offset, b.time.offset);
  }
  case TEMPORAL_LOCALDATETIME:
    if (a.localdatetime.seconds != b.localdatetime.seconds) {
      return COMPARE(a.localdatetime.seconds, b.localdatetime.seconds);
    }
    return COMPARE(a.localdatetime.nanos, b.localdatetime.nanos);
  case TEMPORAL_DATETIME:
    if (a.datetime.seconds != b.datetime.seconds) return COMPARE(a.datetime.seconds, b.datetime.seconds);
    if (a.datetime.nanos != b.datetime.nanos) return COMPARE(a.datetime.nanos, b.datetime.nanos);
    return compare_zones(temporal_zone_part(a), temporal_zone_part(b));
  }
  return 0;
}

bool temporal_equal(Temporal a, Temporal b)
{
  return a.type == b.type && temporal_compare(a, b) == 0;
}

/* One round of splitmix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014). */
static uint64_t mix(uint64_t hash, int64_t n)
{
  hash += (uint64_t)n + UINT64_C(0x9e3779b97f4a7c15);
  hash = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  hash = (hash ^ (hash >> 27)) * UINT64_C(0x94d049bb133111eb);
  return hash ^ (hash >> 31);
}

uint64_t temporal_hash(Temporal value)
{
  uint64_t hash = mix(0, value.type);
  switch (value.type) {
  case TEMPORAL_NONE: return hash;
  case TEMPORAL_DATE: return mix(hash, value.date);
  case TEMPORAL_LOCALTIME: return mix(hash, value.localtime);
  case TEMPORAL_TIME: return mix(mix(hash, value.time.nanos), value.time.offset);
  case TEMPORAL_LOCALDATETIME: return mix(mix(hash, value.localdatetime.seconds), value.localdatetime.nanos);
  case TEMPORAL_DATETIME: {
    hash = mix(mix(hash, value.datetime.seconds), value.datetime.nanos);
    return mix(mix(hash, value.datetime.offset), value.datetime.zone);
  }
  }
  return hash;
}

uint64_t duration_hash(Duration d)
{
  return mix(mix(mix(mix(7, d.months), d.days), d.seconds), d.nanos);
}
