/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One step of solving a pattern: what it is estimated to make, and its operator. After each step every conjunct that
 * has become ready is applied; shortest paths and named paths come when all else is bound. */
#include "plan_internal.h"

#include <math.h>

/* ---- estimates */

static bool is_into(const PatternEdge *edge, const SlotSet *bound)
{
  return slots_has(bound, edge->left) && slots_has(bound, edge->right);
}

static Direction walked(const PatternEdge *edge, bool reversed)
{
  return reversed ? direction_reverse(edge->dir) : edge->dir;
}

static Direction seen_from(const PatternEdge *edge, uint32_t slot)
{
  return slot == edge->left ? edge->dir : direction_reverse(edge->dir);
}

/* Whether the node at that end was reached by a relationship of the same single type that the edge has. */
static const PatternEdge *edge_before(const PatternGraph *g, const PatternEdge *edge, uint32_t from,
                                      const SlotSet *bound)
{
  for (uint32_t i = 0; i < g->edge_count && edge->type_count == 1; i++) {
    const PatternEdge *other = &g->edges[i];
    if (other == edge || other->variable || other->type_count != 1 || other->types[0].id != edge->types[0].id) continue;
    if ((other->left == from || other->right == from) && slots_has(bound, other->slot)) return other;
  }
  return NULL;
}

static double fan_out(const Planner *p, const PatternGraph *g, const PatternEdge *edge, uint32_t from, Direction dir,
                      const SlotSet *bound)
{
  const PatternEdge *before = edge_before(g, edge, from, bound);
  double fan = before == NULL ? -1 : cost_fan_out_of_reached(p, edge->types[0].id, seen_from(before, from), dir);
  return fan >= 0 ? fan : cost_slot_fan_out(p, from, edge->types, edge->type_count, dir);
}

static double expand_rows(const Planner *p, const PatternGraph *g, const SolveStep *step, const PatternEdge *edge,
                          const SlotSet *bound, double *cost)
{
  uint32_t from = step->reversed ? edge->right : edge->left, to = step->reversed ? edge->left : edge->right;
  Direction dir = walked(edge, step->reversed);
  double most = MAX(cost_node_count(p), (double)graph_rel_count(p->graph));
  double fan = edge->repeat ? edge->ways[step->reversed] : fan_out(p, g, edge, from, dir, bound);
  double rows = fan;
  *cost = COST_EXPAND;
  if (edge->variable) {
    double later = edge->repeat ? fan : cost_fan_out(p, NAME_NONE, edge->types, edge->type_count, dir);
    rows = cost_var_fan_out(fan, later, edge->min, edge->max, most);
    *cost += cost_var_fan_out(fan, later, 0, edge->max, most);
  }
  if (!is_into(edge, bound)) return rows;
  if (!edge->variable) {
    double back = cost_slot_fan_out(p, to, edge->types, edge->type_count, direction_reverse(dir));
    *cost += log2(1 + MIN(fan, back)); /* bisects the shorter list */
  }
  return rows / cost_label_rows(p, plan_slot_label(p, to));
}

double step_rows(const Planner *p, const PatternGraph *g, const SolveStep *step, const SlotSet *bound,
                 double *cost_per_row)
{
  switch (step->kind) {
  case STEP_NODE:
  case STEP_REL: *cost_per_row = step->access.cost; return step->access.rows;
  case STEP_BOUND_REL: *cost_per_row = COST_EXPAND; return g->edges[step->index].dir == DIR_BOTH ? 2 : 1;
  case STEP_EXPAND: break;
  }
  return expand_rows(p, g, step, &g->edges[step->index], bound, cost_per_row);
}

double step_selectivity(Planner *p, const PatternGraph *g, const SolveStep *step, Conjunct *c)
{
  if (c->kind == CONJUNCT_ID && step->kind == STEP_NODE && step->access.kind == PLAN_NODE_ID_SEEK) return 1;
  if (c->kind != CONJUNCT_LABEL || step->kind == STEP_NODE || step->kind == STEP_BOUND_REL)
    return conjunct_selectivity(p, c);
  const PatternEdge *edge = &g->edges[step->index];
  Direction dir = c->slot == edge->right ? edge->dir : direction_reverse(edge->dir);
  if (c->slot != edge->left && c->slot != edge->right) return conjunct_selectivity(p, c);
  uint32_t from =
      step->kind == STEP_EXPAND ? plan_slot_label(p, c->slot == edge->right ? edge->left : edge->right) : NAME_NONE;
  return cost_reached_label(p, from, c->label.id, edge->types, edge->type_count, dir);
}

