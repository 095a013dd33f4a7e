/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an import has made, in words: how many nodes of which labels, how many relationships of which types, and with
 * which properties. Looks at the graph alone, so that it is the same for every format. */
#ifndef CLIO_LOADERS_MADE_H
#define CLIO_LOADERS_MADE_H

#include "loader.h"

/* Tells the options' told function about all entities from these slots on, a line for each set of labels and type. */
Status made_tell(const Graph *g, uint32_t first_node, uint32_t first_rel, const ImportOptions *options, Error *err);

#endif
