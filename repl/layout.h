/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fitting a table into the terminal: how wide columns are, and how the text of a cell falls into lines. */
#ifndef CLIO_REPL_LAYOUT_H
#define CLIO_REPL_LAYOUT_H

#include "buffer.h"

/* Shrinks widths so that their sum is at most total: those below a fair share keep what they have, the others divide
 * the rest evenly. Returns the narrowest width that had to be shrunk to, or 0 where all fit. */
unsigned layout_shrink(unsigned *widths, size_t count, unsigned total);

/* The next line of a cell, at most width columns, broken between words where that is possible; *at moves behind it.
 * *columns is what the line takes. False when the text is used up. */
bool layout_line(const char *text, size_t len, size_t *at, unsigned width, const char **line, size_t *bytes,
                 unsigned *columns);

/* Adds text with what would upset a table made harmless: control characters become blanks or a mark, line ends are
 * kept. */
void layout_add_clean(Buffer *out, const char *text, size_t len);

/* The widest of the text's lines. */
unsigned layout_natural_width(const char *text, size_t len);

#endif
