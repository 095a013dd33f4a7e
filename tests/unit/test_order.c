/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order in which patterns are solved, against all other orders: each of them gives the same answer, and none costs
 * less than half of the planner's own. What an order costs is the rows that its operators make and the relationships
 * that they look at, which is the same on every machine. The graph has the shape of the benchmark's and of a social
 * network's: few nodes with very many relationships, labels of very different sizes, types between several labels. */
#include "exec/exec.h"
#include "planned.h"
#include "random.h"

/* ---- the graph */

/* Small numbers far more often than large ones. */
static uint32_t skewed(Random *r, uint32_t n)
{
  return (uint32_t)((uint64_t)below(r, n) * below(r, n) / n);
}

enum { PERSON, STATE, TREATY, EVENT, CITY, COUNTRY, FORUM, POST, COMMENT, TAG, CLASS, KINDS };

static const struct {
  const char *labels[2];
  uint32_t count;
} kinds[KINDS] = {
    [PERSON] = {{"Person"}, 200}, [STATE] = {{"State"}, 12},           [TREATY] = {{"Treaty"}, 60},
    [EVENT] = {{"Event"}, 50},    [CITY] = {{"City", "Place"}, 30},    [COUNTRY] = {{"Country", "Place"}, 6},
    [FORUM] = {{"Forum"}, 60},    [POST] = {{"Post", "Message"}, 300}, [COMMENT] = {{"Comment", "Message"}, 500},
    [TAG] = {{"Tag"}, 80},        [CLASS] = {{"TagClass"}, 8}};

/* each: relationships for each start, 0: one and no more; the ends are skewed where there are many. */
static const struct {
  const char *type;
  uint32_t from, to, each;
} links[] = {
    {"KNOWS", PERSON, PERSON, 6},        {"CITIZEN_OF", PERSON, STATE, 0},
    {"SIGNED", STATE, TREATY, 12},       {"SUPERSEDES", TREATY, TREATY, 1},
    {"TOOK_PART_IN", PERSON, EVENT, 1},  {"IS_LOCATED_IN", PERSON, CITY, 0},
    {"IS_LOCATED_IN", POST, COUNTRY, 0}, {"IS_LOCATED_IN", COMMENT, COUNTRY, 0},
    {"IS_PART_OF", CITY, COUNTRY, 0},    {"HAS_MEMBER", FORUM, PERSON, 12},
    {"CONTAINER_OF", FORUM, POST, 5},    {"HAS_CREATOR", POST, PERSON, 0},
    {"HAS_CREATOR", COMMENT, PERSON, 0}, {"REPLY_OF", COMMENT, POST, 0},
    {"HAS_TAG", POST, TAG, 1},           {"HAS_TAG", COMMENT, TAG, 2},
    {"HAS_TYPE", TAG, CLASS, 0},         {"HAS_INTEREST", PERSON, TAG, 8},
    {"LIKES", PERSON, POST, 4},          {"LIKES", PERSON, COMMENT, 3},
};

static uint32_t add_nodes(Graph *g, uint32_t kind)
{
  Error err = {0};
  uint32_t labels[2], n = 0, first = 0, node, id = name_id(g, NAME_KEY, "id"), year = name_id(g, NAME_KEY, "year");
  for (; n < 2 && kinds[kind].labels[n] != NULL; n++) labels[n] = name_id(g, NAME_LABEL, kinds[kind].labels[n]);
  if (n == 2 && labels[0] > labels[1]) {
    uint32_t other = labels[0];
    labels[0] = labels[1];
    labels[1] = other;
  }
  for (uint32_t i = 0; i < kinds[kind].count; i++) {
    assert_int_equal(graph_add_node(g, labels, n, &node, &err), STATUS_OK);
    assert_int_equal(graph_set_prop(g, ENTITY_NODE, node, id, value_int(i), &err), STATUS_OK);
    assert_int_equal(graph_set_prop(g, ENTITY_NODE, node, year, value_int(1600 + i * 37 % 400), &err), STATUS_OK);
    if (i == 0) first = node;
  }
  Text name = text_of(kinds[kind].labels[0]);
  assert_int_equal(
      graph_create_index(g, ENTITY_NODE, name_id(g, NAME_LABEL, kinds[kind].labels[0]), id, name, false, &err),
      STATUS_OK);
  return first;
}

