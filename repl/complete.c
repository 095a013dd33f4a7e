/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completion; see complete.h. The tokens before the word decide what kind of name is wanted. */
#include "complete.h"

#include "commands.h"
#include "lex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_word(char c)
{
  return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_command_line(const char *text, size_t len)
{
  size_t i = 0;
  while (i < len && isspace((unsigned char)text[i])) i++;
  return i < len && text[i] == ':';
}

/* A command's arguments are words between blanks. A procedure's name holds points, but only behind CALL. */
size_t complete_word_start(const char *text, size_t len)
{
  size_t start = len;
  if (is_command_line(text, len)) {
    while (start > 0 && !isspace((unsigned char)text[start - 1]) && text[start - 1] != ':') start--;
    return start;
  }
  while (start > 0 && (is_word(text[start - 1]) || text[start - 1] == '`')) start--;
  size_t dotted = start;
  while (dotted > 0 && (is_word(text[dotted - 1]) || text[dotted - 1] == '.')) dotted--;
  size_t before = dotted;
  while (before > 0 && isspace((unsigned char)text[before - 1])) before--;
  bool called = before < dotted && before >= 4 && strncasecmp(text + before - 4, "call", 4) == 0 &&
                (before == 4 || !is_word(text[before - 5]));
  return called ? dotted : start;
}

/* ---- collecting */

static void add(Matches *m, char *text)
{
  for (size_t i = 0; i < m->n; i++) {
    if (strcmp(m->at[i], text) != 0) continue;
    free(text);
    return;
  }
  if (m->n == m->cap) {
    m->cap = m->cap ? m->cap * 2 : 32;
    m->at = reallocate(m->at, m->cap, sizeof *m->at);
  }
  m->at[m->n++] = text;
}

void matches_free(Matches *m)
{
  for (size_t i = 0; i < m->n; i++) free(m->at[i]);
  free(m->at);
  *m = (Matches){0};
}

typedef struct Word {
  const char *text;
  size_t len;
} Word;

static bool begins(const char *name, Word w)
{
  return strncasecmp(name, w.text, w.len) == 0;
}

static bool needs_backticks(const char *name)
{
  if (!*name || isdigit((unsigned char)*name)) return true;
  while (is_word(*name)) name++;
  return *name != '\0';
}

/* Labels, types and keys; in backticks where the language asks for them. */
static void add_names(Matches *m, Session *s, clio_name_kind kind, Word w)
{
  const char *name;
  Word bare = w;
  if (w.len > 0 && *w.text == '`') bare = (Word){w.text + 1, w.len - 1};
  for (uint32_t i = 0; (name = clio_name(s->db, kind, i, NULL)); i++) {
    if (!begins(name, bare)) continue;
    bool quote = bare.len < w.len || needs_backticks(name);
    Buffer text = {0};
    if (quote) buffer_add_char(&text, '`');
    for (const char *c = name; *c; c++) {
      if (*c == '`') buffer_add_char(&text, '`');
      buffer_add_char(&text, *c);
    }
    if (quote) buffer_add_char(&text, '`');
    add(m, copy_text(text.data, text.len));
    buffer_free(&text);
  }
}

/* In the letter case that the user types. */
static void add_keywords(Matches *m, Session *s, Word w)
{
  const char *name;
  bool lower = w.len > 0 && islower((unsigned char)*w.text);
  for (uint32_t i = 0; (name = clio_name(s->db, CLIO_KEYWORDS, i, NULL)); i++) {
    if (!begins(name, w)) continue;
    char *copy = copy_text(name, strlen(name));
    for (char *c = copy; *c; c++) *c = (char)(lower ? tolower((unsigned char)*c) : toupper((unsigned char)*c));
    add(m, copy);
  }
}

static void add_callables(Matches *m, Session *s, clio_name_kind kind, Word w)
{
  const char *name;
  for (uint32_t i = 0; (name = clio_name(s->db, kind, i, NULL)); i++) {
    if (!begins(name, w)) continue;
    Buffer text = {0};
    buffer_addf(&text, "%s(", name);
    add(m, copy_text(text.data, text.len));
    buffer_free(&text);
  }
}

static void add_parameters(Matches *m, const Session *s, Word w)
{
  for (size_t i = 0; i < s->parameter_count; i++)
    if (begins(s->parameters[i].name, w)) add(m, copy_text(s->parameters[i].name, strlen(s->parameters[i].name)));
}

/* Names that the statement has used already are variables, more often than not. */
static void add_variables(Matches *m, const char *text, size_t before, Word w)
{
  Context context = {0};
  Token t;
  for (size_t at = 0; lex_token(text, before, at, &t); at = t.end) {
    bool variable = t.kind == TOKEN_NAME && !context_expects_label(&context) && context.last_sign != '.';
    if (variable && t.end - t.start > w.len && strncmp(text + t.start, w.text, w.len) == 0)
      add(m, copy_text(text + t.start, t.end - t.start));
    context_add(&context, text, &t);
  }
}

/* ---- commands */

static void add_literal(Matches *m, const char *name, Word w)
{
  if (begins(name, w)) add(m, copy_text(name, strlen(name)));
}

static void complete_command(Matches *m, Session *s, const char *text, size_t start, Word w)
{
  size_t colon = 0;
  while (text[colon] != ':') colon++;
  if (start == colon + 1) {
    m->closed = true;
    for (size_t i = 0; command_at(i); i++) add_literal(m, command_at(i)->name, w);
    return;
  }
  size_t end = colon + 1;
  while (end < start && !isspace((unsigned char)text[end])) end++;
  const ColonCommand *command = command_find(text + colon + 1, end - colon - 1);
  if (!command) return;
  switch (command->argument) {
  case ARGUMENT_NONE: break;
  case ARGUMENT_FILE: m->files = true; break;
  case ARGUMENT_FORMAT:
    for (size_t i = 0; output_format_at(i); i++) add_literal(m, output_format_at(i)->name, w);
    break;
  case ARGUMENT_SWITCH:
    add_literal(m, "on", w);
    add_literal(m, "off", w);
    break;
  case ARGUMENT_TOPIC:
    for (size_t i = 0; command_at(i); i++) add_literal(m, command_at(i)->name, w);
    add_keywords(m, s, w);
    for (uint32_t k = CLIO_FUNCTIONS; k <= CLIO_PROCEDURES; k++) {
      const char *name;
      for (uint32_t i = 0; (name = clio_name(s->db, (clio_name_kind)k, i, NULL)); i++) add_literal(m, name, w);
    }
    break;
  }
}

/* ---- statements */

static bool last_is_call(const Context *c, const char *text)
{
  return c->has_last && c->last.kind == TOKEN_NAME && c->last.end - c->last.start == 4 &&
         strncasecmp(text + c->last.start, "call", 4) == 0;
}

void complete(Session *s, const char *text, size_t start, size_t len, Matches *m)
{
  Word w = {text + start, len - start};
  *m = (Matches){0};
  if (is_command_line(text, len)) {
    complete_command(m, s, text, start, w);
    return;
  }
  Context c = {0};
  Token t;
  for (size_t at = 0; lex_token(text, start, at, &t); at = t.end) {
    if (t.open && t.kind != TOKEN_QUOTED_NAME) return; /* within a string or comment */
    context_add(&c, text, &t);
  }
  char bracket = context_bracket(&c);
  if (start > 0 && text[start - 1] == '$')
    add_parameters(m, s, w);
  else if (context_expects_label(&c))
    add_names(m, s, bracket == '[' ? CLIO_TYPES : CLIO_LABELS, w);
  else if (c.last_sign == '.' || (bracket == '{' && (c.last_sign == '{' || c.last_sign == ',')))
    add_names(m, s, CLIO_KEYS, w);
  else if (last_is_call(&c, text))
    add_callables(m, s, CLIO_PROCEDURES, w);
  else {
    add_keywords(m, s, w);
    add_callables(m, s, CLIO_FUNCTIONS, w);
    add_variables(m, text, start, w);
  }
}
