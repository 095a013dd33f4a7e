/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entry point: text is checked and copied, scanned, marked, parsed. Also where a statement ends in a script, which
 * has to work on text that is not complete and so keeps clear of the scanner. */
#include "parse.h"

#include "core/utf8.h"
#include "cypher.tab.h"
#include "parser.h"

#include <stdlib.h>

/* Spans are 32 bits wide, and flex counts in int. */
#define MAX_TEXT ((size_t)INT32_MAX - 16)

static Status check_text(Text text, Error *err)
{
  if (text.len > MAX_TEXT) {
    return error_set(err, ERROR_SYNTAX, "UnexpectedSyntax", "the query is too long: %zu bytes, at most %zu", text.len,
                     MAX_TEXT);
  }
  size_t bad = utf8_valid(text);
  const char *nul = memchr(text.data, 0, text.len);
  if (nul && (size_t)(nul - text.data) < bad) bad = (size_t)(nul - text.data);
  if (bad == text.len) return STATUS_OK;
  Span span = {(uint32_t)bad, (uint32_t)bad + 1};
  if (nul && (size_t)(nul - text.data) == bad)
    return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", span, "unexpected NUL character");
  return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", span,
                  "the text is not UTF-8: byte 0x%02X does not belong here", (unsigned char)text.data[bad]);
}

Status parse_statement(Arena *arena, Text text, Statement **out, Error *err)
{
  Parser p = {.arena = arena, .err = err};
  *out = NULL;
  if (text.len == 0) text.data = "";
  TRY(check_text(text, err));
  char *copy = arena_alloc(arena, text.len + 2);
  TRY(arena_check(arena, err));
  memcpy(copy, text.data, text.len);
  copy[text.len] = copy[text.len + 1] = '\0';
  p.text = (Text){copy, text.len};

  Status status = STATUS_OK;
  TRY_OUT(scan_tokens(&p));
  TRY_OUT(lookahead_mark(&p));
  TRY_OUT(arena_check(arena, err));
  int failed = cypher_parse(&p);
  TRY_OUT(arena_check(arena, err));
  if (failed == 2) TRY_OUT(error_out_of_memory(err));
  if (failed || err->kind != ERROR_NONE) TRY_OUT(STATUS_FAIL);
  *out = p.statement;
out:
  free(p.tokens.at);
  return status;
}

/* ---- scripts */

/* The offset behind the quoted text that begins at i; beyond the end of the text when it does not end. Two backticks in
 * a name look like two names here, which comes to the same. */
static size_t quoted_end(Text text, size_t i)
{
  char quote = text.data[i++];
  while (i < text.len && text.data[i] != quote) i += text.data[i] == '\\' && quote != '`' ? 2 : 1;
  return i + 1;
}

/* The same for a comment. */
static size_t comment_end(Text text, size_t i)
{
  if (text.data[i + 1] == '/') {
    while (i < text.len && text.data[i] != '\n' && text.data[i] != '\r') i++;
    return i;
  }
  for (i += 2; i + 1 < text.len; i++)
    if (text.data[i] == '*' && text.data[i + 1] == '/') return i + 2;
  return text.len + 1;
}

/* Bytes of white space at i; the text need not be valid. */
static size_t space_bytes(Text text, size_t i)
{
  unsigned char c = (unsigned char)text.data[i];
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
  size_t n = c < 0xE0 ? 2 : 3, at = 0;
  if (n > text.len - i) return 0;
  Text character = {text.data + i, n};
  if (utf8_valid(character) != n) return 0;
  uint32_t codepoint = utf8_next(character, &at);
  return at == n && (utf8_is_space(codepoint) || (codepoint == 0xFEFF && i == 0)) ? n : 0;
}

size_t parse_statement_end(Text text, bool *blank)
{
  *blank = true;
  for (size_t i = 0; i < text.len;) {
    char c = text.data[i], next = i + 1 < text.len ? text.data[i + 1] : '\0';
    size_t space = space_bytes(text, i);
    if (c == ';') return i + 1;
    if (c == '/' && (next == '/' || next == '*')) {
      i = comment_end(text, i);
      if (i > text.len) *blank = false;
    } else if (space) {
      i += space;
    } else {
      *blank = false;
      i = c == '\'' || c == '"' || c == '`' ? quoted_end(text, i) : i + 1;
    }
  }
  return 0;
}
