/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files a data set consists of: names and folders only, nothing of what is in the files. */
#ifndef CLIO_LOADERS_CSV_FILES_H
#define CLIO_LOADERS_CSV_FILES_H

#include "core/arena.h"

typedef struct CsvFile {
  const char *path;
  const char *header; /* the file that has its header line, or NULL: it has its own */
  Text stem;          /* the name without extensions (of the header file, where there is one) */
  bool tabs;          /* .tsv */
} CsvFile;

typedef struct CsvFiles {
  CsvFile *items; /* in the arena */
  uint32_t count;
} CsvFiles;

/* The files named by the paths: files as they are, and all .csv and .tsv files (also .gz, .zst, .bz2) below folders, in
 * the order of their names; what begins with a dot is left out. A file X_header.csv (X-header.csv) holds the header
 * line of X.csv, X_1.csv, X-part2.csv, ... beside it. ERROR_IO where something cannot be read or a folder has no such
 * file. */
Status csv_files_collect(Arena *arena, const char *const *paths, size_t count, CsvFiles *out, Error *err);

#endif
