/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constructors of ast_build.h for patterns and labels. */
#include "ast_build_internal.h"

/* ---- paths */

Pattern *build_pattern(Parser *p, Span span, Pattern *pattern, PathPattern *path)
{
  if (!pattern) pattern = arena_new(p->arena, Pattern);
  pattern->span = span;
  ast_push(p->arena, &pattern->paths, path);
  pattern->height = MAX(pattern->height, path->height);
  return pattern;
}

PathPattern *build_path_name(Span span, Name name, PathPattern *path)
{
  path->span = span;
  path->name = name;
  return path;
}

static uint32_t height_of_node(const NodePattern *node)
{
  return MAX(height_of_labels(node->labels), MAX(height_of(node->properties), height_of(node->where)));
}

static uint32_t height_of_rel(const RelPattern *rel)
{
  return MAX(height_of_labels(rel->types), MAX(height_of(rel->properties), height_of(rel->where)));
}

static uint32_t height_of_steps(const PathBuilder *builder)
{
  uint32_t height = 0;
  for (uint32_t i = 0; i < builder->nodes.n; i++) height = MAX(height, height_of_node(builder->nodes.at[i]));
  for (uint32_t i = 0; i < builder->rels.n; i++) {
    if (builder->rels.at[i]) height = MAX(height, height_of_rel(builder->rels.at[i]));
    const PathGroup *group = builder->groups.at[i];
    if (group) height = MAX(height, MAX(group->path->height, height_of(group->where)));
  }
  return height;
}

/* A path that is nothing but a path in parentheses is that path. */
static PathPattern *bare_group(const PathBuilder *builder)
{
  if (builder->rels.n != 1 || !builder->groups.at[0]) return NULL;
  const PathGroup *group = builder->groups.at[0];
  const PathPattern *inner = group->path;
  bool bare = !group->has_min && !group->has_max && !group->where && !inner->name.text.data &&
              inner->shortest == SHORTEST_NONE && inner->mode == PATH_DEFAULT;
  for (uint32_t i = 0; i < builder->nodes.n; i++) bare = bare && builder->nodes.at[i]->span.end == 0;
  return bare ? group->path : NULL;
}

PathPattern *build_path(Parser *p, Span span, PathBuilder builder)
{
  PathPattern *path = NULL;
  if (!p->arena->bad) path = bare_group(&builder);
  if (!path) {
    path = arena_new(p->arena, PathPattern);
    path->nodes = builder.nodes.at;
    path->rels = builder.rels.at;
    path->groups = builder.grouped ? builder.groups.at : NULL;
    path->n = builder.rels.n;
    path->height = p->arena->bad ? 0 : height_above(p, span, height_of_steps(&builder));
  }
  path->span = span;
  return path;
}

PathPattern *build_path_selected(Parser *p, Span span, Selector selector, PathBuilder builder)
{
  PathPattern *path = build_path(p, span, builder);
  path->shortest = selector.shortest;
  path->k = selector.k;
  path->mode = selector.mode;
  return path;
}

PathPattern *build_shortest(Parser *p, Span span, ShortestKind kind, PathBuilder builder)
{
  PathPattern *path = build_path(p, span, builder);
  path->shortest = kind;
  path->shortest_function = true;
  return path;
}

Selector build_selector(ShortestKind kind, int64_t k, PathMode mode)
{
  return (Selector){kind, k, mode};
}

/* ---- steps */

PathBuilder build_path_start(Parser *p, NodePattern *node)
{
  PathBuilder builder = NO_PATH;
  ast_push(p->arena, &builder.nodes, node);
  return builder;
}

PathBuilder build_path_step(Parser *p, PathBuilder builder, RelPattern *rel, NodePattern *node)
{
  ast_push(p->arena, &builder.rels, rel);
  ast_push(p->arena, &builder.groups, NULL);
  ast_push(p->arena, &builder.nodes, node);
  return builder;
}