void step_binds(Planner *p, const PatternGraph *g, const SolveStep *step, SlotSet *bound)
{
  if (step->kind == STEP_NODE) {
    slots_add(&p->scratch, bound, g->nodes[step->index].slot);
    return;
  }
  const PatternEdge *edge = &g->edges[step->index];
  edge_binds(&p->scratch, edge, bound);
  slots_add(&p->scratch, bound, edge->left);
  slots_add(&p->scratch, bound, edge->right);
}

/* ---- operators */

static void bind(Planner *p, PlanScope *scope, uint32_t slot)
{
  slots_add(p->arena, &scope->bound, slot);
  slots_add(p->arena, &scope->non_null, slot);
}

static void set_access(PatternGraph *g, Plan *op, const NodeAccess *access)
{
  op->label = access->label;
  op->index = access->index;
  op->low = access->low;
  op->high = access->high;
  op->expr = access->expr;
  op->equal = access->equal;
  op->low_inclusive = access->low_inclusive;
  op->high_inclusive = access->high_inclusive;
  op->prefix = access->prefix;
  op->in_list = access->in_list;
  for (uint32_t k = 0; k < ARRAY_LEN(access->used); k++)
    if (access->used[k] != ACCESS_UNUSED) conjunct_done(&g->conjuncts, access->used[k]);
}

void step_set_edge(Plan *op, const PatternEdge *edge, bool reversed)
{
  op->from = reversed ? edge->right : edge->left;
  op->to = reversed ? edge->left : edge->right;
  op->rel = edge->slot;
  op->dir = walked(edge, reversed);
  op->types = edge->types;
  op->type_count = edge->type_count;
  op->min = edge->min;
  op->max = edge->max;
  op->mode = edge->mode;
  op->step_filter = edge->step_filter;
  op->step = edge->step;
  /* What is asked of the nodes along a relationship of variable length is asked of both ends, too: there it is tested
   * on whichever node a step reaches. In a group left is left. */
  bool turned = reversed && edge->group != NULL;
  op->step_from = turned ? edge->step_node : edge->step_from;
  op->step_node = turned ? edge->step_from : edge->step_node;
  op->from_list = edge->from_list;
  op->to_list = edge->to_list;
  op->flag = edge->variable && reversed;
}

/* A predicate that only the planner knows of: registered like one that was written. */
static Status add_test(Planner *p, PatternGraph *g, Expr *e, const PlanScope *scope)
{
  TRY(arena_check(p->arena, p->err));
  PlanScope visible = plan_scope_copy(p, scope);
  slots_add_all(p->arena, &visible.bound, &g->slots);
  slots_of_expr(p->arena, e, &visible.bound);
  return conjuncts_add(p, &g->conjuncts, e, &visible);
}

Status edges_differ(Planner *p, PatternGraph *g, const PatternEdge *a, const PatternEdge *b)
{
  if (a->variable && !b->variable) return edges_differ(p, g, b, a);
  PlanScope nothing = {0};
  Span span = a->span;
  Expr *first = expr_variable(p, a->slot, span), *second = expr_variable(p, b->slot, span);
  if (!b->variable) return add_test(p, g, expr_compare(p, OP_NE, first, second), &nothing);
  if (!a->variable) return add_test(p, g, expr_unary(p, OP_NOT, expr_binary(p, OP_IN, first, second)), &nothing);
  Expr *none = ast_expr(p->arena, EXPR_QUANTIFIER, span, 2);
  uint32_t local = plan_hidden_slot(p, SLOT_REL);
  Expr *each = expr_variable(p, local, span);
  TRY(arena_check(p->arena, p->err));
  none->op = OP_NONE_OF;
  none->slot = local;
  none->name = each->name;
  none->args[0] = first;
  none->args[1] = expr_binary(p, OP_IN, each, second);
  /* The local variable is never bound outside, so it must not be waited for. */
  slots_add(p->arena, &nothing.bound, a->slot);
  slots_add(p->arena, &nothing.bound, b->slot);
  return conjuncts_add(p, &g->conjuncts, none, &nothing);
}

/* For operators that do not know of uniqueness: as predicates. */
static Status differ_from_done(Planner *p, PatternGraph *g, uint32_t index, const PlanScope *scope)
{
  for (uint32_t i = 0; i < g->edge_count; i++) {
    const PatternEdge *other = &g->edges[i];
    if (i == index || !other->done || !slots_has(&scope->bound, other->slot)) continue;
    if (edges_can_share(other, &g->edges[index])) TRY(edges_differ(p, g, &g->edges[index], other));
  }
  return STATUS_OK;
}

