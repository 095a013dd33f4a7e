/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The topology on its own: when overlay and igraph graph are merged, sparse and dense runs, many types, parallel edges,
 * and what deletions do to igraph's numbering. */
#include "core/topology_igraph.h"

#include "core/graph.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define MUST(call)                                                                                                     \
  do {                                                                                                                 \
    Error err = {0};                                                                                                   \
    if ((call) != STATUS_OK) fail_msg("%s", err.message);                                                              \
  } while (0)

static Graph *open_graph(uint32_t nodes)
{
  Graph *g = NULL;
  uint32_t node;
  MUST(graph_open(&g, NULL, NULL, &err));
  MUST(graph_statement_begin(g, &err));
  for (uint32_t i = 0; i < nodes; i++) MUST(graph_add_node(g, NULL, 0, &node, &err));
  MUST(graph_statement_end(g, true, &err));
  return g;
}

static uint32_t type_named(Graph *g, const char *name)
{
  uint32_t type = NAME_NONE;
  MUST(graph_name_add(g, NAME_TYPE, text_of(name), &type, &err));
  return type;
}

static uint32_t add_rel(Graph *g, uint32_t type, uint32_t start, uint32_t end)
{
  uint32_t rel = SLOT_NONE;
  MUST(graph_statement_begin(g, &err));
  MUST(graph_add_rel(g, type, start, end, &rel, &err));
  MUST(graph_statement_end(g, true, &err));
  return rel;
}

static void delete_rel(Graph *g, uint32_t rel)
{
  MUST(graph_statement_begin(g, &err));
  MUST(graph_delete_rel(g, rel, &err));
  MUST(graph_statement_end(g, true, &err));
}

static void single_statements_gather_in_the_overlay(void **state)
{
  (void)state;
  enum { NODES = 1000, RELS = 30000 };
  Graph *g = open_graph(NODES);
  uint32_t type = type_named(g, "T");
  for (uint32_t i = 0; i < RELS; i++) {
    assert_int_equal(add_rel(g, type, i % NODES, i * 7 % NODES), i);
    assert_false(graph_type_is_compact(g, type));
    assert_int_equal(graph_degree(g, i % NODES, type, DIR_OUT), i / NODES + 1);
  }
  assert_int_equal(graph_rel_count(g), RELS);
  graph_close(g);
}

static void a_statement_that_adds_many_merges_them(void **state)
{
  (void)state;
  enum { NODES = 1000, RELS = 30000 };
  Graph *g = open_graph(NODES);
  uint32_t type = type_named(g, "T"), rel;
  MUST(graph_statement_begin(g, &err));
  for (uint32_t i = 0; i < RELS; i++) MUST(graph_add_rel(g, type, i % NODES, i * 7 % NODES, &rel, &err));
  assert_false(graph_type_is_compact(g, type));
  MUST(graph_statement_end(g, true, &err));
  assert_true(graph_type_is_compact(g, type));
  for (uint32_t i = 0; i < NODES; i++) assert_int_equal(graph_degree(g, i, type, DIR_OUT), RELS / NODES);
  graph_close(g);
}

static void the_igraph_graph_has_what_is_alive(void **state)
{
  (void)state;
  enum { NODES = 50, RELS = 300 };
  Graph *g = open_graph(NODES);
  uint32_t type = type_named(g, "T");
  for (uint32_t i = 0; i < RELS; i++) add_rel(g, type, i % NODES, i * 11 % NODES);
  const Topology *t = graph_topology(g);
  assert_false(topology_is_recorded(t));
  for (int round = 0; round < 3; round++) {
    MUST(graph_compact(g, &err));
    assert_true(topology_is_recorded(t));
    assert_int_equal(igraph_vcount(topology_igraph(t)), graph_node_limit(g));
    assert_int_equal(igraph_ecount(topology_igraph(t)), graph_rel_count(g));
    for (uint32_t rel = 0; rel < graph_rel_limit(g); rel++) {
      igraph_integer_t edge = topology_edge_of_rel(t, rel);
      assert_int_equal(edge >= 0, graph_rel_alive(g, rel));
      if (edge < 0) continue;
      uint32_t start, end;
      graph_rel_ends(g, rel, &start, &end);
      assert_int_equal(topology_rel_of_edge(t, edge), rel);
      assert_int_equal(IGRAPH_FROM(topology_igraph(t), edge), start);
      assert_int_equal(IGRAPH_TO(topology_igraph(t), edge), end);
    }
    for (uint32_t rel = (uint32_t)round; rel < RELS; rel += 7)
      if (graph_rel_alive(g, rel)) delete_rel(g, rel);
    add_rel(g, type, 1, 2);
    assert_false(topology_is_recorded(t));
  }
  graph_close(g);
}

