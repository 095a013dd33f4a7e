/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes as a program meets them: what is handed out, and how long it holds. What becomes a note is in tests/cypher. */
#include "clio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static clio_db *db;

static int set_up(void **state)
{
  (void)state;
  if (clio_open(&db, NULL, NULL) != CLIO_OK) return 1;
  return clio_exec(db, "CREATE (:State {name: 'Latvia'})", NULL, NULL) == CLIO_OK ? 0 : 1;
}

static int tear_down(void **state)
{
  (void)state;
  clio_close(db);
  return 0;
}

static clio_query *prepare(const char *text)
{
  clio_query *query;
  if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
  return query;
}

static void a_note_has_code_place_and_picture(void **state)
{
  (void)state;
  clio_query *query = prepare("MATCH (s)\nWHERE s:Stat RETURN s");
  assert_int_equal(clio_query_note_count(query), 1);
  const clio_note *note = clio_query_note(query, 0);
  assert_string_equal(note->code, "UnknownLabel");
  assert_string_equal(note->message, "no node has the label `Stat`; did you mean `State`?");
  assert_int_equal(note->line, 2);
  assert_int_equal(note->column, 9);
  assert_string_equal(note->rendered, "note at line 2, column 9: no node has the label `Stat`; did you mean `State`?\n"
                                      "  WHERE s:Stat RETURN s\n"
                                      "          ^\n");
  assert_null(clio_query_note(query, 1));
  clio_finish(query);
}

static void a_query_that_is_reset_has_the_notes_of_the_graph_as_it_is(void **state)
{
  (void)state;
  clio_query *query = prepare("MATCH (s:Republic) RETURN s");
  assert_int_equal(clio_query_note_count(query), 1);
  assert_int_equal(clio_exec(db, "CREATE (:Republic)", NULL, NULL), CLIO_OK);
  assert_int_equal(clio_reset(query), CLIO_OK);
  assert_int_equal(clio_query_note_count(query), 0);
  clio_finish(query);
}

static void an_empty_graph_knows_no_names_and_gives_no_notes(void **state)
{
  (void)state;
  assert_int_equal(clio_exec(db, "MATCH (n) DETACH DELETE n", NULL, NULL), CLIO_OK);
  clio_query *query = prepare("MATCH (s:Stat {nmae: 1})-[:R]->() RETURN s.nmae");
  assert_int_equal(clio_query_note_count(query), 0);
  clio_finish(query);
}

static void a_statement_has_no_more_notes_than_one_reads(void **state)
{
  (void)state;
  clio_query *query = prepare("MATCH (n:A:B:C:D:E:F:G:H:I:J:K:L:M:N) RETURN n");
  assert_in_range(clio_query_note_count(query), 1, 10);
  clio_finish(query);
}

static void statements_without_a_query_have_none(void **state)
{
  (void)state;
  clio_query *query = prepare("CREATE INDEX FOR (n:Stat) ON (n.nmae)");
  assert_int_equal(clio_query_note_count(query), 0);
  assert_null(clio_query_note(query, 0));
  clio_finish(query);
}

static void the_distance_of_names_ignores_case_and_gives_up(void **state)
{
  (void)state;
  assert_int_equal(clio_name_distance("state", "State"), 0);
  assert_int_equal(clio_name_distance("Satte", "State"), 1);
  assert_int_equal(clio_name_distance("Stat", "State"), 1);
  assert_int_equal(clio_name_distance("Treaty", "State"), CLIO_FAR);
  assert_int_equal(clio_name_distance("", "State"), CLIO_FAR);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_note_has_code_place_and_picture, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_query_that_is_reset_has_the_notes_of_the_graph_as_it_is, set_up, tear_down),
      cmocka_unit_test_setup_teardown(an_empty_graph_knows_no_names_and_gives_no_notes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_statement_has_no_more_notes_than_one_reads, set_up, tear_down),
      cmocka_unit_test_setup_teardown(statements_without_a_query_have_none, set_up, tear_down),
      cmocka_unit_test(the_distance_of_names_ignores_case_and_gives_up),
  };
  return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
