/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats that are read through an Intake: a table of them, and which one a file is of. To add a format: a row here
 * (in import.c), a read function in a folder of its own, and its tests. */
#ifndef CLIO_LOADERS_IMPORT_H
#define CLIO_LOADERS_IMPORT_H

#include "intake.h"

/* Reads one file into the graph. Errors name the file, and the line and column where there are such. */
typedef Status (*ImportRead)(Intake *in, const char *path, Error *err);

/* What ids of nodes are good for. */
typedef enum ImportIds {
  IDS_OF_A_FILE, /* the same one in two files is two nodes */
  IDS_OF_THINGS, /* it is one node in all files and in the graph; what a file says of it can be loaded once */
  IDS_OF_FACTS   /* the same, and what is said again is there already */
} ImportIds;

struct ImportFormat {
  const char *name;
  const char *extensions; /* ".a .b"; compressed files have .gz, .zst or .bz2 behind it */
  const char *help;
  /* Whether a file that starts so may be of the format, for formats that share an extension: the first row of the table
   * that has the extension and says so is taken. NULL: it needs no looking. */
  bool (*starts)(Text start);
  ImportRead read; /* NULL: loaded as a whole data set (CSV), or run (Cypher) */
  ImportIds ids;
};

#endif
