/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a database, and running what is to be run on it; see session.h. */
#include "session.h"

#include "commands.h"
#include "interrupt.h"
#include "progress.h"
#include "report.h"
#include "terminal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- opening and closing */

bool session_open(Session *s, const Options *o, const char *path, bool must_exist)
{
  bool terminal = isatty(STDOUT_FILENO);
  const char *format = o->command == COMMAND_SHELL ? o->format : NULL;
  *s = (Session){.path = path,
                 .terminal = terminal,
                 .stats = o->stats,
                 .timing = true,
                 .keep_going = o->keep_going,
                 .quiet = o->quiet,
                 .output.utf8 = locale_is_utf8(),
                 .output.colour = terminal_has_colour(STDOUT_FILENO)};
  sink_init(&s->output.sink, STDOUT_FILENO);
  output_set_format(&s->output, output_format(format ? format : terminal ? "table" : "csv"));
  clio_options options = CLIO_OPTIONS_INIT;
  options.read_only = o->read_only;
  options.must_exist = must_exist;
  options.timeout_ms = o->timeout_ms;
  options.memory = o->memory;
  options.threads = o->threads;
  options.fast = o->fast;
  if (o->busy_given) options.busy_ms = o->busy_ms;
  Progress progress;
  progress_begin(&progress);
  progress.bytes = true;
  options.progress = progress_show;
  options.payload = &progress;
  clio_status status = clio_open(&s->db, path, &options);
  progress_clear(&progress);
  if (status != CLIO_OK) return session_fail(s, NULL, NULL);
  interrupt_watch(s->db);
  return s->open = true;
}

int session_close(Session *s)
{
  sink_flush(&s->output.sink);
  if (s->open && clio_in_transaction(s->db)) {
    fputs("clio: the transaction was not committed; its changes are undone\n", stderr);
    if (!s->interactive) s->failed = true;
  }
  interrupt_watch(NULL);
  clio_close(s->db);
  session_clear_parameters(s);
  free(s->asked);
  output_set_format(&s->output, NULL);
  sink_free(&s->output.sink);
  return s->failed && !s->interactive ? 1 : 0;
}

/* ---- parameters */

bool session_set_parameter(Session *s, const char *name, const char *literal)
{
  if (clio_set_parameter(s->db, name, literal) != CLIO_OK) return false;
  size_t i = 0;
  while (i < s->parameter_count && strcmp(s->parameters[i].name, name) != 0) i++;
  if (i == s->parameter_count) {
    s->parameters = reallocate(s->parameters, ++s->parameter_count, sizeof *s->parameters);
    s->parameters[i] = (Parameter){copy_text(name, strlen(name)), NULL};
  }
  free(s->parameters[i].literal);
  s->parameters[i].literal = copy_text(literal, strlen(literal));
  return true;
}

void session_clear_parameters(Session *s)
{
  for (size_t i = 0; i < s->parameter_count; i++) {
    free(s->parameters[i].name);
    free(s->parameters[i].literal);
  }
  free(s->parameters);
  s->parameters = NULL;
  s->parameter_count = 0;
}

/* ---- reporting */

static bool holds_conversation(const Session *s)
{
  return s->stats && s->output.format == &output_json_lines;
}

static void write_report(Session *s, Buffer *text)
{
  sink_flush(&s->output.sink);
  fwrite(text->data, 1, text->len, stderr);
  fflush(stderr);
}

bool session_fail(Session *s, const Piece *place, const char *file)
{
  const clio_error *error = clio_last_error(s->db);
  s->failed = true;
  if (holds_conversation(s)) {
    report_error_json(&s->output.sink.buffer, error);
    sink_flush(&s->output.sink);
    return false;
  }
  Buffer text = {0};
  report_error(&text, error, place, file);
  write_report(s, &text);
  buffer_free(&text);
  return false;
}

