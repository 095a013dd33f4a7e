/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heights, words and refusals, shared by the files of constructors. */
#ifndef CLIO_GRAMMAR_AST_BUILD_INTERNAL_H
#define CLIO_GRAMMAR_AST_BUILD_INTERNAL_H

#include "ast_build.h"
#include "parser.h"

#include <strings.h>

/* The error for what a constructor will not take; the parser stops at the next token. Without memory a tree means
 * nothing, and neither does what is wrong with it. */
#define REFUSE(p, span, ...)                                                                                           \
  do {                                                                                                                 \
    if (!(p)->arena->bad) error_at((p)->err, ERROR_SYNTAX, "UnexpectedSyntax", (span), __VA_ARGS__);                   \
  } while (0)

static inline bool name_is(Name name, const char *word)
{
  return name.text.len == strlen(word) && strncasecmp(name.text.data, word, name.text.len) == 0;
}
static inline uint32_t height_of(const Expr *expr)
{
  return expr ? expr->height : 0;
}
static inline uint32_t height_of_labels(const LabelExpr *labels)
{
  return labels ? labels->height : 0;
}
uint32_t height_of_list(ExprList list);
/* One more than below; too much of it is the parser's error. */
uint32_t height_above(Parser *p, Span span, uint32_t below);
/* A clause of that kind over what has the height. */
Clause *clause_over(Parser *p, Span span, ClauseKind kind, uint32_t below);
Text type_text(Parser *p, Span span); /* of the type that stands there: in capitals, with single blanks */

#endif
