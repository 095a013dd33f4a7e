/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours by label, for formats whose readers draw what they are told. */
#ifndef CLIO_LOADERS_PALETTE_H
#define CLIO_LOADERS_PALETTE_H

#include "core/graph.h"

/* "#88CCEE": that of the label which the fewest nodes have. Nodes without labels are white. */
const char *palette_colour(const Graph *g, uint32_t node);

#endif
