/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The colon commands; see commands.h. */
#include "commands.h"

#include "help.h"
#include "interrupt.h"
#include "nearest.h"
#include "reasons.h"
#include "schema.h"
#include "terminal.h"
#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <readline/tilde.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { DEEPEST_SOURCE = 16 };

static Buffer *out_of(const CommandCall *c)
{
  return &c->session->output.sink.buffer;
}

#define COMPLAIN(call, ...) session_complain((call)->session, (call)->piece, (call)->file, __VA_ARGS__)

/* ---- words, quoted as in a Unix shell */

static bool is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts the next word off *text, unquoting it in place, and expands a `~` at its front into fresh memory. NULL at the
 * end. */
static char *take_word(char **text)
{
  char *from = *text;
  while (is_blank(*from)) from++;
  if (!*from) return NULL;
  bool tilde = *from == '~';
  char *start = from, *to = from, quote = 0;
  for (; *from && (quote || !is_blank(*from)); from++) {
    if (quote ? *from == quote : *from == '\'' || *from == '"') {
      quote = quote ? 0 : *from;
      continue;
    }
    if (*from == '\\' && quote != '\'' && from[1]) from++;
    *to++ = *from;
  }
  *text = *from ? from + 1 : from;
  *to = '\0';
  return tilde ? tilde_expand(start) : copy_text(start, strlen(start));
}

static char **take_words(char *text, int *count)
{
  char **words = NULL, *word;
  *count = 0;
  while ((word = take_word(&text))) {
    words = reallocate(words, (size_t)*count + 1, sizeof *words);
    words[(*count)++] = word;
  }
  return words;
}

static void free_words(char **words, int count)
{
  for (int i = 0; i < count; i++) free(words[i]);
  free(words);
}

/* ---- commands */

static bool run_help(const CommandCall *c)
{
  if (help_topic(c->session->db, c->rest, terminal_width(STDOUT_FILENO), out_of(c))) return true;
  Buffer hint = {0};
  help_suggest(c->session->db, c->rest, &hint);
  COMPLAIN(c, "there is no help on `%s`%s", c->rest, buffer_text(&hint));
  buffer_free(&hint);
  return false;
}

/* The one column of a query, a line for each row; ends the query. */
static bool list_lines(const CommandCall *c, clio_query *q)
{
  clio_status status;
  Buffer *out = out_of(c);
  while ((status = clio_step(q)) == CLIO_ROW) {
    output_text(out, q, clio_column(q, 0));
    buffer_add_char(out, '\n');
  }
  clio_finish(q);
  return status == CLIO_DONE || session_fail(c->session, c->piece, c->file);
}

/* The items of a list of texts, in Cypher. */
#define LISTED(list, between)                                                                                          \
  "reduce(all = '', item IN " list " | all || CASE all WHEN '' THEN '' ELSE '" between "' END || item)"

static bool run_schema(const CommandCall *c)
{
  return schema_show(c->session, c->piece, c->file);
}

/* ---- :find */

enum { FOUND_SHOWN = 8 };

/* What a node is called. */
#define CALLED(node)                                                                                                   \
  "coalesce(toStringOrNull(" node ".name), toStringOrNull(" node ".title), toStringOrNull(" node ".id), "              \
  "reduce(all = '', item IN labels(" node ") | all || ':' || item) || ' ' || toString(id(" node ")))"

/* A line for each node found, with the first few of its relationships below. */
static const char find_query[] =
    "CALL kb.find($query, {label: $label, limit: $limit}) YIELD node "
    "CALL (node) { MATCH (node)-[r]-(other) WITH node, r, other ORDER BY id(r) LIMIT 6 "
    "RETURN collect(CASE WHEN startNode(r) = node THEN '    -[:' || type(r) || ']-> ' ELSE '    <-[:' || type(r) || "
    "']- ' END || " CALLED("other") ") AS around } "
                                    "WITH " CALLED("node") " || '  (' || " LISTED(
                                        "labels(node)", ", ") " || ')' AS title, around, "
                                                              "COUNT { (node)--() } - size(around) AS more "
                                                              "UNWIND [title] + around + CASE more WHEN 0 THEN [] ELSE "
                                                              "['    and ' || toString(more) || ' more'] END AS line "
                                                              "RETURN line";

