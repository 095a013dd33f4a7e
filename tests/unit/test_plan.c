/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The planner on a small graph of persons, treaties and states: a query in, the shape of its plan out. A shape names
 * the operators from the top down to the leaf, the second input or subplan in braces before the first:
 * `OptionalApply{Expand Argument} LabelScan Argument`. */
#include "planned.h"

#include <cmocka.h>

enum { PERSONS = 400, TREATIES = 60, STATES = 10 };

static const char *const operator_names[] = {
#define OPERATOR(ENUM, name, flags) [PLAN_##ENUM] = name,
#include "exec/op_list.def"
#undef OPERATOR
};

/* ---- the graph */

static uint32_t node_with_id(Graph *g, uint32_t label, uint32_t key, int64_t id)
{
  Error err = {0};
  uint32_t node;
  assert_int_equal(graph_add_node(g, &label, 1, &node, &err), STATUS_OK);
  assert_int_equal(graph_set_prop(g, ENTITY_NODE, node, key, value_int(id), &err), STATUS_OK);
  return node;
}

static void relate(Graph *g, uint32_t type, uint32_t start, uint32_t end)
{
  Error err = {0};
  uint32_t rel;
  assert_int_equal(graph_add_rel(g, type, start, end, &rel, &err), STATUS_OK);
}

static void index_on(Graph *g, EntityKind kind, uint32_t label, uint32_t key, const char *name)
{
  Error err = {0};
  assert_int_equal(graph_create_index(g, kind, label, key, text_of(name), false, &err), STATUS_OK);
}

/* Ten acquaintances for each person, every fourth person in an organisation, one state each. */
static void fill(Graph *g)
{
  uint32_t person = name_id(g, NAME_LABEL, "Person"), treaty = name_id(g, NAME_LABEL, "Treaty");
  uint32_t state = name_id(g, NAME_LABEL, "State");
  uint32_t knows = name_id(g, NAME_TYPE, "KNOWS"), citizen = name_id(g, NAME_TYPE, "CITIZEN_OF");
  uint32_t supersedes = name_id(g, NAME_TYPE, "SUPERSEDES"), signed_by = name_id(g, NAME_TYPE, "SIGNED");
  uint32_t id = name_id(g, NAME_KEY, "id"), born = name_id(g, NAME_KEY, "born"), since = name_id(g, NAME_KEY, "since");
  uint32_t persons[PERSONS], treaties[TREATIES], states[STATES];
  Error err = {0};
  for (uint32_t i = 0; i < PERSONS; i++) {
    persons[i] = node_with_id(g, person, id, i);
    assert_int_equal(graph_set_prop(g, ENTITY_NODE, persons[i], born, value_int(1700 + i), &err), STATUS_OK);
  }
  for (uint32_t i = 0; i < TREATIES; i++) treaties[i] = node_with_id(g, treaty, id, i);
  for (uint32_t i = 0; i < STATES; i++) states[i] = node_with_id(g, state, id, i);
  for (uint32_t i = 0; i < PERSONS; i++) {
    for (uint32_t k = 1; k <= 10; k++) relate(g, knows, persons[i], persons[(i * 7 + k * 13) % PERSONS]);
    relate(g, citizen, persons[i], states[i % STATES]);
  }
  for (uint32_t i = 1; i < TREATIES; i++) {
    relate(g, supersedes, treaties[i], treaties[i - 1]);
    relate(g, signed_by, states[i % STATES], treaties[i]);
  }
  index_on(g, ENTITY_NODE, person, id, "person_id");
  index_on(g, ENTITY_NODE, treaty, id, "treaty_id");
  index_on(g, ENTITY_NODE, person, born, "person_born");
  index_on(g, ENTITY_REL, knows, since, "knows_since");
}

static int open_graph(void **state)
{
  Graph *g;
  Error err = {0};
  assert_int_equal(graph_open(&g, NULL, NULL, &err), STATUS_OK);
  assert_int_equal(graph_statement_begin(g, &err), STATUS_OK);
  fill(g);
  assert_int_equal(graph_statement_end(g, true, &err), STATUS_OK);
  *state = g;
  return 0;
}

static int close_graph(void **state)
{
  graph_close(*state);
  return 0;
}

/* ---- planning */

static void add_shape(Str *out, const Plan *plan)
{
  for (; plan != NULL; plan = plan->child[0]) {
    if (out->len > 0 && out->data[out->len - 1] != '{') str_add_char(out, ' ');
    str_add(out, operator_names[plan->kind]);
    if (plan->child[1] == NULL) continue;
    str_add_char(out, '{');
    add_shape(out, plan->child[1]);
    str_add_char(out, '}');
  }
}

