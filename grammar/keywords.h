/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking up words in keywords.def, whatever their case. */
#ifndef CLIO_GRAMMAR_KEYWORDS_H
#define CLIO_GRAMMAR_KEYWORDS_H

#include "core/base.h"

typedef enum KeywordClass { KEYWORD_RESERVED, KEYWORD_SPECIAL, KEYWORD_UNRESERVED } KeywordClass;

typedef struct Keyword {
  const char *spelling; /* upper case */
  int token;            /* TK_... of cypher.tab.h */
  KeywordClass class;
} Keyword;

/* NULL when the word is no keyword. */
const Keyword *keyword_find(Text word);
/* NULL when the token is of another kind. */
const Keyword *keyword_of_token(int token);

#endif
