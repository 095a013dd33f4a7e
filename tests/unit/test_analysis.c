/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Below the graph algorithms: igraph graphs that are made from edge lists, and calls that are stopped or run out of
 * memory. What the algorithms give is tested by queries. */
#include "core/edge_list.h"
#include "core/graph.h"
#include "core/igraph_guard.h"
#include "proc/analysis.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((random_state >> 33) % n);
}

/* ---- edge lists */

static void assert_same(const igraph_vector_int_t *a, const igraph_vector_int_t *b)
{
  assert_int_equal(igraph_vector_int_size(a), igraph_vector_int_size(b));
  for (igraph_integer_t i = 0; i < igraph_vector_int_size(a); i++) assert_int_equal(VECTOR(*a)[i], VECTOR(*b)[i]);
}

/* Both list all edges by (first, second); among parallel edges the order is free. */
static void assert_index(const igraph_vector_int_t *order, const igraph_vector_int_t *theirs,
                         const igraph_vector_int_t *first, const igraph_vector_int_t *second)
{
  igraph_integer_t n = igraph_vector_int_size(order);
  bool *seen = calloc((size_t)n + 1, 1);
  assert_int_equal(n, igraph_vector_int_size(theirs));
  for (igraph_integer_t i = 0; i < n; i++) {
    igraph_integer_t edge = VECTOR(*order)[i], their = VECTOR(*theirs)[i];
    assert_true(edge >= 0 && edge < n && !seen[edge]);
    seen[edge] = true;
    assert_int_equal(VECTOR(*first)[edge], VECTOR(*first)[their]);
    assert_int_equal(VECTOR(*second)[edge], VECTOR(*second)[their]);
  }
  free(seen);
}

static int compare_pairs(const void *a, const void *b)
{
  return memcmp(a, b, 2 * sizeof(uint32_t));
}

static void check_edges(uint32_t vertices, size_t n, bool directed, bool sorted)
{
  Error err = {0};
  EdgeList list;
  igraph_t ours, theirs;
  igraph_vector_int_t pairs;
  uint32_t(*edges)[2] = malloc(MAX(n, (size_t)1) * sizeof *edges);
  /* Bytes from the high one on, so that pairs sort as memory does. */
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < 2; k++) edges[i][k] = random_below(vertices) << 24;
  if (sorted) qsort(edges, n, sizeof *edges, compare_pairs);
  assert_int_equal(edge_list_make(&list, n + 3, &err), STATUS_OK);
  assert_int_equal(igraph_vector_int_init(&pairs, 0), IGRAPH_SUCCESS);
  for (size_t i = 0; i < n; i++) {
    igraph_vector_int_push_back(&pairs, VECTOR(list.from)[i] = edges[i][0] >> 24);
    igraph_vector_int_push_back(&pairs, VECTOR(list.to)[i] = edges[i][1] >> 24);
  }
  edge_list_trim(&list, n);
  assert_int_equal(edge_list_graph(&list, vertices, directed, &ours, &err), STATUS_OK);
  assert_null(list.from.stor_begin);
  assert_int_equal(igraph_create(&theirs, &pairs, vertices, directed), IGRAPH_SUCCESS);
  assert_int_equal(ours.n, theirs.n);
  assert_int_equal(ours.directed, theirs.directed);
  assert_same(&ours.from, &theirs.from);
  assert_same(&ours.to, &theirs.to);
  assert_index(&ours.oi, &theirs.oi, &ours.from, &ours.to);
  assert_index(&ours.ii, &theirs.ii, &ours.to, &ours.from);
  assert_same(&ours.os, &theirs.os);
  assert_same(&ours.is, &theirs.is);
  igraph_destroy(&ours);
  igraph_destroy(&theirs);
  igraph_vector_int_destroy(&pairs);
  free(edges);
}

