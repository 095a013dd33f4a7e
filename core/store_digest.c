/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The digest of the file: one number in the row that each commit writes, for all rows of all tables together. Blobs
 * have checksums of their own; the digest tells of the rest: a letter of a name, the place of an index, a row that is
 * gone, and a page that is whole but of another commit, since the disk has lost a write. It is a sum, from which a
 * commit takes what it replaces and to which it adds what it writes. */
#include "store_internal.h"

#include <endian.h>
#include <zlib.h>

/* What a column holds, as a number. A blob stands for itself by its checksum, which is held against its content when it
 * is opened. */
static uint64_t column_number(sqlite3_stmt *row, int column)
{
  const uint8_t *data;
  uint32_t sum = 0;
  switch (sqlite3_column_type(row, column)) {
  case SQLITE_INTEGER: return (uint64_t)sqlite3_column_int64(row, column);
  case SQLITE_TEXT:
    data = sqlite3_column_text(row, column);
    return (uint64_t)crc32_z(0, data, data ? (size_t)sqlite3_column_bytes(row, column) : 0);
  case SQLITE_BLOB:
    data = sqlite3_column_blob(row, column);
    if (data && sqlite3_column_bytes(row, column) >= (int)sizeof sum) memcpy(&sum, data, sizeof sum);
    return le32toh(sum);
  default: return 0;
  }
}

uint64_t digest_row(StoreTable table, sqlite3_stmt *row)
{
  uint64_t mark = (uint64_t)table;
  int n = sqlite3_column_count(row);
  for (int i = 0; i < n; i++) mark = value_hash_mix(mark ^ column_number(row, i));
  return mark;
}

uint64_t digest_state(int64_t commits, int64_t nodes, int64_t rels)
{
  return value_hash_mix(value_hash_mix(value_hash_mix((uint64_t)commits) ^ (uint64_t)nodes) ^ (uint64_t)rels);
}

const char *digest_query(StoreTable table)
{
  static const char *const queries[TABLE_COUNT] = {
      [TABLE_LABEL_SET] = "SELECT id, data FROM label_set ORDER BY id",
      [TABLE_NODE_PAGE] = "SELECT id, data FROM node_page ORDER BY id",
      [TABLE_REL_PAGE] = "SELECT id, data FROM rel_page ORDER BY id",
      [TABLE_PROP_PAGE] = "SELECT id, data FROM prop_page ORDER BY id",
      [TABLE_PROP_TEXT] = "SELECT id, data FROM prop_text ORDER BY id",
      [TABLE_PROP_CONSTRAINT] = "SELECT id, data FROM prop_constraint ORDER BY id",
      [TABLE_SETTING] = "SELECT id, data FROM setting ORDER BY id",
      [TABLE_FULLTEXT_INDEX] = "SELECT id, data FROM fulltext_index ORDER BY id",
      [TABLE_NAME] = "SELECT kind, id, text FROM name ORDER BY kind, id",
      [TABLE_PROP_COLUMN] = "SELECT id, type FROM prop_column ORDER BY id",
      [TABLE_PROP_INDEX] = "SELECT name, kind, label, key FROM prop_index ORDER BY id",
  };
  return queries[table];
}

static Status add_rows(Store *store, StoreTable table, sqlite3_stmt *rows, bool gone, Error *err)
{
  int code;
  while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
    uint64_t mark = digest_row(table, rows);
    store->digest += gone ? 0 - mark : mark;
  }
  return store_result(store, code, "reading what is replaced", err);
}

Status digest_rows(Store *store, StoreTable table, int64_t first, int64_t last, bool gone, Error *err)
{
  sqlite3_stmt *rows;
  if (!store->has_digest) return STATUS_OK;
  TRY(store_statement(store, STORE_DIGEST + table, &rows, err));
  sqlite3_bind_int64(rows, 1, first);
  sqlite3_bind_int64(rows, 2, last);
  Status status = add_rows(store, table, rows, gone, err);
  sqlite3_reset(rows);
  return status;
}

static Status add_table(Store *store, StoreTable table, Error *err)
{
  sqlite3_stmt *rows = NULL;
  if (!digest_query(table)) return STATUS_OK;
  int code = sqlite3_prepare_v2(store->db, digest_query(table), -1, &rows, NULL);
  Status status = store_result(store, code, "preparing a statement", err);
  if (status == STATUS_OK) status = add_rows(store, table, rows, false, err);
  sqlite3_finalize(rows);
  return status;
}

Status digest_begin(Store *store, Error *err)
{
  sqlite3_stmt *statement;
  TRY(store_statement(store, STORE_GET_DIGEST, &statement, err));
  int code = sqlite3_step(statement);
  store->has_digest = code == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
  if (store->has_digest) {
    store->digest = (uint64_t)sqlite3_column_int64(statement, 0);
    store->digest -= digest_state(sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2),
                                  sqlite3_column_int64(statement, 3));
  }
  Status status = store_result(store, code, "reading the digest", err);
  sqlite3_reset(statement);
  return status;
}

Status digest_end(Store *store, int64_t commits, int64_t nodes, int64_t rels, int64_t *digest, Error *err)
{
  if (!store->has_digest) {
    store->digest = 0;
    for (StoreTable table = 0; table < TABLE_COUNT; table++) TRY(add_table(store, table, err));
  }
  *digest = (int64_t)(store->digest + digest_state(commits, nodes, rels));
  return STATUS_OK;
}
