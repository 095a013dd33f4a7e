/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as historians write them: the Extended Date/Time Format of ISO 8601-2:2019, levels 0 and 1. A date may be known
 * to the day, the month, the season or the year, to decades and centuries (193X, 19XX), be uncertain (1939?),
 * approximate (1939~) or both (1939%), and an interval may have an open (..) or an unknown end. Knows text and days
 * only: nothing of Value or graphs. */
#ifndef CLIO_CORE_EDTF_H
#define CLIO_CORE_EDTF_H

#include "temporal.h"

/* Beyond any date that can be written, and far enough from overflow to be reckoned with. */
#define EDTF_BEFORE_ALL (-(INT64_C(1) << 40))
#define EDTF_AFTER_ALL  (INT64_C(1) << 40)

/* The days that something may mean, both included. */
typedef struct DayRange {
  DateDays first, last;
} DayRange;

typedef enum EdtfBound {
  EDTF_DATED,
  EDTF_OPEN,   /* `..`: since ever, or still */
  EDTF_UNKNOWN /* nothing before or after the slash: there is one, but nobody knows when */
} EdtfBound;

/* From coarse to fine. */
typedef enum EdtfPrecision {
  EDTF_MILLENNIUM,
  EDTF_CENTURY,
  EDTF_DECADE,
  EDTF_YEAR,
  EDTF_SEASON,
  EDTF_MONTH,
  EDTF_DAY,
  EDTF_TIME
} EdtfPrecision;

typedef struct Edtf {
  /* Of an interval, the days on which it may begin, and those that may be its last. An open bound is beyond all days;
   * an unknown one may be any day. Of a date alone, both are the days that it may be. */
  DayRange start, end;
  int64_t year;                   /* of a date alone with has_year */
  uint8_t month;                  /* 1 to 12, or a season, 21 to 24; 0: not given */
  uint8_t day;                    /* 0: not given */
  uint8_t precision;              /* EdtfPrecision; of an interval the coarser of its bounds' */
  uint8_t start_bound, end_bound; /* EdtfBound */
  bool has_year, interval, uncertain, approximate;
  bool unspecified; /* an X stands somewhere */
} Edtf;

/* What is wrong with a text. */
typedef struct EdtfFault {
  size_t at; /* byte from 0; all before it is ASCII */
  const char *rule;
} EdtfFault;

/* False where the text is none; then *fault (may be NULL) says why. Allocates nothing. Beyond EDTF, a year of up to
 * nine digits may carry a sign instead of a Y: +12026. */
bool edtf_parse(Text text, Edtf *out, EdtfFault *fault);
/* The same with an error (ERROR_ARGUMENT, "InvalidArgumentValue"). */
Status edtf_read(Text text, Edtf *out, Error *err);
bool edtf_of_year(int64_t year, Edtf *out); /* false beyond the years of temporal.h */
Edtf edtf_of_day(DateDays day);

/* The first and the last day that it may mean. */
static inline DateDays edtf_earliest(const Edtf *e)
{
  return e->start.first;
}
static inline DateDays edtf_latest(const Edtf *e)
{
  return e->end.last;
}
const char *edtf_precision_name(EdtfPrecision precision); /* "year", "month", ... */

#endif
