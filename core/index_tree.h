/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The inside of an index, shared by index.c (changes), index_build.c (building from scratch), index_seek.c (reading)
 * and index_keys.c (the keys of one node): a B+tree over (value, slot).
 *
 * What makes it quick is that each key carries 64 bits of its value in index order, its prefix, in an array of their
 * own: a search within a node is a binary search over one dense array of integers, and looks at values only where
 * prefixes tie. For ints, floats and dates they hardly do. Where all keys of a node are texts that begin alike, as
 * neighbours in a sorted sequence mostly are, the prefixes leave out what they share (Bayer and Unterauer's prefix
 * B-tree).
 *
 * What must stay true: key i > 0 of an inner node is the first entry below its child i, so no key outlives the entry it
 * was taken from and the memory its value borrows; key 0 is not used. Leaves may be any less than full but not empty;
 * an inner node has at least one child. */
#ifndef CLIO_CORE_INDEX_TREE_H
#define CLIO_CORE_INDEX_TREE_H

#include "index_internal.h"
#include "large.h"

enum { FANOUT = 64, MAX_HEIGHT = 16 };

typedef struct Key {
  uint64_t prefix; /* index_prefix(value) */
  Value value;
  uint32_t slot;
} Key;

typedef struct Keys {
  uint32_t count;
  uint32_t skip;             /* all keys are texts that share so many first bytes; 0 in general */
  uint64_t prefixes[FANOUT]; /* of what follows those bytes */
  Value values[FANOUT];
  uint32_t slots[FANOUT];
} Keys;

typedef struct Leaf {
  Keys keys;
  struct Leaf *before, *after;
} Leaf;

typedef struct Inner {
  Keys keys; /* keys.count children */
  void *children[FANOUT];
} Inner;

struct Index {
  EntityKind kind;
  uint32_t label, key;
  Text name;
  void *root; /* NULL: empty; a Leaf when height is 1 */
  uint32_t height;
  Leaf *first;
  Pool leaves, inners;
  uint64_t entries, distinct;
  bool unusable, deferred; /* deferred: unusable since it has never been built */
};

typedef struct Path {
  Inner *nodes[MAX_HEIGHT]; /* from the root down */
  uint32_t places[MAX_HEIGHT];
  uint32_t depth;
  Leaf *leaf;
} Path;

/* index_keys.c */

/* index_prefix(a) < index_prefix(b) implies value_order(a, b) < 0. Four bits of type, then as much of the value as
 * fits; NaN, the greatest of numbers, has a prefix of its own, INDEX_NAN. */
uint64_t index_prefix(Value v);
uint64_t index_text_prefix(Text text, uint32_t skip); /* of what follows the first skip bytes */
uint64_t index_rank(Value v); /* the type in the topmost four bits of the prefix; ints and floats are one */
size_t index_shared_bytes(Text a, Text b); /* at the beginning */
#define INDEX_PAYLOAD_MAX ((UINT64_C(1) << 60) - 1)
#define INDEX_NAN         ((uint64_t)VALUE_INT << 60 | INDEX_PAYLOAD_MAX)

static inline int index_compare(Value a, Value b)
{
  if (a.type == VALUE_INT && b.type == VALUE_INT) return (a.integer > b.integer) - (a.integer < b.integer);
  return value_order(a, b);
}

/* In the following, from is the number of the node's first key: 0 in a leaf, 1 in an inner node. */

/* The first key that is not below the given one (or, with after, that is above it). */
uint32_t keys_bound(const Keys *keys, uint32_t from, const Key *key, bool after);
void keys_insert(Keys *keys, uint32_t from, uint32_t at, const Key *key);
void keys_replace(Keys *keys, uint32_t from, uint32_t at, const Key *key);
void keys_remove(Keys *keys, uint32_t at);
/* Moves those from `at` on into the empty keys `to`. */
void keys_split(Keys *keys, uint32_t from, uint32_t at, Keys *to);
/* Works out skip and prefixes anew. */
void keys_refresh(Keys *keys, uint32_t from);

static inline Key keys_get(const Keys *keys, uint32_t at)
{
  return (Key){index_prefix(keys->values[at]), keys->values[at], keys->slots[at]};
}

/* index.c */
void index_descend(const Index *index, const Key *key, Path *path);
Key index_first_below(const void *node, uint32_t height); /* the first entry below a node */
void index_clear(Index *index);

#endif
