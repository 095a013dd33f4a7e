/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The offsets of one time zone over all of time, as a TZif file (RFC 8536) tells them. Only zone.c includes this. */
#ifndef CLIO_CORE_TEMPORAL_ZONEFILE_H
#define CLIO_CORE_TEMPORAL_ZONEFILE_H

#include "temporal_parts.h"

/* A day of the year in a POSIX TZ rule, and the time of day on which the clocks change. */
typedef struct ZoneRuleDay {
  enum { RULE_JULIAN, RULE_DAY_OF_YEAR, RULE_WEEKDAY } kind; /* Jn without leap days, n from 0, Mm.w.d */
  int32_t day;                                               /* n, or the weekday: Sunday is 0 */
  int32_t month, week;                                       /* RULE_WEEKDAY: week 5 is the last */
  int32_t time;                                              /* seconds after midnight, may be below 0 or above 24 h */
} ZoneRuleDay;

typedef struct ZoneOffsets {
  size_t count;         /* of transitions */
  int64_t *transitions; /* instants, ascending */
  int32_t *offsets;     /* from that transition on */
  int32_t first_offset; /* before the first transition */
  bool has_daylight;    /* the rule below holds after the last transition */
  int32_t standard, daylight;
  ZoneRuleDay start, end; /* of daylight saving time; start in standard, end in daylight saving time */
} ZoneOffsets;

typedef struct ZoneTransition {
  int64_t at;
  int32_t before, after;
} ZoneTransition;

/* Reads a file. false with *exists false when there is no such file; what is not TZif is ERROR_FORMAT. */
Status zonefile_read(const char *path, ZoneOffsets *out, bool *exists, Error *err);
void zonefile_free(ZoneOffsets *zone);

int32_t zonefile_offset_at(const ZoneOffsets *zone, int64_t instant);
/* The first change of offset later than the instant; false when there is none. */
bool zonefile_next(const ZoneOffsets *zone, int64_t instant, ZoneTransition *out);
/* Gives the zone the history that another has up to an instant. Does nothing where the two disagree at that instant. */
Status zonefile_take_history(ZoneOffsets *zone, const ZoneOffsets *other, int64_t until, Error *err);

/* The zone whose history before 1970 tzdata gives to the zone of that name (temporal_zone_links.c); empty: its own. */
Text zone_merged_into(Text name);

#endif
