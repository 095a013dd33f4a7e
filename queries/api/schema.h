/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema: CREATE and DROP of indexes and constraints. */
#ifndef CLIO_QUERIES_API_SCHEMA_H
#define CLIO_QUERIES_API_SCHEMA_H

#include "core/graph.h"
#include "grammar/ast.h"

/* parameters: the values of those that the statement names. */
Status schema_run(Graph *g, const Statement *s, const Value *parameters, Arena *arena, Error *err);

#endif
