/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as literals and as JSON, numbers to text and back, and entities of a small graph. */
#include "core/graph.h"
#include "core/value.h"
#include "random.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define STRING(literal)   value_string(TEXT(literal))
#define LIST(...)         value_list((const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value))
#define MAP(...)          value_map((const MapEntry[]){__VA_ARGS__}, sizeof((const MapEntry[]){__VA_ARGS__}) / sizeof(MapEntry))
#define ENTRY(key, value) ((MapEntry){TEXT(key), (value)})

typedef void (*Writer)(Str *out, Value v, const Graph *graph);

static void assert_written(Writer write, Value v, const Graph *graph, const char *expected)
{
  Str text;
  str_init(&text);
  write(&text, v, graph);
  assert_string_equal(str_cstr(&text), expected);
  assert_int_equal(text.len, strlen(expected));
  str_free(&text);
}

static void assert_printed(Value v, const char *expected)
{
  assert_written(value_print, v, NULL, expected);
}
static void assert_shown(Value v, const char *expected)
{
  assert_written(value_show, v, NULL, expected);
}
static void assert_json(Value v, const char *expected)
{
  assert_written(value_json, v, NULL, expected);
}

/* ---- floats */

static void floats_are_laid_out_as_in_java(void **state)
{
  (void)state;
  static const struct {
    double number;
    const char *text;
  } cases[] = {
      {0.0, "0.0"},
      {-0.0, "-0.0"},
      {1.0, "1.0"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {3.6, "3.6"},
      {100.0, "100.0"},
      {1234567.0, "1234567.0"},
      {9999999.0, "9999999.0"},
      {1e7, "1.0E7"},
      {12345678.9, "1.23456789E7"},
      {1e10, "1.0E10"},
      {0.001, "0.001"},
      {0.00123, "0.00123"},
      {0.000999, "9.99E-4"},
      {1e-5, "1.0E-5"},
      {1e-305, "1.0E-305"},
      {1.2635418652381264e305, "1.2635418652381264E305"},
      {0.30000000000000004, "0.30000000000000004"},
      {2.0 / 3, "0.6666666666666666"},
      {9007199254740993.0, "9.007199254740992E15"},
      {1.7976931348623157e308, "1.7976931348623157E308"},
      {2.2250738585072014e-308, "2.2250738585072014E-308"},
      {4.9e-324, "5.0E-324"},
      {(double)INFINITY, "Infinity"},
      {-(double)INFINITY, "-Infinity"},
      {(double)NAN, "NaN"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) assert_printed(value_float(cases[i].number), cases[i].text);
}

static void every_float_reads_back(void **state)
{
  (void)state;
  uint64_t random = 1920;
  for (int i = 0; i < 100000; i++) {
    uint64_t bits = random_next(&random);
    double f, back;
    memcpy(&f, &bits, sizeof f);
    if (i % 4 == 0) f = (double)(int64_t)bits / 1000; /* numbers as people write them */
    if (i % 4 == 1) f = (double)(bits % 1000000) / 100;
    if (isnan(f)) continue;
    char text[VALUE_NUMBER_BYTES];
    size_t len = value_format_float(f, text);
    assert_true(len <= sizeof text);
    assert_true(value_parse_float((Text){text, len}, &back));
    if (memcmp(&f, &back, sizeof f) != 0) fail_msg("%a reads back as %a", f, back);
  }
}

static void the_locale_makes_no_difference(void **state)
{
  (void)state;
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "et_EE.UTF-8")) skip();
  assert_printed(value_float(1234.5), "1234.5");
  assert_printed(value_float(0.30000000000000004), "0.30000000000000004");
  double f;
  assert_true(value_parse_float(TEXT("12345678901234567.5e3"), &f));
  assert_true(f == 12345678901234567.5e3);
  setlocale(LC_NUMERIC, "C");
}

/* ---- reading numbers */

