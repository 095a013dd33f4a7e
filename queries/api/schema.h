/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema: CREATE INDEX, DROP INDEX. */
#ifndef CLIO_QUERIES_API_SCHEMA_H
#define CLIO_QUERIES_API_SCHEMA_H

#include "core/graph.h"
#include "grammar/ast.h"

Status schema_run(Graph *g, const Statement *s, Error *err);

#endif
