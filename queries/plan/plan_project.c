/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WITH and RETURN. From below: what ORDER BY, DISTINCT or grouping need is computed, rows are aggregated, made
 * distinct, sorted and cut, and columns that nobody needed for that are computed at the end, for the rows that are
 * left.
 *
 * The checker has turned every expression of ORDER BY that repeats a column into the column's variable, and has made
 * sure that beside an aggregate stand only constants and what is grouped by. */
#include "plan_internal.h"

typedef struct Projecting {
  Planner *p;
  const Projection *projection;
  PlanScope *scope;
  PlanAggregate *aggregates;
  uint32_t aggregate_count, aggregate_cap;
} Projecting;

typedef struct Items {
  PlanItem *at;
  uint32_t n, cap;
} Items;

static Status add_item(Planner *p, Items *items, Expr *e, uint32_t slot)
{
  PlanItem item = {e, slot};
  ast_push(p->arena, items, item);
  return arena_check(p->arena, p->err);
}

static Status project(Projecting *x, const Items *items, Plan **plan)
{
  if (items->n == 0) return STATUS_OK;
  Plan *op;
  TRY(plan_add(x->p, PLAN_PROJECT, plan, &op));
  op->items = items->at;
  op->item_count = items->n;
  for (uint32_t i = 0; i < items->n; i++) {
    const Expr *e = items->at[i].expr;
    slots_add(x->p->arena, &x->scope->bound, items->at[i].slot);
    if (e->kind != EXPR_VARIABLE) continue;
    if (slots_has(&x->scope->non_null, e->slot)) slots_add(x->p->arena, &x->scope->non_null, items->at[i].slot);
    plan_note_label(x->p, items->at[i].slot, plan_slot_label(x->p, e->slot));
  }
  return STATUS_OK;
}

static bool in_place(const ProjectionItem *item)
{
  return expr_is_variable(item->expr, item->slot);
}

/* ---- aggregation */

static bool is_aggregate(const Expr *e)
{
  return e->kind == EXPR_COUNT_STAR || (e->kind == EXPR_CALL && e->function != NULL && e->function->aggregate != NULL);
}

static uint32_t aggregate_slot(Projecting *x, Expr *call, uint32_t wanted)
{
  for (uint32_t i = 0; i < x->aggregate_count; i++)
    if (wanted == SLOT_NONE && expr_same(x->p, x->aggregates[i].call, call)) return x->aggregates[i].slot;
  struct {
    PlanAggregate *at;
    uint32_t n, cap;
  } list = {x->aggregates, x->aggregate_count, x->aggregate_cap};
  PlanAggregate aggregate = {call, wanted != SLOT_NONE ? wanted : plan_hidden_slot(x->p, SLOT_VALUE)};
  ast_push(x->p->arena, &list, aggregate);
  x->aggregates = list.at;
  x->aggregate_count = list.n;
  x->aggregate_cap = list.cap;
  return aggregate.slot;
}

/* In an expression around an aggregate: the aggregate and what is grouped by become variables. */
static Expr *replace_aggregated(void *context, Expr *e)
{
  Projecting *x = context;
  if (is_aggregate(e)) return expr_variable(x->p, aggregate_slot(x, e, SLOT_NONE), e->span);
  if (e->kind == EXPR_LITERAL || e->kind == EXPR_PARAMETER) return NULL;
  for (uint32_t i = 0; i < x->projection->items.n; i++) {
    const ProjectionItem *item = &x->projection->items.at[i];
    if (expr_has_aggregate(item->expr) || !expr_same(x->p, item->expr, e)) continue;
    return expr_variable(x->p, item->slot, e->span);
  }
  return NULL;
}