static void integers_are_read_as_tointeger_does(void **state)
{
  (void)state;
  const struct {
    Text text;
    int64_t number;
  } good[] = {
      {TEXT("0"), 0},
      {TEXT("42"), 42},
      {TEXT("+7"), 7},
      {TEXT("-42"), -42},
      {TEXT(" \t12\r\n"), 12},
      {TEXT("007"), 7},
      {TEXT("1.7"), 1},
      {TEXT("2.9"), 2},
      {TEXT("-2.9"), -2},
      {TEXT("-0.9"), 0},
      {TEXT(".5"), 0},
      {TEXT("5."), 5},
      {TEXT("1e3"), 1000},
      {TEXT("1.25E2"), 125},
      {TEXT("125e-2"), 1},
      {TEXT("1e-999999999999999999999"), 0},
      {TEXT("0e999999999999"), 0},
      {TEXT("9223372036854775807"), INT64_MAX},
      {TEXT("9223372036854775807.9"), INT64_MAX},
      {TEXT("-9223372036854775808"), INT64_MIN},
      {TEXT("9007199254740993"), INT64_C(9007199254740993)},
      {TEXT("0000000000000000000000000000001"), 1},
  };
  for (size_t i = 0; i < ARRAY_LEN(good); i++) {
    int64_t number;
    if (!value_parse_int(good[i].text, &number)) fail_msg("'%s' is an integer", good[i].text.data);
    assert_int_equal(number, good[i].number);
  }
  const Text bad[] = {
      {NULL, 0},
      TEXT(""),
      TEXT(" "),
      TEXT("foo"),
      TEXT("-"),
      TEXT("+"),
      TEXT("."),
      TEXT("-."),
      TEXT("1x"),
      TEXT("x1"),
      TEXT("0x1F"),
      TEXT("1 2"),
      TEXT("1e"),
      TEXT("1e+"),
      TEXT("--1"),
      TEXT("1..2"),
      TEXT("1_0"),
      TEXT("1,0"),
      TEXT("true"),
      TEXT("NaN"),
      TEXT("Infinity"),
      TEXT("1e19"),
      TEXT("1e999"),
      TEXT("٣"),
      TEXT("9223372036854775808"),
      TEXT("-9223372036854775809"),
      TEXT("99999999999999999999"),
  };
  for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
    int64_t number;
    if (value_parse_int(bad[i], &number)) fail_msg("'%s' is no integer", bad[i].data);
  }
}

static void floats_are_read_as_tofloat_does(void **state)
{
  (void)state;
  const struct {
    Text text;
    double number;
  } good[] = {
      {TEXT("5"), 5},
      {TEXT("-3.4"), -3.4},
      {TEXT("+.5"), 0.5},
      {TEXT("5."), 5},
      {TEXT(" 1e-5 "), 1e-5},
      {TEXT("-0"), -0.0},
      {TEXT("0.000"), 0},
      {TEXT("0.1"), 0.1},
      {TEXT("123456789012345678901234567890"), 123456789012345678901234567890.0},
      {TEXT("9007199254740993"), 9007199254740992.0}, /* a tie, to even */
      {TEXT("9007199254740993.00000000000000000000000000000000000000000001"), 9007199254740994.0},
      {TEXT("2.2250738585072011e-308"), 2.2250738585072011e-308},
      {TEXT("4.9E-324"), 4.9e-324},
      {TEXT("1e-400"), 0},
      {TEXT("1e400"), (double)INFINITY},
      {TEXT("-1e99999999999999999999"), -(double)INFINITY},
      {TEXT("1e-99999999999999999999"), 0},
      {TEXT("Infinity"), (double)INFINITY},
      {TEXT("-Infinity"), -(double)INFINITY},
  };
  for (size_t i = 0; i < ARRAY_LEN(good); i++) {
    double number;
    if (!value_parse_float(good[i].text, &number)) fail_msg("'%s' is a float", good[i].text.data);
    if (memcmp(&number, &good[i].number, sizeof number) != 0) fail_msg("'%s' read as %a", good[i].text.data, number);
  }
  double number;
  assert_true(value_parse_float(TEXT("NaN"), &number));
  assert_true(isnan(number));
  const Text bad[] = {{NULL, 0},   TEXT(""),   TEXT("foo"),  TEXT("1.0f"), TEXT("0x1p3"),     TEXT("inf"),
                      TEXT("nan"), TEXT("1e"), TEXT("."),    TEXT("1 0"),  TEXT("1,5"),       TEXT("--1"),
                      TEXT("-+1"), TEXT("e5"), TEXT("true"), TEXT("+"),    TEXT("--Infinity")};
  for (size_t i = 0; i < ARRAY_LEN(bad); i++)
    if (value_parse_float(bad[i], &number)) fail_msg("'%s' is no float", bad[i].data);
}

/* Digits past what is kept still decide about rounding, and none of them is counted wrongly. */
static void very_long_numbers_round_right(void **state)
{
  (void)state;
  enum { ZEROS = 2000 };
  char text[ZEROS + 32] = "9007199254740993.";
  size_t len = strlen(text);
  memset(text + len, '0', ZEROS);
  len += ZEROS;
  double number;
  assert_true(value_parse_float((Text){text, len}, &number));
  assert_true(number == 9007199254740992.0);
  text[len++] = '1';
  assert_true(value_parse_float((Text){text, len}, &number));
  assert_true(number == 9007199254740994.0);

  memset(text, '7', 308);
  assert_true(value_parse_float((Text){text, 308}, &number));
  assert_true(isinf(number) == 0 && number > 7.7e307);
  memset(text, '7', ZEROS);
  assert_true(value_parse_float((Text){text, ZEROS}, &number));
  assert_true(isinf(number));
  int64_t whole;
  assert_false(value_parse_int((Text){text, ZEROS}, &whole));
}

