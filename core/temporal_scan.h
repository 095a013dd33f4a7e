/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading ASCII digits and signs off a text: the common ground of temporal_parse.c and temporal_parse_duration.c, the
 * only files that include this. Letters are taken in either case, as ISO 8601 allows by agreement. */
#ifndef CLIO_CORE_TEMPORAL_SCAN_H
#define CLIO_CORE_TEMPORAL_SCAN_H

#include "temporal_parts.h"

typedef struct Scan {
  const char *at, *end;
} Scan;

static inline Scan scan_of(Text text)
{
  return (Scan){text.data, text.data + text.len};
}
static inline bool scan_ended(const Scan *s)
{
  return s->at == s->end;
}
static inline bool scan_is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* How many digits come next. */
static inline size_t scan_count_digits(const Scan *s)
{
  const char *at = s->at;
  while (at < s->end && scan_is_digit(*at)) at++;
  return (size_t)(at - s->at);
}

/* Whether c (an upper-case letter or a sign) comes next. */
static inline bool scan_peek(const Scan *s, char c)
{
  if (scan_ended(s)) return false;
  char next = *s->at;
  return next == c || (c >= 'A' && c <= 'Z' && next == c - 'A' + 'a');
}

static inline bool scan_accept(Scan *s, char c)
{
  if (!scan_peek(s, c)) return false;
  s->at++;
  return true;
}

/* From min to max digits (at most 18), and no further digit after them. */
static inline bool scan_number(Scan *s, size_t min, size_t max, int64_t *out)
{
  size_t count = scan_count_digits(s);
  if (count < min || count > max) return false;
  *out = 0;
  for (size_t i = 0; i < count; i++) *out = *out * 10 + (*s->at++ - '0');
  return true;
}

/* Exactly so many digits, whatever follows. */
static inline bool scan_digits(Scan *s, size_t count, int64_t *out)
{
  if (scan_count_digits(s) < count) return false;
  *out = 0;
  for (size_t i = 0; i < count; i++) *out = *out * 10 + (*s->at++ - '0');
  return true;
}

/* The digits after a decimal point or comma, up to nine, as nanoseconds. True with nothing read when there is none. */
static inline bool scan_nanos(Scan *s, bool *present, int64_t *nanos)
{
  *present = scan_accept(s, '.') || scan_accept(s, ',');
  *nanos = 0;
  if (!*present) return true;
  size_t count = scan_count_digits(s);
  if (!scan_number(s, 1, 9, nanos)) return false;
  for (; count < 9; count++) *nanos *= 10;
  return true;
}

/* A time of day, 21:40:32.142 or 214032.142, less precise ones too; the text may go on after it. */
bool scan_time(Scan *s, TemporalFields *fields);

#endif
