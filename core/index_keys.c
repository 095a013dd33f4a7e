/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of one node of an index, and the prefixes that make searching them quick; see index_tree.h. */
#include "index_tree.h"

#include <math.h>

/* ---- prefixes */

static uint64_t payload_of_float(double f)
{
  uint64_t bits;
  f += 0.0; /* -0.0 becomes 0.0 */
  memcpy(&bits, &f, sizeof bits);
  return (bits >> 63 ? ~bits : bits | UINT64_C(1) << 63) >> 4;
}

/* Four bits: a float's rank is an integer's, so that the last type needs none of its own. */
_Static_assert(VALUE_FLOAT == VALUE_INT + 1 && VALUE_INT < 16, "ranks fit into four bits");

uint64_t index_rank(Value v)
{
  return v.type == VALUE_FLOAT ? VALUE_INT : v.type;
}

uint64_t index_text_prefix(Text text, uint32_t skip)
{
  unsigned char head[8] = {0};
  uint64_t payload = 0;
  if (text.len > skip) memcpy(head, text.data + skip, MIN(text.len - skip, sizeof head));
  for (size_t i = 0; i < sizeof head; i++) payload = payload << 8 | head[i];
  return (uint64_t)VALUE_STRING << 60 | payload >> 4;
}

uint64_t index_prefix(Value v)
{
  uint64_t payload = 0;
  switch (v.type) {
  case VALUE_INT: payload = payload_of_float((double)v.integer); break;
  case VALUE_FLOAT: payload = isnan(v.number) ? INDEX_PAYLOAD_MAX : payload_of_float(v.number); break;
  case VALUE_STRING: return index_text_prefix(value_text(v), 0);
  case VALUE_BOOL: payload = v.boolean; break;
  case VALUE_EDTF: payload = (uint64_t)edtf_earliest(&v.edtf->date) + (UINT64_C(1) << 59); break;
  case VALUE_DATE:
  case VALUE_LOCALDATETIME: payload = (uint64_t)v.integer + (UINT64_C(1) << 59); break;
  default: break;
  }
  return index_rank(v) << 60 | (payload & INDEX_PAYLOAD_MAX);
}

size_t index_shared_bytes(Text a, Text b)
{
  size_t n = MIN(a.len, b.len), i = 0;
  while (i < n && a.data[i] == b.data[i]) i++;
  return i;
}

void keys_refresh(Keys *keys, uint32_t from)
{
  keys->skip = 0;
  if (keys->count <= from) return;
  Value first = keys->values[from], last = keys->values[keys->count - 1];
  if (first.type == VALUE_STRING && last.type == VALUE_STRING && keys->count > from + 1)
    keys->skip = (uint32_t)index_shared_bytes(value_text(first), value_text(last));
  for (uint32_t i = from; i < keys->count; i++)
    keys->prefixes[i] =
        keys->skip ? index_text_prefix(value_text(keys->values[i]), keys->skip) : index_prefix(keys->values[i]);
}

/* Where the key stands to the bytes that all keys of the node begin with: 0 when it begins with them too. */
static int compare_shared(const Keys *keys, uint32_t some, const Key *key)
{
  if (key->value.type != VALUE_STRING) return key->prefix >> 60 < VALUE_STRING ? -1 : 1;
  int order = memcmp(key->value.text, keys->values[some].text, MIN(key->value.aux, keys->skip));
  return order != 0 ? order : key->value.aux < keys->skip ? -1 : 0;
}

/* ---- searching */

/* The order of key i and the given one, whose prefixes tie. */
static int compare_tied(const Keys *keys, uint32_t i, const Key *key)
{
  int order = index_compare(keys->values[i], key->value);
  if (order != 0) return order;
  return (keys->slots[i] > key->slot) - (keys->slots[i] < key->slot);
}

uint32_t keys_bound(const Keys *keys, uint32_t from, const Key *key, bool after)
{
  uint32_t low = from, len = keys->count - from;
  uint64_t prefix = key->prefix;
  if (keys->skip && len > 0) {
    int side = compare_shared(keys, from, key);
    if (side != 0) return side < 0 ? from : keys->count;
    prefix = index_text_prefix(value_text(key->value), keys->skip);
  }
  while (len > 0) {
    uint32_t half = len / 2, middle = low + half;
    bool right = keys->prefixes[middle] < prefix;
    if (UNLIKELY(keys->prefixes[middle] == prefix)) {
      int order = compare_tied(keys, middle, key);
      right = after ? order <= 0 : order < 0;
    }
    low = right ? middle + 1 : low;
    len = right ? len - half - 1 : half;
  }
  return low;
}

/* ---- changing */

static void move(Keys *to, uint32_t at, const Keys *from, uint32_t start, uint32_t n)
{
  memmove(to->prefixes + at, from->prefixes + start, n * sizeof *to->prefixes);
  memmove(to->values + at, from->values + start, n * sizeof *to->values);
  memmove(to->slots + at, from->slots + start, n * sizeof *to->slots);
}

static void put(Keys *keys, uint32_t from, uint32_t at, const Key *key, bool alike)
{
  keys->values[at] = key->value;
  keys->slots[at] = key->slot;
  if (at < from || keys->skip == 0)
    keys->prefixes[at] = key->prefix;
  else if (alike)
    keys->prefixes[at] = index_text_prefix(value_text(key->value), keys->skip);
  else
    keys_refresh(keys, from);
}

/* Whether the key begins as the others do, of which it may be going to replace the one at `at`. */
static bool shares(const Keys *keys, uint32_t from, uint32_t at, const Key *key)
{
  uint32_t other = at == from ? from + 1 : from;
  return keys->skip == 0 || (other < keys->count && compare_shared(keys, other, key) == 0);
}

void keys_insert(Keys *keys, uint32_t from, uint32_t at, const Key *key)
{
  bool alike = shares(keys, from, SLOT_NONE, key);
  move(keys, at + 1, keys, at, keys->count - at);
  keys->count++;
  put(keys, from, at, key, alike);
}

void keys_replace(Keys *keys, uint32_t from, uint32_t at, const Key *key)
{
  put(keys, from, at, key, shares(keys, from, at, key));
}

void keys_remove(Keys *keys, uint32_t at)
{
  move(keys, at, keys, at + 1, keys->count - at - 1);
  keys->count--;
}

void keys_split(Keys *keys, uint32_t from, uint32_t at, Keys *to)
{
  uint32_t n = keys->count - at;
  move(to, 0, keys, at, n);
  to->count = n;
  keys->count = at;
  keys_refresh(keys, from);
  keys_refresh(to, from);
}
