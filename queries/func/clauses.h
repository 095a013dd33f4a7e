/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registry of clauses, statements and forms of expressions, for the shell's help and for docs/. The grammar is what
 * decides; tests hold the examples to it. */
#ifndef CLIO_QUERIES_CLAUSES_H
#define CLIO_QUERIES_CLAUSES_H

#include "core/base.h"

typedef struct ClauseHelp {
  const char *name; /* as one asks for it: "OPTIONAL MATCH" */
  const char *syntax;
  const char *help;    /* one or two sentences */
  const char *example; /* runs on any graph, given the file, parameter or transaction that it names */
  const char *origin;  /* "openCypher", "Cypher 5", "Cypher 25", "GQL" or "Clio", maybe with ", after ..." behind it */
} ClauseHelp;

/* Whatever the case, also by what else one may call it: CONTAINS, "type predicate". NULL where there is none. */
const ClauseHelp *clause_find(Text name);
const ClauseHelp *clause_at(uint32_t i);     /* in the order of a reference; NULL past the last */
const ClauseHelp *clause_nearest(Text name); /* NULL where nothing is near */
/* Whether the word is one of those in the clause's name: ORDER of ORDER BY. */
bool clause_has_word(const ClauseHelp *clause, Text word);

#endif
