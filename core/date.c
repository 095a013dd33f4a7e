/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calendar: days since 1970-01-01 to and from the proleptic Gregorian calendar and ISO 8601 weeks. Pure arithmetic
 * on integers; knows nothing of times, zones or text. Every function is exact for all years of the type. */
#include "temporal_parts.h"

/* The 400 years after which the calendar repeats. */
#define DAYS_PER_ERA                 INT64_C(146097)
#define YEARS_PER_ERA                INT64_C(400)
#define DAYS_FROM_MARCH_0000_TO_1970 INT64_C(719468)

/* Both conversions count years from March, so that the leap day is a year's last day (after Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms"). */
DateDays date_from_civil(int64_t year, int32_t month, int32_t day)
{
  int64_t march_year = year - (month <= 2);
  int64_t era = floor_div(march_year, YEARS_PER_ERA);
  int64_t year_of_era = march_year - era * YEARS_PER_ERA;
  int64_t month_from_march = month > 2 ? month - 3 : month + 9;
  int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - DAYS_FROM_MARCH_0000_TO_1970;
}

CivilDate date_civil(DateDays days)
{
  int64_t shifted = days + DAYS_FROM_MARCH_0000_TO_1970;
  int64_t era = floor_div(shifted, DAYS_PER_ERA);
  int64_t day_of_era = shifted - era * DAYS_PER_ERA;
  int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate civil;
  civil.day = (int32_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  civil.month = (int32_t)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  civil.year = era * YEARS_PER_ERA + year_of_era + (civil.month <= 2);
  return civil;
}

bool date_is_leap_year(int64_t year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t date_days_in_month(int64_t year, int32_t month)
{
  static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && date_is_leap_year(year));
}

int32_t date_ordinal(DateDays days)
{
  return (int32_t)(days - date_from_civil(date_civil(days).year, 1, 1)) + 1;
}

/* Monday is 1; 1970-01-01 was a Thursday. */
static int32_t day_of_week(DateDays days)
{
  return (int32_t)floor_mod(days + 3, 7) + 1;
}

/* The Monday of the week that holds the 4th of January is the first day of the week-based year. */
static DateDays week_year_start(int64_t week_year)
{
  DateDays fourth = date_from_civil(week_year, 1, 4);
  return fourth - day_of_week(fourth) + 1;
}

WeekDate date_week(DateDays days)
{
  WeekDate week;
  week.day_of_week = day_of_week(days);
  /* A week belongs to the year of its Thursday. */
  week.year = date_civil(days - week.day_of_week + 4).year;
  week.week = (int32_t)((days - week_year_start(week.year)) / 7) + 1;
  return week;
}

DateDays date_from_week(int64_t week_year, int32_t week, int32_t weekday)
{
  return week_year_start(week_year) + (week - 1) * 7 + weekday - 1;
}

int32_t date_weeks_in_year(int64_t week_year)
{
  return (int32_t)((week_year_start(week_year + 1) - week_year_start(week_year)) / 7);
}

DateDays date_min(void)
{
  return date_from_civil(-TEMPORAL_MAX_YEAR, 1, 1);
}
DateDays date_max(void)
{
  return date_from_civil(TEMPORAL_MAX_YEAR, 12, 31);
}

bool date_in_range(DateDays days)
{
  return days >= date_min() && days <= date_max();
}

Status date_check(DateDays days, Error *err)
{
  if (LIKELY(date_in_range(days))) return STATUS_OK;
  return error_set(err, ERROR_ARITHMETIC, "NumberOutOfRange",
                   "the date is outside of the years -999999999 to 999999999");
}

DateDays date_add_months(DateDays days, int64_t months)
{
  CivilDate civil = date_civil(days);
  int64_t month = civil.year * 12 + civil.month - 1 + months;
  int64_t year = floor_div(month, 12);
  int32_t month_of_year = (int32_t)floor_mod(month, 12) + 1;
  return date_from_civil(year, month_of_year, MIN(civil.day, date_days_in_month(year, month_of_year)));
}

int64_t date_months_between(DateDays from, DateDays to)
{
  CivilDate a = date_civil(from);
  CivilDate b = date_civil(to);
  /* A month has fewer than 32 days, so dates can be numbered month by month and the division cuts part months. */
  return ((b.year * 12 + b.month) * 32 + b.day - (a.year * 12 + a.month) * 32 - a.day) / 32;
}
