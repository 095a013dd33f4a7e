/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bump allocator over a list of chunks that double in size. A build with CLIO_ARENA_MALLOC gives every allocation a
 * chunk of its own, so that AddressSanitizer and valgrind see each overrun. */
#include "arena.h"

#include <stdio.h>
#include <stdlib.h>

struct ArenaChunk {
  ArenaChunk *next;
  size_t size; /* of the data */
  _Alignas(16) char data[];
};

enum { ALIGN = 16, FIRST_CHUNK = 4096 - (int)sizeof(ArenaChunk), LARGEST_CHUNK = 1 << 20 };

/* Where a failed allocation may scribble: nothing reads it back, since arena_check fails first. */
static _Thread_local _Alignas(16) char scratch[ARENA_SCRATCH];

bool memory_take(MemoryLimit *limit, size_t bytes)
{
  if (!limit) return true;
  size_t used = atomic_fetch_add_explicit(&limit->used, bytes, memory_order_relaxed) + bytes;
  if (limit->limit == 0 || used <= limit->limit) return true;
  atomic_fetch_sub_explicit(&limit->used, bytes, memory_order_relaxed);
  return false;
}

void memory_give(MemoryLimit *limit, size_t bytes)
{
  if (limit) atomic_fetch_sub_explicit(&limit->used, bytes, memory_order_relaxed);
}

Status memory_expect(size_t bytes, Error *err)
{
  void *volatile block = malloc(bytes); /* volatile: or the compiler leaves the pair out */
  if (!block) return error_out_of_memory(err);
  free(block);
  return STATUS_OK;
}

Status memory_fail(const MemoryLimit *limit, Error *err)
{
  if (!limit || !limit->limit) return error_out_of_memory(err);
  return error_set(err, ERROR_MEMORY, NULL, "the query needs more than its memory limit of %zu MB", limit->limit >> 20);
}

void arena_init(Arena *arena, MemoryLimit *limit)
{
  *arena = (Arena){.limit = limit};
}

static void chunk_free(Arena *arena, ArenaChunk *chunk)
{
  size_t bytes = sizeof *chunk + chunk->size;
  arena->used -= bytes;
  memory_give(arena->limit, bytes);
  free(chunk);
}

void arena_reset(Arena *arena)
{
  ArenaChunk *kept = arena->chunks;
  if (!kept) return;
  for (ArenaChunk *chunk = kept->next, *next; chunk; chunk = next) {
    next = chunk->next;
    chunk_free(arena, chunk);
  }
#ifdef CLIO_ARENA_MALLOC
  chunk_free(arena, kept);
  arena->chunks = NULL;
  arena->at = arena->end = NULL;
#else
  if (kept->size > LARGEST_CHUNK) {
    chunk_free(arena, kept);
    arena->chunks = NULL;
    arena->at = arena->end = NULL;
    return;
  }
  kept->next = NULL;
  arena->at = kept->data;
  arena->end = kept->data + kept->size;
#endif
}

void arena_free(Arena *arena)
{
  for (ArenaChunk *chunk = arena->chunks, *next; chunk; chunk = next) {
    next = chunk->next;
    chunk_free(arena, chunk);
  }
  arena_init(arena, arena->limit);
}

static void *fail(Arena *arena, size_t size)
{
  arena->bad = true;
  return size <= ARENA_SCRATCH ? scratch : NULL;
}

static void *grow(Arena *arena, size_t size)
{
  size_t last = arena->chunks ? arena->chunks->size : FIRST_CHUNK / 2;
  size_t want = MAX(size, MIN(last * 2, (size_t)LARGEST_CHUNK));
#ifdef CLIO_ARENA_MALLOC
  want = size;
#endif
  size_t bytes = sizeof(ArenaChunk) + want;
  if (size > SIZE_MAX / 2 || !memory_take(arena->limit, bytes)) return fail(arena, size);
  ArenaChunk *chunk = malloc(bytes);
  if (!chunk) {
    memory_give(arena->limit, bytes);
    return fail(arena, size);
  }
  chunk->size = want;
  chunk->next = arena->chunks;
  arena->chunks = chunk;
  arena->used += bytes;
  arena->at = chunk->data + size;
  arena->end = chunk->data + want;
  return chunk->data;
}

void *arena_alloc(Arena *arena, size_t size)
{
  size_t rounded = (MAX(size, 1) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
#ifndef CLIO_ARENA_MALLOC
  if (LIKELY(rounded >= size && (size_t)(arena->end - arena->at) >= rounded)) {
    void *p = arena->at;
    arena->at += rounded;
    return p;
  }
#endif
  return grow(arena, rounded < size ? SIZE_MAX : rounded);
}

void *arena_zalloc(Arena *arena, size_t size)
{
  void *p = arena_alloc(arena, size);
  if (p) memset(p, 0, size);
  return p;
}

void *arena_calloc(Arena *arena, size_t count, size_t size)
{
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    arena->bad = true;
    return NULL;
  }
  return arena_zalloc(arena, bytes);
}

char *arena_copy(Arena *arena, const char *data, size_t len)
{
  char *p = arena_alloc(arena, len + 1);
  if (!p) return NULL;
  if (len) memcpy(p, data, len);
  p[len] = '\0';
  return p;
}

Text arena_text(Arena *arena, Text text)
{
  char *p = arena_copy(arena, text.data, text.len);
  return (Text){p, p ? text.len : 0};
}

char *arena_printf(Arena *arena, const char *format, ...)
{
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char *p = n < 0 ? NULL : arena_alloc(arena, (size_t)n + 1);
  if (p) vsnprintf(p, (size_t)n + 1, format, again);
  va_end(again);
  return p;
}

Status arena_check(const Arena *arena, Error *err)
{
  return LIKELY(!arena->bad) ? STATUS_OK : memory_fail(arena->limit, err);
}
