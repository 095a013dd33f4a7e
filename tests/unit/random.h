/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers that look random and are the same in every run: for tests that go through many cases. The state is any number
 * but 0. */
#ifndef CLIO_TESTS_RANDOM_H
#define CLIO_TESTS_RANDOM_H

#include "core/base.h"

typedef uint64_t Random;

/* xorshift64 (George Marsaglia 2003). */
static inline uint64_t random_next(Random *r)
{
  *r ^= *r << 13;
  *r ^= *r >> 7;
  *r ^= *r << 17;
  return *r;
}

static inline uint32_t below(Random *r, uint32_t n)
{
  return (uint32_t)((random_next(r) >> 32) % n);
}

#define CHOOSE(r, list) ((list)[below((r), ARRAY_LEN(list))])

#endif
