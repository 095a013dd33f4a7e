/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries inside queries: CALL { }, and the patterns and subqueries inside expressions. Each is planned over an
 * ARGUMENT, which hands out the rows outside; slots are shared, so importing a variable needs no work. */
#include "plan_internal.h"

/* ---- what kind of subplan */

bool plan_is_row_by_row(const Plan *plan)
{
  if (plan == NULL) return false;
  unsigned flags = plan_flags(plan->kind);
  switch (plan->kind) {
  case PLAN_AGGREGATE:
  case PLAN_SORT:
  case PLAN_TOP:
  case PLAN_SKIP:
  case PLAN_LIMIT: return true;
  case PLAN_PROCEDURE_CALL:
    if (plan->procedure != NULL && plan->procedure->writes) return true;
    break;
  default: break;
  }
  if ((flags & OP_WRITES) != 0 || plan_is_row_by_row(plan->child[0])) return true;
  /* The subplan of an operator in it is that operator's business, unless it changes the graph. */
  if ((flags & OP_CORRELATED) != 0) return plan_has_writes(plan->child[1]);
  return plan->kind == PLAN_UNION && plan_is_row_by_row(plan->child[1]);
}

bool plan_has_writes(const Plan *plan)
{
  if (plan == NULL) return false;
  bool procedure = plan->kind == PLAN_PROCEDURE_CALL && plan->procedure != NULL && plan->procedure->writes;
  return procedure || (plan_flags(plan->kind) & OP_WRITES) != 0 || plan_has_writes(plan->child[0]) ||
         plan_has_writes(plan->child[1]);
}

/* ---- queries whose values do not matter */

static bool only_projects(const Projection *projection, bool distinct_matters)
{
  if (projection->skip != NULL || projection->limit != NULL || (distinct_matters && projection->distinct)) return false;
  for (uint32_t i = 0; i < projection->items.n; i++)
    if (expr_has_aggregate(projection->items.at[i].expr)) return false;
  return true;
}

/* Plans the query but leaves out a last RETURN that changes nothing about whether there are rows (or how many). */
static Status plan_rows_only(Planner *p, const Query *query, bool count, PlanScope *scope, Plan **plan)
{
  const ClauseList *clauses = &query->clauses;
  const Clause *last = clauses->n > 0 ? clauses->at[clauses->n - 1] : NULL;
  bool alone = query->next == NULL && query->then == NULL && query->body == NULL && query->when == NULL;
  if (alone && last != NULL && last->kind == CLAUSE_RETURN && only_projects(last->projection, count))
    return plan_clauses(p, clauses->at, clauses->n - 1, scope, plan, NULL);
  return plan_query(p, query, scope, plan, NULL);
}

Status plan_exists(Planner *p, const Expr *e, const PlanScope *scope, double outer_rows, Plan **out)
{
  PlanScope inner = plan_scope_inside(p, scope);
  TRY(plan_argument(p, outer_rows, false, out));
  if (e->kind == EXPR_SUBQUERY) return plan_rows_only(p, e->query, false, &inner, out);
  PathPattern *path = e->path;
  return plan_pattern(p, &(PatternPart){&path, 1, NULL}, 1, &inner, out);
}

/* ---- in expressions */

static Status add_subplan(Planner *p, Expr *e, const PlanScope *scope, Plan *root, SubplanResult result, uint32_t slot)
{
  struct {
    Subplan *at;
    uint32_t n, cap;
  } list = {p->tree->subplans, p->tree->subplan_count, p->tree->subplan_cap};
  struct {
    SlotSet *at;
    uint32_t n, cap;
  } outside = {p->subplan_bound, p->tree->subplan_count, p->subplan_bound_cap};
  Subplan subplan = {root, result, slot, plan_is_row_by_row(root)};
  ast_push(p->arena, &list, subplan);
  ast_push(p->arena, &outside, slots_copy(p->arena, &scope->bound));
  TRY(arena_check(p->arena, p->err));
  e->slot2 = list.n - 1;
  p->tree->subplans = list.at;
  p->tree->subplan_count = list.n;
  p->tree->subplan_cap = list.cap;
  p->subplan_bound = outside.at;
  p->subplan_bound_cap = outside.cap;
  return STATUS_OK;
}

