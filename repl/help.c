/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Help; see help.h. */
#include "help.h"

#include "commands.h"
#include "nearest.h"
#include "options.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void help_list(Buffer *out, clio_db *db, clio_name_kind kind, unsigned width)
{
  const char *name;
  unsigned used = 0;
  if (width == 0) width = 100;
  for (uint32_t i = 0; (name = clio_name(db, kind, i, NULL)); i++) {
    unsigned w = text_width(name, strlen(name)) + 2;
    if (used > 0 && used + w > width) {
      buffer_add_char(out, '\n');
      used = 0;
    }
    buffer_addf(out, "  %s", name);
    used += w;
  }
  if (used > 0) buffer_add_char(out, '\n');
}

static void help_command(Buffer *out, const ColonCommand *command)
{
  Buffer left = {0};
  buffer_addf(&left, ":%s %s", command->name, command->arguments);
  buffer_addf(out, "  %-28s%s\n", buffer_text(&left), command->help);
  buffer_free(&left);
}

static void help_commands(Buffer *out)
{
  for (size_t i = 0; command_at(i); i++) help_command(out, command_at(i));
}

static void help_overview(Buffer *out)
{
  buffer_add_text(out, "Statements are openCypher and end in `;`. Commands begin with a colon:\n");
  help_commands(out);
  buffer_add_text(out, "Ctrl-C ends a running query, Tab completes names.\n"
                       "Help also knows each clause, function and procedure by its name, as in :help MATCH; "
                       "for lists of them:\n  :help clauses    :help functions    :help procedures    :help options\n");
}

typedef struct Topic {
  const char *name;
  clio_name_kind kind;
} Topic;

static const Topic lists[] = {{"clauses", CLIO_KEYWORDS},
                              {"keywords", CLIO_KEYWORDS},
                              {"functions", CLIO_FUNCTIONS},
                              {"procedures", CLIO_PROCEDURES}};

enum { LIST_COUNT = sizeof lists / sizeof *lists };

bool help_topic(clio_db *db, const char *topic, unsigned width, Buffer *out)
{
  if (*topic == '\0') {
    help_overview(out);
    return true;
  }
  if (strcasecmp(topic, "commands") == 0) {
    help_commands(out);
    return true;
  }
  if (strcasecmp(topic, "options") == 0) {
    options_help(out);
    return true;
  }
  for (size_t i = 0; i < LIST_COUNT; i++) {
    if (strcasecmp(topic, lists[i].name) != 0) continue;
    help_list(out, db, lists[i].kind, width);
    return true;
  }
  const char *name = topic + (*topic == ':');
  const ColonCommand *command = command_find(name, strlen(name));
  const char *text = *topic == ':' ? NULL : clio_help(db, topic);
  if (text) {
    buffer_add_text(out, text);
    if (*text && text[strlen(text) - 1] != '\n') buffer_add_char(out, '\n');
  }
  if (command) help_command(out, command);
  return text || command;
}

void help_suggest(clio_db *db, const char *topic, Buffer *out)
{
  static const clio_name_kind kinds[] = {CLIO_KEYWORDS, CLIO_FUNCTIONS, CLIO_PROCEDURES};
  Nearest nearest = nearest_begin(topic);
  char *best = NULL;
  for (size_t i = 0; command_at(i); i++) nearest_offer(&nearest, command_at(i)->name);
  for (size_t i = 0; i < LIST_COUNT; i++) nearest_offer(&nearest, lists[i].name);
  if (nearest.name) best = copy_text(nearest.name, strlen(nearest.name));
  /* The library's names do not outlive the next call. */
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
    const char *name;
    for (uint32_t i = 0; (name = clio_name(db, kinds[k], i, NULL)); i++) {
      if (!nearest_offer(&nearest, name)) continue;
      free(best);
      best = copy_text(name, strlen(name));
    }
  }
  if (best)
    buffer_addf(out, "; did you mean %s?", best);
  else
    buffer_add_text(out, "; type :help for an overview");
  free(best);
}
