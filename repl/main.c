/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program clio: one function for each of its commands. The whole of repl/ knows Clio by clio.h alone. */
#include "help.h"
#include "options.h"
#include "session.h"
#include "shell.h"
#include "transfer.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_USAGE = 2 };

static int wrong_usage(const char *message)
{
  fprintf(stderr, "clio: %s\nTry `clio --help`.\n", message);
  return EXIT_USAGE;
}

/* The parameters of --param. False when one is no value, which is wrong usage. */
static bool set_parameters(Session *s, const Options *o)
{
  for (size_t i = 0; i < o->params.n; i++) {
    const char *equals = strchr(o->params.at[i], '=');
    char *name = copy_text(o->params.at[i], (size_t)(equals - o->params.at[i]));
    bool ok = session_set_parameter(s, name, equals + 1);
    if (!ok) fprintf(stderr, "clio: --param %s: %s\n", name, clio_last_error(s->db)->message);
    free(name);
    if (!ok) return false;
  }
  return true;
}

static int run_shell(const Options *o)
{
  Session s;
  const char *path = o->operands.n > 0 ? o->operands.at[0] : NULL;
  if (!session_open(&s, o, path, false)) return session_close(&s);
  if (!set_parameters(&s, o)) {
    session_close(&s);
    return EXIT_USAGE;
  }
  bool go_on = true;
  if (o->queries.n > 0)
    for (size_t i = 0; go_on && i < o->queries.n; i++) go_on = session_run_text(&s, o->queries.at[i]);
  else if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
    shell_run(&s);
  else
    session_run_file(&s, STDIN_FILENO, "<stdin>");
  return session_close(&s);
}

/* A file that is not there, in a folder that can be written. */
static bool can_be_made(const char *path)
{
  const char *slash = strrchr(path, '/');
  struct stat info;
  Buffer folder = {0};
  buffer_add(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
  buffer_add_text(&folder, ".");
  bool can = lstat(path, &info) != 0 && errno == ENOENT && access(buffer_text(&folder), W_OK | X_OK) == 0;
  buffer_free(&folder);
  return can;
}

/* A new database appears when it is complete, so that nothing stays behind where the import fails. */
static int run_import(const Options *o)
{
  Session s;
  const char *path = o->operands.at[0], *fresh = can_be_made(path) ? path : NULL;
  Buffer error = {0};
  bool readable = transfer_can_read(o->operands.at + 1, o->operands.n - 1, &error);
  if (!readable) fprintf(stderr, "%s\n", buffer_text(&error));
  buffer_free(&error);
  if (!readable) return EXIT_FAILURE;
  if (session_open(&s, o, fresh ? NULL : path, false))
    transfer_import(&s, o, o->operands.at + 1, o->operands.n - 1, fresh);
  return session_close(&s);
}

static int run_export(const Options *o)
{
  Session s;
  bool usage = false;
  if (session_open(&s, o, o->operands.at[0], true)) {
    if (!set_parameters(&s, o))
      usage = true;
    else
      transfer_export(&s, o, o->operands.at[1], o->queries.n > 0 ? o->queries.at[0] : NULL);
  }
  int status = session_close(&s);
  return usage ? EXIT_USAGE : status;
}

/* The file is checked from outside: opening a damaged one may fail, or change it. */
static int run_check(const Options *o)
{
  Session s;
  if (session_open(&s, o, NULL, false)) transfer_check(&s, o->operands.at[0]);
  return session_close(&s);
}

/* The file is copied without being read into memory. */
static int run_backup(const Options *o)
{
  Session s;
  if (session_open(&s, o, NULL, false)) transfer_backup(&s, o->operands.at[0], o->operands.at[1]);
  return session_close(&s);
}

static int run_help(const Options *o)
{
  Buffer text = {0}, topic = {0}, hint = {0};
  int status = EXIT_SUCCESS;
  for (size_t i = 0; i < o->operands.n; i++) buffer_addf(&topic, "%s%s", i ? " " : "", o->operands.at[i]);
  Session s;
  if (topic.len == 0 || !session_open(&s, o, NULL, false)) {
    options_help(&text);
  } else {
    if (!help_topic(s.db, buffer_text(&topic), 0, &text)) {
      help_suggest(s.db, buffer_text(&topic), &hint);
      fprintf(stderr, "clio: there is no help on `%s`%s\n", buffer_text(&topic), buffer_text(&hint));
      status = EXIT_USAGE;
    }
    session_close(&s);
  }
  fputs(buffer_text(&text), stdout);
  buffer_free(&text);
  buffer_free(&topic);
  buffer_free(&hint);
  return status;
}

static int dispatch(const Options *o)
{
  switch (o->command) {
  case COMMAND_SHELL: return run_shell(o);
  case COMMAND_IMPORT: return run_import(o);
  case COMMAND_EXPORT: return run_export(o);
  case COMMAND_CHECK: return run_check(o);
  case COMMAND_BACKUP: return run_backup(o);
  case COMMAND_HELP: return run_help(o);
  case COMMAND_VERSION: printf("clio %s\n", clio_version()); return EXIT_SUCCESS;
  }
  return EXIT_USAGE;
}

int main(int argc, char **argv)
{
  Options options;
  Buffer error = {0};
  setlocale(LC_CTYPE, "");
  bool ok = options_parse(&options, argc - 1, argv + 1, &error);
  int status = ok ? dispatch(&options) : wrong_usage(buffer_text(&error));
  options_free(&options);
  buffer_free(&error);
  return status;
}
