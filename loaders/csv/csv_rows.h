/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CSV file row by row, for LOAD CSV: RFC 4180 quoting, UTF-8, read as a stream. Knows nothing of graphs or queries.
 */
#ifndef CLIO_LOADERS_CSV_ROWS_H
#define CLIO_LOADERS_CSV_ROWS_H

#include "core/arena.h"

typedef struct CsvRows CsvRows;

/* Opens a file of the local file system (relative paths: against the working directory). ERROR_IO where it cannot be
 * read. Its buffers count against limit, which may be NULL. */
Status csv_rows_open(CsvRows **out, const char *path, char delimiter, MemoryLimit *limit, Error *err);
/* The next row. *fields are borrowed until the next call; an empty field without quotes has data NULL. *more is false
 * at the end of the file. ERROR_FORMAT names the file and the line. */
Status csv_rows_next(CsvRows *rows, const Text **fields, uint32_t *n, bool *more, Error *err);
void csv_rows_close(CsvRows *rows); /* NULL is fine */

#endif
