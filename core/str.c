/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The string builder; see str.h. */
#include "str.h"

#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>

void str_init(Str *s)
{
  *s = (Str){0};
}

void str_free(Str *s)
{
  free(s->data);
  str_init(s);
}

void str_clear(Str *s)
{
  s->len = 0;
  if (s->data) s->data[0] = '\0';
}

bool str_reserve(Str *s, size_t more)
{
  if (s->bad) return false;
  if (s->cap - s->len > more) return true;
  size_t cap = s->cap ? s->cap : 64;
  while (cap - s->len <= more) {
    if (cap > SIZE_MAX / 2) {
      s->bad = true;
      return false;
    }
    cap *= 2;
  }
  char *data = realloc(s->data, cap);
  if (!data) {
    s->bad = true;
    return false;
  }
  s->data = data;
  s->cap = cap;
  return true;
}

void str_add_bytes(Str *s, const void *data, size_t len)
{
  if (!str_reserve(s, len)) return;
  if (len) memcpy(s->data + s->len, data, len);
  s->len += len;
  s->data[s->len] = '\0';
}

void str_add(Str *s, const char *text)
{
  str_add_bytes(s, text, strlen(text));
}

void str_add_text(Str *s, Text text)
{
  str_add_bytes(s, text.data, text.len);
}

void str_add_char(Str *s, char c)
{
  str_add_bytes(s, &c, 1);
}

void str_add_codepoint(Str *s, uint32_t codepoint)
{
  char buffer[4];
  str_add_bytes(s, buffer, utf8_encode(codepoint, buffer));
}

void str_add_int(Str *s, int64_t n)
{
  char digits[20], *at = digits + sizeof digits; /* 19, and a sign */
  uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
  do *--at = (char)('0' + left % 10);
  while (left /= 10);
  if (n < 0) *--at = '-';
  str_add_bytes(s, at, (size_t)(digits + sizeof digits - at));
}

void str_addf(Str *s, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (n < 0)
    s->bad = true;
  else if (str_reserve(s, (size_t)n)) {
    vsnprintf(s->data + s->len, (size_t)n + 1, format, again);
    s->len += (size_t)n;
  }
  va_end(again);
}

Text str_text(const Str *s)
{
  return (Text){s->data ? s->data : "", s->len};
}

const char *str_cstr(const Str *s)
{
  return s->data ? s->data : "";
}

char *str_take(Str *s)
{
  if (!s->bad && !s->data) str_reserve(s, 0);
  char *data = s->bad ? NULL : s->data;
  if (!data)
    free(s->data);
  else
    data[s->len] = '\0';
  str_init(s);
  return data;
}

Status str_check(const Str *s, Error *err)
{
  return s->bad ? error_out_of_memory(err) : STATUS_OK;
}
