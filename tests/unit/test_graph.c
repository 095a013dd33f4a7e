/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph in memory: entities, labels, properties, adjacency, statistics, indexes and undoing, by a random walk
 * beside a model, and the rules that it does not meet one by one. */
#include "graph_model.h"

#include "core/topology_igraph.h"

static void walk(uint64_t seed, int statements)
{
  World w;
  world_init(&w, seed, NULL);
  run_statements(&w, statements);
  MUST(graph_compact(w.g, &err));
  check_world(&w);
  const Topology *t = graph_topology(w.g);
  assert_true(topology_is_recorded(t));
  assert_int_equal(igraph_ecount(topology_igraph(t)), graph_rel_count(w.g));
  assert_int_equal(igraph_vcount(topology_igraph(t)), graph_node_limit(w.g));
  for (uint32_t rel = 0; rel < w.m->rel_limit; rel++) {
    igraph_integer_t edge = topology_edge_of_rel(t, rel);
    assert_int_equal(edge >= 0, w.m->rels[rel].alive);
    if (edge >= 0) assert_int_equal(topology_rel_of_edge(t, edge), rel);
  }
  world_free(&w);
}

static void random_walks_agree_with_the_model(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 6; seed++) walk(seed, 100);
}

/* ---- single rules */

static void changes_need_a_statement(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t node;
  MUST_FAIL(graph_add_node(g, NULL, 0, &node, &err), ERROR_MISUSE);
  MUST_FAIL(graph_statement_end(g, true, &err), ERROR_MISUSE);
  MUST_FAIL(graph_commit(g, &err), ERROR_MISUSE);
  MUST(graph_begin(g, &err));
  MUST_FAIL(graph_begin(g, &err), ERROR_MISUSE);
  node = add_node(g, NULL, 0);
  MUST(graph_commit(g, &err));
  assert_int_equal(graph_node_count(g), 1);
  graph_close(g);
}

static void two_readers_can_be_open_but_not_a_writer_among_them(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t node;
  MUST(graph_statement_begin(g, &err));
  MUST(graph_statement_begin(g, &err));
  MUST_FAIL(graph_add_node(g, NULL, 0, &node, &err), ERROR_MISUSE);
  MUST(graph_statement_end(g, true, &err));
  node = add_node(g, NULL, 0);
  MUST_FAIL(graph_statement_begin(g, &err), ERROR_MISUSE);
  MUST(graph_statement_end(g, true, &err));
  assert_true(graph_node_alive(g, node));
  graph_close(g);
}

static void deleted_relationships_still_tell_type_and_ends_until_commit(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t type = name(g, NAME_TYPE, "T"), key = name(g, NAME_KEY, "k"), start, end;
  MUST(graph_statement_begin(g, &err));
  uint32_t a = add_node(g, NULL, 0), b = add_node(g, NULL, 0), rel = add_rel(g, type, a, b);
  MUST(graph_set_prop(g, ENTITY_REL, rel, key, value_int(1), &err));
  MUST(graph_delete_rel(g, rel, &err));
  assert_false(graph_rel_alive(g, rel));
  assert_int_equal(graph_rel_type(g, rel), type);
  graph_rel_ends(g, rel, &start, &end);
  assert_int_equal(start, a);
  assert_int_equal(end, b);
  assert_int_equal(graph_prop(g, ENTITY_REL, rel, key).type, VALUE_NULL);
  MUST_FAIL(graph_delete_rel(g, rel, &err), ERROR_ENTITY_NOT_FOUND);
  MUST_FAIL(graph_set_prop(g, ENTITY_REL, rel, key, value_int(1), &err), ERROR_ENTITY_NOT_FOUND);
  MUST(graph_delete_node(g, a, &err));
  MUST_FAIL(graph_add_rel(g, type, b, a, &rel, &err), ERROR_ENTITY_NOT_FOUND);
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
}

static void maps_and_entities_are_no_properties(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t key = name(g, NAME_KEY, "k");
  MUST(graph_statement_begin(g, &err));
  uint32_t node = add_node(g, NULL, 0);
  Value inner = value_node(node), map = value_map(NULL, 0), list = value_list(&inner, 1);
  Value nested = value_list(&list, 1);
  MUST_FAIL(graph_set_prop(g, ENTITY_NODE, node, key, map, &err), ERROR_TYPE);
  MUST_FAIL(graph_set_prop(g, ENTITY_NODE, node, key, inner, &err), ERROR_TYPE);
  MUST_FAIL(graph_set_prop(g, ENTITY_NODE, node, key, nested, &err), ERROR_TYPE);
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
}

