/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The splitter; see input.h. A state machine over bytes: every byte that means something to it is ASCII, so UTF-8 needs
 * no care. Forms of two bytes wait for their second one, and the escape of a quoted byte likewise. */
#include "input.h"

#include <string.h>

void splitter_init(Splitter *s)
{
  *s = (Splitter){.line = 1, .column = 1};
}

void splitter_free(Splitter *s)
{
  buffer_free(&s->text);
}

void splitter_clear(Splitter *s)
{
  Buffer text = s->text;
  splitter_init(s);
  s->text = text;
  buffer_clear(&s->text);
}

char *splitter_space(Splitter *s, size_t room)
{
  Buffer *text = &s->text;
  /* What is done with goes when the memory is needed: each byte moves at most once for each time that the buffer
   * fills, and not at all while it is large enough. */
  if (text->data && text->cap - text->len < room && s->begin > 0 && s->begin >= text->len - s->begin) {
    memmove(text->data, text->data + s->begin, text->len - s->begin);
    text->len -= s->begin;
    s->at -= s->begin;
    s->begin = 0;
  }
  buffer_reserve(text, room);
  return text->data + text->len;
}

void splitter_filled(Splitter *s, size_t len)
{
  s->text.len += len;
}

void splitter_add(Splitter *s, const char *data, size_t len)
{
  memcpy(splitter_space(s, len + 1), data, len);
  splitter_filled(s, len);
}

/* Moves begin forward, and the line and column with it. */
static void begin_at(Splitter *s, size_t begin)
{
  const char *at = s->text.data + s->begin, *end = s->text.data + begin, *newline;
  while (at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
    s->line++;
    s->column = 1;
    at = newline + 1;
  }
  for (; at < end; at++) s->column += ((unsigned char)*at & 0xC0) != 0x80;
  s->begin = begin;
}

static bool is_blank(char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_special(char c)
{
  return c == ';' || c == '\'' || c == '"' || c == '`' || c == '/';
}

/* ---- one step for each kind of place. They return false to wait for more text. */

static bool finish_line_comment(Splitter *s, SplitState next)
{
  const char *from = s->text.data + s->at, *end = s->text.data + s->text.len;
  while (from < end && *from != '\n' && *from != '\r') from++;
  s->at = (size_t)(from - s->text.data);
  if (from == end) return false;
  s->state = next;
  return true;
}

static bool finish_block_comment(Splitter *s, SplitState next)
{
  const char *from = s->text.data + s->at, *star = memchr(from, '*', s->text.len - s->at);
  s->at = star ? (size_t)(star - s->text.data) : s->text.len;
  if (s->at + 1 >= s->text.len) return false;
  s->at++;
  if (s->text.data[s->at] != '/') return true;
  s->at++;
  s->state = next;
  return true;
}

static bool finish_quotes(Splitter *s, char quote)
{
  bool escapes = quote != '`';
  while (s->at < s->text.len) {
    char c = s->text.data[s->at];
    if (c == quote) {
      s->at++;
      s->state = SPLIT_CODE;
      return true;
    }
    bool escape = escapes && c == '\\';
    if (escape && s->at + 1 == s->text.len) return false;
    s->at += escape ? 2 : 1;
  }
  return false;
}

/* A comment may open at `at`, where there is a slash: 0 while that is open, else the state that it leads to. */
static bool open_comment(Splitter *s, SplitState line_comment, SplitState block_comment, SplitState otherwise)
{
  if (s->at + 1 == s->text.len) return false;
  char second = s->text.data[s->at + 1];
  s->state = second == '/' ? line_comment : second == '*' ? block_comment : otherwise;
  s->at += second == '/' || second == '*' ? 2 : 1;
  return true;
}

static bool pass_between(Splitter *s)
{
  while (s->at < s->text.len && is_blank(s->text.data[s->at])) s->at++;
  begin_at(s, s->at);
  if (s->at == s->text.len) return false;
  char c = s->text.data[s->at];
  if (c == '/') return open_comment(s, SPLIT_BETWEEN_LINE_COMMENT, SPLIT_BETWEEN_BLOCK_COMMENT, SPLIT_CODE);
  s->state = c == ':' ? SPLIT_COMMAND : SPLIT_CODE;
  return true;
}

/* *done: a semicolon ends the statement; `at` is behind it. */
static bool pass_code(Splitter *s, bool *done)
{
  const char *from = s->text.data + s->at, *end = s->text.data + s->text.len;
  while (from < end && !is_special(*from)) from++;
  s->at = (size_t)(from - s->text.data);
  if (from == end) return false;
  switch (*from) {
  case ';': *done = true; break;
  case '\'': s->state = SPLIT_SINGLE_QUOTES; break;
  case '"': s->state = SPLIT_DOUBLE_QUOTES; break;
  case '`': s->state = SPLIT_BACKTICKS; break;
  default: return open_comment(s, SPLIT_LINE_COMMENT, SPLIT_BLOCK_COMMENT, SPLIT_CODE);
  }
  s->at++;
  return true;
}

static bool step(Splitter *s, bool *done)
{
  switch (s->state) {
  case SPLIT_BETWEEN: return pass_between(s);
  case SPLIT_BETWEEN_LINE_COMMENT: return finish_line_comment(s, SPLIT_BETWEEN);
  case SPLIT_BETWEEN_BLOCK_COMMENT: return finish_block_comment(s, SPLIT_BETWEEN);
  case SPLIT_LINE_COMMENT: return finish_line_comment(s, SPLIT_CODE);
  case SPLIT_BLOCK_COMMENT: return finish_block_comment(s, SPLIT_CODE);
  case SPLIT_SINGLE_QUOTES: return finish_quotes(s, '\'');
  case SPLIT_DOUBLE_QUOTES: return finish_quotes(s, '"');
  case SPLIT_BACKTICKS: return finish_quotes(s, '`');
  case SPLIT_CODE: return pass_code(s, done);
  case SPLIT_COMMAND: return finish_line_comment(s, SPLIT_BETWEEN) && (*done = true);
  }
  return false;
}

static bool is_command(const Splitter *s)
{
  return s->text.data[s->begin] == ':';
}

static bool take(Splitter *s, Piece *piece)
{
  *piece = (Piece){.kind = is_command(s) ? PIECE_COMMAND : PIECE_STATEMENT,
                   .text = s->text.data + s->begin,
                   .len = s->at - s->begin,
                   .line = s->line,
                   .column = s->column};
  if (piece->kind == PIECE_COMMAND) {
    piece->text++;
    piece->len--;
  }
  s->state = SPLIT_BETWEEN;
  begin_at(s, s->at);
  return true;
}

bool splitter_next(Splitter *s, bool at_end, Piece *piece)
{
  bool done = false;
  while (!done)
    if (!step(s, &done)) break;
  if (done) return take(s, piece);
  /* A comment that goes on to the end of the input is blank; a block comment without an end is a mistake. */
  bool blank = s->begin == s->text.len || s->state == SPLIT_BETWEEN_LINE_COMMENT;
  if (!at_end || blank) return false;
  s->at = s->text.len;
  return take(s, piece);
}

bool splitter_pending(const Splitter *s, const char **text, size_t *len)
{
  *text = s->text.data + s->begin;
  *len = s->text.len - s->begin;
  return *len > 0 && s->state != SPLIT_BETWEEN_LINE_COMMENT;
}
