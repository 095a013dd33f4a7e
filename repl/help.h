/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help: the shell's own, and what the library knows of clauses, functions and procedures. */
#ifndef CLIO_REPL_HELP_H
#define CLIO_REPL_HELP_H

#include "buffer.h"
#include "clio.h"

/* Help on a topic, or with "" an overview. False where there is none. */
bool help_topic(clio_db *db, const char *topic, unsigned width, Buffer *out);
/* "; did you mean ...?", or nothing. */
void help_suggest(clio_db *db, const char *topic, Buffer *out);
/* All names of a kind, side by side within the width (0: no limit). */
void help_list(Buffer *out, clio_db *db, clio_name_kind kind, unsigned width);

#endif
