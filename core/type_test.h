/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of values: as bits, and by name as IS :: type (GQL's value type predicate) and constraints write them, which is
 * read once and then tested against values. Knows nothing of the graph and of syntax beyond the names. */
#ifndef CLIO_CORE_TYPE_TEST_H
#define CLIO_CORE_TYPE_TEST_H

#include "value.h"

typedef enum TypeMask {
  TYPE_NULL = 1u << VALUE_NULL,
  TYPE_MAP = 1u << VALUE_MAP,
  TYPE_NODE = 1u << VALUE_NODE,
  TYPE_REL = 1u << VALUE_REL,
  TYPE_LIST = 1u << VALUE_LIST,
  TYPE_PATH = 1u << VALUE_PATH,
  TYPE_DATETIME = 1u << VALUE_DATETIME,
  TYPE_LOCALDATETIME = 1u << VALUE_LOCALDATETIME,
  TYPE_DATE = 1u << VALUE_DATE,
  TYPE_TIME = 1u << VALUE_TIME,
  TYPE_LOCALTIME = 1u << VALUE_LOCALTIME,
  TYPE_EDTF = 1u << VALUE_EDTF,
  TYPE_DURATION = 1u << VALUE_DURATION,
  TYPE_STRING = 1u << VALUE_STRING,
  TYPE_BOOL = 1u << VALUE_BOOL,
  TYPE_INT = 1u << VALUE_INT,
  TYPE_FLOAT = 1u << VALUE_FLOAT,
  TYPE_NUMBER = TYPE_INT | TYPE_FLOAT,
  TYPE_TEMPORAL = TYPE_DATETIME | TYPE_LOCALDATETIME | TYPE_DATE | TYPE_TIME | TYPE_LOCALTIME | TYPE_DURATION,
  TYPE_ENTITY = TYPE_NODE | TYPE_REL,
  TYPE_ANY = (1u << VALUE_TYPE_COUNT) - 1,
  TYPE_STORABLE = TYPE_ANY & ~(TYPE_NULL | TYPE_MAP | TYPE_ENTITY | TYPE_PATH) /* of what a property can hold */
} TypeMask;

typedef struct TypeTest TypeTest;

/* The test for the type with that name: words, LIST<...>, `|` between alternatives, NOT NULL. It lives in the arena.
 * SyntaxError UnexpectedSyntax, without a place, where there is no such type. */
Status type_test_read(Arena *arena, Text name, TypeTest **out, Error *err);
bool type_test_holds(const TypeTest *test, Value v);
/* Whether it can be asked of a property: all that it names are types of what can be stored, and null, which a missing
 * property is, is not excluded but within lists. */
bool type_test_is_storable(const TypeTest *test);

#endif
