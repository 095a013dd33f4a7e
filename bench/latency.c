/* SPDX-License-Identifier: GPL-2.0-or-later */
/* latency CLIO: what small statements cost, through clio.h, through the pipe of the program CLIO, and with a process of
 * their own; how many creates there are a second; and how much memory a node and a relationship take. Every statement
 * is timed by itself, by the clock on the wall. Prints a table; asserts nothing. */
#include "clio.h"

#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 200000, PEOPLE = 100000, WINDOW = 10000, LARGEST = 1000000 };

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void die(const char *what)
{
  perror(what);
  exit(1);
}

/* ---- samples: microseconds */

typedef struct Samples {
  size_t count;
  double us[RUNS];
} Samples;

static void samples_add(Samples *samples, double us)
{
  if (samples->count < RUNS) samples->us[samples->count++] = us;
}

static int by_size(const void *left, const void *right)
{
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static void print_head(void)
{
  printf("%-44s %10s %10s %10s\n", "", "median us", "99.9 % us", "a second");
}

/* Prints one line and empties the samples. */
static void samples_print(Samples *samples, const char *what)
{
  double sum = 0;
  for (size_t i = 0; i < samples->count; i++) sum += samples->us[i];
  qsort(samples->us, samples->count, sizeof *samples->us, by_size);
  printf("%-44s %10.2f %10.2f %10.0f\n", what, samples->us[samples->count / 2],
         samples->us[samples->count - 1 - samples->count / 1000], (double)samples->count / sum * 1e6);
  fflush(stdout);
  samples->count = 0;
}

/* ---- through clio.h */

static void must(const clio_db *db, clio_status status)
{
  if (status != CLIO_ERROR) return;
  fputs(clio_last_error(db)->rendered, stderr);
  exit(1);
}

static clio_db *open_database(const char *path)
{
  clio_db *db;
  clio_status status = clio_open(&db, path, NULL);
  must(db, status);
  return db;
}

static void run_text(clio_db *db, const char *text)
{
  must(db, clio_exec(db, text, NULL, NULL));
}

static clio_query *prepare(clio_db *db, const char *text)
{
  clio_query *query;
  must(db, clio_prepare(db, &query, text, -1, NULL));
  return query;
}

/* Runs the statement to its end with $n bound. */
static void run(const clio_db *db, clio_query *query, int64_t n)
{
  clio_status status;
  must(db, clio_reset(query));
  must(db, clio_bind_int(query, "n", n));
  do {
    status = clio_step(query);
  } while (status == CLIO_ROW);
  must(db, status);
}

static void timed_run(const clio_db *db, clio_query *query, int64_t n, Samples *samples)
{
  double start = now();
  run(db, query, n);
  samples_add(samples, now() - start);
}

static void make_people(clio_db *db, int64_t people)
{
  clio_query *query = prepare(db, "UNWIND range(0, $n - 1) AS i CREATE (:Person {id: i, name: 'Person ' + i})");
  run(db, query, people);
  clio_finish(query);
  run_text(db, "CREATE INDEX FOR (p:Person) ON (p.id)");
}

static void measure_reads(Samples *samples)
{
  clio_db *db = open_database(NULL);
  make_people(db, PEOPLE);
  clio_query *constant = prepare(db, "RETURN 1"), *lookup = prepare(db, "MATCH (p:Person {id: $n}) RETURN p.name");
  for (int i = 0; i < RUNS; i++) timed_run(db, constant, i, samples);
  samples_print(samples, "RETURN 1, prepared");
  for (int i = 0; i < RUNS; i++) timed_run(db, lookup, (int64_t)i * 7919 % PEOPLE, samples);
  samples_print(samples, "point lookup, prepared");
  for (int i = 0; i < RUNS / 4; i++) {
    char text[96];
    snprintf(text, sizeof text, "MATCH (p:Person {id: %d}) RETURN p.name", (int)((int64_t)i * 7919 % PEOPLE));
    double start = now();
    run_text(db, text);
    samples_add(samples, now() - start);
  }
  samples_print(samples, "point lookup, its text new each time");
  clio_finish(constant);
  clio_finish(lookup);
  clio_close(db);
}

static void measure_creates(Samples *samples)
{
  clio_db *db = open_database(NULL);
  clio_query *query = prepare(db, "CREATE (:N {n: $n})");
  int64_t n = 0;
  for (int64_t size = 10000; size <= LARGEST; size *= 10) {
    for (; n < size - WINDOW; n++) run(db, query, n);
    for (; n < size; n++) timed_run(db, query, n, samples);
    char what[64];
    snprintf(what, sizeof what, "create in memory, up to %lld nodes", (long long)size);
    samples_print(samples, what);
  }
  clio_finish(query);
  clio_close(db);
}

/* One sample for each node that the statement creates. */
static void measure_batches(Samples *samples)
{
  enum { BATCH = 1000 };
  clio_db *db = open_database(NULL);
  clio_query *query = prepare(db, "UNWIND range($n, $n + 999) AS i CREATE (:N {n: i})");
  for (int i = 0; i < 500; i++) {
    double start = now();
    run(db, query, (int64_t)i * BATCH);
    samples_add(samples, (now() - start) / BATCH);
  }
  samples_print(samples, "create in memory, 1,000 by UNWIND");
  clio_finish(query);
  clio_close(db);
}

static void measure_file_creates(const char *path, Samples *samples)
{
  enum { GROUP = 100 };
  clio_db *db = open_database(path);
  clio_query *query = prepare(db, "CREATE (:N {n: $n})");
  for (int i = 0; i < 2000; i++) timed_run(db, query, i, samples);
  samples_print(samples, "create in a file, each synced");
  for (int i = 0; i < 500; i++) {
    double start = now();
    must(db, clio_begin(db));
    for (int j = 0; j < GROUP; j++) run(db, query, j);
    must(db, clio_commit(db));
    samples_add(samples, (now() - start) / GROUP);
  }
  samples_print(samples, "create in a file, 100 in a transaction");
  clio_finish(query);
  clio_close(db);
}

/* ---- through the program */

extern char **environ;

/* Standard input and output of the child are pipes where the streams are asked for, else nothing. */
static pid_t start(char *const arguments[], FILE **to, FILE **from)
{
  int in[2], out[2];
  if (pipe(in) || pipe(out)) die("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, in[1]);
  posix_spawn_file_actions_addclose(&actions, out[0]);
  pid_t child;
  if (posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ)) die(arguments[0]);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  *to = fdopen(in[1], "w");
  *from = fdopen(out[0], "r");
  if (!*to || !*from) die("fdopen");
  return child;
}

static void await(pid_t child)
{
  int status;
  if (waitpid(child, &status, 0) != child || status != 0) {
    fputs("latency: the program failed\n", stderr);
    exit(1);
  }
}

/* Reads up to the line that closes an answer; false at the end of the stream. */
static bool read_answer(FILE *from)
{
  char line[4096];
  while (fgets(line, sizeof line, from)) {
    if (strncmp(line, "{\"summary\"", 10) == 0) return true;
  }
  return false;
}

static void measure_pipe(char *clio, char *database, Samples *samples)
{
  char *arguments[] = {clio, database, "--format", "jsonl", "--stats", NULL};
  FILE *to, *from;
  pid_t child = start(arguments, &to, &from);
  for (int i = 0; i < RUNS / 10; i++) {
    double begin = now();
    fprintf(to, "MATCH (p:Person {id: %d}) RETURN p.name;\n", (int)((int64_t)i * 7919 % PEOPLE));
    fflush(to);
    if (!read_answer(from)) die("the shell's pipe");
    samples_add(samples, now() - begin);
  }
  fclose(to);
  fclose(from);
  await(child);
  samples_print(samples, "point lookup through the shell's pipe");
}

static void measure_process(char *clio, char *database, Samples *samples, const char *what)
{
  char *arguments[] = {clio, database, "--format", "jsonl", "--stats", "-c", "MATCH (p:Person {id: 7}) RETURN p.name",
                       NULL};
  for (int i = 0; i < 50; i++) {
    FILE *to, *from;
    double begin = now();
    pid_t child = start(arguments, &to, &from);
    fclose(to);
    if (!read_answer(from)) die("the program's answer");
    fclose(from);
    await(child);
    samples_add(samples, now() - begin);
  }
  samples_print(samples, what);
}

/* ---- memory */

static double resident_bytes(void)
{
  malloc_trim(0);
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (!file || fscanf(file, "%*d %ld", &pages) != 1) die("/proc/self/statm");
  fclose(file);
  return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void measure_memory(void)
{
  enum { NODES = 500000, RELS = 2000000, STEP = 10000 };
  clio_db *db = open_database(NULL);
  double empty = resident_bytes();
  clio_query *query = prepare(
      db, "UNWIND range($n, $n + 9999) AS i CREATE (:Person {id: i, name: 'Person ' + i, born: date('1600-01-01') + "
          "duration({days: i % 100000})})");
  for (int i = 0; i < NODES; i += STEP) run(db, query, i);
  clio_finish(query);
  double nodes = resident_bytes();
  run_text(db, "CREATE INDEX FOR (p:Person) ON (p.id)");
  double indexed = resident_bytes();
  query = prepare(db, "UNWIND range($n, $n + 9999) AS i MATCH (a:Person {id: i % 500000}) "
                      "MATCH (b:Person {id: i * 7919 % 500000}) CREATE (a)-[:KNOWS {since: 1600 + i % 400}]->(b)");
  for (int i = 0; i < RELS; i += STEP) run(db, query, i);
  clio_finish(query);
  run_text(db, "MATCH (:Person)-[:KNOWS]->(:Person)-[:KNOWS]->(p:Person) RETURN count(p.born)"); /* makes the arrays */
  double rels = resident_bytes();
  printf("%-44s %10.0f bytes\n", "memory for a node with three properties", (nodes - empty) / NODES);
  printf("%-44s %10.0f bytes\n", "memory for an entry of an index of integers", (indexed - nodes) / NODES);
  printf("%-44s %10.0f bytes\n\n", "memory for a relationship with one property", (rels - indexed) / RELS);
  clio_close(db);
}

int main(int argc, char **argv)
{
  if (argc != 2) {
    fputs("usage: latency CLIO\n", stderr);
    return 2;
  }
  measure_memory(); /* first, while the process holds nothing else */
  char folder[] = "latency-XXXXXX", large[64], small[64], created[64];
  if (!mkdtemp(folder)) die(folder);
  snprintf(large, sizeof large, "%s/large.clio", folder);
  snprintf(small, sizeof small, "%s/small.clio", folder);
  snprintf(created, sizeof created, "%s/created.clio", folder);
  clio_db *db = open_database(large);
  make_people(db, PEOPLE);
  clio_close(db);
  db = open_database(small);
  make_people(db, 1000);
  clio_close(db);

  Samples *samples = calloc(1, sizeof *samples);
  if (!samples) die("latency");
  print_head();
  measure_reads(samples);
  measure_pipe(argv[1], large, samples);
  measure_process(argv[1], small, samples, "a process for one lookup, 1,000 nodes");
  measure_process(argv[1], large, samples, "a process for one lookup, 100,000 nodes");
  measure_creates(samples);
  measure_batches(samples);
  measure_file_creates(created, samples);
  free(samples);

  unlink(large);
  unlink(small);
  unlink(created);
  rmdir(folder);
  return 0;
}
