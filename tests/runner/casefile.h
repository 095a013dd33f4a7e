/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads .test files, whose format tests/README.md describes: titles, each followed by sections of text. What stands
 * before the first title holds for every case. Knows nothing of what the sections mean, beyond their names. */
#ifndef CLIO_TESTS_CASEFILE_H
#define CLIO_TESTS_CASEFILE_H

#include "pool.h"

#include <stdbool.h>

typedef enum SectionKind {
  SECTION_GRAPH,
  SECTION_SETUP,
  SECTION_PARAMS,
  SECTION_QUERY,
  SECTION_ROWS,
  SECTION_ORDERED,
  SECTION_EMPTY,
  SECTION_EFFECTS,
  SECTION_PLAN,
  SECTION_ERROR,
  SECTION_MESSAGE,
  SECTION_NOTES,
  SECTION_KIND_COUNT
} SectionKind;

typedef struct Section {
  SectionKind kind;
  unsigned line;
  const char *option; /* what follows the colon on its line; "" for none */
  const char *text;   /* the indented lines below, without their indentation; "" for none */
} Section;

typedef struct CaseText {
  const char *title;
  unsigned line;
  const Section *sections; /* those that hold for the whole file first */
  size_t section_count;
} CaseText;

typedef struct CaseFile {
  CaseText *cases;
  size_t count;
} CaseFile;

/* NULL when all is well; otherwise the complaint, with the line. text is changed. */
char *casefile_read(Pool *pool, char *text, CaseFile *file);

/* The next line of *text, which is moved past it; NULL at the end. */
char *next_text_line(Pool *pool, const char **text);

#endif
