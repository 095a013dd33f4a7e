/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV scanner, header and importer where the program does not reach: rows at every place of the blocks that are
 * read, memory limits and interruption. */
#include "core/graph.h"
#include "core/str.h"
#include "loaders/csv/csv_header.h"
#include "loaders/csv/csv_rows.h"
#include "loaders/csv/csv_value.h"
#include "loaders/decode.h"
#include "loaders/ids.h"
#include "loaders/loader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/clio-csv-XXXXXX";

static int make_file(void **state)
{
  (void)state;
  int fd = mkstemp(path);
  return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
  (void)state;
  return unlink(path);
}

static void put(const void *data, size_t len)
{
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

static void put_text(const char *text)
{
  put(text, strlen(text));
}

static CsvScanner *scan(const char *text)
{
  CsvScanner *s;
  Error err = {0};
  put_text(text);
  assert_int_equal(csv_open(&s, path, &(CsvDialect){',', '"', NULL}, NULL, &err), STATUS_OK);
  return s;
}

/* Each row's fields with | between them, quoted ones in <>. */
static void expect_rows(const char *text, const char *const *rows)
{
  CsvScanner *s = scan(text);
  CsvRow row;
  Error err = {0};
  bool more;
  for (; *rows; rows++) {
    Str shown;
    str_init(&shown);
    assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
    assert_true(more);
    for (uint32_t i = 0; i < row.count; i++) {
      if (i) str_add_char(&shown, '|');
      if (row.fields[i].quoted) str_add_char(&shown, '<');
      str_add_text(&shown, row.fields[i].text);
      if (row.fields[i].quoted) str_add_char(&shown, '>');
    }
    assert_string_equal(str_cstr(&shown), *rows);
    str_free(&shown);
  }
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
  assert_false(more);
  csv_close(s);
}

static void rows_and_quotes(void **state)
{
  (void)state;
  expect_rows("", (const char *[]){NULL});
  expect_rows("\n\r\n\r", (const char *[]){NULL});
  expect_rows("a", (const char *[]){"a", NULL});
  expect_rows("a,", (const char *[]){"a|", NULL});
  expect_rows(",\n\"\"\n", (const char *[]){"|", "<>", NULL});
  expect_rows("\"\",\"\"", (const char *[]){"<>|<>", NULL});
  expect_rows("\"\"\"\",\"a\"\"b\"\r\nc", (const char *[]){"<\">|<a\"b>", "c", NULL});
  expect_rows("a\"b,\" c\"\rd", (const char *[]){"a\"b|< c>", "d", NULL});
  expect_rows("\xEF\xBB\xBFx\n", (const char *[]){"x", NULL});
}

static void lines_are_counted(void **state)
{
  (void)state;
  static const uint64_t lines[] = {1, 3, 7, 8};
  CsvScanner *s = scan("a\n\nb,\"\n\n\n\",c\nd\r\ne\r");
  CsvRow row;
  Error err = {0};
  bool more;
  for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
    assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
    assert_true(more);
    assert_int_equal(row.line, lines[i]);
    if (i == 1) assert_int_equal(csv_field_line(&row, 2), 6);
  }
  csv_close(s);
}

/* The first block has 64 KiB: moves each byte of a row with all that is special onto its end. */
static void rows_across_blocks(void **state)
{
  (void)state;
  enum { BLOCK = 65536 };
  static const char tail[] = "\"x\"\"y\n\",\xC3\xA9,\r\nz";
  char *text = malloc(BLOCK + sizeof tail);
  assert_non_null(text);
  for (size_t shift = 0; shift <= sizeof tail; shift++) {
    size_t len = BLOCK - shift;
    memset(text, 'a', len);
    text[len - 1] = '\n';
    memcpy(text + len, tail, sizeof tail - 1);
    put(text, len + sizeof tail - 1);
    CsvScanner *s;
    CsvRow row;
    Error err = {0};
    bool more;
    assert_int_equal(csv_open(&s, path, &(CsvDialect){',', '"', NULL}, NULL, &err), STATUS_OK);
    assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
    assert_int_equal(row.fields[0].text.len, len - 1);
    assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
    assert_int_equal(row.count, 3);
    assert_true(text_equal(row.fields[0].text, TEXT("x\"y\n")));
    assert_true(text_equal(row.fields[1].text, TEXT("\xC3\xA9")));
    assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
    assert_true(more && text_equal(row.fields[0].text, TEXT("z")));
    assert_int_equal(row.line, 4);
    csv_close(s);
  }
  free(text);
}

