/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows into the graph: the last stage of the pipeline, which alone touches the graph, the ids of nodes and the caller's
 * functions. What must stay true: a row is known to be good before the graph is touched, so that one that is left out
 * leaves nothing behind. */
#ifndef CLIO_LOADERS_CSV_LOAD_H
#define CLIO_LOADERS_CSV_LOAD_H

#include "csv_bad_rows.h"
#include "csv_table.h"
#include "existing.h"

typedef struct CsvLoad {
  Graph *graph;
  const ImportOptions *options;
  ImportSummary *summary;
  CsvTableOptions tables;
  Ids *ids;
  Error *err;
  CsvBadRows *bad_rows; /* NULL: not wanted */
  /* What relationships refer to, and what is merged with. */
  Existing *existing;            /* NULL: neither is wanted */
  uint32_t from_label, from_key; /* of tables.from and .to, where they are told */
  uint32_t to_label, to_key;
  uint32_t *rel_keys; /* tables.ids of relationships, and the values of a row */
  Value *rel_values;
  uint32_t *labels; /* of one row */
  uint32_t label_cap;
} CsvLoad;

/* Before the first row, inside of the bulk load. arena: for as long as the load. */
Status csv_load_begin(CsvLoad *l, Arena *arena);
void csv_load_free(CsvLoad *l);
Status csv_load_batch(CsvLoad *l, CsvSource *source, CsvBatch *b);

#endif
