/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: options and operands, in any order. One table holds every option, with its help; the shell's colon
 * commands read their words by it, too. */
#ifndef CLIO_REPL_OPTIONS_H
#define CLIO_REPL_OPTIONS_H

#include "buffer.h"

typedef enum Command {
  COMMAND_SHELL = 1,
  COMMAND_IMPORT = 2,
  COMMAND_EXPORT = 4,
  COMMAND_CHECK = 8,
  COMMAND_HELP = 16,
  COMMAND_VERSION = 32,
  COMMAND_BACKUP = 64
} Command;

/* Words in the order given, borrowed from the command line. */
typedef struct Words {
  const char **at;
  size_t n;
} Words;

typedef struct Options {
  Command command;
  Words operands; /* without the command's name */
  Words queries;  /* of -c */
  Words params;   /* name=value */
  const char *format;
  bool read_only, stats, keep_going, quiet, fast, busy_given;
  uint32_t timeout_ms, busy_ms;
  uint64_t memory;  /* bytes */
  uint32_t threads; /* 0: as many as there are processors */

  /* import */
  const char *id_type, *header;
  char delimiter, array_delimiter, quote;
  const char *encoding, *as, *id, *types, *from, *to, *bad_rows;
  bool create_missing, merge, dry_run;
  bool skip_bad_rows, skip_duplicate_nodes, skip_bad_relationships;
  const char *languages, *mapping;

  /* export */
  const char *variant, *layout;
  uint32_t width, height;
  bool timeline;
} Options;

/* Reads the words behind the program's name. On wrong usage false, and *error says what is wrong. */
bool options_parse(Options *o, int count, char **words, Buffer *error);
/* Reads the words of a command that is known already. */
bool options_parse_for(Options *o, Command command, int count, char **words, Buffer *error);
/* Whether the word names an option whose value is the next word. */
bool options_wants_value(const char *word);
void options_free(Options *o);
/* `clio --help`. */
void options_help(Buffer *out);

#endif
