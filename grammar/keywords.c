/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of keywords, made from keywords.def. */
#include "keywords.h"

#include "cypher.tab.h"
#include "parse.h"

static const Keyword keywords[] = {
#define KEYWORD(spelling, token, class) {spelling, TK_##token, KEYWORD_##class},
#include "keywords.def"
#undef KEYWORD
};

/* cypher.y declares the tokens in the order of the table; the tests look whether it is the same. */
_Static_assert(ARRAY_LEN(keywords) == TK_YIELD - TK_ACCORDING + 1,
               "every keyword is a token, and none else among them");

static const char *const spellings[] = {
#define KEYWORD(spelling, token, class) spelling,
#include "keywords.def"
#undef KEYWORD
    NULL,
};

const char *const *parse_keywords(void)
{
  return spellings;
}

static int compare(Text word, const char *spelling)
{
  for (size_t i = 0; i < word.len; i++) {
    char c = word.data[i];
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    if (c != spelling[i]) return (unsigned char)c < (unsigned char)spelling[i] ? -1 : 1;
  }
  return spelling[word.len] ? -1 : 0;
}

const Keyword *keyword_find(Text word)
{
  size_t low = 0, high = ARRAY_LEN(keywords);
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = compare(word, keywords[middle].spelling);
    if (order == 0) return &keywords[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const Keyword *keyword_of_token(int token)
{
  return token >= TK_ACCORDING && token <= TK_YIELD ? &keywords[token - TK_ACCORDING] : NULL;
}
