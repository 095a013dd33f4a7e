/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index and its upkeep: inserting into and removing from the B+tree that index_tree.h describes. After a failed
 * allocation the index is unusable until built anew. */
#include "index_tree.h"

#include <stdlib.h>

/* ---- the tree */

/* A search within the node is going to meet most of these lines, one after the other: fetch them at once. */
static void prefetch(const void *node)
{
  const char *at = node;
  for (size_t i = 0; i < offsetof(Keys, values); i += 64) __builtin_prefetch(at + i);
}

void index_descend(const Index *index, const Key *key, Path *path)
{
  void *node = index->root;
  path->depth = 0;
  for (uint32_t level = index->height; level > 1; level--) {
    Inner *inner = node;
    uint32_t place = keys_bound(&inner->keys, 1, key, true) - 1;
    path->nodes[path->depth] = inner;
    path->places[path->depth++] = place;
    node = inner->children[place];
    prefetch(node);
  }
  path->leaf = node;
}

Key index_first_below(const void *node, uint32_t height)
{
  for (; height > 1; height--) node = ((const Inner *)node)->children[0];
  return keys_get(&((const Leaf *)node)->keys, 0);
}

void index_clear(Index *index)
{
  pool_free(&index->leaves);
  pool_free(&index->inners);
  index->root = NULL;
  index->first = NULL;
  index->height = 0;
  index->entries = index->distinct = 0;
}

void index_invalidate(Index *index)
{
  index_clear(index);
  index->unusable = true;
}

bool index_usable(const Index *index)
{
  return !index->unusable;
}

void index_defer(Index *index)
{
  index_invalidate(index);
  index->deferred = true;
}

bool index_is_deferred(const Index *index)
{
  return index->deferred;
}

static void insert_child(Inner *inner, uint32_t at, const Key *key, void *child)
{
  memmove(inner->children + at + 1, inner->children + at, (inner->keys.count - at) * sizeof(void *));
  inner->children[at] = child;
  keys_insert(&inner->keys, 1, at, key);
}

/* Where to cut a full node that is to take one more at `at`: in the middle, or at the end when that is where it goes,
 * so that values that come in order leave full nodes behind. */
static uint32_t cut(uint32_t at)
{
  return at == FANOUT ? FANOUT : FANOUT / 2;
}

/* Cuts the leaf, which is full, and puts the key into the half where it belongs. */
static void split_leaf(Leaf *leaf, Leaf *right, uint32_t at, const Key *key)
{
  uint32_t left = cut(at);
  keys_split(&leaf->keys, 0, left, &right->keys);
  right->before = leaf;
  right->after = leaf->after;
  if (right->after) right->after->before = right;
  leaf->after = right;
  if (at > left || left == FANOUT)
    keys_insert(&right->keys, 0, at - left, key);
  else
    keys_insert(&leaf->keys, 0, at, key);
}

static void split_inner(Inner *inner, Inner *right, uint32_t at, const Key *key, void *child)
{
  uint32_t left = cut(at);
  memcpy(right->children, inner->children + left, (FANOUT - left) * sizeof(void *));
  keys_split(&inner->keys, 1, left, &right->keys);
  if (at > left || left == FANOUT)
    insert_child(right, at - left, key, child);
  else
    insert_child(inner, at, key, child);
}

/* Whether an entry beside place `at` of the leaf has the value; `self` leaves out the entry at that place itself. */
static bool has_equal_beside(const Leaf *leaf, uint32_t at, Value v, bool self)
{
  const Leaf *left = at > 0 ? leaf : leaf->before;
  uint32_t left_at = at > 0 ? at - 1 : left ? left->keys.count - 1 : 0;
  if (left && index_compare(left->keys.values[left_at], v) == 0) return true;
  uint32_t next = at + (self ? 1 : 0);
  const Leaf *right = next < leaf->keys.count ? leaf : leaf->after;
  uint32_t right_at = next < leaf->keys.count ? next : 0;
  return right && index_compare(right->keys.values[right_at], v) == 0;
}

/* Makes the nodes that an insertion at the path needs: a leaf, an inner node for each full one above it, and a root. */
static Status make_spares(Index *index, const Path *path, void **spares, Error *err)
{
  uint32_t full = 0;
  while (full < path->depth && path->nodes[path->depth - 1 - full]->keys.count == FANOUT) full++;
  uint32_t wanted = 1 + full + (full == path->depth);
  bool good = index->height < MAX_HEIGHT;
  for (uint32_t n = 0; n < wanted; n++) {
    spares[n] = pool_take(n == 0 ? &index->leaves : &index->inners);
    good = good && spares[n];
  }
  return good ? STATUS_OK : error_out_of_memory(err); /* the index is going to be cleared, pools and all */
}

static Status insert_splitting(Index *index, Path *path, uint32_t at, const Key *key, Error *err)
{
  void *spares[MAX_HEIGHT + 2];
  uint32_t used = 0;
  TRY(make_spares(index, path, spares, err));
  Leaf *right = spares[used++];
  split_leaf(path->leaf, right, at, key);
  Key up = index_first_below(right, 1);
  void *child = right;
  for (uint32_t level = path->depth; level-- > 0;) {
    Inner *inner = path->nodes[level];
    uint32_t place = path->places[level] + 1;
    if (inner->keys.count < FANOUT) {
      insert_child(inner, place, &up, child);
      return STATUS_OK;
    }
    Inner *half = spares[used++];
    split_inner(inner, half, place, &up, child);
    up = index_first_below(half, path->depth - level + 1);
    child = half;
  }
  Inner *root = spares[used];
  root->keys.count = root->keys.skip = 0;
  insert_child(root, 0, &up, index->root);
  insert_child(root, 1, &up, child);
  index->root = root;
  index->height++;
  return STATUS_OK;
}

