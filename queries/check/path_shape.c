/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shape of a path that is matched, before its names are looked at. Parentheses that repeat nothing are taken apart:
 * what stands in them becomes a part of the path around them, two nodes that stand side by side become one, and what
 * they ask by WHERE becomes the path's own condition. What is left are plain steps and repeated groups, whose bodies
 * hold plain steps alone. Whatever GQL or Clio does not allow in that shape is an error here. */
#include "check_internal.h"

AST_LIST(NodeList, NodePattern *);
AST_LIST(RelList, RelPattern *);
AST_LIST(GroupList, PathGroup *);

typedef struct Shape {
  Checker *c;
  NodeList nodes;
  RelList rels;
  GroupList groups;
  Expr *where;
} Shape;

static Status misplaced(Checker *c, Span span, const char *message)
{
  return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", span, "%s", message);
}

Expr *check_and(Checker *c, Expr *a, Expr *b)
{
  if (!a || !b) return a ? a : b;
  Expr *both = ast_expr(c->arena, EXPR_BINARY, a->span, 2);
  both->op = OP_AND;
  both->args[0] = a;
  both->args[1] = b;
  return both;
}

/* ---- nodes side by side */

static LabelExpr *both_labels(Checker *c, LabelExpr *a, LabelExpr *b)
{
  if (!a || !b) return a ? a : b;
  LabelExpr *both = arena_new(c->arena, LabelExpr);
  both->kind = LABEL_AND;
  both->span = a->span;
  both->left = a;
  both->right = b;
  return both;
}

static Expr *both_properties(Checker *c, Expr *a, Expr *b)
{
  if (!a || !b) return a ? a : b;
  /* A parameter in place of a map is refused later on. */
  if (a->kind != EXPR_MAP || b->kind != EXPR_MAP) return a->kind != EXPR_MAP ? a : b;
  Expr *both = ast_expr(c->arena, EXPR_MAP, a->span, a->n + b->n);
  Name *keys = arena_array(c->arena, Name, a->n + b->n);
  if (c->arena->bad) return a;
  for (uint32_t i = 0; i < a->n + b->n; i++) {
    const Expr *from = i < a->n ? a : b;
    uint32_t at = i < a->n ? i : i - a->n;
    keys[i] = from->keys[at];
    both->args[i] = from->args[at];
  }
  both->keys = keys;
  return both;
}

static bool is_empty(const NodePattern *node)
{
  return !node->name.text.data && !node->labels && !node->properties && !node->where;
}

static NodePattern *both_nodes(Checker *c, const NodePattern *a, const NodePattern *b)
{
  NodePattern *both = arena_new(c->arena, NodePattern);
  *both = *a;
  if (!both->name.text.data)
    both->name = b->name;
  else if (b->name.text.data && !text_equal(a->name.text, b->name.text))
    ast_push(c->arena, &both->aliases, b->name);
  for (uint32_t i = 0; i < b->aliases.n; i++) ast_push(c->arena, &both->aliases, b->aliases.at[i]);
  both->labels = both_labels(c, a->labels, b->labels);
  both->properties = both_properties(c, a->properties, b->properties);
  both->where = check_and(c, a->where, b->where);
  return both;
}

/* The node goes on where the last one is. */
static void join_node(Shape *s, NodePattern *node)
{
  NodePattern **last = &s->nodes.at[s->nodes.n - 1];
  if (is_empty(node)) return;
  *last = is_empty(*last) ? node : both_nodes(s->c, *last, node);
}

/* ---- groups */

static Status check_inner_path(Checker *c, const PathPattern *path)
{
  if (path->shortest != SHORTEST_NONE)
    return misplaced(c, path->span, "a path selector stands before a whole path, not inside of its parentheses");
  if (path->name.text.data)
    return misplaced(c, path->name.span, "a path variable names a whole path, not a part of one in parentheses");
  if (path->mode != PATH_DEFAULT)
    return misplaced(c, path->span, "a path mode stands before a whole path, not before a part of one");
  return STATUS_OK;
}

