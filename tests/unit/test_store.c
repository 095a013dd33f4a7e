/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database file: that reopening gives back what was committed and nothing else, locks and overtaken writers, files
 * that are not ours, failing writes, and damage of every kind. */
#include "graph_model.h"
#include "store_file.h"

#include "core/store.h"
#include "core/workers.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static Status try_open(bool read_only, Error *err)
{
  GraphOptions options = {.read_only = read_only, .create = false};
  Graph *g = NULL;
  Status status = graph_open(&g, file, &options, err);
  if (status == STATUS_OK) graph_close(g);
  return status;
}

/* ---- what was written comes back */

static void reopen(World *w)
{
  graph_close(w->g);
  w->g = open_graph(file);
  for (int i = 0; i < LABELS; i++) {
    char text[16];
    snprintf(text, sizeof text, "L%d", i);
    assert_int_equal(graph_name_find(w->g, NAME_LABEL, text_of(text)), w->labels[i]);
  }
}

static void random_walks_survive_reopening(void **state)
{
  (void)state;
  for (uint64_t seed = 101; seed <= 104; seed++) {
    World w;
    remove_file();
    world_init(&w, seed, file);
    for (int round = 0; round < 5; round++) {
      run_statements(&w, 20);
      uint32_t indexes = graph_index_count(w.g);
      if (w.m->node_limit == 0) continue; /* nothing was committed: the names are not there either */
      reopen(&w);
      assert_int_equal(graph_index_count(w.g), indexes);
      check_world(&w);
    }
    world_free(&w);
    assert_int_equal(check_file(), 0);
  }
}

static void an_open_transaction_is_lost_at_close(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  MUST(graph_begin(g, &err));
  add_node(g, NULL, 0);
  graph_close(g);
  g = open_graph(file);
  assert_int_equal(graph_node_limit(g), 0);
  graph_close(g);
}

static void many_small_commits_of_texts(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  uint32_t key = name(g, NAME_KEY, "name");
  char text[32];
  for (int i = 0; i < 2500; i++) {
    MUST(graph_statement_begin(g, &err));
    uint32_t node = add_node(g, NULL, 0);
    snprintf(text, sizeof text, "text %d", i);
    MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_string(text_of(text)), &err));
    MUST(graph_statement_end(g, true, &err));
  }
  graph_close(g);
  g = open_graph(file);
  for (uint32_t i = 0; i < 2500; i++) {
    snprintf(text, sizeof text, "text %u", i);
    assert_true(same(graph_prop(g, ENTITY_NODE, i, key), value_string(text_of(text))));
  }
  graph_close(g);
  assert_int_equal(check_file(), 0);
}

static void values_of_all_types_come_back(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  Arena arena;
  ZoneId zone = ZONE_NONE;
  Edtf date;
  arena_init(&arena, NULL);
  MUST(edtf_read(TEXT("193X~/.."), &date, &err));
  MUST(zone_find(TEXT("Europe/Tallinn"), &zone, &err));
  Value list[] = {value_int(1), VALUE_NULL_VALUE, value_string(TEXT("x")), value_list(NULL, 0)};
  Value values[] = {
      value_datetime(&arena, (ZonedDateTime){-12345, 999999999, 7200, zone}),
      value_datetime(&arena, (ZonedDateTime){12345, 0, -3600, ZONE_NONE}),
      value_duration(&arena, (Duration){-1, 2, INT64_MIN, 5}),
      value_time((ZonedTime){1, -64800}),
      value_localtime(NANOS_PER_DAY - 1),
      value_localdatetime((LocalDateTime){-1, 7}),
      value_date(INT64_C(300000000000)),
      value_float((double)NAN),
      value_float(-0.0),
      value_int(INT64_MIN),
      value_bool(false),
      value_list(list, 4),
      value_edtf(&arena, TEXT("193X~/.."), &date),
  };
  uint32_t tagged = name(g, NAME_KEY, "tagged"), alone[ARRAY_LEN(values)];
  MUST(graph_statement_begin(g, &err));
  for (uint32_t i = 0; i < ARRAY_LEN(values); i++) {
    char key[8];
    snprintf(key, sizeof key, "k%u", i);
    alone[i] = name(g, NAME_KEY, key);
    uint32_t node = add_node(g, NULL, 0);
    MUST(graph_set_prop(g, ENTITY_NODE, node, tagged, values[i], &err));
    MUST(graph_set_prop(g, ENTITY_NODE, node, alone[i], values[i], &err));
  }
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
  g = open_graph(file);
  for (uint32_t i = 0; i < ARRAY_LEN(values); i++) {
    assert_true(same(graph_prop(g, ENTITY_NODE, i, tagged), values[i]));
    assert_true(same(graph_prop(g, ENTITY_NODE, i, alone[i]), values[i]));
  }
  assert_true(signbit(graph_prop(g, ENTITY_NODE, 8, tagged).number));
  assert_int_equal(graph_prop(g, ENTITY_NODE, 0, tagged).when->zone, zone);
  graph_close(g);
  arena_free(&arena);
}

