/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON read piece by piece: whoever knows a format walks down to the lists that are long, and takes their elements one
 * at a time. This finds where a value ends; jansson decodes it. So that memory does not grow with the file, only one
 * value is held at a time. Knows nothing of what the values mean. */
#ifndef CLIO_LOADERS_JSON_DOCUMENT_H
#define CLIO_LOADERS_JSON_DOCUMENT_H

#include "intake.h"
#include "window.h"

#include <jansson.h>

typedef struct JsonPlace {
  uint64_t line, column; /* from 1; columns are characters */
} JsonPlace;

typedef struct JsonDocument JsonDocument;

/* Tells the intake of its progress, and may be interrupted by it, while it reads. */
Status document_open(JsonDocument **out, Intake *in, const char *path, Error *err);
void document_close(JsonDocument *d); /* NULL is fine */

/* ERROR_FORMAT that names the file and a place in it. */
Status document_fail(const JsonDocument *d, JsonPlace place, Error *err, const char *format, ...) PRINTF_LIKE(4, 5);
/* The same for an error that does not say where. */
Status document_locate(const JsonDocument *d, JsonPlace place, Error *err);
/* Where the last thing that was looked at or taken begins. */
JsonPlace document_place(const JsonDocument *d);

/* What comes next: the first character of a value or a key, or a bracket; 0 at the end of the file. */
Status document_peek(JsonDocument *d, char *next, Error *err);
/* Passes over a bracket. Each '[' and '{' is closed by document_more. */
Status document_enter(JsonDocument *d, char *bracket, Error *err);
/* Passes over a character that has been seen. */
void document_pass(JsonDocument *d);
/* Within what document_enter has entered, whether another element or member follows, the comma before it passed over;
 * if not, the bracket is closed. first is true until it has been called once. */
Status document_more(JsonDocument *d, char bracket, bool *first, bool *more, Error *err);
/* A member's name with its colon; borrowed until the next call. */
Status document_key(JsonDocument *d, Text *key, Error *err);
/* The next value, which the caller gives back with json_decref. Where it fails with ERROR_FORMAT and
 * document_is_whole, the value has been passed over, and one may go on behind it. */
Status document_take(JsonDocument *d, json_t **out, Error *err);
Status document_skip(JsonDocument *d, Error *err);
bool document_is_whole(const JsonDocument *d);
/* That nothing but blanks follows. */
Status document_finish(JsonDocument *d, Error *err);

/* JSON Lines: the value on the next line that is not blank; *out is NULL at the end. comma: one may stand behind it.
 * One may go on behind a line that failed with ERROR_FORMAT. */
Status document_take_line(JsonDocument *d, bool comma, json_t **out, Error *err);
/* Looks ahead: whether the next value ends before its line does. */
Status document_is_line(JsonDocument *d, bool *out, Error *err);
/* Whether the file begins with a line that is one object, and another object is on the next. */
Status document_has_lines(JsonDocument *d, bool *out, Error *err);

#endif
