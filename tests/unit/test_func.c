/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registry of functions and the functions themselves, called as the evaluator calls them. Results are compared as
 * value_print shows them. */
#include "core/graph.h"
#include "func/clauses.h"
#include "func/func.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>

#include <cmocka.h>

#define STRING(literal)   value_string(TEXT(literal))
#define LIST(...)         value_list((const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value))
#define MAP(...)          value_map((const MapEntry[]){__VA_ARGS__}, sizeof((const MapEntry[]){__VA_ARGS__}) / sizeof(MapEntry))
#define ENTRY(key, value) ((MapEntry){TEXT(key), (value)})
#define NONE              VALUE_NULL_VALUE
#define INT(i)            value_int(i)
#define FLOAT(f)          value_float(f)

/* ---- what a call needs */

typedef struct Fixture {
  Graph *graph;
  Arena arena;
  MemoryLimit limit;
  Error err;
  FunctionContext context;
} Fixture;

static Fixture fixture;

static int set_up(void **state)
{
  (void)state;
  fixture = (Fixture){0};
  fixture.limit.limit = 64 << 20;
  arena_init(&fixture.arena, &fixture.limit);
  GraphOptions options = {.create = true};
  if (graph_open(&fixture.graph, NULL, &options, &fixture.err) != STATUS_OK) return 1;
  fixture.context = (FunctionContext){.graph = fixture.graph,
                                      .arena = &fixture.arena,
                                      .err = &fixture.err,
                                      .limit = &fixture.limit,
                                      .random = 1,
                                      .statement_time = {.seconds = 86400 * 366, .nanos = 5000000},
                                      .transaction_time = {.seconds = 86400}};
  return 0;
}

static int tear_down(void **state)
{
  (void)state;
  arena_free(&fixture.arena);
  graph_close(fixture.graph);
  return 0;
}

static Status call(const char *name, const Value *args, uint32_t n, Value *out)
{
  const Function *f = function_find(text_of(name));
  if (!f) fail_msg("there is no function %s", name);
  assert_non_null(f->scalar);
  assert_true(n >= f->min_args && (n <= f->max_args || f->max_args == FUNCTION_VARIADIC));
  error_clear(&fixture.err);
  *out = NONE;
  for (uint32_t i = 0; (f->flags & FUNCTION_NULL_IN_NULL_OUT) && i < n; i++)
    if (args[i].type == VALUE_NULL) return STATUS_OK;
  Status status = f->scalar(&fixture.context, args, n, out);
  if (status == STATUS_OK && !(f->result & 1u << out->type))
    fail_msg("%s gave a %s, which its row denies", name, value_type_name((ValueType)out->type));
  return status;
}

static void assert_shows(const char *what, Value v, const char *expected)
{
  Str s;
  str_init(&s);
  value_print(&s, v, fixture.graph);
  if (strcmp(str_cstr(&s), expected) != 0) fail_msg("%s gives %s, not %s", what, str_cstr(&s), expected);
  str_free(&s);
}

static void expect_call(const char *expected, const char *name, const Value *args, uint32_t n)
{
  Value out;
  if (call(name, args, n, &out) != STATUS_OK) fail_msg("%s fails: %s", name, fixture.err.message);
  assert_shows(name, out, expected);
}

static void assert_error(const char *what, Status status, ErrorKind kind, const char *detail)
{
  if (status == STATUS_OK) fail_msg("%s does not fail", what);
  if (fixture.err.kind != kind || strcmp(fixture.err.detail, detail) != 0)
    fail_msg("%s fails with %s %s", what, error_kind_name(fixture.err.kind), fixture.err.detail);
}

static void expect_failure(ErrorKind kind, const char *detail, const char *name, const Value *args, uint32_t n)
{
  Value out;
  assert_error(name, call(name, args, n, &out), kind, detail);
}

#define ARGS(...)                                (const Value[]){__VA_ARGS__}, sizeof((const Value[]){__VA_ARGS__}) / sizeof(Value)
#define EXPECT(expected, name, ...)              expect_call(expected, name, ARGS(__VA_ARGS__))
#define EXPECT_TYPE_ERROR(name, ...)             expect_failure(ERROR_TYPE, "InvalidArgumentValue", name, ARGS(__VA_ARGS__))
#define EXPECT_ARGUMENT_ERROR(detail, name, ...) expect_failure(ERROR_ARGUMENT, detail, name, ARGS(__VA_ARGS__))

/* ---- the registry */

static bool is_one_of(const char *word, const char *const *words)
{
  while (*words && strcmp(word, *words) != 0) words++;
  return *words != NULL;
}

static void every_row_is_complete(void **state)
{
  (void)state;
  static const char *const categories[] = {"string", "number",     "list",      "graph",     "temporal",
                                           "claims", "conversion", "aggregate", "predicate", NULL};
  static const char *const origins[] = {"openCypher", "GQL", "Cypher 5", "Clio", NULL};
  uint32_t n = 0;
  for (const Function *f; (f = function_at(n)); n++) {
    size_t len = strlen(f->name);
    assert_true(strncmp(f->signature, f->name, len) == 0 && f->signature[len] == '(');
    assert_non_null(strstr(f->signature, ") :: "));
    assert_true(strlen(f->help) > 10 && f->help[strlen(f->help) - 1] == '.');
    assert_non_null(strcasestr(f->example, f->name));
    assert_true(strlen(f->value) > 0);
    assert_true(is_one_of(f->category, categories));
    assert_true(is_one_of(f->origin, origins));
    assert_true(f->min_args <= f->max_args);
    assert_true((f->scalar != NULL) != (f->aggregate != NULL));
    assert_true((f->aggregate != NULL) == (strcmp(f->category, "aggregate") == 0));
    assert_int_not_equal(f->result, 0);
    if (f->flags & FUNCTION_NULL_IN_NULL_OUT) assert_true(f->max_args > 0 && (f->result & TYPE_NULL));
    for (uint32_t i = f->max_args; i < FUNCTION_MAX_TYPED_ARGS; i++) assert_int_equal(f->arg_types[i], 0);
  }
  assert_true(n > 140);
}

