/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MATCH clauses that are solved as one pattern, and conditions that are taken in from a WITH behind them, against each
 * clause for itself. `SKIP 0` changes nothing, but keeps a WITH from being looked through. */
#include "random_graph.h"

enum { GRAPHS = 25, PAIRS = 40, COLUMNS = 2 };

typedef struct Answer {
  int64_t columns[COLUMNS];
} Answer;

static Answer answer_of(clio_db *db, const char *text)
{
  clio_query *query;
  Answer answer = {{0}};
  if (clio_prepare(db, &query, text, -1, NULL) != CLIO_OK) fail_msg("%s: %s", text, clio_last_error(db)->message);
  if (clio_step(query) != CLIO_ROW) fail_msg("%s: %s", text, clio_last_error(db)->message);
  for (uint32_t i = 0; i < COLUMNS; i++) answer.columns[i] = clio_value_int(clio_column(query, i));
  clio_finish(query);
  return answer;
}

static void expect_same(clio_db *db, const char *together, const char *apart)
{
  Answer a = answer_of(db, together), b = answer_of(db, apart);
  for (uint32_t i = 0; i < COLUMNS; i++)
    if (a.columns[i] != b.columns[i])
      fail_msg("%s gives %lld\n%s gives %lld", together, (long long)a.columns[i], apart, (long long)b.columns[i]);
}

/* Two patterns share some of their nodes: all are called n0, n1 and so on. */
static void clauses_give_the_same_together(void **state)
{
  static const char *const between[] = {"", "WITH *", "WITH * WHERE n0.x < 3", "WITH n0, n1", "WITH n1 WHERE n1.x > 0"};
  static const char *const barriers[] = {"WITH * SKIP 0", "WITH * SKIP 0", "WITH * SKIP 0 WHERE n0.x < 3",
                                         "WITH n0, n1 SKIP 0", "WITH n1 SKIP 0 WHERE n1.x > 0"};
  (void)state;
  for (uint32_t g = 0; g < GRAPHS; g++) {
    Random r = {UINT64_C(0x9E3779B97F4A7C15) * (g + 7)};
    clio_db *db = random_graph(&r);
    for (uint32_t i = 0; i < PAIRS; i++) {
      char first[PATTERN_SIZE], second[PATTERN_SIZE], together[3 * TEXT_SIZE], apart[3 * TEXT_SIZE];
      uint32_t form = below(&r, ARRAY_LEN(between));
      const char *last = "RETURN count(*), sum(n1.id)";
      random_pattern(&r, first);
      random_pattern(&r, second);
      snprintf(together, sizeof together, "%s %s %s %s", first, between[form], second, last);
      snprintf(apart, sizeof apart, "%s %s %s %s", first, barriers[form], second, last);
      expect_same(db, together, apart);
    }
    clio_close(db);
  }
}

static void conditions_may_move_before_a_with(void **state)
{
  static const struct {
    const char *with, *where;
  } forms[] = {
      {"WITH n0, count(*) AS c", "n0.x > 1 AND c > 2 RETURN sum(c), sum(n0.id)"},
      {"WITH DISTINCT n0, n1.x AS x", "n0.x <> 2 AND x > 0 RETURN sum(x), sum(n0.id)"},
      {"WITH n0, n1, n1.x + 1 AS x", "n1.x < n0.x + x AND n1.id > 2 RETURN count(*), sum(x)"},
      {"WITH n1, collect(n0.id) AS ids", "n1.x IN [0, 3] OR n1:A RETURN count(*), sum(size(ids))"},
      {"WITH n0 AS n9, n1", "n9.x > 0 AND n1.x > 0 RETURN count(*), sum(n9.id)"},
      {"WITH n0, n1 ORDER BY n0.id", "n0.x > 0 AND EXISTS { (n1)-[:R]->() } RETURN count(*), sum(n0.id)"},
      {"WITH count(*) AS c", "c >= 0 AND 1 = 2 RETURN count(*), sum(c)"},
  };
  (void)state;
  for (uint32_t g = 0; g < GRAPHS; g++) {
    Random r = {UINT64_C(0xD1B54A32D192ED03) * (g + 3)};
    clio_db *db = random_graph(&r);
    for (uint32_t i = 0; i < PAIRS; i++) {
      char pattern[PATTERN_SIZE], together[TEXT_SIZE], apart[TEXT_SIZE];
      uint32_t form = i % ARRAY_LEN(forms);
      random_pattern(&r, pattern);
      snprintf(together, sizeof together, "%s %s WHERE %s", pattern, forms[form].with, forms[form].where);
      snprintf(apart, sizeof apart, "%s %s SKIP 0 WHERE %s", pattern, forms[form].with, forms[form].where);
      expect_same(db, together, apart);
    }
    clio_close(db);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clauses_give_the_same_together),
      cmocka_unit_test(conditions_may_move_before_a_with),
  };
  return cmocka_run_group_tests_name("clauses", tests, NULL, NULL);
}
