/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours by label, for formats whose readers draw what they are told. */
#ifndef CLIO_LOADERS_PALETTE_H
#define CLIO_LOADERS_PALETTE_H

#include "core/graph.h"

/* "#77AADD", ...; the last one is grey. */
enum { PALETTE_COLOURS = 9 };
extern const char *const palette_colours[PALETTE_COLOURS];

/* The label that a node is coloured by: the one that the fewest nodes have; NAME_NONE where it has none. */
uint32_t palette_label(const Graph *g, uint32_t node);
/* The colour of that. Nodes without labels are white. */
const char *palette_colour(const Graph *g, uint32_t node);

#endif
