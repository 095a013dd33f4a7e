/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8 and Unicode; see utf8.h. Plain ASCII, which most text is, never reaches utf8proc. */
#include "utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD, LONGEST_COMPARED = 128 };

static bool is_continuation(char c)
{
  return ((unsigned char)c & 0xC0) == 0x80;
}

/* Bytes of the character that starts with this lead byte; 1 for a byte that starts none. */
static size_t sequence_length(unsigned char lead)
{
  if (lead < 0xC2 || lead > 0xF4) return 1;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Where the ASCII that begins at `from` ends. */
static size_t skip_ascii(Text text, size_t from)
{
  size_t i = from;
  for (uint64_t word; i + sizeof word <= text.len; i += sizeof word) {
    memcpy(&word, text.data + i, sizeof word);
    if (word & UINT64_C(0x8080808080808080)) break;
  }
  while (i < text.len && (unsigned char)text.data[i] < 0x80) i++;
  return i;
}

static bool is_ascii(Text text)
{
  return skip_ascii(text, 0) == text.len;
}

size_t utf8_valid(Text text)
{
  for (size_t i = 0;;) {
    i = skip_ascii(text, i);
    if (i == text.len) return i;
    const unsigned char *s = (const unsigned char *)text.data + i;
    size_t n = sequence_length(s[0]);
    if (n == 1 || n > text.len - i) return i;
    for (size_t k = 1; k < n; k++)
      if (!is_continuation(text.data[i + k])) return i;
    bool overlong = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
    bool surrogate = s[0] == 0xED && s[1] > 0x9F;
    bool beyond = s[0] == 0xF4 && s[1] > 0x8F;
    if (overlong || surrogate || beyond) return i;
    i += n;
  }
}

uint32_t utf8_next(Text text, size_t *at)
{
  const unsigned char *s = (const unsigned char *)text.data + *at;
  size_t n = sequence_length(s[0]);
  if (LIKELY(n == 1)) {
    *at += 1;
    return s[0] < 0x80 ? s[0] : REPLACEMENT;
  }
  if (UNLIKELY(n > text.len - *at)) { /* not valid after all; stay inside */
    *at = text.len;
    return REPLACEMENT;
  }
  *at += n;
  uint32_t c = s[0] & (0x7Fu >> n);
  for (size_t k = 1; k < n; k++) c = c << 6 | (s[k] & 0x3Fu);
  return c;
}

uint32_t utf8_prev(Text text, size_t *at)
{
  size_t start = *at - 1;
  for (int back = 0; back < 3 && start > 0 && is_continuation(text.data[start]); back++) start--;
  *at = start;
  return utf8_next(text, &start);
}

size_t utf8_encode(uint32_t codepoint, char out[4])
{
  uint32_t c = codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF) ? REPLACEMENT : codepoint;
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t k = n - 1; k > 0; k--, c >>= 6) out[k] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)((0xF00 >> n & 0xFF) | c);
  return n;
}

size_t utf8_length(Text text)
{
  size_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += !is_continuation(text.data[i]);
  return n;
}

size_t utf8_offset(Text text, size_t n)
{
  size_t i = 0;
  for (; n > 0 && i < text.len; n--)
    for (i++; i < text.len && is_continuation(text.data[i]);) i++;
  return i;
}

size_t utf8_cut(Text text, size_t max)
{
  size_t end = MIN(text.len, max);
  if (end == 0) return 0;
  size_t last = end - 1;
  for (int back = 0; back < 3 && last > 0 && is_continuation(text.data[last]); back++) last--;
  return last + sequence_length((unsigned char)text.data[last]) > end ? last : end;
}

size_t utf8_width(Text text)
{
  size_t width = 0;
  for (size_t i = 0; i < text.len;) {
    uint32_t c = utf8_next(text, &i);
    if (c < 0x7F) {
      width += c >= 0x20;
      continue;
    }
    int w = utf8proc_charwidth((utf8proc_int32_t)c);
    if (w > 0) width += (size_t)w;
  }
  return width;
}

static utf8proc_category_t category(uint32_t c)
{
  return utf8proc_category((utf8proc_int32_t)c);
}

static bool is_letter(uint32_t c)
{
  utf8proc_category_t k = category(c);
  return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO;
}

/* ID_Start and ID_Continue are derived from general categories, give or take the characters that UAX #31 lists
 * (Other_ID_Start, Other_ID_Continue, Pattern_Syntax). */
bool utf8_is_identifier_start(uint32_t codepoint)
{
  uint32_t c = codepoint;
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  if (c == 0x2E2F) return false;
  if (c == 0x1885 || c == 0x1886 || c == 0x2118 || c == 0x212E || c == 0x309B || c == 0x309C) return true;
  return is_letter(c) || category(c) == UTF8PROC_CATEGORY_NL;
}

bool utf8_is_identifier_continue(uint32_t codepoint)
{
  uint32_t c = codepoint;
  if (utf8_is_identifier_start(c)) return true;
  if (c < 0x80) return c >= '0' && c <= '9';
  if (c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA) return true;
  switch (category(c)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ND:
  case UTF8PROC_CATEGORY_PC: return true;
  default: return false;
  }
}

/* Unicode White_Space, and what openCypher's grammar adds to it: the separators 1C to 1F and 180E. */
bool utf8_is_space(uint32_t codepoint)
{
  uint32_t c = codepoint;
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* ---- case */

static void add_ascii_mapped(Str *out, Text text, char first, char last)
{
  if (!str_reserve(out, text.len)) return;
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    out->data[out->len++] = (char)(c >= first && c <= last ? c ^ 0x20 : c);
  }
  out->data[out->len] = '\0';
}

