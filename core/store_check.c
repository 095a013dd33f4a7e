/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `clio check`: SQLite's own examination of the file, and then ours, which is reading it as opening does. */
#include "store_internal.h"

#include "checksum.h"

static Status check_sqlite(Store *store, StoreFinding report, void *context, uint64_t *findings, Error *err)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2(store->db, "PRAGMA integrity_check", -1, &statement, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    if (code != SQLITE_ROW) break;
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    if (text && strcmp(text, "ok") == 0) continue;
    report(context, text ? text : "SQLite's integrity check failed");
    ++*findings;
  }
  Status status = STATUS_OK;
  if ((code & 0xFF) == SQLITE_CORRUPT) {
    report(context, sqlite3_errmsg(store->db));
    ++*findings;
  } else {
    status = store_result(store, code, "checking it", err);
  }
  sqlite3_finalize(statement);
  return status;
}

Status store_check(const char *path, StoreFinding report, void *context, StoreCheck *summary, Error *err)
{
  GraphOptions options = {.read_only = true, .busy_ms = 5000};
  Graph *g = NULL;
  Store *store = NULL;
  uint64_t read = 0;
  *summary = (StoreCheck){0};
  TRY(graph_open(&g, NULL, NULL, err));
  Status status = store_connect(&store, path, &options, err);
  if (status == STATUS_OK) status = check_sqlite(store, report, context, &summary->findings, err);
  if (status == STATUS_OK) status = store_read(store, g, report, context, &read, err);
  if (status == STATUS_OK) status = graph_checksum(g, &summary->checksum, err);
  summary->findings += read;
  summary->nodes = graph_node_count(g);
  summary->rels = graph_rel_count(g);
  store_close(store);
  graph_close(g);
  return status;
}
