/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of a file, and words of a line: for formats that consist of these. Knows nothing of what they mean. */
#ifndef CLIO_LOADERS_TEXT_LINES_H
#define CLIO_LOADERS_TEXT_LINES_H

#include "intake.h"
#include "window.h"

typedef struct Lines {
  Intake *in;
  const char *blanks;  /* what separates words */
  Text line;           /* without its end; borrowed until the next one */
  const char *at;      /* what of it is still to be read */
  uint64_t number;     /* from 1 */
  const char *counted; /* private, from here on: a place in the line of which the column is known */
  size_t column;
  Window window;
  bool broken; /* the file cannot be read on, so that nothing can be left out */
} Lines;

/* From 1; columns are characters. */
typedef struct LinePlace {
  uint64_t line;
  size_t column;
} LinePlace;

typedef struct Word {
  Text text;
  bool quoted;
} Word;

Status lines_open(Lines *l, Intake *in, const char *path, const char *blanks, Error *err);
void lines_close(Lines *l);
/* Sets the line of the intake, and tells it of the progress. *more is false at the end. ERROR_FORMAT for what is not
 * UTF-8; one may go on behind it, unless broken is set. */
Status lines_next(Lines *l, bool *more, Error *err);
/* The next word of the line: up to a blank, or what is between two quotes (" or '), in which the same one is not. *more
 * is false at the end of the line. */
Status lines_word(Lines *l, Word *word, bool *more, Error *err);
bool lines_is_blank(const Lines *l, char c);
LinePlace lines_place(Lines *l, const char *at); /* of a place in the line; quick where these ascend */
/* ERROR_FORMAT with file, line and column. */
Status lines_fail_at(const Lines *l, LinePlace place, Error *err, const char *format, ...) PRINTF_LIKE(4, 5);
Status lines_fail(const Lines *l, const char *at, Error *err, const char *format, ...) PRINTF_LIKE(4, 5);
/* The same for an ERROR_FORMAT that does not say where. */
Status lines_locate(const Lines *l, const char *at, Error *err);

#endif
