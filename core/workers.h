/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Threads that wait for work: the caller of workers_run and its helpers run one task together. Helpers are started
 * with the first task, so a process that never has one stays single-threaded. Knows nothing of what the work is. */
#ifndef CLIO_CORE_WORKERS_H
#define CLIO_CORE_WORKERS_H

#include "base.h"

typedef struct Workers Workers;

/* Called with 0 by the caller of workers_run, by each helper with a number of its own below workers_count. */
typedef void (*WorkersTask)(void *context, uint32_t worker);

/* So many threads, the caller among them; 0 means one for each processor that the process may use. NULL: no memory. */
Workers *workers_new(uint32_t threads);
void workers_free(Workers *workers); /* ends the helpers; NULL is fine */
/* How many may work on a task at once, at least 1. */
uint32_t workers_count(const Workers *workers);
/* Returns when the caller's own call has come back and no helper is in the task any more. A helper that is late, or
 * could not be started, has no part in it: the task must hand out its work piece by piece. One task at a time. */
void workers_run(Workers *workers, WorkersTask task, void *context);

#endif
