/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interned texts of a property column; see dictionary.h. Texts lie packed, without padding, in the order of their
 * codes, so that a scan over all of them runs through memory in one direction. */
#include "dictionary.h"

#include "large.h"

#include <stdlib.h>

enum { SMALLEST_BLOCK = 256, LARGEST_BLOCK = 1 << 16 };

void dictionary_init(Dictionary *d)
{
  *d = (Dictionary){0};
  map_init(&d->map, NULL);
  arena_init(&d->arena, NULL);
}

void dictionary_free(Dictionary *d)
{
  map_free(&d->map);
  arena_free(&d->arena);
  large_free(d->texts);
  dictionary_init(d);
}

static bool same_text(const void *context, uint32_t item, const void *key)
{
  const Dictionary *d = context;
  return text_equal(d->texts[item], *(const Text *)key);
}

uint32_t dictionary_find(const Dictionary *d, Text text)
{
  return map_find(&d->map, hash_bytes(text.data, text.len), same_text, d, &text);
}

Status dictionary_reserve(Dictionary *d, uint32_t texts, Error *err)
{
  if (texts <= d->cap) return STATUS_OK;
  uint32_t cap = MAX(texts, d->cap + MIN(d->cap / 2, DICTIONARY_NONE - d->cap));
  Text *grown = large_grow(d->texts, cap * sizeof *grown);
  if (!grown) return error_out_of_memory(err);
  d->texts = grown;
  d->cap = cap;
  return map_reserve(&d->map, texts, err);
}

static Status copy_text(Dictionary *d, Text text, Text *out, Error *err)
{
  *out = TEXT("");
  if (text.len == 0) return STATUS_OK; /* there may be no block yet */
  if ((size_t)(d->end - d->at) < text.len) {
    size_t block = MAX(text.len, MIN((size_t)LARGEST_BLOCK, MAX((size_t)SMALLEST_BLOCK, d->arena.used)));
    char *data = arena_alloc(&d->arena, block);
    if (d->arena.bad) {
      d->arena.bad = false; /* nothing was taken: the dictionary is as good as before */
      return error_out_of_memory(err);
    }
    d->at = data;
    d->end = data + block;
  }
  memcpy(d->at, text.data, text.len);
  *out = (Text){d->at, text.len};
  d->at += text.len;
  return STATUS_OK;
}

Status dictionary_add(Dictionary *d, Text text, uint32_t *code, Error *err)
{
  uint64_t hash = hash_bytes(text.data, text.len);
  *code = map_find(&d->map, hash, same_text, d, &text);
  if (*code != MAP_NONE) return STATUS_OK;
  if (d->count == DICTIONARY_NONE - 1)
    return error_set(err, ERROR_MEMORY, NULL, "more than 4 billion distinct texts under one property key");
  if (d->count == d->cap) TRY(dictionary_reserve(d, MAX(16u, d->count + 1), err));
  Text copy;
  TRY(copy_text(d, text, &copy, err));
  TRY(map_add(&d->map, hash, d->count, err));
  d->texts[d->count] = copy;
  *code = d->count++;
  return STATUS_OK;
}
