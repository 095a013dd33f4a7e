/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE, MERGE, SET, REMOVE, DELETE and FOREACH. Where rows must be held back so that reading and writing do not
 * disturb each other is not decided here but in plan_eager.c, over the whole tree. */
#include "plan_internal.h"

typedef struct Creation {
  Planner *p;
  PlanScope *scope;
  bool merge; /* bound nodes are listed, too */
  struct {
    PlanNode *at;
    uint32_t n, cap;
  } nodes;
  struct {
    PlanRel *at;
    uint32_t n, cap;
  } rels;
  SlotSet fresh; /* made by this operator */
} Creation;

/* ---- taking the pattern apart */

static void count_labels(const LabelExpr *labels, uint32_t *names, uint32_t *dynamic)
{
  for (; labels != NULL && labels->kind == LABEL_AND; labels = labels->left)
    count_labels(labels->right, names, dynamic);
  if (labels == NULL) return;
  if (labels->kind == LABEL_DYNAMIC)
    (*dynamic)++;
  else
    (*names)++;
}

static void collect_labels(const Planner *p, const LabelExpr *labels, PlanNode *node)
{
  if (labels == NULL) return;
  if (labels->kind == LABEL_AND) {
    collect_labels(p, labels->left, node);
    collect_labels(p, labels->right, node);
  } else if (labels->kind == LABEL_DYNAMIC)
    node->dynamic_labels[node->dynamic_count++] = labels->expr;
  else
    node->labels[node->label_count++] = plan_name_ref(p, NAME_LABEL, labels->name.text);
}

static Status set_labels(Planner *p, const LabelExpr *labels, const PlanScope *scope, PlanNode *node)
{
  uint32_t names = 0, dynamic = 0;
  count_labels(labels, &names, &dynamic);
  node->labels = arena_array(p->arena, NameRef, names);
  node->dynamic_labels = arena_array(p->arena, Expr *, dynamic);
  TRY(arena_check(p->arena, p->err));
  collect_labels(p, labels, node);
  for (uint32_t i = 0; i < node->dynamic_count; i++) TRY(plan_expr(p, node->dynamic_labels[i], scope));
  return STATUS_OK;
}

static bool is_listed(const Creation *c, uint32_t slot)
{
  for (uint32_t i = 0; i < c->nodes.n; i++)
    if (c->nodes.at[i].slot == slot) return true;
  return false;
}

static Status add_node(Creation *c, const NodePattern *pattern)
{
  Planner *p = c->p;
  bool bound = slots_has(&c->scope->bound, pattern->slot);
  if (slots_has(&c->fresh, pattern->slot)) return STATUS_OK;
  if (bound && (!c->merge || is_listed(c, pattern->slot))) return STATUS_OK;
  PlanNode node = {.slot = pattern->slot, .bound = bound};
  if (!bound) {
    TRY(plan_expr(p, pattern->properties, c->scope));
    TRY(set_labels(p, pattern->labels, c->scope, &node));
    node.properties = pattern->properties;
    slots_add(p->arena, &c->fresh, pattern->slot);
    if (node.label_count > 0) plan_note_label(p, node.slot, node.labels[0].id);
  }
  ast_push(p->arena, &c->nodes, node);
  return arena_check(p->arena, p->err);
}

static Status add_rel(Creation *c, const PathPattern *path, uint32_t i)
{
  Planner *p = c->p;
  const RelPattern *pattern = path->rels[i];
  bool incoming = pattern->direction == REL_IN;
  PlanRel rel = {.slot = pattern->slot,
                 .start = path->nodes[incoming ? i + 1 : i]->slot,
                 .end = path->nodes[incoming ? i : i + 1]->slot,
                 .type = {.id = NAME_NONE},
                 .span = pattern->span,
                 .properties = pattern->properties};
  TRY(plan_expr(p, pattern->properties, c->scope));
  if (pattern->types->kind == LABEL_DYNAMIC) {
    rel.dynamic_type = pattern->types->expr;
    TRY(plan_expr(p, rel.dynamic_type, c->scope));
  } else
    rel.type = plan_name_ref(p, NAME_TYPE, pattern->types->name.text);
  slots_add(p->arena, &c->fresh, pattern->slot);
  ast_push(p->arena, &c->rels, rel);
  return arena_check(p->arena, p->err);
}

