/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database file: an SQLite database with the graph in pages; docs/file-format.md describes it. The only part of
 * core that reads and writes files. */
#ifndef CLIO_CORE_STORE_H
#define CLIO_CORE_STORE_H

#include "graph.h"

typedef struct Store Store;

/* Opens the file and reads all of it into the graph, which must be empty. *out is set as soon as there is a store, also
 * when reading fails, and is the caller's to close. */
Status store_open(Store **out, Graph *g, const char *path, const GraphOptions *options, Error *err);
/* Writes what has changed since the last commit, durably, or nothing at all. */
Status store_commit(Store *store, Graph *g, Error *err);
void store_close(Store *store);

/* What is wrong with a file, one finding at a time. */
typedef void (*StoreFinding)(void *context, const char *finding);
/* Reads the whole file and verifies what can be verified. *findings counts what was reported. Fails only where the
 * file cannot be read at all. */
Status store_check(const char *path, StoreFinding report, void *context, uint64_t *findings, Error *err);

#endif