static bool bind_find(clio_query *q, const char *query, const char *label)
{
  clio_status status = clio_bind_string(q, "query", query, -1);
  if (status == CLIO_OK) status = label ? clio_bind_string(q, "label", label, -1) : clio_bind_null(q, "label");
  return status == CLIO_OK && clio_bind_int(q, "limit", FOUND_SHOWN) == CLIO_OK;
}

/* A last word that begins with a colon is a label. Cuts it off. */
static char *take_label(char *text)
{
  char *word = text + strlen(text);
  while (word > text && !is_blank(word[-1])) word--;
  if (*word != ':' || word[1] == '\0') return NULL;
  for (char *end = word; end > text && is_blank(end[-1]); end--) end[-1] = '\0';
  *word = '\0';
  return word + 1;
}

static bool run_find(const CommandCall *c)
{
  clio_query *q;
  Buffer *out = out_of(c);
  char *label = take_label(c->rest);
  if (!*c->rest) return COMPLAIN(c, ":find needs something to look for, such as `:find treaty` or `:find riga :Place`");
  if (clio_prepare(c->session->db, &q, find_query, -1, NULL) != CLIO_OK || !bind_find(q, c->rest, label))
    return session_fail(c->session, c->piece, c->file);
  size_t before = out->len;
  bool ok = list_lines(c, q);
  if (ok && out->len == before)
    buffer_add_text(out, "nothing was found; words that are spelled like one are found with ~ behind it\n");
  return ok;
}

static bool run_import(const CommandCall *c)
{
  int count;
  char **words = take_words(c->rest, &count);
  Options options;
  Buffer error = {0};
  bool ok = options_parse_for(&options, COMMAND_IMPORT, count, words, &error);
  if (!ok)
    COMPLAIN(c, "%s", buffer_text(&error));
  else if (options.operands.n == 0)
    ok = COMPLAIN(c, ":import needs something to load: a file or a folder");
  else
    ok = transfer_import(c->session, &options, options.operands.at, options.operands.n, NULL);
  options_free(&options);
  buffer_free(&error);
  free_words(words, count);
  return ok;
}

/* Options, some with a value, and the file before, behind or among them, where is_file (NULL: any word is) takes what
 * is there for one; what follows is a query, whose quotes are its own. */
static char **take_export_words(char **text, bool (*is_file)(const char *text), int *count)
{
  char **words = NULL;
  bool value = false, file = false;
  *count = 0;
  for (;;) {
    while (is_blank(**text)) ++*text;
    bool option = !value && strncmp(*text, "--", 2) == 0;
    bool operand = !value && !option;
    if (!**text || (operand && (file || (is_file && !is_file(*text))))) return words;
    words = reallocate(words, (size_t)*count + 1, sizeof *words);
    words[*count] = take_word(text);
    value = option && options_wants_value(words[*count]);
    file |= operand;
    ++*count;
  }
}

/* path NULL: the one among the words, without which the command fails. */
static bool export_by(const CommandCall *c, const Options *o, const char *path, const char *query)
{
  if (!path && o->operands.n > 0) path = o->operands.at[0];
  if (!path) return COMPLAIN(c, ":export needs a file to write, such as out.graphml");
  return transfer_export(c->session, o, path, *query ? query : NULL);
}

static bool run_export_words(const CommandCall *c, bool (*is_file)(const char *text), const char *other_path)
{
  int count;
  char *text = c->rest, **words = take_export_words(&text, is_file, &count);
  Options options;
  Buffer error = {0};
  bool ok = options_parse_for(&options, COMMAND_EXPORT, count, words, &error);
  if (!ok)
    COMPLAIN(c, "%s", buffer_text(&error));
  else
    ok = export_by(c, &options, options.operands.n ? NULL : other_path, text);
  options_free(&options);
  buffer_free(&error);
  free_words(words, count);
  return ok;
}

