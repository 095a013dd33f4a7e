/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random Cypher: words and phrases of every syntactic kind, grown from templates, for the mutator to put into a
 * statement. Keywords, functions and procedures come from the registries; names mostly from the statement at hand, so
 * that much of what is made has a meaning. */
#ifndef CLIO_TESTS_FUZZ_PHRASES_H
#define CLIO_TESTS_FUZZ_PHRASES_H

#include "pieces.h"

#include "core/str.h"

/* xorshift64*; the same state gives the same choices. */
typedef struct Random {
  uint64_t state;
} Random;

uint64_t random_next(Random *random);
uint32_t random_below(Random *random, uint32_t n); /* 0 for n = 0 */

typedef struct Phrases {
  Random *random;
  const Pieces *script; /* whose variables are used */
  Str *out;
} Phrases;

void phrase_add_expr(Phrases *p);
/* An expression with the inner one somewhere in it. */
void phrase_add_around(Phrases *p, Text inner);
void phrase_add_clause(Phrases *p);
void phrase_add_path(Phrases *p);
void phrase_add_statement(Phrases *p);
/* A statement with the inner query in it, or a query made of it. */
void phrase_add_around_query(Phrases *p, Text inner);
/* A keyword, an operator or a bracket. */
void phrase_add_token(Phrases *p);

#endif
