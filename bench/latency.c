/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the smallest statements cost through clio.h: a constant, a point lookup by an index, and single creates at
 * growing sizes of the graph. Prints microseconds of processor time for each statement; asserts nothing. */
#include "clio.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 200000, PEOPLE = 100000, WINDOW = 1000, LARGEST = 1000000 };

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(const clio_db *db, clio_status status)
{
  if (status != CLIO_ERROR) return;
  fputs(clio_last_error(db)->rendered, stderr);
  exit(1);
}

static clio_query *prepare(clio_db *db, const char *text)
{
  clio_query *query;
  must(db, clio_prepare(db, &query, text, -1, NULL));
  return query;
}

/* Runs the statement to its end with $n bound; the number of rows. */
static unsigned run(const clio_db *db, clio_query *query, int64_t n)
{
  unsigned rows = 0;
  clio_status status;
  must(db, clio_reset(query));
  must(db, clio_bind_int(query, "n", n));
  while ((status = clio_step(query)) == CLIO_ROW) rows++;
  must(db, status);
  return rows;
}

static void measure(clio_db *db, const char *what, const char *text)
{
  clio_query *query = prepare(db, text);
  unsigned rows = 0;
  double start = now();
  for (int i = 0; i < RUNS; i++) rows += run(db, query, (int64_t)i * 7919 % PEOPLE);
  printf("%-24s %8.2f us   (%u rows in %d runs)\n", what, (now() - start) / RUNS, rows, RUNS);
  clio_finish(query);
}

static void measure_creates(void)
{
  clio_db *db;
  must(db, clio_open(&db, NULL, NULL));
  clio_query *query = prepare(db, "CREATE (:N {n: $n})");
  int n = 0;
  for (int size = 10000; size <= LARGEST; size *= 10) {
    for (; n < size - WINDOW; n++) run(db, query, n);
    double start = now();
    for (; n < size; n++) run(db, query, n);
    printf("create at %-14d %8.2f us\n", size, (now() - start) / WINDOW);
  }
  clio_finish(query);
  clio_close(db);
}

int main(void)
{
  clio_db *db;
  must(db, clio_open(&db, NULL, NULL));
  must(db, clio_exec(db, "UNWIND range(0, 99999) AS i CREATE (:Person {id: i, name: 'Person ' + i})", NULL, NULL));
  must(db, clio_exec(db, "CREATE INDEX FOR (p:Person) ON (p.id)", NULL, NULL));
  measure(db, "RETURN 1", "RETURN 1");
  measure(db, "point lookup", "MATCH (p:Person {id: $n}) RETURN p.name");
  clio_close(db);
  measure_creates();
  return 0;
}
