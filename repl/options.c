/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the command line; see options.h. */
#include "options.h"

#include "clio.h"
#include "nearest.h"
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum OptionId {
  OPTION_QUERY,
  OPTION_FORMAT,
  OPTION_PARAM,
  OPTION_READ_ONLY,
  OPTION_STATS,
  OPTION_KEEP_GOING,
  OPTION_QUIET,
  OPTION_TIMEOUT,
  OPTION_MEMORY,
  OPTION_THREADS,
  OPTION_BUSY_TIMEOUT,
  OPTION_FAST,
  OPTION_ID_TYPE,
  OPTION_DELIMITER,
  OPTION_ARRAY_DELIMITER,
  OPTION_QUOTE,
  OPTION_HEADER,
  OPTION_ENCODING,
  OPTION_AS,
  OPTION_ID,
  OPTION_TYPES,
  OPTION_FROM,
  OPTION_TO,
  OPTION_CREATE_MISSING,
  OPTION_MERGE,
  OPTION_DRY_RUN,
  OPTION_SKIP_BAD_ROWS,
  OPTION_BAD_ROWS,
  OPTION_SKIP_DUPLICATE_NODES,
  OPTION_SKIP_BAD_RELATIONSHIPS,
  OPTION_LANGUAGES,
  OPTION_MAPPING,
  OPTION_VARIANT,
  OPTION_TIMELINE,
  OPTION_LAYOUT,
  OPTION_SIZE,
  OPTION_HELP,
  OPTION_VERSION
} OptionId;

enum { MOST_THREADS = 256, LEAST_SIDE = 16, MOST_SIDE = 20000 };

enum {
  RUNNING = COMMAND_SHELL,
  OPENING = COMMAND_SHELL | COMMAND_IMPORT | COMMAND_EXPORT,
  QUERYING = COMMAND_SHELL | COMMAND_EXPORT,
  EVERYWHERE =
      COMMAND_SHELL | COMMAND_IMPORT | COMMAND_EXPORT | COMMAND_CHECK | COMMAND_BACKUP | COMMAND_HELP | COMMAND_VERSION
};

typedef struct OptionSpec {
  OptionId id;
  const char *name;     /* long; NULL where there is none */
  char letter;          /* or 0 */
  const char *argument; /* NULL: it takes none */
  unsigned commands;    /* with which it makes sense */
  const char *help;
} OptionSpec;

