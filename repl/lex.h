/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tokens of Cypher text that may be half typed, as colouring and completion need them: coarse, and never an error. */
#ifndef CLIO_REPL_LEX_H
#define CLIO_REPL_LEX_H

#include <stdbool.h>
#include <stddef.h>

typedef enum TokenKind {
  TOKEN_BLANK,
  TOKEN_COMMENT,
  TOKEN_STRING,
  TOKEN_NAME,
  TOKEN_QUOTED_NAME,
  TOKEN_NUMBER,
  TOKEN_PARAMETER,
  TOKEN_SIGN /* a single byte */
} TokenKind;

typedef struct Token {
  TokenKind kind;
  size_t start, end;
  bool open; /* a string, comment or quoted name that the text ends in */
} Token;

/* The token at `at`; false at the end of the text. */
bool lex_token(const char *text, size_t len, size_t at, Token *token);

/* Where a place in a statement is, as far as the tokens before it tell. */
typedef struct Context {
  Token last;     /* the last token that is neither blank nor comment */
  bool has_last;  /* there is one */
  char last_sign; /* its byte, if it is a sign; else 0 */
  char brackets[64];
  size_t depth; /* of brackets; may exceed the array */
} Context;

void context_add(Context *c, const char *text, const Token *token);
/* The innermost open bracket, or 0. */
char context_bracket(const Context *c);
/* A name here is a label or a relationship type: it stands behind a colon, or further on in a label expression. */
bool context_expects_label(const Context *c);

#endif