static int open_graph(void **state)
{
  Graph *g;
  Error err = {0};
  Random r = {UINT64_C(0x9E3779B97F4A7C15)};
  uint32_t first[KINDS], rel;
  assert_int_equal(graph_open(&g, NULL, NULL, &err), STATUS_OK);
  assert_int_equal(graph_statement_begin(g, &err), STATUS_OK);
  for (uint32_t k = 0; k < KINDS; k++) first[k] = add_nodes(g, k);
  for (size_t l = 0; l < ARRAY_LEN(links); l++) {
    uint32_t type = name_id(g, NAME_TYPE, links[l].type), starts = kinds[links[l].from].count,
             ends = kinds[links[l].to].count;
    for (uint32_t i = 0; i < starts * MAX(links[l].each, 1); i++) {
      uint32_t start = first[links[l].from] + (links[l].each ? skewed(&r, starts) : i);
      uint32_t end = first[links[l].to] + skewed(&r, ends);
      rel = SLOT_NONE;
      if (!graph_next_between(g, start, end, type, &rel))
        assert_int_equal(graph_add_rel(g, type, start, end, &rel, &err), STATUS_OK);
    }
  }
  assert_int_equal(graph_statement_end(g, true, &err), STATUS_OK);
  assert_int_equal(graph_compact(g, &err), STATUS_OK);
  *state = g;
  return 0;
}

static int close_graph(void **state)
{
  graph_close(*state);
  return 0;
}

/* ---- going through the orders */

enum { MOST_CHOICES = 128, MOST_ORDERS = 1500 };

/* One way to decide: at[i] of options[i] at the i-th choice. */
typedef struct Order {
  uint32_t at[MOST_CHOICES], options[MOST_CHOICES], n;
  Random *random; /* decides what at does not; NULL: the first way */
  uint32_t fixed;
} Order;

static uint32_t choose(void *context, uint32_t n)
{
  Order *order = context;
  if (order->n == MOST_CHOICES) return 0;
  uint32_t i = order->n++;
  if (i >= order->fixed) order->at[i] = order->random ? below(order->random, n) : 0;
  order->options[i] = n;
  return order->at[i];
}

/* The next one in the order of an odometer; false after the last. */
static bool next_order(Order *order)
{
  uint32_t i = order->n;
  while (i > 0 && order->at[i - 1] + 1 == order->options[i - 1]) i--;
  if (i == 0) return false;
  order->at[i - 1]++;
  order->fixed = i;
  order->n = 0;
  return true;
}

typedef struct Outcome {
  uint64_t cost, hash, rows; /* hash: of all rows, whatever their order */
} Outcome;

static void add_rows(Exec *x, const Plan *results, Outcome *out)
{
  Batch batch = batch_new(&x->arena, x->slot_count);
  for (;;) {
    if (exec_next(x, &batch) != STATUS_OK) fail_msg("%s", x->err->message);
    if (batch.n == 0) return;
    for (uint32_t i = 0; i < batch.n; i++) {
      uint64_t hash = 0;
      for (uint32_t c = 0; c < results->slot_count; c++)
        hash = value_hash_mix(hash ^ value_hash(vec_get(&batch.slots[results->slots[c]], batch_row(&batch, i))));
      out->hash += hash;
      out->rows++;
    }
  }
}

static void execute(Graph *g, const char *query, Order *order, bool print, Outcome *out)
{
  Planned p;
  Exec x;
  MemoryLimit limit = {0};
  PlanOptions options = {.threads = 1, .choose = order ? choose : NULL, .context = order};
  *out = (Outcome){0};
  plan_good(&p, g, query, &options);
  if (exec_open(&x, g, &p.tree, NULL, (StatementClock){0}, &limit, NULL, NULL, 0, true, NULL, &p.err) != STATUS_OK)
    fail_msg("%s: %s", query, p.err.message);
  add_rows(&x, p.tree.root, out);
  out->cost = x.visits;
  for (uint32_t i = 0; i < p.tree.operator_count; i++) out->cost += x.profile[i].rows;
  if (print) {
    Str text;
    str_init(&text);
    plan_print(&text, &p.tree, g, x.profile);
    print_message("%s\n", str_cstr(&text));
    str_free(&text);
  }
  exec_close(&x);
  arena_free(&p.arena);
}

/* What any plan costs beyond what is in its order, so that tiny ones are not told apart. */
enum { SMALL_COST = 500 };