static const OptionSpec specs[] = {
    {OPTION_QUERY, NULL, 'c', "QUERY", QUERYING, "run these statements and exit; may be repeated"},
    {OPTION_FORMAT, "format", 0, "NAME", OPENING,
     "results as table, csv, tsv, json, jsonl or markdown\n"
     "(table on a terminal, csv elsewhere)"},
    {OPTION_PARAM, "param", 0, "NAME=VALUE", QUERYING, "set the parameter $NAME; VALUE as a Cypher literal"},
    {OPTION_READ_ONLY, "read-only", 0, NULL, OPENING, "refuse whatever would change the database"},
    {OPTION_STATS, "stats", 0, NULL, RUNNING, "tell rows, time and changes after each statement"},
    {OPTION_KEEP_GOING, "keep-going", 0, NULL, RUNNING, "go on with the script after a failed statement"},
    {OPTION_QUIET, "quiet", 'q', NULL, RUNNING, "no notes on unknown names and the like"},
    {OPTION_TIMEOUT, "timeout", 0, "MS", OPENING, "end statements that run longer"},
    {OPTION_MEMORY, "memory", 0, "MB", OPENING, "end queries that need more"},
    {OPTION_THREADS, "threads", 0, "N", OPENING, "how many threads may work at once (all processors)"},
    {OPTION_BUSY_TIMEOUT, "busy-timeout", 0, "MS", OPENING | COMMAND_BACKUP,
     "how long to wait for other processes (5000)"},
    {OPTION_FAST, "fast", 0, NULL, OPENING, "commits do not wait for the disk"},
    {OPTION_ID_TYPE, "id-type", 0, "TYPE", COMMAND_IMPORT, "ids are string (the default), integer or actual"},
    {OPTION_DELIMITER, "delimiter", 0, "CHAR", COMMAND_IMPORT | COMMAND_EXPORT,
     "between fields (`,`); TAB is a tabulator"},
    {OPTION_ARRAY_DELIMITER, "array-delimiter", 0, "CHAR", COMMAND_IMPORT | COMMAND_EXPORT,
     "between the items of a list (`;`)"},
    {OPTION_QUOTE, "quote", 0, "CHAR", COMMAND_IMPORT | COMMAND_EXPORT, "around fields (`\"`)"},
    {OPTION_HEADER, "header", 0, "FILE", COMMAND_IMPORT, "take the header line from this file"},
    {OPTION_ENCODING, "encoding", 0, "NAME", COMMAND_IMPORT, "of the files, such as ISO-8859-1 (UTF-8)"},
    {OPTION_AS, "as", 0, "NAME", COMMAND_IMPORT, "the nodes' labels (`Person:Author`), or the type"},
    {OPTION_ID, "id", 0, "NAME", COMMAND_IMPORT,
     "what tells nodes apart: a table's column, or with --merge a property"},
    {OPTION_TYPES, "types", 0, "COLUMN=TYPE,...", COMMAND_IMPORT,
     "types of a table's columns that are not to be guessed"},
    {OPTION_FROM, "from", 0, "END", COMMAND_IMPORT, "where a table's relationships start: Label:key=column"},
    {OPTION_TO, "to", 0, "END", COMMAND_IMPORT, "where they end"},
    {OPTION_CREATE_MISSING, "create-missing", 0, NULL, COMMAND_IMPORT,
     "make the nodes that --from and --to do not find"},
    {OPTION_MERGE, "merge", 0, NULL, COMMAND_IMPORT, "match what is there already, and set its properties"},
    {OPTION_DRY_RUN, "dry-run", 0, NULL, COMMAND_IMPORT, "tell what would be loaded, and change nothing"},
    {OPTION_SKIP_BAD_ROWS, "skip-bad-rows", 0, NULL, COMMAND_IMPORT, "leave malformed rows out, and list them"},
    {OPTION_BAD_ROWS, "bad-rows", 0, "FOLDER", COMMAND_IMPORT, "the same, and keep them in files of this folder"},
    {OPTION_SKIP_DUPLICATE_NODES, "skip-duplicate-nodes", 0, NULL, COMMAND_IMPORT,
     "leave only nodes with a taken id out"},
    {OPTION_SKIP_BAD_RELATIONSHIPS, "skip-bad-relationships", 0, NULL, COMMAND_IMPORT,
     "leave only relationships without an end out"},
    {OPTION_LANGUAGES, "languages", 0, "LIST", COMMAND_IMPORT, "of names from Wikidata, the first first: en,lv"},
    {OPTION_MAPPING, "mapping", 0, "FILE", COMMAND_IMPORT, "what Wikidata's properties and classes are called"},
    {OPTION_VARIANT, "variant", 0, "NAME", COMMAND_EXPORT, "which of its readers the file is for; see the format"},
    {OPTION_TIMELINE, "timeline", 0, NULL, COMMAND_EXPORT, "a picture of facts by their dates (svg, png, pdf)"},
    {OPTION_LAYOUT, "layout", 0, "NAME", COMMAND_EXPORT, "where nodes are in pictures; see graph.layout"},
    {OPTION_SIZE, "size", 0, "WIDTHxHEIGHT", COMMAND_EXPORT, "of a picture, in pixels; WIDTH alone will do"},
    {OPTION_HELP, "help", 'h', NULL, EVERYWHERE, "show this help"},
    {OPTION_VERSION, "version", 'V', NULL, EVERYWHERE, "show the version"},
};

enum { SPEC_COUNT = sizeof specs / sizeof *specs };

static const struct {
  const char *name;
  Command command;
} commands[] = {{"import", COMMAND_IMPORT},
                {"export", COMMAND_EXPORT},
                {"check", COMMAND_CHECK},
                {"backup", COMMAND_BACKUP},
                {"help", COMMAND_HELP}};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const char *name_of(Command command)
{
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (commands[i].command == command) return commands[i].name;
  return "";
}

/* ---- values; each takes what the user wrote, and complains in *error */

static bool take_number(const char *name, const char *text, uint64_t most, uint64_t *out, Buffer *error)
{
  char *end;
  errno = 0;
  unsigned long long n = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || errno || n > most) {
    buffer_addf(error, "--%s takes a whole number up to %llu, not `%s`", name, (unsigned long long)most, text);
    return false;
  }
  *out = n;
  return true;
}

