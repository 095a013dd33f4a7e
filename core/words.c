/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Splitting texts into words and folding them; see words.h. Case and most diacritics go by Unicode's own tables
 * (compatibility decomposition, full case folding); the rest is a short list of letters that Unicode does not take
 * apart, with what they are written as where a keyboard lacks them, as in Lucene's ASCIIFoldingFilter. */
#include "words.h"

#include "utf8.h"

#include <utf8proc.h>

static const struct {
  uint32_t letter; /* in its folded case */
  const char *plain;
} letters[] = {
    {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},   {0xFE, "th"},  {0x111, "d"},  {0x127, "h"},  {0x131, "i"}, {0x138, "k"},
    {0x142, "l"}, {0x14B, "n"}, {0x153, "oe"}, {0x167, "t"},  {0x180, "b"},  {0x188, "c"},  {0x18C, "d"}, {0x192, "f"},
    {0x199, "k"}, {0x19A, "l"}, {0x1A5, "p"},  {0x1AD, "t"},  {0x1B4, "y"},  {0x1B6, "z"},  {0x1DD, "e"}, {0x1E5, "g"},
    {0x221, "d"}, {0x23C, "c"}, {0x247, "e"},  {0x249, "j"},  {0x24D, "r"},  {0x24F, "y"},  {0x253, "b"}, {0x254, "o"},
    {0x256, "d"}, {0x257, "d"}, {0x259, "a"},  {0x25B, "e"},  {0x260, "g"},  {0x268, "i"},  {0x26B, "l"}, {0x272, "n"},
    {0x275, "o"}, {0x289, "u"}, {0x1E9C, "s"}, {0x2C65, "a"}, {0x2C66, "t"}, {0xA7C1, "o"},
};

static const char *plain_letter(uint32_t c)
{
  size_t low = 0, high = ARRAY_LEN(letters);
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (letters[middle].letter == c) return letters[middle].plain;
    if (letters[middle].letter < c)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* Accents and vowel points have a combining class of their own; what has none, or is a nukta, a voicing mark or a
 * virama, tells letters apart in its script. */
static bool is_dropped_mark(uint32_t c)
{
  enum { VIRAMA = 9 };
  return utf8proc_get_property((utf8proc_int32_t)c)->combining_class > VIRAMA;
}

static bool is_part_of_word(uint32_t c)
{
  if (c < 0x80) return (c | 0x20) - 'a' < 26 || c - '0' < 10;
  switch (utf8proc_category((utf8proc_int32_t)c)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_ND:
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_NO: return true;
  default: return false;
  }
}

/* Ideographs and hiragana: no blanks tell where a word ends. */
static bool stands_alone(uint32_t c)
{
  return (c >= 0x3041 && c <= 0x309F) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static void fold_letter(Str *out, uint32_t c)
{
  utf8proc_int32_t parts[32];
  int boundary = 0;
  if (c < 0x80) {
    str_add_char(out, (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c));
    return;
  }
  utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, (utf8proc_ssize_t)ARRAY_LEN(parts),
                                               UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
  for (utf8proc_ssize_t i = 0; i < n && i < (utf8proc_ssize_t)ARRAY_LEN(parts); i++) {
    uint32_t part = (uint32_t)parts[i];
    const char *plain = plain_letter(part);
    if (plain)
      str_add(out, plain);
    else if (is_part_of_word(part) && !is_dropped_mark(part))
      str_add_codepoint(out, part);
  }
}

void words_fold(Str *out, Text text)
{
  for (size_t at = 0; at < text.len;) {
    uint32_t c = utf8_next(text, &at);
    if (is_part_of_word(c)) fold_letter(out, c);
  }
}

void words_begin(WordReader *r, Text text)
{
  *r = (WordReader){.text = text};
  str_init(&r->folded);
}

/* A mark alone folds to nothing, and is no word. */
bool words_next(WordReader *r)
{
  str_clear(&r->folded);
  while (r->at < r->text.len && r->folded.len == 0) {
    size_t next = r->at;
    uint32_t c = utf8_next(r->text, &next);
    r->start = r->at;
    r->at = next;
    if (!is_part_of_word(c)) continue;
    fold_letter(&r->folded, c);
    bool alone = stands_alone(c);
    while (r->at < r->text.len) {
      c = utf8_next(r->text, &next);
      if (!is_part_of_word(c) || stands_alone(c) || (alone && !is_dropped_mark(c))) break;
      fold_letter(&r->folded, c);
      r->at = next;
    }
  }
  r->end = r->at;
  r->word = str_text(&r->folded);
  return r->word.len > 0 && !r->folded.bad;
}

void words_end(WordReader *r)
{
  str_free(&r->folded);
}
