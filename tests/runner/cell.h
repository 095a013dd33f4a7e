/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in the notation of the TCK, which is also what Clio prints as a Cypher literal: null, 1, 1.5, 'text', [1, 2],
 * {a: 1}, (:A {x: 1}), [:T], <(:A)-[:T]->(:B)>. Two texts mean the same value when their canonical forms are equal, so
 * comparing values is comparing strings. Knows nothing of tables and queries. */
#ifndef CLIO_TESTS_CELL_H
#define CLIO_TESTS_CELL_H

#include "pool.h"

#include <stdbool.h>

/* Labels and map keys come out sorted, floats with all their digits and never looking like an integer, strings in
 * single quotes; with sort_lists, the items of lists are sorted too. NULL when the text is not in the notation. */
char *cell_canonical(Pool *pool, const char *text, bool sort_lists);

#endif
