/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words in texts, what is like a word, and what people write to look for them, down to a table that is asked. */
#include "core/word_query.h"
#include "core/words.h"
#include "must.h"
#include "random.h"

#include <stdio.h>

/* ---- words */

static void words_are(const char *text, const char *expected)
{
  WordReader r;
  Str found;
  str_init(&found);
  words_begin(&r, text_of(text));
  while (words_next(&r)) {
    if (found.len) str_add_char(&found, ' ');
    str_add_text(&found, r.word);
  }
  words_end(&r);
  assert_string_equal(str_cstr(&found), expected);
  str_free(&found);
}

static void test_words(void **state)
{
  (void)state;
  words_are("", "");
  words_are("Konstantin Päts, PRESIDENT (1938–1940)", "konstantin pats president 1938 1940");
  words_are("Zariņš Sīpols Urbšas Łódź", "zarins sipols urbsas lodz");
  words_are("Õnnepalu Žemaitė Čiurlionis Ģirts Ķeniņš Ļubova", "onnepalu zemaite ciurlionis girts kenins lubova");
  words_are("Søren Đilas Straße ẞ Æthelred Þór Œuvre Ħal ıİ", "soren dilas strasse ss aethelred thor oeuvre hal ii");
  words_are("O'Brien foo-bar a.b_c", "o brien foo bar a b c");
  words_are("pa\xCC\x88ts", "pats");           /* decomposed */
  words_are("\xCC\x88 x \xCC\x88", "x");       /* a mark alone */
  words_are("Όθων Ὀδυσσεύς", "οθων οδυσσευσ"); /* final sigma as any other */
  words_are("Йошкар-Ола ёлка", "иошкар ола елка");
  words_are("東京都 ひ ロシア", "東 京 都 ひ ロシア");
  words_are("ﬁn ①", "fin 1");
}

/* ---- vocabulary */

static void near_is(const Vocabulary *v, const char *word, unsigned edits, const char *expected)
{
  LikeWord found[4];
  Str text;
  str_init(&text);
  uint32_t n = vocabulary_near(v, text_of(word), edits, found, ARRAY_LEN(found));
  for (uint32_t i = 0; i < n; i++)
    str_addf(&text, "%s%.*s/%u", i ? " " : "", (int)found[i].word.len, found[i].word.data, found[i].edits);
  assert_string_equal(str_cstr(&text), expected);
  str_free(&text);
}

static void match_is(const Vocabulary *v, const char *pattern, const char *expected)
{
  LikeWord found[8];
  Str text;
  str_init(&text);
  uint32_t n = vocabulary_match(v, text_of(pattern), found, ARRAY_LEN(found));
  for (uint32_t i = 0; i < n; i++) {
    if (i) str_add_char(&text, ' ');
    str_add_text(&text, found[i].word);
  }
  assert_string_equal(str_cstr(&text), expected);
  str_free(&text);
}

static void test_vocabulary(void **state)
{
  (void)state;
  static const char *const all[] = {"pats", "past", "pat", "paets", "riga", "ragi", "viljandi", "οδος", "pats"};
  Vocabulary v;
  vocabulary_init(&v);
  for (size_t i = 0; i < ARRAY_LEN(all); i++) MUST(vocabulary_add(&v, text_of(all[i]), &err));
  near_is(&v, "pats", 0, "pats/0");
  near_is(&v, "pats", 1, "pats/0 paets/1 past/1 pat/1");
  near_is(&v, "rigo", 1, "riga/1");
  near_is(&v, "οδοσ", 1, "οδος/1");
  near_is(&v, "nothing", 2, "");
  match_is(&v, "p*t", "past pat");
  match_is(&v, "p??s", "pats");
  match_is(&v, "*i", "ragi viljandi");
  match_is(&v, "*a*i*", "ragi viljandi");
  match_is(&v, "ο?ο?", "οδος");
  match_is(&v, "?", "");
  vocabulary_free(&v);
}

/* ---- queries: rows are numbered as they stand here, and have a name and a note each. */

