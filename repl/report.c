/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors and summaries as text; see report.h. */
#include "report.h"

#include "output.h"

#include <string.h>

/* ---- errors and notes */

/* What stands below the first line of what was rendered with a message, which may have lines itself. */
static const char *picture(const char *message, const char *rendered)
{
  const char *at = rendered ? strchr(rendered, '\n') : NULL;
  for (const char *c = strchr(message, '\n'); at && c; c = strchr(c + 1, '\n')) at = strchr(at + 1, '\n');
  return at ? at + 1 : "";
}

/* "FILE:LINE:COLUMN: " of a place within a statement, where the script counts; line 0: the statement's beginning. */
static void add_place(Buffer *out, const Piece *statement, const char *file, uint32_t line, uint32_t column)
{
  size_t file_line = statement->line, file_column = line > 1 ? 1 : statement->column;
  if (line > 0) {
    file_line += line - 1;
    file_column += column - 1;
  }
  buffer_addf(out, "%s:%zu:%zu: ", file, file_line, file_column);
}

void report_error(Buffer *out, const clio_error *error, const Piece *place, const char *file)
{
  if (!file || !place) {
    buffer_add_text(out, error->rendered);
    return;
  }
  add_place(out, place, file, error->line, error->column);
  buffer_add_text(out, error->code);
  if (*error->detail) buffer_addf(out, " (%s)", error->detail);
  buffer_addf(out, ": %s\n%s", error->message, picture(error->message, error->rendered));
}

void report_note(Buffer *out, const clio_note *note, const Piece *place, const char *file)
{
  if (!file || !place) {
    buffer_add_text(out, note->rendered);
    return;
  }
  add_place(out, place, file, note->line, note->column);
  buffer_addf(out, "note: %s\n%s", note->message, picture(note->message, note->rendered));
}

static void add_member(Buffer *out, const char *name, const char *text)
{
  buffer_addf(out, "\"%s\":", name);
  output_json_string(out, text, strlen(text));
}

void report_error_json(Buffer *out, const clio_error *error)
{
  buffer_add_text(out, "{\"error\":{");
  add_member(out, "code", error->code);
  if (*error->detail) {
    buffer_add_char(out, ',');
    add_member(out, "detail", error->detail);
  }
  buffer_add_char(out, ',');
  add_member(out, "message", error->message);
  buffer_addf(out, ",\"line\":%u,\"column\":%u}}\n", error->line, error->column);
}

/* ---- summaries */

typedef struct Counter {
  const char *key, *one, *many, *done;
  size_t offset; /* in clio_summary */
} Counter;

static const Counter counters[] = {
    {"nodes_created", "node", "nodes", "created", offsetof(clio_summary, nodes_created)},
    {"nodes_deleted", "node", "nodes", "deleted", offsetof(clio_summary, nodes_deleted)},
    {"relationships_created", "relationship", "relationships", "created",
     offsetof(clio_summary, relationships_created)},
    {"relationships_deleted", "relationship", "relationships", "deleted",
     offsetof(clio_summary, relationships_deleted)},
    {"properties_set", "property", "properties", "set", offsetof(clio_summary, properties_set)},
    {"labels_added", "label", "labels", "added", offsetof(clio_summary, labels_added)},
    {"labels_removed", "label", "labels", "removed", offsetof(clio_summary, labels_removed)},
    {"indexes_added", "index", "indexes", "added", offsetof(clio_summary, indexes_added)},
    {"indexes_removed", "index", "indexes", "removed", offsetof(clio_summary, indexes_removed)},
    {"constraints_added", "constraint", "constraints", "added", offsetof(clio_summary, constraints_added)},
    {"constraints_removed", "constraint", "constraints", "removed", offsetof(clio_summary, constraints_removed)},
};

enum { COUNTER_COUNT = sizeof counters / sizeof *counters };

static uint64_t value_of(const clio_summary *summary, const Counter *c)
{
  uint64_t n;
  memcpy(&n, (const char *)summary + c->offset, sizeof n);
  return n;
}

void report_count(Buffer *out, uint64_t n, const char *one, const char *many)
{
  buffer_add_count(out, n);
  buffer_addf(out, " %s", n == 1 ? one : many);
}

void report_time(Buffer *out, double ms)
{
  if (ms < 100)
    buffer_addf(out, ms < 0.1 ? "%.2f ms" : "%.1f ms", ms);
  else if (ms < 1000)
    buffer_addf(out, "%.0f ms", ms);
  else
    buffer_addf(out, "%.2f s", ms / 1000);
}

void report_summary(Buffer *out, const clio_summary *summary, bool changes_only, bool timing, bool utf8)
{
  const char *dot = utf8 ? " · " : ", ";
  size_t start = out->len;
  if (!changes_only) report_count(out, summary->rows, "row", "rows");
  bool any_change = false;
  for (size_t i = 0; i < COUNTER_COUNT; i++) {
    uint64_t n = value_of(summary, &counters[i]);
    if (n == 0) continue;
    if (out->len > start) buffer_add_text(out, any_change ? ", " : dot);
    report_count(out, n, counters[i].one, counters[i].many);
    buffer_addf(out, " %s", counters[i].done);
    any_change = true;
  }
  if (out->len == start) buffer_add_text(out, "done");
  if (timing) {
    buffer_add_text(out, dot);
    report_time(out, summary->ms);
  }
  buffer_add_char(out, '\n');
}

static void add_notes(Buffer *out, clio_query *q)
{
  uint32_t n = clio_query_note_count(q);
  for (uint32_t i = 0; i < n; i++) {
    const clio_note *note = clio_query_note(q, i);
    buffer_add_text(out, i ? ",{" : ",\"notes\":[{");
    add_member(out, "code", note->code);
    buffer_add_char(out, ',');
    add_member(out, "message", note->message);
    buffer_addf(out, ",\"line\":%u,\"column\":%u}", note->line, note->column);
  }
  if (n > 0) buffer_add_char(out, ']');
}

void report_summary_json(Buffer *out, const clio_summary *summary, clio_query *q)
{
  buffer_add_text(out, "{\"summary\":{\"rows\":");
  buffer_add_int(out, (int64_t)summary->rows);
  buffer_addf(out, ",\"ms\":%.3f", summary->ms);
  for (size_t i = 0; i < COUNTER_COUNT; i++) {
    uint64_t n = value_of(summary, &counters[i]);
    if (n == 0) continue;
    buffer_addf(out, ",\"%s\":", counters[i].key);
    buffer_add_int(out, (int64_t)n);
  }
  if (q && clio_query_mode(q) == CLIO_MODE_PROFILE) {
    buffer_add_char(out, ',');
    add_member(out, "plan", clio_plan(q));
  }
  if (q) add_notes(out, q);
  buffer_add_text(out, "}}\n");
}
