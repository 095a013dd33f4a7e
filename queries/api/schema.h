/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema: CREATE INDEX, DROP INDEX, SHOW INDEXES. */
#ifndef CLIO_QUERIES_API_SCHEMA_H
#define CLIO_QUERIES_API_SCHEMA_H

#include "core/graph.h"
#include "grammar/ast.h"

uint32_t schema_column_count(const Statement *s);
const char *schema_column_name(const Statement *s, uint32_t column);
Status schema_run(Graph *g, const Statement *s, Error *err);

#endif
