/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes: what the author of a statement will want to know although it is no error, such as a label that no node has.
 * They are made once, when the statement is prepared, and are kept with its plan: like the plan they are good while
 * graph_schema_version stands still. A note that is wrong is worse than none, so only what is certain becomes one. */
#ifndef CLIO_QUERIES_NOTES_H
#define CLIO_QUERIES_NOTES_H

#include "plan.h"

typedef struct Note {
  const char *code; /* "UnknownLabel", "UnknownRelationshipType", "UnknownPropertyKey", "ComparisonWithNull",
                     * "CartesianProduct"; of missed.h "UnknownText" */
  Span span;
  const char *message; /* one sentence, without position; in the arena */
} Note;

typedef struct NoteList {
  Note *at;
  uint32_t n, cap;
} NoteList;

enum { NOTES_MOST = 10 }; /* for one statement */

/* In the order of their places. tree is the statement's plan. */
Status notes_find(Arena *arena, const Graph *graph, const Checked *checked, const PlanTree *tree, NoteList *out,
                  Error *err);

#endif