bool session_complain(Session *s, const Piece *place, const char *file, const char *format, ...)
{
  Buffer message = {0}, rendered = {0};
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (len > 0) {
    buffer_reserve(&message, (size_t)len + 1);
    vsnprintf(message.data, (size_t)len + 1, format, again);
    message.len = (size_t)len;
  }
  va_end(again);
  s->failed = true;
  clio_error error = {.code = "CommandError", .detail = "", .message = buffer_text(&message)};
  if (holds_conversation(s)) {
    report_error_json(&s->output.sink.buffer, &error);
    sink_flush(&s->output.sink);
  } else {
    if (file) buffer_addf(&rendered, "%s:%zu: ", file, place ? place->line : 1);
    buffer_addf(&rendered, "%s\n", error.message);
    write_report(s, &rendered);
  }
  buffer_free(&rendered);
  buffer_free(&message);
  return false;
}

void session_acknowledge(Session *s)
{
  if (!holds_conversation(s)) return;
  report_summary_json(&s->output.sink.buffer, &(clio_summary){0}, NULL);
  sink_flush(&s->output.sink);
}

/* ---- statements */

static void print_plan(Session *s, clio_query *q)
{
  Buffer *out = &s->output.sink.buffer;
  const char *plan = clio_plan(q);
  bool fence = s->output.format == &output_markdown;
  if (fence) buffer_add_text(out, "```\n");
  buffer_add_text(out, plan);
  if (*plan && plan[strlen(plan) - 1] != '\n') buffer_add_char(out, '\n');
  if (fence) buffer_add_text(out, "```\n");
}

/* After the rows: a footer for people, a line of JSON for programs, or a line on stderr where stdout holds data. */
static void summarise(Session *s, clio_query *q, bool rows_shown)
{
  clio_summary summary;
  Output *o = &s->output;
  clio_get_summary(q, &summary);
  bool profiled = clio_query_mode(q) == CLIO_MODE_PROFILE, table = o->format == &output_table;
  if (holds_conversation(s)) {
    report_summary_json(&o->sink.buffer, &summary, q);
    return;
  }
  Buffer text = {0};
  if (profiled && o->format->for_people)
    print_plan(s, q);
  else if (profiled)
    buffer_add_text(&text, clio_plan(q));
  bool explained = clio_query_mode(q) == CLIO_MODE_EXPLAIN;
  if (!explained && (s->stats || (table && s->terminal)))
    report_summary(&text, &summary, !rows_shown, s->timing, o->utf8);
  if (table)
    buffer_add(&o->sink.buffer, text.data, text.len);
  else if (text.len > 0)
    write_report(s, &text);
  buffer_free(&text);
}

/* Behind everything else that a statement gives; a conversation has them in its summary. */
static void print_notes(Session *s, clio_query *q, const Piece *place, const char *file)
{
  uint32_t n = s->quiet || holds_conversation(s) ? 0 : clio_query_note_count(q);
  if (n == 0) return;
  Buffer text = {0};
  for (uint32_t i = 0; i < n; i++) report_note(&text, clio_query_note(q, i), place, file);
  write_report(s, &text);
  buffer_free(&text);
}

/* Writes the rows as they come. Stops without an error when nobody reads them any more. */
static clio_status write_rows(Session *s, clio_query *q)
{
  Output *o = &s->output;
  clio_status status = clio_step(q);
  if (status == CLIO_ERROR) return status;
  o->format->begin(o, q);
  while (status == CLIO_ROW && !sink_is_broken(&o->sink)) {
    o->format->row(o, q);
    sink_breathe(&o->sink);
    status = clio_step(q);
  }
  o->format->end(o, q);
  return status;
}

void session_begin_paging(Session *s)
{
  if (s->terminal && isatty(STDIN_FILENO)) sink_begin_paging(&s->output.sink);
}

