/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values out of components: date({year: 1984, week: 10}), datetime({date: d, hour: 12, timezone: '+01:00'}). A date is
 * given by one of four groups (month and day, week and day of week, quarter and day of quarter, ordinal day), a time
 * from the hour downwards without a hole; what is missing comes from the base values, if there are any. Knows no maps:
 * the caller has sorted its keys into TemporalFields. */
#include "temporal_parts.h"

#define BIT(field)       (1u << (field))
#define CALENDAR_FIELDS  (BIT(TEMPORAL_MONTH) | BIT(TEMPORAL_DAY))
#define WEEK_FIELDS      (BIT(TEMPORAL_WEEK) | BIT(TEMPORAL_DAY_OF_WEEK))
#define QUARTER_FIELDS   (BIT(TEMPORAL_QUARTER) | BIT(TEMPORAL_DAY_OF_QUARTER))
#define ORDINAL_FIELDS   BIT(TEMPORAL_ORDINAL_DAY)
#define DATE_FIELDS      (BIT(TEMPORAL_YEAR) | CALENDAR_FIELDS | WEEK_FIELDS | QUARTER_FIELDS | ORDINAL_FIELDS)
#define SUBSECOND_FIELDS (BIT(TEMPORAL_MILLISECOND) | BIT(TEMPORAL_MICROSECOND) | BIT(TEMPORAL_NANOSECOND))
#define TIME_FIELDS      (BIT(TEMPORAL_HOUR) | BIT(TEMPORAL_MINUTE) | BIT(TEMPORAL_SECOND) | SUBSECOND_FIELDS)
#define EPOCH_FIELDS     (BIT(TEMPORAL_EPOCH_SECONDS) | BIT(TEMPORAL_EPOCH_MILLIS))

static const char *const field_names[TEMPORAL_FIELD_COUNT] = {
    [TEMPORAL_YEAR] = "year",
    [TEMPORAL_QUARTER] = "quarter",
    [TEMPORAL_MONTH] = "month",
    [TEMPORAL_WEEK] = "week",
    [TEMPORAL_DAY] = "day",
    [TEMPORAL_ORDINAL_DAY] = "ordinalDay",
    [TEMPORAL_DAY_OF_QUARTER] = "dayOfQuarter",
    [TEMPORAL_DAY_OF_WEEK] = "dayOfWeek",
    [TEMPORAL_HOUR] = "hour",
    [TEMPORAL_MINUTE] = "minute",
    [TEMPORAL_SECOND] = "second",
    [TEMPORAL_MILLISECOND] = "millisecond",
    [TEMPORAL_MICROSECOND] = "microsecond",
    [TEMPORAL_NANOSECOND] = "nanosecond",
    [TEMPORAL_EPOCH_SECONDS] = "epochSeconds",
    [TEMPORAL_EPOCH_MILLIS] = "epochMillis",
};

bool temporal_field_find(Text name, TemporalField *out)
{
  for (unsigned i = 0; i < TEMPORAL_FIELD_COUNT; i++) {
    if (!text_equal(name, text_of(field_names[i]))) continue;
    *out = (TemporalField)i;
    return true;
  }
  return false;
}

const char *temporal_field_name(TemporalField field)
{
  return field_names[field];
}

static TemporalField lowest_field(uint32_t fields)
{
  return (TemporalField)__builtin_ctz(fields);
}

/* ---- Checks ---- */

static Status invalid(Error *err, const char *format, const char *a, const char *b)
{
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", format, a, b);
}

static Status check_range(const TemporalFields *f, TemporalField field, int64_t min, int64_t max, Error *err)
{
  int64_t value = f->value[field];
  if (!temporal_has(f, field) || (value >= min && value <= max)) return STATUS_OK;
  return error_set(err, ERROR_ARGUMENT, "InvalidArgumentValue", "%s must be between %lld and %lld, not %lld",
                   field_names[field], (long long)min, (long long)max, (long long)value);
}

