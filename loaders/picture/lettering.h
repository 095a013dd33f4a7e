/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much room texts take, and where they break into lines: measured by Pango with the font that pictures are drawn
 * in, so that scripts, marks and fonts that stand in for missing letters are all counted. Knows nothing of scenes. */
#ifndef CLIO_LOADERS_PICTURE_LETTERING_H
#define CLIO_LOADERS_PICTURE_LETTERING_H

#include "core/arena.h"

#define LETTERING_FONT "DejaVu Sans"

typedef struct Lettering Lettering;

/* Loads Pango. */
Status lettering_open(Lettering **out, Error *err);
void lettering_free(Lettering *l);

/* The text in one line, for drawing it; until the next call of any of these. */
struct _PangoLayout *lettering_layout(Lettering *l, Text text, double size, bool bold);

double lettering_width(Lettering *l, Text text, double size, bool bold);

enum { LETTERING_LINES = 2 };

typedef struct Lines {
  Text at[LETTERING_LINES];
  double widths[LETTERING_LINES];
  uint32_t n;
  double width; /* of the widest */
} Lines;

/* Breaks a text into at most `most` lines, none wider than `width`, of about the same length; what does not fit is
 * shortened, with an ellipsis. The texts are in the arena. */
Lines lettering_break(Lettering *l, Arena *arena, Text text, double size, double width, uint32_t most);

#endif
