/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a long task has come: one line on the terminal that is written over and over, and nothing elsewhere. */
#ifndef CLIO_REPL_PROGRESS_H
#define CLIO_REPL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Progress {
  bool terminal, shown;
  bool bytes;          /* what is counted are bytes: set it after progress_begin */
  int64_t began, last; /* nanoseconds */
  /* One count towards one total. A task may have several of them. */
  int64_t phase_began;
  uint64_t first, done, total;
} Progress;

void progress_begin(Progress *p);
/* For clio_open and clio_import: payload is the Progress. False once the user has pressed Ctrl-C. */
bool progress_show(void *payload, const char *file, uint64_t done, uint64_t total);
/* Takes the line away. */
void progress_clear(Progress *p);
double progress_elapsed_ms(const Progress *p);

#endif
