/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ctrl-C: it ends the running statement, not the program. */
#ifndef CLIO_REPL_INTERRUPT_H
#define CLIO_REPL_INTERRUPT_H

#include "clio.h"

#include <stdbool.h>

/* From now on SIGINT interrupts this database's statements, and closed pipes are errors of write, not signals.
 * NULL before the database is closed. */
void interrupt_watch(clio_db *db);
/* A SIGINT has come since the last interrupt_clear. */
bool interrupt_pending(void);
void interrupt_clear(void);

#endif
