/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clio's valid-time clauses (after SQL:2011's FOR VALID_TIME) as one rewrite into plain predicates, before the clause
 * is checked: for each node and relationship x of the pattern
 *
 *     AS OF e                  valid.at(x.valid_from, x.valid_to, e)
 *     FROM a TO b              valid.overlaps(x.valid_from, x.valid_to, a, b, false)
 *     BETWEEN a AND b          valid.overlaps(x.valid_from, x.valid_to, a, b, true)
 *     CONTAINED IN (a, b)      valid.within(x.valid_from, x.valid_to, a, b), but for the ends of relationships BETWEEN
 *
 * and with CERTAINLY valid.certainlyAt and so on. The tests stand inside of the pattern, as inline WHERE would: what
 * does not hold is not there for the path either, so a shortest path is the shortest one of those that hold. A
 * variable-length relationship is tested one relationship at a time, with the node that each leads to; a repeated group
 * at each of its repetitions. That all of them hold at one moment in the period is then asked of the whole repetition:
 *
 *     valid.together([r, ...], a, b, closed)
 *
 * which AS OF a single day has no need of. Anonymous parts get names that no user can write by accident. */
#include "check_internal.h"

#include "core/validity.h"
#include "func/name.h"

typedef struct Rewrite {
  Checker *c;
  Arena *arena;
  TemporalFilter *filter; /* a copy */
  uint32_t *counter;
} Rewrite;

static Expr *variable(const Rewrite *r, Text name)
{
  Expr *e = ast_expr(r->arena, EXPR_VARIABLE, r->filter->span, 0);
  e->name = (Name){name, r->filter->span};
  return e;
}

static Expr *property(const Rewrite *r, Text of, Setting setting)
{
  Expr *e = ast_expr(r->arena, EXPR_PROPERTY, r->filter->span, 1);
  e->args[0] = variable(r, of);
  e->name = (Name){setting_name(check_settings(r->c), setting), r->filter->span};
  return e;
}

static Expr *call(const Rewrite *r, const char *name, Expr **args, uint32_t n)
{
  Expr *e = ast_expr(r->arena, EXPR_CALL, r->filter->span, n);
  e->name = (Name){text_of(name), r->filter->span};
  for (uint32_t i = 0; i < n; i++) e->args[i] = args[i];
  return e;
}

static Expr *boolean(const Rewrite *r, bool value)
{
  Expr *e = ast_expr(r->arena, EXPR_LITERAL, r->filter->span, 0);
  e->value = value_bool(value);
  return e;
}

/* The function of a question, for the best or the worst case. */
static const char *function_of(const TemporalFilter *f, TemporalKind kind)
{
  switch (kind) {
  case VALID_AS_OF: return f->certainly ? "valid.certainlyAt" : "valid.at";
  case VALID_CONTAINED_IN: return f->certainly ? "valid.certainlyWithin" : "valid.within";
  default: return f->certainly ? "valid.certainlyOverlaps" : "valid.overlaps";
  }
}

static Expr *ask(const Rewrite *r, Text name, TemporalKind kind)
{
  const TemporalFilter *f = r->filter;
  Expr *args[5] = {property(r, name, SETTING_VALID_FROM), property(r, name, SETTING_VALID_TO), f->from, f->to, NULL};
  uint32_t n = kind == VALID_AS_OF ? 3 : 4;
  if (kind == VALID_FROM_TO || kind == VALID_BETWEEN) args[n++] = boolean(r, kind == VALID_BETWEEN);
  return call(r, function_of(f, kind), args, n);
}

static Expr *test_of(const Rewrite *r, Text name)
{
  return ask(r, name, r->filter->kind);
}

/* What is done between two nodes within a period needs them to be there, not to come and go in it. */
static Expr *test_of_end(const Rewrite *r, Text name)
{
  return ask(r, name, r->filter->kind == VALID_CONTAINED_IN ? VALID_BETWEEN : r->filter->kind);
}

/* A name that cannot meet one of the user's: it begins with a NUL byte. */
static Text invent(Rewrite *r, const char *stem)
{
  char *name = arena_printf(r->arena, "?%s%u", stem, (*r->counter)++);
  if (!name) return (Text){"", 0};
  Text text = text_of(name);
  name[0] = '\0';
  return text;
}

static Text named(Rewrite *r, Name *name)
{
  if (!name->text.data) name->text = invent(r, "valid");
  return name->text;
}

/* ---- at one moment */

/* What is known of the day that AS OF asks for, before it runs. */
typedef enum Asked { ASKED_DAY, ASKED_DAYS, ASKED_UNKNOWN } Asked;

