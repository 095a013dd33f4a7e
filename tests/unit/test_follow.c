/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several graphs open on one file, as in several processes: each sees what the others have committed, at its next
 * statement and as a whole, and writers take turns. */
#include "core/workers.h"
#include "graph_model.h"
#include "store_file.h"

#include <sqlite3.h>

static void commit_node(Graph *g)
{
  MUST(graph_lock(g, &err));
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
}

static Graph *open_reader(void)
{
  GraphOptions options = {.read_only = true};
  Graph *g = NULL;
  MUST(graph_open(&g, file, &options, &err));
  return g;
}

/* Puts one of the graphs into the world, which has the model that all of them have to be like. */
static void look_with(World *w, Graph *g)
{
  MUST(graph_catch_up(g, &err));
  w->g = g;
  check_world(w);
}

static void random_walks_are_followed(void **state)
{
  (void)state;
  enum { WRITERS = 2, GRAPHS = 3 };
  for (uint64_t seed = 1; seed <= 6; seed++) {
    World w;
    Graph *graphs[GRAPHS] = {NULL};
    remove_file();
    world_init(&w, seed, file);
    commit_node(w.g); /* so that the names are in the file */
    w.m->nodes[w.m->node_limit++] = (ModelNode){.alive = true};
    graphs[0] = w.g;
    graphs[1] = open_graph(file);
    graphs[2] = open_reader();
    for (int round = 0; round < 60; round++) {
      w.g = graphs[pick(&w, WRITERS)];
      run_statements(&w, 1 + (int)pick(&w, 3));
      for (int i = 0; i < GRAPHS; i++)
        if (pick(&w, 2)) look_with(&w, graphs[i]);
    }
    for (int i = 0; i < GRAPHS; i++) look_with(&w, graphs[i]);
    w.g = graphs[0];
    graph_close(graphs[1]);
    graph_close(graphs[2]);
    world_free(&w);
    assert_int_equal(check_file(), 0);
  }
}

static void small_commits_are_followed_page_by_page(void **state)
{
  (void)state;
  Graph *writer = open_graph(file), *reader = open_reader();
  const struct Topology *before = graph_topology(reader);
  uint32_t label = name(writer, NAME_LABEL, "L"), type = name(writer, NAME_TYPE, "T"),
           key = name(writer, NAME_KEY, "k");
  uint32_t text = name(writer, NAME_KEY, "text");
  for (uint32_t i = 0; i < 300; i++) {
    char name[32];
    snprintf(name, sizeof name, "text %u", i);
    MUST(graph_lock(writer, &err));
    MUST(graph_statement_begin(writer, &err));
    uint32_t node = add_node(writer, &label, 1);
    uint32_t rel = add_rel(writer, type, node, node / 2);
    MUST(graph_set_prop(writer, ENTITY_REL, rel, key, value_int(i), &err));
    MUST(graph_set_prop(writer, ENTITY_NODE, node, text, value_string(text_of(name)), &err));
    if (i % 7 == 3) MUST(graph_delete_rel(writer, rel - 1, &err));
    MUST(graph_statement_end(writer, true, &err));
    if (i % 3) continue;
    MUST(graph_catch_up(reader, &err));
    assert_ptr_equal(graph_topology(reader), before);
    assert_int_equal(graph_label_count(reader, label), i + 1);
    assert_int_equal(graph_type_count(reader, type), graph_type_count(writer, type));
    assert_true(same(graph_prop(reader, ENTITY_REL, rel, key), value_int(i)));
    assert_true(same(graph_prop(reader, ENTITY_NODE, node, text), value_string(text_of(name))));
  }
  graph_close(reader);
  graph_close(writer);
}

static void a_graph_that_is_read_anew_keeps_its_threads(void **state)
{
  (void)state;
  Workers *workers = workers_new(2);
  GraphOptions options = {.create = true, .workers = workers};
  Graph *writer = open_graph(file), *other = NULL;
  uint32_t label = name(writer, NAME_LABEL, "L"), key = name(writer, NAME_KEY, "k");
  MUST(graph_open(&other, file, &options, &err));
  const struct Topology *before = graph_topology(other);
  MUST(graph_lock(writer, &err));
  MUST(graph_statement_begin(writer, &err));
  MUST(graph_create_index(writer, ENTITY_NODE, label, key, (Text){0}, false, &err));
  MUST(graph_statement_end(writer, true, &err));
  MUST(graph_catch_up(other, &err));
  assert_ptr_not_equal(graph_topology(other), before);
  assert_ptr_equal(graph_workers(other), workers);
  graph_close(other);
  graph_close(writer);
  workers_free(workers);
}