static void rare_types_far_apart_have_sparse_runs(void **state)
{
  (void)state;
  enum { NODES = 20000, TYPES = 150 };
  Graph *g = open_graph(NODES);
  char name[16];
  for (uint32_t i = 0; i < TYPES; i++) {
    snprintf(name, sizeof name, "T%u", i);
    uint32_t type = type_named(g, name);
    add_rel(g, type, 0, NODES - 1 - i);
    add_rel(g, type, NODES - 1, i);
    add_rel(g, type, 500, 500);
  }
  for (int merged = 0; merged < 2; merged++) {
    assert_int_equal(graph_degree(g, 0, NAME_NONE, DIR_OUT), TYPES);
    assert_int_equal(graph_degree(g, 500, NAME_NONE, DIR_BOTH), TYPES + (TYPES > 500));
    for (uint32_t type = 0; type < TYPES; type++) {
      uint32_t rel = SLOT_NONE;
      assert_int_equal(graph_degree(g, 0, type, DIR_OUT), 1);
      assert_int_equal(graph_degree(g, 1, type, DIR_OUT), 0);
      assert_true(graph_next_between(g, NODES - 1, type, type, &rel));
      assert_int_equal(rel, type * 3 + 1);
      assert_false(graph_next_between(g, NODES - 1, type, type, &rel));
      rel = SLOT_NONE;
      assert_false(graph_next_between(g, NODES - 1, type + 1, type, &rel));
    }
    uint32_t rels[TYPES * 2], nodes[TYPES * 2];
    Neighbours n;
    neighbours_begin(&n, g, 500, NAME_NONE, DIR_BOTH);
    assert_int_equal(neighbours_next(&n, rels, nodes, TYPES * 2), TYPES);
    MUST(graph_compact(g, &err));
  }
  Runs runs = graph_runs(g, 3, DIR_OUT);
  assert_non_null(runs.keys);
  assert_int_equal(runs.span, 3);
  assert_int_equal(runs_of(&runs, 500).len, 1);
  assert_int_equal(runs_of(&runs, 501).len, 0);
  assert_int_equal(graph_runs(g, TYPES + 5, DIR_OUT).span, 0);
  graph_close(g);
}

static void parallel_relationships_come_in_the_order_of_their_slots(void **state)
{
  (void)state;
  Graph *g = open_graph(3);
  uint32_t a = type_named(g, "A"), b = type_named(g, "B");
  for (uint32_t i = 0; i < 20; i++) {
    add_rel(g, i % 2 ? a : b, 0, 1);
    if (i == 9) MUST(graph_compact(g, &err));
  }
  uint32_t rel = SLOT_NONE, expected = 0;
  while (graph_next_between(g, 0, 1, NAME_NONE, &rel)) assert_int_equal(rel, expected++);
  assert_int_equal(expected, 20);
  delete_rel(g, 4);
  delete_rel(g, 14);
  rel = 3;
  assert_true(graph_next_between(g, 0, 1, NAME_NONE, &rel));
  assert_int_equal(rel, 5);
  rel = 12;
  assert_true(graph_next_between(g, 0, 1, b, &rel));
  assert_int_equal(rel, 16);
  graph_close(g);
}

static void deletions_make_a_type_uncompact_until_merged(void **state)
{
  (void)state;
  Graph *g = open_graph(10);
  uint32_t type = type_named(g, "T");
  for (uint32_t i = 0; i < 10; i++) add_rel(g, type, i, (i + 1) % 10);
  MUST(graph_compact(g, &err));
  assert_true(graph_type_is_compact(g, type));
  delete_rel(g, 3);
  assert_false(graph_type_is_compact(g, type));
  assert_int_equal(graph_degree(g, 3, type, DIR_OUT), 0);
  assert_int_equal(graph_run(g, 3, type, DIR_OUT).len, 1);
  MUST(graph_compact(g, &err));
  assert_true(graph_type_is_compact(g, type));
  assert_int_equal(graph_run(g, 3, type, DIR_OUT).len, 0);
  for (uint32_t i = 0; i < 10; i++)
    if (i != 3) delete_rel(g, i);
  MUST(graph_compact(g, &err));
  assert_int_equal(graph_runs(g, type, DIR_OUT).span, 0);
  assert_int_equal(igraph_ecount(topology_igraph(graph_topology(g))), 0);
  graph_close(g);
}