static bool take_character(const char *name, const char *text, char *out, Buffer *error)
{
  bool tab = strcmp(text, "TAB") == 0 || strcmp(text, "\\t") == 0;
  if (!tab && (text[0] == '\0' || text[1] != '\0' || (unsigned char)text[0] >= 0x80 || text[0] == '\n')) {
    buffer_addf(error, "--%s takes one ASCII character, or TAB, not `%s`", name, text);
    return false;
  }
  *out = tab ? '\t' : text[0];
  return true;
}

static bool take_choice(const char *name, const char *text, const char *const *choices, const char **out, Buffer *error)
{
  Nearest nearest = nearest_begin(text);
  for (size_t i = 0; choices[i]; i++) {
    if (strcmp(choices[i], text) == 0) {
      *out = text;
      return true;
    }
    nearest_offer(&nearest, choices[i]);
  }
  buffer_addf(error, "--%s takes one of", name);
  for (size_t i = 0; choices[i]; i++) buffer_addf(error, "%s %s", i ? "," : "", choices[i]);
  buffer_addf(error, ", not `%s`", text);
  if (nearest.name) buffer_addf(error, "; did you mean %s?", nearest.name);
  return false;
}

enum { MOST_FORMATS = 64 };

/* The names that --format takes with a command, NULL behind the last. */
static void list_formats(Command command, const char *names[MOST_FORMATS])
{
  clio_name_kind kind = command == COMMAND_IMPORT ? CLIO_IMPORT_FORMATS : CLIO_EXPORT_FORMATS;
  uint32_t n = 0;
  if (command == COMMAND_IMPORT || command == COMMAND_EXPORT)
    while (n + 1 < MOST_FORMATS && (names[n] = clio_name(NULL, kind, n, NULL))) n++;
  else
    for (; output_format_at(n); n++) names[n] = output_format_at(n)->name;
  names[n] = NULL;
}

static bool take_format(Options *o, const char *text, Buffer *error)
{
  const char *names[MOST_FORMATS];
  list_formats(o->command, names);
  return take_choice("format", text, names, &o->format, error);
}

static bool take_param(Options *o, const char *text, Buffer *error)
{
  const char *equals = strchr(text, '=');
  if (!equals || equals == text || equals[1] == '\0') {
    buffer_addf(error, "--param takes name=value, not `%s`; for example --param year=1940, or --param \"name='Riga'\"",
                text);
    return false;
  }
  o->params.at[o->params.n++] = text;
  return true;
}

static bool take_size(Options *o, const char *text, Buffer *error)
{
  unsigned width = 0, height = 0;
  int end = 0;
  bool both = sscanf(text, "%5ux%5u%n", &width, &height, &end) == 2 && text[end] == '\0';
  bool good = both || (sscanf(text, "%5u%n", &width, &end) == 1 && text[end] == '\0');
  if (!both) height = LEAST_SIDE;
  if (good && width >= LEAST_SIDE && height >= LEAST_SIDE && width <= MOST_SIDE && height <= MOST_SIDE) {
    o->width = width;
    o->height = both ? height : 0;
    return true;
  }
  buffer_addf(error, "--size takes a width and a height, each %d to %d, such as 1200x800, not `%s`", LEAST_SIDE,
              MOST_SIDE, text);
  return false;
}

