/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A set of words that finds those that are like a given one: within a few edits, or by a pattern. It looks at all
 * words, at most of them no longer than it takes to compare two 64-bit sets of letters. */
#ifndef CLIO_CORE_VOCABULARY_H
#define CLIO_CORE_VOCABULARY_H

#include "dictionary.h"

typedef struct Vocabulary {
  Dictionary words;
  uint64_t *letters; /* by code: which letters are in the word, by code point modulo 64 */
  uint8_t *lengths;  /* in code points, up to 255 */
  uint32_t cap;
} Vocabulary;

void vocabulary_init(Vocabulary *v);
void vocabulary_free(Vocabulary *v);
Status vocabulary_add(Vocabulary *v, Text word, Error *err); /* nothing where it is there */

typedef struct LikeWord {
  Text word;
  unsigned edits;
} LikeWord;

/* The words within so many edits of this one (letters put in, left out, replaced or swapped), fewest edits first, then
 * by their text; at most `most` of them. */
uint32_t vocabulary_near(const Vocabulary *v, Text word, unsigned edits, LikeWord *out, uint32_t most);
/* The words that the pattern matches: `?` is one letter and `*` any number of them. At most `most` of them are given;
 * what is returned is how many there are. */
uint32_t vocabulary_match(const Vocabulary *v, Text pattern, LikeWord *out, uint32_t most);

#endif
