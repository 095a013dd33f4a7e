/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Typing lines: GNU readline with history, completion and colours. Readline is driven through its callback interface,
 * so that Ctrl-C and resizing are noticed between keys and nothing has to jump out of a signal handler. */
#ifndef CLIO_REPL_LINE_EDITOR_H
#define CLIO_REPL_LINE_EDITOR_H

#include "session.h"

typedef enum LineStatus {
  LINE_READ,
  LINE_INTERRUPTED, /* Ctrl-C: the line is dropped */
  LINE_END          /* Ctrl-D on an empty line, or the terminal is gone */
} LineStatus;

/* There is one editor, as there is one readline. */
void line_editor_open(Session *s);
void line_editor_close(void);
/* pending: what has been typed of the statement before, which colours and completion depend on. */
LineStatus line_editor_read(const char *prompt, const char *pending, size_t pending_len, Buffer *line);
/* Puts a statement into the history, all its lines as one entry. */
void line_editor_remember(const char *text, size_t len);

#endif