static Status check_body(Checker *c, const PathGroup *group)
{
  const PathPattern *path = group->path;
  if (path->n == 0) return misplaced(c, group->span, "a repeated part of a path needs a relationship");
  for (uint32_t i = 0; i < path->n; i++) {
    if ((path->groups && path->groups[i]) || path->rels[i]->variable)
      return misplaced(c, path->rels[i] ? path->rels[i]->span : path->groups[i]->span,
                       "a repeated part of a path cannot itself hold a repetition");
  }
  if (group->has_min && group->has_max && group->min > group->max)
    return error_at(c->err, ERROR_SYNTAX, "InvalidRelationshipPattern", group->span,
                    "the least number of repetitions %lld is more than the greatest %lld", (long long)group->min,
                    (long long)group->max);
  return STATUS_OK;
}

static bool repeats(const PathGroup *group)
{
  return group->has_min || group->has_max;
}

static void add_step(Shape *s, RelPattern *rel, PathGroup *group, NodePattern *node)
{
  ast_push(s->c->arena, &s->rels, rel);
  ast_push(s->c->arena, &s->groups, group);
  ast_push(s->c->arena, &s->nodes, node);
}

static Status add_steps(Shape *s, const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++) {
    PathGroup *group = path->groups ? path->groups[i] : NULL;
    if (!group || repeats(group)) {
      if (group) {
        TRY(check_inner_path(s->c, group->path));
        TRY(check_path_shape(s->c, group->path));
        TRY(check_body(s->c, group));
      }
      add_step(s, path->rels[i], group, path->nodes[i + 1]);
      TRY(arena_check(s->c->arena, s->c->err));
      continue;
    }
    TRY(check_inner_path(s->c, group->path));
    join_node(s, group->path->nodes[0]);
    TRY(add_steps(s, group->path));
    join_node(s, path->nodes[i + 1]);
    s->where = check_and(s->c, s->where, group->where);
    TRY(arena_check(s->c->arena, s->c->err));
  }
  return STATUS_OK;
}

/* A path that is one path in parentheses lends it the name and the mode that stand inside. */
static void lift_whole(PathPattern *path)
{
  bool whole = path->n == 1 && path->groups && path->groups[0] && !repeats(path->groups[0]) &&
               is_empty(path->nodes[0]) && is_empty(path->nodes[1]);
  if (!whole) return;
  PathPattern *inner = path->groups[0]->path;
  if (!path->name.text.data) {
    path->name = inner->name;
    inner->name = (Name){0};
  }
  if (path->mode == PATH_DEFAULT) {
    path->mode = inner->mode;
    inner->mode = PATH_DEFAULT;
  }
}

static Status check_selection(Checker *c, const PathPattern *path)
{
  bool counted = path->shortest == SHORTEST_K || path->shortest == SHORTEST_GROUPS || path->shortest == SHORTEST_ANY;
  if (counted && path->k < 1)
    return error_at(c->err, ERROR_SYNTAX, "NegativeIntegerArgument", path->span,
                    "a path selector asks for one path or group at least");
  if (path->mode != PATH_WALK || path->shortest != SHORTEST_NONE) return STATUS_OK;
  for (uint32_t i = 0; i < path->n; i++) {
    const PathGroup *group = path->groups ? path->groups[i] : NULL;
    if (group ? group->has_max : !path->rels[i]->variable || path->rels[i]->has_max) continue;
    return misplaced(c, group ? group->span : path->rels[i]->span,
                     "a WALK may go in circles for ever: give the repetition an upper bound, use TRAIL, or select "
                     "paths with ANY or SHORTEST");
  }
  return STATUS_OK;
}

Status check_path_shape(Checker *c, PathPattern *path)
{
  if (path->groups) {
    lift_whole(path);
    Shape s = {.c = c};
    ast_push(c->arena, &s.nodes, path->nodes[0]);
    TRY(arena_check(c->arena, c->err));
    TRY(add_steps(&s, path));
    path->nodes = s.nodes.at;
    path->rels = s.rels.at;
    path->groups = s.groups.at;
    path->n = s.rels.n;
    path->where = check_and(c, path->where, s.where);
    TRY(arena_check(c->arena, c->err));
  }
  return check_selection(c, path);
}
