/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours for Cypher text; see colour.h. The eight basic colours only, which every theme of a terminal keeps readable.
 */
#include "colour.h"

#include "lex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef enum Style {
  STYLE_PLAIN,
  STYLE_KEYWORD,
  STYLE_STRING,
  STYLE_NUMBER,
  STYLE_COMMENT,
  STYLE_PARAMETER,
  STYLE_LABEL,
  STYLE_FUNCTION,
  STYLE_COMMAND
} Style;

static const char *const sequences[] = {
    [STYLE_PLAIN] = "",          [STYLE_KEYWORD] = "\033[1;34m", [STYLE_STRING] = "\033[32m",
    [STYLE_NUMBER] = "\033[35m", [STYLE_COMMENT] = "\033[2m",    [STYLE_PARAMETER] = "\033[33m",
    [STYLE_LABEL] = "\033[36m",  [STYLE_FUNCTION] = "\033[34m",  [STYLE_COMMAND] = "\033[1m",
};

/* ---- keywords */

static int compare_words(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void keywords_load(Keywords *k, clio_db *db)
{
  const char *name;
  *k = (Keywords){0};
  for (uint32_t i = 0; (name = clio_name(db, CLIO_KEYWORDS, i, NULL)); i++) {
    k->at = reallocate(k->at, k->n + 1, sizeof *k->at);
    char *copy = k->at[k->n++] = copy_text(name, strlen(name));
    for (; *copy; copy++) *copy = (char)toupper((unsigned char)*copy);
  }
  if (k->n > 0) qsort(k->at, k->n, sizeof *k->at, compare_words);
}

void keywords_free(Keywords *k)
{
  for (size_t i = 0; i < k->n; i++) free(k->at[i]);
  free(k->at);
  *k = (Keywords){0};
}

bool keywords_have(const Keywords *k, const char *word, size_t len)
{
  char upper[32], *key = upper;
  if (len >= sizeof upper || k->n == 0) return false;
  for (size_t i = 0; i < len; i++) upper[i] = (char)toupper((unsigned char)word[i]);
  upper[len] = '\0';
  return bsearch(&key, k->at, k->n, sizeof *k->at, compare_words) != NULL;
}

/* ---- styles */

static char next_sign(const char *text, size_t len, size_t at)
{
  while (at < len && (text[at] == ' ' || text[at] == '\t')) at++;
  return at < len ? text[at] : 0;
}

static Style style_of_name(const Keywords *k, const Context *c, const char *text, size_t len, const Token *t)
{
  char next = next_sign(text, len, t->end);
  if (context_expects_label(c)) return STYLE_LABEL;
  if (c->last_sign == '.') return STYLE_PLAIN; /* a property */
  bool key = next == ':' && context_bracket(c) == '{';
  if (!key && keywords_have(k, text + t->start, t->end - t->start)) return STYLE_KEYWORD;
  return next == '(' ? STYLE_FUNCTION : STYLE_PLAIN;
}

static Style style_of(const Keywords *k, const Context *c, const char *text, size_t len, const Token *t)
{
  switch (t->kind) {
  case TOKEN_COMMENT: return STYLE_COMMENT;
  case TOKEN_STRING: return STYLE_STRING;
  case TOKEN_NUMBER: return STYLE_NUMBER;
  case TOKEN_PARAMETER: return STYLE_PARAMETER;
  case TOKEN_QUOTED_NAME: return context_expects_label(c) ? STYLE_LABEL : STYLE_PLAIN;
  case TOKEN_NAME: return style_of_name(k, c, text, len, t);
  default: return STYLE_PLAIN;
  }
}

static void add_styled(Buffer *out, Style style, const char *text, size_t len)
{
  buffer_add_text(out, sequences[style]);
  buffer_add(out, text, len);
  if (style != STYLE_PLAIN) buffer_add_text(out, "\033[0m");
}

void colour_text(Buffer *out, const Keywords *k, const char *text, size_t len, size_t from)
{
  Context context = {0};
  Token token;
  for (size_t at = 0; lex_token(text, len, at, &token); at = token.end) {
    bool command = !context.has_last && token.kind == TOKEN_SIGN && text[token.start] == ':';
    if (command) token.end = len;
    Style style = command ? STYLE_COMMAND : style_of(k, &context, text, len, &token);
    size_t start = token.start < from ? from : token.start;
    if (token.end > from) add_styled(out, style, text + start, token.end - start);
    context_add(&context, text, &token);
  }
}
