/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clio's clauses of valid time and attribution as one rewrite into plain predicates, before the MATCH is checked: each
 * node and relationship of the pattern is tested (valid_time.c, attribution.c). The tests stand inside of the pattern,
 * as inline WHERE would: what does not pass is not there for the path either, so a shortest path is the shortest one of
 * those that do. A variable-length relationship is tested one relationship at a time, with the node that each leads to;
 * a repeated group at each of its repetitions. Anonymous parts get names that no user can write by accident. */
#include "rewrite.h"

/* ---- expressions */

Expr *rewrite_variable(const Rewrite *r, Text name)
{
  Expr *e = ast_expr(r->arena, EXPR_VARIABLE, r->span, 0);
  e->name = (Name){name, r->span};
  return e;
}

Expr *rewrite_property(const Rewrite *r, Text of, Text key)
{
  Expr *e = ast_expr(r->arena, EXPR_PROPERTY, r->span, 1);
  e->args[0] = rewrite_variable(r, of);
  e->name = (Name){key, r->span};
  return e;
}

Expr *rewrite_call(const Rewrite *r, const char *name, Expr **args, uint32_t n)
{
  Expr *e = ast_expr(r->arena, EXPR_CALL, r->span, n);
  e->name = (Name){text_of(name), r->span};
  for (uint32_t i = 0; i < n; i++) e->args[i] = args[i];
  return e;
}

Expr *rewrite_literal(const Rewrite *r, Value value)
{
  Expr *e = ast_expr(r->arena, EXPR_LITERAL, r->span, 0);
  e->value = value;
  return e;
}

Expr *rewrite_text(const Rewrite *r, Text text)
{
  Value v = value_string(text);
  v.flags = VALUE_STABLE;
  return rewrite_literal(r, v);
}

Text rewrite_invent(const Rewrite *r, const char *stem)
{
  char *name = arena_printf(r->arena, "?%s%u", stem, r->c->hidden_names++);
  if (!name) return (Text){"", 0};
  Text text = text_of(name);
  name[0] = '\0';
  return text;
}

/* ---- the pattern */

static Text named(const Rewrite *r, Name *name)
{
  if (!name->text.data) name->text = rewrite_invent(r, "valid");
  return name->text;
}

static Expr *node_test(const Rewrite *r, Text name, bool alone)
{
  Expr *time = alone ? valid_time_test(r, name) : valid_time_test_of_end(r, name);
  return check_and(r->c, time, attribution_test(r, name, false));
}

static void rewrite_rel(const Rewrite *r, RelPattern *rel)
{
  Text name = named(r, &rel->name);
  rel->where = check_and(r->c, rel->where, valid_time_test(r, name));
  rel->where = check_and(r->c, rel->where, attribution_test(r, name, true));
  if (rel->variable) rel->each_node = node_test(r, named(r, &rel->node_name), false);
}

static void rewrite_path(const Rewrite *r, PathPattern *path)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    NodePattern *node = path->nodes[i];
    node->where = check_and(r->c, node->where, node_test(r, named(r, &node->name), path->n == 0));
    if (i == path->n) break;
    if (path->rels[i])
      rewrite_rel(r, path->rels[i]);
    else
      rewrite_path(r, path->groups[i]->path);
    valid_time_together(r, path, i);
  }
}

static bool has_repetition(const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (!path->rels[i] || path->rels[i]->variable) return true;
  return false;
}

/* ---- the clauses */

/* What is asked stands in the tree once for each part of the pattern, and is checked as often: a MATCH in it would be
 * rewritten over and over, a default's by itself. */
static Status refuse_pattern(void *context, Expr **operand)
{
  Checker *c = context;
  Expr *e = *operand;
  if (e->path || e->query)
    return error_at(
        c->err, ERROR_SYNTAX, "UnexpectedSyntax", e->span,
        "a day or party that is asked for cannot hold patterns or subqueries: compute them in a WITH before");
  return ast_each_child(e, refuse_pattern, c);
}

