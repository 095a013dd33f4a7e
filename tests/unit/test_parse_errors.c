/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What does not parse: kind, place and words of each error; nesting, bad bytes, cut-off text and lack of memory; and
 * where a statement ends in a script. */
#include "grammar/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Refused {
  const char *text;
  const char *at; /* what the span covers */
  const char *message;
} Refused;

static void assert_refused(Text text, const char *detail, Span span, const char *message)
{
  Arena arena;
  arena_init(&arena, NULL);
  Error err = {0};
  Statement *statement;
  if (parse_statement(&arena, text, &statement, &err) == STATUS_OK) fail_msg("%.*s", (int)text.len, text.data);
  assert_null(statement);
  assert_int_equal(err.kind, ERROR_SYNTAX);
  assert_int_equal(err.phase, PHASE_COMPILE);
  if (strcmp(err.message, message) != 0) fail_msg("%.*s\n  %s\n  %s", (int)text.len, text.data, err.message, message);
  assert_string_equal(err.detail, detail);
  if (err.span.start != span.start || err.span.end != span.end)
    fail_msg("%.*s: %u-%u", (int)text.len, text.data, err.span.start, err.span.end);
  arena_free(&arena);
}

static void assert_all_refused(const char *detail, const Refused *cases, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const char *at = cases[i].at[0] ? strstr(cases[i].text, cases[i].at) : cases[i].text + strlen(cases[i].text);
    assert_non_null(at);
    uint32_t start = (uint32_t)(at - cases[i].text);
    Span span = {start, start + (uint32_t)strlen(cases[i].at)};
    assert_refused(text_of(cases[i].text), detail, span, cases[i].message);
  }
}

#define ASSERT_REFUSED(detail, ...)                                                                                    \
  do {                                                                                                                 \
    static const Refused cases[] = {__VA_ARGS__};                                                                      \
    assert_all_refused((detail), cases, ARRAY_LEN(cases));                                                             \
  } while (0)

/* ---- what was found and what was expected */

static void the_error_says_what_was_expected(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "UnexpectedSyntax", {"MATCH (n)-->", "", "unexpected end of the query: expected a node pattern or a quantifier"},
      {"MATCH n RETURN n", "RETURN", "unexpected `RETURN`: expected `=`; a node stands in parentheses: (n)"},
      {"MATCH 1", "1", "unexpected `1`: expected a node pattern or a name"},
      {"MATCH (n) WHERE RETURN n", "RETURN", "unexpected `RETURN`: expected an expression"},
      {"RETURN 1 +", "", "unexpected end of the query: expected an expression"},
      {"RETURN 1 = NOT x", "NOT",
       "unexpected `NOT`: expected an expression; NOT binds less tightly than the operator in front of it, so it needs "
       "parentheses"},
      {"RETURN {1: 2}", "1", "unexpected `1`: expected a name or `}`"},
      {"RETURN {a 1}", "1", "unexpected `1`: expected `:`"},
      {"RETURN {, }", ",", "unexpected `,`: expected a name or `}`"},
      {"RETURN n.", "", "unexpected end of the query: expected a name"},
      {"CREATE (n:)", ")", "unexpected `)`: expected a label"},
      {"MATCH (n)->(m)", ">", "unexpected `>`: expected `-` or `[`; arrows are written -->, <-- or -[:TYPE]->"},
      {"RETURN CASE 1 END", "END", "unexpected `END`: expected an operator or WHEN"},
      {"RETURN x IS 5", "5", "unexpected `5`: expected NULL, a label or `::`"},
      {"UNWIND [1] RETURN x", "RETURN", "unexpected `RETURN`: expected an operator or AS"},
      {"WITH 1; RETURN 2", "RETURN", "unexpected `RETURN`: expected the end of the query"},
      {"RETURN 'a long string that is cut somewhere, with words' 1", "1",
       "unexpected `1`: expected an operator, a clause, the end of the query, AS or `,`"},
      {"RETURN 1 'a long string that is cut somewhere, with words'",
       "'a long string that is cut somewhere, with words'",
       "unexpected `'a long string that is cut somewhere, wi...`: expected an operator, a clause, the end "
       "of the query, AS "
       "or `,`"},
      {"RETURN 1 'two\nlines'", "'two\nlines'",
       "unexpected `'two...`: expected an operator, a clause, the end of the query, AS or `,`"},
      {"", "", "unexpected end of the query: expected a clause"},
      {" /* only */ ", "", "unexpected end of the query: expected a clause"});
}

