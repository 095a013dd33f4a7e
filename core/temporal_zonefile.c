/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TZif files after RFC 8536: the table of transitions, in 64 bits where the file has them, and the POSIX TZ string in
 * the footer, which rules all later years. Every count and offset of the file is checked before it is followed; leap
 * seconds and abbreviations are skipped. Knows no zone by name. */
#include "temporal_zonefile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define HEADER_SIZE    44
#define MAX_FILE_SIZE  (1 << 18)          /* the largest of tzdata has 4 KiB */
#define MAX_TRANSITION (INT64_C(1) << 60) /* zic writes none before -2^59; sums with offsets stay in range */

/* ---- The POSIX TZ string: CET-1CEST,M3.5.0,M10.5.0/3 or <+03>-3 ---- */

static bool rule_number(const char **at, const char *end, int32_t max, int32_t *out)
{
  int32_t n = 0;
  const char *start = *at;
  while (*at < end && **at >= '0' && **at <= '9') {
    n = n * 10 + (**at - '0');
    if (n > max) return false;
    (*at)++;
  }
  *out = n;
  return *at > start;
}

static bool rule_accept(const char **at, const char *end, char c)
{
  if (*at == end || **at != c) return false;
  (*at)++;
  return true;
}

static bool rule_abbreviation(const char **at, const char *end)
{
  const char *start = *at;
  if (rule_accept(at, end, '<')) {
    while (*at < end && **at != '>') (*at)++;
    return rule_accept(at, end, '>');
  }
  while (*at < end && ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))) (*at)++;
  return *at > start;
}

/* [+-]hh[:mm[:ss]], in seconds. RFC 8536 allows up to 167 hours. */
static bool rule_time(const char **at, const char *end, int32_t *out)
{
  int32_t sign = 1;
  if (rule_accept(at, end, '-')) {
    sign = -1;
  } else {
    rule_accept(at, end, '+');
  }
  int32_t hours, minutes = 0, seconds = 0;
  if (!rule_number(at, end, 167, &hours)) return false;
  if (rule_accept(at, end, ':')) {
    if (!rule_number(at, end, 59, &minutes)) return false;
    if (rule_accept(at, end, ':') && !rule_number(at, end, 59, &seconds)) return false;
  }
  *out = sign * (hours * 3600 + minutes * 60 + seconds);
  return true;
}

static bool rule_day(const char **at, const char *end, ZoneRuleDay *out)
{
  *out = (ZoneRuleDay){.kind = RULE_DAY_OF_YEAR, .time = 2 * 3600};
  if (!rule_accept(at, end, ',')) return false;
  if (rule_accept(at, end, 'M')) {
    out->kind = RULE_WEEKDAY;
    bool read = rule_number(at, end, 12, &out->month) && rule_accept(at, end, '.') &&
                rule_number(at, end, 5, &out->week) && rule_accept(at, end, '.') && rule_number(at, end, 6, &out->day);
    if (!read || out->month == 0 || out->week == 0) return false;
  } else {
    if (rule_accept(at, end, 'J')) out->kind = RULE_JULIAN;
    if (!rule_number(at, end, 365, &out->day)) return false;
    if (out->kind == RULE_JULIAN && out->day == 0) return false;
  }
  return !rule_accept(at, end, '/') || rule_time(at, end, &out->time);
}

/* POSIX counts offsets west of Greenwich. */
static bool read_rule(const char *at, const char *end, ZoneOffsets *zone)
{
  int32_t west;
  if (!rule_abbreviation(&at, end) || !rule_time(&at, end, &west)) return false;
  zone->standard = -west;
  if (at == end) return true;
  if (!rule_abbreviation(&at, end)) return false;
  zone->daylight = zone->standard + 3600;
  if (at < end && *at != ',') {
    if (!rule_time(&at, end, &west)) return false;
    zone->daylight = -west;
  }
  zone->has_daylight = rule_day(&at, end, &zone->start) && rule_day(&at, end, &zone->end);
  return zone->has_daylight && at == end;
}

