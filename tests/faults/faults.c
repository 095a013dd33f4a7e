/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See faults.h. */
#include "faults.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void die(const char *what)
{
  fprintf(stderr, "%s\n", what);
  exit(2);
}

/* ---- text */

static void reserve(Note *note, size_t more)
{
  if (note->len + more + 1 <= note->cap) return;
  note->cap = (note->len + more + 1) * 2;
  note->text = realloc(note->text, note->cap);
  if (!note->text) die("no memory");
}

void note_text(Note *note, const char *text)
{
  size_t len = strlen(text);
  reserve(note, len);
  memcpy(note->text + note->len, text, len + 1);
  note->len += len;
}

void note_add(Note *note, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  size_t more = (size_t)vsnprintf(NULL, 0, format, args);
  va_end(args);
  reserve(note, more);
  vsnprintf(note->text + note->len, more + 1, format, again);
  va_end(again);
  note->len += more;
}

void note_free(Note *note)
{
  free(note->text);
  *note = (Note){0};
}

/* ---- files */

static char folder[256];
static pid_t owner; /* children leave the folder alone */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
  (void)info, (void)kind, (void)walk;
  return remove(path);
}

static void remove_folder(void)
{
  if (getpid() == owner) nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

void folder_make(void)
{
  const char *base = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%s/clio-faults-XXXXXX", base && *base ? base : "/tmp");
  if (!mkdtemp(folder)) die("no folder can be made below TMPDIR");
  owner = getpid();
  atexit(remove_folder);
}

const char *in_folder(const char *name)
{
  static char paths[4][512];
  static unsigned next;
  char *path = paths[next++ % 4];
  snprintf(path, sizeof paths[0], "%s/%s", folder, name);
  return path;
}

static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};

void remove_database(const char *path)
{
  char name[600];
  for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
    snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
    unlink(name);
  }
}

static void copy_file(const char *from, const char *to)
{
  char buffer[1 << 16];
  ssize_t n;
  int in = open(from, O_RDONLY);
  if (in < 0) return;
  int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  while ((n = read(in, buffer, sizeof buffer)) > 0)
    if (out < 0 || write(out, buffer, (size_t)n) != n) die("a file cannot be copied");
  close(in);
  close(out);
}

void copy_database(const char *from, const char *to)
{
  char source[600], target[600];
  remove_database(to);
  for (size_t i = 0; i < 2; i++) { /* SQLite makes the index of the log anew */
    snprintf(source, sizeof source, "%s%s", from, suffixes[i]);
    snprintf(target, sizeof target, "%s%s", to, suffixes[i]);
    copy_file(source, target);
  }
}

void write_file(const char *path, const char *text)
{
  FILE *file = fopen(path, "w");
  if (!file || fputs(text, file) < 0 || fclose(file) != 0) die("a file cannot be written");
}

/* ---- settings and counts */

long setting(const char *name, long otherwise)
{
  const char *text = getenv(name);
  return text && *text ? atol(text) : otherwise;
}

static unsigned long passed, failed;
static const char *tried_what = "";
static unsigned long tried_number;

static void on_signal(int number)
{
  char text[400];
  int n = snprintf(text, sizeof text, "signal %d: %.300s: %lu\n", number, tried_what, tried_number);
  if (write(STDOUT_FILENO, text, (size_t)n) < 0) _exit(3);
  signal(number, SIG_DFL);
  raise(number);
}

void trying(const char *what, unsigned long n)
{
  static const int numbers[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGALRM};
  tried_what = what;
  tried_number = n;
  for (size_t i = 0; i < ARRAY_LEN(numbers); i++) signal(numbers[i], on_signal);
  alarm(60);
}

bool expect(bool good, const char *format, ...)
{
  va_list args;
  if (good) {
    passed++;
    return true;
  }
  failed++;
  va_start(args, format);
  vprintf(format, args);
  va_end(args);
  putchar('\n');
  fflush(stdout);
  return false;
}

int finish(void)
{
  printf("%lu passed, %lu failed\n", passed, failed);
  return failed > 0;
}

