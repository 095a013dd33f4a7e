/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where an axis of days has its marks: at days, months, years or centuries, as many as there is room for. Knows days
 * only. */
#ifndef CLIO_LOADERS_PICTURE_AXIS_H
#define CLIO_LOADERS_PICTURE_AXIS_H

#include "core/arena.h"
#include "core/temporal.h"

typedef struct Tick {
  DateDays day;
  Text label; /* 1940-06-17, 1940-06, 1940, 44 BCE */
} Tick;

enum { AXIS_MOST_TICKS = 64 };

/* The marks from first to last, both included, of the finest step that gives at most `most` (2 to AXIS_MOST_TICKS) of
 * them; there may be none. Returns how many. Labels are in the arena. */
uint32_t axis_ticks(Arena *arena, DateDays first, DateDays last, uint32_t most, Tick ticks[AXIS_MOST_TICKS]);

#endif
