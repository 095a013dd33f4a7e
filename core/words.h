/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a text, as full-text search compares them: in one case, without diacritics, with letters such as the l
 * with a stroke as the plain ones that people type for them. A word is a run of letters, digits and marks; in scripts
 * that are written without blanks each sign is one. Knows nothing of indexes. */
#ifndef CLIO_CORE_WORDS_H
#define CLIO_CORE_WORDS_H

#include "str.h"

typedef struct WordReader {
  Text text;
  size_t at;
  Text word;         /* what the last call found, valid until the next one */
  size_t start, end; /* where it stands in the text, in bytes */
  Str folded;
} WordReader;

void words_begin(WordReader *r, Text text); /* valid UTF-8, borrowed */
bool words_next(WordReader *r);
void words_end(WordReader *r);
/* Appends the folded form of a text that is taken as (a part of) one word: what is no letter or digit is dropped. */
void words_fold(Str *out, Text text);

#endif