static void writers_take_turns(void **state)
{
  (void)state;
  Graph *a = open_graph(file), *b = open_graph(file);
  MUST(graph_lock(a, &err));
  MUST_FAIL(graph_lock(b, &err), ERROR_BUSY);
  MUST(graph_statement_begin(a, &err));
  add_node(a, NULL, 0);
  MUST(graph_statement_end(a, true, &err));
  commit_node(b);
  assert_int_equal(graph_node_count(b), 2);
  MUST(graph_lock(a, &err));
  graph_unlock(a);
  commit_node(b);
  assert_int_equal(graph_node_count(b), 3);
  graph_close(a);
  graph_close(b);
  assert_int_equal(check_file(), 0);
}

static void a_failed_statement_gives_up_its_turn(void **state)
{
  (void)state;
  Graph *a = open_graph(file), *b = open_graph(file);
  for (int changes = 0; changes < 2; changes++) {
    MUST(graph_lock(a, &err));
    MUST(graph_statement_begin(a, &err));
    if (changes) add_node(a, NULL, 0);
    MUST(graph_statement_end(a, false, &err));
    commit_node(b);
  }
  MUST(graph_begin(a, &err));
  MUST(graph_lock(a, &err));
  MUST_FAIL(graph_lock(b, &err), ERROR_BUSY);
  MUST(graph_rollback(a, &err));
  commit_node(b);
  MUST(graph_begin(a, &err));
  MUST(graph_lock(a, &err));
  MUST(graph_commit(a, &err));
  commit_node(b);
  graph_close(a);
  graph_close(b);
}

static void a_transaction_sees_what_its_first_statement_saw(void **state)
{
  (void)state;
  Graph *a = open_graph(file), *b = open_graph(file);
  MUST(graph_begin(a, &err));
  commit_node(b);
  MUST(graph_catch_up(a, &err));
  graph_hold(a);
  assert_int_equal(graph_node_count(a), 1);
  commit_node(b);
  MUST(graph_catch_up(a, &err));
  assert_int_equal(graph_node_count(a), 1);
  MUST_FAIL(graph_lock(a, &err), ERROR_BUSY); /* it cannot write on top of what it has not seen */
  MUST(graph_rollback(a, &err));
  commit_node(a);
  assert_int_equal(graph_node_count(a), 3);
  graph_close(a);
  graph_close(b);
}

static void whoever_does_not_wait_its_turn_is_refused(void **state)
{
  (void)state;
  Graph *a = open_graph(file), *b = open_graph(file);
  uint32_t node;
  commit_node(a);
  MUST(graph_statement_begin(b, &err));
  MUST(graph_add_node(b, NULL, 0, &node, &err));
  MUST_FAIL(graph_statement_end(b, true, &err), ERROR_BUSY);
  assert_int_equal(graph_node_count(b), 0);
  commit_node(b);
  assert_int_equal(graph_node_count(b), 2);
  graph_close(a);
  graph_close(b);
  assert_int_equal(check_file(), 0);
}

static void damage_met_while_following_changes_nothing(void **state)
{
  (void)state;
  Graph *writer = open_graph(file), *reader = open_reader();
  uint32_t key = name(writer, NAME_KEY, "k"), node;
  commit_node(writer);
  MUST(graph_catch_up(reader, &err));
  for (int i = 0; i < 2; i++) {
    MUST(graph_lock(writer, &err));
    MUST(graph_statement_begin(writer, &err));
    node = add_node(writer, NULL, 0);
    MUST(graph_set_prop(writer, ENTITY_NODE, node, key, value_int(7), &err));
    MUST(graph_statement_end(writer, true, &err));
    run_sql(i == 0 ? "CREATE TABLE good AS SELECT * FROM prop_page; UPDATE prop_page SET data = x'00112233445566'"
                   : "UPDATE state SET recent = x'0011223344'");
    if (i == 0) MUST_FAIL(graph_catch_up(reader, &err), ERROR_CORRUPT);
    if (i == 0) run_sql("UPDATE prop_page SET data = (SELECT data FROM good WHERE good.id = prop_page.id)");
    if (i == 0) assert_int_equal(graph_node_count(reader), 1);
    if (i == 1) MUST(graph_catch_up(reader, &err)); /* then all of it is read */
    if (i == 1) assert_int_equal(graph_node_count(reader), 3);
  }
  graph_close(reader);
  graph_close(writer);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(random_walks_are_followed, start_afresh),
      cmocka_unit_test_setup(small_commits_are_followed_page_by_page, start_afresh),
      cmocka_unit_test_setup(a_graph_that_is_read_anew_keeps_its_threads, start_afresh),
      cmocka_unit_test_setup(writers_take_turns, start_afresh),
      cmocka_unit_test_setup(a_failed_statement_gives_up_its_turn, start_afresh),
      cmocka_unit_test_setup(a_transaction_sees_what_its_first_statement_saw, start_afresh),
      cmocka_unit_test_setup(whoever_does_not_wait_its_turn_is_refused, start_afresh),
      cmocka_unit_test_setup(damage_met_while_following_changes_nothing, start_afresh),
  };
  return cmocka_run_group_tests_name("follow", tests, make_folder, remove_folder);
}
