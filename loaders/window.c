/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See window.h. */
#include "window.h"

#include <inttypes.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 1 << 17 };

void window_close(Window *w)
{
  input_close(w->input);
  memory_give(w->limit, w->cap);
  free(w->data);
  *w = (Window){0};
}

static Status grow(Window *w, Error *err)
{
  size_t cap = MAX(2 * w->cap, (size_t)2 * BLOCK_BYTES);
  if (!memory_take(w->limit, cap - w->cap)) return memory_fail(w->limit, err);
  char *grown = realloc(w->data, cap);
  if (!grown) {
    memory_give(w->limit, cap - w->cap);
    return error_out_of_memory(err);
  }
  w->data = grown;
  w->cap = cap;
  return STATUS_OK;
}

Status window_fill(Window *w, Error *err)
{
  size_t left = w->end - w->at, n;
  if (w->at > 0) memmove(w->data, w->data + w->at, left);
  w->at = 0;
  w->end = left;
  if (w->cap - left < BLOCK_BYTES) TRY(grow(w, err));
  TRY(input_read(w->input, w->data + left, w->cap - left, &n, err));
  w->end += n;
  w->ended = n == 0;
  return STATUS_OK;
}

Status window_fill_line(Window *w, uint64_t number, Error *err)
{
  if (!window_is_full(w)) return window_fill(w, err);
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %" PRIu64 ": the line is longer than %d MB", input_path(w->input),
                   number, WINDOW_MOST >> 20);
}

bool window_take_line(Window *w, Text *line)
{
  size_t left = w->end - w->at;
  if (left == 0 || (left == w->seen && !w->ended)) return false;
  const char *from = w->data + w->at, *end = memchr(from + w->seen, '\n', left - w->seen);
  w->seen = end || w->ended ? 0 : left;
  if (!end && !w->ended) return false;
  *line = (Text){from, end ? (size_t)(end - from) : left};
  w->at += line->len + (end != NULL);
  return true;
}