static void changes_are_counted_per_statement(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t label = name(g, NAME_LABEL, "L"), key = name(g, NAME_KEY, "k"), type = name(g, NAME_TYPE, "T");
  uint32_t twice[] = {label, label};
  MUST(graph_statement_begin(g, &err));
  uint32_t node = add_node(g, twice, 2);
  uint32_t rel = add_rel(g, type, node, node);
  MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_int(1), &err));
  MUST(graph_set_prop(g, ENTITY_REL, rel, key, VALUE_NULL_VALUE, &err));
  MUST(graph_statement_end(g, true, &err));
  assert_int_equal(graph_changes(g)->nodes_created, 1);
  assert_int_equal(graph_changes(g)->labels_added, 1);
  assert_int_equal(graph_changes(g)->rels_created, 1);
  assert_int_equal(graph_changes(g)->properties_set, 1);
  MUST(graph_statement_begin(g, &err));
  MUST(graph_delete_rel(g, rel, &err));
  MUST(graph_delete_node(g, node, &err));
  MUST(graph_statement_end(g, true, &err));
  assert_int_equal(graph_changes(g)->nodes_created, 0);
  assert_int_equal(graph_changes(g)->nodes_deleted, 1);
  assert_int_equal(graph_changes(g)->rels_deleted, 1);
  assert_int_equal(graph_changes(g)->properties_set, 0);
  graph_close(g);
}

static void index_names_are_unique_and_made_where_missing(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t label = name(g, NAME_LABEL, "L"), key = name(g, NAME_KEY, "k"), other = name(g, NAME_KEY, "o");
  MUST(graph_statement_begin(g, &err));
  MUST(graph_create_index(g, ENTITY_NODE, label, key, (Text){0}, false, &err));
  assert_true(text_equal(index_name(graph_index(g, 0)), TEXT("index_L_k")));
  MUST_FAIL(graph_create_index(g, ENTITY_NODE, label, key, TEXT("x"), false, &err), ERROR_ARGUMENT);
  MUST(graph_create_index(g, ENTITY_NODE, label, key, TEXT("x"), true, &err));
  assert_int_equal(graph_index_count(g), 1);
  MUST_FAIL(graph_create_index(g, ENTITY_NODE, label, other, TEXT("index_L_k"), false, &err), ERROR_ARGUMENT);
  MUST_FAIL(graph_drop_index(g, TEXT("none"), false, &err), ERROR_ARGUMENT);
  MUST(graph_drop_index(g, TEXT("none"), true, &err));
  MUST(graph_drop_index(g, TEXT("index_L_k"), false, &err));
  assert_null(graph_find_index(g, ENTITY_NODE, label, key));
  MUST(graph_statement_end(g, false, &err));
  assert_int_equal(graph_index_count(g), 0);
  graph_close(g);
}

static void bulk_loads_refuse_what_they_cannot_do(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  MUST_FAIL(graph_bulk_begin(g, 0, 0, &err), ERROR_MISUSE);
  MUST(graph_statement_begin(g, &err));
  MUST_FAIL(graph_bulk_end(g, true, &err), ERROR_MISUSE);
  MUST(graph_bulk_begin(g, 10, 0, &err));
  MUST_FAIL(graph_bulk_begin(g, 0, 0, &err), ERROR_MISUSE);
  uint32_t node = add_node(g, NULL, 0);
  MUST_FAIL(graph_delete_node(g, node, &err), ERROR_MISUSE);
  /* A load that was not ended is undone, whatever the statement says. */
  MUST(graph_statement_end(g, true, &err));
  assert_int_equal(graph_node_limit(g), 0);
  graph_close(g);
}

