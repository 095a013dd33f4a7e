/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 reading and writing over all of Unicode, and the case mapping and distances that functions rest on. */
#include "core/utf8.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <utf8proc.h>

static bool is_surrogate(uint32_t c)
{
  return c >= 0xD800 && c <= 0xDFFF;
}

static void every_code_point_goes_round(void **state)
{
  (void)state;
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    if (is_surrogate(c)) continue;
    char bytes[4];
    Text text = {bytes, utf8_encode(c, bytes)};
    size_t at = 0, back = text.len;
    if (utf8_valid(text) != text.len || utf8_next(text, &at) != c || at != text.len) fail_msg("U+%04X forwards", c);
    if (utf8_prev(text, &back) != c || back != 0) fail_msg("U+%04X backwards", c);
    if (utf8_length(text) != 1) fail_msg("U+%04X length", c);
  }
}

static void what_is_no_code_point_is_written_as_replacement(void **state)
{
  (void)state;
  char bytes[4];
  assert_int_equal(utf8_encode(0xD800, bytes), 3);
  assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
  assert_int_equal(utf8_encode(0x110000, bytes), 3);
  assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void bad_bytes_are_found_where_they_are(void **state)
{
  (void)state;
  const struct {
    Text text;
    size_t bad_at;
  } cases[] = {
      {{NULL, 0}, 0},
      {TEXT("plain ascii of some length"), 26},
      {TEXT("Kõrgõzstan"), 12},
      {TEXT("12345678\x80"), 8},         /* a continuation alone */
      {TEXT("12345678\xC3"), 8},         /* cut off */
      {TEXT("ab\xC3\x41"), 2},           /* no continuation */
      {TEXT("ab\xC0\x80"), 2},           /* overlong */
      {TEXT("ab\xC1\xBF"), 2},           /* overlong */
      {TEXT("\xE0\x9F\xBF"), 0},         /* overlong */
      {TEXT("\xF0\x8F\xBF\xBF"), 0},     /* overlong */
      {TEXT("\xED\xA0\x80"), 0},         /* surrogate */
      {TEXT("\xF4\x90\x80\x80"), 0},     /* above 10FFFF */
      {TEXT("\xF5\x80\x80\x80"), 0},     /* never used */
      {TEXT("\xFF"), 0},                 /* never used */
      {TEXT("\xE2\x82\xAC\xE2\x82"), 3}, /* good, then cut off */
  };
  for (size_t i = 0; i < ARRAY_LEN(cases); i++) assert_int_equal(utf8_valid(cases[i].text), cases[i].bad_at);
}

static void random_bytes_are_judged_as_utf8proc_does(void **state)
{
  (void)state;
  static const unsigned char interesting[] = {'a',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                              0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 0x80, 0x80};
  uint64_t random = 7;
  for (int round = 0; round < 200000; round++) {
    unsigned char bytes[12];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = interesting[(random_next(&random) >> 32) % sizeof interesting];
    size_t good = 0;
    for (utf8proc_int32_t c; good < sizeof bytes;) {
      utf8proc_ssize_t n = utf8proc_iterate(bytes + good, (utf8proc_ssize_t)(sizeof bytes - good), &c);
      if (n <= 0) break;
      good += (size_t)n;
    }
    Text text = {(const char *)bytes, sizeof bytes};
    assert_int_equal(utf8_valid(text), good);
    for (size_t i = 0; i < text.len;) utf8_next(text, &i); /* ends, whatever the bytes */
    for (size_t i = text.len; i > 0;) utf8_prev(text, &i);
    assert_true(utf8_cut(text, sizeof bytes / 2) <= sizeof bytes / 2);
  }
}

static void reading_bad_text_stays_inside(void **state)
{
  (void)state;
  for (unsigned lead = 0x80; lead <= 0xFF; lead++) {
    char *byte = malloc(1);
    byte[0] = (char)lead;
    size_t at = 0;
    assert_int_equal(utf8_next((Text){byte, 1}, &at), 0xFFFD);
    assert_int_equal(at, 1);
    free(byte);
  }
}

static void positions_count_characters(void **state)
{
  (void)state;
  Text text = TEXT("aõ€🗺b");
  assert_int_equal(utf8_length(text), 5);
  static const size_t offsets[] = {0, 1, 3, 6, 10, 11, 11, 11};
  for (size_t n = 0; n < ARRAY_LEN(offsets); n++) assert_int_equal(utf8_offset(text, n), offsets[n]);
  assert_int_equal(utf8_length((Text){NULL, 0}), 0);
  assert_int_equal(utf8_offset((Text){NULL, 0}, 3), 0);

  size_t at = text.len;
  static const uint32_t backwards[] = {'b', 0x1F5FA, 0x20AC, 0xF5, 'a'};
  for (size_t i = 0; i < ARRAY_LEN(backwards); i++) assert_int_equal(utf8_prev(text, &at), backwards[i]);
  assert_int_equal(at, 0);
}

static void cuts_fall_between_characters(void **state)
{
  (void)state;
  Text text = TEXT("aõ€🗺b");
  static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (size_t max = 0; max < ARRAY_LEN(cuts); max++) assert_int_equal(utf8_cut(text, max), cuts[max]);
  assert_int_equal(utf8_cut(TEXT("ab\xE2\x82"), 100), 2); /* the text itself ends within a character */
}

static void width_counts_columns(void **state)
{
  (void)state;
  assert_int_equal(utf8_width(TEXT("Riga")), 4);
  assert_int_equal(utf8_width(TEXT("Rīga")), 4);
  assert_int_equal(utf8_width(TEXT("Ri\xCC\x84ga")), 4); /* i and a combining macron */
  assert_int_equal(utf8_width(TEXT("東京")), 4);
  assert_int_equal(utf8_width(TEXT("a\tb\n")), 2);
}

static void identifiers_follow_unicode(void **state)
{
  (void)state;
  static const uint32_t starts[] = {'a', 'Z', '_', 0xF5, 0x416, 0x6771, 0x2118};
  static const uint32_t only_continue[] = {'0', '9', 0xB7, 0x301, 0x660, 0x203F};
  static const uint32_t neither[] = {' ', '-', '$', '`', 0x20AC, 0x2E2F, 0x1F5FA, 0};
  for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
    assert_true(utf8_is_identifier_start(starts[i]));
    assert_true(utf8_is_identifier_continue(starts[i]));
  }
  for (size_t i = 0; i < ARRAY_LEN(only_continue); i++) {
    assert_false(utf8_is_identifier_start(only_continue[i]));
    assert_true(utf8_is_identifier_continue(only_continue[i]));
  }
  for (size_t i = 0; i < ARRAY_LEN(neither); i++) assert_false(utf8_is_identifier_continue(neither[i]));
}

