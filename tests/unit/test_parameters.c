/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parameters as a program gives them: what a literal means, bound or written into the query, and what becomes of a row
 * that was read before a value is bound anew. */
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
  return clio_open(&db, NULL, NULL) != CLIO_OK;
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

/* The one value that the query returns, as a literal. */
static char *value_of(clio_query *query)
{
  if (clio_step(query) != CLIO_ROW) fail_msg("%s", clio_last_error(db)->rendered);
  return clio_value_text(query, clio_column(query, 0), CLIO_AS_CYPHER);
}

static void a_bound_literal_is_what_it_is_in_a_query(void **state)
{
  (void)state;
  static const char *const literals[] = {"0",
                                         "-5",
                                         "- 5",
                                         "007.5",
                                         "123456789012345678",
                                         "9223372036854775807",
                                         "-9223372036854775808",
                                         "1_000",
                                         "0x1F",
                                         "1.5",
                                         "-0.0",
                                         "1.25e3",
                                         "1e-3",
                                         ".5",
                                         "null",
                                         "NULL",
                                         "true",
                                         "FALSE",
                                         "''",
                                         "'text'",
                                         "\"text\"",
                                         "'it''s'",
                                         "'it\\'s\\n'",
                                         "'P\xC3\xA4ts'",
                                         "'two\nlines'",
                                         "[]",
                                         " [ 1 , 'a', null, [true, 2.5] ] ",
                                         "{}",
                                         "{a: 1, b: {c: [{}]}}",
                                         "{match: 1, end: 2, `a b`: 3}",
                                         "[{id: 1, name: 'x'}, {id: 2, name: null}]",
                                         "1 + 2",
                                         "[1, 2][0]",
                                         "'a' + 'b'",
                                         "date('1940-06-15')",
                                         "[date('1940-06-15'), duration('P1D')]",
                                         "/* none */ 1"};
  clio_query *bound = prepare("RETURN $p");
  for (size_t i = 0; i < sizeof literals / sizeof *literals; i++) {
    char text[128];
    snprintf(text, sizeof text, "RETURN %s", literals[i]);
    clio_query *written = prepare(text);
    assert_int_equal(clio_reset(bound), CLIO_OK);
    if (clio_bind_literal(bound, "p", literals[i]) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
    char *expected = value_of(written), *given = value_of(bound);
    assert_string_equal(given, expected);
    free(expected);
    free(given);
    clio_finish(written);
  }
  clio_finish(bound);
}

static void what_is_no_literal_is_refused(void **state)
{
  (void)state;
  static const char *const texts[] = {"",
                                      "nul",
                                      "[1, ]",
                                      "[1 2]",
                                      "{a 1}",
                                      "{a: 1",
                                      "'open",
                                      "1.2.3",
                                      "12abc",
                                      "'\xFF'",
                                      "'\\q'",
                                      "1,",
                                      "[1]]",
                                      "x",
                                      "'a' 'b'",
                                      "{1: 2}",
                                      "truely",
                                      "1; 2",
                                      "99999999999999999999",
                                      "{a: 1} RETURN 1",
                                      "n.name",
                                      "$p"};
  clio_query *query = prepare("RETURN $p");
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (clio_bind_literal(query, "p", texts[i]) != CLIO_ERROR) fail_msg("`%s` was taken for a literal", texts[i]);
    assert_string_equal(clio_last_error(db)->code, "ArgumentError");
  }
  clio_finish(query);
}

static void lists_may_nest_deeply(void **state)
{
  (void)state;
  enum { DEPTH = 500 };
  char literal[2 * DEPTH + 1];
  memset(literal, '[', DEPTH);
  memset(literal + DEPTH, ']', DEPTH);
  literal[2 * DEPTH] = '\0';
  clio_query *query = prepare("RETURN $p");
  assert_int_equal(clio_bind_literal(query, "p", literal), CLIO_OK);
  char *given = value_of(query);
  assert_string_equal(given, literal);
  free(given);
  clio_finish(query);
}

static int64_t number(const clio_query *query)
{
  return clio_value_int(clio_column(query, 0));
}

static void a_row_at_hand_outlives_new_values(void **state)
{
  (void)state;
  clio_query *query = prepare("UNWIND $list AS x RETURN x, $text");
  assert_int_equal(clio_bind_literal(query, "list", "[1, 2, 3]"), CLIO_OK);
  assert_int_equal(clio_bind_string(query, "text", "before", -1), CLIO_OK);
  assert_int_equal(clio_step(query), CLIO_ROW);
  assert_int_equal(clio_bind_string(query, "text", "after!", -1), CLIO_OK);
  assert_int_equal(clio_bind_literal(query, "list", "[7]"), CLIO_OK);
  for (int64_t i = 1; i <= 3; i++) {
    size_t length;
    assert_int_equal(number(query), i);
    assert_memory_equal(clio_value_string(clio_column(query, 1), &length), "before", 6);
    assert_int_equal(length, 6);
    assert_int_equal(clio_step(query), i < 3 ? CLIO_ROW : CLIO_DONE);
  }
  assert_int_equal(clio_reset(query), CLIO_OK);
  assert_int_equal(clio_step(query), CLIO_ROW);
  assert_int_equal(number(query), 7);
  assert_int_equal(clio_step(query), CLIO_DONE);
  clio_finish(query);
}

static void a_row_at_hand_outlives_a_statement_that_writes(void **state)
{
  (void)state;
  assert_int_equal(clio_exec(db, "UNWIND range(1, 5) AS i CREATE (:N {i: i})", NULL, NULL), CLIO_OK);
  clio_query *query = prepare("MATCH (n:N) RETURN n.i ORDER BY n.i");
  assert_int_equal(clio_step(query), CLIO_ROW);
  assert_int_equal(clio_exec(db, "MATCH (n:N) SET n.i = -n.i", NULL, NULL), CLIO_OK);
  for (int64_t i = 1; i <= 5; i++) {
    assert_int_equal(number(query), i);
    assert_int_equal(clio_step(query), i < 5 ? CLIO_ROW : CLIO_DONE);
  }
  clio_finish(query);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_bound_literal_is_what_it_is_in_a_query, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_is_no_literal_is_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lists_may_nest_deeply, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_row_at_hand_outlives_new_values, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_row_at_hand_outlives_a_statement_that_writes, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("parameters", tests, NULL, NULL);
}
