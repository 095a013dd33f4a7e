/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which colour stands for which name; see colours.h. */
#include "colours.h"

#include "loaders/palette.h"

#include <stdlib.h>

#define GREY 0xDDDDDDu

static const Colour muted[] = {0x332288, 0xCC6677, 0x117733, 0xAA4499, 0x2A8C80, 0x882255, 0x7F7F22, 0x3B8FC4};

static int by_count(const void *a, const void *b)
{
  const NameColour *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return (x->name > y->name) - (x->name < y->name);
}

static int by_name(const void *a, const void *b)
{
  const NameColour *x = a, *y = b;
  return (x->name > y->name) - (x->name < y->name);
}

/* Each of the most frequent gets the colour that its number asks for, or the next one that is free. */
static void give(NameColour *names, uint32_t n, const Colour *colours, uint32_t count, Colour rest)
{
  uint32_t taken = 0, some = MIN(n, count);
  qsort(names, n, sizeof *names, by_count);
  for (uint32_t i = some; i < n; i++) names[i].colour = rest;
  qsort(names, some, sizeof *names, by_name);
  for (uint32_t i = 0; i < some; i++) {
    uint32_t colour = names[i].name % count;
    while (taken & UINT32_C(1) << colour) colour = (colour + 1) % count;
    taken |= UINT32_C(1) << colour;
    names[i].colour = colours[colour];
  }
  qsort(names, n, sizeof *names, by_name);
}

/* The colours of other formats, as far as labels do not ask for the same one; the grey is for the rest. */
void colours_fill(NameColour *names, uint32_t n)
{
  Colour light[PALETTE_COLOURS];
  for (size_t i = 0; i < PALETTE_COLOURS; i++) light[i] = (Colour)strtoul(palette_colours[i] + 1, NULL, 16);
  give(names, n, light, PALETTE_COLOURS - 1, GREY);
}

void colours_lines(NameColour *names, uint32_t n)
{
  give(names, n, muted, ARRAY_LEN(muted), COLOUR_FAINT);
}

Colour colours_of(const NameColour *names, uint32_t n, uint32_t name)
{
  NameColour key = {.name = name};
  const NameColour *found = n ? bsearch(&key, names, n, sizeof *names, by_name) : NULL;
  return found ? found->colour : GREY;
}

Colour colours_border(Colour fill)
{
  Colour dark = 0;
  for (unsigned shift = 0; shift < 24; shift += 8) dark |= (fill >> shift & 0xFF) * 6 / 10 << shift;
  return dark;
}
