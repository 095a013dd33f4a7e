/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values plus and minus durations. Months come first, then days, then seconds, and each step ends at a time that the
 * zone's clocks do show, as in java.time. Months and days move the date that the wall clock shows; seconds move the
 * instant, so across a change of a zone's clocks 24 hours are not one day. A time has no date: months and days do not
 * move it. A date has no time: only whole days of the seconds move it. */
#include "temporal_parts.h"

static Status out_of_range(Error *err)
{
  return error_set(err, ERROR_ARITHMETIC, "NumberOutOfRange",
                   "the result is outside of the years -999999999 to 999999999");
}

/* All within the range of dates: what moves further is out of it, whatever it is added to. */
static bool is_moderate(Int128 n)
{
  return n > -(INT64_C(1) << 60) && n < INT64_C(1) << 60;
}

static Status add_to_date(DateDays date, Int128 months, Int128 days, DateDays *out, Error *err)
{
  const int64_t max_months = 24 * (TEMPORAL_MAX_YEAR + 1);
  if (months < -max_months || months > max_months || !is_moderate(days)) return out_of_range(err);
  *out = date_add_months(date, (int64_t)months) + (int64_t)days;
  return date_in_range(*out) ? STATUS_OK : out_of_range(err);
}

static NanosOfDay add_to_time(NanosOfDay time, Int128 nanos)
{
  return floor_mod(time + (int64_t)(nanos % NANOS_PER_DAY), NANOS_PER_DAY);
}

static Status add_to_clock(LocalDateTime clock, Int128 nanos, LocalDateTime *out, Error *err)
{
  Int128 total = (Int128)clock.seconds * NANOS_PER_SECOND + clock.nanos + nanos;
  int64_t rest = (int64_t)(total % NANOS_PER_SECOND);
  Int128 seconds = total / NANOS_PER_SECOND - (rest < 0);
  if (!is_moderate(seconds)) return out_of_range(err);
  *out = (LocalDateTime){(int64_t)seconds, (uint32_t)(rest < 0 ? rest + NANOS_PER_SECOND : rest)};
  return STATUS_OK;
}

static Status add_to_datetime(ZonedDateTime when, Int128 months, Int128 days, Int128 nanos, Temporal *out, Error *err)
{
  DateDays date = temporal_date_part(temporal_of_datetime(when));
  if (months != 0) {
    TRY(add_to_date(date, months, 0, &date, err));
    when = datetime_on_date(when, date);
    date = temporal_date_part(temporal_of_datetime(when));
  }
  if (days != 0) {
    TRY(add_to_date(date, 0, days, &date, err));
    when = datetime_on_date(when, date);
  }
  LocalDateTime instant = {0, 0};
  TRY(add_to_clock((LocalDateTime){when.seconds, when.nanos}, nanos, &instant, err));
  *out = temporal_of_datetime(datetime_at(instant.seconds, instant.nanos, (TimeZone){when.zone, when.offset}));
  return temporal_check(*out, err);
}

static Status add(Temporal value, Int128 months, Int128 days, Int128 nanos, Temporal *out, Error *err)
{
  DateDays date = temporal_date_part(value);
  NanosOfDay time = temporal_time_part(value);
  *out = value;
  switch (value.type) {
  case TEMPORAL_NONE: break;
  case TEMPORAL_DATE: return add_to_date(date, months, days + nanos / NANOS_PER_DAY, &out->date, err);
  case TEMPORAL_LOCALTIME: out->localtime = add_to_time(time, nanos); break;
  case TEMPORAL_TIME: out->time.nanos = add_to_time(time, nanos); break;
  case TEMPORAL_LOCALDATETIME:
    TRY(add_to_date(date, months, days, &date, err));
    TRY(add_to_clock(localdatetime_of(date, time), nanos, &out->localdatetime, err));
    return temporal_check(*out, err);
  case TEMPORAL_DATETIME: return add_to_datetime(value.datetime, months, days, nanos, out, err);
  }
  return STATUS_OK;
}

static Int128 clock_nanos(Duration d)
{
  return (Int128)d.seconds * NANOS_PER_SECOND + d.nanos;
}

Status temporal_add(Temporal value, Duration d, Temporal *out, Error *err)
{
  return add(value, d.months, d.days, clock_nanos(d), out, err);
}

Status temporal_subtract(Temporal value, Duration d, Temporal *out, Error *err)
{
  return add(value, -(Int128)d.months, -(Int128)d.days, -clock_nanos(d), out, err);
}