PathBuilder build_path_group(Parser *p, PathBuilder builder, PathGroup *group)
{
  /* The anonymous ends have no span: nobody wrote them. */
  if (builder.nodes.n == 0) ast_push(p->arena, &builder.nodes, arena_new(p->arena, NodePattern));
  ast_push(p->arena, &builder.rels, NULL);
  ast_push(p->arena, &builder.groups, group);
  ast_push(p->arena, &builder.nodes, arena_new(p->arena, NodePattern));
  builder.grouped = true;
  return builder;
}

PathBuilder build_path_node(Parser *p, PathBuilder builder, NodePattern *node)
{
  if (!p->arena->bad) builder.nodes.at[builder.nodes.n - 1] = node;
  return builder;
}

PathGroup *build_group(Parser *p, Span span, PathPattern *path, Expr *where, Quantifier quantifier)
{
  PathGroup *group = arena_new(p->arena, PathGroup);
  group->span = span;
  group->path = path;
  group->where = where;
  group->has_min = quantifier.has_min;
  group->has_max = quantifier.has_max;
  group->min = quantifier.min;
  group->max = quantifier.max;
  return group;
}

NodePattern *build_node(Parser *p, Span span, Name name, LabelExpr *labels, Expr *properties, Expr *where)
{
  NodePattern *node = arena_new(p->arena, NodePattern);
  node->span = span;
  node->name = name;
  node->labels = labels;
  node->properties = properties;
  node->where = where;
  return node;
}

RelPattern *build_rel_detail(Parser *p, Name name, LabelExpr *types, Expr *properties, Expr *where)
{
  RelPattern *rel = arena_new(p->arena, RelPattern);
  rel->name = name;
  rel->types = types;
  rel->properties = properties;
  rel->where = where;
  return rel;
}

RelPattern *build_rel(Parser *p, Span span, bool left, bool right, RelPattern *detail, Quantifier quantifier)
{
  RelPattern *rel = detail ? detail : arena_new(p->arena, RelPattern);
  rel->span = span;
  rel->direction = left && right ? REL_EITHER : left ? REL_IN : right ? REL_OUT : REL_BOTH;
  rel->variable = quantifier.given;
  rel->quantified = quantifier.given && !quantifier.star;
  rel->has_min = quantifier.has_min;
  rel->has_max = quantifier.has_max;
  rel->min = quantifier.min;
  rel->max = quantifier.max;
  return rel;
}

Quantifier build_range(bool has_min, int64_t min, bool has_max, int64_t max)
{
  return (Quantifier){.given = true, .star = true, .has_min = has_min, .has_max = has_max, .min = min, .max = max};
}

Quantifier build_quantifier(int64_t min, bool has_max, int64_t max)
{
  return (Quantifier){.given = true, .has_min = true, .has_max = has_max, .min = min, .max = max};
}

/* ---- labels */

static LabelExpr *label(Parser *p, LabelKind kind, Span span, uint32_t below)
{
  LabelExpr *labels = arena_new(p->arena, LabelExpr);
  labels->kind = kind;
  labels->span = span;
  labels->height = height_above(p, span, below);
  return labels;
}

LabelExpr *build_label(Parser *p, Name name)
{
  LabelExpr *labels = label(p, LABEL_NAME, name.span, 0);
  labels->name = name;
  return labels;
}

LabelExpr *build_label_any(Parser *p, Span span)
{
  return label(p, LABEL_ANY, span, 0);
}

LabelExpr *build_label_not(Parser *p, Span span, LabelExpr *inner)
{
  LabelExpr *labels = label(p, LABEL_NOT, span, inner->height);
  labels->left = inner;
  return labels;
}

LabelExpr *build_label_pair(Parser *p, Span span, LabelKind kind, bool colon, LabelExpr *left, LabelExpr *right)
{
  LabelExpr *labels = label(p, kind, span, MAX(left->height, right->height));
  labels->left = left;
  labels->right = right;
  labels->colon = colon;
  return labels;
}

LabelExpr *build_label_dynamic(Parser *p, Span span, Name opener, Expr *expr)
{
  LabelExpr *labels = label(p, LABEL_DYNAMIC, span, height_of(expr));
  labels->expr = expr;
  labels->any = opener.text.len > 0;
  return labels;
}