/* Whether the planner's order is among the good ones. */
static bool compare(Graph *g, const char *query)
{
  Outcome own, best, other;
  Order order = {0}, best_order = {0};
  Random random = {UINT64_C(0xD1B54A32D192ED03)};
  execute(g, query, NULL, false, &own);
  best = own;
  uint32_t tried = 0;
  for (bool more = true; more && tried < MOST_ORDERS; tried++) {
    /* Where there are too many to go through, the second half is taken at random. */
    if (tried == MOST_ORDERS / 2) order = (Order){.random = &random};
    execute(g, query, &order, false, &other);
    if (other.hash != own.hash || other.rows != own.rows) {
      order.fixed = order.n;
      order.n = 0;
      execute(g, query, &order, true, &other);
      fail_msg("%s\nanother order gives %llu rows and not %llu, or other ones", query, (unsigned long long)other.rows,
               (unsigned long long)own.rows);
    }
    if (other.cost < best.cost) {
      best = other;
      best_order = order;
    }
    if (order.random)
      order.n = 0;
    else
      more = next_order(&order);
  }
  if (own.cost <= 2 * best.cost + SMALL_COST) return true;
  execute(g, query, NULL, true, &other);
  best_order.fixed = best_order.n;
  best_order.n = 0;
  execute(g, query, &best_order, true, &other);
  print_message("%s\ncosts %llu, and %llu in another order\n", query, (unsigned long long)own.cost,
                (unsigned long long)best.cost);
  return false;
}

static void compare_all(void **state, const char *const *queries, size_t n)
{
  uint32_t bad = 0;
  for (size_t i = 0; i < n; i++) bad += !compare(*state, queries[i]);
  assert_int_equal(bad, 0);
}

/* ---- queries */

static void of_the_benchmark(void **state)
{
  static const char *const queries[] = {
      "MATCH (p:Person {id: 5})-[k:KNOWS]->(f:Person) WHERE f.year > 1700 RETURN f.id",
      "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person) RETURN count(*)",
      "MATCH (a:Person {id: 3})-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person)-[:KNOWS]->(d:Person) "
      "RETURN count(DISTINCT d.id)",
      "MATCH (p:Person {id: 3})-[:KNOWS]-(f:Person)-[:KNOWS]-(c:Person) WHERE c.id <> 3 AND NOT (p)-[:KNOWS]-(c) "
      "RETURN c.id, count(*) AS common ORDER BY common DESC, c.id LIMIT 10",
      "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person), (a)-[:KNOWS]->(c) RETURN count(*)",
      "MATCH (t:Treaty {id: 9})-[:SUPERSEDES*1..20]->(o:Treaty) RETURN count(DISTINCT o.id), min(o.year)",
      "MATCH (t:Treaty {id: 2})<-[:SUPERSEDES*1..20]-(n:Treaty) RETURN count(DISTINCT n.id)",
      "MATCH (p:Person)-[:CITIZEN_OF]->(s:State) RETURN s.id, count(*) AS n, max(p.year) ORDER BY n DESC, s.id LIMIT "
      "10",
      "MATCH (t:Treaty) OPTIONAL MATCH (s:State)-[:SIGNED]->(t) WHERE s.year > 1620 WITH t, count(s) AS n "
      "RETURN n, count(*) AS treaties",
      "MATCH (p:Person) WHERE NOT (p)-[:TOOK_PART_IN]->(:Event) RETURN count(*)",
      "MATCH (p:Person)-[:KNOWS]->(q:Person) RETURN p.id AS id, count(q) AS d ORDER BY d DESC, id LIMIT 10",
      "MATCH (t:Treaty {id: 4})<-[:SIGNED]-(s:State)<-[:CITIZEN_OF]-(p:Person) WHERE p.year > 1700 "
      "RETURN s.id, count(*) AS n, max(p.year)",
      "MATCH (e:Event)<-[:TOOK_PART_IN]-(p:Person)-[:CITIZEN_OF]->(s:State)-[:SIGNED]->(t:Treaty {id: 7}) "
      "RETURN e.id, count(*)",
  };
  compare_all(state, queries, ARRAY_LEN(queries));
}