static bool apply(Options *o, const OptionSpec *spec, const char *value, Buffer *error)
{
  static const char *const id_types[] = {"string", "integer", "actual", NULL};
  uint64_t n = 0;
  switch (spec->id) {
  case OPTION_QUERY: o->queries.at[o->queries.n++] = value; return true;
  case OPTION_FORMAT: return take_format(o, value, error);
  case OPTION_PARAM: return take_param(o, value, error);
  case OPTION_READ_ONLY: return o->read_only = true;
  case OPTION_STATS: return o->stats = true;
  case OPTION_KEEP_GOING: return o->keep_going = true;
  case OPTION_QUIET: return o->quiet = true;
  case OPTION_TIMEOUT:
    if (!take_number("timeout", value, UINT32_MAX, &n, error)) return false;
    o->timeout_ms = (uint32_t)n;
    return true;
  case OPTION_MEMORY:
    if (!take_number("memory", value, UINT32_MAX, &n, error)) return false;
    o->memory = n << 20;
    return true;
  case OPTION_THREADS:
    if (!take_number("threads", value, MOST_THREADS, &n, error)) return false;
    o->threads = (uint32_t)n;
    return true;
  case OPTION_BUSY_TIMEOUT:
    if (!take_number("busy-timeout", value, INT32_MAX, &n, error)) return false;
    o->busy_ms = (uint32_t)n;
    return o->busy_given = true;
  case OPTION_FAST: return o->fast = true;
  case OPTION_ID_TYPE: return take_choice("id-type", value, id_types, &o->id_type, error);
  case OPTION_DELIMITER: return take_character("delimiter", value, &o->delimiter, error);
  case OPTION_ARRAY_DELIMITER: return take_character("array-delimiter", value, &o->array_delimiter, error);
  case OPTION_QUOTE: return take_character("quote", value, &o->quote, error);
  case OPTION_HEADER: o->header = value; return true;
  case OPTION_ENCODING: o->encoding = value; return true;
  case OPTION_AS: o->as = value; return true;
  case OPTION_ID: o->id = value; return true;
  case OPTION_TYPES: o->types = value; return true;
  case OPTION_FROM: o->from = value; return true;
  case OPTION_TO: o->to = value; return true;
  case OPTION_CREATE_MISSING: return o->create_missing = true;
  case OPTION_MERGE: return o->merge = true;
  case OPTION_DRY_RUN: return o->dry_run = true;
  case OPTION_SKIP_BAD_ROWS: return o->skip_bad_rows = true;
  case OPTION_BAD_ROWS: o->bad_rows = value; return true;
  case OPTION_SKIP_DUPLICATE_NODES: return o->skip_duplicate_nodes = true;
  case OPTION_SKIP_BAD_RELATIONSHIPS: return o->skip_bad_relationships = true;
  case OPTION_LANGUAGES: o->languages = value; return true;
  case OPTION_MAPPING: o->mapping = value; return true;
  case OPTION_VARIANT: o->variant = value; return true; /* the library knows which there are */
  case OPTION_TIMELINE: return o->timeline = true;
  case OPTION_LAYOUT: o->layout = value; return true; /* likewise */
  case OPTION_SIZE: return take_size(o, value, error);
  case OPTION_HELP: o->command = COMMAND_HELP; return true;
  case OPTION_VERSION: o->command = COMMAND_VERSION; return true;
  }
  return false;
}

/* ---- words */

static bool unknown_option(const char *word, size_t len, Buffer *error)
{
  char *typed = copy_text(word, len);
  Nearest nearest = nearest_begin(typed + strspn(typed, "-"));
  for (size_t i = 0; i < SPEC_COUNT; i++)
    if (specs[i].name) nearest_offer(&nearest, specs[i].name);
  buffer_addf(error, "there is no option %s", typed);
  if (nearest.name && strncmp(typed, "--", 2) == 0) buffer_addf(error, "; did you mean --%s?", nearest.name);
  free(typed);
  return false;
}

/* The option that a word names; *value is what stands behind it in the same word, or NULL. */
static const OptionSpec *find_spec(const char *word, const char **value, Buffer *error)
{
  *value = NULL;
  if (word[1] != '-') {
    for (size_t i = 0; i < SPEC_COUNT; i++) {
      if (!specs[i].letter || specs[i].letter != word[1]) continue;
      if (word[2]) *value = word + 2;
      return &specs[i];
    }
    unknown_option(word, strlen(word), error);
    return NULL;
  }
  size_t len = strcspn(word, "=");
  for (size_t i = 0; i < SPEC_COUNT; i++) {
    const char *name = specs[i].name;
    if (!name || strlen(name) != len - 2 || strncmp(word + 2, name, len - 2) != 0) continue;
    if (word[len] == '=') *value = word + len + 1;
    return &specs[i];
  }
  unknown_option(word, len, error);
  return NULL;
}

static void add_spelling(Buffer *out, const OptionSpec *spec)
{
  if (spec->name)
    buffer_addf(out, "--%s", spec->name);
  else
    buffer_addf(out, "-%c", spec->letter);
}

