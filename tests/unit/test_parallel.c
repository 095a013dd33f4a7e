/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans that threads share give what one thread gives: the same rows in the same order, and the same errors. */
#include "core/workers.h"
#include "exec/exec.h"
#include "planned.h"
#include "random.h"

#include <stdio.h>

enum { PEOPLE = 6000, GROUPS = 40, KNOWS = 30000, MEMBERS = 9000, THREADS = 3 };

/* ---- a graph */

static void set(Graph *g, EntityKind kind, uint32_t slot, const char *key, Value v)
{
  Error err = {0};
  assert_int_equal(graph_set_prop(g, kind, slot, name_id(g, NAME_KEY, key), v, &err), STATUS_OK);
}

static void add_person(Graph *g, Random *r, uint32_t i)
{
  uint32_t labels[] = {name_id(g, NAME_LABEL, "Person"), name_id(g, NAME_LABEL, "Vip")}, node;
  char name[32];
  Error err = {0};
  assert_int_equal(graph_add_node(g, labels, below(r, 5) == 0 ? 2 : 1, &node, &err), STATUS_OK);
  snprintf(name, sizeof name, "name %u", below(r, 300));
  set(g, ENTITY_NODE, node, "id", value_int(i));
  set(g, ENTITY_NODE, node, "name", value_string(text_of(name)));
  if (below(r, 10)) set(g, ENTITY_NODE, node, "age", value_int(below(r, 90)));
  set(g, ENTITY_NODE, node, "score", value_float(below(r, 1000) / 7.0));
  set(g, ENTITY_NODE, node, "mixed", below(r, 2) ? value_int(below(r, 50)) : value_string(text_of(name)));
}

static void add_rels(Graph *g, Random *r, const char *type, uint32_t n, uint32_t first, uint32_t ends)
{
  Error err = {0};
  for (uint32_t i = 0; i < n; i++) {
    uint32_t a = below(r, PEOPLE), rel;
    uint32_t b = first + (below(r, 3) ? below(r, ends) : below(r, 1 + ends / 20)); /* some are met often */
    assert_int_equal(graph_add_rel(g, name_id(g, NAME_TYPE, type), a, b, &rel, &err), STATUS_OK);
    set(g, ENTITY_REL, rel, "since", value_int(1900 + below(r, 100)));
  }
}

static int open_graph(void **state)
{
  Graph *g;
  GraphOptions options = {0};
  Error err = {0};
  Random r = {UINT64_C(0x2545F4914F6CDD1D)};
  assert_int_equal(graph_open(&g, NULL, &options, &err), STATUS_OK);
  assert_int_equal(graph_statement_begin(g, &err), STATUS_OK);
  for (uint32_t i = 0; i < PEOPLE; i++) add_person(g, &r, i);
  for (uint32_t i = 0; i < GROUPS; i++) {
    uint32_t label = name_id(g, NAME_LABEL, "Group"), node;
    assert_int_equal(graph_add_node(g, &label, 1, &node, &err), STATUS_OK);
    set(g, ENTITY_NODE, node, "id", value_int(i));
  }
  add_rels(g, &r, "KNOWS", KNOWS, 0, PEOPLE);
  add_rels(g, &r, "MEMBER", MEMBERS, PEOPLE, GROUPS);
  for (uint32_t i = 0; i < PEOPLE; i += 97)
    for (uint32_t rel = i; rel < KNOWS; rel += 1009) (void)graph_delete_rel(g, rel, &err);
  assert_int_equal(graph_statement_end(g, true, &err), STATUS_OK);
  *state = g;
  return 0;
}

static int close_graph(void **state)
{
  graph_close(*state);
  return 0;
}

/* ---- running */

typedef struct Outcome {
  Str rows; /* one a line; then the error */
  bool shared;
} Outcome;

static bool has_gather(const Plan *plan)
{
  for (; plan != NULL; plan = plan->child[0])
    if (plan->kind == PLAN_GATHER || has_gather(plan->child[1])) return true;
  return false;
}

static Status add_rows(Exec *x, const PlanTree *tree, const Graph *g, Str *out)
{
  Batch batch = batch_new(&x->arena, x->slot_count);
  for (;;) {
    TRY(exec_next(x, &batch));
    if (batch.n == 0) return STATUS_OK;
    for (uint32_t i = 0; i < batch.n; i++) {
      for (uint32_t c = 0; c < tree->root->slot_count; c++) {
        value_print(out, vec_get(&batch.slots[tree->root->slots[c]], batch_row(&batch, i)), g);
        str_add(out, " | ");
      }
      str_add(out, "\n");
    }
  }
}

