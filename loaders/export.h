/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the writers of formats share: the export at hand, and walks over what is to be written. Nobody outside of this
 * room includes it. */
#ifndef CLIO_LOADERS_EXPORT_H
#define CLIO_LOADERS_EXPORT_H

#include "loader.h"
#include "output.h"

#include "core/target_folder.h"

/* A writer appends to out.text, and calls export_pass after each entity. */
struct Export {
  const Graph *graph;
  const ExportSet *set; /* NULL: everything */
  const ExportOptions *options;
  const char *path;  /* for people */
  unsigned variant;  /* its place among the format's variants */
  uint64_t expected; /* entities, at most */
  Output out;
  TargetFolder folder; /* of formats that are one */
  ExportSummary summary;
};

/* Writes what there is a block of, tells how far it has come by the summary, and fails where the export is to stop. */
Status export_pass_block(Export *e, Error *err);

static inline Status export_pass(Export *e, Error *err)
{
  return LIKELY(e->out.text.len < OUTPUT_BLOCK && !e->out.text.bad) ? STATUS_OK : export_pass_block(e, err);
}

/* Of formats that are a folder: out becomes that of a new file. What happened to its content goes to export_close_file,
 * which fails where that did. */
Status export_open_file(Export *e, const char *name, Error *err);
Status export_close_file(Export *e, Status status, Error *err);

/* Something about the file that people should know. */
void export_note(const Export *e, const char *format, ...) PRINTF_LIKE(2, 3);

/* The entities of one kind that are alive and wanted, in the order of their slots. Of relationships, only those whose
 * ends are wanted too. */
typedef struct Walk {
  const Graph *graph;
  const ExportSet *set;
  EntityKind kind;
  uint32_t next, limit; /* where everything is wanted */
  roaring_uint32_iterator_t it;
} Walk;

void walk_begin(Walk *walk, const Export *e, EntityKind kind);
bool walk_next(Walk *walk, uint32_t *slot);

/* For each node, then for each relationship: write, count, pass on. */
typedef void (*EntityWriter)(void *writer, uint32_t slot);
Status export_entities(Export *e, EntityKind kind, EntityWriter write, void *writer, Error *err);

/* "n7" and the like, in fewer steps than str_addf takes. */
static inline void export_number(Str *out, const char *before, uint32_t number)
{
  str_add(out, before);
  str_add_int(out, number);
}
/* What GraphML and GEXF begin an edge with, up to its further attributes. */
void export_open_edge(Str *out, const Graph *g, uint32_t rel);

/* The labels of a node in JSON: ["Place","State"] */
void export_labels(Str *out, const Graph *g, uint32_t node);
/* The same as APOC writes them: ":Place:State" */
void export_colon_labels(Str *out, const Graph *g, uint32_t node);

extern const char *const graphml_variants[];
Status graphml_write(Export *e, Error *err);
Status gexf_write(Export *e, Error *err);
Status gml_write(Export *e, Error *err);
Status dot_write(Export *e, Error *err);
Status cypher_write(Export *e, Error *err);
Status csv_write(Export *e, Error *err);
Status picture_svg_write(Export *e, Error *err);
Status picture_png_write(Export *e, Error *err);
Status picture_pdf_write(Export *e, Error *err);

#endif
