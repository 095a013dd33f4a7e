/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of a CSV file (RFC 4180, with any delimiter and quote of one ASCII character): lines end in LF, CRLF or CR,
 * blank lines are left out, a byte order mark is skipped, the text is UTF-8 or made so on the way. A quote opens a
 * quoted value only as its first character; in it a doubled quote stands for one, and delimiters and line breaks for
 * themselves.
 *
 * Fields are not copied: they lie in the scanner's buffer, where doubled quotes are undone in place. The cost of a byte
 * is one table look-up. Knows nothing of headers and types. */
#ifndef CLIO_LOADERS_CSV_SCAN_H
#define CLIO_LOADERS_CSV_SCAN_H

#include "core/arena.h"
#include "shown.h"

typedef struct CsvScanner CsvScanner;

typedef struct CsvField {
  Text text;
  bool quoted;
  bool escaped, high; /* private: it has doubled quotes, bytes beyond ASCII */
} CsvField;

typedef struct CsvRow {
  const CsvField *fields;
  uint32_t count;
  uint64_t line; /* where it starts, from 1 */
} CsvRow;

/* No row may be longer than this: a quote that is never closed must not bring a whole file into memory. */
#define CSV_MAX_ROW ((size_t)256 << 20)

/* How the files of a data set are written. */
typedef struct CsvDialect {
  char delimiter, quote;
  const char *encoding; /* as input_open_text takes it */
} CsvDialect;

/* The buffers count against the limit, which may be NULL. */
Status csv_open(CsvScanner **out, const char *path, const CsvDialect *dialect, MemoryLimit *limit, Error *err);
void csv_close(CsvScanner *s); /* NULL is fine */

/* The next row, valid until the next call; *more is false past the last. Fails with ERROR_FORMAT for a bad row; after
 * that csv_can_go_on tells whether the scanner stands at the start of a further row, so that one may be left out. */
Status csv_next(CsvScanner *s, CsvRow *row, bool *more, Error *err);
bool csv_can_go_on(const CsvScanner *s);
/* The next row as it stands in the file, with its line end, bad or not. */
Status csv_next_raw(CsvScanner *s, Text *row, bool *more, Error *err);
/* In which the last row starts, bad or not. */
uint64_t csv_line(const CsvScanner *s);

/* Of the file on disk (compressed, if it is): its bytes, and how many have been read. */
uint64_t csv_size(const CsvScanner *s);
uint64_t csv_done(const CsvScanner *s);
/* About how many lines the file has, judged from what is in the buffer. */
uint64_t csv_estimate_lines(const CsvScanner *s);

/* The line in which field i of the row starts. */
uint64_t csv_field_line(const CsvRow *row, uint32_t i);

Text csv_trim(Text text); /* without blanks and tabs at its ends */

#endif
