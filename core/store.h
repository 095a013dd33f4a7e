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
/* Writes what has changed since the last commit, durably, or nothing at all. Fails with ERROR_BUSY where another
 * process has committed since, which cannot be while the file is locked. */
Status store_commit(Store *store, Graph *g, Error *err);
void store_close(Store *store);

/* Whether the file may have changed since this process last looked: a glance at shared memory. */
bool store_has_moved(const Store *store);
/* Brings a graph without uncommitted changes to the file's last commit; nothing where it is there. What is borrowed
 * from the graph may move. */
Status store_follow(Store *store, Graph *g, Error *err);
/* Waits for its turn to write, and keeps it until the next commit or store_unlock. */
Status store_lock(Store *store, Error *err);
void store_unlock(Store *store);
bool store_is_locked(const Store *store);
/* Fails with ERROR_BUSY unless the locked file is as this process knows it. */
Status store_check_current(Store *store, Error *err);

/* How far a long task has come; false ends it. */
typedef struct StoreProgress {
  bool (*report)(void *payload, const char *file, uint64_t done, uint64_t total);
  void *payload;
} StoreProgress;

/* Copies the last commit of a file, which others may be writing, to a new one. progress may be NULL. */
Status store_backup(const char *path, const char *to, const GraphOptions *options, const StoreProgress *progress,
                    Error *err);
/* Writes a graph that lives in memory, and has no uncommitted changes, to a new file. */
Status store_save(Graph *g, const char *to, Error *err);

/* What is wrong with a file, one finding at a time. */
typedef void (*StoreFinding)(void *context, const char *finding);
/* Reads the whole file and verifies what can be verified. summary->findings counts what was reported. Fails only where
 * the file cannot be read at all. */
typedef struct StoreCheck {
  uint64_t findings, nodes, rels;
  uint64_t checksum; /* see checksum.h */
} StoreCheck;
Status store_check(const char *path, StoreFinding report, void *context, StoreCheck *summary, Error *err);

#endif
