/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repeated groups, ((a)-[r]->(b) WHERE ...){m,n}. A group is an edge of the pattern, so where it is walked from and
 * when is decided like everything else. One that repeats a single relationship is a step of variable length, with what
 * it asks as the predicate of each step; any other has a REPEAT, which runs the plan of the body once more for each
 * repetition. The names inside are slots of one repetition; those of the lists outside are bound by the edge. */
#include "plan_internal.h"

#include <math.h>

static Direction rel_direction(const RelPattern *rel, bool reversed)
{
  if (rel->direction == REL_BOTH || rel->direction == REL_EITHER) return DIR_BOTH;
  return (rel->direction == REL_OUT) != reversed ? DIR_OUT : DIR_IN;
}

static Status and_properties(Planner *p, PatternEdge *edge, uint32_t slot, const Expr *map)
{
  if (map == NULL) return STATUS_OK;
  if (map->kind != EXPR_MAP)
    return error_at(p->err, ERROR_SYNTAX, "InvalidParameterUse", map->span,
                    "a pattern that is matched takes its properties as a map written out");
  for (uint32_t i = 0; i < map->n; i++)
    edge_and_step(p, edge, expr_compare(p, OP_EQ, expr_property(p, slot, map->keys[i]), map->args[i]));
  return STATUS_OK;
}

static Status and_node(Planner *p, PatternEdge *edge, const NodePattern *node)
{
  if (node->labels != NULL) edge_and_step(p, edge, expr_has_labels(p, node->slot, node->labels));
  TRY(and_properties(p, edge, node->slot, node->properties));
  if (node->where != NULL) edge_and_step(p, edge, node->where);
  return STATUS_OK;
}

static Status single_step(Planner *p, PatternEdge *edge)
{
  const PathPattern *body = edge->group->path;
  const RelPattern *rel = body->rels[0];
  edge->dir = rel_direction(rel, false);
  edge->slot = rel->list_slot != SLOT_NONE ? rel->list_slot : plan_hidden_slot(p, SLOT_REL_LIST);
  edge->step = rel->slot;
  edge->step_from = body->nodes[0]->slot;
  edge->step_node = body->nodes[1]->slot;
  edge->from_list = body->nodes[0]->list_slot;
  edge->to_list = body->nodes[1]->list_slot;
  if (!pattern_types(p, rel->types, &edge->types, &edge->type_count))
    edge_and_step(p, edge, expr_has_labels(p, rel->slot, rel->types));
  TRY(and_properties(p, edge, rel->slot, rel->properties));
  if (rel->where != NULL) edge_and_step(p, edge, rel->where);
  TRY(and_node(p, edge, body->nodes[0]));
  TRY(and_node(p, edge, body->nodes[1]));
  if (body->where != NULL) edge_and_step(p, edge, body->where);
  if (edge->group->where != NULL) edge_and_step(p, edge, edge->group->where);
  return arena_check(p->arena, p->err);
}

/* All types that its relationships may have, for uniqueness. */
static Status all_types(Planner *p, PatternEdge *edge)
{
  const PathPattern *body = edge->group->path;
  struct {
    NameRef *at;
    uint32_t n, cap;
  } list = {0};
  for (uint32_t i = 0; i < body->n; i++) {
    NameRef *types;
    uint32_t n;
    if (!pattern_types(p, body->rels[i]->types, &types, &n) || n == 0) return STATUS_OK;
    for (uint32_t k = 0; k < n; k++) ast_push(p->arena, &list, types[k]);
  }
  TRY(arena_check(p->arena, p->err));
  edge->types = list.at;
  edge->type_count = list.n;
  return STATUS_OK;
}

static double ways_through(Planner *p, const PatternEdge *edge, bool reversed)
{
  const PathPattern *body = edge->group->path;
  double ways = 1;
  for (uint32_t i = 0; i < body->n; i++) {
    NameRef *types;
    uint32_t n;
    (void)pattern_types(p, body->rels[i]->types, &types, &n);
    ways *= cost_fan_out(p, NAME_NONE, types, n, rel_direction(body->rels[i], reversed));
  }
  return edge->group->where != NULL ? ways * cost_default_selectivity(p, edge->group->where) : ways;
}

Status group_edge(Planner *p, const PathGroup *group, PathMode mode, const PlanScope *before, PatternEdge *out)
{
  const PathPattern *body = group->path;
  out->group = group;
  out->variable = true;
  out->mode = mode;
  out->min = group->min;
  out->max = group->has_max ? group->max : INT64_MAX;
  if (body->n == 1 && body->nodes[0]->slot != body->nodes[1]->slot) return single_step(p, out);
  out->repeat = true;
  out->slot = plan_hidden_slot(p, SLOT_REL_LIST);
  TRY(all_types(p, out));
  for (int reversed = 0; reversed < 2; reversed++) out->ways[reversed] = ways_through(p, out, reversed);
  SlotSet needs = {0};
  slots_of_path(p->arena, body, &needs);
  slots_of_expr(p->arena, group->where, &needs);
  slots_keep(&needs, &before->bound);
  out->needs = needs;
  return arena_check(p->arena, p->err);
}

/* The lists of the parts; a node that stands twice in the body has one. */
static void list_slots(const PathPattern *body, Plan *op)
{
  for (uint32_t i = 0; i <= body->n; i++) {
    op->slots[2 * i] = body->nodes[i]->slot;
    op->slots2[2 * i] = body->nodes[i]->list_slot;
    for (uint32_t k = 0; k < i; k++)
      if (body->nodes[k]->slot == body->nodes[i]->slot) op->slots2[2 * i] = SLOT_NONE;
    if (i == body->n) break;
    op->slots[2 * i + 1] = body->rels[i]->slot;
    op->slots2[2 * i + 1] = body->rels[i]->list_slot;
  }
}

Status group_repeat(Planner *p, const PatternEdge *edge, bool reversed, const PlanScope *scope, Plan **plan, Plan **op)
{
  const PathGroup *group = edge->group;
  PathPattern *body = arena_new(p->arena, PathPattern);
  Plan *subplan;
  TRY(arena_check(p->arena, p->err));
  *body = *group->path;
  body->mode = edge->mode;
  PlanScope inner = plan_scope_inside(p, scope);
  uint32_t start = body->nodes[reversed ? body->n : 0]->slot;
  slots_add(p->arena, &inner.bound, start);
  slots_add(p->arena, &inner.non_null, start);
  TRY(plan_argument(p, MAX((*plan)->rows, 1), false, &subplan));
  bool was_in_group = p->in_group;
  p->in_group = true;
  TRY(plan_pattern(p, &(PatternPart){&body, 1, group->where}, 1, &inner, &subplan));
  p->in_group = was_in_group;
  TRY(plan_add(p, PLAN_REPEAT, plan, op));
  (*op)->child[1] = subplan;
  (*op)->row_by_row = plan_is_row_by_row(subplan);
  (*op)->slot_count = 2 * body->n + 1;
  (*op)->slots = arena_array(p->arena, uint32_t, (*op)->slot_count);
  (*op)->slots2 = arena_array(p->arena, uint32_t, (*op)->slot_count);
  TRY(arena_check(p->arena, p->err));
  (*op)->slot = start;
  list_slots(body, *op);
  return STATUS_OK;
}
