/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The project's own statements as scripts: what tests, examples and pages ask, so that nobody keeps copies of them. A
 * script is the statements of one test case, question or block in their order, joined by semicolons. */
#ifndef CLIO_TESTS_FUZZ_CORPUS_H
#define CLIO_TESTS_FUZZ_CORPUS_H

#include "tests/runner/suite.h"

/* Adds a case for each script in the .test, .cypher, .feature and .md files below path; its body is the script, a
 * string. Exits for files that cannot be read. Fits Suite.load. */
void corpus_load(Pool *pool, const char *path, Cases *cases);

/* The same for the .import files, each of which is one file of data behind a line with its format. */
void corpus_load_files(Pool *pool, const char *path, Cases *cases);

#endif