static void of_a_social_network(void **state)
{
  static const char *const queries[] = {
      "MATCH (:Country)<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(:Person)<-[:HAS_MEMBER]-(:Forum)-[:CONTAINER_OF]->"
      "(:Post)<-[:REPLY_OF]-(:Comment)-[:HAS_TAG]->(:Tag)-[:HAS_TYPE]->(:TagClass) RETURN count(*)",
      "MATCH (a:Person)-[:KNOWS]-(b:Person), (a)<-[:HAS_CREATOR]-(c:Comment)-[:REPLY_OF]->(p:Post)-[:HAS_CREATOR]->(b) "
      "RETURN count(*)",
      "MATCH (c:Country) MATCH (p1:Person)-[:IS_LOCATED_IN]->(c1:City)-[:IS_PART_OF]->(c) "
      "MATCH (p2:Person)-[:IS_LOCATED_IN]->(c2:City)-[:IS_PART_OF]->(c) "
      "MATCH (p1)-[:KNOWS]-(p2) RETURN count(*)",
      "MATCH (:Tag)<-[:HAS_TAG]-(m:Message)-[:HAS_CREATOR]->(p:Person), (m)<-[:LIKES]-(l:Person), "
      "(m)<-[:REPLY_OF]-(c:Comment) RETURN count(*)",
      "MATCH (t1:Tag)<-[:HAS_TAG]-(m:Message)<-[:REPLY_OF]-(c:Comment)-[:HAS_TAG]->(t2:Tag) WHERE t1 <> t2 "
      "RETURN count(*)",
      "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:HAS_INTEREST]->(t:Tag) WHERE a <> c RETURN count(*)",
      "MATCH (:Tag)<-[:HAS_TAG]-(m:Message)-[:HAS_CREATOR]->(p:Person) OPTIONAL MATCH (m)<-[:LIKES]-(l:Person) "
      "OPTIONAL MATCH (m)<-[:REPLY_OF]-(c:Comment) RETURN count(*)",
      "MATCH (t1:Tag)<-[:HAS_TAG]-(m:Message)<-[:REPLY_OF]-(c:Comment)-[:HAS_TAG]->(t2:Tag) "
      "WHERE NOT (c)-[:HAS_TAG]->(t1) AND t1 <> t2 RETURN count(*)",
      "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:HAS_INTEREST]->(t:Tag) "
      "WHERE NOT (a)-[:KNOWS]-(c) AND a <> c RETURN count(*)",
      "MATCH (:Person {id: 2})-[:KNOWS]-(f:Person)<-[:HAS_CREATOR]-(m:Message) WHERE m.year <= 1900 "
      "RETURN f.id, m.id ORDER BY m.id DESC, f.id LIMIT 20",
      "MATCH (c:Country {id: 1})<-[:IS_PART_OF]-(:City)<-[:IS_LOCATED_IN]-(p:Person)<-[:HAS_CREATOR]-(:Post)"
      "<-[:REPLY_OF]-(m:Comment)-[:HAS_TAG]->(:Tag)-[:HAS_TYPE]->(:TagClass {id: 2}) RETURN p.id, count(DISTINCT m)",
      "MATCH (t:Tag {id: 0})<-[:HAS_INTEREST]-(a:Person)-[:KNOWS]-(f:Person)-[:KNOWS]-(b:Person)-[:HAS_INTEREST]->(t) "
      "WHERE a <> b AND NOT (a)-[:KNOWS]-(b) RETURN a.id, b.id, count(DISTINCT f)",
      "MATCH (a:Person)-[:KNOWS]->(b:Person), (a)<-[:HAS_MEMBER]-(f:Forum)-[:HAS_MEMBER]->(b) RETURN f.id, count(*)",
      "MATCH (a:Person {id: 1}), (b:Person {id: 2}) MATCH (a)-[:KNOWS]-(b) RETURN a.id",
      "MATCH (a:Person {id: 1})-[:KNOWS]-(x)-[:KNOWS]-(b:Person {id: 9}) RETURN count(*)",
      "MATCH (p:Person)<-[:HAS_CREATOR]-(m:Post) WITH p, m WHERE p.id = 7 RETURN count(*), max(m.year)",
      "MATCH (p:Person) WHERE EXISTS { (p)<-[:HAS_CREATOR]-(:Post)<-[:REPLY_OF]-(:Comment)-[:HAS_CREATOR]->(q)"
      "-[:HAS_INTEREST]->(:Tag {id: 3}) } RETURN count(*)",
  };
  compare_all(state, queries, ARRAY_LEN(queries));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(of_the_benchmark),
      cmocka_unit_test(of_a_social_network),
  };
  return cmocka_run_group_tests_name("order", tests, open_graph, close_graph);
}