static Status set_unique(Planner *p, const PatternGraph *g, uint32_t index, const PlanScope *scope, Plan *op)
{
  op->unique = arena_array(p->arena, uint32_t, g->edge_count);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < g->edge_count; i++) {
    const PatternEdge *other = &g->edges[i];
    if (i == index || !other->done || !slots_has(&scope->bound, other->slot)) continue;
    if (edges_can_share(other, &g->edges[index])) op->unique[op->unique_count++] = other->slot;
  }
  return STATUS_OK;
}

static Status build_node(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan)
{
  Plan *op;
  TRY(plan_add(p, step->access.kind, plan, &op));
  op->slot = g->nodes[step->index].slot;
  op->rows *= step->access.rows;
  set_access(g, op, &step->access);
  bind(p, scope, op->slot);
  return STATUS_OK;
}

static Status build_rel(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan)
{
  PatternEdge *edge = &g->edges[step->index];
  Plan *op;
  TRY(plan_add(p, step->access.kind, plan, &op));
  step_set_edge(op, edge, false);
  set_access(g, op, &step->access);
  op->rows *= step->access.rows;
  bind(p, scope, edge->slot);
  bind(p, scope, edge->left);
  bind(p, scope, edge->right);
  TRY(differ_from_done(p, g, step->index, scope));
  edge->done = true;
  return STATUS_OK;
}

/* An end that is bound already is found again under a hidden slot and compared. */
static Status end_slot(Planner *p, PatternGraph *g, uint32_t slot, PlanScope *scope, uint32_t *out)
{
  if (!slots_has(&scope->bound, slot)) {
    *out = slot;
    bind(p, scope, slot);
    return STATUS_OK;
  }
  *out = plan_hidden_slot(p, SLOT_NODE);
  TRY(add_test(p, g, expr_compare(p, OP_EQ, expr_variable(p, *out, SPAN_NONE), expr_variable(p, slot, SPAN_NONE)),
               scope));
  bind(p, scope, *out);
  return STATUS_OK;
}

static Status build_bound_rel(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan)
{
  PatternEdge *edge = &g->edges[step->index];
  Plan *op;
  TRY(plan_add(p, PLAN_REL_ID_SEEK, plan, &op));
  step_set_edge(op, edge, false);
  op->rows *= edge->dir == DIR_BOTH ? 2 : 1;
  TRY(end_slot(p, g, edge->left, scope, &op->from));
  TRY(end_slot(p, g, edge->right, scope, &op->to));
  TRY(differ_from_done(p, g, step->index, scope));
  edge->done = true;
  return STATUS_OK;
}

static void bind_edge(Planner *p, const PatternEdge *edge, PlanScope *scope)
{
  edge_binds(p->arena, edge, &scope->bound);
  edge_binds(p->arena, edge, &scope->non_null);
  bind(p, scope, edge->left);
  bind(p, scope, edge->right);
}

static Status build_expand(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan)
{
  PatternEdge *edge = &g->edges[step->index];
  bool into = is_into(edge, &scope->bound);
  double cost, rows = (*plan)->rows * expand_rows(p, g, step, edge, &scope->bound, &cost);
  Plan *op;
  if (edge->repeat)
    TRY(group_repeat(p, edge, step->reversed, scope, plan, &op));
  else
    TRY(plan_add(p, edge->variable ? PLAN_EXPAND_VAR : into ? PLAN_EXPAND_INTO : PLAN_EXPAND, plan, &op));
  step_set_edge(op, edge, step->reversed);
  op->rows = rows;
  op->into = into;
  TRY(set_unique(p, g, step->index, scope, op));
  bind_edge(p, edge, scope);
  edge->done = true;
  return STATUS_OK;
}

Status plan_step(Planner *p, PatternGraph *g, const SolveStep *step, PlanScope *scope, Plan **plan)
{
  switch (step->kind) {
  case STEP_NODE: TRY(build_node(p, g, step, scope, plan)); break;
  case STEP_REL: TRY(build_rel(p, g, step, scope, plan)); break;
  case STEP_BOUND_REL: TRY(build_bound_rel(p, g, step, scope, plan)); break;
  case STEP_EXPAND: TRY(build_expand(p, g, step, scope, plan)); break;
  }
  TRY(finish_step_conjuncts(p, g, scope, plan));
  (*plan)->rows = step->rows;
  return STATUS_OK;
}

/* ---- named paths */

static bool path_complete(const PlanPath *path, const PlanScope *scope)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (!slots_has(&scope->bound, path->slots[i])) return false;
  return true;
}