static void names_are_sorted_and_found_in_any_case(void **state)
{
  (void)state;
  const char *before = "";
  const Function *f;
  for (uint32_t i = 0; (f = function_at(i)); i++) {
    assert_true(strcasecmp(before, f->name) < 0);
    before = f->name;
    char upper[64];
    size_t len = strlen(f->name);
    assert_true(len < sizeof upper);
    for (size_t k = 0; k <= len; k++) upper[k] = (char)toupper((unsigned char)f->name[k]);
    assert_ptr_equal(function_find(text_of(upper)), f);
  }
  assert_null(function_find(TEXT("")));
  assert_null(function_find(TEXT("toUppe")));
  assert_null(function_find(TEXT("toUpperr")));
  assert_null(function_find(TEXT("zzz")));
}

static void slips_are_corrected(void **state)
{
  (void)state;
  assert_string_equal(function_nearest(TEXT("toUper"))->name, "toUpper");
  assert_string_equal(function_nearest(TEXT("TOLOWWER"))->name, "toLower");
  assert_string_equal(function_nearest(TEXT("duration.betwen"))->name, "duration.between");
  assert_null(function_nearest(TEXT("soundex")));
  assert_null(function_nearest(TEXT("")));
  char long_name[300];
  memset(long_name, 'a', sizeof long_name);
  assert_null(function_nearest((Text){long_name, sizeof long_name}));
}

static void clauses_are_found_by_name_and_word(void **state)
{
  (void)state;
  const ClauseHelp *clause;
  uint32_t n = 0;
  for (; (clause = clause_at(n)); n++) {
    assert_true(*clause->syntax && *clause->help && *clause->example && *clause->origin);
    assert_ptr_equal(clause_find(text_of(clause->name)), clause);
  }
  assert_true(n > 50);
  assert_string_equal(clause_find(TEXT("optional match"))->name, "OPTIONAL MATCH");
  assert_null(clause_find(TEXT("match optional")));
  assert_string_equal(clause_nearest(TEXT("UNWINT"))->name, "UNWIND");
  assert_true(clause_has_word(clause_find(TEXT("ORDER BY")), TEXT("order")));
  assert_false(clause_has_word(clause_find(TEXT("ORDER BY")), TEXT("ord")));
}

/* ---- strings */

static void strings_change_case(void **state)
{
  (void)state;
  EXPECT("'ABC ÕÄ1[`{'", "toUpper", STRING("abc õä1[`{"));
  EXPECT("'AZ@[`{'", "upper", STRING("az@[`{"));
  EXPECT("'az@[`{'", "toLower", STRING("AZ@[`{"));
  EXPECT("'pats'", "text.fold", STRING("PÄTS"));
  EXPECT("'pats'", "text.fold", STRING("PATS"));
  EXPECT("''", "lower", STRING(""));
  EXPECT("null", "toUpper", NONE);
  EXPECT_TYPE_ERROR("toUpper", INT(1));
  EXPECT("3", "size", STRING("õun"));
  EXPECT("2", "char_length", STRING("ää"));
}

static void strings_are_trimmed(void **state)
{
  (void)state;
  EXPECT("'a b'", "trim", STRING(" \t\u2003a b\n\u00a0"));
  EXPECT("'a '", "ltrim", STRING("  a "));
  EXPECT("' a'", "rtrim", STRING(" a  "));
  EXPECT("''", "trim", STRING("   "));
  EXPECT("''", "trim", STRING(""));
  EXPECT("'a'", "btrim", STRING("õxaxõ"), STRING("xõ"));
  EXPECT("' a '", "btrim", STRING(" a "), STRING(""));
  EXPECT("null", "btrim", STRING("a"), NONE);
}

static void strings_are_cut(void **state)
{
  (void)state;
  EXPECT("'123456789'", "substring", STRING("0123456789"), INT(1));
  EXPECT("'äö'", "substring", STRING("õäöü"), INT(1), INT(2));
  EXPECT("''", "substring", STRING("abc"), INT(3));
  EXPECT("''", "substring", STRING("abc"), INT(INT64_MAX), INT(INT64_MAX));
  EXPECT("'õä'", "left", STRING("õäö"), INT(2));
  EXPECT("'äö'", "right", STRING("õäö"), INT(2));
  EXPECT("'õäö'", "right", STRING("õäö"), INT(INT64_MAX));
  EXPECT("''", "right", STRING("õäö"), INT(0));
  EXPECT_ARGUMENT_ERROR("NegativeIntegerArgument", "left", STRING("abc"), INT(-1));
  EXPECT_ARGUMENT_ERROR("NegativeIntegerArgument", "substring", STRING("abc"), INT(0), INT(-1));
  EXPECT_TYPE_ERROR("left", STRING("abc"), STRING("1"));
}

static void strings_are_replaced_split_and_turned(void **state)
{
  (void)state;
  EXPECT("'hewwo'", "replace", STRING("hello"), STRING("l"), STRING("w"));
  EXPECT("'heo'", "replace", STRING("hello"), STRING("l"), STRING(""));
  EXPECT("'abc'", "replace", STRING("abc"), STRING(""), STRING("x"));
  EXPECT("'xa'", "replace", STRING("aaa"), STRING("aa"), STRING("x"));
  EXPECT("''", "replace", STRING(""), STRING("a"), STRING("x"));
  EXPECT("['one', 'two']", "split", STRING("one1two"), STRING("1"));
  EXPECT("['', 'a', '']", "split", STRING(",a,"), STRING(","));
  EXPECT("['']", "split", STRING(""), STRING(","));
  EXPECT("['õ', 'a', 'b']", "split", STRING("õab"), STRING(""));
  EXPECT("['a', 'b', 'c', 'd']", "split", STRING("a;b, c,d"), LIST(STRING(";"), STRING(","), STRING(", ")));
  EXPECT("['a,b']", "split", STRING("a,b"), value_list(NULL, 0));
  EXPECT_TYPE_ERROR("split", STRING("a"), LIST(INT(1)));
  EXPECT("'Oskar'", "reverse", STRING("raksO"));
  EXPECT("'öäõ'", "reverse", STRING("õäö"));
  EXPECT("'a\u0308'", "normalize", STRING("ä"), STRING("NFD"));
  EXPECT("'ä'", "normalize", STRING("a\u0308"));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "normalize", STRING("a"), STRING("nfx"));
}

