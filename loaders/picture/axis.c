/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marks of axes; see axis.h. Years before the year 1 are counted as historians do, without a year 0. */
#include "axis.h"

#include <inttypes.h>

typedef enum StepUnit { STEP_DAYS, STEP_MONTHS, STEP_YEARS } StepUnit;

typedef struct Step {
  StepUnit unit;
  int64_t length;
} Step;

static const Step fine[] = {{STEP_DAYS, 1},   {STEP_DAYS, 2},   {STEP_DAYS, 7},  {STEP_DAYS, 14},
                            {STEP_MONTHS, 1}, {STEP_MONTHS, 3}, {STEP_MONTHS, 6}};

static int64_t floor_to(int64_t n, int64_t step)
{
  int64_t rest = n % step;
  return n - (rest < 0 ? rest + step : rest);
}

/* Marks are numbered by their place in time; the next mark after number n is n + length. */
static int64_t number_of(Step step, DateDays day)
{
  CivilDate civil = date_civil(day);
  switch (step.unit) {
  case STEP_DAYS: return day + 3; /* so that weeks begin on Mondays */
  case STEP_MONTHS: return civil.year * 12 + civil.month - 1;
  default: return civil.year;
  }
}

static DateDays day_of(Step step, int64_t number)
{
  switch (step.unit) {
  case STEP_DAYS: return number - 3;
  case STEP_MONTHS: {
    int64_t year = floor_to(number, 12) / 12;
    return date_from_civil(year, (int32_t)(number - year * 12) + 1, 1);
  }
  default:
    /* 100 BCE is the year -99; the first round year of our era is 1. */
    return date_from_civil(step.length == 1 || number > 0 ? number : number + 1, 1, 1);
  }
}

static Text label_of(Arena *arena, Step step, DateDays day)
{
  CivilDate civil = date_civil(day);
  bool before = civil.year <= 0;
  int64_t year = before ? 1 - civil.year : civil.year;
  const char *era = before ? " BCE" : "";
  char *text = step.unit == STEP_DAYS
                   ? arena_printf(arena, "%04" PRId64 "-%02d-%02d%s", year, (int)civil.month, (int)civil.day, era)
               : step.unit == STEP_MONTHS ? arena_printf(arena, "%04" PRId64 "-%02d%s", year, (int)civil.month, era)
                                          : arena_printf(arena, "%" PRId64 "%s", year, era);
  return text ? text_of(text) : TEXT("");
}

static uint32_t count_ticks(Step step, DateDays first, DateDays last)
{
  int64_t n = (number_of(step, last) - floor_to(number_of(step, first), step.length)) / step.length + 2;
  return (uint32_t)MIN(n, (int64_t)UINT32_MAX);
}

/* The finest: of 1, 2 and 5 times a power of ten for years. */
static Step choose_step(DateDays first, DateDays last, uint32_t most)
{
  for (size_t i = 0; i < ARRAY_LEN(fine); i++)
    if (count_ticks(fine[i], first, last) <= most) return fine[i];
  for (int64_t power = 1;; power *= 10)
    for (int64_t factor = 1; factor <= 5; factor += factor == 1 ? 1 : 3) {
      Step step = {STEP_YEARS, factor * power};
      if (count_ticks(step, first, last) <= most) return step;
    }
}

uint32_t axis_ticks(Arena *arena, DateDays first, DateDays last, uint32_t most, Tick ticks[AXIS_MOST_TICKS])
{
  /* One step more than there are marks counts against `most`, so that those between are few enough. */
  Step step = choose_step(first, last, MIN(MAX(most, 2u), (uint32_t)AXIS_MOST_TICKS) + 2);
  uint32_t n = 0;
  for (int64_t number = floor_to(number_of(step, first), step.length); n < AXIS_MOST_TICKS; number += step.length) {
    DateDays day = day_of(step, number);
    if (day > last) break;
    if (day >= first) ticks[n++] = (Tick){day, label_of(arena, step, day)};
  }
  return n;
}