static void edge_lists_become_what_igraph_makes(void **state)
{
  (void)state;
  Error none = {0};
  assert_int_equal(igraph_guard_enter(NULL, NULL, &none),
                   STATUS_OK); /* only for the handlers: a failing test would not leave it */
  igraph_guard_leave();
  for (int directed = 0; directed < 2; directed++)
    for (int sorted = 0; sorted < 2; sorted++) {
      check_edges(1, 0, directed, sorted);
      check_edges(1, 4, directed, sorted);
      check_edges(9, 5, directed, sorted);
      check_edges(12, 200, directed, sorted);
      check_edges(250, 1000, directed, sorted);
    }
}

/* ---- calls */

typedef struct Fixture {
  Graph *graph;
  Arena arena;
  Error err;
  MemoryLimit limit;
  FunctionContext context;
  double scores[512];
  uint32_t rows, checks, stop_at; /* stop_at 0: never */
} Fixture;

static Fixture fixture;

static int set_up(void **state)
{
  (void)state;
  fixture = (Fixture){0};
  arena_init(&fixture.arena, NULL);
  GraphOptions options = {.create = true};
  fixture.context = (FunctionContext){.arena = &fixture.arena, .err = &fixture.err, .limit = &fixture.limit};
  if (graph_open(&fixture.graph, NULL, &options, &fixture.err) != STATUS_OK) return 1;
  Graph *g = fixture.graph;
  uint32_t types[2], key, node, rel;
  Status status = graph_statement_begin(g, &fixture.err);
  for (uint32_t i = 0; i < 300 && status == STATUS_OK; i++) status = graph_add_node(g, NULL, 0, &node, &fixture.err);
  if (status == STATUS_OK) status = graph_name_add(g, NAME_TYPE, TEXT("A"), &types[0], &fixture.err);
  if (status == STATUS_OK) status = graph_name_add(g, NAME_TYPE, TEXT("B"), &types[1], &fixture.err);
  if (status == STATUS_OK) status = graph_name_add(g, NAME_KEY, TEXT("w"), &key, &fixture.err);
  for (uint32_t i = 0; i < 1500 && status == STATUS_OK; i++) {
    status = graph_add_rel(g, types[i % 2], random_below(300), random_below(300), &rel, &fixture.err);
    if (status == STATUS_OK)
      status = graph_set_prop(g, ENTITY_REL, rel, key, value_float(random_below(9) + 0.5), &fixture.err);
  }
  return graph_statement_end(g, status == STATUS_OK, &fixture.err) == STATUS_OK && status == STATUS_OK ? 0 : 1;
}

static int tear_down(void **state)
{
  (void)state;
  arena_free(&fixture.arena);
  graph_close(fixture.graph);
  return 0;
}

static Status take_row(void *sink, const Value *fields, uint32_t n, Error *err)
{
  (void)sink, (void)err;
  if (fixture.rows < ARRAY_LEN(fixture.scores) && n > 1 && value_is_number(fields[1]))
    fixture.scores[fixture.rows] = value_number(fields[1]);
  fixture.rows++;
  return STATUS_OK;
}

static bool is_interrupted(void *sink)
{
  (void)sink;
  if (fixture.stop_at == 0 || ++fixture.checks < fixture.stop_at) return false;
  error_set(&fixture.err, ERROR_INTERRUPTED, NULL, "stopped");
  return true;
}

/* Whatever happens, everything is given back. The options are those that there have to be. */
static Status call(const char *name)
{
  const Procedure *p = procedure_find(NULL, text_of(name));
  assert_non_null(p);
  fixture.rows = fixture.checks = 0;
  error_clear(&fixture.err);
  ProcedureRun run = {.function = &fixture.context,
                      .graph = fixture.graph,
                      .procedure = p,
                      .emit = take_row,
                      .interrupted = is_interrupted};
  uint32_t required = ((const Algorithm *)p->payload)->required, n = 0;
  MapEntry entries[3];
  if (required & OPTION(SOURCE)) entries[n++] = (MapEntry){TEXT("source"), value_node(0)};
  if (required & OPTION(TARGET)) entries[n++] = (MapEntry){TEXT("target"), value_node(1)};
  if (required & OPTION(WEIGHT)) entries[n++] = (MapEntry){TEXT("weight"), value_string(TEXT("w"))};
  const Value options = value_map(entries, n);
  Status status = p->run(&run, &options, 1);
  assert_int_equal(fixture.limit.used, 0);
  assert_int_equal(IGRAPH_FINALLY_STACK_SIZE(), 0);
  assert_int_equal(igraph_guard_enter(NULL, NULL, &fixture.err), STATUS_OK);
  igraph_guard_leave();
  return status;
}

