/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database file as SQLite sees it: connecting, the schema, locks and errors.
 *
 * The file is in WAL mode with synchronous=FULL: a committed statement survives a power failure, at the price of one
 * sync of the log each. Any number of processes may read a file while one writes it. Every process holds the graph as
 * it was when it opened the file; a commit counter in the file keeps one that has since been overtaken from writing. */
#include "store_internal.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const sql[STORE_STATEMENT_COUNT] = {
    [STORE_BEGIN] = "BEGIN IMMEDIATE",
    [STORE_COMMIT] = "COMMIT",
    [STORE_ROLLBACK] = "ROLLBACK",
    [STORE_GET_STATE] = "SELECT commits, nodes, rels FROM state WHERE id = 1",
    [STORE_SET_STATE] = "UPDATE state SET commits = ?1, nodes = ?2, rels = ?3 WHERE id = 1",
    [STORE_PUT_NAME] = "INSERT OR REPLACE INTO name (kind, id, text) VALUES (?1, ?2, ?3)",
    [STORE_PUT_LABEL_SET] = "INSERT OR REPLACE INTO label_set (id, data) VALUES (?1, ?2)",
    [STORE_PUT_NODE_PAGE] = "INSERT OR REPLACE INTO node_page (id, data) VALUES (?1, ?2)",
    [STORE_PUT_REL_PAGE] = "INSERT OR REPLACE INTO rel_page (id, data) VALUES (?1, ?2)",
    [STORE_PUT_COLUMN] = "INSERT OR REPLACE INTO prop_column (id, type) VALUES (?1, ?2)",
    [STORE_DROP_COLUMN] = "DELETE FROM prop_column WHERE id = ?1",
    [STORE_PUT_PAGE] = "INSERT OR REPLACE INTO prop_page (id, data) VALUES (?1, ?2)",
    [STORE_DROP_PAGES] = "DELETE FROM prop_page WHERE id BETWEEN ?1 AND ?2",
    [STORE_PUT_TEXTS] = "INSERT OR REPLACE INTO prop_text (id, data) VALUES (?1, ?2)",
    [STORE_DROP_TEXTS] = "DELETE FROM prop_text WHERE id BETWEEN ?1 AND ?2",
    [STORE_CLEAR_INDEXES] = "DELETE FROM prop_index",
    [STORE_PUT_INDEX] = "INSERT INTO prop_index (id, name, kind, label, key) VALUES (?1, ?2, ?3, ?4, ?5)",
};

static const char schema[] =
    "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), commits INTEGER NOT NULL, nodes INTEGER NOT NULL,"
    " rels INTEGER NOT NULL);"
    "INSERT INTO state VALUES (1, 0, 0, 0);"
    "CREATE TABLE name (kind INTEGER NOT NULL, id INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, id))"
    " WITHOUT ROWID;"
    "CREATE TABLE label_set (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE node_page (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE rel_page (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE prop_column (id INTEGER PRIMARY KEY, type INTEGER NOT NULL);"
    "CREATE TABLE prop_page (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE prop_text (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE prop_index (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,"
    " label INTEGER NOT NULL, key INTEGER NOT NULL);";

/* ---- errors */

static ErrorKind kind_of(int code)
{
  switch (code & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return ERROR_BUSY;
  case SQLITE_CORRUPT: return ERROR_CORRUPT;
  case SQLITE_NOTADB: return ERROR_FORMAT;
  case SQLITE_READONLY: return ERROR_READ_ONLY;
  case SQLITE_NOMEM: return ERROR_MEMORY;
  case SQLITE_MISUSE: return ERROR_INTERNAL;
  default: return ERROR_IO;
  }
}

Status store_result(const Store *store, int code, const char *what, Error *err)
{
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return STATUS_OK;
  const char *path = store->path;
  switch (code & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return error_set(err, ERROR_BUSY, NULL, "'%s' is locked by another process (while %s)", path, what);
  case SQLITE_NOTADB: return error_set(err, ERROR_FORMAT, NULL, "'%s' is not a Clio database", path);
  case SQLITE_FULL: return error_set(err, ERROR_IO, NULL, "no room on the disk for '%s' (while %s)", path, what);
  case SQLITE_NOMEM: return error_out_of_memory(err);
  default:
    return error_set(err, kind_of(code), NULL, "'%s': %s (while %s)", path,
                     store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code), what);
  }
}

/* ---- statements */

Status store_statement(Store *store, StoreStatement which, sqlite3_stmt **out, Error *err)
{
  if (!store->statements[which]) {
    int code =
        sqlite3_prepare_v3(store->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &store->statements[which], NULL);
    TRY(store_result(store, code, "preparing a statement", err));
  }
  *out = store->statements[which];
  return STATUS_OK;
}

Status store_run(Store *store, sqlite3_stmt *statement, const char *what, Error *err)
{
  int code;
  do code = sqlite3_step(statement);
  while (code == SQLITE_ROW);
  Status status = store_result(store, code, what, err);
  sqlite3_reset(statement);
  return status;
}

Status store_exec(Store *store, const char *statements, const char *what, Error *err)
{
  return store_result(store, sqlite3_exec(store->db, statements, NULL, NULL, NULL), what, err);
}

static Status query_number(Store *store, const char *query, int64_t *number, Error *err)
{
  sqlite3_stmt *statement = NULL;
  *number = 0;
  int code = sqlite3_prepare_v2(store->db, query, -1, &statement, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  if (code == SQLITE_ROW) *number = sqlite3_column_int64(statement, 0);
  Status status = store_result(store, code, "reading the file's header", err);
  sqlite3_finalize(statement);
  return status;
}

/* ---- connecting */

/* The last connection to close a database puts its log into the file and removes it. One that was only to read leaves
 * a log with something in it alone. */
static void disconnect(Store *store)
{
  struct stat info;
  Str log;
  str_init(&log);
  str_addf(&log, "%s-wal", store->path);
  if (store->reads_only && (log.bad || (stat(str_cstr(&log), &info) == 0 && info.st_size > 0)))
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  str_free(&log);
  for (int i = 0; i < STORE_STATEMENT_COUNT; i++) sqlite3_finalize(store->statements[i]);
  memset(store->statements, 0, sizeof store->statements);
  sqlite3_close(store->db);
  store->db = NULL;
}

void store_close(Store *store)
{
  if (!store) return;
  if (store->db) disconnect(store);
  str_free(&store->buffer);
  free(store->path);
  free(store);
}

/* A path as a URI that SQLite takes, so that names such as ":memory:" and "file:x" are files like any other. */
static void add_uri(Str *out, const char *path, bool immutable)
{
  str_add(out, "file:");
  if (path[0] != '/') str_add(out, "./");
  for (const char *p = path; *p; p++) {
    if (*p == '%' || *p == '?' || *p == '#')
      str_addf(out, "%%%02X", (unsigned char)*p);
    else
      str_add_char(out, *p);
  }
  if (immutable) str_add(out, "?immutable=1");
}

static Status open_file(Store *store, int flags, bool immutable, const GraphOptions *options, Error *err)
{
  Str uri;
  str_init(&uri);
  add_uri(&uri, store->path, immutable);
  Status status = str_check(&uri, err);
  if (status == STATUS_OK) {
    int code = sqlite3_open_v2(str_cstr(&uri), &store->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    status = store_result(store, code, "opening it", err);
  }
  str_free(&uri);
  if (status != STATUS_OK) return status;
  sqlite3_extended_result_codes(store->db, 1);
  sqlite3_busy_timeout(store->db, (int)MIN(MAX(options->busy_ms, 0), (int64_t)INT32_MAX));
  return STATUS_OK;
}

/* SQLite keeps the log's index in a file beside the database, also for readers, and removes both only for connections
 * that may write. */
static Status connect_reading(Store *store, const GraphOptions *options, Error *err)
{
  Error first = {0};
  int64_t ignored;
  store->reads_only = true;
  TRY(open_file(store, SQLITE_OPEN_READWRITE, false, options, err));
  if (query_number(store, "PRAGMA schema_version", &ignored, &first) == STATUS_OK)
    return store_exec(store, "PRAGMA query_only = 1", "preparing to read", err);
  Str log;
  str_init(&log);
  str_addf(&log, "%s-wal", store->path);
  bool has_log = log.bad || access(str_cstr(&log), F_OK) == 0;
  str_free(&log);
  if (has_log || (first.kind != ERROR_IO && first.kind != ERROR_READ_ONLY))
    return error_set(err, first.kind, NULL, "%s", first.message);
  /* Where no file can be made, and there is no log that would have to be read as well, the file itself is all. */
  sqlite3_close(store->db);
  store->db = NULL;
  return open_file(store, SQLITE_OPEN_READONLY, true, options, err);
}

static Status make_schema(Store *store, Error *err)
{
  TRY(store_exec(store, "BEGIN IMMEDIATE", "making a new database", err));
  int64_t tables = 0;
  Status status = query_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err);
  if (status == STATUS_OK && tables == 0) { /* or another process was quicker */
    char *header = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", STORE_APPLICATION_ID,
                                   STORE_FORMAT_VERSION);
    status = header ? store_exec(store, header, "making a new database", err) : error_out_of_memory(err);
    sqlite3_free(header);
    if (status == STATUS_OK) status = store_exec(store, schema, "making a new database", err);
  }
  if (status == STATUS_OK) return store_exec(store, "COMMIT", "making a new database", err);
  sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  return STATUS_FAIL;
}

