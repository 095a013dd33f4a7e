/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates known to the day, the month or the year, as ISO 8601 writes them with reduced precision: 1940-06-15, 1940-06,
 * 1940. Years beyond four digits and those before 0000 carry a sign: -0043, +12026. Knows text only. */
#ifndef CLIO_CORE_PARTIAL_DATE_H
#define CLIO_CORE_PARTIAL_DATE_H

#include "temporal.h"

/* The days that a partial date may mean, both included. */
typedef struct DayRange {
  DateDays first, last;
} DayRange;

/* False where the text is no such date. A time of day behind a full date is taken and ignored: 1940-06-15T12:00Z. */
bool partial_date_parse(Text text, DayRange *out);
/* False beyond the years of core/temporal.h. */
bool partial_date_of_year(int64_t year, DayRange *out);

#endif
