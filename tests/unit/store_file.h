/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of the database file: one file in a folder of its own. */
#ifndef CLIO_TESTS_STORE_FILE_H
#define CLIO_TESTS_STORE_FILE_H

#include "core/store.h"
#include "must.h"

#include <sqlite3.h>
#include <unistd.h>

static char folder[64];
static char file[96];

static void remove_file(void)
{
  static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
  char path[128];
  for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
    snprintf(path, sizeof path, "%s%s", file, suffixes[i]);
    unlink(path);
  }
}

static int make_folder(void **state)
{
  (void)state;
  snprintf(folder, sizeof folder, "%s/clio-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
  if (!mkdtemp(folder)) return -1;
  snprintf(file, sizeof file, "%s/test.clio", folder);
  return 0;
}

static int remove_folder(void **state)
{
  (void)state;
  remove_file();
  return rmdir(folder);
}

static int start_afresh(void **state)
{
  (void)state;
  remove_file();
  return 0;
}

/* Runs SQL on the closed file. */
__attribute__((unused)) static void run_sql(const char *sql)
{
  sqlite3 *db = NULL;
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
  sqlite3_close(db);
}

/* Takes away what format version 2 has and version 1 had not. */
__attribute__((unused)) static void make_older(void)
{
  run_sql("ALTER TABLE state DROP COLUMN recent; ALTER TABLE state DROP COLUMN digest; DROP TABLE prop_constraint;"
          "DROP TABLE setting;"
          "DROP TABLE fulltext_index;"
          "PRAGMA user_version = 1");
}

static void count_finding(void *context, const char *finding)
{
  (void)context;
  assert_true(finding[0] != '\0');
}

static uint64_t check_file(void)
{
  StoreCheck check;
  MUST(store_check(file, count_finding, NULL, &check, &err));
  return check.findings;
}

#endif