static void the_error_guesses_the_word(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "UnexpectedSyntax",
      {"MATCHH (n) RETURN n", "MATCHH", "unexpected `MATCHH`: expected a clause; did you mean MATCH?"},
      {"MATCH (n) retrun n", "retrun",
       "unexpected `retrun`: expected a relationship, a clause, the end of the query, ACCORDING or AS; did you "
       "mean RETURN?"},
      {"RETURN CASE WHEN a THEN b ELS c END", "ELS",
       "unexpected `ELS`: expected an operator, ELSE, END or WHEN; did you mean ELSE?"},
      {"MERGE (a) ON CREAT SET a.x = 1", "CREAT", "unexpected `CREAT`: expected CREATE or MATCH; did you mean CREATE?"},
      {"SELECT 1", "SELECT", "unexpected `SELECT`: expected a clause; a query begins with MATCH and ends in RETURN"},
      {"RETURN 1 ORDER BI 1", "BI", "unexpected `BI`: expected BY"},
      {"RETURN order", "order",
       "unexpected `order`: expected an expression, DISTINCT or `*`; ORDER is a reserved word, which as a name "
       "has to stand in backticks"});
}

static void the_error_finds_the_open_bracket(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "UnexpectedSyntax",
      {"RETURN\n  (1 + [2]", "",
       "unexpected end of the query: expected an operator or `)`; the `(` at line 2, column 3 is not closed"},
      {"RETURN {a: [1}", "}",
       "unexpected `}`: expected an operator, `]` or `,`; the `[` at line 1, column 12 is not closed"},
      {"CALL { RETURN 1", "",
       "unexpected end of the query: expected an operator, a clause, `}`, AS or `,`; the `{` at line 1, column "
       "6 is not closed"},
      {"RETURN [x IN xs WHERE x:A|B", "",
       "unexpected end of the query: expected an operator or `]`; the `[` at line 1, column 8 is not closed"});
}

static void forms_that_are_almost_tokens(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "UnexpectedSyntax", {"RETURN 'abc", "'", "string without an end: a `'` is missing"},
      {"RETURN 'abc\\", "'", "string without an end: a `'` is missing"},
      {"RETURN \"it's", "\"", "string without an end: a `\"` is missing"},
      {"RETURN /* 1", "/*", "comment without an end: `*/` is missing"},
      {"RETURN `a``b", "`", "name without an end: a backtick is missing"},
      {"RETURN $ a", "$", "a parameter needs a name behind its `$`"},
      {"RETURN $–", "$", "a parameter needs a name behind its `$`"},
      {"RETURN 1 != 2", "!=", "`!=` is no operator: inequality is written `<>`"},
      {"RETURN 1 == 2", "==", "`==` is no operator: equality is written `=`"},
      {"RETURN 1 # 2", "#", "unexpected character `#`"}, {"RETURN \x01", "\x01", "unexpected character U+0001"},
      {"RETURN “x”", "“", "unexpected `“`: strings are quoted with ' or \""},
      {"RETURN 1 → 2", "→", "unexpected character `→` (U+2192)"},
      {"RETURN 'a\\d'", "\\d", "unknown escape `\\d` in a string: a backslash itself is written `\\\\`"},
      {"RETURN 'a\\é'", "\\é", "unknown escape `\\é` in a string: a backslash itself is written `\\\\`"},
      /* what comes first is reported first */
      {"RETURN 1 2 'abc", "2", "unexpected `2`: expected an operator, a clause, the end of the query, AS or `,`"});
  ASSERT_REFUSED("InvalidUnicodeCharacter",
                 {"RETURN 42 — 41", "—", "`—` is no operator, but part of a relationship: write `-`, `<` or `>`"},
                 {"RETURN −1", "−", "`−` is no operator, but part of a relationship: write `-`, `<` or `>`"},
                 {"RETURN 1 ＜ 2", "＜", "`＜` is no operator, but part of a relationship: write `-`, `<` or `>`"},
                 {"RETURN 1 〉 2", "〉", "`〉` is no operator, but part of a relationship: write `-`, `<` or `>`"});
  ASSERT_REFUSED(
      "InvalidUnicodeLiteral",
      {"RETURN '\\uH'", "\\u", "`\\u` needs four hexadecimal digits behind it that name a Unicode character"},
      {"RETURN '\\u12'", "\\u", "`\\u` needs four hexadecimal digits behind it that name a Unicode character"},
      {"RETURN '\\uD83D'", "\\u", "`\\u` needs four hexadecimal digits behind it that name a Unicode character"},
      {"RETURN '\\uDE00\\uD83D'", "\\u", "`\\u` needs four hexadecimal digits behind it that name a Unicode character"},
      {"RETURN '\\U00110000'", "\\U", "`\\U` needs eight hexadecimal digits behind it that name a Unicode character"});
}

