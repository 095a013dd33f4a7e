/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See dot_tokens.h. */
#include "dot_tokens.h"

#include <ctype.h>
#include <strings.h>

enum { MOST_STRING = 256 << 20 };

Status dot_open(DotTokens *t, Intake *in, const char *path, Error *err)
{
  *t = (DotTokens){.kind = DOT_END, .place = {1, 1}};
  str_init(&t->string);
  return lines_open(&t->lines, in, path, " \t", err);
}

void dot_close(DotTokens *t)
{
  lines_close(&t->lines);
  str_free(&t->string);
}

bool dot_is_name(const DotTokens *t)
{
  return t->kind >= DOT_NAME && t->kind <= DOT_HTML;
}

bool dot_is_sign(const DotTokens *t, char sign)
{
  return t->kind == DOT_SIGN && t->sign == sign;
}

Status dot_unexpected(const DotTokens *t, const char *expected, Error *err)
{
  char shown[SHOWN_BYTES];
  if (t->kind == DOT_END)
    return lines_fail_at(&t->lines, t->place, err, "found the end of the file, expected %s", expected);
  show_text(t->text, shown);
  return lines_fail_at(&t->lines, t->place, err, "found %s, expected %s", shown, expected);
}

/* ---- strings */

static bool is_end(const Lines *l)
{
  return l->at == l->line.data + l->line.len;
}

/* The next line, within something that has to be closed. */
static Status go_on(DotTokens *t, const char *what, Error *err)
{
  bool more;
  if (t->string.len > MOST_STRING)
    return lines_fail_at(&t->lines, t->place, err, "the text is longer than %d MB", MOST_STRING >> 20);
  TRY(str_check(&t->string, err));
  TRY(lines_next(&t->lines, &more, err));
  return more ? STATUS_OK : lines_fail_at(&t->lines, t->place, err, "%s is opened and not closed", what);
}

/* A backslash before a quote or a line end is taken away; what others mean is a matter of the attribute. */
static Status add_quoted(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  l->at++;
  while (is_end(l) || *l->at != '"') {
    if (is_end(l)) {
      str_add_char(&t->string, '\n');
      TRY(go_on(t, "a quote", err));
      continue;
    }
    char c = *l->at++;
    if (c == '\\' && is_end(l)) {
      TRY(go_on(t, "a quote", err));
    } else if (c == '\\' && *l->at == '"') {
      str_add_char(&t->string, *l->at++);
    } else {
      str_add_char(&t->string, c);
      if (c == '\\') str_add_char(&t->string, *l->at++);
    }
  }
  l->at++;
  return str_check(&t->string, err);
}

static Status read_html(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  str_clear(&t->string);
  l->at++;
  for (unsigned depth = 1;;) {
    if (is_end(l)) {
      str_add_char(&t->string, '\n');
      TRY(go_on(t, "<", err));
      continue;
    }
    char c = *l->at++;
    depth += c == '<';
    depth -= c == '>';
    if (depth == 0) break;
    str_add_char(&t->string, c);
  }
  t->kind = DOT_HTML;
  t->text = str_text(&t->string);
  return str_check(&t->string, err);
}

/* ---- blanks and comments */

static Status pass_comment(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  str_clear(&t->string);
  l->at += 2;
  for (;;) {
    const char *limit = l->line.data + l->line.len, *end = memmem(l->at, (size_t)(limit - l->at), "*/", 2);
    if (end) {
      l->at = end + 2;
      return STATUS_OK;
    }
    TRY(go_on(t, "/*", err));
  }
}

static bool begins(const Lines *l, const char *word)
{
  Text rest = {l->at, (size_t)(l->line.data + l->line.len - l->at)};
  return text_begins(rest, text_of(word));
}

/* To the next token; kind is DOT_END where there is none. */
static Status pass_blanks(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  bool more = true;
  for (;;) {
    while (t->begun && !is_end(l) && isspace((unsigned char)*l->at)) l->at++;
    if (t->begun) t->place = lines_place(l, l->at);
    if (t->begun && begins(l, "/*")) {
      TRY(pass_comment(t, err));
      continue;
    }
    bool rest = t->begun && !is_end(l) && !begins(l, "//") && !(l->at == l->line.data && *l->at == '#');
    if (rest) return STATUS_OK;
    TRY(lines_next(l, &more, err));
    t->begun = true;
    if (more) continue;
    t->kind = DOT_END;
    return STATUS_OK;
  }
}

