/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs tests in worker processes. A worker that dies takes only the test with it that it was running: another one
 * takes its place and goes on with the next. */
#ifndef CLIO_TESTS_GUARD_H
#define CLIO_TESTS_GUARD_H

#include "pool.h"

#include <stdbool.h>
#include <stdio.h>

typedef enum Verdict { VERDICT_NONE, VERDICT_PASSED, VERDICT_FAILED } Verdict;

typedef struct GuardResult {
  Verdict verdict;
  const char *text; /* what the test wrote, or how its worker died */
} GuardResult;

/* Runs test number i and writes to out what there is to say. */
typedef bool (*GuardRun)(void *context, size_t i, FILE *out);

/* results has room for count. jobs 0 runs in this process, unguarded, for debuggers. A test that takes longer than
 * seconds is killed. Returns how many workers came to grief outside of any test, such as by a leak found at exit. */
unsigned guard_run(Pool *pool, size_t count, unsigned jobs, unsigned seconds, GuardRun run, void *context,
                   GuardResult *results);

#endif
