/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The distinct texts of one property column, numbered from 0 in the order of their first use. Equal texts have equal
 * codes. Codes and texts stay where they are until the dictionary is freed, so that values may point into it. */
#ifndef CLIO_CORE_DICTIONARY_H
#define CLIO_CORE_DICTIONARY_H

#include "map.h"

typedef struct Dictionary {
  Map map;     /* hash of the text to its code */
  Text *texts; /* by code */
  uint32_t count, cap;
  Arena arena;
  char *at, *end; /* free space in the arena's newest block of text */
} Dictionary;

#define DICTIONARY_NONE UINT32_MAX

void dictionary_init(Dictionary *d);
void dictionary_free(Dictionary *d);
/* The code of the text, which is copied where it is new. */
Status dictionary_add(Dictionary *d, Text text, uint32_t *code, Error *err);
uint32_t dictionary_find(const Dictionary *d, Text text); /* DICTIONARY_NONE where unknown */
/* Room for so many texts in all. */
Status dictionary_reserve(Dictionary *d, uint32_t texts, Error *err);

static inline Text dictionary_text(const Dictionary *d, uint32_t code)
{
  return d->texts[code];
}

#endif