static void no_string_outgrows_the_limit(void **state)
{
  (void)state;
  enum { LENGTH = 100000 };
  char *text = malloc(LENGTH);
  assert_non_null(text);
  memset(text, 'a', LENGTH);
  Value v = value_string((Text){text, LENGTH}), out;
  const Value args[] = {v, STRING("a"), v};
  assert_int_equal(call("replace", args, 3, &out), STATUS_FAIL);
  assert_true(fixture.err.kind == ERROR_ARGUMENT || fixture.err.kind == ERROR_MEMORY);
  free(text);
}

/* ---- numbers */

static void numbers_keep_their_kind(void **state)
{
  (void)state;
  EXPECT("1", "abs", INT(-1));
  EXPECT("1.5", "abs", FLOAT(-1.5));
  expect_failure(ERROR_ARITHMETIC, "IntegerOverflow", "abs", ARGS(INT(INT64_MIN)));
  EXPECT("-1", "sign", FLOAT(-0.5));
  EXPECT("0", "sign", FLOAT(NAN));
  EXPECT("1.0", "ceil", FLOAT(0.1));
  EXPECT("-1.0", "floor", FLOAT(-0.1));
  EXPECT("3.6", "sqrt", FLOAT(12.96));
  EXPECT("NaN", "sqrt", INT(-1));
  EXPECT("-Infinity", "log", INT(0));
  EXPECT("true", "isNaN", FLOAT(NAN));
  EXPECT("false", "isNaN", INT(1));
  EXPECT("3", "mod", INT(7), INT(4));
  EXPECT("null", "sin", NONE);
  EXPECT_TYPE_ERROR("sin", STRING("1"));
  EXPECT_TYPE_ERROR("abs", value_bool(true));
}

static void numbers_are_rounded_as_they_are_written(void **state)
{
  (void)state;
  EXPECT("2.0", "round", FLOAT(1.5));
  EXPECT("-1.0", "round", FLOAT(-1.5));
  EXPECT("0.0", "round", FLOAT(0.49999999999999994));
  EXPECT("9.007199254740991E15", "round", FLOAT(9007199254740991.0));
  EXPECT("2.68", "round", FLOAT(2.675), INT(2));
  EXPECT("-1.6", "round", FLOAT(-1.55), INT(1));
  EXPECT("10.0", "round", FLOAT(9.99), INT(1));
  EXPECT("1200.0", "round", INT(1249), INT(-2));
  EXPECT("0.0", "round", INT(4), INT(-1));
  EXPECT("10.0", "round", INT(5), INT(-1));
  EXPECT("0.0", "round", INT(5), INT(-2));
  EXPECT("1.2345678E-5", "round", FLOAT(1.2345678e-5), INT(300));
  EXPECT("0.0", "round", FLOAT(1.2345678e-5), INT(3));
  EXPECT("NaN", "round", FLOAT(NAN), INT(2));
  EXPECT("1.0E300", "round", FLOAT(1e300), INT(INT64_MAX));
  EXPECT("0.0", "round", FLOAT(1e300), INT(INT64_MIN));
  EXPECT("1.3", "round", FLOAT(1.21), INT(1), STRING("UP"));
  EXPECT("0.1", "round", FLOAT(0.0001), INT(1), STRING("CEILING"));
  EXPECT("-1.2", "round", FLOAT(-1.29), INT(1), STRING("CEILING"));
  EXPECT("-1.3", "round", FLOAT(-1.21), INT(1), STRING("FLOOR"));
  EXPECT("1.2", "round", FLOAT(1.25), INT(1), STRING("HALF_DOWN"));
  EXPECT("1.2", "round", FLOAT(1.25), INT(1), STRING("HALF_EVEN"));
  EXPECT("1.4", "round", FLOAT(1.35), INT(1), STRING("HALF_EVEN"));
  EXPECT("1.2", "round", FLOAT(1.29), INT(1), STRING("DOWN"));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "round", FLOAT(1), INT(1), STRING("half_up"));
}

static void chance_stays_in_its_bounds(void **state)
{
  (void)state;
  Value a, b;
  for (int i = 0; i < 1000; i++) {
    assert_int_equal(call("rand", NULL, 0, &a), STATUS_OK);
    assert_true(a.number >= 0 && a.number < 1);
  }
  assert_int_equal(call("randomUUID", NULL, 0, &a), STATUS_OK);
  assert_int_equal(call("randomUUID", NULL, 0, &b), STATUS_OK);
  assert_int_equal(a.aux, 36);
  assert_true(a.text[14] == '4' && strchr("89ab", a.text[19]) && a.text[8] == '-');
  assert_false(text_equal(value_text(a), value_text(b)));
}

/* ---- lists */

static void lists_have_parts(void **state)
{
  (void)state;
  Value list = LIST(INT(1), NONE, STRING("x")), empty = value_list(NULL, 0);
  EXPECT("3", "size", list);
  EXPECT("1", "head", list);
  EXPECT("'x'", "last", list);
  EXPECT("[null, 'x']", "tail", list);
  EXPECT("['x', null, 1]", "reverse", list);
  EXPECT("null", "head", empty);
  EXPECT("null", "last", empty);
  EXPECT("[]", "tail", empty);
  EXPECT("[]", "reverse", empty);
  EXPECT("true", "isEmpty", empty);
  EXPECT("false", "isEmpty", STRING("a"));
  EXPECT("true", "isEmpty", value_map(NULL, 0));
  EXPECT_TYPE_ERROR("size", INT(1));
  EXPECT_TYPE_ERROR("head", STRING("abc"));
}

