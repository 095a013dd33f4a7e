/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of a file as a window that moves on: what has been taken goes, what is still to be taken stays and is
 * followed by more. For readers that look ahead, or for lines, which may be long. */
#ifndef CLIO_LOADERS_WINDOW_H
#define CLIO_LOADERS_WINDOW_H

#include "core/arena.h"
#include "input.h"

/* Zero-initialise, with an input that window_close closes; the memory counts against limit, which may be NULL. */
typedef struct Window {
  Input *input;
  MemoryLimit *limit;
  char *data;
  size_t at, end; /* what is still to be taken */
  bool ended;     /* nothing follows it */
  size_t cap;     /* private, from here on */
  size_t seen;    /* so much of what is to be taken has no end of a line */
} Window;

/* Of what is in the window at once: no line or value may be longer. */
enum { WINDOW_MOST = 256 << 20 };

void window_close(Window *w);

static inline bool window_is_full(const Window *w)
{
  return w->end - w->at > WINDOW_MOST;
}

/* Reads on. What is to be taken is at the front of the data then. */
Status window_fill(Window *w, Error *err);
/* The same for a line, by its number from 1: ERROR_FORMAT where it is too long. */
Status window_fill_line(Window *w, uint64_t number, Error *err);
/* Takes a line, without its end; false where that has not been read yet, or nothing is left of what has ended. The line
 * is borrowed until the window is filled. */
bool window_take_line(Window *w, Text *line);

#endif
