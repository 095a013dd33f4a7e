/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database file as SQLite sees it: connecting, the schema and its versions, locks and errors.
 *
 * The file is in WAL mode with synchronous=FULL: a committed statement survives a power failure, at the price of one
 * sync of the log each. Any number of processes may read a file while one writes it; writers take turns. */
#include "store_internal.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const sql[STORE_STATEMENT_COUNT] = {
    [STORE_BEGIN] = "BEGIN IMMEDIATE",
    [STORE_COMMIT] = "COMMIT",
    [STORE_ROLLBACK] = "ROLLBACK",
    [STORE_GET_STATE] = "SELECT commits, nodes, rels FROM state WHERE id = 1",
    [STORE_GET_RECENT] = "SELECT id, recent FROM state WHERE id = 1",
    [STORE_SET_STATE] = "UPDATE state SET commits = ?1, nodes = ?2, rels = ?3, recent = ?4, digest = ?5 WHERE id = 1",
    [STORE_PUT_NAME] = "INSERT OR REPLACE INTO name (kind, id, text) VALUES (?1, ?2, ?3)",
    [STORE_PUT_LABEL_SET] = "INSERT OR REPLACE INTO label_set (id, data) VALUES (?1, ?2)",
    [STORE_PUT_NODE_PAGE] = "INSERT OR REPLACE INTO node_page (id, data) VALUES (?1, ?2)",
    [STORE_PUT_REL_PAGE] = "INSERT OR REPLACE INTO rel_page (id, data) VALUES (?1, ?2)",
    [STORE_PUT_COLUMN] = "INSERT OR REPLACE INTO prop_column (id, type) VALUES (?1, ?2)",
    [STORE_PUT_PAGE] = "INSERT OR REPLACE INTO prop_page (id, data) VALUES (?1, ?2)",
    [STORE_DROP_PAGES] = "DELETE FROM prop_page WHERE id BETWEEN ?1 AND ?2",
    [STORE_PUT_TEXTS] = "INSERT OR REPLACE INTO prop_text (id, data) VALUES (?1, ?2)",
    [STORE_DROP_TEXTS] = "DELETE FROM prop_text WHERE id BETWEEN ?1 AND ?2",
    [STORE_CLEAR_INDEXES] = "DELETE FROM prop_index",
    [STORE_PUT_INDEX] = "INSERT INTO prop_index (id, name, kind, label, key) VALUES (?1, ?2, ?3, ?4, ?5)",
    [STORE_CLEAR_FULLTEXTS] = "DELETE FROM fulltext_index",
    [STORE_PUT_FULLTEXT] = "INSERT INTO fulltext_index (id, data) VALUES (?1, ?2)",
    [STORE_CLEAR_CONSTRAINTS] = "DELETE FROM prop_constraint",
    [STORE_PUT_CONSTRAINT] = "INSERT INTO prop_constraint (id, data) VALUES (?1, ?2)",
    [STORE_CLEAR_SETTINGS] = "DELETE FROM setting",
    [STORE_PUT_SETTING] = "INSERT INTO setting (id, data) VALUES (?1, ?2)",
    [STORE_GET_NODE_PAGE] = "SELECT id, data FROM node_page WHERE id = ?1",
    [STORE_GET_REL_PAGE] = "SELECT id, data FROM rel_page WHERE id = ?1",
    [STORE_GET_COLUMN] = "SELECT type FROM prop_column WHERE id = ?1",
    [STORE_GET_PAGE] = "SELECT id, data FROM prop_page WHERE id = ?1",
    [STORE_GET_DIGEST] = "SELECT digest, commits, nodes, rels FROM state WHERE id = 1",
    [STORE_DIGEST + TABLE_LABEL_SET] = "SELECT id, data FROM label_set WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_NODE_PAGE] = "SELECT id, data FROM node_page WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_REL_PAGE] = "SELECT id, data FROM rel_page WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_PROP_PAGE] = "SELECT id, data FROM prop_page WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_PROP_TEXT] = "SELECT id, data FROM prop_text WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_PROP_CONSTRAINT] = "SELECT id, data FROM prop_constraint WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_SETTING] = "SELECT id, data FROM setting WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_FULLTEXT_INDEX] = "SELECT id, data FROM fulltext_index WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_NAME] = "SELECT kind, id, text FROM name WHERE kind = ?1 AND id = ?2",
    [STORE_DIGEST + TABLE_PROP_COLUMN] = "SELECT id, type FROM prop_column WHERE id BETWEEN ?1 AND ?2",
    [STORE_DIGEST + TABLE_PROP_INDEX] = "SELECT name, kind, label, key FROM prop_index WHERE id BETWEEN ?1 AND ?2",
};

