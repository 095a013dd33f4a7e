/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ground everything stands on: integer types, attributes and a handful of macros.
 * It must not know of any other header of the project. */
#ifndef CLIO_CORE_BASE_H
#define CLIO_CORE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARRAY_LEN(a)           (sizeof(a) / sizeof((a)[0]))
#define MIN(a, b)              ((a) < (b) ? (a) : (b))
#define MAX(a, b)              ((a) > (b) ? (a) : (b))
#define LIKELY(x)              __builtin_expect(!!(x), 1)
#define UNLIKELY(x)            __builtin_expect(!!(x), 0)
#define UNUSED                 __attribute__((unused))
#define NODISCARD              __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* A borrowed piece of text: not terminated, UTF-8. */
typedef struct Text {
  const char *data;
  size_t len;
} Text;

#define TEXT(literal) ((Text){(literal), sizeof(literal) - 1})

static inline Text text_of(const char *s)
{
  return (Text){s, strlen(s)};
}

static inline bool text_equal(Text a, Text b)
{
  return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool text_begins(Text text, Text start)
{
  return text.len >= start.len && (start.len == 0 || memcmp(text.data, start.data, start.len) == 0);
}

static inline bool text_ends(Text text, Text end)
{
  return text.len >= end.len && (end.len == 0 || memcmp(text.data + text.len - end.len, end.data, end.len) == 0);
}

/* Takes the start off the text, if it begins so. */
static inline bool text_cut_start(Text *text, Text start)
{
  if (!text_begins(*text, start)) return false;
  *text = (Text){text->data + start.len, text->len - start.len};
  return true;
}

/* Takes the end off the text, if it ends so. */
static inline bool text_cut_end(Text *text, Text end)
{
  if (!text_ends(*text, end)) return false;
  text->len -= end.len;
  return true;
}

#endif
