/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a JSON value ends: brackets, strings and little else, so that a decoder gets a value of which the end is known.
 * Bytes may come in pieces. Knows no files. */
#ifndef CLIO_LOADERS_JSON_SCAN_H
#define CLIO_LOADERS_JSON_SCAN_H

#include "core/base.h"

/* How many lists and objects may be within each other. */
enum { JSON_MOST_DEPTH = 1000 };

typedef enum JsonScanEnd {
  SCAN_ON,   /* the bytes have ended before the value; of a number or a name such as true that may be its end */
  SCAN_DONE, /* at is behind the value */
  SCAN_FAULT /* at is what is wrong */
} JsonScanEnd;

/* Zero-initialise; one_line where a value may not go on behind the line's end. */
typedef struct JsonScan {
  size_t at;
  unsigned depth;
  bool in_text, escaped, in_word; /* a word is a number or a name, outside of lists and objects */
  bool one_line;
  const char *expected; /* after a fault */
  bool objects[JSON_MOST_DEPTH];
} JsonScan;

/* Goes on from scan->at in the first n bytes of the data. */
JsonScanEnd json_scan(JsonScan *scan, const char *data, size_t n);

#endif
