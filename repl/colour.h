/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours for Cypher text. */
#ifndef CLIO_REPL_COLOUR_H
#define CLIO_REPL_COLOUR_H

#include "buffer.h"
#include "clio.h"

/* The language's keywords, in upper case, sorted. */
typedef struct Keywords {
  char **at;
  size_t n;
} Keywords;

void keywords_load(Keywords *k, clio_db *db);
void keywords_free(Keywords *k);
bool keywords_have(const Keywords *k, const char *word, size_t len);

/* Adds text[from..len) with colours; what stands before is only looked at, so that a line in the middle of a statement
 * is coloured rightly. Nothing but escape sequences is added. */
void colour_text(Buffer *out, const Keywords *k, const char *text, size_t len, size_t from);

#endif
