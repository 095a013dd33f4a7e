/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exports where the program does not reach: sets of entities, progress and interruption, what is compressed on the
 * way. What the formats look like is told by their readers: tests/loaders. */
#include "core/graph.h"
#include "loaders/input.h"
#include "loaders/loader.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/clio-export-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
  (void)state;
  return rmdir(folder);
}

static const char *in_folder(const char *name)
{
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

/* What has been written there: a file, or a folder of files. */
static void remove_written(void)
{
  DIR *dir = opendir(path);
  struct dirent *entry;
  if (!dir) {
    assert_int_equal(unlink(path), 0);
    return;
  }
  while ((entry = readdir(dir)))
    if (entry->d_name[0] != '.') assert_int_equal(unlinkat(dirfd(dir), entry->d_name, 0), 0);
  closedir(dir);
  assert_int_equal(rmdir(path), 0);
}

/* So many nodes, each with a relationship to the one before it. */
static Graph *make_graph(uint32_t count)
{
  Graph *g;
  Error err = {0};
  GraphOptions options = {0};
  uint32_t node, rel, type, key;
  assert_int_equal(graph_open(&g, NULL, &options, &err), STATUS_OK);
  assert_int_equal(graph_statement_begin(g, &err), STATUS_OK);
  assert_int_equal(graph_name_add(g, NAME_TYPE, TEXT("R"), &type, &err), STATUS_OK);
  assert_int_equal(graph_name_add(g, NAME_KEY, TEXT("text"), &key, &err), STATUS_OK);
  for (uint32_t i = 0; i < count; i++) {
    assert_int_equal(graph_add_node(g, NULL, 0, &node, &err), STATUS_OK);
    assert_int_equal(
        graph_set_prop(g, ENTITY_NODE, node, key, value_string(TEXT("some text that makes it long")), &err), STATUS_OK);
    if (node > 0) assert_int_equal(graph_add_rel(g, type, node - 1, node, &rel, &err), STATUS_OK);
  }
  assert_int_equal(graph_statement_end(g, true, &err), STATUS_OK);
  return g;
}

static void only_the_set_is_exported(void **state)
{
  (void)state;
  Graph *g = make_graph(3);
  Error err = {0};
  roaring_bitmap_t *some = roaring_bitmap_create(), *rels = roaring_bitmap_create();
  roaring_bitmap_add(some, 0);
  roaring_bitmap_add(some, 1);
  roaring_bitmap_add(some, 77); /* there is no such node */
  roaring_bitmap_add_range(rels, 0, 2);
  ExportSet set = {.nodes = some, .rels = rels};
  for (size_t i = 0; export_format_at(i); i++) {
    ExportSummary summary;
    ExportOptions options = {0};
    assert_int_equal(export_graph(g, &set, in_folder("out"), export_format_at(i), &options, &summary, &err), STATUS_OK);
    assert_int_equal(summary.nodes, 2);
    assert_int_equal(summary.relationships, 1); /* the other one lacks an end */
    remove_written();
  }
  roaring_bitmap_free(some);
  roaring_bitmap_free(rels);
  graph_close(g);
}

static void formats_are_found(void **state)
{
  (void)state;
  assert_string_equal(export_format(TEXT("graphml"))->extension, ".graphml");
  assert_null(export_format(TEXT("gif")));
  assert_string_equal(export_format_of_path("a.b/c.jsonl")->name, "jsonl");
  assert_null(export_format_of_path(".jsonl"));
  assert_null(export_format_of_path("jsonl"));
  assert_string_equal(export_format_of_path("c.graphml.gz")->name, "graphml");
  assert_string_equal(export_format_of_path("c.jsonl.zst")->name, "jsonl");
  assert_null(export_format_of_path("c.gz"));
  assert_string_equal(export_format_of_path("c/")->name, "csv");
}

typedef struct Reports {
  uint64_t done, total;
  int calls, allowed;
} Reports;

static bool report(void *payload, const char *file, uint64_t done, uint64_t total)
{
  Reports *r = payload;
  assert_string_equal(file, path);
  assert_true(done >= r->done && done <= total);
  r->done = done;
  r->total = total;
  return ++r->calls <= r->allowed;
}

static void progress_is_told(void **state)
{
  (void)state;
  Graph *g = make_graph(20000);
  Error err = {0};
  for (size_t i = 0; export_format_at(i); i++) {
    if (export_format_at(i)->picture) continue; /* laying it out takes seconds, and there is no telling how far it is */
    ExportSummary summary;
    Reports reports = {.allowed = INT32_MAX};
    ExportOptions options = {.progress = report, .payload = &reports};
    assert_int_equal(export_graph(g, NULL, in_folder("out"), export_format_at(i), &options, &summary, &err), STATUS_OK);
    assert_true(reports.calls > 1);
    assert_int_equal(reports.total, 39999);
    assert_int_equal(summary.nodes + summary.relationships, 39999);
    remove_written();
  }
  graph_close(g);
}

static void write_old(void)
{
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fputs("old", file) >= 0, true);
  assert_int_equal(fclose(file), 0);
}

