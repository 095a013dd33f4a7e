/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help and completion as a program meets them, and all examples of the registries run through the engine. */
#include "clio.h"
#include "func/clauses.h"
#include "func/func.h"
#include "proc/proc.h"

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
  return clio_open(&db, NULL, NULL) == CLIO_OK ? 0 : 1;
}

static int tear_down(void **state)
{
  (void)state;
  clio_close(db);
  return 0;
}

static void run(const char *text)
{
  if (clio_exec(db, text, NULL, NULL) != CLIO_OK) fail_msg("%s", clio_last_error(db)->rendered);
}

static void functions_do_as_their_examples_say(void **state)
{
  (void)state;
  const Function *f;
  for (uint32_t i = 0; (f = function_at(i)); i++) {
    char text[512];
    clio_query *query;
    snprintf(text, sizeof text, "RETURN %s", f->example);
    if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK || clio_step(query) != CLIO_ROW)
      fail_msg("%s", clio_last_error(db)->rendered);
    char *value = clio_value_text(query, clio_column(query, 0), CLIO_AS_CYPHER);
    assert_non_null(value);
    if (strcmp(value, f->value) != 0) fail_msg("%s gives %s, not %s", f->example, value, f->value);
    free(value);
    clio_finish(query);
  }
}

static void procedures_have_examples_that_run(void **state)
{
  (void)state;
  const Procedure *p;
  run("CREATE FULLTEXT INDEX names FOR (n:Person) ON EACH [n.name]");
  for (uint32_t i = 0; (p = procedure_at(i)); i++)
    if (p->example) run(p->example);
}

/* Before an example: what it needs. */
static void prepare_for(const ClauseHelp *clause)
{
  if (strcmp(clause->name, "parameter") == 0) clio_set_parameter(db, "name", "'Latvia'");
  if (strcmp(clause->name, "ROLLBACK") == 0) run("BEGIN");
}

static void clauses_have_examples_that_run(void **state)
{
  (void)state;
  const ClauseHelp *clause;
  for (uint32_t i = 0; (clause = clause_at(i)); i++) {
    if (strncmp(clause->name, "LOAD ", 5) == 0) continue; /* names a file */
    prepare_for(clause);
    run(clause->example);
  }
}

static void every_feature_says_where_it_comes_from(void **state)
{
  (void)state;
  static const char *const origins[] = {"openCypher", "Cypher 5", "Cypher 25", "GQL", "Clio", "Clio, after SQL:2011"};
  for (uint32_t i = 0; clause_at(i) || function_at(i); i++) {
    for (int function = 0; function <= 1; function++) {
      if (function ? !function_at(i) : !clause_at(i)) continue;
      const char *origin = function ? function_at(i)->origin : clause_at(i)->origin;
      bool known = false;
      for (size_t o = 0; o < sizeof origins / sizeof *origins; o++) known = known || strcmp(origin, origins[o]) == 0;
      if (!known) fail_msg("%s is from `%s`", function ? function_at(i)->name : clause_at(i)->name, origin);
    }
  }
}

/* " Takes such a time (Author 1977, Another 2001). Options: " */
static bool says_cost_and_reference(const char *help)
{
  const char *takes = strstr(help, " Takes "), *options = takes ? strstr(takes, "). Options: ") : NULL;
  if (!options || options - takes < 12 || !strstr(takes, "time")) return false;
  for (const char *at = options - 4; at < options; at++)
    if (*at < '0' || *at > '9') return false;
  const char *open = options;
  while (*open != '(' && open > takes) open--;
  return open > takes && open[1] >= 'A' && open < options - 8;
}

static void graph_algorithms_say_what_they_cost_and_whose_they_are(void **state)
{
  (void)state;
  const Procedure *p;
  for (uint32_t i = 0; (p = procedure_at(i)); i++) {
    if (strncmp(p->name, "graph.", 6) != 0) continue;
    if (!says_cost_and_reference(p->help))
      fail_msg("%s does not say what it costs and whose it is: %s", p->name, p->help);
    if (!p->example) fail_msg("%s has no example", p->name);
  }
}

static void expect_help(const char *name, const char *part)
{
  const char *help = clio_help(db, name);
  assert_non_null(help);
  if (!strstr(help, part)) fail_msg("the help on %s has no `%s`:\n%s", name, part, help);
}

