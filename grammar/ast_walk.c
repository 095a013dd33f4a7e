/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The children of an expression, so that passes over expressions need not know every kind. */
#include "ast.h"

static Status visit_if(ExprVisit visit, void *context, Expr **child)
{
  return *child ? visit(context, child) : STATUS_OK;
}

static Status each_in_labels(LabelExpr *labels, ExprVisit visit, void *context)
{
  if (!labels) return STATUS_OK;
  TRY(visit_if(visit, context, &labels->expr));
  TRY(each_in_labels(labels->left, visit, context));
  return each_in_labels(labels->right, visit, context);
}

static Status each_in_node(NodePattern *node, ExprVisit visit, void *context)
{
  TRY(each_in_labels(node->labels, visit, context));
  TRY(visit_if(visit, context, &node->properties));
  return visit_if(visit, context, &node->where);
}

static Status each_in_rel(RelPattern *rel, ExprVisit visit, void *context)
{
  TRY(each_in_labels(rel->types, visit, context));
  TRY(visit_if(visit, context, &rel->properties));
  TRY(visit_if(visit, context, &rel->each_node));
  return visit_if(visit, context, &rel->where);
}

Status ast_each_path_expr(PathPattern *path, ExprVisit visit, void *context)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(each_in_node(path->nodes[i], visit, context));
    if (i == path->n) break;
    if (path->rels[i]) TRY(each_in_rel(path->rels[i], visit, context));
    PathGroup *group = path->groups ? path->groups[i] : NULL;
    if (!group) continue;
    TRY(ast_each_path_expr(group->path, visit, context));
    TRY(visit_if(visit, context, &group->where));
  }
  return visit_if(visit, context, &path->where);
}

Status ast_each_child(Expr *e, ExprVisit visit, void *context)
{
  if (e->path) TRY(ast_each_path_expr(e->path, visit, context));
  for (uint32_t i = 0; i < e->n; i++) TRY(visit_if(visit, context, &e->args[i]));
  return each_in_labels(e->labels, visit, context);
}
