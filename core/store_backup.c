/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies of a database: of a file that others may be writing, by SQLite's backup interface, and of a graph in memory,
 * which is written like a commit of everything. */
#include "store_internal.h"

#include "target.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_PAGES = 256 };

static Status copy_pages(Store *from, sqlite3 *to, const char *path, const StoreProgress *progress, Error *err)
{
  sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->db, "main");
  Status status = STATUS_OK;
  int code = backup ? SQLITE_OK : sqlite3_errcode(to);
  while (code == SQLITE_OK && status == STATUS_OK) {
    code = sqlite3_backup_step(backup, STEP_PAGES);
    uint64_t total = (uint64_t)sqlite3_backup_pagecount(backup), left = (uint64_t)sqlite3_backup_remaining(backup);
    if (progress && progress->report && !progress->report(progress->payload, path, total - left, total))
      status = error_set(err, ERROR_INTERRUPTED, NULL, "the backup was interrupted");
  }
  if (backup) code = code == SQLITE_DONE ? sqlite3_backup_finish(backup) : (sqlite3_backup_finish(backup), code);
  if (status != STATUS_OK || code == SQLITE_OK) return status;
  return error_set(err, ERROR_IO, NULL, "cannot write %s: %s", path, sqlite3_errstr(code));
}

static Status refuse_existing(const char *path, Error *err)
{
  struct stat info;
  if (lstat(path, &info) != 0) return STATUS_OK;
  return error_set(err, ERROR_IO, NULL, "there is a file '%s' already", path);
}

/* The read transaction makes the source stand still for this connection, whatever others write meanwhile. */
static Status copy_file(const char *path, const Target *target, const GraphOptions *options,
                        const StoreProgress *progress, Error *err)
{
  Store *store = NULL;
  sqlite3 *to = NULL;
  int64_t version;
  Status status = store_connect(&store, path, options, err);
  if (status == STATUS_OK) status = store_begin_reading(store, err);
  if (status == STATUS_OK) status = store_get_number(store, "SELECT count(*) FROM state", &version, err);
  if (status == STATUS_OK) {
    int code = sqlite3_open_v2(target->temporary, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(to, "PRAGMA journal_mode = OFF", NULL, NULL, NULL);
    status = code == SQLITE_OK
                 ? copy_pages(store, to, target->name, progress, err)
                 : error_set(err, ERROR_IO, NULL, "cannot write %s: %s", target->name, sqlite3_errstr(code));
  }
  sqlite3_close(to);
  store_close(store);
  return status;
}

Status store_backup(const char *path, const char *to, const GraphOptions *options, const StoreProgress *progress,
                    Error *err)
{
  GraphOptions reading = *options;
  Target target;
  reading.read_only = true;
  TRY(refuse_existing(to, err));
  Status status = target_open(&target, to, err);
  if (status == STATUS_OK) status = copy_file(path, &target, &reading, progress, err);
  if (status == STATUS_OK) status = target_finish(&target, err);
  target_drop(&target);
  return status;
}

/* ---- of a graph in memory */

static Status mark_all(Graph *g, Error *err)
{
  for (uint32_t slot = 0; slot < graph_node_limit(g); slot += GRAPH_PAGE_SLOTS)
    TRY(page_set_add(&g->node_pages, slot >> GRAPH_PAGE_SHIFT, err));
  for (uint32_t slot = 0; slot < graph_rel_limit(g); slot += GRAPH_PAGE_SLOTS)
    TRY(page_set_add(&g->rel_pages, slot >> GRAPH_PAGE_SHIFT, err));
  for (int kind = 0; kind < 2; kind++)
    for (uint32_t key = 0; key < g->column_count[kind]; key++)
      if (g->columns[kind][key]) g->columns[kind][key]->rewrite = true;
  g->indexes_changed = g->constraints_changed = g->settings_changed = true;
  return STATUS_OK;
}

/* The log goes into the file when it is closed. */
static Status write_all(Graph *g, const Target *target, Error *err)
{
  Store *store = NULL;
  GraphOptions options = {.create = true};
  Status status = store_connect(&store, target->temporary, &options, err);
  if (status == STATUS_OK) status = mark_all(g, err);
  if (status == STATUS_OK) status = store_commit(store, g, err);
  page_set_clear(&g->node_pages);
  page_set_clear(&g->rel_pages);
  store_close(store);
  return status;
}

Status store_save(Graph *g, const char *to, Error *err)
{
  Target target;
  TRY(refuse_existing(to, err));
  Status status = target_open(&target, to, err);
  if (status == STATUS_OK) status = write_all(g, &target, err);
  if (status == STATUS_OK) status = target_finish(&target, err);
  target_drop(&target);
  return status;
}
