/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file in JSON Lines object by object, for LOAD JSONL: each line is one, read as a stream. Blank lines are left out.
 * Knows nothing of graphs or queries. */
#ifndef CLIO_LOADERS_JSON_ROWS_H
#define CLIO_LOADERS_JSON_ROWS_H

#include "core/value.h"

typedef struct JsonRows JsonRows;

/* Opens a file of the local file system. ERROR_IO where it cannot be read. Its buffer counts against limit, which may
 * be NULL. */
Status json_rows_open(JsonRows **out, const char *path, MemoryLimit *limit, Error *err);
/* The next object, as a map in the arena; *more is false at the end of the file. ERROR_FORMAT names the file, the line
 * and the column. */
Status json_rows_next(JsonRows *rows, Arena *arena, Value *out, bool *more, Error *err);
void json_rows_close(JsonRows *rows); /* NULL is fine */

#endif