static Status check_needs(const TemporalFields *f, TemporalField field, TemporalField needed, Error *err)
{
  if (!temporal_has(f, field) || temporal_has(f, needed)) return STATUS_OK;
  return invalid(err, "%s cannot be given without %s", field_names[field], field_names[needed]);
}

/* The base values that a type takes parts from. */
static Temporal date_base(const TemporalFields *f)
{
  return f->datetime.type != TEMPORAL_NONE ? f->datetime : f->date;
}
static Temporal time_base(const TemporalFields *f)
{
  return f->datetime.type != TEMPORAL_NONE ? f->datetime : f->time;
}

static Status check_bases(TemporalType type, const TemporalFields *f, Error *err)
{
  const char *name = temporal_type_name(type);
  bool has_date = type != TEMPORAL_LOCALTIME && type != TEMPORAL_TIME;
  bool has_time = type != TEMPORAL_DATE;
  Temporal date = date_base(f);
  Temporal time = time_base(f);
  if (f->datetime.type != TEMPORAL_NONE && (f->date.type != TEMPORAL_NONE || f->time.type != TEMPORAL_NONE)) {
    return invalid(err, "%s cannot be combined with %s", "datetime", f->date.type != TEMPORAL_NONE ? "date" : "time");
  }
  if (f->date.type != TEMPORAL_NONE && !has_date) return invalid(err, "a %s has no %s", name, "date");
  if (f->time.type != TEMPORAL_NONE && !has_time) return invalid(err, "a %s has no %s", name, "time");
  if (has_date && date.type != TEMPORAL_NONE && !temporal_has_date(date)) return temporal_no_part(date, "date", err);
  if (has_time && time.type != TEMPORAL_NONE && !temporal_has_time(time)) return temporal_no_part(time, "time", err);
  return STATUS_OK;
}

static Status check_fields(TemporalType type, const TemporalFields *f, Error *err)
{
  static const uint32_t allowed[] = {
      [TEMPORAL_DATE] = DATE_FIELDS,
      [TEMPORAL_LOCALTIME] = TIME_FIELDS,
      [TEMPORAL_TIME] = TIME_FIELDS,
      [TEMPORAL_LOCALDATETIME] = DATE_FIELDS | TIME_FIELDS,
      [TEMPORAL_DATETIME] = DATE_FIELDS | TIME_FIELDS | EPOCH_FIELDS,
  };
  const char *name = temporal_type_name(type);
  uint32_t foreign = f->present & ~allowed[type];
  if (foreign) return invalid(err, "a %s has no %s", name, field_names[lowest_field(foreign)]);
  bool has_zone = type == TEMPORAL_TIME || type == TEMPORAL_DATETIME;
  if (f->timezone.data && !has_zone) return invalid(err, "a %s has no %s", name, "timezone");
  bool has_base = f->date.type != TEMPORAL_NONE || f->time.type != TEMPORAL_NONE || f->datetime.type != TEMPORAL_NONE;
  if (f->present == 0 && !has_base) {
    return invalid(err, "a %s needs at least one component, such as %s", name,
                   type == TEMPORAL_LOCALTIME || type == TEMPORAL_TIME ? "hour" : "year");
  }
  return check_bases(type, f, err);
}

/* ---- The date ---- */

static Status make_calendar_date(const TemporalFields *f, int64_t year, const DateDays *base, DateDays *out, Error *err)
{
  CivilDate civil = base ? date_civil(*base) : (CivilDate){.month = 1, .day = 1};
  TRY(check_range(f, TEMPORAL_MONTH, 1, 12, err));
  if (temporal_has(f, TEMPORAL_MONTH)) civil.month = (int32_t)f->value[TEMPORAL_MONTH];
  int32_t length = date_days_in_month(year, civil.month);
  TRY(check_range(f, TEMPORAL_DAY, 1, length, err));
  int32_t day = temporal_has(f, TEMPORAL_DAY) ? (int32_t)f->value[TEMPORAL_DAY] : MIN(civil.day, length);
  *out = date_from_civil(year, civil.month, day);
  return STATUS_OK;
}

