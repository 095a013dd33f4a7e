/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Import, export, check and backup; see transfer.h. */
#include "transfer.h"

#include "interrupt.h"
#include "progress.h"
#include "report.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- import */

typedef struct Import {
  Progress progress;
  Session *session;
  bool dry_run;
  uint64_t bad; /* rows that cannot be loaded */
} Import;

static bool on_progress(void *payload, const char *file, uint64_t done, uint64_t total)
{
  return progress_show(&((Import *)payload)->progress, file, done, total);
}

/* A dry run tells the first ones only. */
static void on_skipped(void *payload, const char *message)
{
  enum { TOLD_WHEN_DRY = 10 };
  Import *import = payload;
  if (import->bad++ >= TOLD_WHEN_DRY && import->dry_run) return;
  progress_clear(&import->progress);
  fprintf(stderr, "%s: %s\n", import->dry_run ? "bad" : "skipped", message);
}

static void on_told(void *payload, const char *line)
{
  Import *import = payload;
  progress_clear(&import->progress);
  buffer_addf(&import->session->output.sink.buffer, "%s\n", line);
}

static void on_noted(void *payload, const char *message)
{
  progress_clear(&((Import *)payload)->progress);
  fprintf(stderr, "note: %s\n", message);
}

bool transfer_can_read(const char *const *paths, size_t count, Buffer *error)
{
  for (size_t i = 0; i < count; i++) {
    if (access(paths[i], R_OK) == 0) continue;
    buffer_addf(error, "IOError: cannot open %s: %s", paths[i], strerror(errno));
    return false;
  }
  return true;
}

static void report_loaded(Buffer *out, const clio_import_summary *summary, bool dry_run, double ms)
{
  report_count(out, summary->nodes, "node", "nodes");
  buffer_add_text(out, ", ");
  report_count(out, summary->relationships, "relationship", "relationships");
  buffer_add_text(out, ", ");
  report_count(out, summary->properties, "property", "properties");
  buffer_add_text(out, dry_run ? " would be loaded from " : " loaded from ");
  report_count(out, summary->files, "file", "files");
  if (dry_run) return;
  buffer_add_text(out, " in ");
  report_time(out, ms);
}

static void report_import(Session *s, const Options *o, const clio_import_summary *summary, double ms)
{
  Buffer *out = &s->output.sink.buffer;
  report_loaded(out, summary, o->dry_run, ms);
  if (o->merge) {
    buffer_add_text(out, "; ");
    report_count(out, summary->matched_nodes, "node", "nodes");
    buffer_add_text(out, " and ");
    report_count(out, summary->matched_relationships, "relationship", "relationships");
    buffer_add_text(out, " matched");
  }
  if (summary->skipped > 0) {
    buffer_add_text(out, "; ");
    report_count(out, summary->skipped, "row", "rows");
    buffer_add_text(out, summary->refused ? " bad" : o->dry_run ? " would be skipped" : " skipped");
  }
  buffer_add_char(out, '\n');
}

static clio_import_options import_options(const Options *o, Import *import)
{
  clio_import_options options = CLIO_IMPORT_INIT;
  options.format = o->format;
  options.id_type = o->id_type;
  options.delimiter = o->delimiter;
  options.array_delimiter = o->array_delimiter;
  options.quote = o->quote;
  options.skip_bad_rows = o->skip_bad_rows;
  options.header = o->header;
  options.progress = on_progress;
  options.languages = o->languages;
  options.mapping = o->mapping;
  options.skipped = on_skipped;
  options.payload = import;
  options.noted = on_noted;
  options.encoding = o->encoding;
  options.merge = o->merge;
  options.dry_run = o->dry_run;
  options.skip_duplicate_nodes = o->skip_duplicate_nodes;
  options.skip_bad_relationships = o->skip_bad_relationships;
  options.bad_rows = o->bad_rows;
  options.as = o->as;
  options.id = o->id;
  options.from = o->from;
  options.to = o->to;
  options.types = o->types;
  options.create_missing = o->create_missing;
  options.told = on_told;
  return options;
}

