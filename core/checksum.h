/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One number that tells whether two graphs hold the same: whatever can be read from a graph goes into it, but
 * for ids and the order of things, and nothing of how it is stored. docs/file-format.md says what is hashed. */
#ifndef CLIO_CORE_CHECKSUM_H
#define CLIO_CORE_CHECKSUM_H

#include "graph.h"

Status graph_checksum(const Graph *g, uint64_t *sum, Error *err);

#endif