static Status pattern_comprehension(Planner *p, Expr *e, const PlanScope *scope)
{
  PlanScope inner = plan_scope_inside(p, scope);
  Plan *root;
  TRY(plan_argument(p, 1, false, &root));
  TRY(plan_pattern(p, &(PatternPart){&e->path, 1, e->args[0]}, 1, &inner, &root));
  TRY(plan_expr(p, e->args[1], &inner));
  if (e->args[1]->kind == EXPR_VARIABLE) return add_subplan(p, e, scope, root, SUBPLAN_COLLECT, e->args[1]->slot);
  Plan *project;
  TRY(plan_add(p, PLAN_PROJECT, &root, &project));
  project->items = arena_array(p->arena, PlanItem, 1);
  TRY(arena_check(p->arena, p->err));
  project->items[project->item_count++] = (PlanItem){e->args[1], plan_hidden_slot(p, SLOT_VALUE)};
  return add_subplan(p, e, scope, root, SUBPLAN_COLLECT, project->items[0].slot);
}

/* shortestPath() as an expression gives a path or null, allShortestPaths() a list. */
static Status shortest_path(Planner *p, Expr *e, const PlanScope *scope)
{
  PathPattern *path = arena_new(p->arena, PathPattern);
  *path = *e->path;
  if (path->name.text.data == NULL) {
    path->name.text = TEXT("path");
    path->slot = plan_hidden_slot(p, SLOT_PATH);
  }
  PlanScope inner = plan_scope_inside(p, scope);
  Plan *root;
  TRY(plan_argument(p, 1, false, &root));
  TRY(plan_pattern(p, &(PatternPart){&path, 1, NULL}, 1, &inner, &root));
  bool all = path->shortest == SHORTEST_ALL;
  return add_subplan(p, e, scope, root, all ? SUBPLAN_COLLECT : SUBPLAN_FIRST, path->slot);
}

static Status subquery(Planner *p, Expr *e, const PlanScope *scope)
{
  PlanScope inner = plan_scope_inside(p, scope);
  Columns columns = {0};
  Plan *root;
  TRY(plan_argument(p, 1, false, &root));
  if (e->op == OP_COLLECT || e->op == OP_VALUE) {
    TRY(plan_query(p, e->query, &inner, &root, &columns));
    if (columns.n != 1) return error_internal(p->err, "a subquery without its one column");
    return add_subplan(p, e, scope, root, e->op == OP_VALUE ? SUBPLAN_ONLY : SUBPLAN_COLLECT, columns.at[0].slot);
  }
  TRY(plan_rows_only(p, e->query, e->op == OP_COUNT, &inner, &root));
  return add_subplan(p, e, scope, root, e->op == OP_COUNT ? SUBPLAN_COUNT : SUBPLAN_EXISTS, SLOT_NONE);
}

static Status pattern_predicate(Planner *p, Expr *e, const PlanScope *scope)
{
  Plan *root;
  TRY(plan_exists(p, e, scope, 1, &root));
  return add_subplan(p, e, scope, root, SUBPLAN_EXISTS, SLOT_NONE);
}

/* Labels may be computed: :$(expression). */
static bool labels_have_subplan(const LabelExpr *labels)
{
  return labels != NULL &&
         (expr_has_subplan(labels->expr) || labels_have_subplan(labels->left) || labels_have_subplan(labels->right));
}

bool expr_has_subplan(const Expr *e)
{
  if (e == NULL) return false;
  switch (e->kind) {
  case EXPR_PATTERN:
  case EXPR_PATTERN_COMPREHENSION:
  case EXPR_SHORTEST_PATH:
  case EXPR_SUBQUERY: return true;
  default: break;
  }
  for (uint32_t i = 0; i < e->n; i++)
    if (expr_has_subplan(e->args[i])) return true;
  return labels_have_subplan(e->labels);
}

