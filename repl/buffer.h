/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing run of bytes, for text in the making. Running out of memory ends the program: nothing is lost by that,
 * since what has not been committed is undone, and a shell has no better answer. */
#ifndef CLIO_REPL_BUFFER_H
#define CLIO_REPL_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Buffer {
  char *data; /* not terminated; see buffer_text */
  size_t len, cap;
} Buffer;

/* Zeroed memory; free() it. Never NULL. */
void *allocate(size_t count, size_t size);
void *reallocate(void *memory, size_t count, size_t size);
char *copy_text(const char *text, size_t len);

void buffer_free(Buffer *b);
static inline void buffer_clear(Buffer *b)
{
  b->len = 0;
}
void buffer_reserve(Buffer *b, size_t more);
void buffer_add(Buffer *b, const char *data, size_t len);
void buffer_add_text(Buffer *b, const char *text);
void buffer_add_char(Buffer *b, char c);
void buffer_add_int(Buffer *b, int64_t n);
/* With commas between groups of three digits. */
void buffer_add_count(Buffer *b, uint64_t n);
void buffer_repeat(Buffer *b, const char *text, size_t times);
void buffer_addf(Buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content, NUL-terminated, until the next change. */
const char *buffer_text(Buffer *b);

#endif