bool transfer_import(Session *s, const Options *o, const char *const *paths, size_t count, const char *save_to)
{
  Import import = {.session = s, .dry_run = o->dry_run};
  Progress *progress = &import.progress;
  Buffer error = {0};
  if (!transfer_can_read(paths, count, &error) || (o->header && !transfer_can_read(&o->header, 1, &error)) ||
      (o->mapping && !transfer_can_read(&o->mapping, 1, &error))) {
    session_complain(s, NULL, NULL, "%s", buffer_text(&error));
    buffer_free(&error);
    return false;
  }
  interrupt_clear();
  progress_begin(progress);
  progress->bytes = true;
  clio_import_options options = import_options(o, &import);
  clio_import_summary summary = {0};
  clio_status status = clio_import(s->db, paths, count, &options, &summary);
  progress->bytes = false;
  if (status == CLIO_OK && save_to && !o->dry_run) status = clio_backup(s->db, NULL, save_to, progress_show, progress);
  progress_clear(progress);
  if (status != CLIO_OK) return session_fail(s, NULL, NULL);
  report_import(s, o, &summary, progress_elapsed_ms(progress));
  if (summary.refused > 0) s->failed = true;
  return summary.refused == 0;
}

/* ---- export */

/* Nobody reads standard output any more: as for any filter in a pipe, nothing to talk about. */
static bool reader_is_gone(void)
{
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

typedef struct ExportReport {
  Progress progress;
  Buffer notes; /* a line each */
} ExportReport;

static bool on_exported(void *payload, const char *file, uint64_t done, uint64_t total)
{
  return progress_show(&((ExportReport *)payload)->progress, file, done, total);
}

static void on_note(void *payload, const char *message)
{
  buffer_addf(&((ExportReport *)payload)->notes, "%s\n", message);
}

static void report_export(Session *s, const clio_export_summary *summary, const char *path, const Buffer *notes)
{
  Buffer text = {0};
  bool to_stdout = strcmp(path, "-") == 0;
  report_count(&text, summary->nodes, "node", "nodes");
  buffer_add_text(&text, ", ");
  report_count(&text, summary->relationships, "relationship", "relationships");
  buffer_addf(&text, " written to %s\n", to_stdout ? "standard output" : path);
  if (summary->replaced > 0) {
    report_count(&text, summary->replaced, "character", "characters");
    buffer_add_text(&text, " that the format cannot hold replaced by U+FFFD\n");
  }
  buffer_add(&text, notes->data, notes->len);
  if (to_stdout)
    fwrite(text.data, 1, text.len, stderr);
  else
    buffer_add(&s->output.sink.buffer, text.data, text.len);
  buffer_free(&text);
}

bool transfer_export(Session *s, const Options *o, const char *path, const char *query)
{
  ExportReport report = {0};
  clio_export_summary summary = {0};
  clio_export_options options = CLIO_EXPORT_INIT;
  options.format = o->format;
  options.variant = o->variant;
  options.timeline = o->timeline;
  options.layout = o->layout;
  options.width = o->width;
  options.height = o->height;
  options.query = query;
  options.progress = on_exported;
  options.note = on_note;
  options.payload = &report;
  options.delimiter = o->delimiter;
  options.array_delimiter = o->array_delimiter;
  options.quote = o->quote;
  sink_flush(&s->output.sink);
  interrupt_clear();
  progress_begin(&report.progress);
  bool ok = clio_export(s->db, path, &options, &summary) == CLIO_OK;
  progress_clear(&report.progress);
  if (ok)
    report_export(s, &summary, path, &report.notes);
  else if (strcmp(path, "-") == 0 && reader_is_gone())
    s->failed = true;
  else
    session_fail(s, NULL, NULL);
  buffer_free(&report.notes);
  return ok;
}

/* ---- check */

static void on_finding(void *payload, const char *message)
{
  Sink *sink = payload;
  buffer_addf(&sink->buffer, "%s\n", message);
  sink_breathe(sink);
}

bool transfer_check(Session *s, const char *path)
{
  clio_check_summary summary;
  if (clio_check(s->db, path, on_finding, &s->output.sink, &summary) != CLIO_OK) return session_fail(s, NULL, NULL);
  Buffer *out = &s->output.sink.buffer;
  buffer_addf(out, "%s: ok, ", path);
  report_count(out, summary.nodes, "node", "nodes");
  buffer_add_text(out, ", ");
  report_count(out, summary.relationships, "relationship", "relationships");
  buffer_addf(out, ", checksum %016llx\n", (unsigned long long)summary.checksum);
  return true;
}

/* ---- backup */

bool transfer_backup(Session *s, const char *path, const char *to)
{
  Progress progress;
  interrupt_clear();
  progress_begin(&progress);
  clio_status status = clio_backup(s->db, path, to, progress_show, &progress);
  progress_clear(&progress);
  if (status != CLIO_OK) return session_fail(s, NULL, NULL);
  buffer_addf(&s->output.sink.buffer, "written to %s\n", to);
  return true;
}
