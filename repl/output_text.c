/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results as delimited text: CSV as RFC 4180 has it (with lines that end in a bare newline), TSV with escapes, and
 * Markdown tables. All write row by row; what differs is how a cell is quoted. */
#include "output.h"

#include <stdlib.h>

/* ---- CSV */

/* Quotes what has been written from `start` on, if it needs it. */
static void quote_csv(Buffer *out, size_t start)
{
  size_t quotes = 0, specials = 0;
  for (size_t i = start; i < out->len; i++) {
    char c = out->data[i];
    quotes += c == '"';
    specials += c == ',' || c == '\n' || c == '\r';
  }
  bool blank_end = out->len > start && (out->data[start] == ' ' || out->data[out->len - 1] == ' ');
  if (quotes + specials == 0 && !blank_end) return;
  size_t len = out->len - start, to = out->len + quotes + 2;
  buffer_reserve(out, quotes + 2);
  out->len = to;
  out->data[--to] = '"';
  for (size_t i = len; i-- > 0;) {
    char c = out->data[start + i];
    out->data[--to] = c;
    if (c == '"') out->data[--to] = '"';
  }
  out->data[start] = '"';
}

static void begin_csv(Output *o, clio_query *q)
{
  Buffer *out = &o->sink.buffer;
  uint32_t count = clio_column_count(q);
  for (uint32_t i = 0; i < count; i++) {
    if (i) buffer_add_char(out, ',');
    size_t start = out->len;
    buffer_add_text(out, clio_column_name(q, i));
    quote_csv(out, start);
  }
  if (count) buffer_add_char(out, '\n');
}

/* Null is an empty field and the empty string a quoted one, so that they can be told apart. */
static void write_csv(Output *o, clio_query *q)
{
  Buffer *out = &o->sink.buffer;
  uint32_t count = clio_column_count(q);
  for (uint32_t i = 0; i < count; i++) {
    const clio_value *v = clio_column(q, i);
    if (i) buffer_add_char(out, ',');
    if (clio_value_type(v) == CLIO_NULL) continue;
    size_t start = out->len;
    output_text(out, q, v);
    if (out->len == start)
      buffer_add_text(out, "\"\"");
    else
      quote_csv(out, start);
  }
  if (count) buffer_add_char(out, '\n');
}

/* ---- formats that escape byte by byte */

static const char *escape_tsv(char c)
{
  switch (c) {
  case '\t': return "\\t";
  case '\n': return "\\n";
  case '\r': return "\\r";
  case '\\': return "\\\\";
  default: return NULL;
  }
}

static const char *escape_markdown(char c)
{
  switch (c) {
  case '|': return "\\|";
  case '\n': return "<br>";
  case '\r': return "";
  default: return NULL;
  }
}

/* Replaces what has been written from `start` on by its escaped form. */
static void escape(Buffer *out, size_t start, const char *(*escape_of)(char c))
{
  size_t i = start;
  while (i < out->len && !escape_of(out->data[i])) i++;
  if (i == out->len) return;
  size_t len = out->len - i;
  char *raw = copy_text(out->data + i, len);
  out->len = i;
  for (size_t k = 0; k < len; k++) {
    const char *text = escape_of(raw[k]);
    if (text)
      buffer_add_text(out, text);
    else
      buffer_add_char(out, raw[k]);
  }
  free(raw);
}

typedef struct Separators {
  const char *before, *between, *after;
  const char *(*escape_of)(char c);
} Separators;

static const Separators tsv = {"", "\t", "\n", escape_tsv}, markdown = {"| ", " | ", " |\n", escape_markdown};

static void write_names(Output *o, clio_query *q, const Separators *s)
{
  Buffer *out = &o->sink.buffer;
  uint32_t count = clio_column_count(q);
  for (uint32_t i = 0; i < count; i++) {
    buffer_add_text(out, i ? s->between : s->before);
    size_t start = out->len;
    buffer_add_text(out, clio_column_name(q, i));
    escape(out, start, s->escape_of);
  }
  if (count) buffer_add_text(out, s->after);
}

static void write_cells(Output *o, clio_query *q, const Separators *s)
{
  Buffer *out = &o->sink.buffer;
  uint32_t count = clio_column_count(q);
  for (uint32_t i = 0; i < count; i++) {
    const clio_value *v = clio_column(q, i);
    buffer_add_text(out, i ? s->between : s->before);
    if (clio_value_type(v) == CLIO_NULL) continue;
    size_t start = out->len;
    output_text(out, q, v);
    escape(out, start, s->escape_of);
  }
  if (count) buffer_add_text(out, s->after);
}

static void begin_tsv(Output *o, clio_query *q)
{
  write_names(o, q, &tsv);
}

static void write_tsv(Output *o, clio_query *q)
{
  write_cells(o, q, &tsv);
}

static void begin_markdown(Output *o, clio_query *q)
{
  write_names(o, q, &markdown);
  for (uint32_t i = 0; i < clio_column_count(q); i++) buffer_add_text(&o->sink.buffer, i ? " --- |" : "| --- |");
  if (clio_column_count(q)) buffer_add_char(&o->sink.buffer, '\n');
}

static void write_markdown(Output *o, clio_query *q)
{
  write_cells(o, q, &markdown);
}

static void end(Output *o, clio_query *q)
{
  (void)o, (void)q;
}

const OutputFormat output_csv = {"csv", "comma-separated values with a header line", true, begin_csv, write_csv, end,
                                 NULL};

const OutputFormat output_tsv = {
    "tsv", "tab-separated values; tab, newline and backslash escaped", true, begin_tsv, write_tsv, end, NULL};

const OutputFormat output_markdown = {
    "markdown", "a table for Markdown documents", true, begin_markdown, write_markdown, end, NULL};
