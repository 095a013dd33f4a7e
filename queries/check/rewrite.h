/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rewrite of a MATCH's clauses of valid time and attribution into predicates shares: rewrite.c walks the
 * pattern, valid_time.c and attribution.c make the tests of one node or relationship. */
#ifndef CLIO_QUERIES_REWRITE_H
#define CLIO_QUERIES_REWRITE_H

#include "check_internal.h"

typedef struct Rewrite {
  Checker *c;
  Arena *arena;
  Span span;             /* of the clauses */
  TemporalFilter filter; /* VALID_NONE: any time */
  Expr *party;           /* ACCORDING TO; NULL: whoever */
  bool best_rank;
} Rewrite;

Expr *rewrite_variable(const Rewrite *r, Text name);
Expr *rewrite_property(const Rewrite *r, Text of, Text key);
Expr *rewrite_call(const Rewrite *r, const char *name, Expr **args, uint32_t n);
Expr *rewrite_literal(const Rewrite *r, Value value);
Expr *rewrite_text(const Rewrite *r, Text text); /* which lasts as long as the tree */
/* A name that cannot meet one of the user's: it begins with a NUL byte. */
Text rewrite_invent(const Rewrite *r, const char *stem);

/* ---- valid_time.c: each NULL where nothing is asked */

Expr *valid_time_test(const Rewrite *r, Text name);
/* Of the end of a relationship: what is done between two nodes within a period needs them to be there, not to come and
 * go in it. */
Expr *valid_time_test_of_end(const Rewrite *r, Text name);
/* Of the path: that all relationships of a step that repeats hold at one moment. */
void valid_time_together(const Rewrite *r, PathPattern *path, uint32_t step);
/* For a pattern that repeats: AS OF has to be one day. */
void valid_time_ask_for_day(Rewrite *r);

/* ---- attribution.c */

Expr *attribution_test(const Rewrite *r, Text name, bool is_rel);

#endif