static void numbers_that_are_none(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "InvalidNumberLiteral", {"RETURN 9223372h54775808", "9223372h54775808", "`9223372h54775808` is not a number"},
      {"RETURN 0x1Z", "0x1Z", "`0x1Z` is not a number"}, {"RETURN 0x", "0x", "`0x` is not a number"},
      {"RETURN 0o8", "0o8", "`0o8` is not a number"}, {"RETURN 1__0", "1__0", "`1__0` is not a number"},
      {"RETURN 1_", "1_", "`1_` is not a number"}, {"RETURN 1e", "1e", "`1e` is not a number"},
      {"RETURN 1.5x", "1.5x", "`1.5x` is not a number"},
      {"RETURN 012", "012", "`012` is not a number: decimal integers have no leading zero, octal ones begin with 0o"});
  ASSERT_REFUSED(
      "IntegerOverflow",
      {"RETURN 9223372036854775809", "9223372036854775809", "integer is too large: the largest is 9223372036854775807"},
      {"RETURN -0x8000000000000001", "0x8000000000000001", "integer is too large: the largest is 9223372036854775807"},
      {"RETURN 99999999999999999999999999", "99999999999999999999999999",
       "integer is too large: the largest is 9223372036854775807"},
      {"RETURN 9223372036854775808", "9223372036854775808",
       "integer is too large: 9223372036854775808 has to have a minus in front of it"},
      {"RETURN 1 - 9223372036854775808", "9223372036854775808",
       "integer is too large: 9223372036854775808 has to have a minus in front of it"});
  ASSERT_REFUSED("FloatingPointOverflow",
                 {"RETURN 1.34E999", "1.34E999", "float is too large: the largest is about 1.8e308"});
}

static void relationships_that_are_none(void **state)
{
  (void)state;
  ASSERT_REFUSED(
      "InvalidRelationshipPattern",
      {"MATCH (a)-[:LIKES..]->(c) RETURN c", "..", "unexpected `..`: expected properties, `]`, WHERE, `*` or `:`"},
      {"MATCH ()<-[:LIKES*–2]-(c) RETURN c", "–",
       "unexpected `–`: expected properties, `]`, WHERE, an integer or `..`"});
}

/* ---- nesting */

typedef struct Nest {
  const char *before, *open, *middle, *close, *after;
} Nest;

static Status parse_nested(const Nest *nest, int depth, Error *err)
{
  Str text;
  str_init(&text);
  str_add(&text, nest->before);
  for (int i = 0; i < depth; i++) str_add(&text, nest->open);
  str_add(&text, nest->middle);
  for (int i = 0; i < depth; i++) str_add(&text, nest->close);
  str_add(&text, nest->after);
  Arena arena;
  arena_init(&arena, NULL);
  Statement *statement;
  Status status = parse_statement(&arena, str_text(&text), &statement, err);
  if (status == STATUS_OK) {
    Str printed;
    Statement *again;
    str_init(&printed);
    ast_print_statement(&printed, statement);
    if (parse_statement(&arena, str_text(&printed), &again, err) != STATUS_OK || !ast_statement_equal(statement, again))
      fail_msg("%s%s: %s", nest->before, nest->open, err->message);
    str_free(&printed);
  }
  arena_free(&arena);
  str_free(&text);
  return status;
}

