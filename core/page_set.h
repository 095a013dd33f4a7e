/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of page numbers that can be walked in the order of their adding: the pages changed since the file was last
 * written. */
#ifndef CLIO_CORE_PAGE_SET_H
#define CLIO_CORE_PAGE_SET_H

#include "error.h"

typedef struct PageSet {
  uint32_t *numbers;
  uint32_t count, cap;
  uint64_t *bits; /* bit n: n is in the set */
  uint32_t words;
} PageSet;

static inline bool page_set_has(const PageSet *set, uint32_t number)
{
  return number / 64 < set->words && (set->bits[number / 64] >> (number % 64) & 1);
}

Status page_set_insert(PageSet *set, uint32_t number, Error *err);

static inline Status page_set_add(PageSet *set, uint32_t number, Error *err)
{
  return LIKELY(page_set_has(set, number)) ? STATUS_OK : page_set_insert(set, number, err);
}

void page_set_clear(PageSet *set);
void page_set_free(PageSet *set);

#endif