static void ranges_are_bounded(void **state)
{
  (void)state;
  EXPECT("[0, 1, 2]", "range", INT(0), INT(2));
  EXPECT("[1381, 83, -1215, -2513]", "range", INT(1381), INT(-3412), INT(-1298));
  EXPECT("[]", "range", INT(0), INT(1), INT(-1));
  EXPECT("[0]", "range", INT(0), INT(0), INT(-1));
  EXPECT("[9223372036854775807]", "range", INT(INT64_MAX), INT(INT64_MAX));
  EXPECT("[-9223372036854775808, -1, 9223372036854775806]", "range", INT(INT64_MIN), INT(INT64_MAX), INT(INT64_MAX));
  EXPECT("[9223372036854775807, -1]", "range", INT(INT64_MAX), INT(INT64_MIN), INT(INT64_MIN));
  EXPECT_ARGUMENT_ERROR("NumberOutOfRange", "range", INT(2), INT(8), INT(0));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentType", "range", FLOAT(0), INT(1));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentType", "range", INT(0), value_bool(true), INT(1));
  EXPECT_ARGUMENT_ERROR("NumberOutOfRange", "range", INT(INT64_MIN), INT(INT64_MAX));
  const Value large[] = {INT(1), INT(100000000)};
  Value out;
  assert_int_equal(call("range", large, 2, &out), STATUS_FAIL);
  assert_int_equal(fixture.err.kind, ERROR_MEMORY);
}

/* ---- choosing */

static void nulls_are_chosen_among(void **state)
{
  (void)state;
  EXPECT("2", "coalesce", NONE, INT(2), INT(3));
  EXPECT("null", "coalesce", NONE, NONE);
  EXPECT("null", "nullIf", INT(1), FLOAT(1));
  EXPECT("1", "nullIf", INT(1), NONE);
  EXPECT("true", "exists", INT(0));
  EXPECT("false", "exists", NONE);
  EXPECT("false", "exists", value_bool(false));
}

/* ---- conversions */

static void values_are_converted(void **state)
{
  (void)state;
  EXPECT("true", "toBoolean", STRING(" TRUE "));
  EXPECT("null", "toBoolean", STRING(" tru "));
  EXPECT("false", "toBoolean", INT(0));
  EXPECT_TYPE_ERROR("toBoolean", FLOAT(1));
  EXPECT("2", "toInteger", FLOAT(2.9));
  EXPECT("1", "toInteger", STRING("1.7"));
  EXPECT("null", "toInteger", STRING("foo"));
  EXPECT("null", "toInteger", FLOAT(NAN));
  EXPECT("null", "toInteger", FLOAT(0x1p63));
  EXPECT("-9223372036854775808", "toInteger", FLOAT(-0x1p63));
  EXPECT_TYPE_ERROR("toInteger", value_list(NULL, 0));
  EXPECT("5.0", "toFloat", STRING("5"));
  EXPECT_TYPE_ERROR("toFloat", value_bool(true));
  EXPECT("'1.0'", "toString", FLOAT(1));
  EXPECT("'true'", "toString", value_bool(true));
  EXPECT("'1970-01-02'", "toString", value_date(1));
  EXPECT_TYPE_ERROR("toString", value_map(NULL, 0));
  EXPECT("null", "toStringOrNull", value_map(NULL, 0));
  EXPECT("null", "toFloatOrNull", value_bool(true));
  EXPECT("[1, null, null]", "toIntegerList", LIST(STRING("1"), NONE, value_list(NULL, 0)));
  EXPECT_TYPE_ERROR("toIntegerList", INT(1));
}

static void types_have_names(void **state)
{
  (void)state;
  EXPECT("'NULL'", "valueType", NONE);
  EXPECT("'INTEGER NOT NULL'", "valueType", INT(1));
  EXPECT("'LIST<NOTHING> NOT NULL'", "valueType", value_list(NULL, 0));
  EXPECT("'LIST<INTEGER> NOT NULL'", "valueType", LIST(INT(1), NONE));
  EXPECT("'LIST<NULL> NOT NULL'", "valueType", LIST(NONE));
  EXPECT("'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'", "valueType", LIST(INT(1), STRING("a")));
  EXPECT("'LIST<LIST<BOOLEAN NOT NULL | DATE NOT NULL> NOT NULL> NOT NULL'", "valueType",
         LIST(LIST(value_bool(true)), LIST(value_date(0)), value_list(NULL, 0)));
  Value v = value_list(NULL, 0);
  for (int i = 0; i < VALUE_MAX_DEPTH; i++) {
    Value *item = arena_alloc(&fixture.arena, sizeof *item);
    *item = v;
    v = value_list(item, 1);
  }
  Value out;
  assert_int_equal(call("valueType", &v, 1, &out), STATUS_OK);
}

/* ---- nodes, relationships, paths */

static uint32_t name_id(NameKind kind, const char *text)
{
  uint32_t id;
  assert_int_equal(graph_name_add(fixture.graph, kind, text_of(text), &id, &fixture.err), STATUS_OK);
  return id;
}

