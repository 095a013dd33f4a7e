/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates, times and durations after ISO 8601 and openCypher (CIP2015-08-06), on the proleptic Gregorian calendar, for
 * years -999,999,999 to 999,999,999. Knows text and numbers only: nothing of Value, maps or graphs. */
#ifndef CLIO_CORE_TEMPORAL_H
#define CLIO_CORE_TEMPORAL_H

#include "error.h"
#include "str.h"

#define NANOS_PER_SECOND  INT64_C(1000000000)
#define NANOS_PER_DAY     (INT64_C(86400) * NANOS_PER_SECOND)
#define SECONDS_PER_DAY   INT64_C(86400)
#define TEMPORAL_MAX_YEAR INT64_C(999999999)

/* A time zone of the system's tzdata by number (zone_find, zone_name), or none: a plain offset. Numbers are this
 * process's own; what is stored is the name. */
typedef uint16_t ZoneId;
#define ZONE_NONE ((ZoneId)0)

typedef int64_t DateDays;   /* date: days since 1970-01-01 */
typedef int64_t NanosOfDay; /* localtime: 0 .. NANOS_PER_DAY - 1 */

typedef struct ZonedTime { /* time */
  NanosOfDay nanos;        /* as the clock on the wall shows */
  int32_t offset;          /* seconds east of UTC, within 18 hours */
} ZonedTime;

typedef struct LocalDateTime { /* localdatetime */
  int64_t seconds;             /* since 1970-01-01T00:00:00 as the wall clock shows */
  uint32_t nanos;              /* 0 .. 999,999,999 */
} LocalDateTime;

typedef struct ZonedDateTime { /* datetime */
  int64_t seconds;             /* since 1970-01-01T00:00:00Z: the instant */
  uint32_t nanos;
  int32_t offset; /* seconds east of UTC at that instant */
  ZoneId zone;    /* named zone, or ZONE_NONE */
} ZonedDateTime;

typedef struct Duration { /* the four do not carry into each other, except nanos into seconds; nanos 0..999,999,999 */
  int64_t months, days, seconds;
  int32_t nanos;
} Duration;

/* Any of the instant types, for the functions that treat them alike. */
typedef enum TemporalType {
  TEMPORAL_NONE, /* absent: a base that is not given */
  TEMPORAL_DATE,
  TEMPORAL_LOCALTIME,
  TEMPORAL_TIME,
  TEMPORAL_LOCALDATETIME,
  TEMPORAL_DATETIME
} TemporalType;

typedef struct Temporal {
  TemporalType type;
  union {
    DateDays date;
    NanosOfDay localtime;
    ZonedTime time;
    LocalDateTime localdatetime;
    ZonedDateTime datetime;
  };
} Temporal;

static inline Temporal temporal_of_date(DateDays d)
{
  return (Temporal){.type = TEMPORAL_DATE, .date = d};
}
static inline Temporal temporal_of_localtime(NanosOfDay n)
{
  return (Temporal){.type = TEMPORAL_LOCALTIME, .localtime = n};
}
static inline Temporal temporal_of_time(ZonedTime t)
{
  return (Temporal){.type = TEMPORAL_TIME, .time = t};
}
static inline Temporal temporal_of_localdatetime(LocalDateTime t)
{
  return (Temporal){.type = TEMPORAL_LOCALDATETIME, .localdatetime = t};
}
static inline Temporal temporal_of_datetime(ZonedDateTime t)
{
  return (Temporal){.type = TEMPORAL_DATETIME, .datetime = t};
}
const char *temporal_type_name(TemporalType type); /* "Date", "LocalTime", "Time", "LocalDateTime", "DateTime" */

/* ---- Construction (temporal_make.c) ---- */

/* The integer components that a map may give: date({year: 1984, week: 10}). */
typedef enum TemporalField {
  TEMPORAL_YEAR,
  TEMPORAL_QUARTER,
  TEMPORAL_MONTH,
  TEMPORAL_WEEK,
  TEMPORAL_DAY,
  TEMPORAL_ORDINAL_DAY,
  TEMPORAL_DAY_OF_QUARTER,
  TEMPORAL_DAY_OF_WEEK,
  TEMPORAL_HOUR,
  TEMPORAL_MINUTE,
  TEMPORAL_SECOND,
  TEMPORAL_MILLISECOND,
  TEMPORAL_MICROSECOND,
  TEMPORAL_NANOSECOND,
  TEMPORAL_EPOCH_SECONDS,
  TEMPORAL_EPOCH_MILLIS,
  TEMPORAL_FIELD_COUNT
} TemporalField;

