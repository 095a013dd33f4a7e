/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workers take the next number from a counter in shared memory, and write verdicts there; texts go to one file for each
 * worker's place, which the parent reads when all is done. */
#include "guard.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_TEST SIZE_MAX

typedef struct SharedResult {
  Verdict verdict;
  unsigned place; /* whose file holds the text */
  long start, length;
} SharedResult;

typedef struct Shared {
  _Atomic size_t next;
  SharedResult results[];
} Shared;

typedef struct Guard {
  size_t count;
  unsigned jobs, seconds;
  GuardRun run;
  void *context;
  Shared *shared;
  _Atomic size_t *current; /* shared: the test that each place's worker is at */
  FILE **files;
  pid_t *workers;
} Guard;

static void *share(size_t size)
{
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail_usage("no shared memory: %s", strerror(errno));
  return memory;
}

static void work(Guard *guard, unsigned place)
{
  FILE *out = guard->files[place];
  for (;;) {
    size_t i = atomic_fetch_add(&guard->shared->next, 1);
    if (i >= guard->count) return;
    atomic_store(&guard->current[place], i);
    SharedResult *result = &guard->shared->results[i];
    result->place = place;
    result->start = ftell(out);
    alarm(guard->seconds);
    bool passed = guard->run(guard->context, i, out);
    alarm(0);
    fflush(out);
    result->length = ftell(out) - result->start;
    result->verdict = passed ? VERDICT_PASSED : VERDICT_FAILED;
    atomic_store(&guard->current[place], NO_TEST);
  }
}

static void start_worker(Guard *guard, unsigned place)
{
  fflush(NULL);
  atomic_store(&guard->current[place], NO_TEST);
  pid_t pid = fork();
  if (pid < 0) fail_usage("cannot fork: %s", strerror(errno));
  if (pid == 0) {
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* a thousand crashes would leave a thousand images */
    work(guard, place);
    exit(0); /* not _exit: a leak checker looks now */
  }
  guard->workers[place] = pid;
}

static unsigned place_of(const Guard *guard, pid_t pid)
{
  unsigned place = 0;
  while (place < guard->jobs && guard->workers[place] != pid) place++;
  return place;
}

static const char *cause_of_death(Pool *pool, const Guard *guard, int status)
{
  if (!WIFSIGNALED(status)) return pool_printf(pool, "the process ended with status %d", WEXITSTATUS(status));
  if (WTERMSIG(status) == SIGALRM) return pool_printf(pool, "killed after %u seconds", guard->seconds);
  return pool_printf(pool, "the process died: %s", strsignal(WTERMSIG(status)));
}

/* Waits for all workers; returns how many failed between tests. */
static unsigned watch(Pool *pool, Guard *guard, GuardResult *results)
{
  unsigned alive = guard->jobs, strays = 0;
  int status = 0;
  while (alive) {
    pid_t pid = wait(&status);
    if (pid < 0) fail_usage("cannot wait for a worker: %s", strerror(errno));
    unsigned place = place_of(guard, pid);
    if (place == guard->jobs) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      alive--;
      continue;
    }
    size_t i = atomic_load(&guard->current[place]);
    const char *cause = cause_of_death(pool, guard, status);
    if (i == NO_TEST) {
      fprintf(stderr, "a worker failed outside of any test: %s\n", cause);
      strays++;
      alive--;
    } else {
      results[i] = (GuardResult){VERDICT_FAILED, cause};
      fseek(guard->files[place], 0, SEEK_END); /* past what the dead worker had written */
      start_worker(guard, place);
    }
  }
  return strays;
}

static const char *read_text(Pool *pool, FILE *file, long start, long length)
{
  char *text = pool_alloc(pool, (size_t)length + 1);
  fseek(file, start, SEEK_SET);
  text[fread(text, 1, (size_t)length, file)] = '\0';
  return text;
}

static void run_here(Pool *pool, Guard *guard, GuardResult *results)
{
  for (size_t i = 0; i < guard->count; i++) {
    FILE *out = guard->files[0];
    long start = ftell(out);
    results[i].verdict = guard->run(guard->context, i, out) ? VERDICT_PASSED : VERDICT_FAILED;
    results[i].text = read_text(pool, out, start, ftell(out) - start);
    fseek(out, 0, SEEK_END);
  }
}

unsigned guard_run(Pool *pool, size_t count, unsigned jobs, unsigned seconds, GuardRun run, void *context,
                   GuardResult *results)
{
  unsigned places = jobs ? jobs : 1, strays = 0;
  Guard guard = {count, jobs, seconds, run, context, NULL, NULL, NULL, NULL};
  guard.files = pool_alloc(pool, places * sizeof(FILE *));
  for (unsigned i = 0; i < places; i++) {
    guard.files[i] = tmpfile();
    if (!guard.files[i]) fail_usage("no temporary file: %s", strerror(errno));
  }
  if (jobs == 0) {
    run_here(pool, &guard, results);
  } else {
    size_t shared_size = sizeof(Shared) + count * sizeof(SharedResult), current_size = places * sizeof(size_t);
    guard.shared = share(shared_size);
    guard.current = share(current_size);
    guard.workers = pool_alloc(pool, places * sizeof(pid_t));
    for (unsigned i = 0; i < jobs; i++) start_worker(&guard, i);
    strays = watch(pool, &guard, results);
    for (size_t i = 0; i < count; i++) {
      const SharedResult *shared = &guard.shared->results[i];
      if (shared->verdict == VERDICT_NONE) continue;
      results[i] =
          (GuardResult){shared->verdict, read_text(pool, guard.files[shared->place], shared->start, shared->length)};
    }
    munmap(guard.shared, shared_size);
    munmap(guard.current, current_size);
  }
  for (unsigned i = 0; i < places; i++) fclose(guard.files[i]);
  return strays;
}
