/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clio load DATABASE FOLDER | clio open DATABASE: Clio as an engine of the benchmark, through clio.h. It speaks what
 * all engines speak (see README.md). A time runs from the text to the last cell of the last row. */
#include "clio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void say_error(const clio_db *db)
{
  const clio_error *error = clio_last_error(db);
  printf("error\t%s: %s\n", error->code, error->message);
}

static clio_status load(clio_db *db, const char *folder)
{
  static const char indexes[] = "CREATE INDEX FOR (n:Person) ON (n.id); CREATE INDEX FOR (n:State) ON (n.id);"
                                "CREATE INDEX FOR (n:Treaty) ON (n.id); CREATE INDEX FOR (n:Organisation) ON (n.id);"
                                "CREATE INDEX FOR (n:Event) ON (n.id); CREATE INDEX FOR (n:Place) ON (n.id);"
                                "CREATE INDEX FOR (n:Treaty) ON (n.name)";
  clio_import_options options = CLIO_IMPORT_INIT;
  clio_import_summary summary;
  clio_status status = clio_import(db, &folder, 1, &options, &summary);
  return status == CLIO_OK ? clio_exec(db, indexes, NULL, NULL) : status;
}

static void print_row(const clio_query *query)
{
  fputs("row", stdout);
  for (uint32_t i = 0; i < clio_column_count(query); i++) {
    char *cell = clio_value_text(query, clio_column(query, i), CLIO_AS_TEXT);
    printf("\t%s", cell ? cell : "");
    free(cell);
  }
  putchar('\n');
}

static void answer(clio_db *db, const char *text)
{
  clio_query *query = NULL;
  double start = now();
  clio_status status = clio_prepare(db, &query, text, -1, NULL);
  while (query && status != CLIO_ERROR && (status = clio_step(query)) == CLIO_ROW) print_row(query);
  double end = now();
  if (status == CLIO_ERROR) {
    say_error(db);
  } else {
    printf("time\t%.2f\n", end - start);
  }
  clio_finish(query);
}

int main(int argc, char **argv)
{
  bool fresh = argc == 4 && strcmp(argv[1], "load") == 0;
  if (!fresh && !(argc == 3 && strcmp(argv[1], "open") == 0)) {
    fputs("usage: clio load DATABASE FOLDER | clio open DATABASE\n", stderr);
    return 2;
  }
  static char buffer[1 << 20]; /* so that no answer is written before its time is taken */
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  clio_db *db;
  double start = now();
  printf("version\t%s\n", clio_version());
  if (clio_open(&db, argv[2], NULL) != CLIO_OK || (fresh && load(db, argv[3]) != CLIO_OK)) {
    say_error(db);
    clio_close(db);
    return 1;
  }
  printf("time\t%.2f\n", now() - start);
  fflush(stdout);

  char *line = NULL;
  size_t size = 0;
  for (ssize_t length; (length = getline(&line, &size, stdin)) > 0; fflush(stdout)) {
    if (line[length - 1] == '\n') line[length - 1] = '\0';
    answer(db, line);
  }
  free(line);
  clio_close(db);
  return 0;
}
