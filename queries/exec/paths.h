/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting path values together from the nodes and relationships of a row. */
#ifndef CLIO_QUERIES_PATHS_H
#define CLIO_QUERIES_PATHS_H

#include "op.h"

/* The path of one row, in the arena; null where one of its parts is. The nodes inside a list of relationships follow
 * from the relationships. */
Status path_build(Exec *x, const PlanPath *path, const Batch *b, uint32_t row, Arena *arena, Value *out);
/* Sets the slots of all paths for the rows that count. */
Status paths_build(Exec *x, const PlanPath *paths, uint32_t n, Arena *arena, Batch *b);

#endif
