/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting without making rows, against making them: over random graphs with loops and parallel relationships, the
 * count(*) of a random pattern is the number of rows that the pattern gives, and the distinct nodes that a
 * variable-length pattern reaches are the ends of its paths. */
#include "random_graph.h"

enum { GRAPHS = 25, PATTERNS = 40 };

static uint64_t rows_of(clio_db *db, const char *pattern)
{
  char text[TEXT_SIZE];
  snprintf(text, sizeof text, "%.*s RETURN 1", PATTERN_SIZE, pattern);
  clio_query *query;
  uint64_t rows = 0;
  if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK) fail_msg("%s: %s", text, clio_last_error(db)->message);
  while (clio_step(query) == CLIO_ROW) rows++;
  clio_finish(query);
  return rows;
}

static uint64_t count_of(clio_db *db, const char *pattern, bool *counted)
{
  char text[TEXT_SIZE];
  snprintf(text, sizeof text, "%.*s RETURN count(*)", PATTERN_SIZE, pattern);
  clio_query *query;
  if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK) fail_msg("%s: %s", text, clio_last_error(db)->message);
  *counted = strstr(clio_plan(query), "CountApply") != NULL;
  assert_int_equal(clio_step(query), CLIO_ROW);
  uint64_t count = (uint64_t)clio_value_int(clio_column(query, 0));
  clio_finish(query);
  return count;
}

static void counts_are_the_numbers_of_rows(void **state)
{
  (void)state;
  uint32_t counted = 0;
  for (uint32_t g = 0; g < GRAPHS; g++) {
    Random r = {UINT64_C(0x9E3779B97F4A7C15) * (g + 1)};
    clio_db *db = random_graph(&r);
    for (uint32_t i = 0; i < PATTERNS; i++) {
      char pattern[PATTERN_SIZE];
      bool without_rows;
      random_pattern(&r, pattern);
      uint64_t count = count_of(db, pattern, &without_rows), rows = rows_of(db, pattern);
      if (count != rows)
        fail_msg("graph %u: %s has %llu rows, but counts %llu", g, pattern, (unsigned long long)rows,
                 (unsigned long long)count);
      counted += without_rows;
    }
    clio_close(db);
  }
  assert_true(counted > GRAPHS * PATTERNS / 10);
}

/* The distinct numbers below 64 in the first column of all rows, as bits. */
static uint64_t ends_of(clio_db *db, const char *text, bool *reached)
{
  clio_query *query;
  uint64_t ends = 0;
  if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK) fail_msg("%s: %s", text, clio_last_error(db)->message);
  *reached = strstr(clio_plan(query), "Reach") != NULL;
  while (clio_step(query) == CLIO_ROW) ends |= UINT64_C(1) << clio_value_int(clio_column(query, 0));
  clio_finish(query);
  return ends;
}

static void nodes_reached_are_the_ends_of_paths(void **state)
{
  static const char *const forms[] = {"-[:R*%u..%u]->", "<-[:R|S*%u..%u]-", "-[:R*%u..%u]-", "-[*%u..%u]-"};
  (void)state;
  uint32_t all = 0;
  for (uint32_t g = 0; g < GRAPHS; g++) {
    Random r = {UINT64_C(0xD1B54A32D192ED03) * (g + 1)};
    clio_db *db = random_graph(&r);
    for (uint32_t i = 0; i < PATTERNS; i++) {
      char step[64], text[TEXT_SIZE];
      uint32_t min = below(&r, 3), node = below(&r, NODES);
      snprintf(step, sizeof step, CHOOSE(&r, forms), min, min + below(&r, 4));
      bool reached, enumerated;
      snprintf(text, sizeof text, "MATCH (a {id: %u})%s(b) RETURN DISTINCT b.id", node, step);
      uint64_t distinct = ends_of(db, text, &reached);
      snprintf(text, sizeof text, "MATCH (a {id: %u})%s(b) RETURN b.id", node, step);
      uint64_t ends = ends_of(db, text, &enumerated);
      assert_false(enumerated);
      if (distinct != ends) fail_msg("graph %u: %s from %u", g, step, node);
      all += reached;
    }
    clio_close(db);
  }
  assert_true(all > GRAPHS * PATTERNS / 2);
}

/* Ten ways to go on with a hundred choices each: 10 to the power of 20 rows are more than 64 bits count. */
static void a_count_beyond_64_bits_is_an_error(void **state)
{
  (void)state;
  clio_db *db;
  clio_query *query;
  assert_int_equal(clio_open(&db, NULL, NULL), CLIO_OK);
  run(db, "CREATE (:Hub)");
  run(db, "MATCH (h:Hub) UNWIND range(1, 100) AS i CREATE (h)-[:T0]->(), (h)-[:T1]->(), (h)-[:T2]->(), (h)-[:T3]->(), "
          "(h)-[:T4]->(), (h)-[:T5]->(), (h)-[:T6]->(), (h)-[:T7]->(), (h)-[:T8]->(), (h)-[:T9]->()");
  const char *all = "MATCH (h:Hub)-[:T0]->(), (h)-[:T1]->(), (h)-[:T2]->(), (h)-[:T3]->(), (h)-[:T4]->(), "
                    "(h)-[:T5]->(), (h)-[:T6]->(), (h)-[:T7]->(), (h)-[:T8]->()";
  char text[TEXT_SIZE];
  snprintf(text, sizeof text, "%s RETURN count(*)", all);
  assert_int_equal(clio_prepare(db, &query, text, -1, NULL), CLIO_OK);
  assert_int_equal(clio_step(query), CLIO_ROW);
  assert_true(clio_value_int(clio_column(query, 0)) == INT64_C(1000000000000000000));
  clio_finish(query);
  snprintf(text, sizeof text, "%s, (h)-[:T9]->() RETURN count(*)", all);
  assert_int_equal(clio_prepare(db, &query, text, -1, NULL), CLIO_OK);
  assert_int_equal(clio_step(query), CLIO_ERROR);
  assert_string_equal(clio_last_error(db)->detail, "NumberOutOfRange");
  clio_finish(query);
  clio_close(db);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_are_the_numbers_of_rows),
      cmocka_unit_test(nodes_reached_are_the_ends_of_paths),
      cmocka_unit_test(a_count_beyond_64_bits_is_an_error),
  };
  return cmocka_run_group_tests_name("count", tests, NULL, NULL);
}
