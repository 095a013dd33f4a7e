/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A database as the test runners see it, through clio.h alone: the answer of one query as text, and what a query
 * changed, found as the TCK defines it, by queries before and after. */
#ifndef CLIO_TESTS_ENGINE_H
#define CLIO_TESTS_ENGINE_H

#include "clio.h"
#include "table.h"

/* A copy of a clio_error. */
typedef struct Failure {
  const char *code, *detail, *message, *rendered;
  bool compile_time;
  unsigned line, column;
} Failure;

typedef struct Answer {
  Table table;       /* columns' names and rows; a query without columns has no lines */
  Failure *failure;  /* NULL when the query went well */
  const char *plan;  /* where it was asked for with EXPLAIN */
  const char *notes; /* as they are shown, one behind the other */
} Answer;

/* An empty graph in memory; ends the program when there is none to be had. */
clio_db *engine_open(unsigned timeout_seconds);

/* Runs one statement to its end. parameters has lines of a name and a literal. */
Answer engine_run(Pool *pool, clio_db *db, const char *text, const Table *parameters);
/* "WHAT: SyntaxError UndefinedVariable at compile time, 1:14: message" */
char *failure_describe(Pool *pool, const char *what, const Failure *failure);

/* Both return NULL, or the reason why the graph could not be set up. The first runs all statements of a text; the
 * second runs graphs/NAME/NAME.cypher, found beside the test's file or in a folder above it. */
char *engine_set_up(Pool *pool, clio_db *db, const char *text);
char *engine_set_up_named(Pool *pool, clio_db *db, const char *test_file, const char *name);

typedef enum EffectKind {
  EFFECT_NODES,
  EFFECT_RELATIONSHIPS,
  EFFECT_PROPERTIES,
  EFFECT_LABELS,
  EFFECT_COUNT
} EffectKind;

typedef struct Effects {
  long added[EFFECT_COUNT], removed[EFFECT_COUNT];
} Effects;

/* "+nodes", "-labels", ...; false for another name. */
bool effects_set(Effects *effects, const char *name, long count);
/* What each of the TCK's four defining queries returns, sorted. */
typedef struct Snapshot {
  char **records[EFFECT_COUNT];
  size_t count[EFFECT_COUNT];
  char *problem; /* a defining query failed */
} Snapshot;

Snapshot snapshot_take(Pool *pool, clio_db *db);
/* NULL when what happened since before is what is wanted; otherwise the reason. */
char *snapshot_check(Pool *pool, clio_db *db, const Snapshot *before, const Effects *wanted);

#endif
