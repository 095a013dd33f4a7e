/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What it means for two values to be equal, comparable, ordered or equivalent: four questions that openCypher keeps
 * apart (CIP2016-06-14 "Comparability and Orderability"), each with one function here, and the hash that belongs to
 * the last. Must stay true: equivalent values hash alike and value_order gives 0 for them; an int and a float compare
 * by their mathematical values, without rounding.
 *
 * Maps are compared key by key with linear look-ups. Maps of one origin write their keys in one order, which costs one
 * step per key; only differently written ones cost the product of their sizes. */
#include "map.h"
#include "value.h"

#include <math.h>

static bool is_nan(Value v)
{
  return v.type == VALUE_FLOAT && isnan(v.number);
}

static int compare_int64(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

static int compare_uint32(uint32_t a, uint32_t b)
{
  return (a > b) - (a < b);
}

static int compare_text(Text a, Text b)
{
  size_t shared = MIN(a.len, b.len);
  int order = shared ? memcmp(a.data, b.data, shared) : 0;
  if (order != 0) return order < 0 ? -1 : 1;
  return (a.len > b.len) - (a.len < b.len);
}

static const double two_to_63 = 9223372036854775808.0;

/* f is no NaN. The cast is exact within the range of int64, and drops the fraction, whose sign then decides. */
static int compare_int_float(int64_t i, double f)
{
  if (f >= two_to_63) return -1;
  if (f < -two_to_63) return 1;
  int64_t whole = (int64_t)f;
  if (i != whole) return i < whole ? -1 : 1;
  double fraction = f - (double)whole;
  return (fraction < 0) - (fraction > 0);
}

/* Neither is NaN. */
static int compare_numbers(Value a, Value b)
{
  if (a.type == VALUE_INT)
    return b.type == VALUE_INT ? compare_int64(a.integer, b.integer) : compare_int_float(a.integer, b.number);
  if (b.type == VALUE_INT) return -compare_int_float(b.integer, a.number);
  return (a.number > b.number) - (a.number < b.number);
}

static int compare_temporals(Value a, Value b)
{
  if (a.type == VALUE_DATE || a.type == VALUE_LOCALTIME) return compare_int64(a.integer, b.integer);
  return temporal_compare(value_temporal(a), value_temporal(b));
}

/* By the earliest day, then by the latest; the text decides between what the days cannot tell apart (1939, 1939~). */
static int compare_edtf(Value a, Value b)
{
  const Edtf *x = &a.edtf->date, *y = &b.edtf->date;
  int order = compare_int64(edtf_earliest(x), edtf_earliest(y));
  if (order == 0) order = compare_int64(edtf_latest(x), edtf_latest(y));
  return order ? order : compare_text(value_edtf_text(a), value_edtf_text(b));
}

static bool same_path(Value a, Value b)
{
  return a.aux == b.aux && memcmp(a.path, b.path, (2 * (size_t)a.aux + 1) * sizeof *a.path) == 0;
}

/* The value that b has under the key of a's entry i; NULL where it has none. */
static const Value *counterpart(Value a, Value b, uint32_t i)
{
  Text key = a.entries[i].key;
  if (i < b.aux && text_equal(b.entries[i].key, key)) return &b.entries[i].value;
  return value_map_get(b, key);
}

/* ---- = */

static Tri equal(Value a, Value b, unsigned depth);

static Tri equal_lists(Value a, Value b, unsigned depth)
{
  if (a.aux != b.aux) return TRI_FALSE;
  Tri result = TRI_TRUE;
  for (uint32_t i = 0; i < a.aux; i++) {
    Tri item = equal(a.items[i], b.items[i], depth + 1);
    if (item == TRI_FALSE) return TRI_FALSE;
    if (item == TRI_NULL) result = TRI_NULL;
  }
  return result;
}

static Tri equal_maps(Value a, Value b, unsigned depth)
{
  if (a.aux != b.aux) return TRI_FALSE;
  Tri result = TRI_TRUE;
  for (uint32_t i = 0; i < a.aux; i++) {
    const Value *other = counterpart(a, b, i);
    Tri entry = other ? equal(a.entries[i].value, *other, depth + 1) : TRI_FALSE;
    if (entry == TRI_FALSE) return TRI_FALSE;
    if (entry == TRI_NULL) result = TRI_NULL;
  }
  return result;
}

static Tri equal(Value a, Value b, unsigned depth)
{
  if (a.type == VALUE_NULL || b.type == VALUE_NULL) return TRI_NULL;
  if (value_is_number(a) && value_is_number(b)) return !is_nan(a) && !is_nan(b) && compare_numbers(a, b) == 0;
  if (a.type != b.type) return TRI_FALSE;
  if (depth > VALUE_MAX_DEPTH) return TRI_TRUE;
  switch (a.type) {
  case VALUE_BOOL: return a.boolean == b.boolean;
  case VALUE_STRING: return text_equal(value_text(a), value_text(b));
  case VALUE_EDTF: return text_equal(value_edtf_text(a), value_edtf_text(b));
  case VALUE_NODE:
  case VALUE_REL: return a.id == b.id;
  case VALUE_PATH: return same_path(a, b);
  case VALUE_LIST: return equal_lists(a, b, depth);
  case VALUE_MAP: return equal_maps(a, b, depth);
  case VALUE_DURATION: return duration_equal(*a.duration, *b.duration);
  default: return compare_temporals(a, b) == 0;
  }
}

Tri value_equal(Value a, Value b)
{
  return equal(a, b, 0);
}

/* ---- <, <=, >, >= */

static bool compare(Value a, Value b, int *order, bool *unordered, unsigned depth);

/* The first pair that is not equal decides; where that pair cannot be compared, neither can the lists. */
static bool compare_lists(Value a, Value b, int *order, bool *unordered, unsigned depth)
{
  uint32_t shared = MIN(a.aux, b.aux);
  for (uint32_t i = 0; i < shared; i++) {
    if (!compare(a.items[i], b.items[i], order, unordered, depth + 1)) {
      if (equal(a.items[i], b.items[i], depth + 1) != TRI_TRUE) return false;
      continue;
    }
    if (*unordered || *order != 0) return true;
  }
  *order = compare_uint32(a.aux, b.aux);
  return true;
}

static bool compare(Value a, Value b, int *order, bool *unordered, unsigned depth)
{
  *order = 0;
  *unordered = false;
  if (value_is_number(a) && value_is_number(b)) {
    *unordered = is_nan(a) || is_nan(b);
    if (!*unordered) *order = compare_numbers(a, b);
    return true;
  }
  if (a.type != b.type) return false;
  switch (a.type) {
  case VALUE_BOOL: *order = a.boolean - b.boolean; return true;
  case VALUE_STRING: *order = compare_text(value_text(a), value_text(b)); return true;
  case VALUE_LIST: return depth > VALUE_MAX_DEPTH || compare_lists(a, b, order, unordered, depth);
  case VALUE_DATETIME:
  case VALUE_LOCALDATETIME:
  case VALUE_DATE:
  case VALUE_TIME:
  case VALUE_LOCALTIME: *order = compare_temporals(a, b); return true;
  case VALUE_EDTF: *order = compare_edtf(a, b); return true;
  default: return false;
  }
}

bool value_compare(Value a, Value b, int *order, bool *unordered)
{
  return compare(a, b, order, unordered, 0);
}

/* ---- ORDER BY */

/* The place of the type in the global sort order. */
static int rank(Value v)
{
  if (v.type == VALUE_NULL) return VALUE_TYPE_COUNT;
  return v.type == VALUE_FLOAT ? VALUE_INT : v.type;
}

static int order_values(Value a, Value b, unsigned depth);

static int order_numbers(Value a, Value b)
{
  bool a_nan = is_nan(a), b_nan = is_nan(b);
  return a_nan || b_nan ? a_nan - b_nan : compare_numbers(a, b);
}

static int order_lists(Value a, Value b, unsigned depth)
{
  uint32_t shared = MIN(a.aux, b.aux);
  for (uint32_t i = 0; i < shared; i++) {
    int order = order_values(a.items[i], b.items[i], depth + 1);
    if (order != 0) return order;
  }
  return compare_uint32(a.aux, b.aux);
}

/* As alternating lists of nodes and relationships. */
static int order_paths(Value a, Value b)
{
  size_t shared = 2 * (size_t)MIN(a.aux, b.aux) + 1;
  for (size_t i = 0; i < shared; i++)
    if (a.path[i] != b.path[i]) return compare_uint32(a.path[i], b.path[i]);
  return compare_uint32(a.aux, b.aux);
}

/* The entry with the least key above `after` (NULL: the least of all), or NULL. */
static const MapEntry *next_entry(Value map, const MapEntry *after)
{
  const MapEntry *least = NULL;
  for (uint32_t i = 0; i < map.aux; i++) {
    const MapEntry *entry = &map.entries[i];
    if (after && compare_text(entry->key, after->key) <= 0) continue;
    if (!least || compare_text(entry->key, least->key) < 0) least = entry;
  }
  return least;
}

/* openCypher leaves the order of maps open: fewer entries first, then by keys, then by values in the order of keys. */
static int order_maps(Value a, Value b, unsigned depth)
{
  if (a.aux != b.aux) return compare_uint32(a.aux, b.aux);
  const MapEntry *x = NULL, *y = NULL;
  for (uint32_t i = 0; i < a.aux; i++) {
    x = next_entry(a, x);
    y = next_entry(b, y);
    int order = compare_text(x->key, y->key);
    if (order != 0) return order;
  }
  x = y = NULL;
  for (uint32_t i = 0; i < a.aux; i++) {
    x = next_entry(a, x);
    y = next_entry(b, y);
    int order = order_values(x->value, y->value, depth + 1);
    if (order != 0) return order;
  }
  return 0;
}

static int order_values(Value a, Value b, unsigned depth)
{
  int a_rank = rank(a), b_rank = rank(b);
  if (a_rank != b_rank) return a_rank < b_rank ? -1 : 1;
  if (depth > VALUE_MAX_DEPTH) return 0;
  switch (a.type) {
  case VALUE_NULL: return 0;
  case VALUE_INT:
  case VALUE_FLOAT: return order_numbers(a, b);
  case VALUE_BOOL: return a.boolean - b.boolean;
  case VALUE_STRING: return compare_text(value_text(a), value_text(b));
  case VALUE_NODE:
  case VALUE_REL: return compare_uint32(a.id, b.id);
  case VALUE_PATH: return order_paths(a, b);
  case VALUE_LIST: return order_lists(a, b, depth);
  case VALUE_MAP: return order_maps(a, b, depth);
  case VALUE_EDTF: return compare_edtf(a, b);
  case VALUE_DURATION: return duration_order(*a.duration, *b.duration);
  default: return compare_temporals(a, b);
  }
}

int value_order(Value a, Value b)
{
  return order_values(a, b, 0);
}

/* ---- DISTINCT and grouping */

static bool equivalent(Value a, Value b, unsigned depth)
{
  if (value_is_number(a) && value_is_number(b)) return order_numbers(a, b) == 0;
  if (a.type != b.type) return false;
  if (depth > VALUE_MAX_DEPTH) return true;
  switch (a.type) {
  case VALUE_NULL: return true;
  case VALUE_LIST:
    if (a.aux != b.aux) return false;
    for (uint32_t i = 0; i < a.aux; i++)
      if (!equivalent(a.items[i], b.items[i], depth + 1)) return false;
    return true;
  case VALUE_MAP:
    if (a.aux != b.aux) return false;
    for (uint32_t i = 0; i < a.aux; i++) {
      const Value *other = counterpart(a, b, i);
      if (!other || !equivalent(a.entries[i].value, *other, depth + 1)) return false;
    }
    return true;
  default: return equal(a, b, depth) == TRI_TRUE;
  }
}

bool value_equivalent(Value a, Value b)
{
  return equivalent(a, b, 0);
}

/* The finaliser of splitmix64 (Sebastiano Vigna, after David Stafford's Mix13; public domain). */
uint64_t value_hash_mix(uint64_t h)
{
  h += UINT64_C(0x9E3779B97F4A7C15);
  h = (h ^ h >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  h = (h ^ h >> 27) * UINT64_C(0x94D049BB133111EB);
  return h ^ h >> 31;
}

/* Keeps apart what has the same payload: node 1, relationship 1, date 1. */
static uint64_t hash_typed(ValueType type, uint64_t payload)
{
  return value_hash_mix(payload ^ (uint64_t)type * UINT64_C(0xD6E8FEB86659FD93));
}

static uint64_t hash_float(double f)
{
  if (isnan(f)) return hash_typed(VALUE_FLOAT, 0);
  bool fits = f >= -two_to_63 && f < two_to_63;
  if (fits && f == (double)(int64_t)f) return hash_typed(VALUE_INT, (uint64_t)(int64_t)f);
  uint64_t bits;
  memcpy(&bits, &f, sizeof bits);
  return hash_typed(VALUE_FLOAT, bits);
}

static uint64_t hash(Value v, unsigned depth)
{
  if (depth > VALUE_MAX_DEPTH) return 0;
  switch (v.type) {
  case VALUE_NULL: return hash_typed(VALUE_NULL, 0);
  case VALUE_BOOL: return hash_typed(VALUE_BOOL, v.boolean);
  case VALUE_INT: return hash_typed(VALUE_INT, (uint64_t)v.integer);
  case VALUE_FLOAT: return hash_float(v.number);
  case VALUE_STRING: return hash_bytes(v.text, v.aux);
  case VALUE_NODE:
  case VALUE_REL: return hash_typed(v.type, v.id);
  case VALUE_PATH: return hash_typed(VALUE_PATH, hash_bytes(v.path, (2 * (size_t)v.aux + 1) * sizeof *v.path));
  case VALUE_EDTF: return hash_typed(VALUE_EDTF, hash_bytes(v.edtf->text, v.aux));
  case VALUE_DURATION: return hash_typed(VALUE_DURATION, duration_hash(*v.duration));
  case VALUE_DATE:
  case VALUE_LOCALTIME: return hash_typed(v.type, (uint64_t)v.integer);
  case VALUE_LIST: {
    uint64_t h = hash_typed(VALUE_LIST, v.aux);
    for (uint32_t i = 0; i < v.aux; i++) h = value_hash_mix(h ^ hash(v.items[i], depth + 1));
    return h;
  }
  case VALUE_MAP: { /* whatever the order of the keys */
    uint64_t sum = 0;
    for (uint32_t i = 0; i < v.aux; i++) {
      Text key = v.entries[i].key;
      sum += value_hash_mix(hash_bytes(key.data, key.len) ^ hash(v.entries[i].value, depth + 1));
    }
    return hash_typed(VALUE_MAP, sum);
  }
  default: return hash_typed(v.type, temporal_hash(value_temporal(v)));
  }
}

uint64_t value_hash(Value v)
{
  return hash(v, 0);
}
