/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tokens of DOT: names, which may be numbers, quoted or HTML, keywords and signs. Knows nothing of what they mean.
 */
#ifndef CLIO_LOADERS_DOT_DOT_TOKENS_H
#define CLIO_LOADERS_DOT_DOT_TOKENS_H

#include "text/lines.h"

#include "core/str.h"

typedef enum DotKind {
  DOT_END,
  DOT_NAME,
  DOT_NUMBER, /* a name that is written as one, without quotes */
  DOT_QUOTED,
  DOT_HTML, /* the text between < and > */
  DOT_STRICT,
  DOT_GRAPH,
  DOT_DIGRAPH,
  DOT_SUBGRAPH,
  DOT_NODE,
  DOT_EDGE,
  DOT_ARROW, /* -> */
  DOT_LINE,  /* -- */
  DOT_SIGN   /* any other: { } [ ] = ; , : */
} DotKind;

typedef struct DotTokens {
  Lines lines;
  bool begun;
  DotKind kind;
  char sign;
  Text text; /* as it is written; without quotes; valid until the next token */
  LinePlace place;
  Str string; /* private */
} DotTokens;

Status dot_open(DotTokens *t, Intake *in, const char *path, Error *err);
void dot_close(DotTokens *t);
Status dot_next(DotTokens *t, Error *err);
bool dot_is_name(const DotTokens *t);
bool dot_is_sign(const DotTokens *t, char sign);
/* ERROR_FORMAT at the token. */
Status dot_unexpected(const DotTokens *t, const char *expected, Error *err);

#endif