/* What makes each format version from the one before; a new file begins before the first. */
static const char *const versions[STORE_FORMAT_VERSION] = {
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
    " label INTEGER NOT NULL, key INTEGER NOT NULL);",

    "ALTER TABLE state ADD COLUMN recent BLOB;"
    "ALTER TABLE state ADD COLUMN digest INTEGER;"
    "CREATE TABLE prop_constraint (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE setting (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
    "CREATE TABLE fulltext_index (id INTEGER PRIMARY KEY, data BLOB NOT NULL);",
};

/* ---- errors */

static bool is_interrupted(const Store *store)
{
  return store->interrupt && atomic_load_explicit(store->interrupt, memory_order_relaxed);
}

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
    if (is_interrupted(store)) return error_set(err, ERROR_INTERRUPTED, NULL, "interrupted while %s", what);
    return error_set(err, ERROR_BUSY, NULL, "'%s' is locked by another process (while %s)", path, what);
  case SQLITE_NOTADB: return error_set(err, ERROR_FORMAT, NULL, "'%s' is not a Clio database", path);
  case SQLITE_CANTOPEN: {
    int reason = store->db ? sqlite3_system_errno(store->db) : 0;
    return error_set(err, ERROR_IO, NULL, "cannot open '%s': %s", path, strerror(reason ? reason : EIO));
  }
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

Status store_begin_reading(Store *store, Error *err)
{
  return store_exec(store, "BEGIN", "starting to read", err);
}

