/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes new scripts out of known ones along their syntax: parts are exchanged for parts of the same kind, wrapped,
 * doubled, taken away, or replaced by random phrases. Most of what comes out parses, which changes of bytes rarely
 * achieve. Knows nothing of the fuzzer. */
#ifndef CLIO_TESTS_FUZZ_MUTATE_H
#define CLIO_TESTS_FUZZ_MUTATE_H

#include "phrases.h"

/* Writes script with one to four changes to out. The parts that are put in come from donor, which may be the script
 * itself. False when nothing could be changed. */
bool mutate(Str *out, Text script, Text donor, Random *random);

#endif
