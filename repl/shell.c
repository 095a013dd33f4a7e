/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loop of the interactive shell: prompt, read, run. */
#include "shell.h"

#include "layout.h"
#include "line_editor.h"
#include "report.h"
#include "terminal.h"

#include <stdio.h>
#include <string.h>

/* The database's file name without its folder and extension. */
static void add_name(Buffer *out, const Session *s)
{
  const char *path = s->path && *s->path ? s->path : "clio", *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  buffer_add(out, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static void add_party(Buffer *out, const Session *s)
{
  enum { ROOM = 24 };
  unsigned width;
  const char *party = clio_according_to(s->db);
  if (!party) return;
  size_t len = strlen(party), fitting = text_fit(party, len, ROOM, &width);
  buffer_add_text(out, " (");
  layout_add_clean(out, party, fitting);
  if (fitting < len) buffer_add_text(out, s->output.utf8 ? "…" : "...");
  buffer_add_char(out, ')');
}

/* "baltic> ", or "baltic@1940-08-04 (Latvia)> " where a day and a party are set; with a star while a transaction is
 * open; in the middle of a statement blanks and an arrow instead. */
static const char *make_prompt(Buffer *out, const Session *s, bool continued)
{
  buffer_clear(out);
  add_name(out, s);
  if (clio_valid_time(s->db)) buffer_addf(out, "@%s", clio_valid_time(s->db));
  add_party(out, s);
  if (clio_in_transaction(s->db)) buffer_add_char(out, '*');
  if (continued) {
    unsigned width = text_width(out->data, out->len);
    buffer_clear(out);
    buffer_repeat(out, " ", width > 1 ? width - 1 : 0);
    buffer_add_char(out, '-');
  }
  buffer_add_text(out, "> ");
  return buffer_text(out);
}

static void greet(Session *s)
{
  Buffer *out = &s->output.sink.buffer;
  buffer_addf(out, "Clio %s", clio_version());
  if (s->path) {
    buffer_addf(out, "%s%s: ", s->output.utf8 ? " · " : ", ", s->path);
    report_count(out, clio_node_count(s->db), "node", "nodes");
    buffer_add_text(out, ", ");
    report_count(out, clio_relationship_count(s->db), "relationship", "relationships");
  } else {
    buffer_add_text(out, ": the graph is in memory and goes when you leave; `clio FILE` keeps one");
  }
  buffer_add_text(out, "\nStatements end in `;`. Type :help for help, :quit to leave.\n");
  sink_flush(&s->output.sink);
}

static void remember(const Piece *piece)
{
  Buffer entry = {0};
  if (piece->kind == PIECE_COMMAND) buffer_add_char(&entry, ':');
  buffer_add(&entry, piece->text, piece->len);
  if (piece->len > 1) line_editor_remember(buffer_text(&entry), entry.len);
  buffer_free(&entry);
}

static void run_complete_pieces(Session *s, Splitter *splitter)
{
  Piece piece;
  while (!s->quit && splitter_next(splitter, false, &piece)) {
    remember(&piece);
    session_run(s, &piece, NULL);
  }
}

void shell_run(Session *s)
{
  Splitter splitter;
  Buffer prompt = {0}, line = {0};
  splitter_init(&splitter);
  s->interactive = true;
  line_editor_open(s);
  greet(s);
  while (!s->quit) {
    const char *pending;
    size_t pending_len;
    bool continued = splitter_pending(&splitter, &pending, &pending_len);
    LineStatus status = line_editor_read(make_prompt(&prompt, s, continued), pending, pending_len, &line);
    if (status == LINE_END) fputc('\n', stdout);
    if (status == LINE_END) break;
    if (status == LINE_INTERRUPTED || !continued) splitter_clear(&splitter);
    if (status == LINE_INTERRUPTED) continue;
    buffer_add_char(&line, '\n');
    splitter_add(&splitter, line.data, line.len);
    run_complete_pieces(s, &splitter);
  }
  fflush(stdout);
  line_editor_close();
  splitter_free(&splitter);
  buffer_free(&prompt);
  buffer_free(&line);
}
