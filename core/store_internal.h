/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of the store, shared by store_sqlite.c (the file, its locks and SQLite's errors), store_read.c (opening
 * and checking) and store_write.c (committing). */
#ifndef CLIO_CORE_STORE_INTERNAL_H
#define CLIO_CORE_STORE_INTERNAL_H

#include "codec.h"
#include "graph_internal.h"
#include "store.h"

#include <sqlite3.h>

#define STORE_APPLICATION_ID 0x436C696F /* "Clio" */
#define STORE_FORMAT_VERSION 1

typedef enum StoreStatement {
  STORE_BEGIN,
  STORE_COMMIT,
  STORE_ROLLBACK,
  STORE_GET_STATE,
  STORE_SET_STATE,
  STORE_PUT_NAME,
  STORE_PUT_LABEL_SET,
  STORE_PUT_NODE_PAGE,
  STORE_PUT_REL_PAGE,
  STORE_PUT_COLUMN,
  STORE_DROP_COLUMN,
  STORE_PUT_PAGE,
  STORE_DROP_PAGES,
  STORE_PUT_TEXTS,
  STORE_DROP_TEXTS,
  STORE_CLEAR_INDEXES,
  STORE_PUT_INDEX,
  STORE_STATEMENT_COUNT
} StoreStatement;

struct Store {
  sqlite3 *db;
  char *path;
  sqlite3_stmt *statements[STORE_STATEMENT_COUNT]; /* prepared when first needed */
  int64_t commits;                                 /* of the file, as this process knows it */
  uint32_t saved_names[NAME_KIND_COUNT], saved_sets;
  bool reads_only;
  Str buffer;
};

/* A property column's number in the file; its pages and texts are numbered (column << 32 | page or first code). */
static inline int64_t store_column(EntityKind kind, uint32_t key)
{
  return (int64_t)key << 1 | (kind == ENTITY_REL);
}

static inline int64_t store_part(int64_t column, uint32_t number)
{
  return column << 32 | number;
}

#define STORE_MOST_KEYS (1u << 29)

/* Turns SQLite's result code into an Error; what says what was being done. OK for SQLITE_OK, ROW and DONE. */
Status store_result(const Store *store, int code, const char *what, Error *err);
Status store_statement(Store *store, StoreStatement which, sqlite3_stmt **out, Error *err);
/* Runs a statement whose parameters are bound to its end, and resets it. */
Status store_run(Store *store, sqlite3_stmt *statement, const char *what, Error *err);
Status store_exec(Store *store, const char *sql, const char *what, Error *err);
/* Opens the file and makes sure that it is a Clio database of this version. */
Status store_connect(Store **out, const char *path, const GraphOptions *options, Error *err);

/* store_read.c: reads the whole file into an empty graph. report NULL: the first damage is an error; otherwise it is
 * reported and what is damaged left out. */
Status store_read(Store *store, Graph *g, StoreFinding report, void *context, uint64_t *findings, Error *err);

#endif
