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

#endif
