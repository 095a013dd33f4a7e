/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way from text to tree. */
#ifndef CLIO_GRAMMAR_PARSE_H
#define CLIO_GRAMMAR_PARSE_H

#include "ast.h"

/* Parses one statement (a trailing semicolon is allowed). Everything lives in the arena, the text included: it is
 * copied, so the caller may free its own. Fails with ERROR_SYNTAX (detail UnexpectedSyntax, InvalidNumberLiteral,
 * IntegerOverflow, FloatingPointOverflow, InvalidUnicodeLiteral, InvalidUnicodeCharacter, InvalidRelationshipPattern
 * ...), span set, the message naming what was found and what was expected; a statement nested too deep fails likewise.
 */
Status parse_statement(Arena *arena, Text text, Statement **out, Error *err);

/* Finds the end of the first statement in a script: the offset just behind its semicolon, with quotes, comments and
 * backticks respected. 0: no complete statement yet (text.len has none of it ended). *blank: nothing but white space
 * and comments in it. For shells and script readers. */
size_t parse_statement_end(Text text, bool *blank);

/* The list of keywords, for completion and help; NULL-terminated, upper case. */
const char *const *parse_keywords(void);

#endif
