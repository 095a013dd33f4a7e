/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reasons of the last answer; see reasons.h. */
#include "reasons.h"

#include <stdlib.h>
#include <string.h>

/* An entry of a fact, which is a map, as text; false where the fact has none. */
static bool add_entry(Buffer *out, clio_query *q, const clio_value *fact, const char *name)
{
  const clio_value *value;
  const char *key;
  size_t len;
  for (uint32_t i = 0; (value = clio_value_entry(fact, i, &key, &len)) != NULL; i++) {
    if (len != strlen(name) || memcmp(key, name, len) != 0) continue;
    output_text(out, q, value);
    return true;
  }
  return false;
}

static void add_source(Buffer *out, clio_query *q, const clio_value *fact)
{
  buffer_add_text(out, "  ");
  if (!add_entry(out, q, fact, "source")) buffer_add_text(out, "no source");
  Buffer page = {0};
  if (add_entry(&page, q, fact, "page")) buffer_addf(out, ", page %s", buffer_text(&page));
  buffer_free(&page);
  buffer_add_text(out, ": ");
  add_entry(out, q, fact, "text");
  buffer_add_char(out, '\n');
}

static void show_sources(Session *s, clio_query *q, unsigned long number)
{
  Buffer *out = &s->output.sink.buffer;
  const clio_value *facts = clio_column(q, clio_column_count(q) - 1);
  buffer_addf(out, "row %lu\n", number);
  for (uint32_t i = 0; i < clio_value_length(facts); i++) add_source(out, q, clio_value_item(facts, i));
}

/* *rows counts them. */
static clio_status show_rows(Session *s, clio_query *q, ReasonKind kind, unsigned long number, unsigned long *rows)
{
  Output *o = &s->output;
  bool begun = false;
  clio_status status;
  while ((status = clio_step(q)) == CLIO_ROW && !sink_is_broken(&s->output.sink)) {
    ++*rows;
    if (number != 0 && *rows != number) continue;
    if (kind == REASON_SOURCES) {
      show_sources(s, q, *rows);
    } else {
      if (!begun) o->format->begin(o, q);
      begun = true;
      o->format->row(o, q);
    }
    sink_breathe(&o->sink);
  }
  if (begun) o->format->end(o, q);
  return status;
}

bool reasons_show(Session *s, ReasonKind kind, unsigned long number, const Piece *piece, const char *file)
{
  if (!s->asked) return session_complain(s, piece, file, "nothing has been asked yet");
  Buffer text = {0};
  clio_query *q;
  unsigned long rows = 0;
  buffer_addf(&text, "WHY %s", s->asked);
  bool ok = clio_prepare(s->db, &q, buffer_text(&text), -1, NULL) == CLIO_OK;
  buffer_free(&text);
  if (!ok) return session_fail(s, NULL, NULL);
  ok = show_rows(s, q, kind, number, &rows) != CLIO_ERROR;
  clio_finish(q);
  if (!ok) return session_fail(s, NULL, NULL);
  if (number <= rows) return true;
  return session_complain(s, piece, file, "the answer has %lu row%s", rows, rows == 1 ? "" : "s");
}
