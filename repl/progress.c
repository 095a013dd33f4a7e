/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line; see progress.h. */
#include "progress.h"

#include "buffer.h"
#include "interrupt.h"
#include "terminal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { INTERVAL_NANOS = 100000000, NANOS = 1000000000 };
/* What is told of the time left before so long is a guess from too little. */
enum { FIRST_GUESS_NANOS = NANOS };

static int64_t now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * NANOS + t.tv_nsec;
}

void progress_begin(Progress *p)
{
  *p = (Progress){.terminal = isatty(STDERR_FILENO), .began = now()};
  p->last = p->began;
}

static void follow(Progress *p, int64_t t, uint64_t done, uint64_t total)
{
  if (total != p->total || done < p->done) {
    p->phase_began = t;
    p->first = done;
    p->total = total;
  }
  p->done = done;
}

static void add_left(Buffer *line, double seconds)
{
  unsigned long left = seconds < 1e9 ? (unsigned long)seconds + 1 : 1000000000;
  if (left < 90)
    buffer_addf(line, "  %lu s left", left);
  else if (left < 5400)
    buffer_addf(line, "  %lu min left", (left + 30) / 60);
  else
    buffer_addf(line, "  %lu h %02lu min left", left / 3600, left % 3600 / 60);
}

/* How far, how fast and how long still. */
static void add_numbers(const Progress *p, int64_t t, Buffer *line)
{
  double seconds = (double)(t - p->phase_began) / NANOS, rate = (double)(p->done - p->first) / seconds;
  if (p->total > 0) buffer_addf(line, "%3u %%", (unsigned)((double)p->done / (double)p->total * 100));
  if (t - p->phase_began < FIRST_GUESS_NANOS || p->done == p->first) return;
  if (p->bytes) buffer_addf(line, "  %.1f MB/s", rate / 1e6);
  if (p->total > p->done) add_left(line, (double)(p->total - p->done) / rate);
}

bool progress_show(void *payload, const char *file, uint64_t done, uint64_t total)
{
  Progress *p = payload;
  Buffer line = {0};
  if (interrupt_pending()) return false;
  if (!p->terminal) return true;
  int64_t t = now();
  follow(p, t, done, total);
  if (t - p->last < INTERVAL_NANOS) return true;
  p->last = t;
  p->shown = true;
  add_numbers(p, t, &line);
  if (line.len > 0) buffer_add_text(&line, "  ");
  /* The name's end says more than its beginning. The line keeps within the terminal: one that wraps cannot be taken
   * back. */
  enum { LEAST_ROOM = 8 };
  unsigned columns = terminal_width(STDERR_FILENO), used = (unsigned)line.len + 1;
  unsigned room = columns > used + LEAST_ROOM ? columns - used : LEAST_ROOM;
  size_t len = strlen(file), skip = 0;
  while (skip < len && text_width(file + skip, len - skip) > room) skip++;
  while (skip < len && ((unsigned char)file[skip] & 0xC0) == 0x80) skip++;
  fprintf(stderr, "\r\033[K%s%s", buffer_text(&line), file + skip);
  fflush(stderr);
  buffer_free(&line);
  return true;
}

void progress_clear(Progress *p)
{
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}

double progress_elapsed_ms(const Progress *p)
{
  return (double)(now() - p->began) / 1e6;
}
