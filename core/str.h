/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The string builder: a growing, NUL-terminated text. Out of memory is a sticky flag, so that code that builds text is
 * a row of calls; str_check tells at the end. */
#ifndef CLIO_CORE_STR_H
#define CLIO_CORE_STR_H

#include "error.h"

typedef struct Str {
  char *data; /* NULL while empty; NUL-terminated otherwise */
  size_t len, cap;
  bool bad;
} Str;

void str_init(Str *s);
void str_free(Str *s);
void str_clear(Str *s); /* keeps the memory */
void str_add(Str *s, const char *text);
void str_add_text(Str *s, Text text);
void str_add_bytes(Str *s, const void *data, size_t len);
void str_add_char(Str *s, char c);
void str_add_codepoint(Str *s, uint32_t codepoint); /* as UTF-8 */
void str_add_int(Str *s, int64_t n);
void str_addf(Str *s, const char *format, ...) PRINTF_LIKE(2, 3);
bool str_reserve(Str *s, size_t more); /* room for so many more bytes; false sets bad */
Text str_text(const Str *s);
const char *str_cstr(const Str *s); /* "" while empty */
char *str_take(Str *s);             /* malloc'ed, the caller's; NULL when bad; leaves the builder empty */
Status str_check(const Str *s, Error *err);

#endif
