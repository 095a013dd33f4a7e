/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads .feature files: as much of Gherkin as the TCK's features use. Backgrounds are put before each scenario's
 * steps, and outlines are written out, one scenario for each line of their examples. Knows nothing of queries. */
#ifndef CLIO_TESTS_GHERKIN_H
#define CLIO_TESTS_GHERKIN_H

#include "table.h"

typedef struct Step {
  const char *text; /* without the word Given, When, ... */
  const char *doc;  /* the text between """, or NULL */
  Table table;      /* no lines where there is none */
  unsigned line;
} Step;

typedef struct Scenario {
  const char *title;
  unsigned line;
  unsigned example; /* from 1 within an outline; 0: no outline */
  const Step *steps;
  size_t step_count;
} Scenario;

typedef struct Feature {
  Scenario *scenarios;
  size_t count;
} Feature;

/* NULL when all is well; otherwise the complaint, with the line. text is changed. */
char *gherkin_read(Pool *pool, char *text, Feature *feature);

#endif
