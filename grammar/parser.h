/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside the room: what the scanner, the token filter and the parser hand to one another. The scanner turns the whole
 * text into an array of tokens, the filter marks those whose meaning depends on more than one token of what follows,
 * and the parser reads the array. */
#ifndef CLIO_GRAMMAR_PARSER_H
#define CLIO_GRAMMAR_PARSER_H

#include "ast.h"

typedef struct Token {
  int kind;       /* TK_... of cypher.tab.h, or a character */
  uint32_t match; /* a bracket's partner; the number of tokens when there is none (lookahead.c) */
  Span span;
  union {
    Text text; /* names, keywords (as written), parameters, strings: unescaped, in the arena */
    int64_t integer;
    double number;
  };
} Token;

typedef struct TokenList {
  Token *at; /* malloc'ed; ends in TK_QUERY_END or TK_INVALID */
  uint32_t n, cap;
} TokenList;

/* The tree may be this high, in levels of nesting or operators in a row, so that walking it by recursion is safe. */
#define PARSE_MAX_HEIGHT 1000

typedef struct Parser {
  Arena *arena;
  Error *err;
  Text text; /* in the arena, with two NUL behind it, as flex wants */
  TokenList tokens;
  uint32_t next;    /* the token that the parser reads next; beyond the end it reads the last one again */
  Error scan_error; /* what is wrong with the text at TK_INVALID */
  Statement *statement;
  char *flex_room; /* cypher.l */
  size_t flex_used;
} Parser;

/* cypher.l: fills parser->tokens. A bad token ends them with TK_INVALID and scan_error, so that a syntax error before
 * it is reported first. Fails only for lack of memory. */
Status scan_tokens(Parser *parser);

/* lookahead.c: see there for what is marked. Fails only for lack of memory. */
Status lookahead_mark(Parser *parser);

/* syntax_error.c: records that the token that the parser read last was unexpected. expected: the symbols that could
 * have stood there, named as cypher.y names them. */
void syntax_error_report(Parser *parser, const char *const *expected, int n);

/* habits.c: what to write in place of the unexpected token at `at`, as people who know other languages may put it
 * there; NULL: nothing is known. */
typedef enum HabitExpected {
  HABIT_OTHER,
  HABIT_COLON, /* nothing but a `:` could have stood there */
  HABIT_KEY    /* the key of a map, or its end */
} HabitExpected;
const char *habit_hint(const Parser *parser, uint32_t at, HabitExpected expected);

/* ast_build.c: the error for a tree that is too high. */
void parser_too_deep(Parser *parser, Span span);

#endif
