/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positions in query text: byte offsets to lines and columns, and the picture under an error message. */
#ifndef CLIO_GRAMMAR_SOURCE_H
#define CLIO_GRAMMAR_SOURCE_H

#include "core/error.h"
#include "core/str.h"

typedef struct Position {
  uint32_t line, column; /* from 1; columns count characters */
} Position;

Position source_position(Text text, uint32_t offset);
/* "SyntaxError (UndefinedVariable) at line 1, column 8: variable `x` is not defined\n  RETURN x\n         ^\n".
 * Long lines are cut around the place; tabs are kept so that the caret stands right; wide characters are counted. */
void source_render_error(Str *out, Text text, const Error *err);
/* The same of what is no error: "note at line 1, column 10: no node has the label `Stat`\n  MATCH ...". */
void source_render_note(Str *out, Text text, Span span, const char *message);

#endif
