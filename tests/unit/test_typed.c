/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as a text and a word for their type: what is written is read back as the same value. */
#include "loaders/typed.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static Arena arena;

static Value read_as(const char *word, const char *text)
{
  Value v;
  Error err = {0};
  if (typed_read(&arena, text_of(word), text_of(text), &v, &err) != STATUS_OK)
    fail_msg("%s as %s: %s", text, word, err.message);
  return v;
}

static void assert_comes_back(Value v, const char *expected_word, const char *expected_text)
{
  char word[TYPED_WORD_BYTES];
  Str text;
  str_init(&text);
  typed_word(v, word);
  typed_write(&text, v);
  assert_string_equal(word, expected_word);
  assert_string_equal(str_cstr(&text), expected_text);
  Value back = read_as(word, str_cstr(&text));
  assert_int_equal(back.type, v.type);
  assert_true(value_equivalent(back, v));
  if (v.type == VALUE_LIST)
    for (uint32_t i = 0; i < v.aux; i++) assert_int_equal(back.items[i].type, v.items[i].type);
  str_free(&text);
}

static void scalars_come_back(void **state)
{
  (void)state;
  assert_comes_back(value_bool(true), "boolean", "true");
  assert_comes_back(value_int(INT64_MIN), "long", "-9223372036854775808");
  assert_comes_back(value_float(1), "double", "1.0");
  assert_comes_back(value_float(-INFINITY), "double", "-Infinity");
  assert_comes_back(value_float(NAN), "double", "NaN");
  assert_comes_back(value_string(TEXT("")), "string", "");
  assert_comes_back(value_string(TEXT("a \"b\"\n")), "string", "a \"b\"\n");
  static const char *const temporal[][2] = {
      {"date", "-0044-03-15"},
      {"localtime", "04:30:00.000000001"},
      {"time", "04:30+03:00"},
      {"localdatetime", "1940-06-15T04:30"},
      {"datetime", "1940-06-15T04:30+02:00[Europe/Riga]"},
      {"duration", "P1Y2M-10DT12H"},
      {"edtf", "1940-06~/.."},
  };
  for (size_t i = 0; i < ARRAY_LEN(temporal); i++)
    assert_comes_back(read_as(temporal[i][0], temporal[i][1]), temporal[i][0], temporal[i][1]);
}

static void lists_come_back(void **state)
{
  (void)state;
  Value date = read_as("date", "1940-06-15"), numbers[] = {value_float(0.5), value_float(NAN), value_float(3)};
  Value texts[] = {value_string(TEXT("1940-06-15")), value_string(TEXT("it's"))};
  Value inner = value_list(texts, 2);
  Value mixed[] = {date, value_string(TEXT("x")), VALUE_NULL_VALUE, value_int(3), numbers[1], inner, numbers[2]};
  assert_comes_back(value_list(NULL, 0), "any[]", "[]");
  assert_comes_back(value_list(&date, 1), "date[]", "[\"1940-06-15\"]");
  assert_comes_back(value_list(numbers, 3), "double[]", "[0.5,\"NaN\",3.0]");
  assert_comes_back(inner, "string[]", "[\"1940-06-15\",\"it's\"]");
  assert_comes_back(value_list(mixed, ARRAY_LEN(mixed)), "any[]",
                    "[{\"date\":\"1940-06-15\"},\"x\",null,3,{\"double\":\"NaN\"},[\"1940-06-15\",\"it's\"],3.0]");
  Value dates = value_list(&date, 1);
  assert_comes_back(value_list(&dates, 1), "any[]", "[[{\"date\":\"1940-06-15\"}]]");
  Value nested[] = {inner, inner};
  assert_comes_back(value_list(nested, 2), "any[]", "[[\"1940-06-15\",\"it's\"],[\"1940-06-15\",\"it's\"]]");
}

static void what_is_no_value_of_the_type_is_refused(void **state)
{
  (void)state;
  static const char *const cases[][3] = {
      {"dates", "1940-06-15", "found a text, expected a value of the type 'dates'"},
      {"date", "1940-13-15", "found '1940-13-15', expected a date such as 1940-06-15"},
      {"long[]", "[1,2", "found no list in JSON: ']' expected near end of file"},
      {"long[]", "[1,true]", "found a value of another type, expected a value of the type 'long'"},
      {"long[]", "[\"x\"]", "found 'x', expected a whole number from -9223372036854775808 to 9223372036854775807"},
      {"any[]", "[{\"date\":\"1940\",\"x\":1}]", "found an object, expected a value"},
      {"any[]", "[{\"place\":\"Riga\"}]", "found an object, expected a value"},
      {"long[]", "1", "found no list, expected a value of the type 'long[]'"},
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Value v;
    Error err = {0};
    assert_int_equal(typed_read(&arena, text_of(cases[i][0]), text_of(cases[i][1]), &v, &err), STATUS_FAIL);
    assert_int_equal(err.kind, ERROR_FORMAT);
    assert_string_equal(err.message, cases[i][2]);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scalars_come_back),
      cmocka_unit_test(lists_come_back),
      cmocka_unit_test(what_is_no_value_of_the_type_is_refused),
  };
  arena_init(&arena, NULL);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  arena_free(&arena);
  return failed;
}
