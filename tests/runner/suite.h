/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both runners do with their cases: options, choice, running each case so that a crash or an endless loop costs
 * that case alone, and the report with its closing line `N passed, N failed`. */
#ifndef CLIO_TESTS_SUITE_H
#define CLIO_TESTS_SUITE_H

#include "pool.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct Case {
  const char *file;
  unsigned line;
  const char *title;
  const void *body;
} Case;

typedef struct Cases {
  Case *items;
  size_t count;
} Cases;

typedef struct Settings {
  unsigned timeout;   /* seconds for one statement */
  bool verbose;       /* each case tells its queries and their rows */
  bool whole_reasons; /* a failure is told in full rather than in one line */
} Settings;

typedef struct Suite {
  const char *usage; /* the first lines of --help */
  bool whole_reasons;
  /* Adds the cases of a file or folder; exits for files that cannot be read. Several may be named. */
  void (*load)(Pool *pool, const char *path, Cases *cases);
  /* True when the case passes; otherwise writes the reason to out, in one line or more. */
  bool (*run)(const Case *test, const Settings *settings, FILE *out);
} Suite;

int suite_main(const Suite *suite, int argc, char **argv);

/* For load: calls found for every file below path (or path itself) whose name ends in suffix, in order of names. */
void find_files(Pool *pool, const char *path, const char *suffix,
                void (*found)(Pool *pool, const char *path, Cases *cases), Cases *cases);

void cases_add(Pool *pool, Cases *cases, Case test);

#endif