static void bad_rows_can_be_passed(void **state)
{
  (void)state;
  CsvScanner *s = scan("a\n\"b\"c,d\n\xFF,e\nf\n\"g");
  CsvRow row;
  bool more;
  Error err = {0};
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_FAIL);
  assert_true(csv_can_go_on(s) && err.kind == ERROR_FORMAT);
  error_clear(&err);
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_FAIL);
  assert_non_null(strstr(err.message, "line 3, column 1: byte 1 of the value, 0xFF"));
  assert_true(csv_can_go_on(s));
  error_clear(&err);
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
  assert_true(text_equal(row.fields[0].text, TEXT("f")));
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_FAIL);
  assert_false(csv_can_go_on(s));
  error_clear(&err);
  assert_int_equal(csv_next(s, &row, &more, &err), STATUS_OK);
  assert_false(more);
  csv_close(s);
}

static void rows_can_be_had_as_they_are(void **state)
{
  (void)state;
  static const char *const rows[] = {"a,b\r\n", "\"x\"\"y\n\",c\n", "\"b\"c,d\n", "\xFF\n", "z"};
  static const uint64_t lines[] = {1, 3, 5, 6, 7};
  CsvScanner *s = scan("a,b\r\n\n\"x\"\"y\n\",c\n\"b\"c,d\n\xFF\nz");
  Text row;
  bool more;
  Error err = {0};
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    assert_int_equal(csv_next_raw(s, &row, &more, &err), STATUS_OK);
    assert_true(more && text_equal(row, text_of(rows[i])));
    assert_int_equal(csv_line(s), lines[i]);
  }
  assert_int_equal(csv_next_raw(s, &row, &more, &err), STATUS_OK);
  assert_false(more);
  csv_close(s);
}

/* The text comes in pieces of every length, and goes out in pieces of few bytes. */
static void encodings_are_decoded_in_pieces(void **state)
{
  (void)state;
  static const char text[] = "\x1F\x04\x40\x04\x38\x04\x3D\xD8\x00\xDE\x0A\x00\x61\x00"; /* UTF-16LE */
  static const char expected[] = "\xD0\x9F\xD1\x80\xD0\xB8\xF0\x9F\x98\x80\na";
  for (size_t piece = 1; piece <= sizeof text - 1; piece++) {
    Decoder *d;
    Error err = {0};
    char out[4];
    Str all;
    size_t at = 0, room, count;
    str_init(&all);
    assert_int_equal(decoder_new(&d, "text", "UTF-16LE", &err), STATUS_OK);
    while (!decoder_at_end(d)) {
      char *to = decoder_room(d, &room);
      if (room > 0) {
        size_t n = MIN(MIN(piece, room), sizeof text - 1 - at);
        memcpy(to, text + at, n);
        decoder_put(d, n);
        at += n;
      }
      assert_int_equal(decoder_take(d, out, sizeof out, &count, &err), STATUS_OK);
      str_add_bytes(&all, out, count);
    }
    assert_string_equal(str_cstr(&all), expected);
    str_free(&all);
    decoder_free(d);
  }
}

