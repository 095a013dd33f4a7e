/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints docs/language.md from the registries of clauses, functions and procedures, behind the introduction that it
 * reads from standard input. A test holds the page to what this prints. */
#include "core/str.h"
#include "func/clauses.h"
#include "func/func.h"
#include "proc/proc.h"

#include <stdio.h>

/* A table's cell: bars would end it. */
static void add_cell(Str *out, const char *text)
{
  for (; *text; text++) {
    if (*text == '|') str_add_char(out, '\\');
    str_add_char(out, *text);
  }
}

/* ---- at a glance: what comes from where */

static const char *const origins[] = {"openCypher", "Cypher 5", "Cypher 25", "GQL", "Clio"};

static bool is_from(const char *origin, const char *source)
{
  return strncmp(origin, source, strlen(source)) == 0;
}

/* A word of a list, on the next line where it would pass the margin. */
static void add_name(Str *out, size_t *line, const char *name, bool first)
{
  enum { MARGIN = 118 };
  if (!first) str_add_char(out, ',');
  bool wraps = out->len - *line + strlen(name) + 4 > MARGIN;
  if (!first || wraps) str_add_char(out, wraps ? '\n' : ' ');
  if (wraps) *line = out->len;
  str_addf(out, "`%s`", name);
}

static void add_glance(Str *out)
{
  str_add(out, "\n## At a glance\n");
  for (size_t o = 0; o < ARRAY_LEN(origins); o++) {
    size_t line = out->len + 1;
    str_addf(out, "\n**%s**: ", origins[o]);
    bool first = true;
    for (uint32_t i = 0; clause_at(i); i++) {
      if (!is_from(clause_at(i)->origin, origins[o])) continue;
      add_name(out, &line, clause_at(i)->name, first);
      first = false;
    }
    first = true;
    for (uint32_t i = 0; function_at(i); i++) {
      if (!is_from(function_at(i)->origin, origins[o])) continue;
      if (first) {
        line = out->len + 2;
        str_add(out, ".\nFunctions: ");
      }
      add_name(out, &line, function_at(i)->name, first);
      first = false;
    }
    str_add(out, ".\n");
  }
}

/* ---- entries */

static void add_clauses(Str *out)
{
  str_add(out, "\n## Clauses, statements and expressions\n");
  for (uint32_t i = 0; clause_at(i); i++) {
    const ClauseHelp *c = clause_at(i);
    str_addf(out, "\n### %s\n\n%s *%s.*\n\n    %s\n\n```cypher\n%s\n```\n", c->name, c->help, c->origin, c->syntax,
             c->example);
  }
}

static const struct {
  const char *category, *title;
} categories[] = {
    {"predicate", "Predicates"},
    {"conversion", "Conversions"},
    {"string", "Strings"},
    {"number", "Numbers"},
    {"list", "Lists"},
    {"graph", "Graph"},
    {"temporal", "Dates and times"},
    {"claims", "Claims and sources"},
    {"aggregate", "Aggregate functions"},
};

static void add_function(Str *out, const Function *f)
{
  str_add(out, "| `");
  add_cell(out, f->signature);
  str_add(out, "` | ");
  add_cell(out, f->help);
  str_add(out, " | `");
  add_cell(out, f->example);
  str_add(out, "` → `");
  add_cell(out, f->value);
  str_addf(out, "` | %s |\n", f->origin);
}

static void add_functions(Str *out)
{
  str_add(out, "\n## Functions\n");
  for (size_t c = 0; c < ARRAY_LEN(categories); c++) {
    str_addf(out, "\n### %s\n\n| function | what it does | example | from |\n|---|---|---|---|\n", categories[c].title);
    for (uint32_t i = 0; function_at(i); i++)
      if (strcmp(function_at(i)->category, categories[c].category) == 0) add_function(out, function_at(i));
  }
}

static void add_procedures(Str *out)
{
  str_add(out,
          "\n## Procedures\n\nThose of `db` and `dbms` bear the names that Cypher 5 gives them. Those of `graph` run "
          "algorithms\non the part of the graph that their options name; what they say of nodes comes by ascending "
          "id.\nA label or type that the graph does not have selects nothing.\n\n"
          "| procedure | what it does | example |\n|---|---|---|\n");
  for (uint32_t i = 0; procedure_at(i); i++) {
    const Procedure *p = procedure_at(i);
    str_addf(out, "| `%s` | %s | %s%s%s |\n", p->signature, p->help, p->example ? "`" : "",
             p->example ? p->example : "", p->example ? "`" : "");
  }
}

int main(void)
{
  Str out;
  str_init(&out);
  char buffer[4096];
  size_t n;
  while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0) str_add_bytes(&out, buffer, n);
  add_glance(&out);
  add_clauses(&out);
  add_functions(&out);
  add_procedures(&out);
  bool good = !out.bad && fputs(str_cstr(&out), stdout) >= 0;
  str_free(&out);
  return good ? 0 : 1;
}