static void deep_nesting_is_an_error(void **state)
{
  (void)state;
  static const Nest nests[] = {
      {"RETURN ", "[", "1", "]", ""},
      {"RETURN ", "{a: ", "1", "}", ""},
      {"RETURN ", "f(", "1", ")", ""},
      {"RETURN ", "NOT ", "x", "", ""},
      {"RETURN ", "-", "x", "", ""},
      {"RETURN x", " + 1", "", "", ""},
      {"RETURN x", " IN y", "", "", ""},
      {"RETURN x", ".y", "", "", ""},
      {"RETURN x", "[0]", "", "", ""},
      {"RETURN ", "x[", "0", "]", ""},
      {"RETURN ", "(1 + ", "x", ")", ""},
      {"RETURN ", "(x AND ", "y", ")", ""},
      {"RETURN ", "CASE WHEN x THEN 1 ELSE ", "y", " END", ""},
      {"RETURN ", "[x IN ", "y", "]", ""},
      {"RETURN ", "[x IN y WHERE x | ", "y", "]", ""},
      {"RETURN ", "[(a {b: ", "1", "})-->() | 1]", ""},
      {"RETURN ", "reduce(a = 1, b IN c | ", "a", ")", ""},
      {"RETURN ", "all(x IN ", "y", " WHERE x)", ""},
      {"RETURN ", "EXISTS { MATCH (n) WHERE ", "x", " }", ""},
      {"", "CALL { ", "FINISH", " }", ""},
      {"", "FOREACH (x IN y | ", "SET x.y = 1", ")", ""},
      {"MATCH ", "(", "(a)-->(b)", "){2}", " RETURN 1"},
      {"MATCH (n:", "!", "A", "", ") RETURN 1"},
      {"MATCH (n:A", "&B", "", "", ") RETURN 1"},
      {"RETURN x IS :: ", "LIST<", "ANY", ">", ""},
      {"RETURN 1", " NEXT RETURN 1", "", "", ""},
  };
  for (size_t i = 0; i < ARRAY_LEN(nests); i++) {
    Error err = {0};
    if (parse_nested(&nests[i], 240, &err) != STATUS_OK)
      fail_msg("%s%s: %s", nests[i].before, nests[i].open, err.message);
    static const int depths[] = {1001, 100000};
    for (size_t k = 0; k < ARRAY_LEN(depths); k++) {
      err = (Error){0};
      assert_int_equal(parse_nested(&nests[i], depths[k], &err), STATUS_FAIL);
      assert_int_equal(err.kind, ERROR_SYNTAX);
      if (!strstr(err.message, "nested too deeply")) fail_msg("%s%s: %s", nests[i].before, nests[i].open, err.message);
      assert_true(err.span.end > err.span.start);
    }
  }
}

static void long_rows_are_not_deep(void **state)
{
  (void)state;
  static const Nest rows[] = {
      {"RETURN 1", ", 1", "", "", ""},
      {"RETURN [1", ", 1", "", "", "]"},
      {"RETURN x", " OR y", "", "", ""},
      {"RETURN x", " AND y = z", "", "", ""},
      {"RETURN 1", " < x", "", "", ""},
      {"MATCH (a)", "-->()", "", "", " RETURN 1"},
      {"CREATE (a)", ", (a)", "", "", ""},
      {"", "CREATE (a)", "", "", ""},
      {"RETURN 1", " UNION RETURN 1", "", "", ""},
      {"SET a.b = 1", ", a.b = 1", "", "", ""},
      {"RETURN CASE ", "WHEN 1 THEN 2 ", "", "", "END"},
      {"RETURN {a: 1", ", b: 2", "", "", "}"},
      {"MATCH ((a)-->(b)){2}", "((a)-->(b))+", "", "", " RETURN 1"},
  };
  for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
    Error err = {0};
    if (parse_nested(&rows[i], 20000, &err) != STATUS_OK)
      fail_msg("%s%s: %s", rows[i].before, rows[i].open, err.message);
  }
}

static void open_brackets_take_linear_time(void **state)
{
  (void)state;
  static const Nest nests[] = {
      {"RETURN ", "(", "", "", ""},
      {"RETURN ", "[x IN ", "", "", ""},
      {"RETURN ", "[(a)-[:R {a: ", "", "", ""},
      {"RETURN ", "COUNT { (a", "", "", ""},
      {"RETURN ", ")", "", "", ""},
      {"RETURN ", "[(", "", "])", ""},
      {"RETURN a", ".b", "(", "", ""},
      {"RETURN [x IN y WHERE x:A", "|!", "", "", ""},
  };
  for (size_t i = 0; i < ARRAY_LEN(nests); i++) {
    Error err = {0};
    assert_int_equal(parse_nested(&nests[i], 200000, &err), STATUS_FAIL);
    assert_int_equal(err.kind, ERROR_SYNTAX);
  }
}

