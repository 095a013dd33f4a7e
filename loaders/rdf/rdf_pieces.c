/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See rdf_pieces.h. The grammar is that of Turtle 1.1, 6.5, and of TriG. */
#include "rdf_pieces.h"

#include <limits.h>
#include <strings.h>

static bool is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- what dots and brackets mean nothing in; false: more bytes are needed */

static void pass_iri(RdfPieces *p, const char *data, size_t n)
{
  while (p->at < n && data[p->at] != '>') p->at += data[p->at] == '\\' ? 2 : 1;
  if (p->at >= n) return;
  p->at++;
  p->within = WITHIN_NOTHING;
  if (!p->based) return;
  p->based = false;
  str_add(&p->bases, "@base ");
  str_add_bytes(&p->bases, data + p->iri, p->at - p->iri);
  str_add(&p->bases, " . ");
}

static void pass_text(RdfPieces *p, const char *data, size_t n)
{
  while (p->at < n && data[p->at] != p->quote) p->at += data[p->at] == '\\' ? 2 : 1;
  if (p->at >= n) return;
  p->at++;
  p->within = WITHIN_NOTHING;
}

static bool is_long_quote(const char *data)
{
  return data[1] == data[0] && data[2] == data[0];
}

static bool pass_long_text(RdfPieces *p, const char *data, size_t n)
{
  while (p->at < n) {
    char c = data[p->at];
    if (c == p->quote && n - p->at < 3) return false;
    if (c == p->quote && is_long_quote(data + p->at)) {
      p->at += 3;
      p->within = WITHIN_NOTHING;
      return true;
    }
    p->at += c == '\\' ? 2 : 1;
  }
  return true;
}

static void pass_comment(RdfPieces *p, const char *data, size_t n)
{
  const char *newline = memchr(data + p->at, '\n', n - p->at);
  p->at = newline ? (size_t)(newline - data) : n;
  if (newline) p->within = WITHIN_NOTHING;
}

/* ---- the rest */

/* Whether a name cannot have begun before here. */
static bool begins(const char *data, size_t at)
{
  if (at > 1 && data[at - 1] == '.') at--;
  return at == 0 || is_blank(data[at - 1]) || strchr(">])}\"'", data[at - 1]);
}

/* "@base" or "base", and what is no name behind it. */
static bool is_base(const char *data, size_t at)
{
  bool sign = data[at] == '@';
  const char *behind = data + at + sign + 4;
  if (strncasecmp(data + at + sign, "base", 4) != 0 || !(is_blank(*behind) || *behind == '<' || *behind == '#'))
    return false;
  return sign ? at == 0 || !strchr("\"'", data[at - 1]) : begins(data, at);
}

static bool open_text(RdfPieces *p, const char *data, size_t n, bool last)
{
  size_t left = n - p->at;
  if (left < 3 && !last) return false;
  bool is_long = left >= 3 && is_long_quote(data + p->at);
  p->quote = data[p->at];
  p->within = is_long ? WITHIN_LONG_TEXT : WITHIN_TEXT;
  p->at += is_long ? 3 : 1;
  return true;
}

/* A dot that no name or number goes on behind. */
static bool pass_dot(RdfPieces *p, const char *data, size_t n, bool last)
{
  if (p->at + 1 == n && !last) return false;
  p->at++;
  if (p->depth == 0 && (p->at == n || is_blank(data[p->at]))) p->end = p->at;
  return true;
}

/* What pass_character does nothing but pass over, unless a graph has just been closed. */
static void pass_names(RdfPieces *p, const char *data, size_t n)
{
  static const bool special[UCHAR_MAX + 1] = {
      ['.'] = true, ['"'] = true, ['\''] = true, ['<'] = true, ['#'] = true, ['['] = true, ['('] = true,  ['{'] = true,
      [']'] = true, [')'] = true, ['}'] = true,  ['@'] = true, ['b'] = true, ['B'] = true, ['\\'] = true,
  };
  while (p->at < n && !special[(unsigned char)data[p->at]]) p->at++;
}

/* false: more bytes are needed. */
static bool pass_character(RdfPieces *p, const char *data, size_t n, bool last)
{
  if (!p->closed) pass_names(p, data, n);
  if (p->at >= n) return true;
  char c = data[p->at];
  if (p->closed && !is_blank(c) && c != '#') {
    if (c != '.') p->end = p->at;
    p->closed = false;
  }
  switch (c) {
  case '.': return pass_dot(p, data, n, last);
  case '"':
  case '\'': return open_text(p, data, n, last);
  case '<':
    p->within = WITHIN_IRI;
    p->iri = p->at;
    break;
  case '#': p->within = WITHIN_COMMENT; break;
  case '[':
  case '(':
  case '{': p->depth++; break;
  case ']':
  case ')':
  case '}':
    p->depth--;
    p->closed = c == '}' && p->depth == 0;
    break;
  case '\\': p->at++; break;
  case '@':
  case 'b':
  case 'B':
    if (n - p->at > 5 && is_base(data, p->at))
      p->based = true;
    else if (n - p->at <= 5 && !last)
      return false;
    break;
  default: break;
  }
  p->at++;
  return true;
}

void rdf_pieces_scan(RdfPieces *p, const char *data, size_t n, bool last)
{
  bool on = true;
  while (on && p->at < n) {
    switch (p->within) {
    case WITHIN_NOTHING: on = pass_character(p, data, n, last); break;
    case WITHIN_IRI: pass_iri(p, data, n); break;
    case WITHIN_TEXT: pass_text(p, data, n); break;
    case WITHIN_LONG_TEXT: on = pass_long_text(p, data, n); break;
    case WITHIN_COMMENT: pass_comment(p, data, n); break;
    }
  }
}

void rdf_pieces_take(RdfPieces *p)
{
  p->at -= p->end;
  p->iri -= MIN(p->iri, p->end);
  p->end = 0;
}
