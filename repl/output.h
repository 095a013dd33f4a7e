/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formats of results: one interface, one const row for each format. A format writes text to the sink and knows
 * nothing of statements, errors or terminals beyond the fields of Output. */
#ifndef CLIO_REPL_OUTPUT_H
#define CLIO_REPL_OUTPUT_H

#include "clio.h"
#include "sink.h"

typedef struct Output Output;

typedef struct OutputFormat {
  const char *name, *help;
  bool for_people; /* plans are printed as they are, not as rows */
  void (*begin)(Output *o, clio_query *q);
  void (*row)(Output *o, clio_query *q);
  void (*end)(Output *o, clio_query *q); /* also after an error, when rows have been written */
  void (*free_state)(void *state);       /* NULL where there is none */
} OutputFormat;

struct Output {
  const OutputFormat *format;
  Sink sink;
  void *state; /* the format's own; kept between statements */

  bool utf8;      /* box drawing may be used */
  bool colour;    /* as may colours */
  unsigned width; /* columns to keep to, or 0 */
};

/* Text by which a format is found; NULL where there is none of that name. */
const OutputFormat *output_format(const char *name);
const OutputFormat *output_format_at(size_t i); /* NULL past the last */
void output_set_format(Output *o, const OutputFormat *format);

/* A value as people read it: strings bare. */
void output_text(Buffer *out, clio_query *q, const clio_value *v);
void output_json(Buffer *out, clio_query *q, const clio_value *v);
void output_json_string(Buffer *out, const char *text, size_t len);

extern const OutputFormat output_table, output_csv, output_tsv, output_markdown, output_json_array, output_json_lines;

#endif