static Status make_week_date(const TemporalFields *f, int64_t year, const DateDays *base, DateDays *out, Error *err)
{
  WeekDate date = base ? date_week(*base) : (WeekDate){.week = 1, .day_of_week = 1};
  int32_t weeks = date_weeks_in_year(year);
  TRY(check_range(f, TEMPORAL_WEEK, 1, weeks, err));
  TRY(check_range(f, TEMPORAL_DAY_OF_WEEK, 1, 7, err));
  int32_t week = temporal_has(f, TEMPORAL_WEEK) ? (int32_t)f->value[TEMPORAL_WEEK] : MIN(date.week, weeks);
  if (temporal_has(f, TEMPORAL_DAY_OF_WEEK)) date.day_of_week = (int32_t)f->value[TEMPORAL_DAY_OF_WEEK];
  *out = date_from_week(year, week, date.day_of_week);
  return STATUS_OK;
}

/* Without a day of the quarter, a base date keeps its month within the quarter. */
static Status make_quarter_date(const TemporalFields *f, int64_t year, const DateDays *base, DateDays *out, Error *err)
{
  CivilDate civil = base ? date_civil(*base) : (CivilDate){.month = 1, .day = 1};
  TRY(check_range(f, TEMPORAL_QUARTER, 1, 4, err));
  int32_t quarter = temporal_has(f, TEMPORAL_QUARTER) ? (int32_t)f->value[TEMPORAL_QUARTER] : (civil.month + 2) / 3;
  int32_t first_month = quarter * 3 - 2;
  if (temporal_has(f, TEMPORAL_DAY_OF_QUARTER)) {
    DateDays start = date_from_civil(year, first_month, 1);
    TRY(check_range(f, TEMPORAL_DAY_OF_QUARTER, 1, date_add_months(start, 3) - start, err));
    *out = start + f->value[TEMPORAL_DAY_OF_QUARTER] - 1;
    return STATUS_OK;
  }
  int32_t month = first_month + (civil.month - 1) % 3;
  *out = date_from_civil(year, month, MIN(civil.day, date_days_in_month(year, month)));
  return STATUS_OK;
}

static Status make_ordinal_date(const TemporalFields *f, int64_t year, DateDays *out, Error *err)
{
  TRY(check_range(f, TEMPORAL_ORDINAL_DAY, 1, date_is_leap_year(year) ? 366 : 365, err));
  *out = date_from_civil(year, 1, 1) + f->value[TEMPORAL_ORDINAL_DAY] - 1;
  return STATUS_OK;
}

static Status check_one_group(const TemporalFields *f, Error *err)
{
  static const uint32_t groups[] = {CALENDAR_FIELDS, WEEK_FIELDS, QUARTER_FIELDS, ORDINAL_FIELDS};
  uint32_t first = 0;
  for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
    uint32_t given = f->present & groups[i];
    if (given && first) {
      return invalid(err, "%s cannot be combined with %s", field_names[lowest_field(first)],
                     field_names[lowest_field(given)]);
    }
    if (given) first = given;
  }
  return STATUS_OK;
}

/* base may be NULL. */
static Status make_date(const TemporalFields *f, const DateDays *base, DateDays *out, Error *err)
{
  TRY(check_one_group(f, err));
  TRY(check_range(f, TEMPORAL_YEAR, -TEMPORAL_MAX_YEAR, TEMPORAL_MAX_YEAR, err));
  if (!base) {
    if (!temporal_has(f, TEMPORAL_YEAR)) return invalid(err, "%s is missing%s", "year", "");
    TRY(check_needs(f, TEMPORAL_DAY, TEMPORAL_MONTH, err));
    TRY(check_needs(f, TEMPORAL_DAY_OF_WEEK, TEMPORAL_WEEK, err));
    TRY(check_needs(f, TEMPORAL_DAY_OF_QUARTER, TEMPORAL_QUARTER, err));
  }
  bool by_week = (f->present & WEEK_FIELDS) != 0;
  int64_t year = f->value[TEMPORAL_YEAR];
  if (base && !temporal_has(f, TEMPORAL_YEAR)) year = by_week ? date_week(*base).year : date_civil(*base).year;
  if (by_week) {
    TRY(make_week_date(f, year, base, out, err));
  } else if (f->present & QUARTER_FIELDS) {
    TRY(make_quarter_date(f, year, base, out, err));
  } else if (f->present & ORDINAL_FIELDS) {
    TRY(make_ordinal_date(f, year, out, err));
  } else {
    TRY(make_calendar_date(f, year, base, out, err));
  }
  return date_check(*out, err); /* the first and last weeks may reach beyond the years */
}

