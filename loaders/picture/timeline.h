/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts with dates as a timeline: what is on it (timeline.c), and the shapes that come of that (timeline_scene.c). */
#ifndef CLIO_LOADERS_PICTURE_TIMELINE_H
#define CLIO_LOADERS_PICTURE_TIMELINE_H

#include "colours.h"
#include "lettering.h"
#include "picture.h"
#include "wording.h"

/* One fact: a node or a relationship with dates. */
typedef struct TimelineFact {
  Value fact;
  Validity days;
  uint32_t name;     /* its label or type; NAME_NONE */
  uint32_t from, to; /* the nodes of a relationship; of a node itself, twice */
  bool event;        /* it has the day that it was on, not since when and until when */
  bool contested;
  uint32_t row;
} TimelineFact;

/* Facts that say the same of the same are in one row, as long as they are not at the same time. */
typedef struct Timeline {
  const Subject *subject;
  TimelineFact *facts; /* row by row, in each by time */
  uint32_t count, row_count;
  uint32_t *rows; /* where each row's facts begin; one more than there are */
  NameColour *labels, *types;
  uint32_t label_count, type_count;
  uint32_t undated; /* nodes and relationships that are not on it */
  DayRange days;    /* from the first to the last date of any fact */
} Timeline;

/* Fails where nothing has dates. Memory is the arena's. */
Status timeline_read(Timeline *t, const Subject *subject, Arena *arena, Error *err);
Status timeline_draw(const Timeline *t, Lettering *lettering, Scene *s, Error *err);

/* The bound lies beyond all dates: since ever, or still. */
static inline bool timeline_is_open(DayRange bound)
{
  return bound.last <= EDTF_BEFORE_ALL || bound.first >= EDTF_AFTER_ALL;
}

/* There is one, but nobody knows when. */
static inline bool timeline_is_unknown(DayRange bound)
{
  return !timeline_is_open(bound) && (bound.first <= EDTF_BEFORE_ALL || bound.last >= EDTF_AFTER_ALL);
}

#endif
