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

/* ---- arrays that grow */

/* In front of the array. As long as a cache line, so that mapped arrays begin with one. */
typedef struct Head {
  size_t size; /* with the head */
  bool mapped; /* a mapping of its own, in whole huge pages; otherwise it came from realloc */
  char rest[64 - sizeof(size_t) - sizeof(bool)];
} Head;

_Static_assert(sizeof(Head) == 64, "arrays stay aligned for any type");

/* Addresses for `length` bytes that begin with a huge page; they hold nothing yet. */
static char *reserve(size_t length)
{
  char *area = mmap(NULL, length + HUGE_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (area == MAP_FAILED) return NULL;
  size_t before = (HUGE_PAGE - (uintptr_t)area % HUGE_PAGE) % HUGE_PAGE;
  if (before) (void)munmap(area, before);
  (void)munmap(area + before + length, HUGE_PAGE - before);
  return area + before;
}

/* The old mapping's pages go over to a longer one. */
static Head *move_mapping(Head *old, size_t length)
{
  char *area = reserve(length);
  if (!area) return NULL;
  void *moved = mremap(old, old->size, length, MREMAP_MAYMOVE | MREMAP_FIXED, area);
  if (moved != MAP_FAILED) return moved;
  (void)munmap(area, length);
  return NULL;
}

static Head *make_mapping(Head *old, size_t length)
{
  char *area = reserve(length);
  if (!area) return NULL;
  if (mprotect(area, length, PROT_READ | PROT_WRITE) != 0) {
    (void)munmap(area, length);
    return NULL;
  }
  (void)madvise(area, length, MADV_HUGEPAGE);
  if (old) memcpy(area, old, old->size);
  free(old);
  return (Head *)(void *)area;
}

/* Sanitizers only watch what comes from malloc. */
static bool is_worth_mapping(size_t size)
{
#ifdef CLIO_ARENA_MALLOC
  (void)size;
  return false;
#else
  return size >= HUGE_PAGE / 2;
#endif
}

void *large_grow(void *old, size_t size)
{
  Head *head = old ? (Head *)old - 1 : NULL, *grown;
  if (size > SIZE_MAX / 2 - 2 * HUGE_PAGE) return NULL;
  size += sizeof *head;
  bool mapped = is_worth_mapping(size) || (head && head->mapped);
  if (mapped) {
    size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (head && head->mapped && size <= head->size) return old;
    grown = head && head->mapped ? move_mapping(head, size) : make_mapping(head, size);
  } else {
    grown = realloc(head, size);
  }
  if (!grown) return NULL;
  grown->size = size;
  grown->mapped = mapped;
  return grown + 1;
}

void large_free(void *block)
{
  if (!block) return;
  Head *head = (Head *)block - 1;
  if (head->mapped)
    (void)munmap(head, head->size);
  else
    free(head);
}

/* ---- blocks of one size */

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
