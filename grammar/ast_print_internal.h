/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the printer share. */
#ifndef CLIO_GRAMMAR_AST_PRINT_INTERNAL_H
#define CLIO_GRAMMAR_AST_PRINT_INTERNAL_H

#include "ast.h"

/* How tightly an expression binds, the loosest first: cypher.y's order. */
typedef enum Level {
  LEVEL_OR,
  LEVEL_XOR,
  LEVEL_AND,
  LEVEL_NOT,
  LEVEL_COMPARISON,
  LEVEL_PREDICATE,
  LEVEL_ADD,
  LEVEL_MULTIPLY,
  LEVEL_POWER,
  LEVEL_UNARY,
  LEVEL_LABELLED,
  LEVEL_POSTFIX,
  LEVEL_PRIMARY
} Level;

/* In parentheses if it binds less tightly than that. */
void print_expr_at(Str *out, const Expr *e, Level level);
/* A name where keywords that are reserved need backticks; keys and labels go through value_print_name. */
void print_variable(Str *out, Name name);
/* The name of a function or procedure: its parts and dots. */
void print_dotted(Str *out, Name name);
void print_labels(Str *out, const LabelExpr *labels);
void print_query(Str *out, const Query *query);

#endif
