/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables: CSV files whose header only names their columns. What they are is told by the options of the import; types
 * that are not told are those that all values of a column have (csv_infer.h). Texts in, columns out: knows nothing of
 * graphs. */
#ifndef CLIO_LOADERS_CSV_TABLE_H
#define CLIO_LOADERS_CSV_TABLE_H

#include "csv_header.h"

/* One end of the relationships: the node with the label whose key has the column's value. */
typedef struct CsvEnd {
  Text label, key, column; /* label empty: not told */
} CsvEnd;

/* The options, taken apart. */
typedef struct CsvTableOptions {
  bool wanted; /* some option makes tables of files with plain headers */
  Text *names; /* labels, or one type */
  uint32_t name_count;
  Text *ids;
  uint32_t id_count;
  CsvEnd from, to;
  CsvColumn *types; /* by name */
  uint32_t type_count;
} CsvTableOptions;

Status csv_table_options(Arena *arena, const ImportOptions *options, CsvTableOptions *out, Error *err);

/* The columns of a table, by its header line. Columns without a name are left out. Those whose type is to be found out
 * have it CSV_STRING in *header and true in *open, which is an array of the arena. */
Status csv_table_header(Arena *arena, const char *file, const CsvRow *row, const CsvTableOptions *options,
                        CsvHeader *header, bool **open, Error *err);

/* Whether a header with roles or types goes with the options. */
Status csv_table_refuse(const char *file, const CsvTableOptions *options, Error *err);

/* Appends in one line what a file is: "people.csv: nodes :Person with name string (the id), born date". */
void csv_table_tell(const char *file, const CsvHeader *header, const CsvTableOptions *options, Text stem, Str *out);

#endif
