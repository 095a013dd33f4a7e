/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Coarse tokens; see lex.h. */
#include "lex.h"

#include <string.h>

static bool is_blank(char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) || (unsigned char)c >= 0x80;
}

static void quoted(const char *text, size_t len, Token *t, char quote)
{
  size_t i = t->start + 1;
  while (i < len && text[i] != quote) i += text[i] == '\\' && quote != '`' ? 2 : 1;
  t->open = i >= len;
  t->end = t->open ? len : i + 1;
}

static void comment(const char *text, size_t len, Token *t)
{
  size_t i = t->start + 2;
  if (text[t->start + 1] == '/') {
    while (i < len && text[i] != '\n') i++;
    t->open = i == len;
    t->end = i;
    return;
  }
  while (i < len && !(text[i] == '*' && i + 1 < len && text[i + 1] == '/')) i++;
  t->open = i >= len;
  t->end = t->open ? len : i + 2;
}

/* A point belongs to a number when a digit follows: 1..3 is a range. */
static void number(const char *text, size_t len, Token *t)
{
  size_t i = t->start;
  while (i < len) {
    bool point = text[i] == '.' && i + 1 < len && is_digit(text[i + 1]) && (i == t->start || text[i - 1] != '.');
    bool sign = (text[i] == '-' || text[i] == '+') && (text[i - 1] == 'e' || text[i - 1] == 'E');
    if (!is_word(text[i]) && !point && !sign) break;
    i++;
  }
  t->end = i;
}

bool lex_token(const char *text, size_t len, size_t at, Token *t)
{
  if (at >= len) return false;
  char c = text[at], next = at + 1 < len ? text[at + 1] : 0;
  *t = (Token){.kind = TOKEN_SIGN, .start = at, .end = at + 1};
  if (is_blank(c)) {
    t->kind = TOKEN_BLANK;
    while (t->end < len && is_blank(text[t->end])) t->end++;
  } else if (c == '/' && (next == '/' || next == '*')) {
    t->kind = TOKEN_COMMENT;
    comment(text, len, t);
  } else if (c == '\'' || c == '"') {
    t->kind = TOKEN_STRING;
    quoted(text, len, t, c);
  } else if (c == '`') {
    t->kind = TOKEN_QUOTED_NAME;
    quoted(text, len, t, c);
  } else if (is_digit(c) || (c == '.' && is_digit(next) && (at == 0 || text[at - 1] != '.'))) {
    t->kind = TOKEN_NUMBER;
    number(text, len, t);
  } else if (is_word(c) || (c == '$' && is_word(next))) {
    t->kind = c == '$' ? TOKEN_PARAMETER : TOKEN_NAME;
    while (t->end < len && is_word(text[t->end])) t->end++;
  }
  return true;
}

void context_add(Context *c, const char *text, const Token *token)
{
  if (token->kind == TOKEN_BLANK || token->kind == TOKEN_COMMENT) return;
  char sign = token->kind == TOKEN_SIGN ? text[token->start] : 0;
  if (sign && strchr("([{", sign)) {
    if (c->depth < sizeof c->brackets) c->brackets[c->depth] = sign;
    c->depth++;
  } else if (sign && strchr(")]}", sign) && c->depth > 0) {
    c->depth--;
  }
  /* In a label expression, signs go on with what the colon began. */
  bool goes_on = c->last_sign == ':' && (sign == '!' || sign == '%');
  if (sign && strchr("|&", sign) && c->has_last && c->last.kind != TOKEN_SIGN) goes_on = context_bracket(c) != '{';
  c->last = *token;
  c->has_last = true;
  c->last_sign = goes_on ? ':' : sign;
}

char context_bracket(const Context *c)
{
  return c->depth > 0 && c->depth <= sizeof c->brackets ? c->brackets[c->depth - 1] : 0;
}

bool context_expects_label(const Context *c)
{
  return c->last_sign == ':' && context_bracket(c) != '{';
}