static void values_of_a_bulk_load_are_set_in_runs(void **state)
{
  (void)state;
  enum { COUNT = 3000 };
  static Value values[COUNT];
  Graph *g = open_graph(NULL);
  uint32_t key = name(g, NAME_KEY, "k"), other = name(g, NAME_KEY, "other");
  uint64_t count = 0;
  MUST(graph_statement_begin(g, &err));
  uint32_t old = add_node(g, NULL, 0), first = old + 1;
  MUST(graph_set_prop(g, ENTITY_NODE, old, key, value_int(7), &err));
  MUST(graph_statement_end(g, true, &err));
  for (int round = 0; round < 2; round++) { /* the first is undone */
    MUST(graph_statement_begin(g, &err));
    MUST(graph_bulk_begin(g, COUNT, 0, &err));
    for (uint32_t i = 0; i < COUNT; i++) {
      (void)add_node(g, NULL, 0);
      /* Numbers, then texts as well, so that the column changes its type on the way; some have none. */
      values[i] = i % 3 == 0 ? VALUE_NULL_VALUE : i < COUNT / 2 ? value_int(i) : value_string(TEXT("text"));
    }
    count = 0;
    MUST(graph_set_fresh(g, ENTITY_NODE, key, first, COUNT, values, &count, &err));
    assert_int_equal(count, COUNT / 3 * 2);
    MUST_FAIL(graph_set_fresh(g, ENTITY_NODE, key, old, 1, values, &count, &err), ERROR_MISUSE);
    MUST_FAIL(graph_set_fresh(g, ENTITY_NODE, key, first, COUNT + 1, values, &count, &err), ERROR_MISUSE);
    MUST_FAIL(graph_set_fresh(g, ENTITY_NODE, other + 1, first, COUNT, values, &count, &err), ERROR_MISUSE);
    Value map = {.type = VALUE_MAP};
    MUST_FAIL(graph_set_fresh(g, ENTITY_NODE, other, first, 1, &map, &count, &err), ERROR_TYPE);
    MUST(graph_bulk_end(g, true, &err));
    MUST(graph_statement_end(g, round == 1, &err));
    assert_int_equal(graph_node_limit(g), round == 1 ? first + COUNT : first);
    assert_int_equal(graph_prop(g, ENTITY_NODE, old, key).integer, 7);
  }
  assert_null(graph_column(g, ENTITY_NODE, other));
  for (uint32_t i = 0; i < COUNT; i++) {
    Value v = graph_prop(g, ENTITY_NODE, first + i, key);
    assert_int_equal(v.type, values[i].type);
    if (v.type == VALUE_INT) assert_int_equal(v.integer, i);
    if (v.type == VALUE_STRING) assert_true(text_equal(value_text(v), TEXT("text")));
  }
  graph_close(g);
}

static void texts_out_of_use_are_forgotten(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint32_t key = name(g, NAME_KEY, "k"), label = name(g, NAME_LABEL, "L"), slot;
  char text[32];
  MUST(graph_statement_begin(g, &err));
  uint32_t node = add_node(g, &label, 1), other = add_node(g, &label, 1);
  MUST(graph_set_prop(g, ENTITY_NODE, other, key, value_string(TEXT("kept")), &err));
  MUST(graph_create_index(g, ENTITY_NODE, label, key, (Text){0}, false, &err));
  MUST(graph_statement_end(g, true, &err));
  for (int i = 0; i < 20000; i++) {
    snprintf(text, sizeof text, "text %d", i);
    MUST(graph_statement_begin(g, &err));
    MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_string(text_of(text)), &err));
    MUST(graph_statement_end(g, true, &err));
  }
  assert_true(column_texts(graph_column(g, ENTITY_NODE, key)) < 5000);
  IndexCursor c;
  const Index *index = graph_find_index(g, ENTITY_NODE, label, key);
  assert_int_equal(index_entries(index), 2);
  index_seek_equal(&c, index, value_string(TEXT("kept")));
  assert_int_equal(index_next(&c, &slot, 1), 1);
  assert_int_equal(slot, other);
  index_seek_equal(&c, index, value_string(text_of(text)));
  assert_int_equal(index_next(&c, &slot, 1), 1);
  assert_int_equal(slot, node);
  graph_close(g);
}