/* ---- bytes */

static void bad_bytes_are_refused_where_they_are(void **state)
{
  (void)state;
  assert_refused((Text){"RETURN '\0'", 10}, "UnexpectedSyntax", (Span){8, 9}, "unexpected NUL character");
  assert_refused((Text){"RETURN 1\0", 9}, "UnexpectedSyntax", (Span){8, 9}, "unexpected NUL character");
  assert_refused(TEXT("RETURN '\xC3('"), "UnexpectedSyntax", (Span){8, 9},
                 "the text is not UTF-8: byte 0xC3 does not belong here");
  assert_refused(TEXT("RETURN \xED\xA0\x80"), "UnexpectedSyntax", (Span){7, 8},
                 "the text is not UTF-8: byte 0xED does not belong here");
  assert_refused((Text){"\xFF\0", 2}, "UnexpectedSyntax", (Span){0, 1},
                 "the text is not UTF-8: byte 0xFF does not belong here");
  assert_refused((Text){NULL, 0}, "UnexpectedSyntax", (Span){0, 0}, "unexpected end of the query: expected a clause");
}

static const char *const samples[] = {
    "MATCH p = SHORTEST 2 (a:A|!B {x: 1} WHERE a.y > 2)-[r:R*1..3 {z: $p}]->()-->{2,3}(e)((c)-->(d))+ AS OF "
    "date('1940') CERTAINLY "
    "ACCORDING TO s WHERE (a)-->(b) AND [x IN xs WHERE x:A|B | x.y] = [(a)--(b) | b] RETURN DISTINCT a.b AS c, "
    "count(*) "
    "ORDER BY c DESC SKIP 1 LIMIT 2 UNION ALL RETURN CASE x WHEN 1 THEN 'é\\u00e9' ELSE -.5e3 END AS `a``b`",
    "EXPLAIN SETTING DEFAULT VALID_TIME AS OF 1 ACCORDING TO b RANK BEST CALL (a) { MERGE (a) ON CREATE SET a:B, "
    "a[0].c = 2, a += {d: 1} } CALL "
    "a.b.c(1) "
    "YIELD d AS e WHERE EXISTS { (a) } FOREACH (x IN n {.a, .*, b: 1} | DETACH DELETE x) LOAD CSV WITH HEADERS FROM "
    "'x' AS "
    "y FIELDTERMINATOR ';' LET z = reduce(a = 0, b IN c | a + b) FILTER z IS NOT :: LIST<INT NOT NULL> | FLOAT FINISH",
    "CREATE INDEX i IF NOT EXISTS FOR ()-[r:T]-() ON (r.a, r.b);",
    "CREATE CONSTRAINT c IF NOT EXISTS FOR ()-[r:T]-() REQUIRE (r.a, r.b) IS RELATIONSHIP KEY OPTIONS {a: 1};",
    "CREATE CONSTRAINT $c FOR (n:L) REQUIRE n.a IS :: LIST<INTEGER NOT NULL> | STRING; SHOW NODE KEY CONSTRAINTS",
};

static void parse_and_forget(Text text)
{
  /* A copy of its own, so that reading beyond its end is seen. */
  char *copy = malloc(text.len ? text.len : 1);
  assert_non_null(copy);
  memcpy(copy, text.data, text.len);
  Arena arena;
  arena_init(&arena, NULL);
  Error err = {0};
  Statement *statement;
  Status status = parse_statement(&arena, (Text){copy, text.len}, &statement, &err);
  assert_true((status == STATUS_OK) == (err.kind == ERROR_NONE));
  assert_true((status == STATUS_OK) == (statement != NULL));
  assert_true(err.span.start <= err.span.end && err.span.end <= text.len);
  arena_free(&arena);
  free(copy);
}

