/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows that an import leaves out, in a folder of their own, where they can be mended and imported again: for each
 * file that has such rows one of the same name (STEM.csv), with its header line and the rows as they were, in UTF-8;
 * and beside it STEM.csv.reasons, with a line for each on what is wrong with it. */
#ifndef CLIO_LOADERS_CSV_BAD_ROWS_H
#define CLIO_LOADERS_CSV_BAD_ROWS_H

#include "csv_batch.h"

typedef struct CsvBadRows CsvBadRows;

/* Makes the folder where it is missing. */
Status csv_bad_rows_new(CsvBadRows **out, const char *folder, Error *err);
void csv_bad_rows_free(CsvBadRows *b); /* NULL is fine */

/* A row of the file that is being read, by the line where it starts; in order. */
Status csv_bad_rows_add(CsvBadRows *b, const CsvSource *source, uint64_t line, const char *reason, Error *err);
/* The file has been read: its bad rows are looked up in it once more. header: the file with its header line. */
Status csv_bad_rows_end(CsvBadRows *b, const CsvSource *source, const char *header, Error *err);

#endif
