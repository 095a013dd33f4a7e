/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines and columns, and the picture under an error: tabs, wide characters, long lines, text that is not UTF-8. */
#include "grammar/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void positions_count_lines_and_characters(void **state)
{
  (void)state;
  Text text = TEXT("ab\ncé\tx\r\n\r漢字y\n");
  static const struct {
    uint32_t offset, line, column;
  } cases[] = {{0, 1, 1}, {1, 1, 2},  {2, 1, 3},  {3, 2, 1},  {4, 2, 2},  {6, 2, 3},  {7, 2, 4},
               {8, 2, 5}, {10, 3, 1}, {11, 4, 1}, {14, 4, 2}, {17, 4, 3}, {19, 5, 1}, {99, 5, 1}};
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
    Position position = source_position(text, cases[i].offset);
    if (position.line != cases[i].line || position.column != cases[i].column)
      fail_msg("offset %u: %u:%u", cases[i].offset, position.line, position.column);
  }
  Position nowhere = source_position((Text){NULL, 0}, 0);
  assert_true(nowhere.line == 1 && nowhere.column == 1);
}

static void assert_drawn(Text text, Span span, const char *detail, const char *picture)
{
  Error err = {.kind = ERROR_SYNTAX, .detail = detail, .span = span, .message = "it is wrong"};
  Str out;
  str_init(&out);
  source_render_error(&out, text, &err);
  if (strcmp(str_cstr(&out), picture) != 0) fail_msg("is\n%snot\n%s", str_cstr(&out), picture);
  str_free(&out);
}

static void the_caret_stands_under_the_place(void **state)
{
  (void)state;
  assert_drawn(TEXT("RETURN x"), (Span){7, 8}, "UndefinedVariable",
               "SyntaxError (UndefinedVariable) at line 1, column 8: it is wrong\n"
               "  RETURN x\n"
               "         ^\n");
  assert_drawn(TEXT("RETURN 1,\n\tx,\r\n  y"), (Span){11, 12}, NULL,
               "SyntaxError at line 2, column 2: it is wrong\n"
               "  \tx,\n"
               "  \t^\n");
  assert_drawn(TEXT("RETURN 1,\n\tx,\r\n  y"), (Span){17, 18}, NULL,
               "SyntaxError at line 3, column 3: it is wrong\n"
               "    y\n"
               "    ^\n");
  assert_drawn(TEXT("RETURN '漢字é' x"), (Span){18, 19}, NULL,
               "SyntaxError at line 1, column 14: it is wrong\n"
               "  RETURN '漢字é' x\n"
               "                 ^\n");
  assert_drawn(TEXT("RETURN 'e\xCC\x81' x"), (Span){13, 14}, NULL,
               "SyntaxError at line 1, column 13: it is wrong\n"
               "  RETURN 'e\xCC\x81' x\n"
               "             ^\n");
}

static void the_end_and_nowhere_have_their_pictures(void **state)
{
  (void)state;
  assert_drawn(TEXT("RETURN"), (Span){6, 6}, NULL,
               "SyntaxError at line 1, column 7: it is wrong\n"
               "  RETURN\n"
               "        ^\n");
  assert_drawn(TEXT("RETURN\n"), (Span){7, 7}, NULL,
               "SyntaxError at line 2, column 1: it is wrong\n"
               "  \n"
               "  ^\n");
  assert_drawn(TEXT("RETURN"), SPAN_NONE, "Detail", "SyntaxError (Detail): it is wrong\n");
  assert_drawn((Text){NULL, 0}, SPAN_NONE, NULL, "SyntaxError: it is wrong\n");
  assert_drawn(TEXT("RETURN"), (Span){70, 71}, NULL, "SyntaxError: it is wrong\n");
}

static void text_that_is_not_text_is_drawn_harmlessly(void **state)
{
  (void)state;
  assert_drawn(TEXT("a\xFF\xC3(\x1B[0m\xE6\xBC"), (Span){3, 4}, NULL,
               "SyntaxError at line 1, column 4: it is wrong\n"
               "  a\?\?(?[0m\?\?\n"
               "     ^\n");
  assert_drawn((Text){"a\0b", 3}, (Span){1, 2}, NULL,
               "SyntaxError at line 1, column 2: it is wrong\n"
               "  a?b\n"
               "   ^\n");
}

static void long_lines_are_cut_around_the_place(void **state)
{
  (void)state;
  char line[1000];
  for (size_t place = 0; place <= sizeof line; place += 37) {
    memset(line, '-', sizeof line);
    if (place < sizeof line) line[place] = 'X';
    Error err = {.kind = ERROR_SYNTAX, .span = {(uint32_t)place, (uint32_t)place + 1}, .message = "m"};
    Str out;
    str_init(&out);
    source_render_error(&out, (Text){line, sizeof line}, &err);
    const char *shown = strchr(str_cstr(&out), '\n') + 1, *caret_line = strchr(shown, '\n') + 1;
    const char *caret = strchr(caret_line, '^');
    assert_non_null(caret);
    assert_true(caret_line - shown < 140);
    if (place < sizeof line)
      assert_int_equal(shown[caret - caret_line], 'X');
    else
      assert_int_equal(shown[caret - caret_line], '\n');
    assert_true((strncmp(shown, "  ...", 5) == 0) == (place > 61));
    str_free(&out);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(positions_count_lines_and_characters),
      cmocka_unit_test(the_caret_stands_under_the_place),
      cmocka_unit_test(the_end_and_nowhere_have_their_pictures),
      cmocka_unit_test(text_that_is_not_text_is_drawn_harmlessly),
      cmocka_unit_test(long_lines_are_cut_around_the_place),
  };
  return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