/* As the wall clock shows it, in seconds since 1970-01-01. */
static int64_t rule_local(const ZoneRuleDay *rule, int64_t year)
{
  DateDays day = 0;
  switch (rule->kind) {
  case RULE_JULIAN:
    day = date_from_civil(year, 1, 1) + rule->day - 1 + (date_is_leap_year(year) && rule->day >= 60);
    break;
  case RULE_DAY_OF_YEAR: day = date_from_civil(year, 1, 1) + rule->day; break;
  case RULE_WEEKDAY: {
    DateDays first = date_from_civil(year, rule->month, 1);
    int64_t weekday = floor_mod(first + 4, 7); /* 1970-01-01 was a Thursday: 4 */
    day = first + floor_mod(rule->day - weekday, 7) + (rule->week - 1) * 7;
    if (day >= first + date_days_in_month(year, rule->month)) day -= 7;
    break;
  }
  }
  return day * SECONDS_PER_DAY + rule->time;
}

static int64_t year_of(int64_t local_seconds)
{
  return date_civil(floor_div(local_seconds, SECONDS_PER_DAY)).year;
}

static int32_t rule_offset_at(const ZoneOffsets *zone, int64_t instant)
{
  int64_t year = year_of(instant + zone->standard);
  int64_t start = rule_local(&zone->start, year) - zone->standard;
  int64_t end = rule_local(&zone->end, year) - zone->daylight;
  bool daylight = start < end ? instant >= start && instant < end : instant >= start || instant < end;
  return daylight ? zone->daylight : zone->standard;
}

static bool rule_next(const ZoneOffsets *zone, int64_t instant, ZoneTransition *out)
{
  bool found = false;
  int64_t year = year_of(instant + zone->standard);
  for (int64_t y = year - 1; y <= year + 1; y++) {
    ZoneTransition changes[] = {
        {rule_local(&zone->start, y) - zone->standard, zone->standard, zone->daylight},
        {rule_local(&zone->end, y) - zone->daylight, zone->daylight, zone->standard},
    };
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
      if (changes[i].at <= instant || (found && changes[i].at >= out->at)) continue;
      *out = changes[i];
      found = true;
    }
  }
  return found;
}

/* ---- The file ---- */