static void much_reading_merges_the_overlay(void **state)
{
  (void)state;
  const double second = 1e9;
  Graph *g = open_graph(10);
  uint32_t type = type_named(g, "T");
  add_rel(g, type, 0, 1);
  graph_expect_reading(g, 1);
  assert_false(graph_type_is_compact(g, type));
  graph_note_reading(g, second);
  graph_expect_reading(g, 1); /* much was read before */
  assert_true(graph_type_is_compact(g, type));
  add_rel(g, type, 0, 2);
  graph_expect_reading(g, 1);
  assert_false(graph_type_is_compact(g, type));
  graph_expect_reading(g, 1e6); /* much is going to be */
  assert_true(graph_type_is_compact(g, type));
  graph_close(g);
}

static void nothing_is_merged_while_there_are_changes_to_undo(void **state)
{
  (void)state;
  Graph *g = open_graph(10);
  uint32_t type = type_named(g, "T"), rel;
  MUST(graph_begin(g, &err));
  MUST(graph_statement_begin(g, &err));
  MUST(graph_add_rel(g, type, 0, 1, &rel, &err));
  graph_expect_reading(g, 1e9);
  assert_false(graph_type_is_compact(g, type));
  MUST(graph_statement_end(g, true, &err));
  graph_expect_reading(g, 1e9);
  assert_false(graph_type_is_compact(g, type));
  MUST(graph_rollback(g, &err));
  assert_int_equal(graph_rel_count(g), 0);
  graph_close(g);
}

/* Every relationship is in the two runs where it belongs, and runs are in order. */
static void check_runs(const Graph *g, uint32_t type)
{
  for (Direction dir = DIR_OUT; dir <= DIR_IN; dir++) {
    uint64_t found = 0;
    for (uint32_t node = 0; node < graph_node_limit(g); node++) {
      Run run = graph_run(g, node, type, dir);
      for (uint32_t i = 0; i < run.len; i++) {
        uint32_t ends[2];
        graph_rel_ends(g, run.rels[i], &ends[DIR_OUT], &ends[DIR_IN]);
        assert_int_equal(ends[dir], node);
        assert_int_equal(ends[!dir], run.nodes[i]);
        assert_true(i == 0 || run.nodes[i - 1] < run.nodes[i] ||
                    (run.nodes[i - 1] == run.nodes[i] && run.rels[i - 1] < run.rels[i]));
      }
      found += run.len;
    }
    assert_int_equal(found, graph_type_count(g, type));
  }
}

static void few_new_relationships_are_merged_between_many_old(void **state)
{
  (void)state;
  enum { NODES = 400, ROUNDS = 60, MOST = 6 };
  Graph *g = open_graph(NODES);
  uint32_t type = type_named(g, "T");
  Random random = 1;
  for (uint32_t i = 0; i < 1500; i++) add_rel(g, type, 100 + below(&random, 100), 200 + below(&random, 100));
  for (uint32_t round = 0; round < ROUNDS; round++) {
    MUST(graph_compact(g, &err));
    assert_true(graph_type_is_compact(g, type));
    check_runs(g, type);
    /* Beyond the old runs on both sides as well; from a node to itself, and deleted ones, only towards the end. */
    for (uint32_t i = below(&random, MOST) + 1; i > 0; i--) {
      uint32_t start = below(&random, round < 10 ? 200 : NODES), end = below(&random, NODES);
      if (start != end || round > ROUNDS / 2) add_rel(g, type, start, end);
    }
    uint32_t rel = below(&random, graph_rel_limit(g));
    if (round % 8 > 4 && graph_rel_alive(g, rel)) delete_rel(g, rel);
  }
  graph_close(g);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(single_statements_gather_in_the_overlay),
      cmocka_unit_test(a_statement_that_adds_many_merges_them),
      cmocka_unit_test(the_igraph_graph_has_what_is_alive),
      cmocka_unit_test(rare_types_far_apart_have_sparse_runs),
      cmocka_unit_test(parallel_relationships_come_in_the_order_of_their_slots),
      cmocka_unit_test(deletions_make_a_type_uncompact_until_merged),
      cmocka_unit_test(much_reading_merges_the_overlay),
      cmocka_unit_test(nothing_is_merged_while_there_are_changes_to_undo),
      cmocka_unit_test(few_new_relationships_are_merged_between_many_old),
  };
  return cmocka_run_group_tests_name("topology", tests, NULL, NULL);
}
