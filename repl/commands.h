/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell's own commands, which begin with a colon: one table of names, arguments, help and functions. */
#ifndef CLIO_REPL_COMMANDS_H
#define CLIO_REPL_COMMANDS_H

#include "session.h"

/* What completion offers behind a command's name. */
typedef enum ArgumentKind {
  ARGUMENT_NONE,
  ARGUMENT_FILE,
  ARGUMENT_FORMAT,
  ARGUMENT_SWITCH,
  ARGUMENT_TOPIC
} ArgumentKind;

typedef struct CommandCall {
  Session *session;
  const Piece *piece;
  const char *file;
  char *rest; /* behind the name, without blanks around it */
} CommandCall;

typedef struct ColonCommand {
  const char *name, *arguments, *help;
  ArgumentKind argument;
  bool is_long; /* what it prints may fill more than a screen */
  bool (*run)(const CommandCall *call);
} ColonCommand;

const ColonCommand *command_at(size_t i); /* NULL past the last */
const ColonCommand *command_find(const char *name, size_t len);
/* False on failure, which has been reported. */
bool command_run(Session *s, const Piece *piece, const char *file);

#endif
