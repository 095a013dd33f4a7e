/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a database has besides its graph, as statements: indexes, constraints and settings. */
#ifndef CLIO_LOADERS_SCHEMA_WRITE_H
#define CLIO_LOADERS_SCHEMA_WRITE_H

#include "core/graph.h"
#include "core/str.h"

/* Nothing where there is none. */
void schema_write(Str *out, const Graph *g);

#endif