/* What a map of components says. Zero-initialise; fill with temporal_set and by assigning the bases. */
typedef struct TemporalFields {
  uint32_t present; /* bit 1 << TemporalField */
  int64_t value[TEMPORAL_FIELD_COUNT];
  Text timezone;                 /* data NULL: not given. An offset or a zone's name; borrowed */
  Temporal date, time, datetime; /* the values under these keys, TEMPORAL_NONE where absent */
} TemporalFields;

/* The field of that name; false if there is none. `timezone`, `date`, `time` and `datetime` are no fields. */
bool temporal_field_find(Text name, TemporalField *out);
const char *temporal_field_name(TemporalField field);

static inline bool temporal_has(const TemporalFields *f, TemporalField field)
{
  return (f->present >> field & 1u) != 0;
}
static inline void temporal_set(TemporalFields *f, TemporalField field, int64_t value)
{
  f->present |= 1u << field;
  f->value[field] = value;
}

/* date({year: 1984}), time({hour: 12}), ...: what is not given comes from the bases, then from the start of the year
 * and the day, and UTC. ERROR_ARGUMENT, "InvalidArgumentValue", for a component that is out of range, that the type
 * does not have, that clashes with another (week and month) or that hangs in the air (day without month). A map with a
 * timezone alone asks for the clock: that is temporal_now, not this. */
Status temporal_make(TemporalType type, const TemporalFields *fields, Temporal *out, Error *err);

/* date(other), localtime(other), ...: the parts that the type has; a datetime made of a value without a zone is in UTC.
 * ERROR_ARGUMENT where the value lacks a part that the type needs (a time from a date). */
Status temporal_convert(TemporalType type, Temporal from, Temporal *out, Error *err);

/* The clock's time (realtime) cast into the type, as shown in the zone; zone.data NULL means UTC. */
typedef struct ClockTime {
  int64_t seconds; /* since 1970-01-01T00:00:00Z */
  uint32_t nanos;
} ClockTime;
ClockTime clock_now(void);
Status temporal_now(TemporalType type, ClockTime clock, Text zone, Temporal *out, Error *err);

/* date.truncate(unit, from, map) and its kin: the start of the unit that holds `from`, cast into the type, with the
 * fields of the map (which may be NULL) laid over it. */
Status temporal_truncate(TemporalType type, Text unit, Temporal from, const TemporalFields *fields, Temporal *out,
                         Error *err);

/* ---- Text (temporal_parse.c, temporal_text.c) ---- */

/* ISO 8601, in the forms of openCypher. ERROR_ARGUMENT, "InvalidArgumentValue", naming the text and what was expected;
 * ERROR_ARITHMETIC, "NumberOutOfRange", where the text is good but the value does not fit. */
Status temporal_parse(TemporalType type, Text text, Temporal *out, Error *err);
Status duration_parse(Text text, Duration *out, Error *err);

void temporal_print(Str *out, Temporal value);
void duration_print(Str *out, Duration duration);

/* ---- Components: d.year, t.timezone (temporal_get.c) ---- */

typedef enum ComponentKind {
  COMPONENT_NONE, /* values of this type have no such component */
  COMPONENT_NUMBER,
  COMPONENT_TEXT /* `timezone` and `offset` */
} ComponentKind;

typedef struct TemporalComponent {
  ComponentKind kind;
  uint32_t len; /* of text */
  int64_t number;
  char text[64]; /* not terminated */
} TemporalComponent;

/* Fails (ERROR_ARITHMETIC) only where the number does not fit: epochMillis of years beyond 292 million, nanoseconds of
 * durations beyond 292 years. */
Status temporal_get(Temporal value, Text name, TemporalComponent *out, Error *err);
Status duration_get(Duration duration, Text name, TemporalComponent *out, Error *err);

/* ---- Comparison (time.c, duration.c) ---- */

/* By instant for values with a zone, then by what they show (offset, zone's name), so that 0 means the same value.
 * Both of one type. */
int temporal_compare(Temporal a, Temporal b);
bool temporal_equal(Temporal a, Temporal b);
uint64_t temporal_hash(Temporal value); /* equal values hash alike */

bool duration_equal(Duration a, Duration b);
/* A total order for ORDER BY, by average length (a month is 30.436875 days); 0 only for equal durations. */
int duration_order(Duration a, Duration b);
uint64_t duration_hash(Duration duration);

/* ---- Durations (duration.c) ---- */

