/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours that people with any colour vision can tell apart: Paul Tol's qualitative schemes (Colour Schemes, SRON
 * technical note, 2021), "light" to fill what dark text stands on and "muted" for lines on white. A name keeps its
 * colour from picture to picture as far as two names in one picture do not ask for the same. Knows numbers of names
 * only. */
#ifndef CLIO_LOADERS_PICTURE_COLOURS_H
#define CLIO_LOADERS_PICTURE_COLOURS_H

#include "scene.h"

#define COLOUR_TEXT  0x222222u
#define COLOUR_FAINT 0x666666u /* small print */
#define COLOUR_RULE  0xDDDDDDu /* lines of a grid */
#define COLOUR_WHITE 0xFFFFFFu

/* The names in a picture: labels or relationship types. */
typedef struct NameColour {
  uint32_t name;  /* its number in the graph */
  uint64_t count; /* how often it stands for a colour */
  Colour colour;
} NameColour;

/* Gives each a colour; where there are more names than colours, the rarest are grey. Sorts them by name. */
void colours_fill(NameColour *names, uint32_t n);                      /* light */
void colours_lines(NameColour *names, uint32_t n);                     /* dark */
Colour colours_of(const NameColour *names, uint32_t n, uint32_t name); /* of one of them; else grey */
Colour colours_border(Colour fill);                                    /* for the border around a light colour */

#endif