Status plan_labels(Planner *p, LabelExpr *labels, const PlanScope *scope)
{
  if (labels == NULL) return STATUS_OK;
  if (labels->expr != NULL) TRY(plan_expr(p, labels->expr, scope));
  TRY(plan_labels(p, labels->left, scope));
  return plan_labels(p, labels->right, scope);
}

/* The variables of comprehensions around a subplan are bound inside of it. */
static Status inside_locals(Planner *p, Expr *e, const PlanScope *scope)
{
  PlanScope inner = plan_scope_copy(p, scope);
  slots_add(p->arena, &inner.bound, e->slot);
  if (e->kind == EXPR_REDUCE) slots_add(p->arena, &inner.bound, e->slot2);
  for (uint32_t i = 0; i < e->n; i++) TRY(plan_expr(p, e->args[i], &inner));
  return STATUS_OK;
}

Status plan_expr(Planner *p, Expr *e, const PlanScope *scope)
{
  if (!expr_has_subplan(e)) return STATUS_OK;
  switch (e->kind) {
  case EXPR_PATTERN: return pattern_predicate(p, e, scope);
  case EXPR_PATTERN_COMPREHENSION: return pattern_comprehension(p, e, scope);
  case EXPR_SHORTEST_PATH: return shortest_path(p, e, scope);
  case EXPR_SUBQUERY: return subquery(p, e, scope);
  case EXPR_LIST_COMPREHENSION:
  case EXPR_QUANTIFIER:
  case EXPR_REDUCE: return inside_locals(p, e, scope);
  case EXPR_CASE:
    if (e->extended) return inside_locals(p, e, scope);
    break;
  default: break;
  }
  for (uint32_t i = 0; i < e->n; i++) TRY(plan_expr(p, e->args[i], scope));
  return plan_labels(p, e->labels, scope);
}

/* ---- CALL { } */

/* It speaks of nothing outside, so it need not run for each row. */
static bool is_independent(Planner *p, const Clause *clause, const PlanScope *scope)
{
  SlotSet mentioned = {0};
  slots_of_query(p->arena, clause->query, &mentioned);
  return !slots_meet(&mentioned, &scope->bound);
}

static Status set_slots(Planner *p, Plan *op, const Columns *columns)
{
  op->slots = arena_array(p->arena, uint32_t, columns->n);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < columns->n; i++) op->slots[op->slot_count++] = columns->at[i].slot;
  return STATUS_OK;
}

Status plan_call_subquery(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  PlanScope inner = plan_scope_inside(p, scope);
  Columns columns = {0};
  Plan *subplan, *op;
  bool apart = !clause->optional && !p->checked->writes && is_independent(p, clause, scope);
  TRY(plan_argument(p, apart ? 1 : (*plan)->rows, apart, &subplan));
  TRY(plan_query(p, clause->query, &inner, &subplan, &columns));
  for (uint32_t i = 0; i < columns.n; i++) slots_add(p->arena, &scope->bound, columns.at[i].slot);
  if (columns.n == 0) {
    TRY(plan_add(p, PLAN_SUBQUERY_UPDATE, plan, &op));
    op->child[1] = subplan;
    op->row_by_row = plan_is_row_by_row(subplan);
    return STATUS_OK;
  }
  double rows = apart ? (*plan)->rows * subplan->rows : MAX((*plan)->rows, subplan->rows);
  PlanKind kind = apart ? PLAN_CARTESIAN_PRODUCT : clause->optional ? PLAN_OPTIONAL : PLAN_APPLY;
  TRY(plan_add(p, kind, plan, &op));
  op->child[1] = subplan;
  op->rows = rows;
  if (!apart) op->row_by_row = plan_is_row_by_row(subplan);
  return clause->optional ? set_slots(p, op, &columns) : STATUS_OK;
}
