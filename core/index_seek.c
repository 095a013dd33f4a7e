/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading an index: equality, ranges, prefixes, all in index order. */
#include "index_tree.h"

/* How a cursor tells that it has left its range. */
enum {
  STOP_NOWHERE, /* open: the end of the index */
  STOP_PREFIX,  /* at the first entry whose prefix is not below c->end */
  STOP_HIGH,    /* behind the upper bound */
  STOP_TEXT     /* at the first text that does not begin with range.low */
};

static void start_at(IndexCursor *c, const Key *key, bool after)
{
  const Index *index = c->index;
  c->leaf = NULL;
  c->at = 0;
  if (!index->root) return;
  Path path;
  index_descend(index, key, &path);
  c->leaf = path.leaf;
  c->at = keys_bound(&path.leaf->keys, 0, key, after);
}

uint32_t index_other(const Index *index, Value v, uint32_t slot)
{
  Key key = {index_prefix(v), v, 0};
  IndexCursor c = {.index = index};
  start_at(&c, &key, false);
  for (const Leaf *leaf = c.leaf; leaf; leaf = leaf->after, c.at = 0) {
    for (uint32_t i = c.at; i < leaf->keys.count; i++) {
      if (index_compare(leaf->keys.values[i], v) != 0) return SLOT_NONE;
      /* Durations may have one place in the order without being equal. */
      if (leaf->keys.slots[i] != slot && value_equivalent(leaf->keys.values[i], v)) return leaf->keys.slots[i];
    }
  }
  return SLOT_NONE;
}

static bool begins_with(Value v, Text prefix)
{
  return v.type == VALUE_STRING && text_begins(value_text(v), prefix);
}

/* Whether the entry is beyond the range. */
static bool is_beyond(const IndexCursor *c, const Keys *keys, uint32_t i)
{
  switch (c->stop) {
  case STOP_PREFIX: return (keys->skip ? (uint64_t)VALUE_STRING << 60 : keys->prefixes[i]) >= c->end;
  case STOP_TEXT: return !begins_with(keys->values[i], value_text(c->range.low));
  case STOP_HIGH: {
    if (!keys->skip && keys->prefixes[i] != c->end) return keys->prefixes[i] > c->end;
    int order = index_compare(keys->values[i], c->range.high);
    return c->range.high_inclusive ? order > 0 : order >= 0;
  }
  default: return false;
  }
}

static bool is_container(Value v)
{
  return v.type == VALUE_LIST || v.type == VALUE_MAP;
}

/* Whether anything can be compared with it. Of containers, some can where others cannot. */
static bool is_bound(Value v)
{
  int order;
  bool unordered;
  return is_container(v) || (value_compare(v, v, &order, &unordered) && !unordered);
}

void index_seek_equal(IndexCursor *c, const Index *index, Value v)
{
  *c = (IndexCursor){.index = index, .stop = STOP_HIGH};
  c->range = (IndexRange){true, true, true, true, v, v};
  c->end = index_prefix(v);
  if (value_is_null(v) || c->end == INDEX_NAN) return;
  c->check = is_container(v);
  Key key = {c->end, v, 0};
  start_at(c, &key, false);
}

void index_seek_range(IndexCursor *c, const Index *index, const IndexRange *range)
{
  *c = (IndexCursor){.index = index, .range = *range};
  Key first = {0};
  if (range->has_low || range->has_high) {
    Value some = range->has_low ? range->low : range->high;
    if ((range->has_low && !is_bound(range->low)) || (range->has_high && !is_bound(range->high))) return;
    if (range->has_low && range->has_high && index_rank(range->low) != index_rank(range->high)) return;
    c->check = is_container(some);
    c->stop = range->has_high ? STOP_HIGH : STOP_PREFIX;
    if (range->has_high)
      c->end = index_prefix(range->high);
    else
      c->end = index_rank(some) == VALUE_INT ? INDEX_NAN : (index_rank(some) + 1) << 60;
    first.prefix = (index_rank(some) << 60) - 1; /* no value of the type before has that */
  }
  if (range->has_low) {
    first = (Key){index_prefix(range->low), range->low, range->low_inclusive ? 0 : UINT32_MAX};
    start_at(c, &first, !range->low_inclusive);
  } else {
    start_at(c, &first, false);
  }
}

void index_seek_prefix(IndexCursor *c, const Index *index, Text prefix)
{
  *c = (IndexCursor){.index = index, .stop = STOP_TEXT};
  c->range.low = value_string(prefix);
  Key key = {index_prefix(c->range.low), c->range.low, 0};
  start_at(c, &key, false);
}

/* Containers of the range's order need not satisfy its comparisons: [1, null] >= [1] is null. */
static bool satisfies(const IndexCursor *c, Value v)
{
  int order;
  bool unordered;
  const IndexRange *r = &c->range;
  if (r->has_low && r->has_high && r->low.items == r->high.items && r->low_inclusive && r->high_inclusive)
    return value_equal(v, r->low) == TRI_TRUE;
  if (r->has_low) {
    if (!value_compare(v, r->low, &order, &unordered) || unordered) return false;
    if (r->low_inclusive ? order < 0 : order <= 0) return false;
  }
  if (r->has_high) {
    if (!value_compare(v, r->high, &order, &unordered) || unordered) return false;
    if (r->high_inclusive ? order > 0 : order >= 0) return false;
  }
  return true;
}

/* The place in the leaf where the range ends, or its count; *over says whether it ends there. */
static uint32_t end_in(const IndexCursor *c, const Leaf *leaf, bool *over)
{
  *over = is_beyond(c, &leaf->keys, leaf->keys.count - 1);
  if (!*over) return leaf->keys.count;
  uint32_t end = c->at;
  while (!is_beyond(c, &leaf->keys, end)) end++;
  return end;
}

size_t index_next(IndexCursor *c, uint32_t *slots, size_t max)
{
  size_t filled = 0;
  while (c->leaf && filled < max) {
    const Leaf *leaf = c->leaf;
    if (c->at >= leaf->keys.count) {
      c->leaf = leaf->after;
      c->at = 0;
      continue;
    }
    bool over;
    uint32_t end = end_in(c, leaf, &over);
    uint32_t take = (uint32_t)MIN((size_t)(end - c->at), max - filled);
    if (!c->check) {
      memcpy(slots + filled, leaf->keys.slots + c->at, take * sizeof *slots);
      filled += take;
    } else {
      for (uint32_t i = c->at; i < c->at + take; i++)
        if (satisfies(c, leaf->keys.values[i])) slots[filled++] = leaf->keys.slots[i];
    }
    c->at += take;
    if (over && c->at == end) c->leaf = NULL;
  }
  return filled;
}

uint64_t index_estimate(const Index *index, const IndexRange *range, uint64_t limit)
{
  IndexCursor c;
  uint64_t count = 0;
  index_seek_range(&c, index, range);
  for (const Leaf *leaf = c.leaf; leaf && count < limit; leaf = leaf->after, c.at = 0) {
    if (c.at >= leaf->keys.count) continue;
    bool over;
    count += end_in(&c, leaf, &over) - c.at;
    if (over) break;
  }
  return MIN(count, limit);
}
