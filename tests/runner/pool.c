/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)64 * 1024)

struct PoolChunk {
  PoolChunk *next;
  max_align_t data[];
};

static void *checked(void *memory)
{
  if (!memory) {
    fputs("out of memory\n", stderr);
    exit(2);
  }
  return memory;
}

void *pool_alloc(Pool *pool, size_t size)
{
  size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
  if (!pool->at || (size_t)(pool->end - pool->at) < size) {
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    PoolChunk *chunk = checked(malloc(sizeof(PoolChunk) + room));
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    pool->at = (char *)chunk->data;
    pool->end = pool->at + room;
  }
  void *memory = pool->at;
  pool->at += size;
  return memset(memory, 0, size);
}

char *pool_copy(Pool *pool, const char *text, size_t length)
{
  char *copy = pool_alloc(pool, length + 1);
  memcpy(copy, text, length);
  return copy;
}

char *pool_printf(Pool *pool, const char *format, ...)
{
  va_list args;
  char *text = NULL;
  va_start(args, format);
  int length = vasprintf(&text, format, args);
  va_end(args);
  char *kept = pool_copy(pool, checked(length < 0 ? NULL : text), (size_t)length);
  free(text);
  return kept;
}

void *pool_grow(Pool *pool, void *items, size_t count, size_t item_size)
{
  if (count & (count - 1)) return items;
  void *larger = pool_alloc(pool, (count ? 2 * count : 1) * item_size);
  if (count) memcpy(larger, items, count * item_size);
  return larger;
}

void pool_free(Pool *pool)
{
  while (pool->chunks) {
    PoolChunk *chunk = pool->chunks;
    pool->chunks = chunk->next;
    free(chunk);
  }
  pool->at = pool->end = NULL;
}

char *pool_read_file(Pool *pool, const char *path)
{
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  char *text = NULL;
  if (fseek(file, 0, SEEK_END) == 0) {
    long size = ftell(file);
    rewind(file);
    if (size >= 0) {
      text = pool_alloc(pool, (size_t)size + 1);
      if (fread(text, 1, (size_t)size, file) != (size_t)size) text = NULL;
    }
  }
  fclose(file);
  return text;
}

void fail_usage(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(2);
}
