/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clio's valid-time clauses (after SQL:2011's FOR VALID_TIME) as one rewrite into plain predicates, before the clause
 * is checked: for each node and relationship x of the pattern
 *
 *     AS OF e                  valid.at(x.valid_from, x.valid_to, e)
 *     AS OF e CERTAINLY        valid.certainlyAt(x.valid_from, x.valid_to, e)
 *     FROM a TO b              valid.overlaps(x.valid_from, x.valid_to, a, b, false)
 *     BETWEEN a AND b          valid.overlaps(x.valid_from, x.valid_to, a, b, true)
 *     CONTAINED IN (a, b)      valid.within(x.valid_from, x.valid_to, a, b)
 *
 * The tests stand inside of the pattern, as inline WHERE would: what does not hold is not there for the path either, so
 * a shortest path is the shortest one of those that hold. A variable-length relationship is tested one relationship at
 * a time, with the node that each leads to; a repeated group at each of its repetitions. Anonymous parts get names that
 * no user can write by accident. */
#include "check_internal.h"

typedef struct Rewrite {
  Checker *c;
  Arena *arena;
  const TemporalFilter *filter;
  uint32_t *counter;
} Rewrite;

static Expr *variable(const Rewrite *r, Text name)
{
  Expr *e = ast_expr(r->arena, EXPR_VARIABLE, r->filter->span, 0);
  e->name = (Name){name, r->filter->span};
  return e;
}

static Expr *property(const Rewrite *r, Text of, const char *key)
{
  Expr *e = ast_expr(r->arena, EXPR_PROPERTY, r->filter->span, 1);
  e->args[0] = variable(r, of);
  e->name = (Name){text_of(key), r->filter->span};
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

static Expr *test_of(const Rewrite *r, Text name)
{
  const TemporalFilter *f = r->filter;
  Expr *args[5] = {property(r, name, "valid_from"), property(r, name, "valid_to"), f->from, f->to, NULL};
  switch (f->kind) {
  case VALID_AS_OF: return call(r, f->certainly ? "valid.certainlyAt" : "valid.at", args, 3);
  case VALID_CONTAINED_IN: return call(r, "valid.within", args, 4);
  default: args[4] = boolean(r, f->kind == VALID_BETWEEN); return call(r, "valid.overlaps", args, 5);
  }
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

static void rewrite_rel(Rewrite *r, RelPattern *rel)
{
  rel->where = check_and(r->c, rel->where, test_of(r, named(r, &rel->name)));
  if (rel->variable) rel->each_node = test_of(r, named(r, &rel->node_name));
}

static void rewrite_path(Rewrite *r, PathPattern *path)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    NodePattern *node = path->nodes[i];
    node->where = check_and(r->c, node->where, test_of(r, named(r, &node->name)));
    if (i == path->n) break;
    if (path->rels[i])
      rewrite_rel(r, path->rels[i]);
    else
      rewrite_path(r, path->groups[i]->path);
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
  Rewrite r = {.c = c, .arena = c->arena, .filter = filter, .counter = &c->hidden_names};
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) {
    TRY(check_path_shape(c, clause->pattern->paths.at[i]));
    rewrite_path(&r, clause->pattern->paths.at[i]);
  }
  return arena_check(c->arena, c->err);
}
