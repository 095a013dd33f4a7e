/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interactive shell. */
#ifndef CLIO_REPL_SHELL_H
#define CLIO_REPL_SHELL_H

#include "session.h"

/* Reads and runs statements and commands until the user leaves. */
void shell_run(Session *s);

#endif
