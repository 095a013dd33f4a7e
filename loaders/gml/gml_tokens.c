/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See gml_tokens.h. */
#include "gml_tokens.h"

#include "core/utf8.h"
#include "xml/xml_value.h"

#include <ctype.h>

enum { MOST_STRING = 256 << 20 };

Status gml_open(GmlTokens *t, Intake *in, const char *path, Error *err)
{
  *t = (GmlTokens){.kind = GML_END, .place = {1, 1}};
  str_init(&t->string);
  return lines_open(&t->lines, in, path, " \t", err);
}

void gml_close(GmlTokens *t)
{
  lines_close(&t->lines);
  str_free(&t->string);
}

/* ---- errors */

Status gml_unexpected(const GmlTokens *t, const char *expected, Error *err)
{
  char shown[SHOWN_BYTES];
  if (t->kind == GML_END)
    return lines_fail_at(&t->lines, t->place, err, "found the end of the file, expected %s", expected);
  if (t->kind == GML_OPEN || t->kind == GML_CLOSE)
    return lines_fail_at(&t->lines, t->place, err, "found %c, expected %s", t->kind == GML_OPEN ? '[' : ']', expected);
  show_text(t->text, shown);
  return lines_fail_at(&t->lines, t->place, err, "found %s, expected %s", shown, expected);
}

/* ---- strings */

/* &quot; and its kin, and &#228;; what is none of these stays as it is. */
static size_t add_entity(Str *out, Text text)
{
  static const struct {
    const char *name;
    char meant;
  } entities[] = {{"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}};
  for (size_t i = 0; i < ARRAY_LEN(entities); i++) {
    Text name = text_of(entities[i].name);
    if (!text_begins(text, name)) continue;
    str_add_char(out, entities[i].meant);
    return name.len;
  }
  uint32_t code = 0;
  size_t at = 2;
  if (text.len > 3 && text.data[1] == '#')
    for (; at < text.len && isdigit((unsigned char)text.data[at]) && code < 0x110000; at++)
      code = code * 10 + (uint32_t)(text.data[at] - '0');
  bool character =
      at > 2 && at < text.len && text.data[at] == ';' && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
  if (character)
    str_add_codepoint(out, code);
  else
    str_add_char(out, '&');
  return character ? at + 1 : 1;
}

static void add_text(Str *out, Text text)
{
  while (text.len > 0) {
    const char *and = memchr(text.data, '&', text.len);
    size_t plain = and? (size_t)(and-text.data) : text.len;
    str_add_bytes(out, text.data, plain);
    text = (Text){text.data + plain, text.len - plain};
    if (!and) break;
    size_t used = add_entity(out, text);
    text = (Text){text.data + used, text.len - used};
  }
}

/* Which may have line ends in it. */
static Status read_string(GmlTokens *t, Error *err)
{
  Lines *l = &t->lines;
  str_clear(&t->string);
  l->at++;
  for (;;) {
    size_t left = (size_t)(l->line.data + l->line.len - l->at);
    const char *end = left ? memchr(l->at, '"', left) : NULL;
    add_text(&t->string, (Text){l->at, end ? (size_t)(end - l->at) : left});
    TRY(str_check(&t->string, err));
    if (end) {
      l->at = end + 1;
      break;
    }
    bool more;
    if (t->string.len > MOST_STRING)
      return lines_fail_at(&t->lines, t->place, err, "the string is longer than %d MB", MOST_STRING >> 20);
    TRY(lines_next(l, &more, err));
    if (!more) return lines_fail_at(&t->lines, t->place, err, "a quote is opened and not closed");
    str_add_char(&t->string, '\n');
  }
  t->kind = GML_STRING;
  t->text = str_text(&t->string);
  return STATUS_OK;
}

/* ---- other tokens */

static bool is_end(const Lines *l)
{
  return l->at == l->line.data + l->line.len;
}

/* A number, or a word that Python or C write for one. */
static Status read_number(GmlTokens *t, Error *err)
{
  Value value;
  Error ignored = {0};
  if (xml_value(NULL, CSV_LONG, t->text, &value, &ignored) == STATUS_OK) {
    t->kind = GML_INTEGER;
    t->integer = value.integer;
    return STATUS_OK;
  }
  if (xml_value(NULL, CSV_DOUBLE, t->text, &value, &ignored) != STATUS_OK) return gml_unexpected(t, "a number", err);
  t->kind = GML_REAL;
  t->real = value.number;
  return STATUS_OK;
}

static Status read_word(GmlTokens *t, Error *err)
{
  Lines *l = &t->lines;
  const char *from = l->at;
  while (!is_end(l) && (isalnum((unsigned char)*l->at) || memchr("_.+-", *l->at, 4) || (unsigned char)*l->at >= 0x80))
    l->at++;
  t->text = (Text){from, (size_t)(l->at - from)};
  t->kind = GML_KEY;
  if (t->text.len == 0) {
    t->text = (Text){from, 1};
    return gml_unexpected(t, "a key, a value or ]", err);
  }
  return isdigit((unsigned char)*from) || memchr("+-.", *from, 3) ? read_number(t, err) : STATUS_OK;
}

Status gml_next(GmlTokens *t, Error *err)
{
  Lines *l = &t->lines;
  bool more = true;
  for (;;) {
    while (t->begun && !is_end(l) && isspace((unsigned char)*l->at)) l->at++;
    bool comment = t->begun && !is_end(l) && *l->at == '#';
    if (t->begun) t->place = lines_place(l, l->at);
    if (t->begun && !comment && !is_end(l)) break;
    TRY(lines_next(l, &more, err));
    t->begun = true;
    if (more) continue;
    t->kind = GML_END;
    return STATUS_OK;
  }
  if (*l->at == '"') return read_string(t, err);
  if (*l->at != '[' && *l->at != ']') return read_word(t, err);
  t->kind = *l->at == '[' ? GML_OPEN : GML_CLOSE;
  l->at++;
  return STATUS_OK;
}

Status gml_next_key(GmlTokens *t, bool *more, Error *err)
{
  TRY(gml_next(t, err));
  *more = t->kind == GML_KEY;
  return *more || t->kind == GML_CLOSE ? STATUS_OK : gml_unexpected(t, "a key or ]", err);
}
