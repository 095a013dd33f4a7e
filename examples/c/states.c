/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small program on libclio: prints who controlled a state on a day.
 *
 *     cc states.c -o states $(pkg-config --cflags --libs clio)
 *     ./states baltic.clio Latvia 1942-01-01
 */
#include <clio.h>
#include <stdio.h>

static int fail(const clio_db *db)
{
  fputs(clio_last_error(db)->rendered, stderr);
  return 1;
}

static void print(const clio_value *value)
{
  size_t length;
  const char *text = clio_value_string(value, &length);
  if (text) printf("%.*s", (int)length, text);
}

static int run(clio_db *db, const char *state, const char *day)
{
  static const char question[] = "MATCH (:State {name: $state})-[c:CONTROLLED_BY]->(holder:State) AS OF date($day) "
                                 "RETURN holder.name, c.form ORDER BY c.valid_from";
  clio_query *query;
  clio_status status;
  if (clio_prepare(db, &query, question, -1, NULL) != CLIO_OK) return fail(db);
  clio_bind_string(query, "state", state, -1);
  clio_bind_string(query, "day", day, -1);
  while ((status = clio_step(query)) == CLIO_ROW) {
    print(clio_column(query, 0));
    fputs(": ", stdout);
    print(clio_column(query, 1));
    putchar('\n');
  }
  int result = status == CLIO_DONE ? 0 : fail(db);
  clio_finish(query);
  return result;
}

int main(int argc, char **argv)
{
  if (argc != 4) {
    fprintf(stderr, "usage: %s DATABASE STATE DAY\n", argv[0]);
    return 2;
  }
  clio_db *db;
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = true;
  int result = clio_open(&db, argv[1], &options) == CLIO_OK ? run(db, argv[2], argv[3]) : fail(db);
  clio_close(db);
  return result;
}
