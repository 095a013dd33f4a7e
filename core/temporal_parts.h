/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the temporal files share among themselves: the date, time and zone parts of a value and how they make one again.
 * Nobody else includes this. Local seconds are counted from 1970-01-01T00:00:00 as the wall clock shows. */
#ifndef CLIO_CORE_TEMPORAL_PARTS_H
#define CLIO_CORE_TEMPORAL_PARTS_H

#include "temporal.h"

__extension__ typedef __int128 Int128;

#define NANOS_PER_HOUR     (INT64_C(3600) * NANOS_PER_SECOND)
#define NANOS_PER_MINUTE   (INT64_C(60) * NANOS_PER_SECOND)
#define MAX_OFFSET_SECONDS 64800 /* 18 hours */
/* The average month of the Gregorian calendar: a 12th of 365.2425 days. */
#define SECONDS_PER_MONTH INT64_C(2629746)

static inline int64_t floor_div(int64_t a, int64_t b)
{
  return a / b - (a % b < 0 ? 1 : 0);
} /* b > 0 */
static inline int64_t floor_mod(int64_t a, int64_t b)
{
  return a % b + (a % b < 0 ? b : 0);
}

/* A named zone, or an offset where zone is ZONE_NONE. */
typedef struct TimeZone {
  ZoneId zone;
  int32_t offset; /* with a named zone: the one preferred where its clocks are set back, or ZONE_ANY_OFFSET */
} TimeZone;

#define TIME_ZONE_UTC ((TimeZone){ZONE_NONE, 0})

/* date.c */
bool date_in_range(DateDays days);
Status date_check(DateDays days, Error *err);
DateDays date_add_months(DateDays days, int64_t months); /* the day is cut to the month's length; no range check */
/* Whole months from one date to another, towards zero. */
int64_t date_months_between(DateDays from, DateDays to);

/* time.c */
bool temporal_has_date(Temporal value);
bool temporal_has_time(Temporal value);
bool temporal_has_zone(Temporal value);
DateDays temporal_date_part(Temporal value);   /* 1970-01-01 for values without */
NanosOfDay temporal_time_part(Temporal value); /* midnight for values without */
TimeZone temporal_zone_part(Temporal value);   /* UTC for values without */
LocalDateTime datetime_local(ZonedDateTime when);
LocalDateTime localdatetime_of(DateDays date, NanosOfDay time);
ZonedDateTime datetime_of(LocalDateTime local, TimeZone zone);
/* The same time of the clock on another date; where the zone's clocks leave a choice, the offset stays if it can. */
ZonedDateTime datetime_on_date(ZonedDateTime when, DateDays date);
ZonedDateTime datetime_at(int64_t instant, uint32_t nanos, TimeZone zone);
ZonedTime time_with_offset(ZonedTime time, int32_t offset); /* the same instant of the day */
/* The zone's offset for a time, which has no date to ask for: when `reference` is a datetime, then; otherwise now. */
int32_t time_zone_offset_for(TimeZone zone, Temporal reference);
/* Fails when the value's local date is out of range. */
Status temporal_check(Temporal value, Error *err);
Status temporal_no_part(Temporal value, const char *part, Error *err); /* the error: a date has no time */

/* temporal_parse.c: an offset or the name of a zone, as the key `timezone` gives it. */
Status time_zone_parse(Text text, TimeZone *out, Error *err);

/* temporal_text.c */
size_t offset_write(char out[9], int32_t offset); /* Z, +01:00, -02:05:07: how many characters */

/* "%.*s" arguments for a text in a message, cut when it is very long. */
#define QUOTED(text) (int)utf8_cut((text), 80), (text).data

#endif
