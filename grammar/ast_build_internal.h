/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Heights, shared by the files of constructors. */
#ifndef CLIO_GRAMMAR_AST_BUILD_INTERNAL_H
#define CLIO_GRAMMAR_AST_BUILD_INTERNAL_H

#include "ast_build.h"
#include "parser.h"

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

#endif
