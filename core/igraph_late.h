/* SPDX-License-Identifier: GPL-2.0-or-later */
/* igraph as Clio calls it: a library that igraph_guard_enter loads, see late.h. To be included in place of igraph.h. */
#ifndef CLIO_CORE_IGRAPH_LATE_H
#define CLIO_CORE_IGRAPH_LATE_H

#include <igraph/igraph.h>

typedef struct IgraphFunctions {
#define FUNCTION(name) __typeof__(name) *name;
#include "igraph.def"
#undef FUNCTION
} IgraphFunctions;

extern IgraphFunctions igraph_functions;

#include "igraph_names.h" /* made by the Makefile: calls of these functions go through the table */

#endif
