/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See python_dict.h. */
#include "python_dict.h"

#include "core/utf8.h"
#include "xml/xml_value.h"

#include <ctype.h>

typedef struct Reader {
  Arena *arena;
  const char *at, *limit;
  Error *err;
} Reader;

static Status unexpected(const Reader *r, const char *expected)
{
  char shown[SHOWN_BYTES];
  show_text((Text){r->at, (size_t)(r->limit - r->at)}, shown);
  return error_set(r->err, ERROR_FORMAT, NULL, "found %s, expected %s",
                   r->at < r->limit ? shown : "the end of the line", expected);
}

static bool take(Reader *r, char c)
{
  while (r->at < r->limit && isspace((unsigned char)*r->at)) r->at++;
  if (r->at == r->limit || *r->at != c) return false;
  r->at++;
  return true;
}

/* Behind a backslash and the letter that says how many digits follow. */
static bool take_code(Reader *r, int digits, uint32_t *code)
{
  *code = 0;
  if (r->limit - r->at < digits) return false;
  for (int i = 0; i < digits; i++, r->at++) {
    int c = tolower((unsigned char)*r->at);
    if (!isxdigit(c)) return false;
    *code = *code * 16 + (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
  }
  return *code < 0x110000 && (*code < 0xD800 || *code > 0xDFFF);
}

static Status take_escape(Reader *r, Str *out)
{
  static const char letters[] = "nrtbfav\\'\"/0", meant[] = "\n\r\t\b\f\a\v\\'\"/";
  uint32_t code;
  if (r->at == r->limit) return unexpected(r, "a character behind \\");
  char c = *r->at++;
  int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits > 0) {
    if (!take_code(r, digits, &code)) return unexpected(r, "the number of a character");
    str_add_codepoint(out, code);
    return STATUS_OK;
  }
  const char *letter = memchr(letters, c, sizeof letters - 1);
  if (!letter) str_add_char(out, '\\'); /* so does Python */
  str_add_char(out, letter ? meant[letter - letters] : c);
  return STATUS_OK;
}

static Status take_string(Reader *r, Text *out)
{
  Str text;
  char quote = *r->at++;
  Status status = STATUS_OK;
  str_init(&text);
  while (status == STATUS_OK && r->at < r->limit && *r->at != quote) {
    char c = *r->at++;
    if (c == '\\')
      status = take_escape(r, &text);
    else
      str_add_char(&text, c);
  }
  if (status == STATUS_OK && r->at == r->limit) status = unexpected(r, "a closing quote");
  if (status == STATUS_OK) status = str_check(&text, r->err);
  if (status == STATUS_OK) {
    r->at++;
    *out = arena_text(r->arena, str_text(&text));
  }
  str_free(&text);
  return status;
}

static Status take_bare(Reader *r, Value *out)
{
  static const struct {
    const char *word;
    Value value;
  } words[] = {{"True", {.type = VALUE_BOOL, .boolean = true}},
               {"true", {.type = VALUE_BOOL, .boolean = true}},
               {"False", {.type = VALUE_BOOL}},
               {"false", {.type = VALUE_BOOL}},
               {"None", {.type = VALUE_NULL}},
               {"null", {.type = VALUE_NULL}}};
  const char *from = r->at;
  while (r->at < r->limit && (isalnum((unsigned char)*r->at) || memchr("+-._", *r->at, 4))) r->at++;
  Text bare = {from, (size_t)(r->at - from)};
  for (size_t i = 0; i < ARRAY_LEN(words); i++) {
    if (!text_equal(bare, text_of(words[i].word))) continue;
    *out = words[i].value;
    return STATUS_OK;
  }
  Error ignored = {0};
  if (bare.len > 0 && (xml_value(r->arena, CSV_LONG, bare, out, &ignored) == STATUS_OK ||
                       xml_value(r->arena, CSV_DOUBLE, bare, out, &ignored) == STATUS_OK))
    return STATUS_OK;
  r->at = from;
  return unexpected(r, "a string, a number, True, False, None or a list of such");
}

static Status take_scalar(Reader *r, Value *out)
{
  Text text;
  (void)take(r, '\0'); /* blanks */
  if (r->at == r->limit || (*r->at != '"' && *r->at != '\'')) return take_bare(r, out);
  TRY(take_string(r, &text));
  *out = value_string(text);
  return STATUS_OK;
}

static Status take_list(Reader *r, char closing, Value *out)
{
  uint32_t n = 0, cap = 8;
  Value *items = arena_array(r->arena, Value, cap);
  while (!take(r, closing)) {
    if (n > 0 && !take(r, ',')) return unexpected(r, "a comma, or the end of the list");
    if (n > 0 && take(r, closing)) break;
    if (n == cap) {
      Value *grown = arena_array(r->arena, Value, cap * 2);
      TRY(arena_check(r->arena, r->err));
      memcpy(grown, items, n * sizeof *items);
      items = grown;
      cap *= 2;
    }
    TRY(arena_check(r->arena, r->err));
    TRY(take_scalar(r, &items[n]));
    n++;
  }
  *out = value_list(items, n);
  return STATUS_OK;
}

static Status take_value(Reader *r, Value *out)
{
  if (take(r, '[')) return take_list(r, ']', out);
  if (take(r, '(')) return take_list(r, ')', out);
  return take_scalar(r, out);
}

static Status take_members(Reader *r, Gathered *out)
{
  Text key;
  Value value;
  for (bool first = true; !take(r, '}'); first = false) {
    if (!first && !take(r, ',')) return unexpected(r, "a comma, or }");
    if (!first && take(r, '}')) break;
    (void)take(r, '\0');
    if (r->at == r->limit || (*r->at != '"' && *r->at != '\'')) return unexpected(r, "a name in quotes");
    TRY(take_string(r, &key));
    if (!take(r, ':')) return unexpected(r, "a colon");
    TRY(take_value(r, &value));
    TRY(gathered_add(out, key, value, false, r->err));
  }
  return arena_check(r->arena, r->err);
}

Status python_dict(Gathered *out, const char **at, const char *limit, Error *err)
{
  Reader r = {&out->arena, *at, limit, err};
  Status status = take(&r, '{') ? take_members(&r, out) : unexpected(&r, "{");
  *at = r.at;
  return status;
}
