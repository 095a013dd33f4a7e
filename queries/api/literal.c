/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the literals that data is made of, a hundred times as fast as a statement with them is prepared and run: null,
 * booleans, decimal numbers, strings without escapes, and lists and maps of these. Whatever else it meets it leaves to
 * the parser of the language, which knows better and has the words for what is wrong: what is read here has to mean the
 * same there. */
#include "api.h"

#include "core/utf8.h"

#include <math.h>

enum { MOST_DEPTH = 64, MOST_KEYS = 64, MOST_DIGITS = 18 };

typedef struct LiteralReader {
  const char *at, *end;
  Arena *arena;
} LiteralReader;

static bool read_value(LiteralReader *r, unsigned depth, Value *out);

static void skip_blanks(LiteralReader *r)
{
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')) r->at++;
}

/* Takes the character, and blanks on both sides of it, if it comes next. */
static bool take(LiteralReader *r, char c)
{
  skip_blanks(r);
  if (r->at == r->end || *r->at != c) return false;
  r->at++;
  skip_blanks(r);
  return true;
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t count_digits(const LiteralReader *r, const char *at)
{
  const char *from = at;
  while (at < r->end && is_digit(*at)) at++;
  return (size_t)(at - from);
}

static bool ends_here(const LiteralReader *r, const char *at)
{
  return at == r->end || (!is_letter(*at) && !is_digit(*at) && *at != '.' && (unsigned char)*at < 0x80);
}

static bool read_number(LiteralReader *r, Value *out)
{
  const char *start = r->at, *at = start;
  bool negative = *at == '-';
  at += negative;
  size_t whole = count_digits(r, at);
  if (whole == 0 || whole > MOST_DIGITS || (whole > 1 && *at == '0')) return false;
  const char *digits = at;
  at += whole;
  if (ends_here(r, at)) {
    int64_t n = 0;
    for (; digits < at; digits++) n = n * 10 + (*digits - '0');
    r->at = at;
    *out = value_int(negative ? -n : n);
    return true;
  }
  if (*at++ != '.') return false;
  size_t fraction = count_digits(r, at);
  at += fraction;
  if (fraction > 0 && at < r->end && (*at == 'e' || *at == 'E')) {
    at++;
    if (at < r->end && (*at == '-' || *at == '+')) at++;
    size_t exponent = count_digits(r, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  double number;
  if (fraction == 0 || !ends_here(r, at)) return false;
  if (!value_parse_float((Text){start, (size_t)(at - start)}, &number) || isinf(number)) return false;
  r->at = at;
  *out = value_float(number);
  return true;
}

static bool read_string(LiteralReader *r, Value *out)
{
  char quote = *r->at++;
  const char *start = r->at, *end = memchr(start, quote, (size_t)(r->end - start));
  if (!end || (end + 1 < r->end && end[1] == quote)) return false;
  Text text = {start, (size_t)(end - start)};
  if (text.len > UINT32_MAX || memchr(start, '\\', text.len) || utf8_valid(text) < text.len) return false;
  r->at = end + 1;
  *out = value_string_copy(r->arena, text);
  return true;
}

static Text read_word(LiteralReader *r)
{
  const char *start = r->at;
  while (r->at < r->end && (is_letter(*r->at) || is_digit(*r->at))) r->at++;
  return (Text){start, (size_t)(r->at - start)};
}

static bool read_constant(LiteralReader *r, Value *out)
{
  Text word = read_word(r);
  if (!ends_here(r, r->at)) return false;
  if (text_equal(word, TEXT("true")))
    *out = value_bool(true);
  else if (text_equal(word, TEXT("false")))
    *out = value_bool(false);
  else if (text_equal(word, TEXT("null")))
    *out = VALUE_NULL_VALUE;
  else
    return false;
  return true;
}

static bool read_list(LiteralReader *r, unsigned depth, Value *out)
{
  struct {
    Value *at;
    uint32_t n, cap;
  } items = {0};
  *out = value_list(NULL, 0);
  if (take(r, ']')) return true;
  do {
    Value item;
    if (!read_value(r, depth + 1, &item)) return false;
    ast_push(r->arena, &items, item);
  } while (take(r, ','));
  *out = value_list(items.at, items.n);
  return take(r, ']');
}

static bool has_key(const MapEntry *entries, uint32_t n, Text key)
{
  for (uint32_t i = 0; i < n; i++)
    if (text_equal(entries[i].key, key)) return true;
  return false;
}

static bool read_map(LiteralReader *r, unsigned depth, Value *out)
{
  MapEntry entries[MOST_KEYS];
  uint32_t n = 0;
  *out = value_map(NULL, 0);
  if (take(r, '}')) return true;
  do {
    if (n == MOST_KEYS || r->at == r->end || !is_letter(*r->at)) return false;
    Text key = read_word(r);
    if (has_key(entries, n, key) || !take(r, ':')) return false;
    entries[n].key = arena_text(r->arena, key);
    if (!read_value(r, depth + 1, &entries[n++].value)) return false;
  } while (take(r, ','));
  MapEntry *kept = arena_alloc(r->arena, n * sizeof *kept);
  if (r->arena->bad) return false;
  memcpy(kept, entries, n * sizeof *kept);
  *out = value_map(kept, n);
  return take(r, '}');
}

static bool read_value(LiteralReader *r, unsigned depth, Value *out)
{
  skip_blanks(r);
  if (r->at == r->end || depth > MOST_DEPTH || r->arena->bad) return false;
  switch (*r->at) {
  case '[': return take(r, '[') && read_list(r, depth, out);
  case '{': return take(r, '{') && read_map(r, depth, out);
  case '\'':
  case '"': return read_string(r, out);
  default: break;
  }
  return is_letter(*r->at) ? read_constant(r, out) : read_number(r, out);
}

bool literal_read(Text text, Arena *arena, Value *out)
{
  LiteralReader r = {text.data, text.data + text.len, arena};
  if (!read_value(&r, 0, out)) return false;
  skip_blanks(&r);
  return r.at == r.end && !arena->bad;
}
