/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries through clio.h, where what happens between their calls matters. */
#include "clio.h"
#include "core/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static clio_db *open_graph(void)
{
  clio_db *db;
  assert_int_equal(clio_open(&db, NULL, NULL), CLIO_OK);
  return db;
}

static void run(clio_db *db, const char *text)
{
  if (clio_exec(db, text, NULL, NULL) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
}

/* A plan that looks into an index is good until the first step, or a new one is made. */
static void an_index_may_go_before_the_first_step(void **state)
{
  (void)state;
  clio_db *db = open_graph();
  clio_query *q;
  run(db, "CREATE INDEX by_name FOR (n:A) ON (n.name); UNWIND range(1, 500) AS i CREATE (:A {name: 'n' + i})");
  assert_int_equal(clio_prepare(db, &q, "MATCH (n:A {name: 'n7'}) RETURN n.name AS s, n.wrong", -1, NULL), CLIO_OK);
  const char *name = clio_column_name(q, 0);
  const clio_note *note = clio_query_note(q, 0);
  assert_non_null(note);
  run(db, "DROP INDEX by_name");
  assert_int_equal(clio_step(q), CLIO_ROW);
  assert_string_equal(name, "s"); /* what was handed out before is still there */
  assert_string_equal(note->code, "UnknownPropertyKey");
  assert_int_equal(clio_step(q), CLIO_DONE);
  clio_finish(q);
  clio_close(db);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_index_may_go_before_the_first_step),
  };
  return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
