/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types of IS [NOT] :: type (GQL's value type predicate), by name: read once, then tested against values. */
#ifndef CLIO_QUERIES_TYPE_TEST_H
#define CLIO_QUERIES_TYPE_TEST_H

#include "func.h"

typedef struct TypeTest TypeTest;

/* The test for the type with that name: words, LIST<...>, `|` between alternatives, NOT NULL. It lives in the arena.
 * SyntaxError UnexpectedSyntax, without a place, where there is no such type. */
Status type_test_read(Arena *arena, Text name, TypeTest **out, Error *err);
bool type_test_holds(const TypeTest *test, Value v);

#endif
