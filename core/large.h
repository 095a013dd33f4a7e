/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for large arrays and for many blocks of one size, in huge pages where the system gives them: a graph is read
 * all over, and with pages of 4 KB the processor would spend half of that time looking up addresses, and opening a file
 * half of its time in page faults. */
#ifndef CLIO_CORE_LARGE_H
#define CLIO_CORE_LARGE_H

#include "base.h"

/* NULL when there is no memory. Uninitialised. Given back with free. */
void *large_alloc(size_t size);

/* Arrays that grow: once they are large, the system moves their pages elsewhere instead of copying what is in them, so
 * that no single insertion pays for all before it, and what is not in use yet takes no memory. As realloc: the old
 * block is NULL or came from large_grow, and is still there when NULL is returned. Given back with large_free. */
void *large_grow(void *old, size_t size);
void large_free(void *block); /* NULL is fine */

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