void store_end(Store *store)
{
  if (!sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

Status store_get_number(Store *store, const char *query, int64_t *number, Error *err)
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

Status store_get_state(Store *store, int64_t *commits, int64_t *nodes, int64_t *rels, Error *err)
{
  sqlite3_stmt *statement;
  TRY(store_statement(store, STORE_GET_STATE, &statement, err));
  int code = sqlite3_step(statement);
  *commits = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  *nodes = code == SQLITE_ROW ? sqlite3_column_int64(statement, 1) : -1;
  *rels = code == SQLITE_ROW ? sqlite3_column_int64(statement, 2) : -1;
  Status status = store_result(store, code, "reading the commit counter", err);
  sqlite3_reset(statement);
  return status;
}

/* ---- waiting for other processes */

/* SQLite asks whether to try again. Locks are held for milliseconds mostly, so the first pauses are short. */
static int wait_for_lock(void *context, int tries)
{
  enum { SHORTEST = 1, LONGEST = 20 };
  const Store *store = context;
  int64_t pause = MIN(SHORTEST + tries / 4, LONGEST), waited = 0;
  for (int i = 0; i < tries && waited < store->busy_ms; i++) waited += MIN(SHORTEST + i / 4, LONGEST);
  if (waited >= store->busy_ms || is_interrupted(store)) return 0;
  sqlite3_sleep((int)pause);
  return 1;
}

/* ---- watching the log: its header, in memory that all processes share, changes with every commit. The layout is part
 * of SQLite's documented file format (https://www.sqlite.org/walformat.html, "WAL-Index Header"). */

static void find_log(Store *store)
{
  enum { REGION_BYTES = 32768 };
  sqlite3_file *file = NULL;
  volatile void *region = NULL;
  store->log = NULL;
  if (sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return;
  if (!file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return;
  if (file->pMethods->xShmMap(file, 0, REGION_BYTES, 0, &region) == SQLITE_OK) store->log = (const uint64_t *)region;
}

void store_look_at_log(const Store *store, uint64_t *header)
{
  for (int i = 0; store->log && i < STORE_LOG_HEADER; i++)
    header[i] = __atomic_load_n(&store->log[i], __ATOMIC_RELAXED);
}

bool store_has_moved(const Store *store)
{
  uint64_t now[STORE_LOG_HEADER];
  if (!store->log) return false;
  store_look_at_log(store, now);
  return memcmp(now, store->seen, sizeof now) != 0;
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

static Status open_file(Store *store, int flags, bool immutable, Error *err)
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
  sqlite3_busy_handler(store->db, wait_for_lock, store);
  return STATUS_OK;
}

/* SQLite keeps the log's index in a file beside the database, also for readers, and removes both only for connections
 * that may write. */
static Status connect_reading(Store *store, Error *err)
{
  Error first = {0};
  int64_t ignored;
  store->reads_only = true;
  TRY(open_file(store, SQLITE_OPEN_READWRITE, false, err));
  if (store_get_number(store, "PRAGMA schema_version", &ignored, &first) == STATUS_OK)
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
  return open_file(store, SQLITE_OPEN_READONLY, true, err);
}

Status store_format_version(Store *store, int64_t *version, Error *err)
{
  return store_get_number(store, "PRAGMA user_version", version, err);
}

static Status check_header(Store *store, int64_t *version, Error *err)
{
  int64_t application;
  TRY(store_get_number(store, "PRAGMA application_id", &application, err));
  TRY(store_format_version(store, version, err));
  if (application != STORE_APPLICATION_ID)
    return error_set(err, ERROR_FORMAT, NULL, "'%s' is not a Clio database", store->path);
  if (*version > STORE_FORMAT_VERSION)
    return error_set(err, ERROR_FORMAT, NULL,
                     "'%s' was written by a newer version of Clio (file format %lld, this one knows up to %d)",
                     store->path, (long long)*version, STORE_FORMAT_VERSION);
  if (*version < 1) return error_set(err, ERROR_CORRUPT, NULL, "'%s' has no valid format version", store->path);
  return STATUS_OK;
}

static Status bring_up_to_date(Store *store, int64_t version, const char *what, Error *err)
{
  for (; version < STORE_FORMAT_VERSION; version++) TRY(store_exec(store, versions[version], what, err));
  char *header = sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", STORE_APPLICATION_ID,
                                 STORE_FORMAT_VERSION);
  Status status = header ? store_exec(store, header, what, err) : error_out_of_memory(err);
  sqlite3_free(header);
  return status == STATUS_OK ? store_exec(store, "COMMIT", what, err) : status;
}

/* Makes the tables of a new file, or those that an older version lacks, unless another process was quicker. */
static Status make_tables(Store *store, bool fresh, Error *err)
{
  const char *what = fresh ? "making a new database" : "bringing it up to date";
  int64_t tables = 0, version = 0;
  TRY(store_exec(store, "BEGIN IMMEDIATE", what, err));
  Status status = store_get_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err);
  if (status == STATUS_OK && tables > 0) status = check_header(store, &version, err);
  if (status == STATUS_OK) status = bring_up_to_date(store, version, what, err);
  store_end(store);
  return status;
}

static Status connect_writable(Store *store, const GraphOptions *options, Error *err)
{
  int64_t tables, version;
  int flags = SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0);
  TRY(open_file(store, flags, false, err));
  if (sqlite3_db_readonly(store->db, "main") == 1)
    return error_set(err, ERROR_READ_ONLY, NULL, "'%s' cannot be written; it can be opened read-only", store->path);
  TRY(store_get_number(store, "SELECT count(*) FROM sqlite_schema", &tables, err));
  if (tables == 0) {
    int64_t application;
    TRY(store_get_number(store, "PRAGMA application_id", &application, err));
    if (application != 0) return check_header(store, &version, err);
    TRY(store_exec(store, "PRAGMA journal_mode = WAL", "making a new database", err));
    TRY(make_tables(store, true, err));
  }
  TRY(check_header(store, &version, err));
  TRY(store_exec(store, "PRAGMA journal_mode = WAL", "switching to a write-ahead log", err));
  if (version < STORE_FORMAT_VERSION) TRY(make_tables(store, false, err));
  TRY(store_exec(store, options->fast ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                 "preparing to write", err));
  return store_exec(store, "PRAGMA wal_autocheckpoint = 2000", "preparing to write", err);
}

/* What SQLite would only call a file that cannot be opened. */
static Status check_path(const char *path, const GraphOptions *options, Error *err)
{
  struct stat info;
  if (stat(path, &info) != 0) {
    if (errno == ENOENT && (options->read_only || !options->create))
      return error_set(err, ERROR_IO, NULL, "there is no file '%s'", path);
    if (errno == ENOENT) return STATUS_OK;
    return error_set(err, ERROR_IO, NULL, "cannot open '%s': %s", path, strerror(errno));
  }
  if (S_ISREG(info.st_mode)) return STATUS_OK;
  return error_set(err, ERROR_IO, NULL, "'%s' is %s", path,
                   S_ISDIR(info.st_mode) ? "a folder, not a database" : "a device or a pipe, not a database");
}

Status store_connect(Store **out, const char *path, const GraphOptions *options, Error *err)
{
  Store *store = calloc(1, sizeof *store);
  if (!store) return error_out_of_memory(err);
  *out = store;
  str_init(&store->buffer);
  store->busy_ms = options->busy_ms;
  store->interrupt = options->interrupt;
  store->workers = options->workers;
  store->path = strdup(path);
  if (!store->path) return error_out_of_memory(err);
  TRY(check_path(path, options, err));
  int64_t version;
  if (options->read_only) {
    TRY(connect_reading(store, err));
    TRY(check_header(store, &version, err));
  } else {
    TRY(connect_writable(store, options, err));
  }
  find_log(store);
  return STATUS_OK;
}

Status store_open(Store **out, Graph *g, const char *path, const GraphOptions *options, Error *err)
{
  uint64_t findings = 0;
  TRY(store_connect(out, path, options, err));
  Store *store = *out;
  int64_t size = 0;
  if (options->progress)
    TRY(store_get_number(store, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", &size, err));
  store->size = (uint64_t)MAX(size, 0);
  store->opening = options;
  Status status = store_read(store, g, NULL, NULL, &findings, err);
  store->opening = NULL;
  return status;
}