static void spaces_are_unicode_spaces(void **state)
{
  (void)state;
  static const uint32_t spaces[] = {' ', '\t', '\n', '\v', '\f', '\r', 0x1C, 0x85, 0xA0, 0x2028, 0x3000};
  for (size_t i = 0; i < ARRAY_LEN(spaces); i++) assert_true(utf8_is_space(spaces[i]));
  assert_false(utf8_is_space('a'));
  assert_false(utf8_is_space(0));
  assert_false(utf8_is_space(0x200B));
}

typedef void (*Mapping)(Str *out, Text text);

static void assert_mapped(Mapping map, Text from, const char *to)
{
  Str s;
  str_init(&s);
  str_add(&s, ">");
  map(&s, from);
  assert_string_equal(str_cstr(&s) + 1, to);
  assert_int_equal(s.len, strlen(to) + 1);
  str_free(&s);
}

static void case_maps_beyond_ascii(void **state)
{
  (void)state;
  assert_mapped(utf8_lower, TEXT("TREATY of 1920 [@Z`{"), "treaty of 1920 [@z`{");
  assert_mapped(utf8_upper, TEXT("Treaty of 1920 [@z`{"), "TREATY OF 1920 [@Z`{");
  assert_mapped(utf8_lower, (Text){NULL, 0}, "");
  assert_mapped(utf8_upper, (Text){NULL, 0}, "");
  assert_mapped(utf8_lower, TEXT("KÕRGÕZSTAN, МОСКВА"), "kõrgõzstan, москва");
  assert_mapped(utf8_upper, TEXT("Päts, Москва"), "PÄTS, МОСКВА");
  assert_mapped(utf8_upper, TEXT("Straße, ﬁn, ŉ, և, ᾳ"), "STRASSE, FIN, ʼN, ԵՒ, ΑΙ");
  assert_mapped(utf8_upper, TEXT("İẞ"), "İẞ"); /* capitals stay, though their folding is longer */
  assert_mapped(utf8_lower, TEXT("İ"), "i\xCC\x87");
  assert_mapped(utf8_lower, TEXT("ΟΔΥΣΣΕΥΣ ΣΑΣ, Σ"), "οδυσσευς σας, σ");
}