bool options_wants_value(const char *word)
{
  const char *value;
  Buffer ignored = {0};
  const OptionSpec *spec = word[0] == '-' && word[1] ? find_spec(word, &value, &ignored) : NULL;
  buffer_free(&ignored);
  return spec && spec->argument && !value;
}

static bool parse_option(Options *o, char **words, int count, int *i, Buffer *error)
{
  const char *value;
  const OptionSpec *spec = find_spec(words[*i], &value, error);
  if (!spec) return false;
  bool takes_none = value && !spec->argument, lacks = spec->argument && !value && *i + 1 == count;
  if (!(spec->commands & (unsigned)o->command) || takes_none || lacks) {
    add_spelling(error, spec);
    if (takes_none)
      buffer_addf(error, " takes no value, but got `%s`", value);
    else if (lacks)
      buffer_addf(error, " needs a value: %s", spec->argument);
    else if (o->command == COMMAND_SHELL)
      buffer_addf(error, " goes with %s only",
                  !(spec->commands & COMMAND_EXPORT)   ? "`clio import`"
                  : !(spec->commands & COMMAND_IMPORT) ? "`clio export`"
                                                       : "`clio import` and `clio export`");
    else
      buffer_addf(error, " does not go with `clio %s`", name_of(o->command));
    return false;
  }
  if (spec->argument && !value) value = words[++*i];
  return apply(o, spec, value, error);
}

static bool check_operands(const Options *o, Buffer *error)
{
  size_t n = o->operands.n;
  switch (o->command) {
  case COMMAND_SHELL:
    if (n <= 1) return true;
    buffer_addf(error, "there is one database at a time, but `%s` and `%s` were given", o->operands.at[0],
                o->operands.at[1]);
    return false;
  case COMMAND_IMPORT:
    if (n >= 2) return true;
    buffer_add_text(error, n ? "import needs something to load: clio import DB PATH..."
                             : "import needs a database and what to load: clio import DB PATH...");
    return false;
  case COMMAND_EXPORT:
    if (n == 2 && o->queries.n <= 1) return true;
    buffer_add_text(error, n == 2 ? "export takes one query"
                                  : "export takes a database and one file: clio export DB PATH [-c QUERY]");
    return false;
  case COMMAND_CHECK:
    if (n == 1) return true;
    buffer_add_text(error, "check takes one database file: clio check DB");
    return false;
  case COMMAND_BACKUP:
    if (n == 2) return true;
    buffer_add_text(error, "backup takes a database and the file to write: clio backup DB FILE");
    return false;
  case COMMAND_HELP:
  case COMMAND_VERSION: return true;
  }
  return true;
}

/* A single word that nearly is a command and names no file was meant as that command. */
static bool check_typing(const Options *o, Buffer *error)
{
  if (o->command != COMMAND_SHELL || o->operands.n == 0 || o->queries.n > 0) return true;
  const char *word = o->operands.at[0];
  if (strpbrk(word, "./") || access(word, F_OK) == 0) return true;
  Nearest nearest = nearest_begin(word);
  for (size_t i = 0; i < COMMAND_COUNT; i++) nearest_offer(&nearest, commands[i].name);
  if (!nearest.name || nearest.distance > 2) return true;
  buffer_addf(error, "there is no database `%s`; did you mean `clio %s`? (`clio ./%s` makes a database of that name)",
              word, nearest.name, word);
  return false;
}

bool options_parse_for(Options *o, Command command, int count, char **words, Buffer *error)
{
  size_t most = (size_t)count + 1;
  *o = (Options){.command = command,
                 .operands.at = allocate(most, sizeof(char *)),
                 .queries.at = allocate(most, sizeof(char *)),
                 .params.at = allocate(most, sizeof(char *))};
  bool only_operands = false;
  for (int i = 0; i < count; i++) {
    const char *word = words[i];
    if (only_operands || word[0] != '-' || word[1] == '\0') {
      o->operands.at[o->operands.n++] = word;
    } else if (strcmp(word, "--") == 0) {
      only_operands = true;
    } else {
      if (!parse_option(o, words, count, &i, error)) return false;
      if (o->command == COMMAND_VERSION || (o->command == COMMAND_HELP && command != COMMAND_HELP)) return true;
    }
  }
  return true;
}