static const char *const rows[][2] = {
    {"Konstantin Päts", "president"},
    {"Kārlis Ulmanis", "president and prime minister"},
    {"Free City of Danzig", ""},
    {"city that is free", "about Danzig"},
    {"Łódź", "a city"},
    {"Viljandi", "town: Fellin"},
    {"Päts family", "not a president"},
};

static WordTable *make_table(void)
{
  WordTable *t = NULL;
  MUST(word_table_new(&t, 2, &err));
  for (uint32_t i = 0; i < ARRAY_LEN(rows); i++) {
    const Text texts[] = {text_of(rows[i][0]), text_of(rows[i][1])};
    MUST(word_table_add(t, i, texts, &err));
  }
  return t;
}

static Status note_row(void *context, uint32_t row, double score, Error *err)
{
  (void)err;
  assert_true(score >= 0);
  str_addf(context, "%u ", row);
  return STATUS_OK;
}

static const Text fields[] = {{"name", 4}, {"note", 4}};

static Status ask(WordTable *t, const char *query, Str *found, Error *err)
{
  Arena arena;
  WordExpression e;
  arena_init(&arena, NULL);
  str_clear(found);
  Status status = word_query_read(&arena, text_of(query), fields, ARRAY_LEN(fields), t, &e, err);
  if (status == STATUS_OK && e.phrases)
    status = word_table_find(t, &e, 0, -1, (Interruption){NULL, NULL}, note_row, found, err);
  arena_free(&arena);
  return status;
}

static void test_queries(void **state)
{
  (void)state;
  static const struct {
    const char *query, *rows; /* in the order of their scores */
  } cases[] = {
      {"pats", "0 6 "},
      {"PÄTS", "0 6 "},
      {"pats ulmanis", "1 0 6 "},
      {"pats OR ulmanis", "1 0 6 "},
      {"pats || ulmanis^3", "1 0 6 "},
      {"pats^3 ulmanis", "0 6 1 "},
      {"pats AND family", "6 "},
      {"+pats -family", "0 "},
      {"pats NOT family", "0 "},
      {"pats && !family", "0 "},
      {"+president family", "6 0 1 "},
      {"+pats konstantin", "0 6 "},
      {"\"free city\"", "2 "},
      {"\"city free\"~2", "2 3 "},
      {"\"free city\"~1", "2 "},
      {"\"free danzig\"~5", "2 "},
      {"name:danzig", "2 "},
      {"note:danzig", "3 "},
      {"n*:danzig", "2 3 "},
      {"name:(city OR lodz) -free", "4 "},
      {"note:\"prime minister\"", "1 "},
      {"vil*", "5 "},
      {"fre* AND cit*", "2 3 "},
      {"v?l*i", "5 "},
      {"*andi", "5 "},
      {"lodz", "4 "},
      {"vilandji~", "5 "},
      {"vilandji~1", ""},
      {"vilandi~1", "5 "},
      {"pets~1", "0 6 "},
      {"name:fellim~ note:fellim~", "5 "},
      {"-president", "2 3 4 5 "},
      {"*", "0 1 2 3 4 5 6 "},
      {"*:* -city", "0 1 5 6 "},
      {"town\\: AND fellin", "5 "},
      {"ulmanis AND xyzzy", ""},
      {"ulmanis +xyzzy~", ""},
      {"ulmanis xyzzy~", "1 "},
      {"ulmanis -xyzzy~", "1 "},
      {"... ulmanis", "1 "},
      {"...", ""},
      {"free-city", "2 "},
      {"(((free)))", "2 3 "},
      {"andy or not", "6 "},
  };
  WordTable *t = make_table();
  Str found;
  str_init(&found);
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    if (ask(t, cases[i].query, &found, &err) != STATUS_OK) fail_msg("%s: %s", cases[i].query, err.message);
    if (strcmp(str_cstr(&found), cases[i].rows) != 0)
      fail_msg("%s gives %s and not %s", cases[i].query, str_cstr(&found), cases[i].rows);
  }
  const Text gone[] = {text_of(rows[0][0]), text_of(rows[0][1])};
  MUST(word_table_remove(t, 0, gone, &err));
  MUST(ask(t, "konstantin pats", &found, &err));
  assert_string_equal(str_cstr(&found), "6 ");
  str_free(&found);
  word_table_free(t);
}

