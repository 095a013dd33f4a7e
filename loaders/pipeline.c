/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pipeline; see pipeline.h. Every thread takes the next thing that can be done, finishing before reading, so that the
 * work is shared evenly whatever each stage costs, and nobody waits for a thread that has not come. A piece is prepared
 * where it was read: what has been read need not go from one processor's cache to another's, which would cost as much
 * as the second thread gains. */
#include "pipeline.h"

#include <pthread.h>

typedef struct Run {
  const PipelineStages *stages;
  void *context;
  uint32_t places;
  pthread_mutex_t mutex; /* guards all that follows */
  pthread_cond_t changed;
  uint64_t read, finished; /* pieces */
  bool ready[PIPELINE_MOST_PLACES];
  bool reading, at_end, failed;
} Run;

uint32_t pipeline_places(const Workers *workers)
{
  uint32_t threads = workers ? MIN(workers_count(workers), (uint32_t)PIPELINE_MOST_THREADS) : 1;
  return threads == 1 ? 1 : threads + 2;
}

/* Both do one thing, if it can be done now. The mutex is held before and after, not while it is done. */

static bool finish_next(Run *run)
{
  uint32_t place = (uint32_t)(run->finished % run->places);
  if (!run->ready[place]) return false;
  pthread_mutex_unlock(&run->mutex);
  Status status = run->stages->finish(run->context, place);
  pthread_mutex_lock(&run->mutex);
  run->ready[place] = false;
  run->finished++;
  run->failed = status != STATUS_OK;
  return true;
}

static bool prepare_next(Run *run)
{
  if (run->reading || run->at_end || run->read - run->finished == run->places) return false;
  uint32_t place = (uint32_t)(run->read % run->places);
  run->reading = true;
  pthread_mutex_unlock(&run->mutex);
  bool more = run->stages->read(run->context, place);
  pthread_mutex_lock(&run->mutex);
  run->reading = false;
  run->read += more;
  run->at_end = !more;
  if (!more) return true;
  pthread_cond_broadcast(&run->changed);
  pthread_mutex_unlock(&run->mutex);
  run->stages->prepare(run->context, place);
  pthread_mutex_lock(&run->mutex);
  run->ready[place] = true;
  return true;
}

static void work(void *context, uint32_t worker)
{
  Run *run = context;
  if (worker >= PIPELINE_MOST_THREADS) return;
  pthread_mutex_lock(&run->mutex);
  while (!run->failed && !(run->at_end && run->finished == run->read)) {
    if ((worker == 0 && finish_next(run)) || prepare_next(run))
      pthread_cond_broadcast(&run->changed);
    else
      pthread_cond_wait(&run->changed, &run->mutex);
  }
  pthread_mutex_unlock(&run->mutex);
}

Status pipeline_run(const PipelineStages *stages, void *context, Workers *workers)
{
  Run run = {.stages = stages, .context = context, .places = pipeline_places(workers)};
  pthread_mutex_init(&run.mutex, NULL);
  pthread_cond_init(&run.changed, NULL);
  if (run.places > 1)
    workers_run(workers, work, &run);
  else
    work(&run, 0);
  pthread_cond_destroy(&run.changed);
  pthread_mutex_destroy(&run.mutex);
  return run.failed ? STATUS_FAIL : STATUS_OK;
}
