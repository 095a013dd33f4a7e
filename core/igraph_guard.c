/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The turnstile in front of igraph; see igraph_guard.h. The variables here are the one place where Clio keeps state for
 * the process: igraph hands no argument to its interruption handler, which therefore has to find the caller here. They
 * are written with the lock held, and read by the handler, which runs within the caller's turn. */
#include "igraph_guard.h"

#include "igraph_late.h"
#include "late.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { LOOK_UP_NANOSECONDS = 50000000 }; /* how long a waiting thread goes without asking */

static const char *const names[] = {
#define FUNCTION(name) #name,
#include "igraph.def"
#undef FUNCTION
};

IgraphFunctions igraph_functions;

static LateLibrary library = {IGRAPH_LIBRARY, "igraph", names, ARRAY_LEN(names), &igraph_functions, false};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static bool (*caller_interrupted)(void *sink);
static void *caller_sink;

/* What is on igraph's stack goes here, not in the error handler: an algorithm that is interrupted returns at once. */
static igraph_error_t ask_caller(void *data UNUSED)
{
  if (!caller_interrupted(caller_sink)) return IGRAPH_SUCCESS;
  IGRAPH_FINALLY_FREE();
  return IGRAPH_INTERRUPTED;
}

static void add_wait(struct timespec *until)
{
  clock_gettime(CLOCK_REALTIME, until);
  until->tv_nsec += LOOK_UP_NANOSECONDS;
  if (until->tv_nsec < 1000000000) return;
  until->tv_nsec -= 1000000000;
  until->tv_sec++;
}

Status igraph_guard_enter(bool (*interrupted)(void *sink), void *sink, Error *err)
{
  TRY(late_load(&library, err));
  if (interrupted) {
    struct timespec until;
    do {
      if (interrupted(sink)) return STATUS_FAIL;
      add_wait(&until);
    } while (pthread_mutex_timedlock(&turn, &until) == ETIMEDOUT);
  } else {
    pthread_mutex_lock(&turn);
  }
  igraph_set_error_handler(igraph_error_handler_ignore);
  igraph_set_warning_handler(igraph_warning_handler_ignore);
  caller_interrupted = interrupted;
  caller_sink = sink;
  igraph_set_interruption_handler(interrupted ? ask_caller : NULL);
  return STATUS_OK;
}

void igraph_guard_leave(void)
{
  igraph_set_interruption_handler(NULL);
  pthread_mutex_unlock(&turn);
}