static void byte_order_marks(void **state)
{
  (void)state;
  size_t len;
  assert_string_equal(decode_mark((Text){"\xFF\xFE\0a", 4}, &len), "UTF-16LE");
  assert_int_equal(len, 2);
  assert_string_equal(decode_mark((Text){"\xFF\xFE\0\0", 4}, &len), "UTF-32LE");
  assert_string_equal(decode_mark((Text){"\xFE\xFF", 2}, &len), "UTF-16BE");
  assert_null(decode_mark((Text){"\xFE", 1}, &len));
  assert_null(decode_mark((Text){"\xEF\xBB\xBF", 3}, &len));
  assert_int_equal(len, 0);
}

static void delimiters_are_checked(void **state)
{
  (void)state;
  static const char bad[][2] = {{'"', '"'}, {'\n', '"'}, {',', '\r'}, {'\0', '"'}, {(char)0xC3, '"'}};
  put_text("a");
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    CsvScanner *s = NULL;
    Error err = {0};
    assert_int_equal(csv_open(&s, path, &(CsvDialect){bad[i][0], bad[i][1], NULL}, NULL, &err), STATUS_FAIL);
    assert_int_equal(err.kind, ERROR_ARGUMENT);
  }
}

static void rows_of_texts_keep_to_their_limit(void **state)
{
  (void)state;
  MemoryLimit limit = {.limit = 1 << 17};
  CsvRows *rows = NULL;
  const Text *fields;
  uint32_t n;
  bool more;
  Error err = {0};
  put_text("a,,\"\"\n");
  assert_int_equal(csv_rows_open(&rows, path, ',', &limit, &err), STATUS_OK);
  assert_int_equal(csv_rows_next(rows, &fields, &n, &more, &err), STATUS_OK);
  assert_int_equal(n, 3);
  assert_true(fields[0].len == 1 && !fields[1].data && fields[2].data && fields[2].len == 0);
  csv_rows_close(rows);
  assert_int_equal(limit.used, 0);

  enum { LONG = 400000 };
  char *text = malloc(LONG);
  assert_non_null(text);
  memset(text, 'x', LONG);
  put(text, LONG);
  free(text);
  assert_int_equal(csv_rows_open(&rows, path, ',', &limit, &err), STATUS_OK);
  assert_int_equal(csv_rows_next(rows, &fields, &n, &more, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_MEMORY);
  csv_rows_close(rows);
  assert_int_equal(limit.used, 0);
}

static void integers(void **state)
{
  (void)state;
  int64_t n;
  assert_true(csv_parse_int(TEXT(" -9223372036854775808 "), &n) && n == INT64_MIN);
  assert_true(csv_parse_int(TEXT("9223372036854775807"), &n) && n == INT64_MAX);
  assert_true(csv_parse_int(TEXT("+007"), &n) && n == 7);
  static const char *const bad[] = {"",    " ", "-", "+", "1 2", "9223372036854775808", "-9223372036854775809",
                                    "1e3", "１"};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) assert_false(csv_parse_int(text_of(bad[i]), &n));
}

typedef struct SeenIds {
  const Ids *ids;
  uint32_t group, *seen;
} SeenIds;

static Status id_is_of_node(void *context, Text text, uint32_t node, Error *err)
{
  const SeenIds *s = context;
  Value id;
  assert_int_equal(ids_value(s->ids, s->group, text, &id, err), STATUS_OK);
  assert_int_equal(ids_find(s->ids, s->group, id), node);
  ++*s->seen;
  return STATUS_OK;
}

