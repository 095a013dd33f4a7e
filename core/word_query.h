/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people write to look for words, in the syntax that Lucene has made common:
 *
 *   päts riga            either word, rows with both first        "free city"      words in a row
 *   +päts -riga          must be there, must not be               "free city"~3    up to three words between them
 *   päts AND NOT riga    AND, OR, NOT or &&, ||, !                 name:päts        in one property, name*: in several
 *   vil* v?l*i           any number of letters, one letter        päts~ päts~1     up to two edits, up to one
 *   (a b) AND c          groups                                   päts^2           counts twice
 *   *                    every row                                \+               a sign as itself
 *
 * It becomes an expression for a WordTable. Words that are near or match a pattern are looked up in its vocabulary. */
#ifndef CLIO_CORE_WORD_QUERY_H
#define CLIO_CORE_WORD_QUERY_H

#include "arena.h"
#include "word_table.h"

/* fields: what the table's columns are called. An expression without phrases finds nothing. Errors say where in the
 * query they are. */
Status word_query_read(Arena *arena, Text query, const Text *fields, uint32_t field_count, WordTable *table,
                       WordExpression *out, Error *err);

#endif
