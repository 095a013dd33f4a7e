/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Large memory; see large.h. */
#include "large.h"

#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, SLAB_HEAD = 16, FEW_BLOCKS = 64 };

/* Only whole huge pages are any: a size that fills more than half of its last one gets the rest of it as well. */
void *large_alloc(size_t size)
{
  if (size < HUGE_PAGE / 2 || size > SIZE_MAX - HUGE_PAGE) return malloc(size);
  if (size % HUGE_PAGE >= HUGE_PAGE / 2) size = (size / HUGE_PAGE + 1) * HUGE_PAGE;
  void *block = NULL;
  if (posix_memalign(&block, HUGE_PAGE, size) != 0) return NULL;
  (void)madvise(block, size, MADV_HUGEPAGE); /* a wish: without huge pages it is memory like any other */
  return block;
}

void *large_realloc(void *old, size_t old_size, size_t size)
{
  if (size < HUGE_PAGE / 2) return realloc(old, size);
  void *block = large_alloc(size);
  if (!block) return NULL;
  if (old_size) memcpy(block, old, old_size);
  free(old);
  return block;
}

void pool_init(Pool *pool, size_t block)
{
  *pool = (Pool){.block = (block + 15) & ~(size_t)15};
}

static bool add_slab(Pool *pool)
{
  bool few = pool->made < FEW_BLOCKS;
  size_t blocks = few ? MAX((size_t)1, pool->made) : (HUGE_PAGE - SLAB_HEAD) / pool->block;
  char *slab = large_alloc(few ? SLAB_HEAD + blocks * pool->block : HUGE_PAGE);
  if (!slab) return false;
  memcpy(slab, &pool->slabs, sizeof pool->slabs);
  pool->slabs = slab;
  pool->at = slab + SLAB_HEAD;
  pool->end = pool->at + blocks * pool->block;
  pool->made += blocks;
  return true;
}

void *pool_take(Pool *pool)
{
  if (pool->free) {
    void *block = pool->free;
    memcpy(&pool->free, block, sizeof pool->free);
    return block;
  }
  if (pool->at == pool->end && !add_slab(pool)) return NULL;
  void *block = pool->at;
  pool->at += pool->block;
  return block;
}

void pool_give(Pool *pool, void *block)
{
  memcpy(block, &pool->free, sizeof pool->free);
  pool->free = block;
}

void pool_free(Pool *pool)
{
  for (void *slab = pool->slabs, *next; slab; slab = next) {
    memcpy(&next, slab, sizeof next);
    free(slab);
  }
  pool_init(pool, pool->block);
}