static void folding_drops_case_and_diacritics(void **state)
{
  (void)state;
  assert_mapped(utf8_fold, TEXT("Päts"), "pats");
  assert_mapped(utf8_fold, TEXT("PATS"), "pats");
  assert_mapped(utf8_fold, TEXT("P\x61\xCC\x88ts"), "pats");
  assert_mapped(utf8_fold, TEXT("Ulmanis, Kārlis Augusts Vilhelms"), "ulmanis, karlis augusts vilhelms");
  assert_mapped(utf8_fold, TEXT("Straße"), "strasse");
  assert_mapped(utf8_fold, TEXT("ﬁn"), "fin");
  assert_mapped(utf8_fold, (Text){NULL, 0}, "");
}

static void assert_normal(NormalForm form, Text from, const char *to)
{
  Str s;
  str_init(&s);
  utf8_normalize(&s, from, form);
  assert_string_equal(str_cstr(&s), to);
  str_free(&s);
}

static void normal_forms(void **state)
{
  (void)state;
  assert_normal(NORMAL_NFC, TEXT("Pa\xCC\x88ts"), "Päts");
  assert_normal(NORMAL_NFD, TEXT("Päts"), "Pa\xCC\x88ts");
  assert_normal(NORMAL_NFC, TEXT("ﬁ"), "ﬁ");
  assert_normal(NORMAL_NFKC, TEXT("ﬁ ²"), "fi 2");
  assert_normal(NORMAL_NFKD, TEXT("ﬁ ä"), "fi a\xCC\x88");
  assert_normal(NORMAL_NFC, TEXT("ascii"), "ascii");
}

static void distance_counts_edits_and_swaps(void **state)
{
  (void)state;
  assert_int_equal(utf8_distance(TEXT("name"), TEXT("name"), 3), 0);
  assert_int_equal(utf8_distance(TEXT("nmae"), TEXT("name"), 3), 1);
  assert_int_equal(utf8_distance(TEXT("names"), TEXT("name"), 3), 1);
  assert_int_equal(utf8_distance(TEXT("nome"), TEXT("name"), 3), 1);
  assert_int_equal(utf8_distance(TEXT("Kõrgõz"), TEXT("Korgoz"), 3), 2);
  assert_int_equal(utf8_distance(TEXT("ca"), TEXT("abc"), 5), 3); /* no piece is edited twice */
  assert_int_equal(utf8_distance(TEXT("kitten"), TEXT("sitting"), 5), 3);
  assert_int_equal(utf8_distance((Text){NULL, 0}, TEXT("abc"), 5), 3);
}

static void distance_is_capped(void **state)
{
  (void)state;
  assert_int_equal(utf8_distance(TEXT("kitten"), TEXT("sitting"), 2), 3);
  assert_int_equal(utf8_distance(TEXT("abcdefgh"), TEXT("stuvwxyz"), 2), 3);
  assert_int_equal(utf8_distance(TEXT("a"), TEXT("abcdefghijkl"), 2), 3);
  assert_int_equal(utf8_distance(TEXT("a"), TEXT("b"), 0), 1);
  char longer[300];
  memset(longer, 'a', sizeof longer);
  Text text = {longer, sizeof longer};
  assert_int_equal(utf8_distance(text, text, 2), 0);
  assert_int_equal(utf8_distance(text, (Text){longer, sizeof longer - 1}, 2), 3); /* too long to be looked at */
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_code_point_goes_round),
      cmocka_unit_test(what_is_no_code_point_is_written_as_replacement),
      cmocka_unit_test(bad_bytes_are_found_where_they_are),
      cmocka_unit_test(random_bytes_are_judged_as_utf8proc_does),
      cmocka_unit_test(reading_bad_text_stays_inside),
      cmocka_unit_test(positions_count_characters),
      cmocka_unit_test(cuts_fall_between_characters),
      cmocka_unit_test(width_counts_columns),
      cmocka_unit_test(identifiers_follow_unicode),
      cmocka_unit_test(spaces_are_unicode_spaces),
      cmocka_unit_test(case_maps_beyond_ascii),
      cmocka_unit_test(folding_drops_case_and_diacritics),
      cmocka_unit_test(normal_forms),
      cmocka_unit_test(distance_counts_edits_and_swaps),
      cmocka_unit_test(distance_is_capped),
  };
  return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
