/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of a database: undone with what they belong to, kept in the file, followed by other processes. */
#include "core/checksum.h"
#include "store_file.h"

static Graph *open_graph(const char *path)
{
  Graph *g = NULL;
  MUST(graph_open(&g, path, NULL, &err));
  return g;
}

static const Text asserted[] = {{"asserted_by", 11}, {"said_by", 7}};

static void set(Graph *g, Setting setting, const Text *names, uint32_t n)
{
  MUST(graph_lock(g, &err));
  MUST(graph_statement_begin(g, &err));
  MUST(graph_set_setting(g, setting, names, n, &err));
  MUST(graph_statement_end(g, true, &err));
}

static void check_claimant(const Graph *g, const char *first, uint32_t n)
{
  SettingNames names = setting_names(graph_settings(g), SETTING_CLAIMANT);
  assert_int_equal(names.n, n);
  assert_string_equal(names.at[0].data, first);
}

static void settings_have_defaults(void **state)
{
  (void)state;
  Setting setting;
  Graph *g = open_graph(NULL);
  check_claimant(g, "claimed_by", 2);
  for (int i = 0; i < SETTING_COUNT; i++) {
    assert_true(setting_find(text_of(setting_info((Setting)i)->name), &setting));
    assert_int_equal(setting, i);
    assert_true(setting_names(NULL, setting).n > 0);
    assert_true(!setting_info(setting)->single || setting_names(NULL, setting).n == 1);
  }
  assert_false(setting_find(TEXT("claimants"), &setting));
  graph_close(g);
}

static void settings_are_undone(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  uint64_t schema = graph_schema_version(g);
  set(g, SETTING_CLAIMANT, asserted, 2);
  assert_true(graph_schema_version(g) > schema);
  MUST(graph_begin(g, &err));
  set(g, SETTING_CLAIMANT, asserted + 1, 1);
  check_claimant(g, "said_by", 1);
  MUST(graph_statement_begin(g, &err));
  MUST(graph_set_setting(g, SETTING_CLAIMANT, NULL, 0, &err));
  check_claimant(g, "claimed_by", 2);
  MUST(graph_statement_end(g, false, &err));
  check_claimant(g, "said_by", 1);
  schema = graph_schema_version(g);
  MUST(graph_rollback(g, &err));
  check_claimant(g, "asserted_by", 2);
  assert_true(graph_schema_version(g) > schema);
  graph_close(g);
}

static void settings_are_kept_in_the_file(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  uint64_t before, after, reopened;
  MUST(graph_checksum(g, &before, &err));
  set(g, SETTING_CLAIMANT, asserted, 2);
  set(g, SETTING_VOICE, asserted, 0);
  MUST(graph_checksum(g, &after, &err));
  assert_true(before != after);
  graph_close(g);
  assert_int_equal(check_file(), 0);
  g = open_graph(file);
  check_claimant(g, "asserted_by", 2);
  assert_int_equal(setting_names(graph_settings(g), SETTING_VOICE).n, 0);
  MUST(graph_checksum(g, &reopened, &err));
  assert_true(after == reopened);
  set(g, SETTING_CLAIMANT, NULL, 0);
  graph_close(g);
  g = open_graph(file);
  check_claimant(g, "claimed_by", 2);
  graph_close(g);
}

static void settings_are_followed(void **state)
{
  (void)state;
  Graph *writer = open_graph(file), *reader = open_graph(file);
  set(writer, SETTING_CLAIMANT, asserted, 2);
  check_claimant(reader, "claimed_by", 2);
  uint64_t schema = graph_schema_version(reader);
  MUST(graph_catch_up(reader, &err));
  check_claimant(reader, "asserted_by", 2);
  assert_true(graph_schema_version(reader) > schema);
  set(reader, SETTING_CLAIMANT, NULL, 0);
  MUST(graph_catch_up(writer, &err));
  check_claimant(writer, "claimed_by", 2);
  graph_close(writer);
  graph_close(reader);
}

static void settings_go_with_a_backup_of_memory(void **state)
{
  (void)state;
  Graph *g = open_graph(NULL);
  set(g, SETTING_CLAIMANT, asserted, 2);
  MUST(store_save(g, file, &err));
  graph_close(g);
  g = open_graph(file);
  check_claimant(g, "asserted_by", 2);
  graph_close(g);
}

static void damaged_settings_are_found(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  set(g, SETTING_CLAIMANT, asserted, 2);
  graph_close(g);
  run_sql("UPDATE setting SET id = id + 1");
  assert_int_equal(check_file(), 1);
  run_sql("UPDATE setting SET id = 99");
  assert_int_equal(check_file(), 1);
  g = NULL;
  Error failed = {0};
  assert_int_equal(graph_open(&g, file, NULL, &failed), STATUS_FAIL);
  assert_int_equal(failed.kind, ERROR_CORRUPT);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(settings_have_defaults),
      cmocka_unit_test(settings_are_undone),
      cmocka_unit_test_setup(settings_are_kept_in_the_file, start_afresh),
      cmocka_unit_test_setup(settings_are_followed, start_afresh),
      cmocka_unit_test_setup(settings_go_with_a_backup_of_memory, start_afresh),
      cmocka_unit_test_setup(damaged_settings_are_found, start_afresh),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
