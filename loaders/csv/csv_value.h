/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a cell's text to a value of its column's type. */
#ifndef CLIO_LOADERS_CSV_VALUE_H
#define CLIO_LOADERS_CSV_VALUE_H

#include "csv_header.h"

/* *out is null for an empty cell, except that a quoted empty cell of type string is the empty string. Text is borrowed
 * from the field, all else lives in the arena. On failure, the error says what was found and what was expected, but not
 * where. */
Status csv_value(Arena *arena, const CsvColumn *column, const CsvField *field, char array_delimiter, Value *out,
                 Error *err);

/* An integer with optional sign and blanks around it, and nothing else. */
bool csv_parse_int(Text text, int64_t *out);

/* The next part of a list up to the delimiter; false past the last. A list has at least one part: *at starts at 0. */
bool csv_next_part(Text list, char delimiter, size_t *at, Text *part);

#endif