/* Slots that an undone statement gave out are given out again, and must not bring anything with them. */
static void nothing_is_left_of_what_was_made_and_undone(void **state)
{
  (void)state;
  enum { NODES = 3000 };
  Graph *g = open_graph(NULL);
  uint32_t label, type, plain, mixed, indexed, node, rel;
  MUST(graph_name_add(g, NAME_LABEL, TEXT("L"), &label, &err));
  MUST(graph_name_add(g, NAME_TYPE, TEXT("T"), &type, &err));
  MUST(graph_name_add(g, NAME_KEY, TEXT("plain"), &plain, &err));
  MUST(graph_name_add(g, NAME_KEY, TEXT("mixed"), &mixed, &err));
  MUST(graph_name_add(g, NAME_KEY, TEXT("indexed"), &indexed, &err));
  MUST(graph_statement_begin(g, &err));
  MUST(graph_create_index(g, ENTITY_NODE, label, indexed, (Text){0}, false, &err));
  uint32_t first = add_node(g, &label, 1);
  MUST(graph_set_prop(g, ENTITY_NODE, first, mixed, value_int(1), &err));
  MUST(graph_statement_end(g, true, &err));
  Value items[] = {value_int(1), value_string(TEXT("two"))};
  for (int round = 0; round < 2; round++) {
    if (round) MUST(graph_begin(g, &err)); /* then the whole transaction is undone, not a statement */
    MUST(graph_statement_begin(g, &err));
    for (uint32_t i = 0; i < NODES; i++) {
      node = add_node(g, &label, 1);
      MUST(graph_set_prop(g, ENTITY_NODE, node, plain, value_int(i), &err));
      MUST(graph_set_prop(g, ENTITY_NODE, node, plain, value_int(i + 1), &err));
      MUST(graph_set_prop(g, ENTITY_NODE, node, mixed, i % 2 ? value_list(items, 2) : value_string(TEXT("x")), &err));
      MUST(graph_set_prop(g, ENTITY_NODE, node, indexed, value_int(i), &err));
      MUST(graph_add_rel(g, type, node, node - 1, &rel, &err));
      MUST(graph_set_prop(g, ENTITY_REL, rel, mixed, value_list(items, 2), &err));
      if (i % 3 == 0) MUST(graph_set_prop(g, ENTITY_REL, rel, mixed, VALUE_NULL_VALUE, &err));
      if (i % 100 == 0) MUST(graph_delete_rel(g, rel, &err));
    }
    MUST(graph_statement_end(g, round == 1, &err));
    if (round) {
      MUST(graph_statement_begin(g, &err));
      MUST(graph_set_prop(g, ENTITY_NODE, node, plain, value_float(0.5), &err));
      MUST(graph_set_prop(g, ENTITY_NODE, node, indexed, VALUE_NULL_VALUE, &err));
      MUST(graph_statement_end(g, true, &err));
      MUST(graph_rollback(g, &err));
    }
    assert_int_equal(graph_node_limit(g), 1);
    assert_int_equal(graph_rel_limit(g), 0);
    assert_int_equal(column_count(graph_column(g, ENTITY_NODE, plain)), 0);
    assert_int_equal(column_count(graph_column(g, ENTITY_NODE, mixed)), 1);
    assert_int_equal(column_type(graph_column(g, ENTITY_NODE, mixed)), COLUMN_INT);
    assert_int_equal(column_count(graph_column(g, ENTITY_REL, mixed)), 0);
    assert_int_equal(index_entries(graph_find_index(g, ENTITY_NODE, label, indexed)), 0);
    assert_int_equal(graph_label_type_count(g, label, type, DIR_OUT), 0);
  }
  MUST(graph_statement_begin(g, &err));
  node = add_node(g, &label, 1);
  MUST(graph_add_rel(g, type, first, node, &rel, &err));
  MUST(graph_statement_end(g, true, &err));
  uint32_t at = 0, key;
  Value v;
  assert_false(graph_next_prop(g, ENTITY_NODE, node, &at, &key, &v));
  at = 0;
  assert_false(graph_next_prop(g, ENTITY_REL, rel, &at, &key, &v));
  assert_int_equal(graph_degree(g, node, NAME_NONE, DIR_BOTH), 1);
  graph_close(g);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_walks_agree_with_the_model),
      cmocka_unit_test(changes_need_a_statement),
      cmocka_unit_test(two_readers_can_be_open_but_not_a_writer_among_them),
      cmocka_unit_test(deleted_relationships_still_tell_type_and_ends_until_commit),
      cmocka_unit_test(maps_and_entities_are_no_properties),
      cmocka_unit_test(changes_are_counted_per_statement),
      cmocka_unit_test(index_names_are_unique_and_made_where_missing),
      cmocka_unit_test(bulk_loads_refuse_what_they_cannot_do),
      cmocka_unit_test(values_of_a_bulk_load_are_set_in_runs),
      cmocka_unit_test(texts_out_of_use_are_forgotten),
      cmocka_unit_test(nothing_is_left_of_what_was_made_and_undone),
  };
  return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