/* The command is the first word that is neither an option nor an option's value. */
static Command find_command(int count, char **words, int *at)
{
  *at = -1;
  for (int i = 0; i < count; i++) {
    const char *word = words[i];
    if (strcmp(word, "--") == 0) break;
    if (word[0] == '-' && word[1]) {
      Buffer ignored = {0};
      const char *value;
      const OptionSpec *spec = find_spec(word, &value, &ignored);
      buffer_free(&ignored);
      if (spec && spec->argument && !value) i++;
      continue;
    }
    for (size_t k = 0; k < COMMAND_COUNT; k++) {
      if (strcmp(word, commands[k].name) != 0) continue;
      *at = i;
      return commands[k].command;
    }
    break;
  }
  return COMMAND_SHELL;
}

bool options_parse(Options *o, int count, char **words, Buffer *error)
{
  int at;
  Command command = find_command(count, words, &at);
  char **rest = allocate((size_t)count + 1, sizeof *rest);
  int n = 0;
  for (int i = 0; i < count; i++)
    if (i != at) rest[n++] = words[i];
  bool ok = options_parse_for(o, command, n, rest, error) && check_operands(o, error) && check_typing(o, error);
  free(rest);
  return ok;
}

void options_free(Options *o)
{
  free(o->operands.at);
  free(o->queries.at);
  free(o->params.at);
}

/* ---- help */

static void help_line(Buffer *out, const char *left, const char *text)
{
  enum { INDENT = 28 };
  buffer_addf(out, "  %-*s", INDENT - 2, left);
  for (const char *c = text; *c; c++) {
    buffer_add_char(out, *c);
    if (*c == '\n') buffer_repeat(out, " ", INDENT);
  }
  buffer_add_char(out, '\n');
}

/* The options that go with exactly these of import and export. */
static void help_options(Buffer *out, unsigned data)
{
  enum { DATA = COMMAND_IMPORT | COMMAND_EXPORT };
  for (size_t i = 0; i < SPEC_COUNT; i++) {
    const OptionSpec *spec = &specs[i];
    if ((spec->commands & ~(unsigned)DATA ? 0 : spec->commands) != data) continue;
    Buffer left = {0};
    if (spec->letter && spec->name) buffer_addf(&left, "-%c, ", spec->letter);
    add_spelling(&left, spec);
    if (spec->argument) buffer_addf(&left, " %s", spec->argument);
    help_line(out, buffer_text(&left), spec->help);
    buffer_free(&left);
  }
}

static void help_formats(Buffer *out, Command command, const char *title)
{
  const char *names[MOST_FORMATS];
  list_formats(command, names);
  buffer_addf(out, "\n%s", title);
  for (size_t i = 0; names[i]; i++) buffer_addf(out, "%s %s", i ? "," : "", names[i]);
  buffer_add_char(out, '\n');
}

void options_help(Buffer *out)
{
  buffer_add_text(out, "Clio is a graph knowledge base that is asked in openCypher.\n\nUsage\n");
  help_line(out, "clio [DB]",
            "open the shell on a database file, made where missing;\nwithout one the graph lives in memory");
  help_line(out, "clio [DB] -c QUERY ...", "run statements and exit");
  help_line(out, "clio [DB] < SCRIPT", "run a script; statements end in `;`");
  help_line(out, "clio import DB PATH ...", "load data: files, or folders of CSV");
  help_line(out, "clio export DB PATH",
            "write the graph, or with -c the part that a query returns,\n"
            "in the format of the file's extension; `-` is standard output");
  help_line(out, "clio check DB", "verify a database file");
  help_line(out, "clio backup DB FILE", "copy a database, while others may be writing it");
  help_line(out, "clio help [TOPIC]", "explain a clause, function, procedure or shell command");
  buffer_add_text(out, "\nOptions\n");
  help_options(out, 0);
  buffer_add_text(out, "\nOptions of import\n");
  help_options(out, COMMAND_IMPORT);
  buffer_add_text(out, "\nOptions of import and export, for CSV\n");
  help_options(out, COMMAND_IMPORT | COMMAND_EXPORT);
  buffer_add_text(out, "\nOptions of export\n");
  help_options(out, COMMAND_EXPORT);
  help_formats(out, COMMAND_IMPORT, "Formats to import:");
  help_formats(out, COMMAND_EXPORT, "Formats to export:");
  buffer_add_text(out, "\nExit status: 0 good, 1 a statement failed, 2 wrong usage. More: man clio\n");
}
