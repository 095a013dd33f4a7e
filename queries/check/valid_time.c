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
 * A variable-length relationship is tested one relationship at a time, and the nodes in between with them. Anonymous
 * parts get names that no user can write by accident. */
#include "check_internal.h"

typedef struct Rewrite {
  Arena *arena;
  const TemporalFilter *filter;
  Expr *where;
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

static void add(Rewrite *r, Expr *test)
{
  if (!r->where) {
    r->where = test;
    return;
  }
  Expr *both = ast_expr(r->arena, EXPR_BINARY, r->filter->span, 2);
  both->op = OP_AND;
  both->args[0] = r->where;
  both->args[1] = test;
  r->where = both;
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

/* all(x IN list WHERE test of x) */
static Expr *each(Rewrite *r, Expr *list)
{
  Text local = invent(r, "each");
  Expr *e = ast_expr(r->arena, EXPR_QUANTIFIER, r->filter->span, 2);
  e->op = OP_ALL;
  e->name = (Name){local, r->filter->span};
  e->args[0] = list;
  e->args[1] = test_of(r, local);
  return e;
}

static void rewrite_path(Rewrite *r, PathPattern *path)
{
  bool variable_length = false;
  for (uint32_t i = 0; i < path->n; i++) {
    RelPattern *rel = path->rels[i];
    if (!rel) continue;
    variable_length = variable_length || rel->variable;
    Text name = named(r, &rel->name);
    add(r, rel->variable ? each(r, variable(r, name)) : test_of(r, name));
  }
  if (variable_length || path->shortest != SHORTEST_NONE) {
    Expr *nodes = variable(r, named(r, &path->name));
    add(r, each(r, call(r, "nodes", &nodes, 1)));
    return;
  }
  for (uint32_t i = 0; i <= path->n; i++) add(r, test_of(r, named(r, &path->nodes[i]->name)));
}

Status valid_time_rewrite(Checker *c, Clause *clause)
{
  const TemporalFilter *filter = clause->temporal ? clause->temporal : c->out->statement->default_temporal;
  if (clause->according_to)
    return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", clause->according_to->span,
                    "ACCORDING TO is not supported: match the claims and their holders in the pattern");
  if (!filter || filter->kind == VALID_NONE || filter->kind == VALID_ALL) return STATUS_OK;
  Rewrite r = {.arena = c->arena, .filter = filter, .where = clause->where, .counter = &c->hidden_names};
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) rewrite_path(&r, clause->pattern->paths.at[i]);
  clause->where = r.where;
  return arena_check(c->arena, c->err);
}
