/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offsets to lines and columns, and the picture under an error. The text may be anything, also what was refused for not
 * being UTF-8: a byte that belongs to no character counts as one. */
#include "source.h"

#include "core/utf8.h"

#define MAX_WIDTH 100 /* terminal columns of a line that is shown whole */
#define CONTEXT   60  /* columns kept on either side of the place where it is not */

/* ---- characters */

/* Bytes of the character at `at`, or 1 for a byte that is part of none. */
static size_t char_bytes(Text text, size_t at)
{
  unsigned char lead = (unsigned char)text.data[at];
  size_t n = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (n > text.len - at) return 1;
  return utf8_valid((Text){text.data + at, n}) == n ? n : 1;
}

/* What is shown for the character: itself, or a question mark for what would upset a terminal. */
static Text char_shown(Text text, size_t at, size_t n)
{
  unsigned char c = (unsigned char)text.data[at];
  bool odd = n == 1 && c != '\t' && (c < 0x20 || c >= 0x7F);
  return odd ? TEXT("?") : (Text){text.data + at, n};
}

static size_t char_width(Text text, size_t at, size_t n)
{
  return utf8_width(char_shown(text, at, n));
}

/* ---- lines: ended by \n, \r\n or \r */

static bool ends_line(Text text, size_t at)
{
  char c = text.data[at];
  return c == '\n' || (c == '\r' && !(at + 1 < text.len && text.data[at + 1] == '\n'));
}

Position source_position(Text text, uint32_t offset)
{
  Position position = {1, 1};
  for (size_t at = 0; at < text.len && at < offset;) {
    bool end = ends_line(text, at);
    at += char_bytes(text, at);
    position.column = end ? 1 : position.column + 1;
    position.line += end;
  }
  return position;
}

static Text line_around(Text text, size_t offset, size_t *start)
{
  size_t first = MIN(offset, text.len), last = first;
  while (first > 0 && !ends_line(text, first - 1)) first--;
  while (last < text.len && text.data[last] != '\n' && text.data[last] != '\r') last++;
  *start = first;
  return (Text){text.data + first, MAX(last, first) - first};
}

/* ---- drawing */

static void add_line(Str *out, Text line, size_t from, size_t to)
{
  str_add(out, from > 0 ? "  ..." : "  ");
  for (size_t at = from; at < to;) {
    size_t n = char_bytes(line, at);
    str_add_text(out, char_shown(line, at, n));
    at += n;
  }
  str_add(out, to < line.len ? "...\n" : "\n");
}

static void add_caret(Str *out, Text line, size_t from, size_t place)
{
  str_add(out, from > 0 ? "     " : "  ");
  for (size_t at = from; at < place;) {
    size_t n = char_bytes(line, at);
    if (line.data[at] == '\t')
      str_add_char(out, '\t');
    else
      for (size_t width = char_width(line, at, n); width > 0; width--) str_add_char(out, ' ');
    at += n;
  }
  str_add(out, "^\n");
}

/* The part of the line to show, so that the place is in it. */
static void choose_part(Text line, size_t place, size_t *from, size_t *to)
{
  size_t before = 0, width = 0;
  for (size_t at = 0; at < line.len;) {
    size_t n = char_bytes(line, at);
    if (at < place) before += char_width(line, at, n);
    width += char_width(line, at, n);
    at += n;
  }
  *from = 0;
  *to = line.len;
  if (width <= MAX_WIDTH) return;
  size_t column = 0;
  for (size_t at = 0; at < line.len;) {
    size_t n = char_bytes(line, at);
    column += char_width(line, at, n);
    at += n;
    if (column + CONTEXT < before) *from = at;
    if (column <= before + CONTEXT) *to = at;
  }
}

/* Behind the heading: the place, the message, and the picture. */
static void render(Str *out, Text text, Span span, const char *message)
{
  bool placed = span.end > 0 && span.start <= text.len;
  if (placed) {
    Position position = source_position(text, span.start);
    str_addf(out, " at line %u, column %u", position.line, position.column);
  }
  str_addf(out, ": %s\n", message);
  if (!placed) return;
  size_t start, from, to;
  Text line = line_around(text, span.start, &start);
  size_t place = MIN(span.start - start, line.len);
  choose_part(line, place, &from, &to);
  add_line(out, line, from, to);
  add_caret(out, line, from, place);
}

void source_render_error(Str *out, Text text, const Error *err)
{
  str_add(out, error_kind_name(err->kind));
  if (err->detail) str_addf(out, " (%s)", err->detail);
  render(out, text, err->span, err->message);
}

void source_render_note(Str *out, Text text, Span span, const char *message)
{
  str_add(out, "note");
  render(out, text, span, message);
}
