/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results as JSON: rows are objects with the columns as keys, in the columns' order. As lines, each row is one; as an
 * array, there is one array for each statement. The keys' text is made once for a statement. */
#include "output.h"

#include <stdlib.h>
#include <string.h>

typedef struct Keys {
  Buffer text; /* {"first": ,"second": ... */
  size_t *ends;
  uint32_t count, cap;
  bool any_row;
} Keys;

static void free_keys(void *state)
{
  Keys *k = state;
  buffer_free(&k->text);
  free(k->ends);
  free(k);
}

static void begin_lines(Output *o, clio_query *q)
{
  if (!o->state) o->state = allocate(1, sizeof(Keys));
  Keys *k = o->state;
  k->count = clio_column_count(q);
  k->any_row = false;
  if (k->count > k->cap) {
    k->ends = reallocate(k->ends, k->count, sizeof *k->ends);
    k->cap = k->count;
  }
  buffer_clear(&k->text);
  for (uint32_t i = 0; i < k->count; i++) {
    const char *name = clio_column_name(q, i);
    buffer_add_char(&k->text, i ? ',' : '{');
    output_json_string(&k->text, name, strlen(name));
    buffer_add_char(&k->text, ':');
    k->ends[i] = k->text.len;
  }
}

static void write_object(Output *o, clio_query *q)
{
  const Keys *k = o->state;
  Buffer *out = &o->sink.buffer;
  size_t start = 0;
  if (k->count == 0) buffer_add_char(out, '{');
  for (uint32_t i = 0; i < k->count; i++) {
    buffer_add(out, k->text.data + start, k->ends[i] - start);
    output_json(out, q, clio_column(q, i));
    start = k->ends[i];
  }
  buffer_add_char(out, '}');
}

static void write_line(Output *o, clio_query *q)
{
  write_object(o, q);
  buffer_add_char(&o->sink.buffer, '\n');
}

static void end_lines(Output *o, clio_query *q)
{
  (void)o, (void)q;
}

static void begin_array(Output *o, clio_query *q)
{
  begin_lines(o, q);
  buffer_add_char(&o->sink.buffer, '[');
}

static void write_element(Output *o, clio_query *q)
{
  Keys *k = o->state;
  buffer_add_text(&o->sink.buffer, k->any_row ? ",\n " : "\n ");
  k->any_row = true;
  write_object(o, q);
}

static void end_array(Output *o, clio_query *q)
{
  const Keys *k = o->state;
  (void)q;
  buffer_add_text(&o->sink.buffer, k->any_row ? "\n]\n" : "]\n");
}

const OutputFormat output_json_lines = {
    "jsonl", "one JSON object a line for each row", false, begin_lines, write_line, end_lines, free_keys};

const OutputFormat output_json_array = {
    "json", "one JSON array of objects for each statement", false, begin_array, write_element, end_array, free_keys};
