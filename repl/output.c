/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of formats, and values as text. The common types are written here without a detour; for what has a notation
 * of its own the library is asked, which costs an allocation. */
#include "output.h"

#include <stdlib.h>
#include <string.h>

static const OutputFormat *const formats[] = {&output_table,      &output_csv,        &output_tsv,
                                              &output_json_array, &output_json_lines, &output_markdown};

const OutputFormat *output_format_at(size_t i)
{
  return i < sizeof formats / sizeof *formats ? formats[i] : NULL;
}

const OutputFormat *output_format(const char *name)
{
  for (size_t i = 0; output_format_at(i); i++)
    if (strcmp(formats[i]->name, name) == 0) return formats[i];
  return NULL;
}

void output_set_format(Output *o, const OutputFormat *format)
{
  if (o->state) o->format->free_state(o->state);
  o->state = NULL;
  o->format = format;
}

static void ask_library(Buffer *out, clio_query *q, const clio_value *v, clio_format format)
{
  char *text = clio_value_text(q, v, format);
  if (text) buffer_add_text(out, text);
  free(text);
}

void output_text(Buffer *out, clio_query *q, const clio_value *v)
{
  size_t len;
  switch (clio_value_type(v)) {
  case CLIO_INT: buffer_add_int(out, clio_value_int(v)); break;
  case CLIO_STRING: {
    const char *text = clio_value_string(v, &len);
    buffer_add(out, text, len);
    break;
  }
  default: ask_library(out, q, v, CLIO_AS_TEXT); break;
  }
}

void output_json_string(Buffer *out, const char *text, size_t len)
{
  static const char escapes[] = {['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['\b'] = 'b', ['\f'] = 'f'};
  size_t plain = 0; /* where the piece that needs no escape begins */
  buffer_add_char(out, '"');
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    buffer_add(out, text + plain, i - plain);
    plain = i + 1;
    if (c >= 0x20)
      buffer_addf(out, "\\%c", c);
    else if (c < sizeof escapes && escapes[c])
      buffer_addf(out, "\\%c", escapes[c]);
    else
      buffer_addf(out, "\\u%04x", c);
  }
  buffer_add(out, text + plain, len - plain);
  buffer_add_char(out, '"');
}

void output_json(Buffer *out, clio_query *q, const clio_value *v)
{
  size_t len;
  switch (clio_value_type(v)) {
  case CLIO_NULL: buffer_add(out, "null", 4); break;
  case CLIO_BOOL: buffer_add_text(out, clio_value_bool(v) ? "true" : "false"); break;
  case CLIO_INT: buffer_add_int(out, clio_value_int(v)); break;
  case CLIO_STRING: {
    const char *text = clio_value_string(v, &len);
    output_json_string(out, text, len);
    break;
  }
  default: ask_library(out, q, v, CLIO_AS_JSON); break;
  }
}