static void ids_are_found_again(void **state)
{
  (void)state;
  enum { COUNT = 30000 }; /* beyond as many stems as are kept */
  Ids *ids;
  Error err = {0};
  uint32_t plain, numbers, same;
  assert_int_equal(ids_new(&ids, &err), STATUS_OK);
  assert_int_equal(ids_group(ids, TEXT(""), ID_STRING, &plain, &err), STATUS_OK);
  assert_int_equal(ids_group(ids, TEXT("n"), ID_INTEGER, &numbers, &err), STATUS_OK);
  assert_int_equal(ids_group(ids, TEXT("n"), ID_ACTUAL, &same, &err), STATUS_OK);
  assert_int_equal(same, numbers);
  assert_int_equal(ids_group(ids, TEXT("n"), ID_STRING, &same, &err), STATUS_FAIL);
  error_clear(&err);
  for (uint32_t pass = 0; pass < 2; pass++) {
    for (uint32_t i = 0; i < COUNT; i++) {
      char text[32];
      /* Plain numbers, numbers written otherwise, behind one stem and behind many, and texts, all distinct. */
      static const char *const forms[] = {"%u", "0%u", "id %u", "%u of 7", "%u.", "0id 1234567890%06u"};
      snprintf(text, sizeof text, forms[i % ARRAY_LEN(forms)], i);
      Value id, number = value_int((int64_t)i - COUNT / 2);
      assert_int_equal(ids_value(ids, plain, text_of(text), &id, &err), STATUS_OK);
      assert_int_equal(ids_find(ids, plain, id), pass ? i : SLOT_NONE);
      assert_int_equal(ids_find(ids, numbers, number), pass ? i : SLOT_NONE);
      if (pass == 0) {
        assert_int_equal(ids_add(ids, plain, id, i, &err), STATUS_OK);
        assert_int_equal(ids_add(ids, numbers, number, i, &err), STATUS_OK);
      }
    }
  }
  uint32_t seen = 0;
  assert_int_equal(ids_each(ids, plain, id_is_of_node, &(SeenIds){ids, plain, &seen}, &err), STATUS_OK);
  assert_int_equal(seen, COUNT);
  assert_int_equal(ids_each(ids, numbers, id_is_of_node, &(SeenIds){ids, numbers, &seen}, &err), STATUS_OK);
  assert_int_equal(seen, 2 * COUNT);
  ids_free(ids);
}

/* ---- with a graph */

static bool stop_at_once(void *payload, const char *file, uint64_t done, uint64_t total)
{
  (void)file;
  assert_true(done <= total);
  ++*(int *)payload;
  return false;
}

static Graph *new_graph(void)
{
  Graph *g;
  Error err = {0};
  assert_int_equal(graph_open(&g, NULL, &(GraphOptions){0}, &err), STATUS_OK);
  return g;
}

static void progress_can_interrupt(void **state)
{
  (void)state;
  Graph *g = new_graph();
  Error err = {0};
  ImportSummary summary = {0};
  int calls = 0;
  const char *paths[] = {path};
  ImportOptions options = {
      .delimiter = ',', .array_delimiter = ';', .quote = '"', .progress = stop_at_once, .payload = &calls};
  put_text("id:ID,x:int\n1,2\n3,4\n");
  assert_int_equal(graph_statement_begin(g, &err), STATUS_OK);
  assert_int_equal(csv_import(g, paths, 1, &options, &summary, &err), STATUS_FAIL);
  assert_int_equal(err.kind, ERROR_INTERRUPTED);
  assert_int_equal(calls, 1);
  error_clear(&err);
  assert_int_equal(graph_statement_end(g, false, &err), STATUS_OK);
  assert_int_equal(graph_node_count(g), 0);
  graph_close(g);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_and_quotes),
      cmocka_unit_test(lines_are_counted),
      cmocka_unit_test(rows_across_blocks),
      cmocka_unit_test(bad_rows_can_be_passed),
      cmocka_unit_test(rows_can_be_had_as_they_are),
      cmocka_unit_test(encodings_are_decoded_in_pieces),
      cmocka_unit_test(byte_order_marks),
      cmocka_unit_test(delimiters_are_checked),
      cmocka_unit_test(rows_of_texts_keep_to_their_limit),
      cmocka_unit_test(integers),
      cmocka_unit_test(ids_are_found_again),
      cmocka_unit_test(progress_can_interrupt),
  };
  return cmocka_run_group_tests_name("csv", tests, make_file, remove_file);
}
