/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recursive descent reader that gives back each value's canonical text. NULL stands for a text that is not in the
 * notation, and passes through every level. */
#include "cell.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 500

typedef struct Reader {
  Pool *pool;
  const char *at;
  bool sort_lists;
  unsigned depth;
} Reader;

/* Canonical texts of parts that are joined in order, or sorted. */
typedef struct Parts {
  char **items;
  size_t count;
} Parts;

static char *read_value(Reader *r);

static void skip_space(Reader *r)
{
  while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r') r->at++;
}

static bool take(Reader *r, const char *token)
{
  skip_space(r);
  size_t length = strlen(token);
  if (strncmp(r->at, token, length) != 0) return false;
  r->at += length;
  return true;
}

static void add_part(Reader *r, Parts *parts, char *text)
{
  parts->items = pool_grow(r->pool, parts->items, parts->count, sizeof(char *));
  parts->items[parts->count++] = text;
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join(Reader *r, const Parts *parts, const char *open, const char *separator, const char *close)
{
  size_t length = strlen(open) + strlen(close);
  for (size_t i = 0; i < parts->count; i++) length += strlen(parts->items[i]) + strlen(separator);
  char *text = pool_alloc(r->pool, length + 1);
  char *end = stpcpy(text, open);
  for (size_t i = 0; i < parts->count; i++) {
    if (i) end = stpcpy(end, separator);
    end = stpcpy(end, parts->items[i]);
  }
  stpcpy(end, close);
  return text;
}

static void sort_parts(Parts *parts)
{
  if (parts->count) qsort(parts->items, parts->count, sizeof(char *), by_text);
}

static char *put_codepoint(char *out, uint32_t c)
{
  if (c < 0x80) {
    *out++ = (char)c;
  } else if (c < 0x800) {
    *out++ = (char)(0xC0 | c >> 6);
    *out++ = (char)(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = (char)(0xE0 | c >> 12);
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  } else {
    *out++ = (char)(0xF0 | (c >> 18 & 0x07));
    *out++ = (char)(0x80 | (c >> 12 & 0x3F));
    *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    *out++ = (char)(0x80 | (c & 0x3F));
  }
  return out;
}

/* After a backslash. NULL for an escape that the language does not have. */
static char *read_escape(Reader *r, char *out)
{
  static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
  char letter = *r->at++;
  const char *found = letter ? strchr(letters, letter) : NULL;
  if (found) {
    *out++ = meant[found - letters];
    return out;
  }
  if (letter == 'u' || letter == 'U') {
    int digits = letter == 'u' ? 4 : 8, used = 0;
    unsigned codepoint = 0;
    const char *format = digits == 4 ? "%4x%n" : "%8x%n";
    if (sscanf(r->at, format, &codepoint, &used) != 1 || used != digits) return NULL;
    r->at += digits;
    return put_codepoint(out, codepoint);
  }
  if (!strchr("\\'\"`", letter) || !letter) return NULL;
  *out++ = letter;
  return out;
}

static char *read_string(Reader *r)
{
  char quote = *r->at++;
  size_t length = 0;
  while (r->at[length] && r->at[length] != quote) length += r->at[length] == '\\' && r->at[length + 1] ? 2 : 1;
  /* A byte takes at most two in the canonical text, where a quote and a backslash are escaped. */
  char *text = pool_alloc(r->pool, 2 * length + 3);
  char *out = text;
  *out++ = '\'';
  while (*r->at != quote) {
    if (!*r->at) return NULL;
    char *start = out;
    if (*r->at == '\\') {
      r->at++;
      out = read_escape(r, out);
      if (!out) return NULL;
    } else {
      *out++ = *r->at++;
    }
    if (*start == '\'' || *start == '\\') {
      start[1] = start[0];
      start[0] = '\\';
      out = start + 2;
    }
  }
  r->at++;
  *out++ = '\'';
  return text;
}

static char *read_name(Reader *r)
{
  skip_space(r);
  if (*r->at != '`') {
    size_t length = strcspn(r->at, " \t\n:,(){}[]<>|'\"`");
    char *name = length ? pool_copy(r->pool, r->at, length) : NULL;
    r->at += length;
    return name;
  }
  char *name = pool_alloc(r->pool, strlen(r->at)), *out = name;
  for (r->at++; *r->at != '`' || r->at[1] == '`'; *out++ = *r->at++) {
    if (!*r->at) return NULL;
    if (*r->at == '`') r->at++;
  }
  r->at++;
  return name;
}

static char *read_number(Reader *r)
{
  char *end;
  size_t digits = strspn(r->at, "+-0123456789");
  if (!strchr(".eE", r->at[digits]) || !r->at[digits]) {
    errno = 0;
    long long integer = strtoll(r->at, &end, 10);
    if (end == r->at || errno) return NULL;
    r->at = end;
    return pool_printf(r->pool, "%lld", integer);
  }
  double number = strtod(r->at, &end);
  if (end == r->at) return NULL;
  r->at = end;
  char *text = pool_printf(r->pool, "%.17g", number == 0 ? 0.0 : number);
  return strpbrk(text, ".en") ? text : pool_printf(r->pool, "%s.0", text);
}

static char *read_word(Reader *r)
{
  static const char *const words[][2] = {{"null", "null"},      {"true", "true"},          {"false", "false"},
                                         {"NaN", "NaN"},        {"Infinity", "Infinity"},  {"Inf", "Infinity"},
                                         {"-Inf", "-Infinity"}, {"-Infinity", "-Infinity"}};
  size_t length = strspn(r->at, "-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strlen(words[i][0]) == length && strncmp(words[i][0], r->at, length) == 0) {
      r->at += length;
      return pool_copy(r->pool, words[i][1], strlen(words[i][1]));
    }
  }
  return read_number(r);
}

static char *read_map(Reader *r)
{
  Parts entries = {0};
  if (!take(r, "{")) return NULL;
  if (!take(r, "}")) {
    do {
      skip_space(r);
      char *key = read_name(r);
      char *value = key && take(r, ":") ? read_value(r) : NULL;
      if (!value) return NULL;
      add_part(r, &entries, pool_printf(r->pool, "%s: %s", key, value));
    } while (take(r, ","));
    if (!take(r, "}")) return NULL;
  }
  sort_parts(&entries);
  return join(r, &entries, "{", ", ", "}");
}

/* Labels or a type, then properties, up to the closing bracket: (:A:B {x: 1}), [:T]. Empty properties count as none. */
static char *read_entity(Reader *r, const char *open, const char *close)
{
  Parts names = {0};
  char *properties = NULL;
  if (!take(r, open)) return NULL;
  while (take(r, ":")) {
    char *name = read_name(r);
    if (!name) return NULL;
    add_part(r, &names, pool_printf(r->pool, ":%s", name));
  }
  skip_space(r);
  if (*r->at == '{' && !(properties = read_map(r))) return NULL;
  if (!take(r, close)) return NULL;
  sort_parts(&names);
  char *text = join(r, &names, open, "", "");
  if (properties && strcmp(properties, "{}") != 0) {
    return pool_printf(r->pool, "%s%s%s%s", text, names.count ? " " : "", properties, close);
  }
  return pool_printf(r->pool, "%s%s", text, close);
}

static char *read_path(Reader *r)
{
  Parts parts = {0};
  if (!take(r, "<")) return NULL;
  for (;;) {
    char *node = read_entity(r, "(", ")");
    if (!node) return NULL;
    add_part(r, &parts, node);
    if (take(r, ">")) return join(r, &parts, "<", "", ">");
    bool backwards = take(r, "<");
    char *rel = take(r, "-") ? read_entity(r, "[", "]") : NULL;
    if (!rel || !take(r, "-") || (!backwards && !take(r, ">"))) return NULL;
    add_part(r, &parts, pool_printf(r->pool, "%s-%s-%s", backwards ? "<" : "", rel, backwards ? "" : ">"));
  }
}

static char *read_list(Reader *r)
{
  Parts items = {0};
  const char *start = r->at;
  if (!take(r, "[")) return NULL;
  if (take(r, ":")) {
    r->at = start;
    return read_entity(r, "[", "]");
  }
  if (!take(r, "]")) {
    do {
      char *item = read_value(r);
      if (!item) return NULL;
      add_part(r, &items, item);
    } while (take(r, ","));
    if (!take(r, "]")) return NULL;
  }
  if (r->sort_lists) sort_parts(&items);
  return join(r, &items, "[", ", ", "]");
}

/* edtf('1939~') */
static char *read_edtf(Reader *r)
{
  if (!take(r, "edtf(")) return NULL;
  skip_space(r);
  char *text = *r->at == '\'' ? read_string(r) : NULL;
  return text && take(r, ")") ? pool_printf(r->pool, "edtf(%s)", text) : NULL;
}

static char *read_value(Reader *r)
{
  if (r->depth >= MAX_DEPTH) return NULL;
  r->depth++;
  skip_space(r);
  char *text = NULL;
  switch (*r->at) {
  case '\'':
  case '"': text = read_string(r); break;
  case '{': text = read_map(r); break;
  case '[': text = read_list(r); break;
  case '(': text = read_entity(r, "(", ")"); break;
  case '<': text = read_path(r); break;
  case 'e': text = read_edtf(r); break;
  default: text = read_word(r); break;
  }
  r->depth--;
  return text;
}

char *cell_canonical(Pool *pool, const char *text, bool sort_lists)
{
  Reader r = {pool, text, sort_lists, 0};
  char *canonical = read_value(&r);
  skip_space(&r);
  return *r.at ? NULL : canonical;
}
