/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of node or relationship ids as a bitmap; UINT32_MAX (null) may be in it, too. */
#ifndef CLIO_QUERIES_ID_SET_H
#define CLIO_QUERIES_ID_SET_H

#include "op.h"

typedef struct IdSet {
  uint64_t *words;
  uint32_t word_count;
  bool null;
  bool used; /* something was added since it was last cleared */
} IdSet;

/* Room for ids below limit, and for this one. */
static inline Status id_set_grow(Exec *x, IdSet *set, uint32_t id, uint32_t limit)
{
  uint32_t old = set->word_count;
  TRY(op_grow(x, (void **)&set->words, &set->word_count, MAX(id, limit) / 64 + 1, sizeof *set->words));
  memset(set->words + old, 0, (set->word_count - old) * sizeof *set->words);
  return STATUS_OK;
}

/* Adds an id; *added is false when it was there. limit: ids in use are below it, a hint for the size. */
static inline Status id_set_add(Exec *x, IdSet *set, uint32_t id, uint32_t limit, bool *added)
{
  set->used = true;
  if (UNLIKELY(id == UINT32_MAX)) {
    *added = !set->null;
    set->null = true;
    return STATUS_OK;
  }
  if (UNLIKELY(id / 64 >= set->word_count)) TRY(id_set_grow(x, set, id, limit));
  uint64_t bit = UINT64_C(1) << id % 64;
  *added = (set->words[id / 64] & bit) == 0;
  set->words[id / 64] |= bit;
  return STATUS_OK;
}

static inline void id_set_clear(IdSet *set)
{
  if (set->used && set->words) memset(set->words, 0, set->word_count * sizeof *set->words);
  set->null = set->used = false;
}

static inline void id_set_free(Exec *x, IdSet *set)
{
  op_release(x, set->words, set->word_count, sizeof *set->words);
  *set = (IdSet){0};
}

#endif