static uint32_t read_u32(const unsigned char *at)
{
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_i64(const unsigned char *at)
{
  return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

typedef struct Block {
  const unsigned char *times;
  const unsigned char *types; /* of each transition: an index into infos */
  const unsigned char *infos; /* 6 bytes each: offset, daylight saving, abbreviation */
  const unsigned char *end;   /* where the next block or the footer starts */
  size_t time_size;           /* 4 or 8 bytes */
  uint32_t time_count, type_count;
} Block;

static bool read_block(const unsigned char *at, const unsigned char *end, size_t time_size, Block *out)
{
  if (end - at < HEADER_SIZE || memcmp(at, "TZif", 4) != 0) return false;
  uint32_t counts[6]; /* UT indicators, standard time indicators, leap seconds, transitions, types, characters */
  for (size_t i = 0; i < 6; i++) {
    counts[i] = read_u32(at + 20 + i * 4);
    if (counts[i] > MAX_FILE_SIZE) return false;
  }
  size_t size =
      counts[3] * (time_size + 1) + counts[4] * 6 + counts[5] + counts[2] * (time_size + 4) + counts[1] + counts[0];
  if (counts[4] == 0 || size > (size_t)(end - at) - HEADER_SIZE) return false;
  out->times = at + HEADER_SIZE;
  out->types = out->times + counts[3] * time_size;
  out->infos = out->types + counts[3];
  out->end = at + HEADER_SIZE + size;
  out->time_size = time_size;
  out->time_count = counts[3];
  out->type_count = counts[4];
  return true;
}

static bool type_offset(const Block *block, size_t type, int32_t *out)
{
  if (type >= block->type_count) return false;
  *out = (int32_t)read_u32(block->infos + type * 6);
  /* RFC 8536 asks readers to expect no more than 26 hours; a clock of ours shows at most 18. */
  return *out >= -MAX_OFFSET_SECONDS && *out <= MAX_OFFSET_SECONDS;
}

static Status allocate(ZoneOffsets *zone, size_t count, Error *err)
{
  zone->count = count;
  zone->transitions = malloc((count + 1) * sizeof(*zone->transitions));
  zone->offsets = malloc((count + 1) * sizeof(*zone->offsets));
  if (zone->transitions && zone->offsets) return STATUS_OK;
  zonefile_free(zone);
  return error_out_of_memory(err);
}

static bool read_transitions(const Block *block, ZoneOffsets *zone)
{
  if (!type_offset(block, 0, &zone->first_offset)) return false;
  for (size_t i = 0; i < block->time_count; i++) {
    const unsigned char *time = block->times + i * block->time_size;
    zone->transitions[i] = block->time_size == 8 ? read_i64(time) : (int32_t)read_u32(time);
    if (zone->transitions[i] < -MAX_TRANSITION || zone->transitions[i] > MAX_TRANSITION) return false;
    if (i > 0 && zone->transitions[i] <= zone->transitions[i - 1]) return false;
    if (!type_offset(block, block->types[i], &zone->offsets[i])) return false;
  }
  return true;
}

static bool read_footer(const char *at, const char *end, ZoneOffsets *zone)
{
  if (!rule_accept(&at, end, '\n')) return false;
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  if (!stop) return false;
  return stop == at || read_rule(at, stop, zone); /* empty: the last offset holds on */
}

static Status parse_file(const char *path, const unsigned char *data, size_t size, ZoneOffsets *out, Error *err)
{
  const unsigned char *end = data + size;
  Block block;
  bool good = read_block(data, end, 4, &block);
  bool has_footer = good && data[4] >= '2';
  if (has_footer) good = read_block(block.end, end, 8, &block);
  if (good) {
    TRY(allocate(out, block.time_count, err));
    good = read_transitions(&block, out);
  }
  if (good && has_footer) good = read_footer((const char *)block.end, (const char *)end, out);
  if (good) return STATUS_OK;
  zonefile_free(out);
  return error_set(err, ERROR_FORMAT, NULL, "%s is not a valid time zone file (TZif)", path);
}

Status zonefile_read(const char *path, ZoneOffsets *out, bool *exists, Error *err)
{
  *out = (ZoneOffsets){0};
  *exists = false;
  FILE *file = fopen(path, "rb");
  if (!file && (errno == ENOENT || errno == ENOTDIR)) return STATUS_OK;
  if (!file) return error_set(err, ERROR_IO, NULL, "cannot read the time zone file %s: %s", path, strerror(errno));
  unsigned char *data = malloc(MAX_FILE_SIZE);
  size_t size = data ? fread(data, 1, MAX_FILE_SIZE, file) : 0;
  bool failed = ferror(file) != 0; /* a folder opens, but does not read */
  fclose(file);
  Status status = STATUS_OK;
  if (!data) {
    status = error_out_of_memory(err);
  } else if (!failed) {
    *exists = true;
    status = parse_file(path, data, size, out, err);
  }
  free(data);
  return status;
}

void zonefile_free(ZoneOffsets *zone)
{
  free(zone->transitions);
  free(zone->offsets);
  *zone = (ZoneOffsets){0};
}

/* ---- Asking ---- */

/* How many transitions are not later than the instant. */
static size_t transitions_until(const ZoneOffsets *zone, int64_t instant)
{
  size_t low = 0, high = zone->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (zone->transitions[middle] <= instant) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

int32_t zonefile_offset_at(const ZoneOffsets *zone, int64_t instant)
{
  size_t n = transitions_until(zone, instant);
  if (n == zone->count && zone->has_daylight) return rule_offset_at(zone, instant);
  return n == 0 ? zone->first_offset : zone->offsets[n - 1];
}

bool zonefile_next(const ZoneOffsets *zone, int64_t instant, ZoneTransition *out)
{
  size_t n = transitions_until(zone, instant);
  if (n == zone->count) return zone->has_daylight && rule_next(zone, instant, out);
  *out = (ZoneTransition){.at = zone->transitions[n],
                          .before = n == 0 ? zone->first_offset : zone->offsets[n - 1],
                          .after = zone->offsets[n]};
  return true;
}

Status zonefile_take_history(ZoneOffsets *zone, const ZoneOffsets *other, int64_t until, Error *err)
{
  if (zonefile_offset_at(zone, until) != zonefile_offset_at(other, until)) return STATUS_OK;
  size_t early = transitions_until(other, until);
  size_t skipped = transitions_until(zone, until);
  size_t late = zone->count - skipped;
  ZoneOffsets merged = *zone;
  TRY(allocate(&merged, early + late, err));
  memcpy(merged.transitions, other->transitions, early * sizeof(*merged.transitions));
  memcpy(merged.offsets, other->offsets, early * sizeof(*merged.offsets));
  memcpy(merged.transitions + early, zone->transitions + skipped, late * sizeof(*merged.transitions));
  memcpy(merged.offsets + early, zone->offsets + skipped, late * sizeof(*merged.offsets));
  merged.first_offset = other->first_offset;
  zonefile_free(zone);
  *zone = merged;
  return STATUS_OK;
}