/* ---- CREATE */

static void bind_fresh(Creation *c)
{
  slots_add_all(c->p->arena, &c->scope->bound, &c->fresh);
  slots_add_all(c->p->arena, &c->scope->non_null, &c->fresh);
  c->fresh = (SlotSet){0};
}

static Status flush(Creation *c, Plan **plan)
{
  if (c->nodes.n + c->rels.n == 0) return STATUS_OK;
  Plan *op;
  TRY(plan_add(c->p, PLAN_CREATE, plan, &op));
  op->nodes = c->nodes.at;
  op->node_count = c->nodes.n;
  op->rels = c->rels.at;
  op->rel_count = c->rels.n;
  c->nodes.at = NULL;
  c->rels.at = NULL;
  c->nodes.n = c->nodes.cap = c->rels.n = c->rels.cap = 0;
  bind_fresh(c);
  return STATUS_OK;
}

/* An expression that speaks of what the same clause makes before it needs that made first. */
static Status flush_before(Creation *c, const Expr *properties, const LabelExpr *labels, Plan **plan)
{
  SlotSet mentioned = {0};
  slots_of_expr(c->p->arena, properties, &mentioned);
  slots_of_labels(c->p->arena, labels, &mentioned);
  return slots_meet(&mentioned, &c->fresh) ? flush(c, plan) : STATUS_OK;
}

static Status add_paths(Planner *p, const Pattern *pattern, PlanScope *scope, Plan **plan)
{
  Plan *op = NULL;
  for (uint32_t i = 0; i < pattern->paths.n; i++) {
    const PathPattern *path = pattern->paths.at[i];
    if (path->name.text.data == NULL) continue;
    if (op == NULL) {
      TRY(plan_add(p, PLAN_PATHS, plan, &op));
      op->paths = arena_array(p->arena, PlanPath, pattern->paths.n);
    }
    PlanPath built = {.slot = path->slot, .n = 2 * path->n + 1};
    built.slots = arena_array(p->arena, uint32_t, built.n);
    TRY(arena_check(p->arena, p->err));
    for (uint32_t k = 0; k <= path->n; k++) {
      built.slots[2 * k] = path->nodes[k]->slot;
      if (k < path->n) built.slots[2 * k + 1] = path->rels[k]->slot;
    }
    op->paths[op->path_count++] = built;
    slots_add(p->arena, &scope->bound, path->slot);
    slots_add(p->arena, &scope->non_null, path->slot);
  }
  return STATUS_OK;
}

static Status refuse_groups(Planner *p, const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (path->rels[i] == NULL || path->rels[i]->types == NULL)
      return error_at(p->err, ERROR_SYNTAX, "UnexpectedSyntax", path->span,
                      "a path that is created is made of single relationships, each with a type");
  return STATUS_OK;
}

Status plan_create(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Creation c = {.p = p, .scope = scope};
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) {
    const PathPattern *path = clause->pattern->paths.at[i];
    TRY(refuse_groups(p, path));
    for (uint32_t k = 0; k <= path->n; k++) {
      TRY(flush_before(&c, path->nodes[k]->properties, path->nodes[k]->labels, plan));
      TRY(add_node(&c, path->nodes[k]));
    }
    for (uint32_t k = 0; k < path->n; k++) {
      TRY(flush_before(&c, path->rels[k]->properties, path->rels[k]->types, plan));
      TRY(add_rel(&c, path, k));
    }
  }
  TRY(flush(&c, plan));
  return add_paths(p, clause->pattern, scope, plan);
}

/* ---- SET and its kin */

static Status plan_set_items(Planner *p, SetList *items, const PlanScope *scope)
{
  for (uint32_t i = 0; i < items->n; i++) {
    SetItem *item = &items->at[i];
    TRY(plan_expr(p, item->target, scope));
    TRY(plan_expr(p, item->value, scope));
    TRY(plan_labels(p, item->labels, scope));
  }
  return STATUS_OK;
}