static bool run_export(const CommandCall *c)
{
  return run_export_words(c, NULL, NULL);
}

/* No query begins with a quote. */
static bool is_picture(const char *text)
{
  static const char *const ends[] = {".svg", ".png", ".pdf", ".svg.gz"};
  size_t len = strcspn(text, " \t\r");
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t end = strlen(ends[i]);
    if (len > end && strncmp(text + len - end, ends[i], end) == 0) return true;
  }
  return *text == '"' || *text == '\'';
}

/* Without a file, one that is not there yet: plot.svg, plot-2.svg, ... */
static bool run_plot(const CommandCall *c)
{
  char path[32] = "plot.svg";
  for (unsigned n = 2; access(path, F_OK) == 0; n++) snprintf(path, sizeof path, "plot-%u.svg", n);
  return run_export_words(c, is_picture, path);
}

static bool run_format(const CommandCall *c)
{
  Output *o = &c->session->output;
  if (*c->rest == '\0') {
    for (size_t i = 0; output_format_at(i); i++) {
      const OutputFormat *f = output_format_at(i);
      buffer_addf(out_of(c), "%c %-10s%s\n", f == o->format ? '*' : ' ', f->name, f->help);
    }
    return true;
  }
  const OutputFormat *format = output_format(c->rest);
  if (format) {
    output_set_format(o, format);
    return true;
  }
  Nearest nearest = nearest_begin(c->rest);
  for (size_t i = 0; output_format_at(i); i++) nearest_offer(&nearest, output_format_at(i)->name);
  return COMPLAIN(c, "there is no format `%s`%s%s", c->rest, nearest.name ? "; did you mean " : "",
                  nearest.name ? nearest.name : "; type :format to see them");
}

static bool list_parameters(const CommandCall *c)
{
  const Session *s = c->session;
  for (size_t i = 0; i < s->parameter_count; i++)
    buffer_addf(out_of(c), "$%s => %s\n", s->parameters[i].name, s->parameters[i].literal);
  if (s->parameter_count == 0) buffer_add_text(out_of(c), "no parameters are set\n");
  return true;
}

static bool run_param(const CommandCall *c)
{
  if (*c->rest == '\0') return list_parameters(c);
  char *name = c->rest + (*c->rest == '$'), *value = name;
  while (*value && !is_blank(*value) && *value != '=' && *value != ':') value++;
  size_t len = (size_t)(value - name);
  while (is_blank(*value)) value++;
  if (strncmp(value, "=>", 2) == 0)
    value += 2;
  else if (*value == '=' || *value == ':')
    value++;
  while (is_blank(*value)) value++;
  if (len == 0 || *value == '\0') return COMPLAIN(c, ":param needs a name and a value, such as :param year => 1940");
  name[len] = '\0';
  return session_set_parameter(c->session, name, value) || session_fail(c->session, c->piece, c->file);
}

static bool run_params(const CommandCall *c)
{
  if (*c->rest == '\0') return list_parameters(c);
  if (strcmp(c->rest, "clear") != 0) return COMPLAIN(c, ":params takes `clear`, or nothing, not `%s`", c->rest);
  clio_clear_parameters(c->session->db);
  session_clear_parameters(c->session);
  return true;
}

static bool run_asof(const CommandCall *c)
{
  clio_db *db = c->session->db;
  char *text = c->rest, *day = take_word(&text), *how = take_word(&text), *more = take_word(&text);
  bool ok = true, off = day && strcmp(day, "off") == 0, certainly = how && strcasecmp(how, "certainly") == 0;
  if (more || (how && (off || (!certainly && strcasecmp(how, "possibly") != 0))))
    ok = COMPLAIN(c, ":asof takes a day and possibly or certainly, or off, not `%s`", more ? more : how);
  else if (!day)
    buffer_addf(out_of(c), "%s\n",
                clio_valid_time(db) ? clio_valid_time(db) : "no day is set: whatever held at any time is seen");
  else
    ok = clio_set_valid_time(db, off ? NULL : day, certainly) == CLIO_OK || session_fail(c->session, c->piece, c->file);
  free(day);
  free(how);
  free(more);
  return ok;
}

