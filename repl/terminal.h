/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the terminal and the locale can do, and how wide text is on it. */
#ifndef CLIO_REPL_TERMINAL_H
#define CLIO_REPL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* False where fd is no terminal; a size of 0 means unknown. */
bool terminal_size(int fd, unsigned *rows, unsigned *columns);
/* The columns that text written to fd should keep to; 0: no limit, it goes to a file. */
unsigned terminal_width(int fd);
/* Colours are wanted: fd is a terminal that has them, and NO_COLOR is not set. */
bool terminal_has_colour(int fd);
bool locale_is_utf8(void);

/* Columns that the character at data takes; *bytes is its length. Bytes that are not UTF-8 take one each. */
unsigned char_width(const char *data, size_t len, size_t *bytes);
unsigned text_width(const char *data, size_t len);
/* The bytes at the front of one line of text that take at most `columns`; *width gets what they do take. One character
 * at least, so that a loop goes on. */
size_t text_fit(const char *data, size_t len, unsigned columns, unsigned *width);

#endif
