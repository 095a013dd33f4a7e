/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index over one property of the entities of one label (or type): an ordered tree over (value, slot), which serves
 * equality, ranges, prefixes and order. Values are ordered by value_order; ints and floats of the same amount are
 * equal. Knows nothing of the graph beyond the slots it is given; graph.c keeps it up to date. */
#ifndef CLIO_CORE_INDEX_H
#define CLIO_CORE_INDEX_H

#include "graph.h"

Text index_name(const Index *index);
EntityKind index_kind(const Index *index);
uint32_t index_label(const Index *index); /* or the type, for relationships */
uint32_t index_key(const Index *index);
uint64_t index_entries(const Index *index);
uint64_t index_distinct(const Index *index); /* distinct values */

/* Another slot than this one that has an equivalent value, or SLOT_NONE. */
uint32_t index_other(const Index *index, Value v, uint32_t slot);

/* A range of values; has_* false means open. Only values comparable with the bounds match (a range over numbers never
 * gives strings). */
typedef struct IndexRange {
  bool has_low, has_high, low_inclusive, high_inclusive;
  Value low, high;
} IndexRange;

/* Holds until the index changes. The values of the range are borrowed as long. */
typedef struct IndexCursor {
  const Index *index; /* private, all of it */
  const void *leaf;
  uint32_t at;
  IndexRange range;
  uint64_t end; /* prefixes from here on are beyond the range */
  uint8_t stop; /* how the end is told */
  bool check;   /* each value is to be compared with the bounds */
} IndexCursor;

void index_seek_equal(IndexCursor *c, const Index *index, Value v);
void index_seek_range(IndexCursor *c, const Index *index, const IndexRange *range);
void index_seek_prefix(IndexCursor *c, const Index *index, Text prefix);
/* The next slots in index order; 0 at the end. */
size_t index_next(IndexCursor *c, uint32_t *slots, size_t max);
/* How many entries the range holds, exactly up to limit (for the planner). */
uint64_t index_estimate(const Index *index, const IndexRange *range, uint64_t limit);

#endif