static void cut_and_broken_text_is_an_error_and_no_more(void **state)
{
  (void)state;
  static const char noise[] = "()[]{}|:$`'\"\\/*-<>.,;=\x80\xC3 0aIN";
  for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
    size_t len = strlen(samples[i]);
    char text[1024];
    for (size_t cut = 0; cut <= len; cut++) {
      parse_and_forget((Text){samples[i], cut});
      parse_and_forget((Text){samples[i] + cut, len - cut});
      if (cut == len) continue;
      for (size_t k = 0; k < sizeof noise - 1; k += 1 + cut % 3) {
        memcpy(text, samples[i], len);
        text[cut] = noise[k];
        parse_and_forget((Text){text, len});
      }
      memcpy(text, samples[i], cut);
      memcpy(text + cut, samples[i] + cut + 1, len - cut - 1);
      parse_and_forget((Text){text, len - 1});
    }
  }
}

static void lack_of_memory_is_an_error(void **state)
{
  (void)state;
  Str list;
  str_init(&list);
  str_add(&list, "RETURN 1 < 2");
  for (int i = 0; i < 300; i++)
    str_add(&list, " < 2, {a: 1}, (a)-->(b)-->(c), [x IN y | 1], x IS :: INT, a OR b, n {.a}");
  const char *texts[] = {samples[0], samples[1], samples[2], str_cstr(&list)};
  for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
    bool fits = false;
    for (size_t limit = 1; !fits; limit += 1 + limit / 16) {
      MemoryLimit memory = {.limit = limit};
      Arena arena;
      arena_init(&arena, &memory);
      Error err = {0};
      Statement *statement;
      fits = parse_statement(&arena, text_of(texts[i]), &statement, &err) == STATUS_OK;
      if (!fits && err.kind != ERROR_MEMORY) fail_msg("%zu: %s", limit, err.message);
      arena_free(&arena);
      assert_true(memory.used == 0);
    }
  }
  str_free(&list);
}

/* ---- scripts */

static void statements_end_at_semicolons(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    size_t end;
    bool blank;
  } cases[] = {
      {"", 0, true},
      {"  \n\t // x\n /* ; */", 0, true},
      {" ; RETURN", 2, true},
      {"RETURN 1;", 9, false},
      {"RETURN 1; RETURN 2;", 9, false},
      {"RETURN 1", 0, false},
      {"RETURN ';' ;", 12, false},
      {"RETURN \";'\";", 12, false},
      {"RETURN `;`;", 11, false},
      {"RETURN `a``;`;", 14, false},
      {"RETURN 'a\\';';", 14, false},
      {"RETURN 'a\\\\';'", 13, false},
      {"RETURN `\\`;", 11, false},
      {"RETURN 1 // ;\n;", 15, false},
      {"RETURN 1 /* ; * / */;", 21, false},
      {"/**/;", 5, true},
      {"/*/;*/;", 7, true},
      {"RETURN 1 / 2;", 13, false},
      {"RETURN 'abc;", 0, false},
      {"RETURN 'abc\\", 0, false},
      {"/* ;", 0, false},
      {"`;", 0, false},
      {"/", 0, false},
      {"\xEF\xBB\xBF \xC2\xA0\xE2\x80\x83;", 10, true},
      {"\xE2\x80", 0, false},
      {"\xFF;", 2, false},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    bool blank;
    size_t len = strlen(cases[i].text);
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, cases[i].text, len);
    if (parse_statement_end((Text){copy, len}, &blank) != cases[i].end || blank != cases[i].blank)
      fail_msg("%s", cases[i].text);
    free(copy);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_error_says_what_was_expected),
      cmocka_unit_test(the_error_guesses_the_word),
      cmocka_unit_test(the_error_finds_the_open_bracket),
      cmocka_unit_test(forms_that_are_almost_tokens),
      cmocka_unit_test(numbers_that_are_none),
      cmocka_unit_test(relationships_that_are_none),
      cmocka_unit_test(deep_nesting_is_an_error),
      cmocka_unit_test(long_rows_are_not_deep),
      cmocka_unit_test(open_brackets_take_linear_time),
      cmocka_unit_test(bad_bytes_are_refused_where_they_are),
      cmocka_unit_test(cut_and_broken_text_is_an_error_and_no_more),
      cmocka_unit_test(lack_of_memory_is_an_error),
      cmocka_unit_test(statements_end_at_semicolons),
  };
  return cmocka_run_group_tests_name("parse_errors", tests, NULL, NULL);
}
