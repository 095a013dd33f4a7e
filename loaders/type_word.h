/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of values in the words of the CSV header's grammar, for formats that have no words of their own. */
#ifndef CLIO_LOADERS_TYPE_WORD_H
#define CLIO_LOADERS_TYPE_WORD_H

#include "core/value.h"

/* "long", "date", ...; "any" for what a header has no word for, and for no type at all (VALUE_NULL). */
const char *type_word(ValueType type);

/* Sets of types, a bit for each. */
static inline uint32_t type_bit(ValueType type)
{
  return UINT32_C(1) << type;
}

/* The only type in the set; VALUE_NULL where there are none or several. */
static inline ValueType type_only(uint32_t set)
{
  return set && (set & (set - 1)) == 0 ? (ValueType)__builtin_ctz(set) : VALUE_NULL;
}

/* The types of a list's items. */
uint32_t type_of_items(Value list);

#endif
