/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The legend below a picture: what its colours and lines stand for, and how often. */
#ifndef CLIO_LOADERS_PICTURE_LEGEND_H
#define CLIO_LOADERS_PICTURE_LEGEND_H

#include "colours.h"
#include "core/graph.h"
#include "lettering.h"

typedef enum LegendSign { LEGEND_BOX, LEGEND_LINE, LEGEND_NOTE } LegendSign;

typedef struct LegendEntry {
  LegendSign sign;
  Style style; /* of the sign */
  Text text;
  double width; /* of the text; legend_add, from here on */
} LegendEntry;

typedef struct Legend {
  Scene *scene;
  Lettering *lettering;
  LegendEntry *entries;
  uint32_t count, cap;
} Legend;

/* Room for so many entries. */
Status legend_begin(Legend *l, Scene *scene, Lettering *lettering, uint32_t most, Error *err);
/* count 0: how often is not told. */
void legend_add(Legend *l, LegendSign sign, Style style, Text text, uint64_t count);
/* One for each name, the most frequent first. */
void legend_add_names(Legend *l, LegendSign sign, const Graph *g, NameKind kind, const NameColour *names, uint32_t n);
/* The narrowest page that it looks well on. */
double legend_least_width(const Legend *l);
/* Draws it in rows no wider than the width; returns how high it is. */
double legend_draw(Legend *l, Point at, double width);

#endif
