/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may call igraph, and when. igraph keeps its handlers, its stack of what an error has to free and its random
 * numbers once for the whole process, unless it was built thread-safe (Debian's is not). So whatever of igraph can
 * fail, draw random numbers or take long is called by one thread at a time, between enter and leave; only reading a
 * graph that is there, and destroying one, needs no guard. */
#ifndef CLIO_CORE_IGRAPH_GUARD_H
#define CLIO_CORE_IGRAPH_GUARD_H

#include "error.h"

/* Loads igraph, waits for its turn, sees to it that igraph neither prints nor aborts on errors, and has igraph ask
 * `interrupted` now and then, as far as the algorithm that runs does so: it then fails with IGRAPH_INTERRUPTED, with
 * its memory given back. Where this fails the guard is not held; there is no error in err when it was interrupted while
 * waiting. interrupted may be NULL. Never nested. */
Status igraph_guard_enter(bool (*interrupted)(void *sink), void *sink, Error *err);
void igraph_guard_leave(void);

#endif
