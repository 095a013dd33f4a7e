/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growing text; see buffer.h. */
#include "buffer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
  if (memory) return memory;
  fputs("clio: out of memory\n", stderr);
  exit(1);
}

void *allocate(size_t count, size_t size)
{
  return checked(calloc(count ? count : 1, size));
}

void *reallocate(void *memory, size_t count, size_t size)
{
  return checked(reallocarray(memory, count ? count : 1, size));
}

char *copy_text(const char *text, size_t len)
{
  char *copy = allocate(len + 1, 1);
  if (len > 0) memcpy(copy, text, len);
  return copy;
}

void buffer_free(Buffer *b)
{
  free(b->data);
  *b = (Buffer){0};
}

void buffer_reserve(Buffer *b, size_t more)
{
  if (b->cap - b->len >= more) return;
  size_t cap = b->cap ? b->cap * 2 : 256;
  if (cap < b->len + more) cap = b->len + more;
  b->data = reallocate(b->data, cap, 1);
  b->cap = cap;
}

void buffer_add(Buffer *b, const char *data, size_t len)
{
  if (len == 0) return;
  buffer_reserve(b, len);
  memcpy(b->data + b->len, data, len);
  b->len += len;
}

void buffer_add_text(Buffer *b, const char *text)
{
  buffer_add(b, text, strlen(text));
}

void buffer_add_char(Buffer *b, char c)
{
  if (b->len == b->cap) buffer_reserve(b, 1);
  b->data[b->len++] = c;
}

/* Digits are made from the right; the sign apart, so that the smallest integer needs no care. */
static void add_digits(Buffer *b, uint64_t n, bool grouped)
{
  char digits[32], *at = digits + sizeof digits;
  unsigned count = 0;
  do {
    if (grouped && count > 0 && count % 3 == 0) *--at = ',';
    *--at = (char)('0' + n % 10);
    n /= 10;
    count++;
  } while (n > 0);
  buffer_add(b, at, (size_t)(digits + sizeof digits - at));
}

void buffer_add_int(Buffer *b, int64_t n)
{
  if (n < 0) buffer_add_char(b, '-');
  add_digits(b, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, false);
}

void buffer_add_count(Buffer *b, uint64_t n)
{
  add_digits(b, n, true);
}

void buffer_repeat(Buffer *b, const char *text, size_t times)
{
  size_t len = strlen(text);
  buffer_reserve(b, len * times);
  for (size_t i = 0; i < times; i++) buffer_add(b, text, len);
}

void buffer_addf(Buffer *b, const char *format, ...)
{
  va_list args;
  buffer_reserve(b, 128);
  va_start(args, format);
  int n = vsnprintf(b->data + b->len, b->cap - b->len, format, args);
  va_end(args);
  if (n < 0) return;
  if ((size_t)n >= b->cap - b->len) {
    buffer_reserve(b, (size_t)n + 1);
    va_start(args, format);
    vsnprintf(b->data + b->len, b->cap - b->len, format, args);
    va_end(args);
  }
  b->len += (size_t)n;
}

const char *buffer_text(Buffer *b)
{
  buffer_reserve(b, 1);
  b->data[b->len] = '\0';
  return b->data;
}