static Status aggregate(Projecting *x, Plan **plan)
{
  Planner *p = x->p;
  Items keys = {0}, after = {0};
  SlotSet grouped = {0};
  for (uint32_t i = 0; i < x->projection->items.n; i++) {
    const ProjectionItem *item = &x->projection->items.at[i];
    if (!expr_has_aggregate(item->expr)) {
      TRY(add_item(p, &keys, item->expr, item->slot));
      slots_add(p->arena, &grouped, item->slot);
    } else if (is_aggregate(item->expr))
      (void)aggregate_slot(x, item->expr, item->slot);
    else
      TRY(add_item(p, &after, expr_rewrite(p, item->expr, replace_aggregated, x), item->slot));
  }
  /* A pattern or subquery beside an aggregate still speaks of a grouped variable under its old name. */
  Items old_names = {0};
  for (uint32_t i = 0; after.n > 0 && i < x->projection->items.n; i++) {
    const ProjectionItem *item = &x->projection->items.at[i];
    if (item->expr->kind == EXPR_VARIABLE && !in_place(item))
      TRY(add_item(p, &old_names, expr_variable(p, item->slot, item->span), item->expr->slot));
  }
  Plan *op;
  double rows = cost_groups(p, keys.at, keys.n, (*plan)->rows);
  TRY(plan_add(p, PLAN_AGGREGATE, plan, &op));
  op->rows = rows;
  op->items = keys.at;
  op->item_count = keys.n;
  op->aggregates = x->aggregates;
  op->aggregate_count = x->aggregate_count;
  for (uint32_t i = 0; i < keys.n; i++) slots_add(p->arena, &x->scope->bound, keys.at[i].slot);
  for (uint32_t i = 0; i < x->aggregate_count; i++) slots_add(p->arena, &x->scope->bound, x->aggregates[i].slot);
  TRY(project(x, &old_names, plan));
  return project(x, &after, plan);
}

/* ---- DISTINCT, ORDER BY, SKIP, LIMIT */

static Status distinct(Projecting *x, Plan **plan)
{
  Plan *op;
  TRY(plan_add(x->p, PLAN_DISTINCT, plan, &op));
  op->rows = MAX(1.0, op->rows * 0.5);
  op->slots = arena_array(x->p->arena, uint32_t, x->projection->items.n);
  TRY(arena_check(x->p->arena, x->p->err));
  for (uint32_t i = 0; i < x->projection->items.n; i++) op->slots[op->slot_count++] = x->projection->items.at[i].slot;
  return STATUS_OK;
}

/* TOP keeps skip + limit rows. Only where these are small numbers that are written out, or a limit alone: a sum of
 * parameters could overflow, and each must be checked by itself. */
static Expr *top_count(Projecting *x)
{
  enum { MOST = 1000000 };
  const Projection *p = x->projection;
  int64_t skip = 0, limit = 0;
  if (p->limit == NULL || (p->skip != NULL && !expr_is_int(p->skip, &skip))) return NULL;
  if (!expr_is_int(p->limit, &limit)) return p->skip == NULL ? p->limit : NULL;
  if (skip < 0 || limit < 0 || skip > MOST || limit > MOST) return NULL;
  return p->skip == NULL ? p->limit : expr_int(x->p, skip + limit);
}

static Status cut(Projecting *x, PlanKind kind, Expr *count, Plan **plan)
{
  if (count == NULL) return STATUS_OK;
  Plan *op;
  int64_t n;
  TRY(plan_expr(x->p, count, x->scope));
  TRY(plan_add(x->p, kind, plan, &op));
  op->count = count;
  bool known = expr_is_int(count, &n) && n >= 0;
  if (kind == PLAN_LIMIT) op->rows = known ? MIN(op->rows, (double)n) : op->rows;
  if (kind == PLAN_SKIP) op->rows = known ? MAX(0.0, op->rows - (double)n) : op->rows;
  return STATUS_OK;
}

static Status sort(Projecting *x, const PlanSortKey *keys, Plan **plan)
{
  const Projection *projection = x->projection;
  Expr *top = projection->order.n == 0 ? NULL : top_count(x);
  if (projection->order.n > 0) {
    Plan *op;
    int64_t n;
    if (top != NULL) TRY(plan_expr(x->p, top, x->scope));
    TRY(plan_add(x->p, top != NULL ? PLAN_TOP : PLAN_SORT, plan, &op));
    op->sort = arena_array(x->p->arena, PlanSortKey, projection->order.n);
    TRY(arena_check(x->p->arena, x->p->err));
    memcpy(op->sort, keys, projection->order.n * sizeof *keys);
    op->sort_count = projection->order.n;
    op->count = top;
    if (top != NULL && expr_is_int(top, &n)) op->rows = MIN(op->rows, (double)n);
  }
  TRY(cut(x, PLAN_SKIP, projection->skip, plan));
  return top != NULL && projection->skip == NULL ? STATUS_OK : cut(x, PLAN_LIMIT, projection->limit, plan);
}