typedef enum DurationField {
  DURATION_YEARS,
  DURATION_QUARTERS,
  DURATION_MONTHS,
  DURATION_WEEKS,
  DURATION_DAYS,
  DURATION_HOURS,
  DURATION_MINUTES,
  DURATION_SECONDS,
  DURATION_MILLISECONDS,
  DURATION_MICROSECONDS,
  DURATION_NANOSECONDS,
  DURATION_FIELD_COUNT
} DurationField;

/* duration({days: 14, hours: 1.5}). A number is a whole part and a fraction, which is carried down into the smaller
 * components (a month is 30.436875 days, a day 24 hours); as both are decimal, nothing is rounded. Zero-initialise. */
typedef struct DurationFields {
  uint32_t present; /* bit 1 << DurationField */
  int64_t whole[DURATION_FIELD_COUNT];
  int64_t fraction[DURATION_FIELD_COUNT]; /* in units of 10^-18, of the sign of the number */
} DurationFields;

bool duration_field_find(Text name, DurationField *out);
static inline void duration_set(DurationFields *f, DurationField field, int64_t whole)
{
  f->present |= 1u << field;
  f->whole[field] = whole;
  f->fraction[field] = 0;
}
/* Takes the number as it prints in its shortest form. ERROR_ARGUMENT when it is not finite or out of the range of
 * int64. */
Status duration_set_float(DurationFields *f, DurationField field, double number, Error *err);
Status duration_make(const DurationFields *fields, Duration *out, Error *err);

/* Overflow is ERROR_ARITHMETIC, "NumberOutOfRange"; division by zero "DivisionByZero". Factors and divisors count as
 * they print in their shortest form; fractions are carried down as in duration_make and cut below a nanosecond. */
Status duration_add(Duration a, Duration b, Duration *out, Error *err);
Status duration_subtract(Duration a, Duration b, Duration *out, Error *err);
Status duration_negate(Duration a, Duration *out, Error *err);
Status duration_multiply(Duration a, double factor, Duration *out, Error *err);
Status duration_divide(Duration a, double divisor, Duration *out, Error *err);

/* temporal_arith.c. Months, then days, on the calendar of the value's zone; then seconds. */
Status temporal_add(Temporal value, Duration duration, Temporal *out, Error *err);
Status temporal_subtract(Temporal value, Duration duration, Temporal *out, Error *err);

/* duration.between, inMonths, inDays, inSeconds (temporal_between.c). Any two types: where one lacks a date, both are
 * taken to be on the same day; where one lacks a time, it is midnight; where one lacks a zone, it has the other's. */
typedef enum DurationUnit { DURATION_BETWEEN, DURATION_IN_MONTHS, DURATION_IN_DAYS, DURATION_IN_SECONDS } DurationUnit;
Status duration_between(DurationUnit unit, Temporal from, Temporal to, Duration *out, Error *err);

/* ---- Calendar (date.c): proleptic Gregorian and ISO 8601 weeks ---- */

typedef struct CivilDate {
  int64_t year;
  int32_t month, day; /* from 1 */
} CivilDate;

typedef struct WeekDate {
  int64_t year;              /* week-based */
  int32_t week, day_of_week; /* from 1; Monday is 1 */
} WeekDate;

DateDays date_from_civil(int64_t year, int32_t month, int32_t day); /* components in range; no checks */
CivilDate date_civil(DateDays days);
WeekDate date_week(DateDays days);
DateDays date_from_week(int64_t week_year, int32_t week, int32_t day_of_week);
int32_t date_weeks_in_year(int64_t week_year);
int32_t date_ordinal(DateDays days); /* day of the year, from 1 */
bool date_is_leap_year(int64_t year);
int32_t date_days_in_month(int64_t year, int32_t month);
DateDays date_min(void); /* -999,999,999-01-01 */
DateDays date_max(void); /* 999,999,999-12-31 */

/* ---- Time zones (zone.c) ---- */

/* The zone of that name, read from tzdata when it is first asked for. ERROR_ARGUMENT if there is none. */
Status zone_find(Text name, ZoneId *out, Error *err);
Text zone_name(ZoneId zone); /* as it was asked for; static */
/* Seconds east of UTC at an instant (seconds since 1970-01-01T00:00:00Z). */
int32_t zone_offset_at(ZoneId zone, int64_t instant);
/* The instant at which the zone's clocks show a local time (seconds since 1970-01-01T00:00:00 as shown), and the offset
 * then. In a gap the clocks' jump is added; where two instants show the same, the one with the preferred offset is
 * taken, or else the earlier: as java.time does. */
#define ZONE_ANY_OFFSET INT32_MIN
int64_t zone_instant(ZoneId zone, int64_t local, int32_t preferred, int32_t *offset);

#endif