/* Unicode's Final_Sigma: a letter before, none after; marks do not count. */
static bool is_final_sigma(Text text, size_t start, size_t end)
{
  uint32_t c = 0;
  for (size_t i = start; i > 0;) {
    c = utf8_prev(text, &i);
    if (category(c) != UTF8PROC_CATEGORY_MN) break;
  }
  if (c == 0 || !is_letter(c)) return false;
  for (size_t i = end; i < text.len;) {
    c = utf8_next(text, &i);
    if (category(c) != UTF8PROC_CATEGORY_MN) return !is_letter(c);
  }
  return true;
}

void utf8_lower(Str *out, Text text)
{
  enum { CAPITAL_SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2, CAPITAL_I_WITH_DOT = 0x130, DOT_ABOVE = 0x307 };
  if (is_ascii(text)) {
    add_ascii_mapped(out, text, 'A', 'Z');
    return;
  }
  for (size_t i = 0, start; i < text.len;) {
    start = i;
    uint32_t c = utf8_next(text, &i);
    if (c == CAPITAL_SIGMA && is_final_sigma(text, start, i)) {
      str_add_codepoint(out, FINAL_SIGMA);
    } else if (c == CAPITAL_I_WITH_DOT) {
      str_add_char(out, 'i');
      str_add_codepoint(out, DOT_ABOVE);
    } else {
      str_add_codepoint(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)c));
    }
  }
}

/* Where one character becomes several in upper case (the sharp s, ligatures, Greek with iota subscript), they are the
 * capitals of its full case folding: that is what Unicode's SpecialCasing.txt says for each of them. */
void utf8_upper(Str *out, Text text)
{
  if (is_ascii(text)) {
    add_ascii_mapped(out, text, 'a', 'z');
    return;
  }
  for (size_t i = 0; i < text.len;) {
    utf8proc_int32_t c = (utf8proc_int32_t)utf8_next(text, &i), folded[8];
    int boundary = 0;
    utf8proc_ssize_t n = 1;
    folded[0] = c;
    if (c >= 0x80 && utf8proc_category(c) != UTF8PROC_CATEGORY_LU)
      n = utf8proc_decompose_char(c, folded, (utf8proc_ssize_t)ARRAY_LEN(folded), UTF8PROC_CASEFOLD, &boundary);
    if (n <= 1 || n > (utf8proc_ssize_t)ARRAY_LEN(folded)) {
      folded[0] = c;
      n = 1;
    }
    for (utf8proc_ssize_t k = 0; k < n; k++) str_add_codepoint(out, (uint32_t)utf8proc_toupper(folded[k]));
  }
}

/* ---- normal forms */

static void add_mapped(Str *out, Text text, unsigned options)
{
  utf8proc_uint8_t *mapped = NULL;
  utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &mapped,
                                      (utf8proc_option_t)options);
  if (len < 0) {
    out->bad = true;
    return;
  }
  str_add_bytes(out, mapped, (size_t)len);
  free(mapped);
}

void utf8_fold(Str *out, Text text)
{
  if (is_ascii(text))
    add_ascii_mapped(out, text, 'A', 'Z');
  else
    add_mapped(out, text,
               UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
}

void utf8_normalize(Str *out, Text text, NormalForm form)
{
  static const unsigned options[] = {
      [NORMAL_NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
      [NORMAL_NFD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
      [NORMAL_NFKC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
      [NORMAL_NFKD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
  };
  if (is_ascii(text))
    str_add_text(out, text);
  else
    add_mapped(out, text, options[form]);
}

/* ---- distance */

static size_t decode(Text text, uint32_t out[LONGEST_COMPARED])
{
  size_t n = 0;
  for (size_t i = 0; i < text.len && n < LONGEST_COMPARED;) out[n++] = utf8_next(text, &i);
  return n;
}

/* The "optimal string alignment" form of the Damerau-Levenshtein distance: no piece is edited twice. Three rows of the
 * usual table are enough. */
unsigned utf8_distance(Text a, Text b, unsigned max)
{
  if (text_equal(a, b)) return 0;
  size_t a_length = utf8_length(a), b_length = utf8_length(b);
  size_t apart = a_length > b_length ? a_length - b_length : b_length - a_length;
  if (apart > max || MAX(a_length, b_length) > LONGEST_COMPARED) return max + 1;

  uint32_t as[LONGEST_COMPARED], bs[LONGEST_COMPARED];
  size_t na = decode(a, as), nb = decode(b, bs);
  unsigned rows[3][LONGEST_COMPARED + 1];
  unsigned *before = rows[0], *above = rows[1], *row = rows[2];
  for (size_t j = 0; j <= nb; j++) above[j] = (unsigned)j;
  for (size_t i = 1; i <= na; i++) {
    unsigned least = row[0] = (unsigned)i;
    for (size_t j = 1; j <= nb; j++) {
      unsigned cost = MIN(above[j], row[j - 1]) + 1;
      unsigned replaced = above[j - 1] + (as[i - 1] != bs[j - 1]);
      cost = MIN(cost, replaced);
      if (i > 1 && j > 1 && as[i - 1] == bs[j - 2] && as[i - 2] == bs[j - 1]) {
        unsigned swapped = before[j - 2] + 1;
        cost = MIN(cost, swapped);
      }
      row[j] = cost;
      least = MIN(least, cost);
    }
    /* A swap reaches two rows back, but never for less than the row between it costs. */
    if (least > max) return max + 1;
    unsigned *free_row = before;
    before = above;
    above = row;
    row = free_row;
  }
  return MIN(above[nb], max + 1);
}