/* The party with all texts by which facts may name it. */
static bool show_party(const CommandCall *c)
{
  clio_query *q;
  const char *query = "WITH claim.party($party) AS names "
                      "RETURN CASE size(names) WHEN 1 THEN names[0] || ': no other name of it is known' ELSE " LISTED(
                          "names", ", ") " END";
  if (clio_prepare(c->session->db, &q, query, -1, NULL) != CLIO_OK ||
      clio_bind_string(q, "party", clio_according_to(c->session->db), -1) != CLIO_OK)
    return session_fail(c->session, c->piece, c->file);
  return list_lines(c, q);
}

/* A name may have blanks, with or without quotes around it. */
static bool run_according(const CommandCall *c)
{
  clio_db *db = c->session->db;
  bool quoted = *c->rest == '\'' || *c->rest == '"', off = strcmp(c->rest, "off") == 0;
  char *text = c->rest, *word = quoted ? take_word(&text) : NULL;
  bool ok = !quoted || !*text;
  if (!ok)
    COMPLAIN(c, ":according takes one party, or off, not also `%s`", text);
  else if (*c->rest)
    ok = clio_set_according_to(db, off    ? NULL
                                   : word ? word
                                          : c->rest) == CLIO_OK ||
         session_fail(c->session, c->piece, c->file);
  else if (!clio_according_to(db))
    buffer_add_text(out_of(c), "no party is set: facts are seen whoever asserts them\n");
  if (ok && clio_according_to(db) && (c->session->interactive || !*c->rest)) ok = show_party(c);
  free(word);
  return ok;
}

static bool list_settings(const CommandCall *c)
{
  clio_query *q;
  Buffer *out = out_of(c);
  const char *query = "CALL kb.settings() YIELD name, names, isDefault, meaning "
                      "RETURN name, reduce(s = '', x IN names | s + ' ' + x) AS names, isDefault, meaning";
  if (clio_prepare(c->session->db, &q, query, -1, NULL) != CLIO_OK) return session_fail(c->session, c->piece, c->file);
  clio_status status;
  while ((status = clio_step(q)) == CLIO_ROW) {
    buffer_add_char(out, clio_value_bool(clio_column(q, 2)) ? ' ' : '*');
    for (uint32_t i = 0; i < 2; i++) output_text(out, q, clio_column(q, i));
    buffer_add_text(out, "\n      ");
    output_text(out, q, clio_column(q, 3));
    buffer_add_char(out, '\n');
  }
  clio_finish(q);
  return status == CLIO_DONE || session_fail(c->session, c->piece, c->file);
}

static void add_quoted(Buffer *out, const char *text)
{
  buffer_add_char(out, '\'');
  for (; *text; text++) {
    if (*text == '\'' || *text == '\\') buffer_add_char(out, '\\');
    buffer_add_char(out, *text);
  }
  buffer_add_char(out, '\'');
}

static bool run_set(const CommandCall *c)
{
  int count;
  char **words = take_words(c->rest, &count);
  Buffer call = {0};
  bool ok = count != 1, reset = count == 2 && strcmp(words[1], "default") == 0;
  if (count == 1)
    COMPLAIN(c, ":set needs a setting and names, or default, such as :set claimant asserted_by");
  else if (count == 0)
    ok = list_settings(c);
  if (count > 1) {
    buffer_add_text(&call, "CALL kb.set(");
    add_quoted(&call, words[0]);
    buffer_add_text(&call, reset ? ", null" : ", [");
    for (int i = 1; i < count && !reset; i++) {
      if (i > 1) buffer_add_text(&call, ", ");
      add_quoted(&call, words[i]);
    }
    buffer_add_text(&call, reset ? ")" : "])");
    ok = clio_exec(c->session->db, buffer_text(&call), NULL, NULL) == CLIO_OK ||
         session_fail(c->session, c->piece, c->file);
  }
  buffer_free(&call);
  free_words(words, count);
  return ok;
}