static bool path_awaited(const PatternGraph *g, const PlanPath *path, const PlanScope *scope)
{
  for (uint32_t i = 0; i < g->conjuncts.n; i++) {
    const Conjunct *c = &g->conjuncts.at[i];
    if (c->done || !slots_has(&c->needs, path->slot)) continue;
    bool others = true;
    for (uint32_t s = slots_next(&c->needs, 0); s != SLOT_NONE; s = slots_next(&c->needs, s + 1))
      others = others && (s == path->slot || slots_has(&scope->bound, s));
    if (others) return true;
  }
  return false;
}

static Status build_paths(Planner *p, PatternGraph *g, bool all, PlanScope *scope, Plan **plan, bool *built)
{
  Plan *op = NULL;
  *built = false;
  for (uint32_t i = 0; i < g->path_count; i++) {
    const PlanPath *path = &g->paths[i];
    if (slots_has(&scope->bound, path->slot) || !path_complete(path, scope)) continue;
    if (!all && !path_awaited(g, path, scope)) continue;
    if (op == NULL) {
      TRY(plan_add(p, PLAN_PATHS, plan, &op));
      op->paths = arena_array(p->arena, PlanPath, g->path_count);
      TRY(arena_check(p->arena, p->err));
    }
    op->paths[op->path_count++] = *path;
    bind(p, scope, path->slot);
    *built = true;
  }
  return STATUS_OK;
}

Status finish_step_conjuncts(Planner *p, PatternGraph *g, PlanScope *scope, Plan **plan)
{
  bool built = true;
  while (built) {
    TRY(conjuncts_apply(p, &g->conjuncts, scope, plan));
    TRY(build_paths(p, g, false, scope, plan, &built));
  }
  return STATUS_OK;
}

/* ---- the end */

/* shortestPath((a)-[r:T]->(b)): the operator gives a list also for a single relationship. */
static Status unwrap_single(Planner *p, const PatternEdge *edge, PlanScope *scope, Plan **plan)
{
  const RelPattern *rel = edge->rel;
  if (rel->variable || rel->name.text.data == NULL) return STATUS_OK;
  Expr *first = ast_expr(p->arena, EXPR_INDEX, rel->span, 2);
  TRY(arena_check(p->arena, p->err));
  first->args[0] = expr_variable(p, edge->slot, rel->span);
  first->args[1] = expr_int(p, 0);
  Plan *op;
  TRY(plan_add(p, PLAN_PROJECT, plan, &op));
  op->items = arena_array(p->arena, PlanItem, 1);
  TRY(arena_check(p->arena, p->err));
  op->items[op->item_count++] = (PlanItem){first, rel->slot};
  bind(p, scope, rel->slot);
  return STATUS_OK;
}

static Status build_shortest(Planner *p, PatternGraph *g, PatternEdge *edge, PlanScope *scope, Plan **plan)
{
  Plan *op;
  TRY(plan_add(p, PLAN_SHORTEST_PATH, plan, &op));
  step_set_edge(op, edge, false);
  op->into = true;
  op->all_shortest = edge->shortest == SHORTEST_ALL;
  bind(p, scope, edge->slot);
  edge->done = true;
  SlotSet found = {0};
  slots_add(&p->scratch, &found, edge->slot);
  TRY(plan_witness(p, &found, WITNESS_SEARCH, plan));
  TRY(unwrap_single(p, edge, scope, plan));
  return finish_step_conjuncts(p, g, scope, plan);
}

static Status build_modes(Planner *p, const PatternGraph *g, Plan **plan)
{
  for (uint32_t i = 0; i < g->mode_count; i++) {
    Plan *op;
    TRY(plan_add(p, PLAN_PATH_MODE, plan, &op));
    op->paths = &g->modes[i].path;
    op->path_count = 1;
    op->mode = g->modes[i].mode;
  }
  return STATUS_OK;
}

Status plan_pattern_end(Planner *p, PatternGraph *g, PlanScope *scope, Plan **plan)
{
  for (uint32_t i = 0; i < g->edge_count; i++)
    if (g->edges[i].shortest != SHORTEST_NONE) TRY(build_shortest(p, g, &g->edges[i], scope, plan));
  for (uint32_t i = 0; i < g->selection_count; i++) {
    TRY(plan_selection(p, g, &g->selections[i], scope, plan));
    TRY(finish_step_conjuncts(p, g, scope, plan));
  }
  TRY(build_modes(p, g, plan));
  bool built;
  TRY(build_paths(p, g, true, scope, plan, &built));
  TRY(conjuncts_apply(p, &g->conjuncts, scope, plan));
  for (uint32_t i = 0; i < g->conjuncts.n; i++)
    if (!g->conjuncts.at[i].done) return error_internal(p->err, "a predicate of a pattern was left over");
  return STATUS_OK;
}
