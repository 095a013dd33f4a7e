/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for large arrays and for many blocks of one size, in huge pages where the system gives them: a graph is read
 * all over, and with pages of 4 KB the processor would spend half of that time looking up addresses, and opening a file
 * half of its time in page faults. What these return is given back with free, except for a pool's blocks. */
#ifndef CLIO_CORE_LARGE_H
#define CLIO_CORE_LARGE_H

#include "base.h"

/* NULL when there is no memory. Uninitialised. */
void *large_alloc(size_t size);
/* As realloc; old_size is what of the old block is in use. On NULL the old block is still there. */
void *large_realloc(void *old, size_t old_size, size_t size);

/* Blocks of one size, of up to 64 KB. Slabs double up to a huge page, so that a pool of one block takes little more
 * than that block. */
typedef struct Pool {
  size_t block; /* bytes of one, a multiple of 16 */
  void *slabs;  /* the newest first; each begins with a pointer to the one before */
  char *at, *end;
  void *free; /* given back: each begins with a pointer to the next */
  size_t made;
} Pool;

void pool_init(Pool *pool, size_t block);
void *pool_take(Pool *pool); /* NULL when there is no memory. Uninitialised, aligned for any type */
void pool_give(Pool *pool, void *block);
void pool_free(Pool *pool); /* all blocks; the pool can be used again */

#endif