/* ---- who may open and write */

static void a_locked_file_is_busy(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  sqlite3 *other = NULL;
  assert_int_equal(sqlite3_open(file, &other), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  MUST_FAIL(graph_lock(g, &err), ERROR_BUSY);
  MUST(graph_statement_begin(g, &err));
  uint32_t node = add_node(g, NULL, 0);
  MUST_FAIL(graph_statement_end(g, true, &err), ERROR_BUSY);
  assert_false(graph_node_alive(g, node));
  sqlite3_close(other);
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
}

static void read_only_graphs_refuse_changes(void **state)
{
  (void)state;
  GraphOptions options = {.read_only = true};
  Graph *g = open_graph(file), *reader = NULL;
  uint32_t node;
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
  for (int closed = 0; closed < 2; closed++) {
    MUST(graph_open(&reader, file, &options, &err));
    assert_true(graph_is_read_only(reader));
    assert_int_equal(graph_node_count(reader), 1);
    MUST(graph_statement_begin(reader, &err));
    MUST_FAIL(graph_add_node(reader, NULL, 0, &node, &err), ERROR_READ_ONLY);
    MUST(graph_statement_end(reader, false, &err));
    graph_close(reader);
    graph_close(g);
    g = NULL;
  }
  /* Nothing but the file is left behind. */
  char path[128];
  snprintf(path, sizeof path, "%s-wal", file);
  assert_int_not_equal(access(path, F_OK), 0);
  snprintf(path, sizeof path, "%s-shm", file);
  assert_int_not_equal(access(path, F_OK), 0);
}

static void names_that_mean_something_to_sqlite_are_plain_files(void **state)
{
  (void)state;
  char before[256], path[128];
  static const char *const names[] = {":memory:", "file:x?mode=memory", "a#b%20c"};
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(folder), 0);
  for (size_t i = 0; i < ARRAY_LEN(names); i++) {
    Graph *g = open_graph(names[i]);
    MUST(graph_statement_begin(g, &err));
    add_node(g, NULL, 0);
    MUST(graph_statement_end(g, true, &err));
    graph_close(g);
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
  }
  assert_int_equal(chdir(before), 0);
}

static void files_that_are_not_ours_are_refused(void **state)
{
  (void)state;
  MUST_FAIL(try_open(false, &err), ERROR_IO);
  MUST_FAIL(try_open(true, &err), ERROR_IO);
  FILE *f = fopen(file, "w");
  for (int i = 0; i < 1000; i++) fputs("This is no database.\n", f);
  fclose(f);
  MUST_FAIL(try_open(false, &err), ERROR_FORMAT);
  MUST_FAIL(try_open(true, &err), ERROR_FORMAT);
  remove_file();
  run_sql("CREATE TABLE other (x)");
  MUST_FAIL(try_open(false, &err), ERROR_FORMAT);
  MUST_FAIL(try_open(true, &err), ERROR_FORMAT);
  remove_file();
  graph_close(open_graph(file));
  run_sql("PRAGMA user_version = 99");
  MUST_FAIL(try_open(false, &err), ERROR_FORMAT);
  Graph *g = NULL;
  MUST_FAIL(graph_open(&g, folder, NULL, &err), ERROR_IO);
}

/* ---- writes that fail */

static void a_failing_write_undoes_the_statement(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  uint32_t key = name(g, NAME_KEY, "k");
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
  struct rlimit before, tight = {1 << 16, RLIM_INFINITY};
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  tight.rlim_max = before.rlim_max;
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
  char *text = malloc(1 << 20);
  memset(text, 'x', 1 << 20);
  MUST(graph_statement_begin(g, &err));
  uint32_t node = add_node(g, NULL, 0);
  MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_string((Text){text, 1 << 20}), &err));
  Error full = {0};
  Status status = graph_statement_end(g, true, &full);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, handler);
  free(text);
  assert_int_equal(status, STATUS_FAIL);
  assert_int_equal(full.kind, ERROR_IO);
  assert_int_equal(graph_node_count(g), 1);
  MUST(graph_statement_begin(g, &err));
  node = add_node(g, NULL, 0);
  MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_int(7), &err));
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
  g = open_graph(file);
  assert_int_equal(graph_node_count(g), 2);
  assert_true(same(graph_prop(g, ENTITY_NODE, node, key), value_int(7)));
  graph_close(g);
  assert_int_equal(check_file(), 0);
}

/* ---- damage */

static void make_sample(void)
{
  Graph *g = open_graph(file);
  uint32_t label = name(g, NAME_LABEL, "L"), type = name(g, NAME_TYPE, "T"), text = name(g, NAME_KEY, "text");
  uint32_t number = name(g, NAME_KEY, "number"), mixed = name(g, NAME_KEY, "mixed");
  MUST(graph_statement_begin(g, &err));
  for (uint32_t i = 0; i < 1500; i++) {
    uint32_t node = add_node(g, &label, i % 3 == 0);
    MUST(graph_set_prop(g, ENTITY_NODE, node, text, value_string(i % 2 ? TEXT("odd") : TEXT("even")), &err));
    MUST(graph_set_prop(g, ENTITY_NODE, node, mixed, i % 2 ? value_int(i) : value_bool(true), &err));
    if (i) MUST(graph_set_prop(g, ENTITY_REL, add_rel(g, type, i - 1, i), number, value_int(i), &err));
  }
  MUST(graph_create_index(g, ENTITY_NODE, label, text, (Text){0}, false, &err));
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
}

static void damage_is_found(void **state)
{
  (void)state;
  static const char *const wounds[] = {
      "UPDATE node_page SET data = zeroblob(length(data)) WHERE id = 1",
      "UPDATE rel_page SET data = (SELECT data FROM rel_page WHERE id = 1) WHERE id = 0",
      "UPDATE prop_page SET data = substr(data, 1, 9)",
      "UPDATE prop_text SET data = x'00'",
      "UPDATE prop_text SET id = id + 1",
      "UPDATE label_set SET data = x'0102030405' WHERE id = 1",
      "DELETE FROM node_page WHERE id = 0",
      "DELETE FROM rel_page WHERE id = 1",
      "DELETE FROM name WHERE kind = 1",
      "DELETE FROM name WHERE kind = 2",
      "DELETE FROM prop_column",
      "DELETE FROM prop_text",
      "DELETE FROM state",
      "UPDATE state SET nodes = -1",
      "UPDATE state SET nodes = 9000000000",
      "UPDATE state SET nodes = 100",
      "UPDATE state SET rels = 4000000",
      "UPDATE prop_column SET type = 9",
      "UPDATE prop_column SET type = 0",
      "UPDATE prop_column SET id = id + 1000",
      "UPDATE prop_page SET id = id + 70000",
      "UPDATE prop_index SET label = 77",
      "UPDATE name SET text = x'FF' WHERE kind = 0",
      "INSERT INTO name VALUES (9, 0, 'x')",
      "INSERT INTO node_page VALUES (-1, x'00')",
      "UPDATE name SET text = 'M' WHERE kind = 0",
      "UPDATE name SET text = substr(text, 2) WHERE kind = 2 AND id = 1",
      "DELETE FROM prop_page WHERE id = (SELECT max(id) FROM prop_page)",
      "DELETE FROM prop_index",
      "UPDATE prop_index SET name = 'other'",
      "UPDATE prop_index SET key = key + 1",
      "UPDATE state SET commits = commits + 1",
      "INSERT INTO name VALUES (0, 1, 'unused')",
      "UPDATE state SET digest = digest + 1",
      "DROP TABLE rel_page",
  };
  for (size_t i = 0; i < ARRAY_LEN(wounds); i++) {
    remove_file();
    make_sample();
    assert_int_equal(check_file(), 0);
    run_sql(wounds[i]);
    Error err = {0};
    if (try_open(false, &err) != STATUS_FAIL) fail_msg("opened after: %s", wounds[i]);
    if (err.kind != ERROR_CORRUPT) fail_msg("%s, after: %s", err.message, wounds[i]);
    if (check_file() == 0) fail_msg("nothing found after: %s", wounds[i]);
  }
}