static Status check_header(Store *store, Error *err)
{
  int64_t application, version;
  TRY(query_number(store, "PRAGMA application_id", &application, err));
  TRY(query_number(store, "PRAGMA user_version", &version, err));
  if (application != STORE_APPLICATION_ID)
    return error_set(err, ERROR_FORMAT, NULL, "'%s' is not a Clio database", store->path);
  if (version > STORE_FORMAT_VERSION)
    return error_set(err, ERROR_FORMAT, NULL,
                     "'%s' was written by a newer version of Clio (file format %lld, this one knows up to %d)",
                     store->path, (long long)version, STORE_FORMAT_VERSION);
  if (version < 1) return error_set(err, ERROR_CORRUPT, NULL, "'%s' has no valid format version", store->path);
  return STATUS_OK;
}

static Status connect_writable(Store *store, const GraphOptions *options, Error *err)
{
  int64_t tables;
  int flags = SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0);
  TRY(open_file(store, flags, false, options, err));
  if (sqlite3_db_readonly(store->db, "main") == 1)
    return error_set(err, ERROR_READ_ONLY, NULL, "'%s' cannot be written; it can be opened read-only", store->path);
  TRY(query_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err));
  if (tables == 0) {
    int64_t application;
    TRY(query_number(store, "PRAGMA application_id", &application, err));
    if (application != 0) return check_header(store, err);
    TRY(store_exec(store, "PRAGMA journal_mode = WAL", "making a new database", err));
    TRY(make_schema(store, err));
  }
  TRY(check_header(store, err));
  TRY(store_exec(store, "PRAGMA journal_mode = WAL", "switching to a write-ahead log", err));
  return store_exec(store, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2000", "preparing to write", err);
}

Status store_connect(Store **out, const char *path, const GraphOptions *options, Error *err)
{
  Store *store = calloc(1, sizeof *store);
  if (!store) return error_out_of_memory(err);
  *out = store;
  str_init(&store->buffer);
  store->path = strdup(path);
  if (!store->path) return error_out_of_memory(err);
  if ((options->read_only || !options->create) && access(path, F_OK) != 0)
    return error_set(err, ERROR_IO, NULL, "there is no file '%s'", path);
  if (!options->read_only) return connect_writable(store, options, err);
  TRY(connect_reading(store, options, err));
  return check_header(store, err);
}

Status store_open(Store **out, Graph *g, const char *path, const GraphOptions *options, Error *err)
{
  uint64_t findings = 0;
  TRY(store_connect(out, path, options, err));
  TRY(store_read(*out, g, NULL, NULL, &findings, err));
  if (options->read_only) disconnect(*out); /* the file is not needed any more */
  return STATUS_OK;
}