/* ---- literals */

static void strings_are_escaped(void **state)
{
  (void)state;
  assert_printed(STRING(""), "''");
  assert_printed(value_string((Text){NULL, 0}), "''");
  assert_printed(STRING("it's a \\ \"test\""), "'it\\'s a \\\\ \"test\"'");
  assert_printed(STRING("\n\r\t\b\f\x01\x7F"), "'\\n\\r\\t\\b\\f\\u0001\\u007F'");
  assert_printed(value_string((Text){"a\0b", 3}), "'a\\u0000b'");
  assert_printed(STRING("Kõrgõzstan 🗺"), "'Kõrgõzstan 🗺'");
}

static void values_print_as_literals(void **state)
{
  (void)state;
  assert_printed(VALUE_NULL_VALUE, "null");
  assert_printed(value_bool(true), "true");
  assert_printed(value_int(INT64_MIN), "-9223372036854775808");
  assert_printed(value_list(NULL, 0), "[]");
  assert_printed(value_map(NULL, 0), "{}");
  assert_printed(LIST(value_int(1), value_float(2), LIST(STRING("x"))), "[1, 2.0, ['x']]");
  assert_printed(MAP(ENTRY("a", VALUE_NULL_VALUE), ENTRY("not plain", value_int(1)), ENTRY("`", value_int(2))),
                 "{a: null, `not plain`: 1, ````: 2}");
  assert_printed(MAP(ENTRY("õ9_", value_int(1)), ENTRY("9", value_int(2)), ENTRY("", value_int(3))),
                 "{õ9_: 1, `9`: 2, ``: 3}");
  assert_printed(value_date(0), "'1970-01-01'");
  assert_printed(LIST(value_date(0)), "['1970-01-01']");
}

static void strings_and_temporals_show_bare(void **state)
{
  (void)state;
  static const Duration days = {.days = 14};
  assert_shown(STRING("it's"), "it's");
  assert_shown(value_date(-1), "1969-12-31");
  assert_shown((Value){.type = VALUE_DURATION, .duration = &days}, "P14D");
  assert_shown(value_float(1), "1.0");
  assert_shown(LIST(STRING("a")), "['a']");
}

/* ---- JSON */

static void json_is_valid(void **state)
{
  (void)state;
  assert_json(VALUE_NULL_VALUE, "null");
  assert_json(value_bool(false), "false");
  assert_json(value_int(INT64_MAX), "9223372036854775807");
  assert_json(value_float(1e10), "1.0E10");
  assert_json(value_float((double)NAN), "\"NaN\"");
  assert_json(value_float(-(double)INFINITY), "\"-Infinity\"");
  assert_json(STRING("a\"b\\c/\n\r\t\b\f\x1F'õ🗺"), "\"a\\\"b\\\\c/\\n\\r\\t\\b\\f\\u001f'õ🗺\"");
  assert_json(value_string((Text){"\0", 1}), "\"\\u0000\"");
  assert_json(value_string((Text){NULL, 0}), "\"\"");
  assert_json(LIST(value_int(1), LIST(value_date(0)), MAP(ENTRY("a \"key\"", value_int(1)), ENTRY("b", STRING("c")))),
              "[1,[\"1970-01-01\"],{\"a \\\"key\\\"\":1,\"b\":\"c\"}]");
  assert_json(value_list(NULL, 0), "[]");
  assert_json(value_map(NULL, 0), "{}");
}

/* ---- entities */

static Graph *graph;
static uint32_t tartu, riga, bare, signed_at, plain_rel;

static uint32_t name(NameKind kind, const char *text)
{
  Error err = {0};
  uint32_t id;
  if (graph_name_add(graph, kind, text_of(text), &id, &err) != STATUS_OK) fail_msg("%s", err.message);
  return id;
}

/* (:City:`Old town` {name: 'Tartu', since: 1030})-[:`signed at` {year: 1920}]->(:City {name: 'Riga'}), (), and a :T
 * from Riga to the bare node. */