/* As a disk leaves it that has lost a write: the page is whole, with the checksum that it had. */
static void an_older_page_is_damage(void **state)
{
  (void)state;
  make_sample();
  run_sql("CREATE TABLE older AS SELECT * FROM prop_page WHERE id = 0");
  Graph *g = open_graph(file);
  MUST(graph_statement_begin(g, &err));
  MUST(graph_set_prop(g, ENTITY_NODE, 5, name(g, NAME_KEY, "text"), value_string(TEXT("even")), &err));
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
  assert_int_equal(check_file(), 0);
  run_sql("UPDATE prop_page SET data = (SELECT data FROM older) WHERE id = 0");
  MUST_FAIL(try_open(false, &err), ERROR_CORRUPT);
  assert_int_equal(check_file(), 1);
}

/* Flips bits all over the file: whatever comes of it, it must be an error or an intact graph, and never a crash. */
static void flipped_bits_never_crash(void **state)
{
  (void)state;
  make_sample();
  int fd = open(file, O_RDWR);
  off_t size = lseek(fd, 0, SEEK_END);
  uint64_t random = 42;
  unsigned noticed = 0;
  enum { FLIPS = 250 };
  for (int i = 0; i < FLIPS; i++) {
    random = value_hash_mix(random);
    off_t at = i < 60 ? (off_t)(random % 200) : (off_t)(random % (uint64_t)size);
    uint8_t byte, flipped;
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    flipped = byte ^ (uint8_t)(1u << (random >> 60 & 7));
    assert_int_equal(pwrite(fd, &flipped, 1, at), 1);
    Error err = {0};
    StoreCheck check;
    if (try_open(true, &err) != STATUS_OK) {
      noticed++;
      assert_true(err.message[0] != '\0');
    }
    err = (Error){0};
    (void)store_check(file, count_finding, NULL, &check, &err);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
  }
  close(fd);
  assert_true(noticed > FLIPS / 10); /* much of a small file is unused space */
  assert_int_equal(check_file(), 0);
}

static void truncated_files_are_errors(void **state)
{
  (void)state;
  make_sample();
  struct stat info;
  assert_int_equal(stat(file, &info), 0);
  for (off_t size = info.st_size - 1; size > 0; size -= 3001) {
    assert_int_equal(truncate(file, size), 0);
    Error err = {0};
    assert_int_equal(try_open(true, &err), STATUS_FAIL);
    assert_true(err.kind == ERROR_CORRUPT || err.kind == ERROR_FORMAT || err.kind == ERROR_IO);
  }
}

static void a_key_that_had_an_index_first_comes_back(void **state)
{
  (void)state;
  Graph *g = open_graph(file);
  uint32_t label = name(g, NAME_LABEL, "L"), key = name(g, NAME_KEY, "k");
  MUST(graph_statement_begin(g, &err));
  MUST(graph_create_index(g, ENTITY_NODE, label, key, (Text){0}, false, &err));
  MUST(graph_statement_end(g, true, &err));
  for (int i = 0; i < 2; i++) {
    MUST(graph_statement_begin(g, &err));
    uint32_t node = add_node(g, &label, 1);
    MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_int(i), &err));
    MUST(graph_statement_end(g, true, &err));
    graph_close(g);
    assert_int_equal(check_file(), 0);
    g = open_graph(file);
    assert_true(same(graph_prop(g, ENTITY_NODE, node, key), value_int(i)));
  }
  graph_close(g);
}