static bool run_query(Session *s, clio_query *q, const Piece *piece, const char *file)
{
  Output *o = &s->output;
  bool explains = clio_query_mode(q) == CLIO_MODE_EXPLAIN && o->format->for_people;
  bool has_rows = !explains && (clio_column_count(q) > 0 || o->format == &output_json_array);
  o->width = s->terminal ? terminal_width(STDOUT_FILENO) : 0;
  session_begin_paging(s);
  clio_status status;
  if (has_rows)
    status = write_rows(s, q);
  else
    while ((status = clio_step(q)) == CLIO_ROW) continue;
  if (status == CLIO_DONE && explains) print_plan(s, q);
  if (status != CLIO_ERROR && !sink_is_broken(&o->sink)) summarise(s, q, has_rows);
  sink_end_paging(&o->sink);
  if (status != CLIO_ERROR && !sink_is_broken(&o->sink)) print_notes(s, q, piece, file);
  return status != CLIO_ERROR || session_fail(s, piece, file);
}

static void remember(Session *s, const Piece *piece)
{
  free(s->asked);
  s->asked = copy_text(piece->text, piece->len);
}

static bool run_statement(Session *s, const Piece *piece, const char *file)
{
  clio_query *q;
  if (clio_prepare(s->db, &q, piece->text, (ptrdiff_t)piece->len, NULL) != CLIO_OK) return session_fail(s, piece, file);
  if (!q) {
    session_acknowledge(s);
    return true;
  }
  bool ok = run_query(s, q, piece, file);
  if (ok && clio_column_count(q) > 0 && clio_query_mode(q) == CLIO_MODE_RUN) remember(s, piece);
  clio_finish(q);
  return ok;
}

static bool check_sink(Session *s)
{
  Sink *sink = &s->output.sink;
  sink_flush(sink);
  if (!sink_is_broken(sink)) return true;
  if (!s->failed && sink->error != EPIPE)
    fprintf(stderr, "clio: cannot write to standard output: %s\n", strerror(sink->error));
  s->failed = s->quit = true;
  return false;
}

bool session_run(Session *s, const Piece *piece, const char *file)
{
  interrupt_clear();
  bool ok = piece->kind == PIECE_COMMAND ? command_run(s, piece, file) : run_statement(s, piece, file);
  return check_sink(s) && ok;
}

/* After a failure. Ctrl-C means the whole script, but in a conversation the statement alone. */
static bool goes_on(const Session *s)
{
  return s->keep_going && (holds_conversation(s) || !interrupt_pending());
}

/* Runs the pieces that are complete. False when the run has to end. */
static bool run_pieces(Session *s, Splitter *splitter, bool at_end, const char *file)
{
  Piece piece;
  while (!s->quit && splitter_next(splitter, at_end, &piece)) {
    if (session_run(s, &piece, file) || goes_on(s)) continue;
    return false;
  }
  return !s->quit;
}

bool session_run_text(Session *s, const char *text)
{
  Splitter splitter;
  splitter_init(&splitter);
  splitter_add(&splitter, text, strlen(text));
  bool ok = run_pieces(s, &splitter, true, NULL);
  splitter_free(&splitter);
  return ok;
}

bool session_run_file(Session *s, int fd, const char *name)
{
  enum { ROOM = 1 << 16 };
  Splitter splitter;
  splitter_init(&splitter);
  bool ok = true;
  ssize_t n = 1;
  while (ok && n > 0) {
    n = read(fd, splitter_space(&splitter, ROOM), ROOM);
    if (n > 0) splitter_filled(&splitter, (size_t)n);
    if (n < 0 && errno == EINTR && goes_on(s)) {
      n = 1;
      continue;
    }
    if (n < 0 && errno == EINTR)
      ok = session_complain(s, NULL, NULL, "Interrupted: the script was not read to its end");
    else if (n < 0)
      ok = session_complain(s, NULL, NULL, "cannot read %s: %s", name, strerror(errno));
    if (n >= 0) ok = run_pieces(s, &splitter, n == 0, name);
  }
  splitter_free(&splitter);
  return ok;
}
