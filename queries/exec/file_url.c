/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of files; see file_url.h. */
#include "file_url.h"

static int hex_digit(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Undoes %41 in place. */
static void percent_decode(char *text, size_t len)
{
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    bool escape = text[i] == '%' && i + 2 < len && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    text[n++] = escape ? (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  text[n] = '\0';
}

static bool has_scheme(Text text)
{
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == ':') return i > 1 && i + 2 < text.len && text.data[i + 1] == '/' && text.data[i + 2] == '/';
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (i && c >= '0' && c <= '9') || c == '+')) return false;
  }
  return false;
}

/* Takes the // and the host off the rest of a URL. */
static Status pass_host(Exec *x, const char *clause, Span span, Text *rest)
{
  if (!text_cut_start(rest, TEXT("//"))) return STATUS_OK;
  const char *slash = memchr(rest->data, '/', rest->len);
  Text host = {rest->data, slash ? (size_t)(slash - rest->data) : rest->len};
  if (host.len && !text_equal(host, TEXT("localhost")))
    return error_at(x->err, ERROR_IO, NULL, span, "%s reads local files only, not those of the host '%.*s'", clause,
                    (int)host.len, host.data);
  *rest = (Text){host.data + host.len, rest->len - host.len};
  return STATUS_OK;
}

Status file_url_path(Exec *x, Arena *arena, const char *clause, Span span, Value value, char **path)
{
  if (value.type != VALUE_STRING)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", span,
                    "%s takes the name of a file, not a value of type %s", clause, value_type_name(value.type));
  Text url = value_text(value);
  if (memchr(url.data, '\0', url.len))
    return error_at(x->err, ERROR_IO, NULL, span, "a file's name cannot hold a NUL character");
  bool escaped = text_cut_start(&url, TEXT("file:"));
  if (!escaped && has_scheme(url))
    return error_at(x->err, ERROR_IO, NULL, span, "%s reads local files only, not '%.*s'", clause, (int)url.len,
                    url.data);
  if (escaped) TRY(pass_host(x, clause, span, &url));
  *path = arena_copy(arena, url.data, url.len);
  TRY(arena_check(arena, x->err));
  if (escaped) percent_decode(*path, url.len);
  return STATUS_OK;
}