/* The tables of format version 1, and one node in them. */
static void make_version_1(void)
{
  Graph *g = open_graph(file);
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
  make_older();
}

static void files_of_older_versions_are_read_and_brought_up_to_date(void **state)
{
  (void)state;
  make_version_1();
  GraphOptions reading = {.read_only = true};
  Graph *reader = NULL, *g = NULL;
  MUST(graph_open(&reader, file, &reading, &err));
  assert_int_equal(graph_node_count(reader), 1);
  g = open_graph(file);
  assert_int_equal(graph_node_count(g), 1);
  MUST(graph_statement_begin(g, &err));
  add_node(g, NULL, 0);
  MUST(graph_statement_end(g, true, &err));
  MUST(graph_catch_up(reader, &err));
  assert_int_equal(graph_node_count(reader), 2);
  graph_close(reader);
  graph_close(g);
  assert_int_equal(check_file(), 0);
}

enum { BULK_NODES = 5000, BULK_RELS = 40000 };

static void make_bulk(void)
{
  Graph *g = open_graph(file);
  uint32_t label = name(g, NAME_LABEL, "L"), type = name(g, NAME_TYPE, "T"), key = name(g, NAME_KEY, "k");
  MUST(graph_statement_begin(g, &err));
  MUST(graph_bulk_begin(g, BULK_NODES, BULK_RELS, &err));
  for (uint32_t i = 0; i < BULK_NODES; i++) {
    uint32_t node = add_node(g, &label, 1);
    MUST(graph_set_prop(g, ENTITY_NODE, node, key, value_date(i), &err));
  }
  for (uint32_t i = 0; i < BULK_RELS; i++) add_rel(g, type, i % BULK_NODES, i * 7 % BULK_NODES);
  MUST(graph_bulk_end(g, true, &err));
  MUST(graph_statement_end(g, true, &err));
  graph_close(g);
}

static void check_bulk(const Graph *g)
{
  uint32_t label = graph_name_find(g, NAME_LABEL, TEXT("L")), type = graph_name_find(g, NAME_TYPE, TEXT("T"));
  uint32_t key = graph_name_find(g, NAME_KEY, TEXT("k"));
  assert_int_equal(graph_label_count(g, label), BULK_NODES);
  assert_int_equal(graph_type_count(g, type), BULK_RELS);
  assert_int_equal(graph_label_type_count(g, label, type, DIR_IN), BULK_RELS);
  assert_true(graph_type_is_compact(g, type));
  assert_int_equal(graph_degree(g, BULK_NODES - 1, type, DIR_OUT), BULK_RELS / BULK_NODES);
  for (uint32_t node = 0; node < BULK_NODES; node++) {
    assert_true(same(graph_prop(g, ENTITY_NODE, node, key), value_date(node)));
    Run run = graph_run(g, node, type, DIR_OUT);
    for (uint32_t i = 0; i < run.len; i++) {
      assert_int_equal(run.nodes[i], run.rels[i] * 7 % BULK_NODES);
      assert_true(i == 0 || run.rels[i - 1] < run.rels[i]);
    }
  }
  assert_int_equal(column_type(graph_column(g, ENTITY_NODE, key)), COLUMN_DATE);
}

static void bulk_loads_are_written(void **state)
{
  (void)state;
  make_bulk();
  Graph *g = open_graph(file);
  check_bulk(g);
  graph_close(g);
  assert_int_equal(check_file(), 0);
}

