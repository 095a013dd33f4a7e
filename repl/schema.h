/* SPDX-License-Identifier: GPL-2.0-or-later */
/* :schema, what is in a graph as a picture of text: labels with their properties, and which types of relationships lead
 * from which to which; then indexes and constraints. What is large is cut, and says so. */
#ifndef CLIO_REPL_SCHEMA_H
#define CLIO_REPL_SCHEMA_H

#include "session.h"

/* False on failure, which has been reported. */
bool schema_show(Session *s, const Piece *piece, const char *file);

#endif
