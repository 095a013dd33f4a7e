/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shell completes and explains: names in the graph and words of the language, with text from the registries
 * of functions, procedures and clauses. */
#include "api.h"

#include "core/nearest.h"
#include "func/clauses.h"
#include "grammar/parse.h"
#include "loaders/loader.h"
#include "proc/proc.h"

/* ---- names */

static const char *graph_name_at(const Graph *g, NameKind kind, uint32_t i, uint64_t *count)
{
  if (i >= graph_name_count(g, kind)) return NULL;
  *count = name_uses(g, kind, i);
  return graph_name(g, kind, i).data;
}

static const char *function_name_at(uint32_t i)
{
  const Function *f = function_at(i);
  return f ? f->name : NULL;
}

/* Built-in procedures, then those of the scope. */
static const Procedure *procedure_of(const clio_db *db, uint32_t i)
{
  uint32_t built_in = 0;
  for (const Procedure *p; (p = procedure_at(built_in)); built_in++)
    if (built_in == i) return p;
  i -= built_in;
  return i < db->procedures.n ? db->procedures.procedures[i] : NULL;
}

static const char *procedure_name_at(const clio_db *db, uint32_t i)
{
  const Procedure *p = procedure_of(db, i);
  return p ? p->name : NULL;
}

static const char *keyword_at(uint32_t i)
{
  const char *const *keywords = parse_keywords();
  for (uint32_t k = 0; keywords[k]; k++)
    if (k == i) return keywords[k];
  return NULL;
}

CLIO_API const char *clio_name(clio_db *db, clio_name_kind kind, uint32_t i, uint64_t *count)
{
  uint64_t ignored;
  if (!count) count = &ignored;
  *count = 0;
  switch (kind) {
  case CLIO_LABELS: return graph_name_at(db->graph, NAME_LABEL, i, count);
  case CLIO_TYPES: return graph_name_at(db->graph, NAME_TYPE, i, count);
  case CLIO_KEYS: return graph_name_at(db->graph, NAME_KEY, i, count);
  case CLIO_FUNCTIONS: return function_name_at(i);
  case CLIO_PROCEDURES: return procedure_name_at(db, i);
  case CLIO_KEYWORDS: return keyword_at(i);
  case CLIO_IMPORT_FORMATS: return import_format_at(i) ? import_format_name(import_format_at(i)) : NULL;
  case CLIO_EXPORT_FORMATS: return export_format_at(i) ? export_format_at(i)->name : NULL;
  }
  return NULL;
}

CLIO_API uint32_t clio_name_distance(const char *typed, const char *name)
{
  NearestName nearest = nearest_name(text_of(typed));
  return nearest_name_try(&nearest, text_of(name)) ? nearest.distance : CLIO_FAR;
}

/* ---- help */

static void add_paragraph(Str *out)
{
  if (out->len > 0) str_add(out, "\n");
}

static void add_function(Str *out, const Function *f)
{
  add_paragraph(out);
  str_addf(out, "%s\n  %s\n  %s gives %s\n  (%s function, %s)\n", f->signature, f->help, f->example, f->value,
           f->category, f->origin);
}

static void add_procedure(Str *out, const Procedure *p)
{
  add_paragraph(out);
  str_addf(out, "CALL %s\n  %s\n", p->signature, p->help);
  if (p->example) str_addf(out, "  %s\n", p->example);
  str_add(out, "  (procedure)\n");
}

static void add_clause(Str *out, const ClauseHelp *clause)
{
  add_paragraph(out);
  str_addf(out, "%s\n  %s\n  %s\n  (%s)\n", clause->syntax, clause->help, clause->example, clause->origin);
}

/* The clauses of that name; none: those whose name has the word in it. */
static void add_clauses(Str *out, Text name)
{
  const ClauseHelp *clause = clause_find(name);
  if (clause) add_clause(out, clause);
  for (uint32_t i = 0; !clause_find(name) && (clause = clause_at(i)); i++)
    if (clause_has_word(clause, name)) add_clause(out, clause);
}

static Text trimmed(const char *name)
{
  size_t start = strspn(name, " \t\n"), end = strlen(name);
  while (end > start && strchr(" \t\n;()", name[end - 1])) end--;
  return (Text){name + start, end - start};
}

CLIO_API const char *clio_help(clio_db *db, const char *name)
{
  Text asked = trimmed(name);
  Str *out = &db->scratch;
  str_clear(out);
  if (asked.len == 0) return NULL;
  const Function *f = function_find(asked);
  const Procedure *p = procedure_find(&db->procedures, asked);
  if (f) add_function(out, f);
  if (p) add_procedure(out, p);
  add_clauses(out, asked);
  return out->len > 0 && !out->bad ? str_cstr(out) : NULL;
}