static void several_threads_read_one_file(void **state)
{
  (void)state;
  make_bulk();
  Workers *workers = workers_new(3);
  GraphOptions options = {.workers = workers};
  Graph *g = NULL;
  MUST(graph_open(&g, file, &options, &err));
  check_bulk(g);
  graph_close(g);
  run_sql("UPDATE prop_page SET data = substr(data, 1, 9) WHERE id % 4294967296 = 3");
  Error err = {0};
  assert_int_equal(graph_open(&g, file, &options, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_CORRUPT);
  workers_free(workers);
}

typedef struct Told {
  uint64_t done, calls;
  bool go_on;
} Told;

static bool tell(void *payload, const char *path, uint64_t done, uint64_t total)
{
  Told *told = payload;
  assert_string_equal(path, file);
  assert_true(done > told->done && done <= total);
  told->done = done;
  told->calls++;
  return told->go_on;
}

static void opening_tells_how_far_it_is(void **state)
{
  (void)state;
  make_bulk();
  Told told = {.go_on = true};
  GraphOptions options = {.progress = tell, .payload = &told};
  Graph *g = NULL;
  MUST(graph_open(&g, file, &options, &err));
  check_bulk(g);
  graph_close(g);
  assert_true(told.calls > 1);
  told = (Told){0};
  Error err = {0};
  assert_int_equal(graph_open(&g, file, &options, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_INTERRUPTED);
  assert_int_equal(told.calls, 1);
}

static void change_text(Graph *g, uint32_t label, uint32_t key, Text text)
{
  MUST(graph_set_prop(g, ENTITY_NODE, add_node(g, &label, 1), key, value_string(text), &err));
}

static uint64_t count_text(const Graph *g, uint32_t label, uint32_t key, Text text)
{
  IndexCursor c;
  uint32_t slots[2048];
  index_seek_equal(&c, graph_find_index(g, ENTITY_NODE, label, key), value_string(text));
  return index_next(&c, slots, ARRAY_LEN(slots));
}

/* An index of a file is built when it is first asked for: what happened to the graph before that must be in it. */
static void indexes_of_a_file_know_what_came_before_they_were_asked(void **state)
{
  (void)state;
  make_sample();
  Graph *g = open_graph(file);
  uint32_t label = graph_name_find(g, NAME_LABEL, TEXT("L")), key = graph_name_find(g, NAME_KEY, TEXT("text"));
  MUST(graph_statement_begin(g, &err));
  change_text(g, label, key, TEXT("kept"));
  MUST(graph_statement_end(g, true, &err));
  MUST(graph_begin(g, &err));
  MUST(graph_statement_begin(g, &err));
  change_text(g, label, key, TEXT("undone"));
  MUST(graph_set_prop(g, ENTITY_NODE, 0, key, VALUE_NULL_VALUE, &err));
  MUST(graph_statement_end(g, true, &err));
  assert_int_equal(count_text(g, label, key, TEXT("undone")), 1);
  assert_int_equal(count_text(g, label, key, TEXT("even")), 249);
  MUST(graph_rollback(g, &err));
  assert_int_equal(count_text(g, label, key, TEXT("kept")), 1);
  assert_int_equal(count_text(g, label, key, TEXT("undone")), 0);
  assert_int_equal(count_text(g, label, key, TEXT("even")), 250);
  graph_close(g);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(random_walks_survive_reopening, start_afresh),
      cmocka_unit_test_setup(an_open_transaction_is_lost_at_close, start_afresh),
      cmocka_unit_test_setup(many_small_commits_of_texts, start_afresh),
      cmocka_unit_test_setup(values_of_all_types_come_back, start_afresh),
      cmocka_unit_test_setup(a_locked_file_is_busy, start_afresh),
      cmocka_unit_test_setup(read_only_graphs_refuse_changes, start_afresh),
      cmocka_unit_test_setup(names_that_mean_something_to_sqlite_are_plain_files, start_afresh),
      cmocka_unit_test_setup(files_that_are_not_ours_are_refused, start_afresh),
      cmocka_unit_test_setup(a_failing_write_undoes_the_statement, start_afresh),
      cmocka_unit_test_setup(damage_is_found, start_afresh),
      cmocka_unit_test_setup(an_older_page_is_damage, start_afresh),
      cmocka_unit_test_setup(flipped_bits_never_crash, start_afresh),
      cmocka_unit_test_setup(truncated_files_are_errors, start_afresh),
      cmocka_unit_test_setup(bulk_loads_are_written, start_afresh),
      cmocka_unit_test_setup(a_key_that_had_an_index_first_comes_back, start_afresh),
      cmocka_unit_test_setup(files_of_older_versions_are_read_and_brought_up_to_date, start_afresh),
      cmocka_unit_test_setup(several_threads_read_one_file, start_afresh),
      cmocka_unit_test_setup(opening_tells_how_far_it_is, start_afresh),
      cmocka_unit_test_setup(indexes_of_a_file_know_what_came_before_they_were_asked, start_afresh),
  };
  return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