static void new_relationships_count_as_compact_ones_do(void **state)
{
  (void)state;
  double before[512];
  assert_false(graph_type_is_compact(fixture.graph, 0));
  assert_int_equal(call("graph.pagerank"), STATUS_OK);
  assert_int_equal(fixture.rows, 300);
  memcpy(before, fixture.scores, sizeof before);
  assert_int_equal(graph_compact(fixture.graph, &fixture.err), STATUS_OK);
  assert_true(graph_type_is_compact(fixture.graph, 0));
  assert_int_equal(call("graph.pagerank"), STATUS_OK);
  for (uint32_t i = 0; i < 300; i++) assert_true(fabs(before[i] - fixture.scores[i]) < 1e-12);
}

static bool is_named(const Procedure *p, const char *name)
{
  return strcmp(p->name, name) == 0;
}

/* There are circles, for which there is no order. */
static void every_algorithm_can_be_stopped(void **state)
{
  (void)state;
  const Procedure *p;
  for (uint32_t i = 0; (p = procedure_at(i)); i++) {
    if (strncmp(p->name, "graph.", 6) != 0) continue;
    assert_int_equal(call(p->name), is_named(p, "graph.topologicalOrder") ? STATUS_FAIL : STATUS_OK);
    for (fixture.stop_at = 1; fixture.stop_at < 3; fixture.stop_at++) {
      assert_int_equal(call(p->name), STATUS_FAIL);
      assert_int_equal(fixture.err.kind, ERROR_INTERRUPTED);
      assert_int_equal(fixture.rows, 0);
    }
    fixture.stop_at = 0;
  }
}

static void long_algorithms_are_stopped_in_the_middle(void **state)
{
  (void)state;
  static const char *const names[] = {"graph.betweenness", "graph.closeness", "graph.edgeBetweenness",
                                      "graph.signedTriangles"};
  fixture.stop_at = 100;
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    assert_int_equal(call(names[i]), STATUS_FAIL);
    assert_int_equal(fixture.err.kind, ERROR_INTERRUPTED);
    assert_int_equal(fixture.checks, 100);
  }
}

static void memory_is_counted(void **state)
{
  (void)state;
  fixture.limit.limit = 1 << 20;
  assert_int_equal(call("graph.pagerank"), STATUS_OK);
  for (size_t limit = 1000; limit < 50000; limit += 7000) {
    fixture.limit.limit = limit;
    assert_int_equal(call("graph.pagerank"), STATUS_FAIL);
    assert_int_equal(fixture.err.kind, ERROR_MEMORY);
  }
  fixture.limit.limit = 1 << 20;
  assert_int_equal(call("graph.distances"), STATUS_FAIL); /* for each pair of nodes more than twelve bytes */
  assert_int_equal(fixture.err.kind, ERROR_MEMORY);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(edge_lists_become_what_igraph_makes),
      cmocka_unit_test_setup_teardown(new_relationships_count_as_compact_ones_do, set_up, tear_down),
      cmocka_unit_test_setup_teardown(every_algorithm_can_be_stopped, set_up, tear_down),
      cmocka_unit_test_setup_teardown(long_algorithms_are_stopped_in_the_middle, set_up, tear_down),
      cmocka_unit_test_setup_teardown(memory_is_counted, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("analysis", tests, NULL, NULL);
}
