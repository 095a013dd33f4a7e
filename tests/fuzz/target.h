/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is fuzzed: a program has one target, which takes a script and checks what has to hold for any text whatsoever.
 * libfuzzer.c lets a fuzzer look for scripts, replay.c gives it those that are known. */
#ifndef CLIO_TESTS_FUZZ_TARGET_H
#define CLIO_TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>

/* NULL when all holds; otherwise what does not, in one line or more: the caller frees it. script is UTF-8 or not, and
 * not terminated. */
char *target_check(const char *script, size_t length);

/* Whether it takes files of data, whose format the first line names, and not scripts of statements. */
extern const bool target_takes_files;

#endif