static Asked asked(const TemporalFilter *f)
{
  static const char *const days[] = {"date", "datetime", "localdatetime", "valid.day"};
  const Expr *e = f->from;
  Edtf date;
  if (f->kind != VALID_AS_OF) return ASKED_DAYS;
  if (f->certainly) return ASKED_DAY; /* what holds on all days holds on one */
  if (e->kind == EXPR_LITERAL && validity_date(e->value, &date))
    return edtf_earliest(&date) == edtf_latest(&date) ? ASKED_DAY : ASKED_DAYS;
  for (size_t i = 0; e->kind == EXPR_CALL && i < ARRAY_LEN(days); i++)
    if (name_compare(e->name.text, text_of(days[i])) == 0) return ASKED_DAY;
  return ASKED_UNKNOWN;
}

/* The relationships that one step repeats, as a list of lists. */
static Expr *repeated_rels(Rewrite *r, const RelPattern *rel, const PathGroup *group)
{
  uint32_t n = rel ? 1 : group->path->n;
  Expr *list = ast_expr(r->arena, EXPR_LIST, r->filter->span, n);
  for (uint32_t i = 0; i < n; i++) list->args[i] = variable(r, rel ? rel->name.text : group->path->rels[i]->name.text);
  return list;
}

static void ask_together(Rewrite *r, PathPattern *path, Expr *rels)
{
  const TemporalFilter *f = r->filter;
  Expr *args[4] = {rels, f->from, f->to ? f->to : f->from, boolean(r, f->kind != VALID_FROM_TO)};
  path->where =
      check_and(r->c, path->where, call(r, f->certainly ? "valid.certainlyTogether" : "valid.together", args, 4));
}

/* Of all relationships of a repetition AS OF asks for the same day: one has to be given. */
static void ask_for_day(Rewrite *r)
{
  if (asked(r->filter) != ASKED_UNKNOWN) return;
  r->filter->from = call(r, "valid.day", &r->filter->from, 1);
}

static bool has_repetition(const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (!path->rels[i] || path->rels[i]->variable) return true;
  return false;
}

static void rewrite_rel(Rewrite *r, RelPattern *rel)
{
  rel->where = check_and(r->c, rel->where, test_of(r, named(r, &rel->name)));
  if (rel->variable) rel->each_node = test_of_end(r, named(r, &rel->node_name));
}

static void rewrite_path(Rewrite *r, PathPattern *path)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    NodePattern *node = path->nodes[i];
    Text name = named(r, &node->name);
    node->where = check_and(r->c, node->where, path->n == 0 ? test_of(r, name) : test_of_end(r, name));
    if (i == path->n) break;
    if (path->rels[i])
      rewrite_rel(r, path->rels[i]);
    else
      rewrite_path(r, path->groups[i]->path);
    bool repeats = !path->rels[i] || path->rels[i]->variable;
    if (repeats && asked(r->filter) == ASKED_DAYS)
      ask_together(r, path, repeated_rels(r, path->rels[i], path->rels[i] ? NULL : path->groups[i]));
  }
}

/* The bounds stand in the tree once for each part of the pattern, and are checked as often: a MATCH in them would be
 * rewritten over and over, a default's by itself. */
static Status refuse_pattern(void *context, Expr **bound)
{
  Checker *c = context;
  Expr *e = *bound;
  if (e->path || e->query)
    return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", e->span,
                    "the bounds of a valid time cannot hold patterns or subqueries: compute them in a WITH before");
  return ast_each_child(e, refuse_pattern, c);
}

static Status check_bounds(Checker *c, TemporalFilter *filter)
{
  if (filter->from) TRY(refuse_pattern(c, &filter->from));
  return filter->to ? refuse_pattern(c, &filter->to) : STATUS_OK;
}

Status valid_time_rewrite(Checker *c, Clause *clause)
{
  TemporalFilter *filter = clause->temporal ? clause->temporal : c->out->statement->default_temporal;
  if (clause->according_to)
    return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", clause->according_to->span,
                    "ACCORDING TO is not supported: match the claims and their holders in the pattern");
  if (!filter || filter->kind == VALID_NONE || filter->kind == VALID_ALL) return STATUS_OK;
  TRY(check_bounds(c, filter));
  TemporalFilter asks = *filter;
  Rewrite r = {.c = c, .arena = c->arena, .filter = &asks, .counter = &c->hidden_names};
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) {
    TRY(check_path_shape(c, clause->pattern->paths.at[i]));
    if (has_repetition(clause->pattern->paths.at[i])) ask_for_day(&r);
    rewrite_path(&r, clause->pattern->paths.at[i]);
  }
  return arena_check(c->arena, c->err);
}