static void test_errors_say_where(void **state)
{
  (void)state;
  static const struct {
    const char *query, *message;
  } cases[] = {
      {"", "at its character 1: there is nothing to look for"},
      {"  ", "at its character 3: there is nothing to look for"},
      {"päts (", "at its character 7"},
      {"päts (riga", "at its character 6: the parenthesis is not closed"},
      {"päts)", "at its character 5: there is no parenthesis that this one closes"},
      {"()", "at its character 2: there is nothing to look for"},
      {"a \"b", "at its character 3: the quotation mark is not closed"},
      {"a AND", "at its character 3: something to look for is missing behind this"},
      {"a OR OR b", ""},
      {"a +", "at its character 3: something to look for is missing behind this"},
      {"nam:x", "at its character 1: the index has no property `nam`; did you mean `name`?"},
      {"a:b:c", "at its character 1: the index has no property `a` (a colon that is part of a word is written `\\:`)"},
      {"name:*", "at its character 6: * alone stands for every row"},
      {"[a TO b]", "ranges are not supported"},
      {"/a.*/", "regular expressions are not supported"},
      {"a~3", "at its character 3: the number behind `~`"},
      {"o'brien~", "`~` stands behind one word, and this is 2"},
      {"a*~", "`~` cannot stand behind a pattern"},
      {"\"a b\"~x", "behind a phrase, `~` wants a whole number"},
      {"a^x", "at its character 2: behind `^` a number"},
      {"a\\", "at its character 2: there is nothing behind the backslash"},
      {"]", "unexpected `]`"},
      {"((((((((((a))))))))))", "nested deeper than 10"},
      {"name:name:name:name:name:name:name:name:name:name:name:a", "nested deeper than 10"},
  };
  WordTable *t = make_table();
  Str found;
  str_init(&found);
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Error err = {0};
    Status status = ask(t, cases[i].query, &found, &err);
    if (cases[i].message[0] == '\0') continue;
    assert_int_equal(status, STATUS_FAIL);
    if (!strstr(err.message, cases[i].message)) fail_msg("%s: %s", cases[i].query, err.message);
  }
  str_free(&found);
  word_table_free(t);
}

/* Whatever is typed is read or refused in the query's own words, and never by FTS5. */
static void test_any_text(void **state)
{
  (void)state;
  static const char *const pieces[] = {
      "pats",  "city", "free",  " ",     " ",  "\"", "(", ")", "+", "-", "*", "?", "~",  "1",    "^2", " OR ",
      " AND ", "NOT ", "name:", "note:", "\\", ":",  "ä", "'", ",", "{", "}", "!", "&&", "NEAR", "\1", "x"};
  Random random = 7;
  WordTable *t = make_table();
  Str query, found;
  uint32_t read = 0;
  str_init(&query);
  str_init(&found);
  for (int i = 0; i < 20000; i++) {
    Error err = {0};
    str_clear(&query);
    for (uint32_t n = 1 + below(&random, 9); n > 0; n--) str_add(&query, CHOOSE(&random, pieces));
    if (ask(t, str_cstr(&query), &found, &err) == STATUS_OK)
      read++;
    else if (err.kind != ERROR_ARGUMENT)
      fail_msg("%s: %s", str_cstr(&query), err.message);
  }
  assert_true(read > 2000);
  str_clear(&query);
  for (int i = 0; i < 4000; i++) str_add(&query, i % 2 ? " pats" : " city");
  MUST(ask(t, str_cstr(&query), &found, &err));
  for (int i = 0; i < 4000; i++) str_add(&query, " pats");
  MUST_FAIL(ask(t, str_cstr(&query), &found, &err), ERROR_ARGUMENT);
  str_free(&query);
  str_free(&found);
  word_table_free(t);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),    cmocka_unit_test(test_vocabulary),
      cmocka_unit_test(test_queries),  cmocka_unit_test(test_errors_say_where),
      cmocka_unit_test(test_any_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
