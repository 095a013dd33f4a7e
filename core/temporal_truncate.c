/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Truncation: datetime.truncate('week', d, {dayOfWeek: 2}) is the start of the week of d with the components of the map
 * laid over it. Cuts dates and times; laying over is temporal_make's work. */
#include "temporal_parts.h"
#include "utf8.h"

typedef enum TruncateUnit { /* from the largest to the smallest */
                            UNIT_MILLENNIUM,
                            UNIT_CENTURY,
                            UNIT_DECADE,
                            UNIT_YEAR,
                            UNIT_WEEK_YEAR,
                            UNIT_QUARTER,
                            UNIT_MONTH,
                            UNIT_WEEK,
                            UNIT_DAY,
                            UNIT_HOUR,
                            UNIT_MINUTE,
                            UNIT_SECOND,
                            UNIT_MILLISECOND,
                            UNIT_MICROSECOND,
                            UNIT_COUNT
} TruncateUnit;

static const char *const unit_names[UNIT_COUNT] = {
    "millennium", "century", "decade", "year",   "weekYear", "quarter",     "month",
    "week",       "day",     "hour",   "minute", "second",   "millisecond", "microsecond",
};

static Status find_unit(TemporalType type, Text name, TruncateUnit *out, Error *err)
{
  bool is_time = type == TEMPORAL_LOCALTIME || type == TEMPORAL_TIME;
  TruncateUnit first = is_time ? UNIT_DAY : UNIT_MILLENNIUM;
  TruncateUnit last = type == TEMPORAL_DATE ? UNIT_DAY : UNIT_MICROSECOND;
  for (TruncateUnit unit = first; unit <= last; unit++) {
    if (!text_equal(name, text_of(unit_names[unit]))) continue;
    *out = unit;
    return STATUS_OK;
  }
  char known[160] = "";
  size_t used = 0;
  for (TruncateUnit unit = first; unit <= last; unit++) {
    const char *joint = unit == last ? " or " : unit == first ? "" : ", ";
    size_t joint_len = strlen(joint), len = strlen(unit_names[unit]);
    memcpy(known + used, joint, joint_len);
    memcpy(known + used + joint_len, unit_names[unit], len + 1);
    used += joint_len + len;
  }
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "a %s cannot be truncated to '%.*s': expected %s",
                   temporal_type_name(type), QUOTED(name), known);
}

static DateDays truncate_date(TruncateUnit unit, DateDays days)
{
  CivilDate date = date_civil(days);
  switch (unit) {
  case UNIT_MILLENNIUM: return date_from_civil(date.year - floor_mod(date.year, 1000), 1, 1);
  case UNIT_CENTURY: return date_from_civil(date.year - floor_mod(date.year, 100), 1, 1);
  case UNIT_DECADE: return date_from_civil(date.year - floor_mod(date.year, 10), 1, 1);
  case UNIT_YEAR: return date_from_civil(date.year, 1, 1);
  case UNIT_WEEK_YEAR: return date_from_week(date_week(days).year, 1, 1);
  case UNIT_QUARTER: return date_from_civil(date.year, (date.month - 1) / 3 * 3 + 1, 1);
  case UNIT_MONTH: return date_from_civil(date.year, date.month, 1);
  case UNIT_WEEK: return days - date_week(days).day_of_week + 1;
  default: return days;
  }
}

static NanosOfDay truncate_time(TruncateUnit unit, NanosOfDay time)
{
  switch (unit) {
  case UNIT_HOUR: return time - time % NANOS_PER_HOUR;
  case UNIT_MINUTE: return time - time % NANOS_PER_MINUTE;
  case UNIT_SECOND: return time - time % NANOS_PER_SECOND;
  case UNIT_MILLISECOND: return time - time % 1000000;
  case UNIT_MICROSECOND: return time - time % 1000;
  default: return 0;
  }
}

static Status truncate_value(TemporalType type, TruncateUnit unit, Temporal from, TimeZone zone, Temporal *out,
                             Error *err)
{
  bool wants_date = type != TEMPORAL_LOCALTIME && type != TEMPORAL_TIME;
  if (wants_date && !temporal_has_date(from)) return temporal_no_part(from, "date", err);
  if (!wants_date && !temporal_has_time(from)) return temporal_no_part(from, "time", err);
  DateDays date = truncate_date(unit, temporal_date_part(from));
  NanosOfDay time = truncate_time(unit, temporal_time_part(from));
  switch (type) {
  case TEMPORAL_NONE: return error_internal(err, "a truncation to no type");
  case TEMPORAL_DATE: *out = temporal_of_date(date); break;
  case TEMPORAL_LOCALTIME: *out = temporal_of_localtime(time); break;
  case TEMPORAL_TIME: *out = temporal_of_time((ZonedTime){time, time_zone_offset_for(zone, from)}); break;
  case TEMPORAL_LOCALDATETIME: *out = temporal_of_localdatetime(localdatetime_of(date, time)); break;
  case TEMPORAL_DATETIME: *out = temporal_of_datetime(datetime_of(localdatetime_of(date, time), zone)); break;
  }
  return temporal_check(*out, err);
}

/* Components below the unit add to it, where temporal_make alone would have them replace all of the second's fraction:
 * .645 with {nanosecond: 2} is .645000002. */
static void keep_subseconds(TruncateUnit unit, Temporal truncated, TemporalFields *f)
{
  int64_t nanos = temporal_time_part(truncated) % NANOS_PER_SECOND;
  bool finer = temporal_has(f, TEMPORAL_NANOSECOND);
  if (unit == UNIT_MILLISECOND && (finer || temporal_has(f, TEMPORAL_MICROSECOND)) &&
      !temporal_has(f, TEMPORAL_MILLISECOND)) {
    temporal_set(f, TEMPORAL_MILLISECOND, nanos / 1000000);
  } else if (unit == UNIT_MICROSECOND && finer && !temporal_has(f, TEMPORAL_MICROSECOND) &&
             !temporal_has(f, TEMPORAL_MILLISECOND)) {
    temporal_set(f, TEMPORAL_MICROSECOND, nanos / 1000);
  }
}

Status temporal_truncate(TemporalType type, Text unit_name, Temporal from, const TemporalFields *fields, Temporal *out,
                         Error *err)
{
  TruncateUnit unit = UNIT_DAY;
  TRY(find_unit(type, unit_name, &unit, err));
  TemporalFields f = fields ? *fields : (TemporalFields){0};
  if (f.date.type != TEMPORAL_NONE || f.time.type != TEMPORAL_NONE || f.datetime.type != TEMPORAL_NONE) {
    return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue",
                     "the components of a truncation cannot include date, time or datetime");
  }
  /* A time zone does not turn the truncated value to it, as temporal_make would, but keeps what the clock shows. */
  TimeZone zone = temporal_zone_part(from);
  if (f.timezone.data && (type == TEMPORAL_TIME || type == TEMPORAL_DATETIME)) {
    TRY(time_zone_parse(f.timezone, &zone, err));
    f.timezone = (Text){0};
  }
  Temporal truncated;
  TRY(truncate_value(type, unit, from, zone, &truncated, err));
  keep_subseconds(unit, truncated, &f);
  if (type == TEMPORAL_DATE) {
    f.date = truncated;
  } else if (type == TEMPORAL_LOCALTIME || type == TEMPORAL_TIME) {
    f.time = truncated;
  } else {
    f.datetime = truncated;
  }
  return temporal_make(type, &f, out, err);
}