static Status insert_first(Index *index, const Key *key, Error *err)
{
  Leaf *leaf = pool_take(&index->leaves);
  if (!leaf) return error_out_of_memory(err);
  leaf->keys.count = leaf->keys.skip = 0;
  leaf->before = leaf->after = NULL;
  keys_insert(&leaf->keys, 0, 0, key);
  index->root = index->first = leaf;
  index->height = 1;
  return STATUS_OK;
}

static bool is_key(const Keys *keys, uint32_t at, const Key *key)
{
  return at < keys->count && keys->slots[at] == key->slot && index_compare(keys->values[at], key->value) == 0;
}

static Status insert(Index *index, const Key *key, Error *err)
{
  if (!index->root) {
    TRY(insert_first(index, key, err));
    index->entries = index->distinct = 1;
    return STATUS_OK;
  }
  Path path;
  index_descend(index, key, &path);
  uint32_t at = keys_bound(&path.leaf->keys, 0, key, false);
  if (is_key(&path.leaf->keys, at, key)) return STATUS_OK;
  bool known = has_equal_beside(path.leaf, at, key->value, false);
  if (path.leaf->keys.count < FANOUT)
    keys_insert(&path.leaf->keys, 0, at, key);
  else
    TRY(insert_splitting(index, &path, at, key, err));
  index->entries++;
  index->distinct += !known;
  return STATUS_OK;
}

Status index_insert(Index *index, Value v, uint32_t slot, Error *err)
{
  if (index->unusable) return STATUS_OK;
  Key key = {index_prefix(v), v, slot};
  if (LIKELY(insert(index, &key, err) == STATUS_OK)) return STATUS_OK;
  index_invalidate(index);
  return STATUS_FAIL;
}

/* Corrects the key of the nearest ancestor that has the path not in its first place, after the first entry below it
 * has changed. level: how many nodes of the path are left of it. */
static void correct_key(const Index *index, const Path *path, uint32_t level)
{
  while (level-- > 0) {
    Inner *inner = path->nodes[level];
    uint32_t place = path->places[level];
    if (place == 0) continue;
    Key key = index_first_below(inner->children[place], index->height - 1 - level);
    keys_replace(&inner->keys, 1, place, &key);
    return;
  }
}

static void remove_leaf(Index *index, Path *path)
{
  Leaf *leaf = path->leaf;
  if (leaf->before)
    leaf->before->after = leaf->after;
  else
    index->first = leaf->after;
  if (leaf->after) leaf->after->before = leaf->before;
  pool_give(&index->leaves, leaf);
  for (uint32_t level = path->depth; level-- > 0;) {
    Inner *inner = path->nodes[level];
    uint32_t place = path->places[level];
    memmove(inner->children + place, inner->children + place + 1, (inner->keys.count - place - 1) * sizeof(void *));
    keys_remove(&inner->keys, place);
    if (inner->keys.count > 0) {
      if (place == 0) correct_key(index, path, level);
      break;
    }
    pool_give(&index->inners, inner);
    if (level == 0) index->root = NULL;
  }
  if (path->depth == 0) index->root = NULL;
  if (!index->root) index->height = 0;
  while (index->height > 1 && ((Inner *)index->root)->keys.count == 1) {
    Inner *root = index->root;
    index->root = root->children[0];
    index->height--;
    pool_give(&index->inners, root);
  }
}

void index_remove(Index *index, Value v, uint32_t slot)
{
  if (!index->root) return;
  Key key = {index_prefix(v), v, slot};
  Path path;
  index_descend(index, &key, &path);
  Keys *keys = &path.leaf->keys;
  uint32_t at = keys_bound(keys, 0, &key, false);
  if (!is_key(keys, at, &key)) return;
  index->entries--;
  index->distinct -= !has_equal_beside(path.leaf, at, v, true);
  keys_remove(keys, at);
  if (keys->count == 0)
    remove_leaf(index, &path);
  else if (at == 0)
    correct_key(index, &path, path.depth);
}

/* ---- the index itself */

Status index_new(Index **out, EntityKind kind, uint32_t label, uint32_t key, Text name, Error *err)
{
  Index *index = calloc(1, sizeof *index);
  char *copy = malloc(name.len + 1);
  if (!index || !copy) {
    free(index);
    free(copy);
    return error_out_of_memory(err);
  }
  if (name.len) memcpy(copy, name.data, name.len);
  copy[name.len] = '\0';
  *index = (Index){.kind = kind, .label = label, .key = key, .name = {copy, name.len}};
  pool_init(&index->leaves, sizeof(Leaf));
  pool_init(&index->inners, sizeof(Inner));
  *out = index;
  /* cppcheck-suppress memleak ; the index owns its name */
  return STATUS_OK;
}

void index_free(Index *index)
{
  if (!index) return;
  index_clear(index);
  free((char *)index->name.data);
  free(index);
}

Text index_name(const Index *index)
{
  return index->name;
}

EntityKind index_kind(const Index *index)
{
  return index->kind;
}

uint32_t index_label(const Index *index)
{
  return index->label;
}

uint32_t index_key(const Index *index)
{
  return index->key;
}

uint64_t index_entries(const Index *index)
{
  return index->entries;
}

uint64_t index_distinct(const Index *index)
{
  return index->distinct;
}
