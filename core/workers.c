/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Helpers sleep on one condition variable and look for a task whose number they have not seen; see workers.h. */
#include "workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>

enum { MOST_THREADS = 256 };

typedef struct Helper {
  Workers *workers;
  uint32_t number;
  pthread_t thread;
} Helper;

struct Workers {
  pthread_mutex_t mutex;
  pthread_cond_t wake, idle;
  WorkersTask task; /* NULL: there is none to join */
  void *context;
  uint64_t task_number;
  uint32_t busy; /* helpers in the task */
  uint32_t threads, started;
  bool tried; /* to start them */
  bool ends;
  Helper helpers[];
};

static uint32_t processors(void)
{
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return (uint32_t)MAX(CPU_COUNT(&set), 1);
}

Workers *workers_new(uint32_t threads)
{
  if (threads == 0) threads = processors();
  threads = MIN(threads, MOST_THREADS);
  Workers *workers = calloc(1, sizeof *workers + (threads - 1) * sizeof *workers->helpers);
  if (!workers) return NULL;
  workers->threads = threads;
  pthread_mutex_init(&workers->mutex, NULL);
  pthread_cond_init(&workers->wake, NULL);
  pthread_cond_init(&workers->idle, NULL);
  return workers;
}

uint32_t workers_count(const Workers *workers)
{
  return workers->threads;
}

static void *help(void *argument)
{
  const Helper *helper = argument;
  Workers *workers = helper->workers;
  uint64_t seen = 0;
  pthread_mutex_lock(&workers->mutex);
  while (!workers->ends) {
    if (!workers->task || workers->task_number == seen) {
      pthread_cond_wait(&workers->wake, &workers->mutex);
      continue;
    }
    WorkersTask task = workers->task;
    void *context = workers->context;
    seen = workers->task_number;
    workers->busy++;
    pthread_mutex_unlock(&workers->mutex);
    task(context, helper->number);
    pthread_mutex_lock(&workers->mutex);
    if (--workers->busy == 0) pthread_cond_signal(&workers->idle);
  }
  pthread_mutex_unlock(&workers->mutex);
  return NULL;
}

/* Signals are the business of the threads that the program made itself. */
static void start_helpers(Workers *workers)
{
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (uint32_t i = 0; i + 1 < workers->threads; i++) {
    Helper *helper = &workers->helpers[i];
    *helper = (Helper){.workers = workers, .number = i + 1};
    if (pthread_create(&helper->thread, NULL, help, helper) != 0) break;
    workers->started++;
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void workers_run(Workers *workers, WorkersTask task, void *context)
{
  if (!workers->tried) start_helpers(workers);
  workers->tried = true;
  pthread_mutex_lock(&workers->mutex);
  workers->task = task;
  workers->context = context;
  workers->task_number++;
  pthread_cond_broadcast(&workers->wake);
  pthread_mutex_unlock(&workers->mutex);
  task(context, 0);
  pthread_mutex_lock(&workers->mutex);
  workers->task = NULL;
  while (workers->busy) pthread_cond_wait(&workers->idle, &workers->mutex);
  pthread_mutex_unlock(&workers->mutex);
}

void workers_free(Workers *workers)
{
  if (!workers) return;
  pthread_mutex_lock(&workers->mutex);
  workers->ends = true;
  pthread_cond_broadcast(&workers->wake);
  pthread_mutex_unlock(&workers->mutex);
  for (uint32_t i = 0; i < workers->started; i++) pthread_join(workers->helpers[i].thread, NULL);
  pthread_cond_destroy(&workers->idle);
  pthread_cond_destroy(&workers->wake);
  pthread_mutex_destroy(&workers->mutex);
  free(workers);
}
