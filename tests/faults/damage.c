/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A database and its log are damaged at random: bits flipped, bytes overwritten, ranges zeroed, copied, swapped, files
 * cut. Whatever is opened or checked afterwards ends in an error, or gives a graph that was once committed, whole; it
 * never crashes, hangs, asks for a lot of memory, or gives other data without a word. DAMAGES=10000 for a long run. */
#include "faults.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMMITS = 5, MOST_MEMORY = 1 << 30 };

static char whole[512], file[512];
static char *states[COMMITS + 1]; /* what was committed; the first is an empty graph */
static unsigned state_count;

/* ---- a file with its log, that holds a bit of everything, and old pages that are not in use any more */

static const char *const commits[COMMITS] = {
    "CREATE INDEX p_name FOR (n:Person) ON (n.name); CREATE INDEX k FOR ()-[r:KNOWS]-() ON (r.since);"
    "UNWIND range(1, 1500) AS i CREATE (:Person {name: 'name ' + i, born: 1800 + i % 100, half: i / 2.0, on: "
    "date('1900-01-01') + duration({days: i}), mixed: CASE i % 3 WHEN 0 THEN i WHEN 1 THEN 'x' ELSE [i] END});",
    "MATCH (a:Person) WHERE id(a) < 1200 MATCH (b:Person) WHERE id(b) = id(a) * 7 % 1500 CREATE (a)-[:KNOWS {since: "
    "id(a)}]->(b);",
    "MATCH (n:Person) WHERE n.born % 5 = 0 SET n:Old:Saint, n.name = 'saint ' + n.name;",
    "MATCH (n:Person) WHERE n.born < 1820 DETACH DELETE n;",
    "CREATE (:Place {name: 'Riga', at: [56.9, 24.1], founded: date('1201-01-01')})<-[:LIVES_IN {how: 'long'}]-(:Person "
    "{name: 'last'});",
};

static void keep_state(clio_db *db)
{
  states[state_count++] = graph_dump(db);
}

static void make_whole(void)
{
  clio_db *db = must_open(whole);
  keep_state(db);
  for (int i = 0; i < COMMITS; i++) {
    must_run(db, commits[i]);
    keep_state(db);
    if (i != 2) continue;
    clio_close(db); /* what is before is in the file itself, what is after in its log */
    db = must_open(whole);
  }
  copy_database(whole, file); /* with its log, which closing would empty */
  clio_close(db);
  copy_database(file, whole);
}

/* ---- damage */

typedef struct Bytes {
  uint8_t *at;
  size_t len;
} Bytes;

static Bytes read_bytes(const char *path)
{
  struct stat info;
  Bytes b = {0};
  int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &info) != 0) return b;
  b.len = (size_t)info.st_size;
  b.at = malloc(b.len + 1);
  if (!b.at || read(fd, b.at, b.len) != (ssize_t)b.len) exit(2);
  close(fd);
  return b;
}

static void write_bytes(const char *path, Bytes b)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || write(fd, b.at, b.len) != (ssize_t)b.len) exit(2);
  close(fd);
}

/* A place that hits headers, whose bytes are few, as often as the rest. */
static size_t place(Random *r, size_t len)
{
  size_t page = 4096 * below(r, (uint32_t)(len / 4096));
  switch (below(r, 4)) {
  case 0: return below(r, 100);
  case 1: return page + below(r, 40);
  case 2: return page + 4000 + below(r, 96);
  default: return below(r, (uint32_t)len);
  }
}

static size_t range(Random *r, size_t len, size_t at)
{
  static const uint32_t lengths[] = {2, 8, 100, 512, 4096, 20000};
  size_t n = 1 + below(r, CHOOSE(r, lengths));
  return n < len - at ? n : len - at;
}

static void swap_pages(Random *r, Bytes *b, char *what, size_t room)
{
  uint8_t page[4096];
  size_t pages = b->len / sizeof page, i = below(r, (uint32_t)pages), j = below(r, (uint32_t)pages);
  memcpy(page, b->at + i * sizeof page, sizeof page);
  memcpy(b->at + i * sizeof page, b->at + j * sizeof page, sizeof page);
  if (below(r, 2)) memcpy(b->at + j * sizeof page, page, sizeof page);
  snprintf(what, room, "page %zu put in place of %zu", j, i);
}