/* ---- The time ---- */

/* A sub-second component counts up to the next larger one that is given: {millisecond: 123, nanosecond: 456789}. */
static Status make_subseconds(const TemporalFields *f, int64_t *nanos, Error *err)
{
  bool millis = temporal_has(f, TEMPORAL_MILLISECOND);
  bool micros = temporal_has(f, TEMPORAL_MICROSECOND);
  TRY(check_range(f, TEMPORAL_MILLISECOND, 0, 999, err));
  TRY(check_range(f, TEMPORAL_MICROSECOND, 0, millis ? 999 : 999999, err));
  TRY(check_range(f, TEMPORAL_NANOSECOND, 0, micros ? 999 : millis ? 999999 : 999999999, err));
  *nanos =
      f->value[TEMPORAL_MILLISECOND] * 1000000 + f->value[TEMPORAL_MICROSECOND] * 1000 + f->value[TEMPORAL_NANOSECOND];
  return STATUS_OK;
}

/* base may be NULL. */
static Status make_time(const TemporalFields *f, const NanosOfDay *base, NanosOfDay *out, Error *err)
{
  if (!base) {
    TRY(check_needs(f, TEMPORAL_MINUTE, TEMPORAL_HOUR, err));
    TRY(check_needs(f, TEMPORAL_SECOND, TEMPORAL_MINUTE, err));
    TRY(check_needs(f, TEMPORAL_MILLISECOND, TEMPORAL_SECOND, err));
    TRY(check_needs(f, TEMPORAL_MICROSECOND, TEMPORAL_SECOND, err));
    TRY(check_needs(f, TEMPORAL_NANOSECOND, TEMPORAL_SECOND, err));
  }
  TRY(check_range(f, TEMPORAL_HOUR, 0, 23, err));
  TRY(check_range(f, TEMPORAL_MINUTE, 0, 59, err));
  TRY(check_range(f, TEMPORAL_SECOND, 0, 59, err));
  NanosOfDay time = base ? *base : 0;
  int64_t hour = temporal_has(f, TEMPORAL_HOUR) ? f->value[TEMPORAL_HOUR] : time / NANOS_PER_HOUR;
  int64_t minute = temporal_has(f, TEMPORAL_MINUTE) ? f->value[TEMPORAL_MINUTE] : time / NANOS_PER_MINUTE % 60;
  int64_t second = temporal_has(f, TEMPORAL_SECOND) ? f->value[TEMPORAL_SECOND] : time / NANOS_PER_SECOND % 60;
  int64_t nanos = time % NANOS_PER_SECOND;
  if (f->present & SUBSECOND_FIELDS) TRY(make_subseconds(f, &nanos, err));
  *out = hour * NANOS_PER_HOUR + minute * NANOS_PER_MINUTE + second * NANOS_PER_SECOND + nanos;
  return STATUS_OK;
}

/* ---- Values ---- */

