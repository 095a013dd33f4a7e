/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session: one open database and how its results and errors are shown. Runs statements, whether they are typed, read
 * from a script or given on the command line; nothing here knows which. */
#ifndef CLIO_REPL_SESSION_H
#define CLIO_REPL_SESSION_H

#include "clio.h"
#include "input.h"
#include "options.h"
#include "output.h"

/* A parameter that has been set, as it was written. */
typedef struct Parameter {
  char *name, *literal;
} Parameter;

typedef struct Session {
  clio_db *db;
  bool open;        /* the database is */
  const char *path; /* NULL: in memory */
  Output output;
  Parameter *parameters;
  size_t parameter_count;
  bool interactive; /* lines are typed at a prompt */
  bool terminal;    /* results go to a terminal */
  bool stats;       /* a summary after each statement, whatever the format */
  bool timing;      /* with times */
  bool keep_going;
  char *asked; /* the last query that gave rows, for :why; NULL: none */
  bool quiet;  /* no notes */
  bool failed; /* some statement has */
  bool quit;
  unsigned source_depth; /* scripts that are being read */
} Session;

/* Opens the database that the options name. False when that failed, which has been reported; close it in either case.
 */
bool session_open(Session *s, const Options *o, const char *path, bool must_exist);
/* Returns the program's exit status. A transaction that is still open is undone, which is said. */
int session_close(Session *s);

/* Runs a statement or a colon command. file (may be NULL) is the script that it is from, for errors. False on failure.
 */
bool session_run(Session *s, const Piece *piece, const char *file);
/* All of a text, and a script from a file. A failure ends them unless the session keeps going. */
bool session_run_text(Session *s, const char *text);
bool session_run_file(Session *s, int fd, const char *name);

/* What follows may be longer than the screen: a pager shows it, if people sit at both ends. Ended by sink_end_paging.
 */
void session_begin_paging(Session *s);

/* Remembers the parameter, too, for listing. False when the literal is none: clio_last_error tells. */
bool session_set_parameter(Session *s, const char *name, const char *literal);
void session_clear_parameters(Session *s);

/* Reports the database's last error, as belongs to the session's format; always false. place may be NULL. */
bool session_fail(Session *s, const Piece *place, const char *file);
/* The same for an error of the shell's own. */
bool session_complain(Session *s, const Piece *place, const char *file, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* In a conversation (jsonl with --stats) each piece of input is answered by a last line; this is that of a command. */
void session_acknowledge(Session *s);

#endif