/* ---- graphs */

static void dump_value(Note *out, clio_query *q, const clio_value *value)
{
  if (clio_value_type(value) == CLIO_MAP) {
    const char *key;
    size_t len;
    for (uint32_t i = 0; i < clio_value_length(value); i++) {
      const clio_value *entry = clio_value_entry(value, i, &key, &len);
      note_add(out, " %.*s:", (int)len, key);
      dump_value(out, q, entry);
    }
    return;
  }
  char *text = clio_value_text(q, value, CLIO_AS_CYPHER);
  if (!text) die("no memory");
  char type[] = {(char)('a' + clio_value_type(value)), ' ', '\0'}; /* dates and their texts look the same */
  note_text(out, type);
  note_text(out, text);
  free(text);
}

static void dump_rows(Note *out, clio_db *db, const char *text)
{
  clio_query *q;
  clio_status status = clio_prepare(db, &q, text, -1, NULL);
  while (status != CLIO_ERROR && (status = clio_step(q)) == CLIO_ROW) {
    for (uint32_t i = 0; i < clio_column_count(q); i++) {
      dump_value(out, q, clio_column(q, i));
      note_text(out, "|");
    }
    note_text(out, "\n");
  }
  if (status == CLIO_ERROR) {
    fprintf(stderr, "%s: %s", text, clio_last_error(db)->rendered);
    exit(2);
  }
  clio_finish(q);
}

/* Names that nothing bears may stay behind when a statement is undone. */
static void dump_names(Note *out, clio_db *db, clio_name_kind kind, const char *query)
{
  for (uint32_t i = 0;; i++) {
    uint64_t count;
    char text[256];
    const char *name = clio_name(db, kind, i, &count);
    if (!name) return;
    if (count == 0) continue;
    note_add(out, "%s %llu\n", name, (unsigned long long)count);
    snprintf(text, sizeof text, query, name);
    dump_rows(out, db, text);
  }
}

char *graph_dump(clio_db *db)
{
  Note out = {0};
  note_add(&out, "%llu nodes, %llu relationships\n", (unsigned long long)clio_node_count(db),
           (unsigned long long)clio_relationship_count(db));
  dump_rows(&out, db, "MATCH (n) RETURN id(n), labels(n), properties(n)");
  dump_rows(&out, db, "MATCH (a)-[r]->(b) RETURN id(r), id(a), id(b), type(r), properties(r)");
  dump_names(&out, db, CLIO_LABELS, "MATCH (n:`%s`) WITH n ORDER BY id(n) RETURN collect(id(n))");
  dump_names(&out, db, CLIO_TYPES, "MATCH ()-[r:`%s`]->() WITH r ORDER BY id(r) RETURN collect(id(r))");
  dump_rows(&out, db, "SHOW INDEXES");
  return out.text;
}

char *file_dump(const char *path, Note *error)
{
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = true;
  clio_db *db;
  char *text = NULL;
  if (clio_open(&db, path, &options) == CLIO_OK)
    text = graph_dump(db);
  else
    note_add(error, "%s", clio_last_error(db)->rendered);
  clio_close(db);
  return text;
}

void must_run(clio_db *db, const char *text)
{
  if (clio_exec(db, text, NULL, NULL) == CLIO_OK) return;
  fprintf(stderr, "%.200s: %s", text, clio_last_error(db)->rendered);
  exit(2);
}

clio_db *must_open(const char *path)
{
  clio_db *db;
  if (clio_open(&db, path, NULL) == CLIO_OK) return db;
  fprintf(stderr, "%s", clio_last_error(db)->rendered);
  exit(2);
}

static void on_finding(void *payload, const char *message)
{
  note_add(payload, "%s\n", message);
}

void file_check(const char *path, Note *findings)
{
  clio_db *db = must_open(NULL);
  if (clio_check(db, path, on_finding, findings, NULL) != CLIO_OK)
    note_add(findings, "%s", clio_last_error(db)->rendered);
  clio_close(db);
}