/* Comments are read into the string as well. */
static Status pass_blanks_behind_string(DotTokens *t, Error *err)
{
  Str kept = t->string;
  str_init(&t->string);
  Status status = pass_blanks(t, err);
  str_free(&t->string);
  t->string = kept;
  return status;
}

static bool is_at(const DotTokens *t, char c)
{
  return t->kind != DOT_END && !is_end(&t->lines) && *t->lines.at == c;
}

/* Parts that a plus connects are one. */
static Status read_quoted(DotTokens *t, Error *err)
{
  LinePlace place = t->place;
  str_clear(&t->string);
  TRY(add_quoted(t, err));
  TRY(pass_blanks_behind_string(t, err));
  while (is_at(t, '+')) {
    t->lines.at++;
    TRY(pass_blanks_behind_string(t, err));
    if (!is_at(t, '"')) return lines_fail_at(&t->lines, t->place, err, "expected a text in quotes behind +");
    TRY(add_quoted(t, err));
    TRY(pass_blanks_behind_string(t, err));
  }
  t->kind = DOT_QUOTED;
  t->text = str_text(&t->string);
  t->place = place;
  return STATUS_OK;
}

/* ---- names and signs */

static bool is_letter(char c)
{
  return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static Status read_name(DotTokens *t)
{
  static const struct {
    const char *word;
    DotKind kind;
  } words[] = {{"strict", DOT_STRICT},     {"graph", DOT_GRAPH}, {"digraph", DOT_DIGRAPH},
               {"subgraph", DOT_SUBGRAPH}, {"node", DOT_NODE},   {"edge", DOT_EDGE}};
  Lines *l = &t->lines;
  const char *from = l->at;
  while (!is_end(l) && is_letter(*l->at)) l->at++;
  t->text = (Text){from, (size_t)(l->at - from)};
  t->kind = DOT_NAME;
  for (size_t i = 0; i < ARRAY_LEN(words); i++)
    if (t->text.len == strlen(words[i].word) && strncasecmp(from, words[i].word, t->text.len) == 0)
      t->kind = words[i].kind;
  return STATUS_OK;
}

/* [-] and digits with a point somewhere. */
static Status read_number(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  const char *from = l->at;
  bool digits = false, point = false;
  l->at += *l->at == '-';
  for (; !is_end(l) && (isdigit((unsigned char)*l->at) || (*l->at == '.' && !point)); l->at++) {
    digits |= *l->at != '.';
    point |= *l->at == '.';
  }
  bool ends = is_end(l) || !(is_letter(*l->at) || *l->at == '.');
  while (!ends && !is_end(l) && is_letter(*l->at)) l->at++;
  t->text = (Text){from, (size_t)(l->at - from)};
  t->kind = DOT_NUMBER;
  return digits && ends ? STATUS_OK
                        : dot_unexpected(t, "a number, or a name that begins with a letter or is in quotes", err);
}

Status dot_next(DotTokens *t, Error *err)
{
  Lines *l = &t->lines;
  t->kind = DOT_SIGN;
  TRY(pass_blanks(t, err));
  if (t->kind == DOT_END) return STATUS_OK;
  char c = *l->at;
  if (c == '"') return read_quoted(t, err);
  if (c == '<') return read_html(t, err);
  if (begins(l, "->") || begins(l, "--")) {
    t->kind = begins(l, "->") ? DOT_ARROW : DOT_LINE;
    t->text = (Text){l->at, 2};
    l->at += 2;
    return STATUS_OK;
  }
  if (isdigit((unsigned char)c) || c == '-' || c == '.') return read_number(t, err);
  if (is_letter(c)) return read_name(t);
  t->sign = c;
  t->text = (Text){l->at, 1};
  if (!memchr("{}[]=;,:", c, 8)) return dot_unexpected(t, "a name or one of { } [ ] = ; , :", err);
  l->at++;
  return STATUS_OK;
}
