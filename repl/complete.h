/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may stand at a place in a statement that is being typed. Knows nothing of readline. */
#ifndef CLIO_REPL_COMPLETE_H
#define CLIO_REPL_COMPLETE_H

#include "session.h"

typedef struct Matches {
  char **at; /* what to put in the place of the word; a function's has its parenthesis */
  size_t n, cap;
  bool files;  /* names of files are wanted, which the caller finds */
  bool closed; /* a blank may follow a match */
} Matches;

/* The word to complete is text[start..len). */
void complete(Session *s, const char *text, size_t start, size_t len, Matches *out);
/* Where the word that ends the text begins. */
size_t complete_word_start(const char *text, size_t len);
void matches_free(Matches *m);

#endif