/* The column that an expression of ORDER BY repeats, or SLOT_NONE. */
static uint32_t repeated_column(Projecting *x, const Expr *e)
{
  if (e->kind == EXPR_VARIABLE) return e->slot;
  for (uint32_t i = 0; i < x->projection->items.n; i++) {
    const ProjectionItem *item = &x->projection->items.at[i];
    if (!expr_has_aggregate(item->expr) && expr_same(x->p, item->expr, e)) return item->slot;
  }
  return SLOT_NONE;
}

/* The slots to sort by. Expressions that are no columns are computed into hidden slots. */
static Status sort_keys(Projecting *x, PlanSortKey *keys, Items *computed)
{
  for (uint32_t i = 0; i < x->projection->order.n; i++) {
    const SortItem *item = &x->projection->order.at[i];
    keys[i].descending = item->descending;
    keys[i].nulls_first = item->nulls == NULLS_DEFAULT ? item->descending : item->nulls == NULLS_FIRST;
    keys[i].slot = repeated_column(x, item->expr);
    if (keys[i].slot != SLOT_NONE) continue;
    TRY(plan_expr(x->p, item->expr, x->scope));
    keys[i].slot = plan_hidden_slot(x->p, SLOT_VALUE);
    TRY(add_item(x->p, computed, item->expr, keys[i].slot));
  }
  return STATUS_OK;
}

/* ---- without aggregation */

/* What the rows must carry already when they are sorted. */
static void early_slots(Projecting *x, SlotSet *out)
{
  for (uint32_t i = 0; i < x->projection->order.n; i++) {
    const Expr *e = x->projection->order.at[i].expr;
    uint32_t column = repeated_column(x, e);
    if (column == SLOT_NONE)
      slots_of_expr(x->p->arena, e, out);
    else
      slots_add(x->p->arena, out, column);
  }
}

static Status plain(Projecting *x, Items *late, Plan **plan)
{
  SlotSet early = {0};
  Items now = {0};
  const Projection *projection = x->projection;
  bool cuts = projection->order.n > 0 || projection->skip != NULL || projection->limit != NULL;
  early_slots(x, &early);
  for (uint32_t i = 0; i < projection->items.n; i++) {
    const ProjectionItem *item = &projection->items.at[i];
    if (in_place(item)) continue;
    bool wait = cuts && !projection->distinct && !slots_has(&early, item->slot);
    TRY(add_item(x->p, wait ? late : &now, item->expr, item->slot));
  }
  return project(x, &now, plan);
}

static Status give_columns(Projecting *x, Columns *columns)
{
  if (columns == NULL) return STATUS_OK;
  *columns = (Columns){0};
  for (uint32_t i = 0; i < x->projection->items.n; i++) {
    const ProjectionItem *item = &x->projection->items.at[i];
    ResultColumn column = {projection_name(item), item->slot};
    ast_push(x->p->arena, columns, column);
  }
  return arena_check(x->p->arena, x->p->err);
}

Status plan_projection(Planner *p, const Projection *projection, Expr *where, PlanScope *scope, Plan **plan,
                       Columns *columns)
{
  Projecting x = {.p = p, .projection = projection, .scope = scope};
  Items late = {0}, computed = {0};
  bool aggregates = false;
  for (uint32_t i = 0; i < projection->items.n; i++) {
    TRY(plan_expr(p, projection->items.at[i].expr, scope));
    aggregates = aggregates || expr_has_aggregate(projection->items.at[i].expr);
  }
  TRY(aggregates ? aggregate(&x, plan) : plain(&x, &late, plan));
  if (projection->distinct) TRY(distinct(&x, plan));
  PlanSortKey *keys = arena_array(p->arena, PlanSortKey, projection->order.n);
  TRY(arena_check(p->arena, p->err));
  TRY(sort_keys(&x, keys, &computed));
  TRY(project(&x, &computed, plan));
  TRY(sort(&x, keys, plan));
  TRY(project(&x, &late, plan));
  TRY(give_columns(&x, columns));
  return plan_where(p, where, scope, plan);
}
