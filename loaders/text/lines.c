/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See lines.h. */
#include "lines.h"

#include "core/utf8.h"

#include <inttypes.h>
#include <stdio.h>

Status lines_open(Lines *l, Intake *in, const char *path, const char *blanks, Error *err)
{
  *l = (Lines){.in = in, .blanks = blanks};
  return input_open(&l->window.input, path, err);
}

void lines_close(Lines *l)
{
  window_close(&l->window);
}

/* ---- errors */

Status lines_locate(const Lines *l, const char *at, Error *err)
{
  Error inner = *err;
  if (inner.kind != ERROR_FORMAT) return STATUS_FAIL;
  error_clear(err);
  return lines_fail(l, at, err, "%s", inner.message);
}

static LinePlace place_of(const Lines *l, const char *at)
{
  bool behind = at >= l->counted;
  const char *from = behind ? l->counted : l->line.data;
  return (LinePlace){l->number, utf8_length((Text){from, (size_t)(at - from)}) + (behind ? l->column : 1)};
}

LinePlace lines_place(Lines *l, const char *at)
{
  LinePlace place = place_of(l, at);
  l->counted = at;
  l->column = place.column;
  return place;
}

static Status fail_at(const Lines *l, LinePlace place, Error *err, const char *format, va_list args)
{
  char message[sizeof err->message];
  vsnprintf(message, sizeof message, format, args);
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %" PRIu64 ", column %zu: %s", l->in->path, place.line,
                   place.column, message);
}

Status lines_fail(const Lines *l, const char *at, Error *err, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  Status status = fail_at(l, place_of(l, at), err, format, args);
  va_end(args);
  return status;
}

Status lines_fail_at(const Lines *l, LinePlace place, Error *err, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  Status status = fail_at(l, place, err, format, args);
  va_end(args);
  return status;
}

/* ---- lines */

static Status read_more(Lines *l, Error *err)
{
  l->broken = true;
  TRY(intake_progress(l->in, input_done(l->window.input), err));
  TRY(window_fill_line(&l->window, l->number + 1, err));
  l->broken = false;
  return STATUS_OK;
}

Status lines_next(Lines *l, bool *more, Error *err)
{
  for (*more = true; !window_take_line(&l->window, &l->line);) {
    *more = !l->window.ended;
    if (!*more) return STATUS_OK;
    TRY(read_more(l, err));
  }
  if (l->line.len > 0 && l->line.data[l->line.len - 1] == '\r') l->line.len--;
  if (l->number++ == 0) (void)text_cut_start(&l->line, TEXT("\xEF\xBB\xBF"));
  l->at = l->counted = l->line.data;
  l->column = 1;
  l->in->place = (IntakePlace){.line = l->number};
  size_t bad = utf8_valid(l->line);
  if (LIKELY(bad == l->line.len)) return STATUS_OK;
  unsigned byte = (unsigned char)l->line.data[bad];
  Text good = {l->line.data, bad};
  return error_set(err, ERROR_FORMAT, NULL, "%s, line %" PRIu64 ", column %zu: byte 0x%02X is not UTF-8", l->in->path,
                   l->number, utf8_length(good) + 1, byte);
}

/* ---- words */

bool lines_is_blank(const Lines *l, char c)
{
  return c != '\0' && strchr(l->blanks, c) != NULL;
}

Status lines_word(Lines *l, Word *word, bool *more, Error *err)
{
  const char *limit = l->line.data + l->line.len, *at = l->at;
  while (at < limit && lines_is_blank(l, *at)) at++;
  *more = at < limit;
  l->at = at;
  if (!*more) return STATUS_OK;
  word->quoted = *at == '"' || *at == '\'';
  if (word->quoted) {
    const char *end = memchr(at + 1, *at, (size_t)(limit - at - 1));
    if (!end) return lines_fail(l, at, err, "a quote is opened and not closed");
    word->text = (Text){at + 1, (size_t)(end - at - 1)};
    l->at = end + 1;
    return STATUS_OK;
  }
  while (at < limit && !lines_is_blank(l, *at)) at++;
  word->text = (Text){l->at, (size_t)(at - l->at)};
  l->at = at;
  return STATUS_OK;
}
