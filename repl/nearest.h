/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The name that a mistyped one was probably meant to be. */
#ifndef CLIO_REPL_NEAREST_H
#define CLIO_REPL_NEAREST_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Nearest {
  const char *word; /* what was typed */
  const char *name; /* the best so far, or NULL; borrowed from whoever offered it */
  uint32_t distance;
} Nearest;

/* Begins a search; what is too far away to be a slip of the keyboard is not considered. */
Nearest nearest_begin(const char *word);
/* Letter case makes no difference. Returns true where the candidate is the best so far. */
bool nearest_offer(Nearest *n, const char *candidate);

#endif
