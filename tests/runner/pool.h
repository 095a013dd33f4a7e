/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for the test runners: taken piece by piece, given back all at once. Running out of it ends the program, since
 * a test run has nobody to hand an error to. */
#ifndef CLIO_TESTS_POOL_H
#define CLIO_TESTS_POOL_H

#include <stddef.h>

typedef struct PoolChunk PoolChunk;

typedef struct Pool {
  PoolChunk *chunks; /* the newest first */
  char *at, *end;    /* free space in the newest chunk */
} Pool;              /* zero-initialised: empty */

void *pool_alloc(Pool *pool, size_t size); /* zeroed, aligned for any type */
char *pool_copy(Pool *pool, const char *text, size_t length);
char *pool_printf(Pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Room for one more item in an array of count items: the array itself, or a larger copy of it. Capacities are powers of
 * two, so that the count alone tells when it is full. */
void *pool_grow(Pool *pool, void *items, size_t count, size_t item_size);
void pool_free(Pool *pool);

/* The whole file, NUL-terminated; NULL with errno set when it cannot be read. */
char *pool_read_file(Pool *pool, const char *path);

/* Says what is wrong with the program's input and exits with status 2. */
void fail_usage(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif
