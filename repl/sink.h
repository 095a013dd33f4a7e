/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where results go: standard output, or a pager. Text gathers in memory and is written in large pieces, at the latest
 * when a statement ends. A failed write is remembered, and what follows is dropped: whoever produces text need not look
 * after each piece, but should stop once sink_is_broken. */
#ifndef CLIO_REPL_SINK_H
#define CLIO_REPL_SINK_H

#include "buffer.h"

#include <sys/types.h>

typedef struct Sink {
  Buffer buffer;
  int fd;
  int error; /* errno of the write that failed, or 0 */

  /* Paging: while it waits, text is held back until it is more than a screen. */
  bool waiting;
  unsigned screen_rows;
  size_t counted, lines; /* of the held text */
  pid_t pager;           /* its process, or 0 */
} Sink;

enum { SINK_CHUNK = 1 << 16 };

void sink_init(Sink *s, int fd);
void sink_free(Sink *s);
void sink_flush(Sink *s);
void sink_grown(Sink *s);
static inline bool sink_is_broken(const Sink *s)
{
  return s->error != 0;
}

/* To be called between rows: writes when enough has gathered. */
static inline void sink_breathe(Sink *s)
{
  if (s->waiting || s->buffer.len >= SINK_CHUNK) sink_grown(s);
}

/* What follows is shown by $PAGER (else less) if it is longer than the terminal has rows; ended by sink_end_paging,
 * which waits for the reader. The user's leaving the pager early breaks the sink until then and is no error. */
void sink_begin_paging(Sink *s);
void sink_end_paging(Sink *s);

#endif