static Status make_from_epoch(const TemporalFields *f, Temporal *out, Error *err)
{
  bool by_millis = temporal_has(f, TEMPORAL_EPOCH_MILLIS);
  const char *name = field_names[by_millis ? TEMPORAL_EPOCH_MILLIS : TEMPORAL_EPOCH_SECONDS];
  TemporalFields parts = *f;
  parts.present &= ~EPOCH_FIELDS;
  uint32_t clash = f->present & ~(by_millis ? BIT(TEMPORAL_MICROSECOND) | BIT(TEMPORAL_NANOSECOND) : SUBSECOND_FIELDS) &
                   ~BIT(by_millis ? TEMPORAL_EPOCH_MILLIS : TEMPORAL_EPOCH_SECONDS);
  if (clash) return invalid(err, "%s cannot be combined with %s", name, field_names[lowest_field(clash)]);
  if (date_base(f).type != TEMPORAL_NONE || time_base(f).type != TEMPORAL_NONE) {
    return invalid(err, "%s cannot be combined with %s", name, "another temporal value");
  }
  int64_t seconds = f->value[TEMPORAL_EPOCH_SECONDS];
  if (by_millis) {
    seconds = floor_div(f->value[TEMPORAL_EPOCH_MILLIS], 1000);
    temporal_set(&parts, TEMPORAL_MILLISECOND, floor_mod(f->value[TEMPORAL_EPOCH_MILLIS], 1000));
  }
  int64_t nanos = 0;
  TRY(make_subseconds(&parts, &nanos, err));
  TimeZone zone = TIME_ZONE_UTC;
  if (f->timezone.data) TRY(time_zone_parse(f->timezone, &zone, err));
  TRY(date_check(floor_div(seconds, SECONDS_PER_DAY), err));
  *out = temporal_of_datetime(datetime_at(seconds, (uint32_t)nanos, zone));
  return temporal_check(*out, err);
}

/* A time zone that is given turns a base that has one of its own to the same instant elsewhere; otherwise it says where
 * the clock shows what the other components say. */
static Status make_zoned(TemporalType type, const TemporalFields *f, DateDays date, NanosOfDay time, Temporal *out,
                         Error *err)
{
  Temporal base = time_base(f);
  TimeZone given = TIME_ZONE_UTC;
  if (f->timezone.data) TRY(time_zone_parse(f->timezone, &given, err));
  bool base_has_zone = temporal_has_zone(base);
  TimeZone zone = base_has_zone ? temporal_zone_part(base) : given;
  bool moves = base_has_zone && f->timezone.data;
  if (type == TEMPORAL_TIME) {
    ZonedTime made = {time, base_has_zone ? zone.offset : time_zone_offset_for(zone, base)};
    if (moves) made = time_with_offset(made, time_zone_offset_for(given, base));
    *out = temporal_of_time(made);
  } else {
    ZonedDateTime made = datetime_of(localdatetime_of(date, time), zone);
    if (moves) made = datetime_at(made.seconds, made.nanos, given);
    *out = temporal_of_datetime(made);
  }
  return temporal_check(*out, err);
}

Status temporal_make(TemporalType type, const TemporalFields *f, Temporal *out, Error *err)
{
  if (type == TEMPORAL_NONE) return error_internal(err, "a temporal value of no type is asked for");
  TRY(check_fields(type, f, err));
  if (f->present & EPOCH_FIELDS) return make_from_epoch(f, out, err);
  DateDays date = 0;
  NanosOfDay time = 0;
  if (type != TEMPORAL_LOCALTIME && type != TEMPORAL_TIME) {
    Temporal base = date_base(f);
    DateDays base_date = temporal_date_part(base);
    TRY(make_date(f, base.type == TEMPORAL_NONE ? NULL : &base_date, &date, err));
  }
  if (type != TEMPORAL_DATE) {
    Temporal base = time_base(f);
    NanosOfDay base_time = temporal_time_part(base);
    TRY(make_time(f, base.type == TEMPORAL_NONE ? NULL : &base_time, &time, err));
  }
  switch (type) {
  case TEMPORAL_DATE: *out = temporal_of_date(date); return STATUS_OK;
  case TEMPORAL_LOCALTIME: *out = temporal_of_localtime(time); return STATUS_OK;
  case TEMPORAL_LOCALDATETIME: *out = temporal_of_localdatetime(localdatetime_of(date, time)); return STATUS_OK;
  default: return make_zoned(type, f, date, time, out, err);
  }
}
