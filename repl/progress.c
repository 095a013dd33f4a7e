/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The progress line; see progress.h. */
#include "progress.h"

#include "interrupt.h"
#include "terminal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { INTERVAL_NANOS = 100000000 };

static int64_t now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void progress_begin(Progress *p)
{
  *p = (Progress){.terminal = isatty(STDERR_FILENO), .began = now()};
  p->last = p->began;
}

bool progress_show(void *payload, const char *file, uint64_t done, uint64_t total)
{
  Progress *p = payload;
  if (interrupt_pending()) return false;
  if (!p->terminal) return true;
  int64_t t = now();
  if (t - p->last < INTERVAL_NANOS) return true;
  p->last = t;
  p->shown = true;
  /* The name's end says more than its beginning. The line keeps within the terminal: one that wraps cannot be taken
   * back. */
  enum { REST = 16 };
  unsigned columns = terminal_width(STDERR_FILENO), room = columns > REST + 8 ? columns - REST : 8;
  size_t len = strlen(file), skip = 0;
  while (skip < len && text_width(file + skip, len - skip) > room) skip++;
  while (skip < len && ((unsigned char)file[skip] & 0xC0) == 0x80) skip++;
  if (total > 0)
    fprintf(stderr, "\r\033[K%3u %%  %s", (unsigned)((double)done / (double)total * 100), file + skip);
  else
    fprintf(stderr, "\r\033[K%s", file + skip);
  fflush(stderr);
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