static void run(Graph *g, const char *query, Workers *workers, MemoryLimit limit, bool profile, Outcome *out)
{
  Planned p;
  Exec x;
  StatementClock clock = {0};
  PlanOptions options = {.threads = workers ? workers_count(workers) : 1, .least_work = 1};
  Error *err = &p.err;
  str_init(&out->rows);
  plan_good(&p, g, query, &options);
  out->shared = has_gather(p.tree.root);
  Status status = exec_open(&x, g, &p.tree, NULL, clock, &limit, workers, NULL, 0, profile, NULL, err);
  if (status == STATUS_OK) {
    const Plan *top = p.tree.root->child[0];
    status = add_rows(&x, &p.tree, g, &out->rows);
    if (profile && top->kind == PLAN_GATHER)
      assert_int_equal(x.profile[top->id].rows, x.profile[top->child[0]->id].rows);
    exec_close(&x);
  }
  if (status != STATUS_OK)
    str_addf(&out->rows, "%s %u: %s\n", error_kind_name(err->kind), err->span.start, err->message);
  assert_int_equal(limit.used, 0);
  arena_free(&p.arena);
}

static void compare(Graph *g, Workers *workers, const char *query, bool shared)
{
  Outcome one, many;
  run(g, query, NULL, (MemoryLimit){0}, false, &one);
  for (int round = 0; round < 3; round++) {
    run(g, query, workers, (MemoryLimit){0}, round == 1, &many);
    assert_false(one.shared);
    if (many.shared != shared) fail_msg("%s %s", query, shared ? "is not shared out" : "is shared out");
    if (strcmp(str_cstr(&one.rows), str_cstr(&many.rows)) != 0)
      fail_msg("%s\none thread:\n%.2000s\nthree:\n%.2000s", query, str_cstr(&one.rows), str_cstr(&many.rows));
    str_free(&many.rows);
  }
  str_free(&one.rows);
}

static void compare_all(void **state, const char *const *queries, size_t n, bool shared)
{
  Workers *workers = workers_new(THREADS);
  assert_non_null(workers);
  for (size_t i = 0; i < n; i++) compare(*state, workers, queries[i], shared);
  workers_free(workers);
}

static void shared_plans_give_the_same(void **state)
{
  static const char *const queries[] = {
      /* aggregations put together from parts */
      "MATCH (p:Person) WHERE p.name CONTAINS '7' RETURN count(*)",
      "MATCH (p:Person) WHERE p.age > 40 RETURN count(p.age), min(p.age), max(p.name), sum(p.age)",
      "MATCH (p:Person) RETURN count(p.age), sum(p.age), max(p.score), min(p.mixed)",
      "MATCH (p:Person) WHERE p.age > 1000 RETURN count(*), sum(p.age), max(p.age)",
      "MATCH (p:Person) RETURN p.name AS name, count(*) AS n, min(p.id)",
      "MATCH (p:Person)-[r:KNOWS]->(f) RETURN f:Vip AS vip, count(r) AS n, sum(r.since) AS s, max(f.name)",
      "MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN count(*)",
      "MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN count(*)",
      "MATCH (a)-[r:KNOWS]->(b) WHERE r.since < 1950 RETURN count(*), sum(a.age)",
      "MATCH (p:Person)-[:MEMBER]->(o:Group) RETURN o, count(*) AS n",
      "MATCH (p:Person)-[:MEMBER]->(o:Group) RETURN o.id, p:Vip, count(*), min(p.age)",
      "MATCH (p:Person) WHERE NOT EXISTS { (p)-[:MEMBER]->(:Group {id: 3}) } RETURN count(*)",
      "MATCH (p:Person) WHERE COUNT { (p)-[:KNOWS]->(:Vip) } > 2 RETURN count(*)",
      "MATCH (p:Person) OPTIONAL MATCH (p)-[:MEMBER]->(o:Group) WITH o.id AS id, count(p) AS n RETURN id, n ORDER BY "
      "n, id",
      "MATCH (p:Person) RETURN max([p.age, p.name]), min(p.name + '!')",
      /* all rows of a group are in one part */
      "MATCH (p:Person)-[:KNOWS]->(f) WITH p, count(f) AS n, collect(f.id) AS ids WHERE n > 9 RETURN p.id, n, ids",
      "MATCH (p:Person)-[:KNOWS]->(f) WITH p AS q, avg(f.score) AS s ORDER BY s DESC LIMIT 20 RETURN q.id, s",
      "MATCH (p:Person)-[:KNOWS]->()-[:KNOWS]->(f) WITH DISTINCT p, f RETURN count(*)",
      "MATCH (p:Person)-[:KNOWS*1..2]->(f) WITH p, count(DISTINCT f) AS n RETURN n, count(*) AS m ORDER BY n",
      /* sorted in parts */
      "MATCH (p:Person) RETURN p.name AS name, p.id AS id ORDER BY name LIMIT 50",
      "MATCH (p:Person)-[:KNOWS]->(f) RETURN f.name AS name, p.id AS id ORDER BY name DESC, f.age LIMIT 2000",
      "MATCH (p:Person) WHERE p.age < 30 RETURN p.mixed AS mixed, p.id ORDER BY mixed DESC",
      "MATCH (p:Person)-[:KNOWS]->(f) RETURN p.id, f.id ORDER BY f.age",
      "MATCH (p:Person) RETURN p ORDER BY p.name, p.score SKIP 5000",
      /* few rows out of many */
      "MATCH (p:Person)-[:KNOWS]->(a)-[:KNOWS]->(b) WHERE a.name = b.name AND p.age = 7 RETURN p.id, a.id, b.id",
      "MATCH (p:Person)-[:KNOWS]->(a)-[:KNOWS]->(b:Vip) WHERE p.name = b.name RETURN DISTINCT b.name",
      "MATCH (p:Person) WHERE p.name = 'name 7' AND EXISTS { (p)-[:KNOWS]->(:Vip) } RETURN p.id, p.age, labels(p)",
      "MATCH (p:Person)-[:KNOWS]->(f) WHERE p.age = 3 AND f.age = 4 RETURN avg(f.score), collect(f.id)[..5]",
      /* joins and unions */
      "MATCH (p:Person)-[:KNOWS]->(f), (o:Group) WHERE o.id = f.age RETURN count(*), sum(o.id)",
      "MATCH (p:Person) WHERE p.age > 50 RETURN count(*) AS n UNION ALL MATCH (p:Person) RETURN sum(p.age) AS n",
      "UNWIND [1, 2, 3] AS i WITH i MATCH (p:Person) WHERE p.age > 50 RETURN count(*) AS n "
      "UNION ALL MATCH (p:Person) WHERE p.name ENDS WITH '3' RETURN count(*) AS n",
      "CALL { MATCH (p:Person) WHERE p.age > 50 RETURN count(*) AS n } RETURN n",
      /* errors are those of the first row that fails */
      "MATCH (p:Person) RETURN sum(p.age * 2 + size(p.mixed))",
      "MATCH (p:Person) WHERE p.id > 5000 AND 1 / (p.id - 5500) > 0 RETURN count(*)",
      "MATCH (p:Person) WHERE p.mixed > 'name 2' RETURN sum(p.age / (p.id - 3000)), count(*)",
  };
  compare_all(state, queries, ARRAY_LEN(queries), true);
}

