/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tokens of GML: keys, numbers, strings, brackets. Knows nothing of what they mean. */
#ifndef CLIO_LOADERS_GML_GML_TOKENS_H
#define CLIO_LOADERS_GML_GML_TOKENS_H

#include "text/lines.h"

#include "core/str.h"

typedef enum GmlKind { GML_END, GML_KEY, GML_INTEGER, GML_REAL, GML_STRING, GML_OPEN, GML_CLOSE } GmlKind;

typedef struct GmlTokens {
  Lines lines;
  bool begun;
  GmlKind kind;
  Text text;       /* of a key or a number, as it is written; of a string, without quotes and entities */
  int64_t integer; /* INTEGER */
  double real;     /* REAL */
  LinePlace place; /* where it begins */
  Str string;      /* private */
} GmlTokens;

Status gml_open(GmlTokens *t, Intake *in, const char *path, Error *err);
void gml_close(GmlTokens *t);
/* The next token; its text is valid until the one after it. */
Status gml_next(GmlTokens *t, Error *err);
/* The next key of a list; *more is false where it ends. ERROR_FORMAT for anything else. */
Status gml_next_key(GmlTokens *t, bool *more, Error *err);
/* ERROR_FORMAT at the token: found what it is, expected this. */
Status gml_unexpected(const GmlTokens *t, const char *expected, Error *err);

#endif