static bool run_timing(const CommandCall *c)
{
  bool *timing = &c->session->timing;
  if (*c->rest == '\0')
    *timing = !*timing;
  else if (strcmp(c->rest, "on") == 0 || strcmp(c->rest, "off") == 0)
    *timing = strcmp(c->rest, "on") == 0;
  else
    return COMPLAIN(c, ":timing takes on or off, not `%s`", c->rest);
  if (c->session->interactive) buffer_addf(out_of(c), "timing is %s\n", *timing ? "on" : "off");
  return true;
}

static bool run_source(const CommandCall *c)
{
  Session *s = c->session;
  char *text = c->rest, *path = take_word(&text);
  if (!path) return COMPLAIN(c, ":source needs a script to run");
  if (s->source_depth == DEEPEST_SOURCE) {
    COMPLAIN(c, "scripts are nested too deeply: is %s reading itself?", path);
    free(path);
    return false;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  bool ok = fd >= 0;
  if (ok) {
    s->source_depth++;
    ok = session_run_file(s, fd, path);
    s->source_depth--;
    close(fd);
  } else {
    COMPLAIN(c, "cannot open %s: %s", path, strerror(errno));
  }
  free(path);
  return ok;
}

static bool settle(const CommandCall *c, clio_status status)
{
  return status == CLIO_OK || session_fail(c->session, c->piece, c->file);
}

static bool run_backup(const CommandCall *c)
{
  char *text = c->rest, *path = take_word(&text);
  if (!path) return COMPLAIN(c, ":backup needs a file to write");
  bool ok = transfer_backup(c->session, NULL, path);
  free(path);
  return ok;
}

/* A row's number; 0 where none is given. False after complaining. */
static bool take_row(const CommandCall *c, unsigned long *number)
{
  char *end = c->rest;
  *number = *c->rest ? strtoul(c->rest, &end, 10) : 0;
  if (*c->rest == '\0' || (*end == '\0' && *number > 0 && *c->rest != '-')) return true;
  return COMPLAIN(c, ":why and :sources take the number of a row, not `%s`", c->rest);
}

static bool run_why(const CommandCall *c)
{
  unsigned long number;
  return take_row(c, &number) && reasons_show(c->session, REASON_FACTS, number, c->piece, c->file);
}

static bool run_sources(const CommandCall *c)
{
  unsigned long number;
  return take_row(c, &number) && reasons_show(c->session, REASON_SOURCES, number, c->piece, c->file);
}

/* Seconds may stand before the query. */
static bool run_watch(const CommandCall *c)
{
  Session *s = c->session;
  double seconds = 2;
  char *query = c->rest;
  if (*query >= '0' && *query <= '9') seconds = strtod(query, &query);
  while (is_blank(*query)) query++;
  if (!s->interactive) return COMPLAIN(c, ":watch is for people at a terminal");
  if (!*query) return COMPLAIN(c, ":watch needs a query to ask again and again");
  for (;;) {
    if (s->terminal) buffer_add_text(out_of(c), "\033[H\033[2J");
    if (!session_run_text(s, query)) return false;
    buffer_addf(out_of(c), "every %g s, until Ctrl-C\n", seconds);
    sink_flush(&s->output.sink);
    for (double waited = 0; waited < seconds && !interrupt_pending(); waited += 0.05) poll(NULL, 0, 50);
    if (interrupt_pending()) return true;
  }
}

static bool run_begin(const CommandCall *c)
{
  return settle(c, clio_begin(c->session->db));
}

static bool run_commit(const CommandCall *c)
{
  return settle(c, clio_commit(c->session->db));
}

static bool run_rollback(const CommandCall *c)
{
  return settle(c, clio_rollback(c->session->db));
}

static bool run_quit(const CommandCall *c)
{
  return c->session->quit = true;
}

/* ---- the table */

static const ColonCommand commands[] = {
    {"help", "[TOPIC]", "explain a command, clause, function or procedure", ARGUMENT_TOPIC, true, run_help},
    {"schema", "", "show labels and relationships between them, properties, indexes, constraints", ARGUMENT_NONE, true,
     run_schema},
    {"find", "WORDS [:LABEL]", "show the nodes whose texts have these words, and what is around them", ARGUMENT_NONE,
     true, run_find},
    {"import", "PATH... [OPTIONS]", "load data: files, or folders of CSV", ARGUMENT_FILE, false, run_import},
    {"export", "PATH [QUERY]", "write the graph, or what a query returns of it", ARGUMENT_FILE, false, run_export},
    {"plot", "[FILE] [OPTIONS] [QUERY]", "draw the graph, or what a query returns of it", ARGUMENT_FILE, false,
     run_plot},
    {"why", "[ROW]", "show the facts that a row of the last answer rests on", ARGUMENT_NONE, true, run_why},
    {"sources", "[ROW]", "show where these facts are written", ARGUMENT_NONE, true, run_sources},
    {"watch", "[SECONDS] QUERY", "ask again and again, until Ctrl-C", ARGUMENT_NONE, false, run_watch},
    {"backup", "FILE", "copy the database, or a graph in memory, to a new file", ARGUMENT_FILE, false, run_backup},
    {"format", "[NAME]", "choose how results are shown; list the ways", ARGUMENT_FORMAT, false, run_format},
    {"param", "[NAME => VALUE]", "set a parameter; list those that are set", ARGUMENT_NONE, false, run_param},
    {"params", "[clear]", "list the parameters, or forget them", ARGUMENT_NONE, false, run_params},
    {"asof", "[DAY [certainly] | off]", "see only what held on a day (1940-08-04, 1940)", ARGUMENT_NONE, false,
     run_asof},
    {"according", "[PARTY | off]", "see only what a party asserts and what nobody contests", ARGUMENT_NONE, false,
     run_according},
    {"set", "[SETTING NAME... | SETTING default]", "say which properties carry a meaning; list the settings",
     ARGUMENT_NONE, true, run_set},
    {"timing", "[on|off]", "show times below results, or not", ARGUMENT_SWITCH, false, run_timing},
    {"source", "FILE", "run a script", ARGUMENT_FILE, false, run_source},
    {"begin", "", "begin a transaction", ARGUMENT_NONE, false, run_begin},
    {"commit", "", "make its changes last", ARGUMENT_NONE, false, run_commit},
    {"rollback", "", "undo its changes", ARGUMENT_NONE, false, run_rollback},
    {"quit", "", "leave the shell; so does Ctrl-D", ARGUMENT_NONE, false, run_quit},
    {"exit", "", "leave the shell", ARGUMENT_NONE, false, run_quit},
};

const ColonCommand *command_at(size_t i)
{
  return i < sizeof commands / sizeof *commands ? &commands[i] : NULL;
}

const ColonCommand *command_find(const char *name, size_t len)
{
  for (size_t i = 0; command_at(i); i++)
    if (strlen(commands[i].name) == len && strncmp(commands[i].name, name, len) == 0) return &commands[i];
  return NULL;
}

static bool unknown(const CommandCall *call, const char *name)
{
  Nearest nearest = nearest_begin(name);
  for (size_t i = 0; command_at(i); i++) nearest_offer(&nearest, commands[i].name);
  if (nearest.name) return COMPLAIN(call, "there is no command :%s; did you mean :%s?", name, nearest.name);
  return COMPLAIN(call, "there is no command :%s; type :help to see them", name);
}

bool command_run(Session *s, const Piece *piece, const char *file)
{
  char *text = copy_text(piece->text, piece->len), *name = text;
  size_t end = piece->len;
  while (end > 0 && (is_blank(text[end - 1]) || text[end - 1] == ';')) text[--end] = '\0';
  while (is_blank(*name)) name++;
  size_t len = strcspn(name, " \t\r");
  CommandCall call = {s, piece, file, name + len};
  while (is_blank(*call.rest)) *call.rest++ = '\0';
  const ColonCommand *command = command_find(name, len);
  if (command && command->is_long) session_begin_paging(s);
  bool ok = command ? command->run(&call) : unknown(&call, name);
  if (command && command->is_long) sink_end_paging(&s->output.sink);
  if (ok) session_acknowledge(s);
  free(text);
  return ok;
}
