/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging with what is there: a file has been read into a graph of its own, and what it says goes into the graph, where
 * nodes and relationships that are there already are matched. Knows no format. CSV, which goes into the graph by
 * columns, merges by the same rules on its own (csv/csv_load.c). */
#ifndef CLIO_LOADERS_MERGE_H
#define CLIO_LOADERS_MERGE_H

#include "intake.h"

typedef struct Merge Merge;

/* For all files of an import; before the bulk load begins. Nodes are told apart by the first name of the options' --id,
 * or by the property `id`; what parallel relationships differ in are all of those names. */
Status merge_new(Merge **out, Graph *g, const ImportOptions *options, Error *err);
void merge_free(Merge *m); /* NULL is fine */

/* in: of the graph that is merged into, in its bulk load; its path and summary count. from: of the file's graph, with
 * all places. ERROR_FORMAT names file, line and column. */
Status merge_graph(Merge *m, Intake *in, const Intake *from, Error *err);

#endif