static void damage(Random *r, Bytes *b, char *what, size_t room)
{
  size_t at = place(r, b->len), n = range(r, b->len, at), from;
  switch (below(r, 8)) {
  case 0:
  case 1:
  case 2:
    b->at[at] ^= (uint8_t)(1u << below(r, 8));
    snprintf(what, room, "a bit flipped at %zu", at);
    break;
  case 3:
    b->at[at] = (uint8_t)below(r, 256);
    snprintf(what, room, "a byte written at %zu", at);
    break;
  case 4:
    memset(b->at + at, below(r, 3) ? 0 : 0xFF, n);
    snprintf(what, room, "%zu bytes wiped at %zu", n, at);
    break;
  case 5:
    from = place(r, b->len - n + 1);
    if (from + n > b->len) from = b->len - n;
    memmove(b->at + at, b->at + from, n);
    snprintf(what, room, "%zu bytes copied from %zu to %zu", n, from, at);
    break;
  case 6: swap_pages(r, b, what, room); break;
  default: b->len = below(r, 2) ? at : at / 4096 * 4096; snprintf(what, room, "cut at %zu", b->len);
  }
}

/* ---- what comes of it */

static bool was_committed(const char *dump)
{
  for (unsigned i = 0; i < state_count; i++)
    if (strcmp(dump, states[i]) == 0) return true;
  return false;
}

static char *try_open(const char *what, bool read_only)
{
  clio_options options = CLIO_OPTIONS_INIT;
  clio_db *db;
  char *dump = NULL;
  options.read_only = read_only;
  options.must_exist = true;
  options.busy_ms = 100;
  if (clio_open(&db, file, &options) == CLIO_OK) {
    dump = graph_dump(db);
    expect(was_committed(dump), "%s: opened with other data", what);
    if (!was_committed(dump) && getenv("SHOW")) write_file(getenv("SHOW"), dump);
  } else {
    expect(clio_last_error(db)->message[0] != '\0', "%s: no message", what);
  }
  clio_close(db);
  return dump;
}

/* Returns whether anything was noticed. */
static bool try_damaged(const char *what)
{
  Note findings = {0};
  file_check(file, &findings);
  bool noticed = findings.len > 0;
  char *read = try_open(what, true), *written = try_open(what, false);
  noticed = noticed || !read || !written || strcmp(read, states[state_count - 1]) != 0;
  free(read);
  free(written);
  note_free(&findings);
  return noticed;
}

int main(void)
{
  long damages = setting("DAMAGES", 200), noticed = 0, log_too = 0;
  Random random = (Random)setting("SEED", 20260102);
  char log[520];
#ifndef CLIO_ARENA_MALLOC /* sanitizers take addresses without end */
  struct rlimit limit = {MOST_MEMORY, MOST_MEMORY};
  setrlimit(RLIMIT_AS, &limit);
#endif
  folder_make();
  snprintf(whole, sizeof whole, "%s", in_folder("whole.clio"));
  snprintf(file, sizeof file, "%s", in_folder("damaged.clio"));
  snprintf(log, sizeof log, "%s-wal", file);
  make_whole();
  expect(!try_damaged("nothing"), "found fault with a file that is whole");
  for (long i = 0; i < damages; i++) {
    char what[200];
    bool in_log = below(&random, 4) == 0;
    int n = snprintf(what, sizeof what, "damage %ld, %s: ", i, in_log ? "the log" : "the file");
    copy_database(whole, file);
    Bytes bytes = read_bytes(in_log ? log : file);
    damage(&random, &bytes, what + n, sizeof what - (size_t)n);
    write_bytes(in_log ? log : file, bytes);
    free(bytes.at);
    trying(what, (unsigned long)i);
    noticed += try_damaged(what);
    log_too += in_log;
  }
  for (unsigned i = 0; i < state_count; i++) free(states[i]);
  printf("%ld damages, %ld of them to the log; %ld noticed\n", damages, log_too, noticed);
  return finish();
}