/* What a clause asks for, or else its statement does. */
static FactFilter effective(const FactFilter *own, const FactFilter *defaults)
{
  bool says_who = own->according_to || own->anybody;
  return (FactFilter){.temporal = own->temporal ? own->temporal : defaults->temporal,
                      .according_to = says_who ? own->according_to : defaults->according_to,
                      .rank = own->rank != RANK_UNSAID ? own->rank : defaults->rank};
}

static Span span_of(const Clause *clause, const FactFilter *facts)
{
  if (facts->according_to) return facts->according_to->span;
  return facts->temporal ? facts->temporal->span : clause->pattern->span;
}

Status facts_rewrite(Checker *c, Clause *clause)
{
  FactFilter facts = effective(&clause->facts, &c->out->statement->defaults);
  TemporalFilter *filter = facts.temporal;
  bool timed = filter && filter->kind != VALID_NONE && filter->kind != VALID_ALL, best = facts.rank == RANK_BEST;
  if (!timed && !facts.according_to && !best) return STATUS_OK;
  Rewrite r = {.c = c, .arena = c->arena, .span = span_of(clause, &facts), .best_rank = best};
  if (timed) r.filter = *filter;
  if (r.filter.from) TRY(refuse_pattern(c, &r.filter.from));
  if (r.filter.to) TRY(refuse_pattern(c, &r.filter.to));
  if (facts.according_to) {
    TRY(refuse_pattern(c, &facts.according_to));
    r.party = rewrite_call(&r, "claim.party", &facts.according_to, 1);
  }
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) {
    PathPattern *path = clause->pattern->paths.at[i];
    TRY(check_path_shape(c, path));
    if (has_repetition(path)) valid_time_ask_for_day(&r);
    rewrite_path(&r, path);
  }
  return arena_check(c->arena, c->err);
}

enum { MOST_OPTIONS = 4 };

static void add_option(const Rewrite *r, Expr *map, const char *name, Expr *value)
{
  map->keys[map->n] = (Name){text_of(name), r->span};
  map->args[map->n++] = value;
}

/* The options of an algorithm, as what the statement has for all its clauses. */
static Expr *default_options(const Rewrite *r, const FactFilter *defaults)
{
  const TemporalFilter *day = defaults->temporal;
  Expr *map = ast_expr(r->arena, EXPR_MAP, r->span, MOST_OPTIONS);
  map->keys = arena_array(r->arena, Name, MOST_OPTIONS);
  if (r->arena->bad) return map;
  map->n = 0;
  if (day && day->kind == VALID_AS_OF) {
    add_option(r, map, "asOf", day->from);
    add_option(r, map, "certainly", rewrite_literal(r, value_bool(day->certainly)));
  }
  if (defaults->according_to) add_option(r, map, "accordingTo", defaults->according_to);
  if (defaults->rank == RANK_BEST) add_option(r, map, "rank", rewrite_text(r, TEXT("best")));
  return map;
}

Status call_rewrite(Checker *c, Clause *clause)
{
  const FactFilter *defaults = &c->out->statement->defaults;
  if (!clause->procedure->defaults) return STATUS_OK;
  Rewrite r = {.c = c, .arena = c->arena, .span = clause->name.span};
  Expr *options = default_options(&r, defaults);
  TRY(arena_check(c->arena, c->err));
  if (options->n == 0) return STATUS_OK;
  for (uint32_t i = 0; i < options->n; i++) TRY(refuse_pattern(c, &options->args[i]));
  if (clause->exprs.n == 0) ast_push(c->arena, &clause->exprs, ast_expr(c->arena, EXPR_MAP, r.span, 0));
  TRY(arena_check(c->arena, c->err));
  Expr *args[] = {clause->exprs.at[0], options};
  clause->exprs.at[0] = rewrite_call(&r, "graph.options", args, ARRAY_LEN(args));
  return arena_check(c->arena, c->err);
}