static void check_shape(const Graph *g, const char *query, const char *shape)
{
  Planned p;
  Str found;
  plan_good(&p, g, query, NULL);
  str_init(&found);
  add_shape(&found, p.tree.root);
  if (strcmp(str_cstr(&found), shape) != 0) print_error("%s\n", query);
  assert_string_equal(str_cstr(&found), shape);
  str_free(&found);
  arena_free(&p.arena);
}

typedef struct Case {
  const char *query, *shape;
} Case;

static void check_shapes(const Graph *g, const Case *cases, size_t n)
{
  for (size_t i = 0; i < n; i++) check_shape(g, cases[i].query, cases[i].shape);
}

static const Plan *find_plan(const Plan *plan, PlanKind kind)
{
  for (; plan != NULL; plan = plan->child[0]) {
    if (plan->kind == kind) return plan;
    const Plan *inner = find_plan(plan->child[1], kind);
    if (inner != NULL) return inner;
  }
  return NULL;
}

static bool is_live(const Planned *p, const Plan *plan, const char *name)
{
  for (uint32_t i = 0; i < plan->live_count; i++)
    if (text_equal(p->checked.slots[plan->live[i]].name, text_of(name))) return true;
  return false;
}

/* ---- access paths */

static void seeks_and_scans(void **state)
{
  static const Case cases[] = {
      {"MATCH (n) RETURN n", "ProduceResults AllNodesScan Argument"},
      {"MATCH (n:Person) RETURN n", "ProduceResults NodeByLabelScan Argument"},
      {"MATCH (n:Person {id: 7}) RETURN n.name", "ProduceResults Project NodeIndexSeek Argument"},
      {"MATCH (n:Person) WHERE 7 = n.id RETURN n", "ProduceResults NodeIndexSeek Argument"},
      {"MATCH (n:Person) WHERE n.id IN [1, 2] RETURN n", "ProduceResults NodeIndexSeek Argument"},
      {"MATCH (n:Person) WHERE n.born >= 1710 AND n.born < 1720 RETURN n", "ProduceResults NodeIndexSeek Argument"},
      {"MATCH (n:Person) WHERE n.born STARTS WITH '17' RETURN n", "ProduceResults NodeIndexSeek Argument"},
      {"MATCH (n:Person) WHERE n.name = 'x' RETURN n", "ProduceResults Filter NodeByLabelScan Argument"},
      {"MATCH (n:State:Person) RETURN n", "ProduceResults Filter NodeByLabelScan Argument"},
      {"MATCH (n) WHERE id(n) = 3 RETURN n", "ProduceResults Filter NodeByIdSeek Argument"},
      {"MATCH (n) WHERE id(n) IN $ids RETURN n", "ProduceResults Filter NodeByIdSeek Argument"},
      {"MATCH (n:Nowhere) RETURN n", "ProduceResults NodeByLabelScan Argument"},
      {"MATCH ()-[r:SUPERSEDES]->() RETURN r", "ProduceResults RelationshipTypeScan Argument"},
      {"MATCH (a)-[r:KNOWS {since: 3}]->(b) RETURN a", "ProduceResults RelationshipIndexSeek Argument"},
      {"UNWIND [1, 2] AS i MATCH (n:Person {id: i}) RETURN n", "ProduceResults NodeIndexSeek Unwind Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void two_sided_range_uses_both_ends(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (n:Person) WHERE n.born < 1720 AND 1710 <= n.born RETURN n", NULL);
  const Plan *seek = find_plan(p.tree.root, PLAN_NODE_INDEX_SEEK);
  assert_non_null(seek);
  assert_int_equal(seek->low->value.integer, 1710);
  assert_int_equal(seek->high->value.integer, 1720);
  assert_true(seek->low_inclusive);
  assert_false(seek->high_inclusive);
  assert_false(seek->equal);
  assert_null(find_plan(p.tree.root, PLAN_FILTER));
  arena_free(&p.arena);
}

/* A range over nearly everything is no better than the label; the selective end is where to begin. */
static void starts_at_the_selective_end(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (a:Person)-[:KNOWS]->(b:Person)-[:KNOWS]->(c:Person {id: 5}) RETURN a", NULL);
  const Plan *seek = find_plan(p.tree.root, PLAN_NODE_INDEX_SEEK);
  assert_non_null(seek);
  assert_true(text_equal(p.checked.slots[seek->slot].name, TEXT("c")));
  assert_int_equal(find_plan(p.tree.root, PLAN_EXPAND)->dir, DIR_IN);
  arena_free(&p.arena);
}

/* ---- traversal */

static void expansions(void **state)
{
  static const Case cases[] = {
      {"MATCH (a:Person {id: 1})-[:KNOWS]->(b) RETURN b", "ProduceResults Expand NodeIndexSeek Argument"},
      {"MATCH (a:Person {id: 1})-[:KNOWS]->(a) RETURN a", "ProduceResults ExpandInto NodeIndexSeek Argument"},
      {"MATCH (a:Person {id: 1}), (b:Person {id: 2}) MATCH (a)-[:KNOWS]-(b) RETURN a",
       "ProduceResults ExpandInto NodeIndexSeek NodeIndexSeek Argument"},
      {"MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:KNOWS]->(c:Person {id: 2}) RETURN b",
       "ProduceResults Intersect{ExpandInto Expand Argument} NodeIndexSeek NodeIndexSeek Argument"},
      {"MATCH (a:Person {id: 1})-[:KNOWS*1..3]->(b) RETURN b", "ProduceResults VarLengthExpand NodeIndexSeek Argument"},
      {"MATCH (a:Person {id: 1}), (b:Person {id: 2}) MATCH p = shortestPath((a)-[:KNOWS*..15]->(b)) RETURN length(p)",
       "ProduceResults Project ProjectPath ShortestPath NodeIndexSeek NodeIndexSeek Argument"},
      {"MATCH p = (a:Person {id: 1})-[:KNOWS]->(b) RETURN b", "ProduceResults Expand NodeIndexSeek Argument"},
      {"MATCH p = (a:Person {id: 1})-[:KNOWS]->(b) RETURN p",
       "ProduceResults ProjectPath Expand NodeIndexSeek Argument"},
      {"MATCH (a)-[r:SUPERSEDES]->(b) WITH r MATCH (c)-[r]->(d) RETURN c",
       "ProduceResults RelationshipByIdSeek RelationshipTypeScan Argument"},
      {"MATCH (a)-[r:SUPERSEDES]->(b) WITH a, r MATCH (a)-[r]->(d) RETURN d",
       "ProduceResults Filter RelationshipByIdSeek RelationshipTypeScan Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void relationships_of_one_match_differ(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN c", NULL);
  const Plan *second = find_plan(p.tree.root, PLAN_EXPAND), *first = find_plan(second->child[0], PLAN_EXPAND);
  assert_int_equal(second->unique_count, 1);
  assert_int_equal(second->unique[0], first->rel);
  assert_int_equal(second->rel, SLOT_NONE);
  arena_free(&p.arena);
  plan_good(&p, *state, "MATCH (a:Person {id: 1})-[:KNOWS]->(b)-[:CITIZEN_OF]->(c) RETURN c", NULL);
  assert_int_equal(find_plan(p.tree.root, PLAN_EXPAND)->unique_count, 0);
  arena_free(&p.arena);
  plan_good(&p, *state, "MATCH (a:Person {id: 1})-[:KNOWS]->(b) MATCH (b)-[:KNOWS]->(c) RETURN c", NULL);
  assert_int_equal(find_plan(p.tree.root, PLAN_EXPAND)->unique_count, 0);
  arena_free(&p.arena);
}

static void variable_length_walks_its_conditions(void **state)
{
  Planned p;
  plan_good(&p, *state,
            "MATCH q = (a:Person)-[ks:KNOWS*2.. {since: 1}]->(b:Person {id: 3}) "
            "WHERE all(n IN nodes(q) WHERE n.born > 1600) AND all(k IN ks WHERE k.sure) RETURN q",
            NULL);
  const Plan *expand = find_plan(p.tree.root, PLAN_EXPAND_VAR);
  assert_non_null(expand);
  assert_int_equal(expand->min, 2);
  assert_true(expand->max == INT64_MAX);
  assert_int_equal(expand->dir, DIR_IN);
  assert_true(expand->flag);
  assert_int_not_equal(expand->step, SLOT_NONE);
  assert_int_not_equal(expand->step_node, SLOT_NONE);
  Str filter;
  str_init(&filter);
  ast_print_expr(&filter, expand->step_filter);
  assert_non_null(strstr(str_cstr(&filter), ".since = 1"));
  assert_non_null(strstr(str_cstr(&filter), ".born > 1600"));
  assert_non_null(strstr(str_cstr(&filter), ".sure"));
  str_free(&filter);
  arena_free(&p.arena);
}

static void components(void **state)
{
  static const Case cases[] = {
      {"MATCH (a:Person), (b:Treaty) WHERE a.name = b.name RETURN a, b",
       "ProduceResults HashJoin{Project NodeByLabelScan Argument} Project NodeByLabelScan Argument"},
      {"MATCH (a:State), (b:Person) WHERE b.id = a.leader RETURN a, b",
       "ProduceResults NodeIndexSeek NodeByLabelScan Argument"},
      {"MATCH (a:Person)-[:KNOWS]->(b), (c:Person {name: 'x'})-[:KNOWS]->(d) RETURN count(*)",
       "ProduceResults Aggregate Filter CartesianProduct{Expand NodeByLabelScan Argument} "
       "Expand Filter NodeByLabelScan Argument"},
      {"MATCH (a:Person {id: 1})-[:KNOWS* {since: b.year}]->(c), (b:Treaty {id: 2}) RETURN c",
       "ProduceResults VarLengthExpand NodeIndexSeek NodeIndexSeek Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void optional_keeps_its_where_inside(void **state)
{
  static const Case cases[] = {
      {"MATCH (t:Treaty) OPTIONAL MATCH (s:State)-[:SIGNED]->(t) WHERE s.x > 1 RETURN t, count(s)",
       "ProduceResults Aggregate OptionalApply{Filter Expand Argument} NodeByLabelScan Argument"},
      {"OPTIONAL MATCH (a:Nowhere) MATCH (a) RETURN a",
       "ProduceResults Filter OptionalApply{NodeByLabelScan Argument} Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
  Planned p;
  plan_good(&p, *state, "MATCH (t:Treaty) OPTIONAL MATCH (s)-[r:SIGNED]->(t) RETURN s", NULL);
  const Plan *optional = find_plan(p.tree.root, PLAN_OPTIONAL);
  assert_int_equal(optional->slot_count, 1);
  assert_true(text_equal(p.checked.slots[optional->slots[0]].name, TEXT("s")));
  assert_false(optional->row_by_row);
  arena_free(&p.arena);
}

/* ---- subqueries */

static void subqueries(void **state)
{
  static const Case cases[] = {
      {"MATCH (p:Person) WHERE NOT (p)-[:CITIZEN_OF]->(:State) RETURN count(*)",
       "ProduceResults Aggregate SemiApply{Filter Expand Argument} NodeByLabelScan Argument"},
      {"MATCH (p:Person) WHERE EXISTS { MATCH (p)-[:KNOWS]->(q) RETURN DISTINCT q ORDER BY q.id } RETURN p",
       "ProduceResults SemiApply{Expand Argument} NodeByLabelScan Argument"},
      {"MATCH (s:State) CALL (s) { MATCH (s)<-[:CITIZEN_OF]-(p) RETURN p LIMIT 3 } RETURN p",
       "ProduceResults Apply{Limit Expand Argument} NodeByLabelScan Argument"},
      {"MATCH (s:State) CALL { MATCH (t:Treaty) RETURN count(t) AS n } RETURN s, n",
       "ProduceResults CartesianProduct{Aggregate NodeByLabelScan Argument} NodeByLabelScan Argument"},
      {"MATCH (s:State) CALL { WITH s CREATE (:Log {of: s.id}) } RETURN s",
       "ProduceResults SubqueryUpdate{Create Argument} NodeByLabelScan Argument"},
      {"MATCH (s:State) RETURN s.id AS x UNION MATCH (t:Treaty) RETURN t.id AS x",
       "ProduceResults Distinct Union{Project NodeByLabelScan Argument} Project NodeByLabelScan Argument"},
      {"RETURN 1 AS x UNION ALL RETURN 2 AS x", "ProduceResults Union{Project Argument} Project Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void subplans_of_expressions(void **state)
{
  Planned p;
  plan_good(&p, *state,
            "MATCH (a:Person {id: 1}) RETURN [(a)-[:KNOWS]->(b) WHERE b.id > 3 | b.id] AS l, "
            "COUNT { (a)-[:KNOWS]->() } AS n, COLLECT { MATCH (a)-->(c) RETURN c ORDER BY c.id } AS m",
            NULL);
  assert_int_equal(p.tree.subplan_count, 3);
  assert_int_equal(p.tree.subplans[0].result, SUBPLAN_COLLECT);
  assert_int_equal(p.tree.subplans[1].result, SUBPLAN_COUNT);
  assert_int_equal(p.tree.subplans[2].result, SUBPLAN_COLLECT);
  assert_false(p.tree.subplans[0].row_by_row);
  assert_true(p.tree.subplans[2].row_by_row);
  const Plan *project = find_plan(p.tree.root, PLAN_PROJECT);
  for (uint32_t i = 0; i < 3; i++) assert_int_equal(project->items[i].expr->slot2, i);
  arena_free(&p.arena);
  plan_good(&p, *state, "MATCH (a:Person {id: 1}), (b:Person {id: 2}) RETURN shortestPath((a)-[:KNOWS*]->(b)) AS p",
            NULL);
  assert_int_equal(p.tree.subplans[0].result, SUBPLAN_FIRST);
  arena_free(&p.arena);
}

/* ---- projection */

static void projections(void **state)
{
  static const Case cases[] = {
      {"RETURN 1", "ProduceResults Project Argument"},
      {"MATCH (n:State) WITH n RETURN n", "ProduceResults NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.id AS id ORDER BY id", "ProduceResults Sort Project NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.id ORDER BY n.id", "ProduceResults Sort Project NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.name AS x ORDER BY n.id LIMIT 3",
       "ProduceResults Project Top Project NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.name AS x ORDER BY n.id SKIP 1 LIMIT 3",
       "ProduceResults Project Limit Skip Top Project NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.name AS x LIMIT 3", "ProduceResults Project Limit NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN DISTINCT n.name AS x ORDER BY x",
       "ProduceResults Sort Distinct Project NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.name AS x, count(*) AS c ORDER BY c DESC LIMIT 2",
       "ProduceResults Top Aggregate NodeByLabelScan Argument"},
      {"MATCH (n:State) RETURN n.name AS x, 1 + count(*) AS c",
       "ProduceResults Project Aggregate NodeByLabelScan Argument"},
      {"MATCH (n:State) WITH n ORDER BY n.id LIMIT 1 WHERE n.x = 1 RETURN n",
       "ProduceResults Filter Top Project NodeByLabelScan Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void equal_aggregates_are_computed_once(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (n:State) RETURN n.id AS id, sum(n.x) / count(n) AS a, sum(n.x) * 2 AS b", NULL);
  assert_int_equal(find_plan(p.tree.root, PLAN_AGGREGATE)->aggregate_count, 2);
  assert_int_equal(find_plan(p.tree.root, PLAN_AGGREGATE)->item_count, 1);
  arena_free(&p.arena);
}

/* ---- liveness */

static void only_needed_slots_are_live(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (a:Person)-[k:KNOWS]->(b:Person)-[:KNOWS]->(c:Person) RETURN a.id, collect(c.id)", NULL);
  const Plan *last = find_plan(p.tree.root, PLAN_EXPAND);
  assert_true(is_live(&p, last, "a"));
  assert_true(is_live(&p, last, "c"));
  assert_false(is_live(&p, last, "b"));
  assert_false(is_live(&p, last, "k"));
  const Plan *first = find_plan(last->child[0], PLAN_EXPAND);
  assert_true(is_live(&p, first, "k"));
  assert_true(is_live(&p, first, "b"));
  assert_false(is_live(&p, first, "c"));
  arena_free(&p.arena);
}

/* An OPTIONAL takes outer values from the outer row: its subplan need not carry them. */
static void subplans_carry_only_their_own(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (t:Treaty) WITH t, t.id AS id OPTIONAL MATCH (s)-[:SIGNED]->(t) RETURN id, s.id", NULL);
  const Plan *optional = find_plan(p.tree.root, PLAN_OPTIONAL);
  const Plan *expand = find_plan(optional->child[1], PLAN_EXPAND), *argument = find_plan(expand, PLAN_ARGUMENT);
  assert_true(is_live(&p, optional, "id"));
  assert_true(is_live(&p, expand, "s"));
  assert_false(is_live(&p, expand, "id"));
  assert_true(is_live(&p, argument, "t"));
  assert_false(is_live(&p, argument, "id"));
  arena_free(&p.arena);
}

/* ---- writing */

static void eagerness(void **state)
{
  static const Case cases[] = {
      {"UNWIND range(1, 1000000) AS i CREATE (:New {id: i})", "EmptyResult Create Unwind Argument"},
      {"MATCH (a:Person {id: 1}), (b:Person {id: 2}) CREATE (a)-[:KNOWS]->(b)",
       "EmptyResult Create NodeIndexSeek NodeIndexSeek Argument"},
      {"MATCH (a:Person) CREATE (:Copy {id: a.id})", "EmptyResult Create NodeByLabelScan Argument"},
      {"MATCH (a:Person) CREATE (:Person)", "EmptyResult Create Eager NodeByLabelScan Argument"},
      {"MATCH (a) CREATE (:Copy)", "EmptyResult Create Eager AllNodesScan Argument"},
      {"MATCH (a:Person)-[:KNOWS]->(b) CREATE (b)-[:KNOWS]->(a)",
       "EmptyResult Create Eager Expand NodeByLabelScan Argument"},
      {"MATCH (a:Person)-[:KNOWS]->(b) CREATE (b)-[:FORGOT]->(a)",
       "EmptyResult Create Expand NodeByLabelScan Argument"},
      {"MATCH (a:Person) SET a.x = a.x + 1", "EmptyResult Set NodeByLabelScan Argument"},
      {"MATCH (a:Person) WHERE a.x > 1 SET a.x = 1", "EmptyResult Set Eager Filter NodeByLabelScan Argument"},
      {"MATCH (a:Person) SET a.x = 1 RETURN a.y", "ProduceResults Project Set NodeByLabelScan Argument"},
      {"MATCH (a:Person) SET a.x = 1 RETURN a.x", "ProduceResults Project Eager Set NodeByLabelScan Argument"},
      {"MATCH (a:Person) SET a:State", "EmptyResult Set NodeByLabelScan Argument"},
      {"MATCH (a:Person) REMOVE a:Person", "EmptyResult Set Eager NodeByLabelScan Argument"},
      {"CREATE (a:Person) SET a.x = 1 RETURN a.x", "ProduceResults Project Set Create Argument"},
      {"CREATE (:A) WITH 1 AS one MATCH (a:A) RETURN a", "ProduceResults NodeByLabelScan Project Create Argument"},
      {"UNWIND [1, 2] AS i CREATE (:A) WITH i MATCH (a:A) RETURN a",
       "ProduceResults NodeByLabelScan Eager Create Unwind Argument"},
      {"UNWIND [1, 2] AS i CREATE (:A) WITH count(*) AS c MATCH (a:A) RETURN a",
       "ProduceResults NodeByLabelScan Aggregate Create Unwind Argument"},
      {"MATCH (n) DETACH DELETE n", "EmptyResult Delete AllNodesScan Argument"},
      {"UNWIND [1, 2] AS i MERGE (a:A {id: i}) SET a.n = i",
       "EmptyResult Set Merge{Filter NodeByLabelScan Argument} Unwind Argument"},
      {"UNWIND [1, 2] AS i MERGE (a:A {id: i}) MERGE (b:A {id: i + 1})",
       "EmptyResult Merge{Filter NodeByLabelScan Argument} Eager Merge{Filter NodeByLabelScan Argument} "
       "Unwind Argument"},
      {"CALL graph.degree() YIELD node CREATE (:New)", "EmptyResult Create ProcedureCall Argument"},
      {"UNWIND [1, 2] AS i CALL graph.degree() YIELD node CREATE (:New)",
       "EmptyResult Create Eager ProcedureCall Unwind Argument"},
      {"UNWIND [1, 2] AS i CALL graph.degree() YIELD node DETACH DELETE node",
       "EmptyResult Delete ProcedureCall Unwind Argument"},
      {"UNWIND [1, 2] AS i CREATE (:New) WITH i CALL graph.degree() YIELD degree RETURN degree",
       "ProduceResults ProcedureCall Eager Create Unwind Argument"},
  };
  check_shapes(*state, cases, ARRAY_LEN(cases));
}

static void limit_does_not_stop_writing(void **state)
{
  Planned p;
  plan_good(&p, *state, "UNWIND [1, 2] AS i CREATE (n) RETURN n LIMIT 0", NULL);
  assert_true(find_plan(p.tree.root, PLAN_LIMIT)->flag);
  arena_free(&p.arena);
  plan_good(&p, *state, "UNWIND [1, 2] AS i RETURN i LIMIT 0", NULL);
  assert_false(find_plan(p.tree.root, PLAN_LIMIT)->flag);
  arena_free(&p.arena);
}

static void creation(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (a:State {id: 1}) CREATE (a)<-[r:IN]-(b:Place:Old {x: 1})-[:NEAR]->(c)", NULL);
  const Plan *create = find_plan(p.tree.root, PLAN_CREATE);
  assert_int_equal(create->node_count, 2);
  assert_int_equal(create->nodes[0].label_count, 2);
  assert_int_equal(create->nodes[0].labels[0].id, NAME_NONE);
  assert_int_equal(create->rel_count, 2);
  assert_int_equal(create->rels[0].start, create->nodes[0].slot);
  assert_int_equal(create->rels[1].end, create->nodes[1].slot);
  arena_free(&p.arena);
  check_shape(*state, "CREATE (a {x: 1}), (b {x: a.x})", "EmptyResult Create Create Argument");
  check_shape(*state, "MATCH (n:State) FOREACH (i IN [1, 2] | CREATE (:Y {v: i}))",
              "EmptyResult Foreach{Create Argument} NodeByLabelScan Argument");
}

static void merge_marks_bound_nodes(void **state)
{
  Planned p;
  plan_good(&p, *state, "MATCH (a:State {id: 1}) MERGE (a)-[r:R {k: 1}]->(b:B) ON CREATE SET r.new = true", NULL);
  const Plan *merge = find_plan(p.tree.root, PLAN_MERGE);
  assert_int_equal(merge->node_count, 2);
  assert_true(merge->nodes[0].bound);
  assert_false(merge->nodes[1].bound);
  assert_int_equal(merge->set_count, 1);
  assert_int_equal(merge->on_match_count, 0);
  arena_free(&p.arena);
}

/* ---- the whole */

static void refuses_what_cannot_be_solved(void **state)
{
  static const char *const queries[] = {
      "MATCH p = ANY SHORTEST (a)-[:KNOWS* {since: m.x}]->(m)-[:KNOWS]->(b) RETURN p",
      "MATCH (a)-[r:KNOWS* {since: r2.x}]->(b), (c)-[r2s:KNOWS* {since: d.x}]->(d), (e)-[r2]->(f) RETURN a",
  };
  Planned p;
  plan_text(&p, *state, queries[0], NULL);
  assert_false(p.ok);
  assert_int_equal(p.err.kind, ERROR_SYNTAX);
  arena_free(&p.arena);
  /* The end of a variable-length step that is spoken of is found first. */
  plan_good(&p, *state, queries[1], NULL);
  arena_free(&p.arena);
}

static void plans_again_from_the_same_tree(void **state)
{
  static const char query[] = "MATCH (a:Person {id: 1})-[:KNOWS]->(b) WHERE NOT (a)<-[:KNOWS]-(b) AND a.id < b.id < 9 "
                              "RETURN b.id AS id, [(b)-->(c) | c.id] AS l, 1 + count(*) AS n ORDER BY id LIMIT 3";
  Planned p;
  PlanTree again;
  Str first, second;
  plan_good(&p, *state, query, NULL);
  str_init(&first);
  str_init(&second);
  add_shape(&first, p.tree.root);
  assert_int_equal(plan_statement(&p.arena, *state, &p.checked, NULL, &again, &p.err), STATUS_OK);
  add_shape(&second, again.root);
  assert_string_equal(str_cstr(&first), str_cstr(&second));
  assert_int_equal(p.tree.subplan_count, again.subplan_count);
  str_free(&first);
  str_free(&second);
  arena_free(&p.arena);
}

/* A pattern of hundreds of parts is planned in reasonable time and without a deep search. */
static void large_patterns(void **state)
{
  enum { PARTS = 300 };
  Str query;
  Planned p;
  str_init(&query);
  str_add(&query, "MATCH (n0:Person {id: 1})");
  for (int i = 1; i <= PARTS; i++) str_addf(&query, "-[:KNOWS]->(n%d:Person)", i);
  str_add(&query, " RETURN count(*)");
  plan_good(&p, *state, str_cstr(&query), NULL);
  uint32_t expands = 0;
  for (const Plan *plan = p.tree.root; plan != NULL; plan = plan->child[0]) expands += plan->kind == PLAN_EXPAND;
  assert_int_equal(expands, PARTS);
  str_free(&query);
  arena_free(&p.arena);
}

/* Whatever the memory runs out in, planning ends with that error. */
static void fails_cleanly_without_memory(void **state)
{
  static const char query[] =
      "MATCH p = (a:Person {id: 1})-[:KNOWS*1..3 {since: 2}]->(b)<-[r:KNOWS]-(c), (t:Treaty {id: a.x}) "
      "WHERE NOT (a)-->(t) AND all(n IN nodes(p) WHERE n.born > 1) OPTIONAL MATCH (c)-[:CITIZEN_OF]->(s) "
      "CALL (a) { MATCH (a)-->(x) RETURN x AS y UNION MATCH (a)<--(x) RETURN x AS y } "
      "MERGE (c)-[:SEEN]->(s) SET c.x = 1 RETURN p, [(c)-->(d) | d.id] AS l, 1 + count(*) AS n ORDER BY n LIMIT 3";
  bool planned = false;
  for (size_t more = 512; !planned; more += 512) {
    Arena arena;
    Statement *statement;
    Checked checked;
    PlanTree tree;
    Error err = {0};
    MemoryLimit memory = {0};
    arena_init(&arena, &memory);
    assert_int_equal(parse_statement(&arena, text_of(query), &statement, &err), STATUS_OK);
    assert_int_equal(check_statement(&arena, statement, NULL, &checked, &err), STATUS_OK);
    memory.limit = memory.used + more;
    planned = plan_statement(&arena, *state, &checked, NULL, &tree, &err) == STATUS_OK;
    if (!planned) assert_int_equal(err.kind, ERROR_MEMORY);
    arena_free(&arena);
    assert_int_equal(memory.used, 0);
  }
}

static void prints_one_operator_a_line(void **state)
{
  Planned p;
  Str text;
  plan_good(&p, *state, "MATCH (p:Person {id: 7}) OPTIONAL MATCH (p)-[:KNOWS]->(f) WHERE f.born > 1 RETURN p.name, f",
            NULL);
  str_init(&text);
  plan_print(&text, &p.tree, *state, NULL);
  const char *s = str_cstr(&text);
  assert_non_null(strstr(s, "+ ProduceResults"));
  assert_non_null(strstr(s, "\n+ OptionalApply"));
  assert_non_null(strstr(s, "\n| + Filter"));
  assert_non_null(strstr(s, "f.born > 1"));
  assert_non_null(strstr(s, "(p)-[:KNOWS]->(f)"));
  assert_non_null(strstr(s, "(p:Person) p.id = 7 (index person_id)"));
  uint32_t lines = 0;
  for (const char *at = s; *at != 0; at++) lines += *at == '\n';
  assert_int_equal(lines, 1 + p.tree.operator_count);
  str_free(&text);
  arena_free(&p.arena);
}

static void prints_a_profile(void **state)
{
  Planned p;
  Str text;
  plan_good(&p, *state, "MATCH (p:Person {id: 7}) RETURN p", NULL);
  OpProfile profile[8] = {{.rows = 12, .batches = 2, .nanos = 5000000}, {.rows = 34, .batches = 3, .nanos = 3000000}};
  assert_true(p.tree.operator_count <= ARRAY_LEN(profile));
  str_init(&text);
  plan_print(&text, &p.tree, *state, profile);
  assert_non_null(strstr(str_cstr(&text), "12         2       2.000"));
  assert_non_null(strstr(str_cstr(&text), "34         3       3.000"));
  str_free(&text);
  arena_free(&p.arena);
}

int main(void)
{
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(seeks_and_scans),
      cmocka_unit_test(two_sided_range_uses_both_ends),
      cmocka_unit_test(starts_at_the_selective_end),
      cmocka_unit_test(expansions),
      cmocka_unit_test(relationships_of_one_match_differ),
      cmocka_unit_test(variable_length_walks_its_conditions),
      cmocka_unit_test(components),
      cmocka_unit_test(optional_keeps_its_where_inside),
      cmocka_unit_test(subqueries),
      cmocka_unit_test(subplans_of_expressions),
      cmocka_unit_test(projections),
      cmocka_unit_test(equal_aggregates_are_computed_once),
      cmocka_unit_test(only_needed_slots_are_live),
      cmocka_unit_test(subplans_carry_only_their_own),
      cmocka_unit_test(eagerness),
      cmocka_unit_test(limit_does_not_stop_writing),
      cmocka_unit_test(creation),
      cmocka_unit_test(merge_marks_bound_nodes),
      cmocka_unit_test(refuses_what_cannot_be_solved),
      cmocka_unit_test(plans_again_from_the_same_tree),
      cmocka_unit_test(large_patterns),
      cmocka_unit_test(fails_cleanly_without_memory),
      cmocka_unit_test(prints_one_operator_a_line),
      cmocka_unit_test(prints_a_profile),
  };
  return cmocka_run_group_tests_name("plan", tests, open_graph, close_graph);
}
