/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is given back all at once. A query's tree and plan live in one arena, each operator's kept rows in
 * another, a batch's fresh strings and lists in a third that is reset with every batch.
 *
 * An arena may count against a MemoryLimit shared by all arenas of a query. When a limit is hit or malloc fails, the
 * arena goes bad for good: arena_alloc returns a pointer to a scratch block that may be written but holds nothing,
 * never NULL for sizes up to ARENA_SCRATCH, and NULL beyond; whoever fills an arena checks arena_check once per phase
 * or batch. */
#ifndef CLIO_CORE_ARENA_H
#define CLIO_CORE_ARENA_H

#include "error.h"

#include <stdatomic.h>

typedef struct MemoryLimit {
  size_t limit; /* bytes; 0 means none */
  _Atomic size_t used;
} MemoryLimit;

typedef struct ArenaChunk ArenaChunk;

typedef struct Arena {
  ArenaChunk *chunks; /* the newest first */
  char *at, *end;     /* free space in the newest chunk */
  MemoryLimit *limit; /* or NULL */
  size_t used;        /* bytes taken from malloc */
  bool bad;
} Arena;

#define ARENA_SCRATCH 65536

void arena_init(Arena *arena, MemoryLimit *limit);
void arena_reset(Arena *arena); /* empties it, keeps one chunk for reuse */
void arena_free(Arena *arena);  /* empties it and gives everything back; the arena can be used again */

/* Uninitialised memory, aligned for any type; arena_zalloc gives zeroes. */
void *arena_alloc(Arena *arena, size_t size);
void *arena_zalloc(Arena *arena, size_t size);
char *arena_copy(Arena *arena, const char *data, size_t len); /* adds a terminating NUL */
Text arena_text(Arena *arena, Text text);
char *arena_printf(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* An error (ERROR_MEMORY) if any allocation has failed since the arena was made. */
Status arena_check(const Arena *arena, Error *err);

#define arena_new(arena, type) ((type *)arena_zalloc((arena), sizeof(type)))
/* NULL when count * sizeof(type) overflows or does not fit. */
#define arena_array(arena, type, count) ((type *)arena_calloc((arena), (count), sizeof(type)))
void *arena_calloc(Arena *arena, size_t count, size_t size);

/* Counts memory held outside of arenas (hash tables, sort runs). false: over the limit, nothing was counted. */
bool memory_take(MemoryLimit *limit, size_t bytes);
void memory_give(MemoryLimit *limit, size_t bytes);
/* Fails when the process would not get so many bytes now. For what calls libraries that do not survive that. */
Status memory_expect(size_t bytes, Error *err);
/* The error for memory that could not be had: the limit, if there is one, or malloc. */
Status memory_fail(const MemoryLimit *limit, Error *err);

#endif