/* What FOR PORTION OF VALID_TIME splits before SET or DELETE sees it. */
static Status plan_portion(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Plan *op;
  if (clause->temporal == NULL) return STATUS_OK;
  TRY(plan_expr(p, clause->temporal->from, scope));
  TRY(plan_expr(p, clause->temporal->to, scope));
  TRY(plan_add(p, PLAN_SPLIT, plan, &op));
  op->low = clause->temporal->from;
  op->high = clause->temporal->to;
  op->slot_count = clause->portion.n;
  op->slots = arena_array(p->arena, uint32_t, op->slot_count);
  op->slots2 = arena_array(p->arena, uint32_t, op->slot_count);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < op->slot_count; i++) {
    op->slots[i] = clause->portion.at[i].rel;
    op->slots2[i] = clause->portion.at[i].slot;
    slots_add(p->arena, &scope->bound, op->slots2[i]);
  }
  return STATUS_OK;
}

Status plan_set(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  SetList items = clause->items;
  Plan *op;
  TRY(plan_portion(p, clause, scope, plan));
  TRY(plan_set_items(p, &items, scope));
  TRY(plan_add(p, PLAN_SET, plan, &op));
  op->set_items = items.at;
  op->set_count = items.n;
  return STATUS_OK;
}

Status plan_delete(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Plan *op;
  TRY(plan_portion(p, clause, scope, plan));
  for (uint32_t i = 0; i < clause->exprs.n; i++) TRY(plan_expr(p, clause->exprs.at[i], scope));
  TRY(plan_add(p, PLAN_DELETE, plan, &op));
  op->exprs = clause->exprs.at;
  op->expr_count = clause->exprs.n;
  op->flag = clause->detach;
  return STATUS_OK;
}

/* ---- MERGE */

Status plan_merge(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Creation c = {.p = p, .scope = scope, .merge = true};
  PathPattern *path = clause->pattern->paths.at[0];
  TRY(refuse_groups(p, path));
  PlanScope inner = plan_scope_inside(p, scope);
  Plan *match, *op;
  TRY(plan_argument(p, (*plan)->rows, false, &match));
  /* Named paths are put together above, for rows that were made as well. */
  PathPattern unnamed = *path;
  unnamed.name.text = (Text){NULL, 0};
  PathPattern *matched = &unnamed;
  p->merging = true;
  TRY(plan_pattern(p, &(PatternPart){&matched, 1, NULL}, 1, &inner, &match));
  p->merging = false;
  for (uint32_t i = 0; i <= path->n; i++) TRY(add_node(&c, path->nodes[i]));
  for (uint32_t i = 0; i < path->n; i++) TRY(add_rel(&c, path, i));
  TRY(plan_add(p, PLAN_MERGE, plan, &op));
  op->child[1] = match;
  op->row_by_row = true;
  op->nodes = c.nodes.at;
  op->node_count = c.nodes.n;
  op->rels = c.rels.at;
  op->rel_count = c.rels.n;
  bind_fresh(&c);
  SetList on_create = clause->on_create, on_match = clause->on_match;
  TRY(plan_set_items(p, &on_create, scope));
  TRY(plan_set_items(p, &on_match, scope));
  op->set_items = on_create.at;
  op->set_count = on_create.n;
  op->on_match = on_match.at;
  op->on_match_count = on_match.n;
  return add_paths(p, clause->pattern, scope, plan);
}

/* ---- FOREACH */

Status plan_foreach(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  PlanScope inner = plan_scope_inside(p, scope);
  Plan *updates, *op;
  TRY(plan_expr(p, clause->expr, scope));
  slots_add(p->arena, &inner.bound, clause->slot);
  TRY(plan_argument(p, (*plan)->rows, false, &updates));
  TRY(plan_clauses(p, clause->updates.at, clause->updates.n, &inner, &updates, NULL));
  TRY(plan_add(p, PLAN_FOREACH, plan, &op));
  op->child[1] = updates;
  op->slot = clause->slot;
  op->expr = clause->expr;
  op->row_by_row = true;
  return STATUS_OK;
}