static void entities_tell_of_themselves(void **state)
{
  (void)state;
  Graph *g = fixture.graph;
  Error *err = &fixture.err;
  uint32_t labels[] = {name_id(NAME_LABEL, "State"), name_id(NAME_LABEL, "Republic")}, a, b, rel;
  assert_int_equal(graph_statement_begin(g, err), STATUS_OK);
  assert_int_equal(graph_add_node(g, labels, 2, &a, err), STATUS_OK);
  assert_int_equal(graph_add_node(g, NULL, 0, &b, err), STATUS_OK);
  assert_int_equal(graph_add_rel(g, name_id(NAME_TYPE, "SIGNED"), a, b, &rel, err), STATUS_OK);
  assert_int_equal(graph_set_prop(g, ENTITY_NODE, a, name_id(NAME_KEY, "name"), STRING("Latvia"), err), STATUS_OK);
  Value node = value_node(a), other = value_node(b), edge = value_rel(rel);
  const uint32_t slots[] = {a, rel, b};
  Value path = value_path(slots, 1), out;
  EXPECT("['State', 'Republic']", "labels", node);
  EXPECT("[]", "labels", other);
  EXPECT("'SIGNED'", "type", edge);
  EXPECT("['name']", "keys", node);
  EXPECT("[]", "keys", edge);
  EXPECT("{name: 'Latvia'}", "properties", node);
  EXPECT("{}", "properties", other);
  EXPECT("{a: 1}", "properties", MAP(ENTRY("a", INT(1))));
  EXPECT("['a']", "keys", MAP(ENTRY("a", NONE)));
  EXPECT("1", "length", path);
  assert_int_equal(call("nodes", &path, 1, &out), STATUS_OK);
  assert_true(out.aux == 2 && out.items[0].id == a && out.items[1].id == b);
  assert_int_equal(call("relationships", &path, 1, &out), STATUS_OK);
  assert_true(out.aux == 1 && out.items[0].type == VALUE_REL && out.items[0].id == rel);
  assert_int_equal(call("startNode", &edge, 1, &out), STATUS_OK);
  assert_int_equal(out.id, a);
  assert_int_equal(call("endNode", &edge, 1, &out), STATUS_OK);
  assert_int_equal(out.id, b);
  assert_int_equal(call("id", &other, 1, &out), STATUS_OK);
  assert_int_equal(out.integer, b);
  assert_int_equal(call("elementId", &other, 1, &out), STATUS_OK);
  assert_int_equal(out.type, VALUE_STRING);
  EXPECT_TYPE_ERROR("labels", INT(1));
  EXPECT_TYPE_ERROR("labels", path);
  EXPECT_TYPE_ERROR("type", node);
  EXPECT_TYPE_ERROR("length", node);
  EXPECT_TYPE_ERROR("properties", INT(1));

  /* what is deleted keeps its type and id only */
  assert_int_equal(graph_delete_rel(g, rel, err), STATUS_OK);
  assert_int_equal(graph_delete_node(g, a, err), STATUS_OK);
  EXPECT("'SIGNED'", "type", edge);
  expect_failure(ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", "labels", &node, 1);
  expect_failure(ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", "properties", &edge, 1);
  expect_failure(ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", "keys", &node, 1);
  error_clear(err);
  Status status = access_property(&fixture.context, node, TEXT("name"), &out);
  assert_error("node.name", status, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess");
  error_clear(err);
  assert_int_equal(graph_statement_end(g, true, err), STATUS_OK);
}

/* ---- access */

static void expect_index(const char *expected, Value subject, Value index)
{
  Value out;
  error_clear(&fixture.err);
  assert_int_equal(access_index(&fixture.context, subject, index, &out), STATUS_OK);
  assert_shows("[ ]", out, expected);
}

static void expect_slice(const char *expected, Value list, const Value *from, const Value *to)
{
  Value out;
  error_clear(&fixture.err);
  assert_int_equal(access_slice(&fixture.context, list, from, to, &out), STATUS_OK);
  assert_shows("[..]", out, expected);
}

static void items_are_read(void **state)
{
  (void)state;
  Value list = LIST(INT(1), INT(2), INT(3)), map = MAP(ENTRY("a", INT(1))), out;
  FunctionContext *c = &fixture.context;
  expect_index("1", list, INT(0));
  expect_index("3", list, INT(-1));
  expect_index("null", list, INT(3));
  expect_index("null", list, INT(-4));
  expect_index("null", list, INT(INT64_MIN));
  expect_index("null", list, NONE);
  expect_index("null", NONE, STRING("x"));
  expect_index("1", map, STRING("a"));
  expect_index("null", map, STRING("b"));
  expect_index("null", map, NONE);
  assert_error("list[1.5]", access_index(c, list, FLOAT(1.5), &out), ERROR_TYPE, "ListElementAccessByNonInteger");
  error_clear(&fixture.err);
  assert_error("map[0]", access_index(c, map, INT(0), &out), ERROR_TYPE, "MapElementAccessByNonString");
  error_clear(&fixture.err);
  assert_error("100[0]", access_index(c, INT(100), INT(0), &out), ERROR_TYPE, "InvalidArgumentType");
  error_clear(&fixture.err);
  assert_error("'a'.b", access_property(c, STRING("a"), TEXT("b"), &out), ERROR_TYPE, "InvalidArgumentType");
  error_clear(&fixture.err);
  assert_error("date.b", access_property(c, value_date(0), TEXT("b"), &out), ERROR_ARGUMENT, "InvalidArgumentValue");
  error_clear(&fixture.err);
  assert_int_equal(access_property(c, value_date(1), TEXT("day"), &out), STATUS_OK);
  assert_int_equal(out.integer, 2);
}

static void slices_are_clamped(void **state)
{
  (void)state;
  Value list = LIST(INT(1), INT(2), INT(3)), out;
  Value zero = INT(0), one = INT(1), three = INT(3), minus_one = INT(-1), minus_three = INT(-3), far = INT(99),
        none = NONE;
  expect_slice("[2, 3]", list, &one, NULL);
  expect_slice("[1, 2, 3]", list, NULL, NULL);
  expect_slice("[1]", list, &zero, &one);
  expect_slice("[]", list, &zero, &zero);
  expect_slice("[1, 2]", list, &minus_three, &minus_one);
  expect_slice("[]", list, &three, &one);
  expect_slice("[3]", list, &minus_one, &far);
  expect_slice("null", list, &none, &one);
  expect_slice("null", NONE, &zero, &one);
  assert_error("1[0..1]", access_slice(&fixture.context, INT(1), &zero, &one, &out), ERROR_TYPE, "InvalidArgumentType");
}

/* ---- dates and times */

static void instants_are_made(void **state)
{
  (void)state;
  EXPECT("'1984-10-11'", "date", STRING("19841011"));
  EXPECT("'1984-03-05'", "date", MAP(ENTRY("year", INT(1984)), ENTRY("week", INT(10))));
  EXPECT("null", "date", MAP(ENTRY("year", INT(1984)), ENTRY("month", NONE)));
  EXPECT("'12:00+01:00'", "time", MAP(ENTRY("hour", INT(12)), ENTRY("timezone", STRING("+01:00"))));
  EXPECT("'1970-01-02T12:00'", "localdatetime", MAP(ENTRY("date", value_date(1)), ENTRY("hour", INT(12))));
  EXPECT("'1970-01-01'", "date.truncate", STRING("year"), value_date(300));
  EXPECT("'1970-01-02'", "date.truncate", STRING("year"), value_date(300), MAP(ENTRY("day", INT(2))));
  EXPECT("'1970-01-01T00:00:00.005Z'", "datetime.fromepochmillis", INT(5));
  EXPECT("null", "datetime", NONE);
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "date", STRING("1984-13-01"));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "date", MAP(ENTRY("years", INT(1984))));
  EXPECT_TYPE_ERROR("date", MAP(ENTRY("year", STRING("1984"))));
  EXPECT_TYPE_ERROR("date", INT(1984));
}

static void clocks_stand_still_in_a_statement(void **state)
{
  (void)state;
  expect_call("'1971-01-02'", "date", NULL, 0);
  expect_call("'1971-01-02T00:00:00.005Z'", "datetime.statement", NULL, 0);
  expect_call("'1970-01-02T00:00Z'", "datetime.transaction", NULL, 0);
  expect_call("31622400005", "timestamp", NULL, 0);
  EXPECT("'03:00:00.005+03:00'", "time.statement", STRING("+03:00"));
  EXPECT("'1971-01-02'", "date", MAP(ENTRY("timezone", STRING("+01:00"))));
  EXPECT("'1971-01-01T00:00'", "localdatetime.truncate", STRING("year"));
  Value now;
  assert_int_equal(call("datetime.realtime", NULL, 0, &now), STATUS_OK);
  assert_true(now.when->seconds > fixture.context.statement_time.seconds);
}

static void durations_are_made_and_measured(void **state)
{
  (void)state;
  EXPECT("'P14DT16H'", "duration", MAP(ENTRY("days", INT(14)), ENTRY("hours", INT(16))));
  EXPECT("'P1M'", "duration", STRING("P1M"));
  EXPECT("'PT1.5S'", "duration", MAP(ENTRY("seconds", FLOAT(1.5))));
  EXPECT("null", "duration", MAP(ENTRY("days", NONE)));
  EXPECT("'P1M1D'", "duration.between", value_date(0), value_date(32));
  EXPECT("'P32D'", "duration.inDays", value_date(0), value_date(32));
  EXPECT("null", "duration.inSeconds", NONE, value_date(0));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "duration", MAP(ENTRY("day", INT(14))));
  EXPECT_TYPE_ERROR("duration", MAP(ENTRY("days", STRING("14"))));
  EXPECT_TYPE_ERROR("duration.between", INT(1), value_date(0));
}

/* ---- valid time */

static void partial_dates_are_ranges(void **state)
{
  (void)state;
  static const struct {
    const char *text, *first, *last;
  } cases[] = {
      {"1940", "'1940-01-01'", "'1940-12-31'"},
      {"1940-02", "'1940-02-01'", "'1940-02-29'"},
      {"1939-02", "'1939-02-01'", "'1939-02-28'"},
      {"1940-06-15", "'1940-06-15'", "'1940-06-15'"},
      {"-0043-03-15", "'-0043-03-15'", "'-0043-03-15'"},
      {"+12026", "'+12026-01-01'", "'+12026-12-31'"},
      {"0000", "'0000-01-01'", "'0000-12-31'"},
      {"1940-06-15T12:30:00Z", "'1940-06-15'", "'1940-06-15'"},
      {"940", "null", "null"},
      {"12026", "null", "null"},
      {"1940-13", "null", "null"},
      {"1940-00", "null", "null"},
      {"1940-02-30", "null", "null"},
      {"1940-6", "null", "null"},
      {"1940-06-15x", "null", "null"},
      {"1940-06-15T99", "null", "null"},
      {"1940-", "null", "null"},
      {"", "null", "null"},
      {"-", "null", "null"},
      {"about 1940", "null", "null"},
      {"+9999999999", "null", "null"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    EXPECT(cases[i].first, "valid.firstDay", value_string(text_of(cases[i].text)));
    EXPECT(cases[i].last, "valid.lastDay", value_string(text_of(cases[i].text)));
  }
  EXPECT("'1940-12-31'", "valid.lastDay", INT(1940));
  EXPECT("null", "valid.lastDay", INT(INT64_MAX));
  LocalDateTime before = {-1, 0};
  EXPECT("'1969-12-31'", "valid.firstDay", value_localdatetime(before));
  EXPECT("'1970-01-01'", "valid.firstDay",
         value_datetime(&fixture.arena, (ZonedDateTime){.seconds = -1, .offset = 3600}));
  EXPECT("null", "valid.firstDay", FLOAT(1940));
}

/* Asks valid.at and valid.certainlyAt at once. */
static void expect_at(const char *possibly, const char *certainly, Value from, Value to, Value when)
{
  EXPECT(possibly, "valid.at", from, to, when);
  EXPECT(certainly, "valid.certainlyAt", from, to, when);
}

static void what_held_is_possible_or_certain(void **state)
{
  (void)state;
  Value day = STRING("1940-06-15");
  expect_at("true", "true", STRING("1939"), STRING("1941"), day);
  expect_at("true", "true", STRING("1940-06-15"), STRING("1940-06-15"), day);
  expect_at("false", "false", STRING("1940-06-16"), NONE, day);
  expect_at("false", "false", NONE, STRING("1940-06-14"), day);
  expect_at("true", "false", STRING("1940-06"), NONE, day);
  expect_at("true", "false", NONE, STRING("1940"), day);
  expect_at("true", "true", NONE, NONE, day);
  expect_at("true", "false", STRING("unknown"), NONE, day);
  expect_at("true", "false", NONE, value_list(NULL, 0), day);
  expect_at("false", "false", STRING("unknown"), STRING("1939"), day);
  expect_at("true", "true", INT(1939), NONE, day);
  expect_at("null", "null", STRING("1939"), NONE, NONE);
  expect_at("true", "false", STRING("1940-06-15"), NONE, STRING("1940"));
  expect_at("true", "true", STRING("1939"), STRING("1941"), STRING("1940"));
  expect_at("true", "true", NONE, NONE, value_date(date_min()));
  EXPECT_ARGUMENT_ERROR("InvalidArgumentValue", "valid.at", NONE, NONE, STRING("June 1940"));
  EXPECT_TYPE_ERROR("valid.at", NONE, NONE, FLOAT(1940));
}

static void periods_overlap_and_contain(void **state)
{
  (void)state;
  Value from = STRING("1940-06-15"), to = STRING("1941-07-01"), no = value_bool(false), yes = value_bool(true);
  EXPECT("false", "valid.overlaps", from, to, STRING("1939"), STRING("1940-06-15"), no);
  EXPECT("true", "valid.overlaps", from, to, STRING("1939"), STRING("1940-06-15"), yes);
  EXPECT("true", "valid.overlaps", from, to, STRING("1941-07-01"), STRING("1950"), no);
  EXPECT("false", "valid.overlaps", from, to, STRING("1941-07-02"), STRING("1950"), yes);
  EXPECT("false", "valid.overlaps", from, to, STRING("1940"), STRING("1940"), no);
  EXPECT("true", "valid.overlaps", from, to, STRING("1940"), STRING("1940"), yes);
  EXPECT("false", "valid.overlaps", from, to, STRING("1945"), STRING("1939"), yes);
  EXPECT("true", "valid.overlaps", NONE, NONE, STRING("1940"), STRING("1941"));
  EXPECT("null", "valid.overlaps", from, to, NONE, STRING("1941"), yes);
  EXPECT("true", "valid.within", from, to, STRING("1940"), STRING("1941"));
  EXPECT("false", "valid.within", from, to, STRING("1940"), STRING("1940"));
  EXPECT("false", "valid.within", from, NONE, STRING("1940"), STRING("1990"));
  EXPECT("false", "valid.within", NONE, to, STRING("1940"), STRING("1990"));
  EXPECT("true", "valid.within", STRING("1940"), STRING("1941"), STRING("1940-06"), STRING("1941-06"));
  EXPECT("true", "valid.within", STRING("?"), STRING("?"), STRING("1940"), STRING("1941"));
  EXPECT("null", "valid.within", from, to, STRING("1940"), NONE);
}

/* ---- aggregates */

static Status run_aggregate(const char *name, const Value *values, uint32_t n, const Value *second, Value *out)
{
  const Function *f = function_find(text_of(name));
  assert_true(f && f->aggregate);
  AggregateContext c = {&fixture.context, &fixture.arena};
  void *group = arena_zalloc(&fixture.arena, f->aggregate->state_size);
  error_clear(&fixture.err);
  for (uint32_t i = 0; i < n; i++) {
    const Value args[] = {values[i], second ? *second : NONE};
    TRY(f->aggregate->step(&c, group, args, f->max_args));
  }
  return f->aggregate->finish(&c, group, out);
}

static void expect_aggregate(const char *expected, const char *name, const Value *second, const Value *values,
                             uint32_t n)
{
  Value out;
  if (run_aggregate(name, values, n, second, &out) != STATUS_OK) fail_msg("%s fails: %s", name, fixture.err.message);
  assert_shows(name, out, expected);
}

static void values_are_summed_up(void **state)
{
  (void)state;
  Duration day = {.days = 1, .seconds = 3600}, hour = {.seconds = 3600};
  Value days = value_duration(&fixture.arena, day), hours = value_duration(&fixture.arena, hour), out;
  expect_aggregate("0", "count", NULL, NULL, 0);
  expect_aggregate("2", "count", NULL, ARGS(INT(1), NONE, value_bool(false)));
  expect_aggregate("0", "sum", NULL, NULL, 0);
  expect_aggregate("75", "sum", NULL, ARGS(INT(33), NONE, INT(42)));
  expect_aggregate("2.5", "sum", NULL, ARGS(INT(1), FLOAT(1.5)));
  expect_aggregate("9223372036854775807", "sum", NULL, ARGS(INT(INT64_MAX), INT(1), INT(-1)));
  assert_error("sum", run_aggregate("sum", ARGS(INT(INT64_MAX), INT(1)), NULL, &out), ERROR_ARITHMETIC,
               "IntegerOverflow");
  expect_aggregate("'P1DT2H'", "sum", NULL, ARGS(days, hours));
  expect_aggregate("1.5", "avg", NULL, ARGS(INT(1), INT(2), NONE));
  expect_aggregate("null", "avg", NULL, NULL, 0);
  expect_aggregate("'PT1H'", "avg", NULL, ARGS(hours, hours));
  assert_error("sum", run_aggregate("sum", ARGS(STRING("a")), NULL, &out), ERROR_TYPE, "InvalidArgumentValue");
  assert_error("sum", run_aggregate("sum", ARGS(INT(1), hours), NULL, &out), ERROR_TYPE, "InvalidArgumentValue");
}

static void the_best_value_is_kept(void **state)
{
  (void)state;
  expect_aggregate("2", "max", NULL, ARGS(INT(1), INT(2), INT(0), NONE, INT(-1)));
  expect_aggregate("[1, 2]", "min", NULL,
                   ARGS(INT(1), STRING("a"), NONE, LIST(INT(1), INT(2)), FLOAT(0.2), STRING("b")));
  expect_aggregate("1", "max", NULL, ARGS(INT(1), STRING("a"), LIST(INT(1), INT(2)), FLOAT(0.2)));
  expect_aggregate("null", "max", NULL, ARGS(NONE));
  char text[] = "b"; /* what a step was given may change after it */
  const Function *f = function_find(TEXT("max"));
  AggregateContext c = {&fixture.context, &fixture.arena};
  void *group = arena_zalloc(&fixture.arena, f->aggregate->state_size);
  Value out, v = value_string((Text){text, 1});
  assert_int_equal(f->aggregate->step(&c, group, &v, 1), STATUS_OK);
  text[0] = 'c';
  assert_int_equal(f->aggregate->step(&c, group, &v, 1), STATUS_OK);
  text[0] = 'a';
  assert_int_equal(f->aggregate->step(&c, group, &v, 1), STATUS_OK);
  assert_int_equal(f->aggregate->finish(&c, group, &out), STATUS_OK);
  assert_shows("max", out, "'c'");
}

static void values_are_collected(void **state)
{
  (void)state;
  enum { COUNT = 1000 };
  Value values[COUNT], out;
  for (int i = 0; i < COUNT; i++) values[i] = INT(i);
  expect_aggregate("[]", "collect", NULL, ARGS(NONE));
  expect_aggregate("[1, 'a']", "collect", NULL, ARGS(INT(1), NONE, STRING("a")));
  assert_int_equal(run_aggregate("collect", values, COUNT, NULL, &out), STATUS_OK);
  assert_int_equal(out.aux, COUNT);
  for (int i = 0; i < COUNT; i++) assert_int_equal(out.items[i].integer, i);
}

static void values_are_spread(void **state)
{
  (void)state;
  Value half = FLOAT(0.5), none = FLOAT(0), all = INT(1), third = FLOAT(1.0 / 3), too_much = FLOAT(1.1),
        nan = FLOAT(NAN);
  Value out;
  expect_aggregate("2.0", "stDev", NULL, ARGS(INT(2), INT(4), INT(6)));
  expect_aggregate("0.0", "stDev", NULL, ARGS(INT(2)));
  expect_aggregate("2.0", "stDevP", NULL, ARGS(INT(2), INT(4), INT(4), INT(4), INT(5), INT(5), INT(7), FLOAT(9)));
  expect_aggregate("10.0", "percentileCont", &none, ARGS(FLOAT(30), FLOAT(10), FLOAT(20)));
  expect_aggregate("20.0", "percentileCont", &half, ARGS(FLOAT(30), FLOAT(10), NONE, FLOAT(20)));
  expect_aggregate("15.0", "percentileCont", &half, ARGS(INT(10), INT(20)));
  expect_aggregate("30.0", "percentileCont", &all, ARGS(FLOAT(30), FLOAT(10), FLOAT(20)));
  expect_aggregate("10", "percentileDisc", &none, ARGS(INT(30), INT(10), INT(20)));
  expect_aggregate("10", "percentileDisc", &third, ARGS(INT(30), INT(10), INT(20)));
  expect_aggregate("20", "percentileDisc", &half, ARGS(INT(30), INT(10), INT(20)));
  expect_aggregate("30", "percentileDisc", &all, ARGS(INT(30), INT(10), INT(20)));
  expect_aggregate("null", "percentileDisc", &half, ARGS(NONE));
  assert_error("percentileCont", run_aggregate("percentileCont", ARGS(INT(1)), &too_much, &out), ERROR_ARGUMENT,
               "NumberOutOfRange");
  assert_error("percentileDisc", run_aggregate("percentileDisc", ARGS(INT(1)), &nan, &out), ERROR_ARGUMENT,
               "NumberOutOfRange");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_row_is_complete),
      cmocka_unit_test(names_are_sorted_and_found_in_any_case),
      cmocka_unit_test(slips_are_corrected),
      cmocka_unit_test(clauses_are_found_by_name_and_word),
      cmocka_unit_test_setup_teardown(strings_change_case, set_up, tear_down),
      cmocka_unit_test_setup_teardown(strings_are_trimmed, set_up, tear_down),
      cmocka_unit_test_setup_teardown(strings_are_cut, set_up, tear_down),
      cmocka_unit_test_setup_teardown(strings_are_replaced_split_and_turned, set_up, tear_down),
      cmocka_unit_test_setup_teardown(no_string_outgrows_the_limit, set_up, tear_down),
      cmocka_unit_test_setup_teardown(numbers_keep_their_kind, set_up, tear_down),
      cmocka_unit_test_setup_teardown(numbers_are_rounded_as_they_are_written, set_up, tear_down),
      cmocka_unit_test_setup_teardown(chance_stays_in_its_bounds, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lists_have_parts, set_up, tear_down),
      cmocka_unit_test_setup_teardown(ranges_are_bounded, set_up, tear_down),
      cmocka_unit_test_setup_teardown(nulls_are_chosen_among, set_up, tear_down),
      cmocka_unit_test_setup_teardown(values_are_converted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(types_have_names, set_up, tear_down),
      cmocka_unit_test_setup_teardown(entities_tell_of_themselves, set_up, tear_down),
      cmocka_unit_test_setup_teardown(items_are_read, set_up, tear_down),
      cmocka_unit_test_setup_teardown(slices_are_clamped, set_up, tear_down),
      cmocka_unit_test_setup_teardown(instants_are_made, set_up, tear_down),
      cmocka_unit_test_setup_teardown(clocks_stand_still_in_a_statement, set_up, tear_down),
      cmocka_unit_test_setup_teardown(durations_are_made_and_measured, set_up, tear_down),
      cmocka_unit_test_setup_teardown(partial_dates_are_ranges, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_held_is_possible_or_certain, set_up, tear_down),
      cmocka_unit_test_setup_teardown(periods_overlap_and_contain, set_up, tear_down),
      cmocka_unit_test_setup_teardown(values_are_summed_up, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_best_value_is_kept, set_up, tear_down),
      cmocka_unit_test_setup_teardown(values_are_collected, set_up, tear_down),
      cmocka_unit_test_setup_teardown(values_are_spread, set_up, tear_down),
  };
  return cmocka_run_group_tests_name("func", tests, NULL, NULL);
}
