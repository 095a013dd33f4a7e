/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of formats share: a buffer before a file, and walks over what is to be written. Nobody outside of
 * this room includes it. */
#ifndef CLIO_LOADERS_EXPORT_H
#define CLIO_LOADERS_EXPORT_H

#include "core/str.h"
#include "loader.h"

/* Text on its way to a file: append to text, then output_pass now and then. The first error of the file is kept, and
 * all that follows is dropped. */
typedef struct Output {
  Str text;
  int fd;
  int error; /* errno, or 0 */
} Output;

void output_init(Output *out, int fd);
void output_free(Output *out);
/* Writes the text to the file where there is enough of it. Fails (ERROR_IO, without the file's name; ERROR_MEMORY) as
 * soon as something went wrong. */
Status output_pass(Output *out, Error *err);
Status output_finish(Output *out, Error *err); /* writes all of it */

/* The entities of one kind that are alive and wanted, in the order of their slots. Of relationships, only those whose
 * ends are wanted too. */
typedef struct Walk {
  const Graph *graph;
  const ExportSet *set;
  EntityKind kind;
  uint32_t next, limit; /* where everything is wanted */
  roaring_uint32_iterator_t it;
} Walk;

void walk_begin(Walk *walk, const Graph *g, const ExportSet *set, EntityKind kind);
bool walk_next(Walk *walk, uint32_t *slot);

Status graphml_write(const Graph *g, const ExportSet *set, int fd, ExportSummary *summary, Error *err);
Status cypher_write(const Graph *g, const ExportSet *set, int fd, ExportSummary *summary, Error *err);
Status jsonl_write(const Graph *g, const ExportSet *set, int fd, ExportSummary *summary, Error *err);

#endif