static void help_is_given_on_words_of_all_kinds(void **state)
{
  (void)state;
  expect_help("touPPER", "toUpper(text :: STRING) :: STRING");
  expect_help("toUpper()", "'PÄTS'");
  expect_help("match", "MATCH pattern");
  expect_help("order", "ORDER BY");
  expect_help("order by;", "ORDER BY");
  expect_help("db.labels", "CALL db.labels()");
  expect_help("count", "COUNT {");
  expect_help("count", "count([DISTINCT]");
  assert_null(clio_help(db, "nosuchword"));
  assert_null(clio_help(db, ""));
  assert_null(clio_help(db, " ( "));
  const char *cells[] = {"'Riga'"};
  assert_int_equal(clio_register_table_procedure(db, "my.cities() :: (name :: STRING?)", cells, 1), CLIO_OK);
  expect_help("my.cities", "my.cities() :: (name :: STRING?)");
}

static void features_are_found_by_their_natural_names(void **state)
{
  (void)state;
  expect_help("shortest", "ANY SHORTEST");
  expect_help("exists", "EXISTS {");
  expect_help("case", "CASE [value] WHEN");
  expect_help("label expression", ":A&B");
  expect_help("||", "string || string");
  expect_help("contains", "CONTAINS text");
  expect_help("type predicate", "IS [NOT]");
  expect_help("quantified relationship", "{1,5}");
  expect_help("quantified path pattern", "){m,n}");
  expect_help("group", "){m,n}");
  expect_help("path selector", "SHORTEST k");
  expect_help("path mode", "ACYCLIC");
  expect_help("trail", "ACYCLIC");
  expect_help("map projection", "{.key");
  expect_help("list comprehension", "IN list WHERE");
  expect_help("pattern comprehension", "[pattern WHERE");
  expect_help("inline where", "(variable WHERE");
  expect_help("dynamic label", "$(expression)");
  expect_help("subquery", "CALL (variable");
  expect_help("precedence", "bind more tightly");
  expect_help("parameter", "$name");
  expect_help("comments", "/*");
  expect_help("null", "three-valued");
  expect_help("order of types", "booleans, numbers");
  expect_help("valid time", "FOR VALID_TIME");
  expect_help("temporal types", "ISO 8601");
}

static bool has_name(clio_name_kind kind, const char *wanted, uint64_t wanted_count)
{
  const char *name;
  uint64_t count;
  for (uint32_t i = 0; (name = clio_name(db, kind, i, &count)); i++)
    if (strcmp(name, wanted) == 0) return count == wanted_count;
  return false;
}

static void names_are_listed_with_counts(void **state)
{
  (void)state;
  run("CREATE (a:State {name: 'Latvia'})-[:SIGNED {year: 1939}]->(:Treaty {name: 'Pact'}), (:State)");
  assert_true(has_name(CLIO_LABELS, "State", 2));
  assert_true(has_name(CLIO_LABELS, "Treaty", 1));
  assert_true(has_name(CLIO_TYPES, "SIGNED", 1));
  assert_true(has_name(CLIO_KEYS, "name", 2));
  assert_true(has_name(CLIO_KEYS, "year", 1));
  assert_true(has_name(CLIO_FUNCTIONS, "toUpper", 0));
  assert_true(has_name(CLIO_PROCEDURES, "db.labels", 0));
  assert_true(has_name(CLIO_KEYWORDS, "MATCH", 0));
  assert_false(has_name(CLIO_LABELS, "SIGNED", 1));
  assert_null(clio_name(db, CLIO_LABELS, 2, NULL));
  assert_null(clio_name(db, CLIO_KEYWORDS, UINT32_MAX, NULL));
  assert_null(clio_name(db, CLIO_PROCEDURES, UINT32_MAX, NULL));
  const char *cells[] = {"'Riga'"};
  assert_int_equal(clio_register_table_procedure(db, "my.cities() :: (name :: STRING?)", cells, 1), CLIO_OK);
  assert_true(has_name(CLIO_PROCEDURES, "my.cities", 0));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(functions_do_as_their_examples_say, set_up, tear_down),
      cmocka_unit_test_setup_teardown(procedures_have_examples_that_run, set_up, tear_down),
      cmocka_unit_test_setup_teardown(clauses_have_examples_that_run, set_up, tear_down),
      cmocka_unit_test(every_feature_says_where_it_comes_from),
      cmocka_unit_test(graph_algorithms_say_what_they_cost_and_whose_they_are),
      cmocka_unit_test_setup_teardown(features_are_found_by_their_natural_names, set_up, tear_down),
      cmocka_unit_test_setup_teardown(help_is_given_on_words_of_all_kinds, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_are_listed_with_counts, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("help", tests, NULL, NULL);
}
