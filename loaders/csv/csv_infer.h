/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types of columns, found out from what is in them. A column is of the first type that all its values have:
 * boolean, integer, float, date, localdatetime, datetime, edtf; otherwise string. What would read differently
 * afterwards stays a string: numbers with leading zeros, with a plus sign, or beyond 64 bits. Empty cells say nothing.
 */
#ifndef CLIO_LOADERS_CSV_INFER_H
#define CLIO_LOADERS_CSV_INFER_H

#include "csv_header.h"

typedef struct CsvInference {
  uint32_t possible; /* a bit for each type that all values so far have */
  bool seen;         /* there was a value */
  bool wide;         /* an integer beyond what ids can be */
  bool not_digits;   /* a value that is more than digits */
} CsvInference;

void csv_infer_begin(CsvInference *inference);
void csv_infer_value(CsvInference *inference, Text value);
CsvType csv_infer_end(const CsvInference *inference);

#endif
