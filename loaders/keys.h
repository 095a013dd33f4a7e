/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The property keys of what is written, with the types among their values, for formats that declare keys before values.
 * Readers of such formats know few types, hence the narrow choice: boolean, long, double, string. */
#ifndef CLIO_LOADERS_KEYS_H
#define CLIO_LOADERS_KEYS_H

#include "core/column.h"
#include "export.h"

typedef enum KeyType { KEY_BOOLEAN, KEY_LONG, KEY_DOUBLE, KEY_STRING } KeyType;

/* One property key of nodes or of relationships. */
typedef struct Key {
  EntityKind kind;
  const Column *column;
  KeyType type;
  uint32_t seen;  /* bit 1 << ValueType of each type among its values */
  uint32_t items; /* the same of the items of lists */
  bool mixed;     /* the type of a value cannot be told from that of the key */
} Key;

typedef struct Keys {
  const Export *e;
  Key *at; /* those of nodes first */
  uint32_t count;
  uint32_t node_count;
} Keys;

/* Those that have a value in what is written. */
Status keys_find(Keys *keys, const Export *e, Error *err);
void keys_free(Keys *keys);

/* The type that all values of the key have, and of lists all their items; VALUE_NULL where they differ. */
ValueType key_value_type(const Key *key);
ValueType key_item_type(const Key *key);

static inline uint32_t type_bit(ValueType type)
{
  return UINT32_C(1) << type;
}

/* "boolean", "long", "double", "string" */
const char *key_type_word(KeyType type);

/* The name, with underscores behind it where it is one of those (ends in NULL) that the format has for something else,
 * as many as make it one that no other property has. False where it needs none. */
bool keys_name(const Keys *keys, const Key *key, const char *const *reserved, Str *out);

#endif
