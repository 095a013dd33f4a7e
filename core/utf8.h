/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8: reading and writing code points, and the little that is needed of Unicode itself (through utf8proc).
 * Text inside Clio is valid UTF-8: whatever comes in from outside is checked with utf8_valid. */
#ifndef CLIO_CORE_UTF8_H
#define CLIO_CORE_UTF8_H

#include "base.h"
#include "str.h"

/* Offset of the first bad byte, or text.len when all of it is valid. Surrogates and overlong forms are bad. */
size_t utf8_valid(Text text);
/* Decodes the code point at *at (which must be < text.len) and moves *at past it. The text must be valid. */
uint32_t utf8_next(Text text, size_t *at);
/* Moves *at (> 0) back to the start of the code point before it and returns that code point. */
uint32_t utf8_prev(Text text, size_t *at);
size_t utf8_encode(uint32_t codepoint, char out[4]); /* number of bytes written */
size_t utf8_length(Text text);                       /* in code points */
/* Byte offset of the code point number n, or text.len if there are fewer. */
size_t utf8_offset(Text text, size_t n);
/* The longest whole-character prefix of at most max bytes. */
size_t utf8_cut(Text text, size_t max);

/* Terminal columns that the text takes (wide characters two, combining marks none). */
size_t utf8_width(Text text);
bool utf8_is_identifier_start(uint32_t codepoint);    /* Unicode ID_Start, or underscore */
bool utf8_is_identifier_continue(uint32_t codepoint); /* Unicode ID_Continue */
bool utf8_is_space(uint32_t codepoint);

/* Unicode case mapping of one text, appended to out. */
void utf8_lower(Str *out, Text text);
void utf8_upper(Str *out, Text text);
/* Case-folded, with diacritics stripped (NFKD, marks dropped): 'Päts' and 'PATS' give 'pats'. */
void utf8_fold(Str *out, Text text);
typedef enum NormalForm { NORMAL_NFC, NORMAL_NFD, NORMAL_NFKC, NORMAL_NFKD } NormalForm;
void utf8_normalize(Str *out, Text text, NormalForm form);

/* Levenshtein distance with transpositions, in code points, capped at max + 1; for "did you mean". Different texts of
 * over 128 code points count as too far apart. */
unsigned utf8_distance(Text a, Text b, unsigned max);

#endif