static void other_plans_are_left_alone(void **state)
{
  static const char *const queries[] = {
      "MATCH (p:Person) RETURN count(*)",
      "MATCH (p:Person) WHERE p.age > 3 RETURN p.id LIMIT 4",
      "MATCH (p:Person) WHERE p.age > 3 RETURN p.id SKIP 5000",
      "MATCH (p:Person) RETURN p.id",
      "MATCH (p:Person) RETURN collect(p.id)",
      "MATCH (p:Person) RETURN sum(p.score), avg(p.age)",
      "MATCH (p:Person) RETURN p.id, count(*)",
  };
  compare_all(state, queries, ARRAY_LEN(queries), false);
}

static void the_limit_of_memory_is_shared(void **state)
{
  Workers *workers = workers_new(THREADS);
  Outcome out;
  run(*state, "MATCH (p:Person)-[:KNOWS]->()-[:KNOWS]->(f) RETURN p.name AS a, f.name AS b ORDER BY a, b", workers,
      (MemoryLimit){.limit = 1 << 20}, false, &out);
  assert_true(out.shared);
  assert_non_null(strstr(str_cstr(&out.rows), "MemoryLimit 0: the query needs more than its memory limit of 1 MB"));
  str_free(&out.rows);
  workers_free(workers);
}

/* ---- workers alone */

typedef struct Sum {
  _Atomic uint32_t next;
  _Atomic uint64_t total;
} Sum;

static void add_numbers(void *context, uint32_t worker)
{
  Sum *sum = context;
  assert_true(worker < THREADS);
  for (uint32_t i; (i = atomic_fetch_add(&sum->next, 1)) < 1000;) atomic_fetch_add(&sum->total, i);
}

static void every_piece_is_done_once(void **state)
{
  (void)state;
  Workers *workers = workers_new(THREADS);
  assert_int_equal(workers_count(workers), THREADS);
  for (int round = 0; round < 200; round++) {
    Sum sum = {0};
    workers_run(workers, add_numbers, &sum);
    assert_int_equal(sum.total, 499500);
  }
  workers_free(workers);
  workers = workers_new(0);
  assert_true(workers_count(workers) >= 1);
  workers_free(workers);
  workers_free(NULL);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_piece_is_done_once),
      cmocka_unit_test(shared_plans_give_the_same),
      cmocka_unit_test(other_plans_are_left_alone),
      cmocka_unit_test(the_limit_of_memory_is_shared),
  };
  return cmocka_run_group_tests(tests, open_graph, close_graph);
}