static int graph_make(void **state)
{
  (void)state;
  Error err = {0};
  GraphOptions options = {0};
  bool ok = graph_open(&graph, NULL, &options, &err) == STATUS_OK && graph_statement_begin(graph, &err) == STATUS_OK;
  uint32_t labels[] = {name(NAME_LABEL, "City"), name(NAME_LABEL, "Old town")};
  uint32_t key_name = name(NAME_KEY, "name"), key_since = name(NAME_KEY, "since"), key_year = name(NAME_KEY, "year");
  ok = ok && graph_add_node(graph, labels, 2, &tartu, &err) == STATUS_OK;
  ok = ok && graph_add_node(graph, labels, 1, &riga, &err) == STATUS_OK;
  ok = ok && graph_add_node(graph, NULL, 0, &bare, &err) == STATUS_OK;
  ok = ok && graph_add_rel(graph, name(NAME_TYPE, "signed at"), tartu, riga, &signed_at, &err) == STATUS_OK;
  ok = ok && graph_add_rel(graph, name(NAME_TYPE, "T"), riga, bare, &plain_rel, &err) == STATUS_OK;
  ok = ok && graph_set_prop(graph, ENTITY_NODE, tartu, key_name, STRING("Tartu"), &err) == STATUS_OK;
  ok = ok && graph_set_prop(graph, ENTITY_NODE, tartu, key_since, value_int(1030), &err) == STATUS_OK;
  ok = ok && graph_set_prop(graph, ENTITY_NODE, riga, key_name, STRING("Riga"), &err) == STATUS_OK;
  ok = ok && graph_set_prop(graph, ENTITY_REL, signed_at, key_year, value_int(1920), &err) == STATUS_OK;
  ok = ok && graph_statement_end(graph, true, &err) == STATUS_OK;
  if (!ok) print_error("%s\n", err.message);
  return ok ? 0 : -1;
}

static int graph_unmake(void **state)
{
  (void)state;
  graph_close(graph);
  return 0;
}

static void entities_print_as_patterns(void **state)
{
  (void)state;
  assert_written(value_print, value_node(tartu), graph, "(:City:`Old town` {name: 'Tartu', since: 1030})");
  assert_written(value_print, value_node(bare), graph, "()");
  assert_written(value_print, value_rel(signed_at), graph, "[:`signed at` {year: 1920}]");
  assert_written(value_print, value_rel(plain_rel), graph, "[:T]");
  assert_written(value_show, LIST(value_node(bare), value_rel(plain_rel)), graph, "[(), [:T]]");
}

static void paths_print_with_their_directions(void **state)
{
  (void)state;
  uint32_t forwards[] = {riga, plain_rel, bare}, backwards[] = {bare, plain_rel, riga, signed_at, tartu};
  assert_written(value_print, value_path(forwards, 1), graph, "<(:City {name: 'Riga'})-[:T]->()>");
  assert_written(value_print, value_path(backwards, 2), graph,
                 "<()<-[:T]-(:City {name: 'Riga'})<-[:`signed at` {year: 1920}]-"
                 "(:City:`Old town` {name: 'Tartu', since: 1030})>");
  assert_written(value_print, value_path(&bare, 0), graph, "<()>");
}

static void entities_are_json_objects(void **state)
{
  (void)state;
  assert_written(value_json, value_node(tartu), graph,
                 "{\"id\":0,\"labels\":[\"City\",\"Old town\"],\"properties\":{\"name\":\"Tartu\",\"since\":1030}}");
  assert_written(value_json, value_rel(signed_at), graph,
                 "{\"id\":0,\"type\":\"signed at\",\"start\":0,\"end\":1,\"properties\":{\"year\":1920}}");
  uint32_t slots[] = {bare, plain_rel, riga};
  assert_written(value_json, value_path(slots, 1), graph,
                 "{\"nodes\":[{\"id\":2,\"labels\":[],\"properties\":{}},"
                 "{\"id\":1,\"labels\":[\"City\"],\"properties\":{\"name\":\"Riga\"}}],"
                 "\"relationships\":[{\"id\":1,\"type\":\"T\",\"start\":1,\"end\":2,\"properties\":{}}]}");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(floats_are_laid_out_as_in_java),
      cmocka_unit_test(every_float_reads_back),
      cmocka_unit_test(the_locale_makes_no_difference),
      cmocka_unit_test(integers_are_read_as_tointeger_does),
      cmocka_unit_test(floats_are_read_as_tofloat_does),
      cmocka_unit_test(very_long_numbers_round_right),
      cmocka_unit_test(strings_are_escaped),
      cmocka_unit_test(values_print_as_literals),
      cmocka_unit_test(strings_and_temporals_show_bare),
      cmocka_unit_test(json_is_valid),
      cmocka_unit_test(entities_print_as_patterns),
      cmocka_unit_test(paths_print_with_their_directions),
      cmocka_unit_test(entities_are_json_objects),
  };
  return cmocka_run_group_tests_name("value_text", tests, graph_make, graph_unmake);
}
