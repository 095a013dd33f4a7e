/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data in and out of a graph, by files. Knows the graph, nothing of queries: scripts of statements are run by the room
 * that calls this one. Loading happens inside the caller's statement, whose undoing undoes a failed load. */
#ifndef CLIO_LOADERS_LOADER_H
#define CLIO_LOADERS_LOADER_H

#include "core/graph.h"

typedef enum IdType { ID_STRING, ID_INTEGER, ID_ACTUAL } IdType;

typedef struct ImportOptions {
  IdType id_type;
  char delimiter, array_delimiter, quote;
  bool skip_bad_rows;
  const char *header; /* a header line for the files, or NULL */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total); /* false: stop */
  void (*skipped)(void *payload, const char *message);
  void *payload;
  void (*noted)(void *payload, const char *message);
  const char *encoding; /* of the files, as input_open_text takes it */
  bool merge;           /* what is there already is matched */
  bool dry_run;         /* bad rows do not end it, as nothing of it stays */
  bool skip_duplicates, skip_bad_rels;
  const char *bad_rows; /* a folder for the rows that are left out, or NULL */
  /* Tables whose header only names columns. NULL: not told. */
  const char *as; /* labels with colons between them, or a type; for formats other than CSV, of nodes without any */
  /* Nodes: the column, or with merge the property, that tells them apart; relationships: those that parallel ones
   * differ in. */
  const char *id;
  const char *from, *to;                         /* relationships: Label:key=column */
  const char *types;                             /* column=type,... */
  bool create_missing;                           /* nodes at the ends of relationships */
  void (*told)(void *payload, const char *line); /* what a file has been understood to be */
  const char *languages;                         /* of names in Wikidata, with commas between them; NULL: English */
  const char *mapping;                           /* a file of Wikidata's ids and what they are called, or NULL */
} ImportOptions;

typedef struct ImportSummary {
  uint64_t nodes, relationships, properties, skipped, files;
  uint64_t refused; /* dry_run: of those skipped, how many would have ended the import */
  uint64_t matched_nodes, matched_rels;
} ImportSummary;

/* A script in a folder of CSV, which makes the indexes and constraints of the data set, and its settings. It is written
 * with the folder, and run by whoever runs scripts. */
#define CSV_SETTINGS "settings.cypher"

/* Loads neo4j-admin CSV files and folders of them, nodes first. ERROR_FORMAT names file, line and column. */
Status csv_import(Graph *g, const char *const *paths, size_t count, const ImportOptions *options,
                  ImportSummary *summary, Error *err);

/* A format by name; NULL where unknown. */
typedef struct ImportFormat ImportFormat;
const ImportFormat *import_format(Text name);
const ImportFormat *import_format_at(size_t i); /* all of them; NULL past the last */
const char *import_format_name(const ImportFormat *format);
/* The format of a file by its extension and, where several formats share that, by how it begins; of a folder, CSV. NULL
 * where nothing is known. */
Status import_format_of(const char *path, const ImportFormat **out, Error *err);
bool import_is_data_set(const ImportFormat *format); /* for csv_import, all files together */
bool import_is_script(const ImportFormat *format);   /* statements, to be run by who can */
/* Whether what its files speak of has ids of its own, by which it is found again in any graph, whatever the options. */
bool import_knows_again(const ImportFormat *format);
bool import_can_merge(const ImportFormat *format);

typedef struct ImportFile {
  const char *path;
  const ImportFormat *format;
} ImportFile;

/* Loads files of all other formats. ERROR_FORMAT names file, line and column. */
Status import_files(Graph *g, const ImportFile *files, size_t count, const ImportOptions *options,
                    ImportSummary *summary, Error *err);

/* What is written: everything (NULL), or these nodes and relationships. */
typedef struct ExportSet {
  const roaring_bitmap_t *nodes, *rels;
  const roaring_bitmap_t *asked; /* the nodes that are there for their own sake, not as an end of a relationship */
} ExportSet;

/* How a picture is to look. */
typedef struct PictureOptions {
  bool timeline;          /* facts by their dates, instead of a diagram of nodes */
  const char *layout;     /* one of layout_methods (core/layouts.h); NULL: whichever suits the graph */
  uint32_t width, height; /* of the page; 0: as the content needs */
} PictureOptions;

typedef struct ExportOptions {
  const char *variant; /* one of the format's, or NULL for its first */
  /* Called now and then with the entities that are written; false ends the export. NULL: nobody wants to know. */
  bool (*progress)(void *payload, const char *file, uint64_t done, uint64_t total);
  void (*note)(void *payload, const char *message); /* what people should know of the file; may be NULL */
  void *payload;
  char delimiter, array_delimiter, quote; /* of CSV; 0: , ; " */
  PictureOptions picture;                 /* nothing of it may be set for other formats */
} ExportOptions;

typedef struct ExportSummary {
  uint64_t nodes, relationships;
  uint64_t replaced; /* characters that the format cannot hold (control characters in XML), written as U+FFFD */
} ExportSummary;

typedef struct Export Export; /* export.h: for writers */

/* A format by name; NULL where unknown. The extension of a path names it too (format_of_path), also before .gz,
 * .zst and .bz2. */
typedef struct ExportFormat {
  const char *name;
  const char *extension; /* NULL: one that another format stands for */
  const char *help;
  Status (*write)(Export *e, Error *err);
  const char *const *variants; /* ends in NULL, the first is the default; NULL: there are none */
  const char *folder;          /* a folder of files with this extension; NULL: one file */
  bool picture;
} ExportFormat;

const ExportFormat *export_format(Text name);
const ExportFormat *export_format_of_path(const char *path);
const ExportFormat *export_format_at(size_t i); /* all of them; NULL past the last */

/* Writes to a file (or folder) beside path that takes its name only when complete; "-" is standard output. What ends in
 * .gz, .zst or .bz2 is compressed. */
Status export_graph(const Graph *g, const ExportSet *set, const char *path, const ExportFormat *format,
                    const ExportOptions *options, ExportSummary *summary, Error *err);

#endif
