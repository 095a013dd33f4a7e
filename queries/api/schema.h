/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements about the schema: CREATE INDEX, DROP INDEX, SHOW INDEXES. */
#ifndef CLIO_QUERIES_API_SCHEMA_H
#define CLIO_QUERIES_API_SCHEMA_H

#include "core/graph.h"
#include "grammar/ast.h"

uint32_t schema_column_count(const Statement *s);
const char *schema_column_name(const Statement *s, uint32_t column);
/* Fills the columns of SHOW INDEXES for the i-th index. */
void schema_index_row(const Graph *g, uint32_t i, Value *row);
Status schema_run(Graph *g, const Statement *s, Error *err);

#endif
