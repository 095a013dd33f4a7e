/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the graph keeps an index up to date. Values are borrowed: whoever has inserted one keeps its memory until it is
 * removed, or the index is built anew. */
#ifndef CLIO_CORE_INDEX_INTERNAL_H
#define CLIO_CORE_INDEX_INTERNAL_H

#include "index.h"

typedef struct IndexEntry {
  uint64_t prefix; /* the first 64 bits of the value in index order; set by index_build */
  Value value;
  uint32_t slot;
} IndexEntry;

Status index_new(Index **out, EntityKind kind, uint32_t label, uint32_t key, Text name, Error *err);
void index_free(Index *index);
Status index_insert(Index *index, Value v, uint32_t slot, Error *err);
void index_remove(Index *index, Value v, uint32_t slot); /* nothing where it is not there */
/* Replaces the content by these entries, in any order, which it sorts in place. */
Status index_build(Index *index, IndexEntry *entries, size_t n, Error *err);
/* An index that has missed a change, for want of memory while undoing, is of no use until it is built anew. */
void index_invalidate(Index *index);
bool index_usable(const Index *index);
/* An index whose content nobody has asked for yet is not kept up: it is of no use either until it is built. */
void index_defer(Index *index);
bool index_is_deferred(const Index *index);

#endif