static void expect_old(void)
{
  char text[8] = "";
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  assert_non_null(fgets(text, sizeof text, file));
  assert_int_equal(fclose(file), 0);
  assert_string_equal(text, "old");
  assert_int_equal(unlink(path), 0);
}

static void an_interrupted_export_leaves_what_there_was(void **state)
{
  (void)state;
  Graph *g = make_graph(20000);
  for (size_t i = 0; export_format_at(i); i++) {
    Error err = {0};
    ExportSummary summary;
    Reports reports = {.allowed = 1};
    ExportOptions options = {.progress = report, .payload = &reports};
    assert_int_equal(export_graph(g, NULL, in_folder("out"), export_format_at(i), &options, &summary, &err),
                     STATUS_FAIL);
    assert_int_equal(err.kind, ERROR_INTERRUPTED);
    assert_int_equal(reports.calls, 2);
    assert_int_not_equal(access(path, F_OK), 0);
    if (export_format_at(i)->folder) continue;
    write_old();
    error_clear(&err);
    reports.calls = 0;
    reports.done = 0;
    assert_int_equal(export_graph(g, NULL, path, export_format_at(i), &options, &summary, &err), STATUS_FAIL);
    expect_old();
  }
  graph_close(g);
}

static void variants_are_checked(void **state)
{
  (void)state;
  Graph *g = make_graph(1);
  Error err = {0};
  ExportSummary summary;
  ExportOptions options = {.variant = "word"};
  assert_int_equal(export_graph(g, NULL, in_folder("out"), export_format(TEXT("cypher")), &options, &summary, &err),
                   STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_ARGUMENT);
  assert_string_equal(err.message, "cypher has no variants");
  assert_int_not_equal(access(path, F_OK), 0);
  graph_close(g);
}

/* The whole file, uncompressed; the caller's. */
static char *content(const char *name, size_t *len)
{
  Input *in;
  Error err = {0};
  size_t n, cap = 16 << 20;
  char *text = malloc(cap);
  assert_non_null(text);
  *len = 0;
  assert_int_equal(input_open(&in, in_folder(name), &err), STATUS_OK);
  do {
    assert_int_equal(input_read(in, text + *len, cap - *len, &n, &err), STATUS_OK);
    *len += n;
  } while (n > 0);
  input_close(in);
  return text;
}

static void files_are_compressed_by_their_names(void **state)
{
  (void)state;
  static const char *const names[] = {"out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.jsonl.bz2"};
  static const uint32_t sizes[] = {0, 1, 20000};
  for (size_t k = 0; k < ARRAY_LEN(sizes); k++) {
    Graph *g = make_graph(sizes[k]);
    char *texts[ARRAY_LEN(names)];
    size_t lens[ARRAY_LEN(names)];
    struct stat files[ARRAY_LEN(names)];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
      Error err = {0};
      ExportSummary summary;
      ExportOptions options = {0};
      const ExportFormat *format = export_format_of_path(in_folder(names[i]));
      assert_int_equal(export_graph(g, NULL, path, format, &options, &summary, &err), STATUS_OK);
      assert_int_equal(stat(path, &files[i]), 0);
      texts[i] = content(names[i], &lens[i]);
      assert_int_equal(lens[i], lens[0]);
      assert_memory_equal(texts[i], texts[0], lens[0]);
      assert_int_equal(unlink(path), 0);
    }
    for (size_t i = 1; i < ARRAY_LEN(names) && sizes[k] > 1; i++) assert_true(files[i].st_size < files[0].st_size / 4);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) free(texts[i]);
    graph_close(g);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_the_set_is_exported), cmocka_unit_test(formats_are_found),
      cmocka_unit_test(progress_is_told),         cmocka_unit_test(an_interrupted_export_leaves_what_there_was),
      cmocka_unit_test(variants_are_checked),     cmocka_unit_test(files_are_compressed_by_their_names),
  };
  return cmocka_run_group_tests_name("export", tests, make_folder, remove_folder);
}
