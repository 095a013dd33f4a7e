/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WITH and RETURN: their columns, what may be grouped by, and what ORDER BY and WHERE may speak of behind them.
 *
 * Without aggregation and DISTINCT, ORDER BY and WHERE see the variables from before and the new ones. Otherwise they
 * see the new ones only. An expression that repeats a projected one is then turned into that column's variable here, so
 * that later passes meet nothing but variables; so it is where a column takes the name of a variable from before, which
 * the expression could not reach otherwise. A name alone is always the column's. */
#include "check_internal.h"

typedef struct Projecting {
  Checker *c;
  Projection *p;
  const Scope *before;
  Scope locals; /* while an expression is walked: what comprehensions, quantifiers and reduce around the place bind */
  bool aggregates;
} Projecting;

/* ---- names in expressions */

static bool mentions(const Expr *e, Text variable);

typedef struct Mention {
  Text variable;
  bool found;
} Mention;

static Status note_mention(void *context, Expr **child)
{
  Mention *m = context;
  if (mentions(*child, m->variable)) m->found = true;
  return STATUS_OK;
}

static bool mentions(const Expr *e, Text variable)
{
  if (e->kind == EXPR_VARIABLE) return text_equal(e->name.text, variable);
  Mention m = {variable, false};
  (void)ast_each_child((Expr *)(uintptr_t)e, note_mention, &m);
  return m.found;
}

/* Such an expression has nothing to do with the columns, even where it reads like one of them. */
static bool mentions_local(const Projecting *x, const Expr *e)
{
  for (uint32_t i = 0; i < x->locals.n; i++)
    if (mentions(e, x->locals.at[i].name)) return true;
  return false;
}

/* Visits the parts of e, with the names that it binds in x->locals for those that see them. */
static Status each_part(Projecting *x, Expr *e, ExprVisit visit)
{
  bool reduces = e->kind == EXPR_REDUCE;
  if (!reduces && e->kind != EXPR_LIST_COMPREHENSION && e->kind != EXPR_QUANTIFIER) return ast_each_child(e, visit, x);
  uint32_t mark = x->locals.n, outside = reduces ? 2 : 1;
  for (uint32_t i = 0; i < e->n; i++) {
    if (i == outside) scope_add(x->c, &x->locals, e->name.text, SLOT_NONE);
    if (i == outside && reduces) scope_add(x->c, &x->locals, e->name2.text, SLOT_NONE);
    TRY(arena_check(x->c->arena, x->c->err));
    if (e->args[i]) TRY(visit(x, &e->args[i]));
  }
  x->locals.n = mark;
  return STATUS_OK;
}

/* ---- aggregates */

static Status note_aggregate(void *context, Expr **child)
{
  if (expr_has_aggregate(*child)) *(bool *)context = true;
  return STATUS_OK;
}

static bool is_aggregate(const Expr *e)
{
  if (e->kind == EXPR_COUNT_STAR) return true;
  if (e->kind != EXPR_CALL) return false;
  const Function *f = e->function ? e->function : function_find(e->name.text);
  return f && f->aggregate;
}

bool expr_has_aggregate(const Expr *e)
{
  if (is_aggregate(e)) return true;
  bool found = false;
  (void)ast_each_child((Expr *)(uintptr_t)e, note_aggregate, &found);
  return found;
}

/* The item that groups and whose expression is e, or NULL. */
static ProjectionItem *grouping_item(const Projecting *x, const Expr *e)
{
  for (uint32_t i = 0; i < x->p->items.n; i++) {
    ProjectionItem *item = &x->p->items.at[i];
    if (ast_expr_equal(item->expr, e) && !expr_has_aggregate(item->expr)) return item;
  }
  return NULL;
}

static bool is_leaf(const Expr *e)
{
  return e->kind == EXPR_VARIABLE || (e->kind == EXPR_PROPERTY && e->args[0]->kind == EXPR_VARIABLE);
}

static Status check_grouped(void *context, Expr **child);

/* openCypher: beside an aggregate, an expression may use constants and what is itself grouped by: a projected variable
 * or a projected property, but no part of a longer expression, even a projected one. */
static Status check_leaf_grouped(Projecting *x, const Expr *e)
{
  if (mentions_local(x, e) || grouping_item(x, e)) return STATUS_OK;
  const Expr *variable = e->kind == EXPR_PROPERTY ? e->args[0] : e;
  if (grouping_item(x, variable)) return STATUS_OK;
  if (scope_find(x->before, variable->name.text) == SLOT_NONE) return STATUS_OK; /* a pattern's own variable */
  return error_at(
      x->c->err, ERROR_SYNTAX, "AmbiguousAggregationExpression", e->span,
      "this is used beside an aggregate function but is not a column of its own, so it is not clear what to "
      "group by: project it first, as in WITH ... AS x");
}

static Status check_grouped(void *context, Expr **child)
{
  Expr *e = *child;
  if (is_aggregate(e)) return STATUS_OK;
  if (is_leaf(e)) return check_leaf_grouped(context, e);
  return each_part(context, e, check_grouped);
}

/* ---- items */

static int compare_bindings(const Binding *a, const Binding *b)
{
  size_t n = MIN(a->name.len, b->name.len);
  int order = memcmp(a->name.data, b->name.data, n);
  return order ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

/* Replaces the star by the variables in scope, by name. */
static Status expand_star(Checker *c, Projection *p, bool is_return)
{
  Scope names = {0};
  for (uint32_t i = 0; i < c->scope.n; i++) {
    Binding binding = c->scope.at[i];
    if (name_is_hidden(binding.name)) continue;
    uint32_t at = names.n;
    scope_add(c, &names, binding.name, binding.slot);
    if (c->arena->bad) return arena_check(c->arena, c->err);
    for (; at > 0 && compare_bindings(&names.at[at - 1], &binding) > 0; at--) names.at[at] = names.at[at - 1];
    names.at[at] = binding;
  }
  if (names.n == 0 && is_return && p->items.n == 0)
    return error_at(c->err, ERROR_SYNTAX, "NoVariablesInScope", p->span, "RETURN * needs at least one variable");
  ProjectionList items = {0};
  for (uint32_t i = 0; i < names.n; i++) {
    Expr *e = ast_expr(c->arena, EXPR_VARIABLE, p->span, 0);
    e->name = (Name){names.at[i].name, p->span};
    ProjectionItem item = {.span = p->span, .expr = e, .text = names.at[i].name};
    ast_push(c->arena, &items, item);
  }
  for (uint32_t i = 0; i < p->items.n; i++) ast_push(c->arena, &items, p->items.at[i]);
  p->items = items;
  return STATUS_OK;
}

Text projection_name(const ProjectionItem *item)
{
  if (item->alias.text.data) return item->alias.text;
  return item->expr->kind == EXPR_VARIABLE ? item->expr->name.text : item->text;
}

static Status check_item(Checker *c, ProjectionItem *item, bool is_return)
{
  ExprType type;
  TRY(check_expr(c, item->expr, (ExprPlace){.aggregates = true}, &type));
  bool variable = item->expr->kind == EXPR_VARIABLE;
  if (!is_return && !item->alias.text.data && !variable)
    return error_at(c->err, ERROR_SYNTAX, "NoExpressionAlias", item->span,
                    "an expression in WITH needs a name: write ... AS name");
  if (variable && text_equal(projection_name(item), item->expr->name.text)) {
    item->slot = item->expr->slot;
    return STATUS_OK;
  }
  SlotKind kind = variable ? c->out->slots[item->expr->slot].kind : SLOT_VALUE;
  item->slot = check_new_slot(c, projection_name(item), kind, type);
  return STATUS_OK;
}

static Status check_names(Checker *c, const Projection *p)
{
  Scope seen = {0};
  for (uint32_t i = 0; i < p->items.n; i++) {
    const ProjectionItem *item = &p->items.at[i];
    Text name = projection_name(item);
    if (scope_find(&seen, name) != SLOT_NONE)
      return error_at(c->err, ERROR_SYNTAX, "ColumnNameConflict", item->span, "there are two columns called `%.*s`",
                      (int)name.len, name.data);
    scope_add(c, &seen, name, i);
  }
  return STATUS_OK;
}

/* ---- ORDER BY */

static Expr *item_variable(Checker *c, const ProjectionItem *item, Span span)
{
  Expr *e = ast_expr(c->arena, EXPR_VARIABLE, span, 0);
  e->name = (Name){projection_name(item), span};
  e->slot = item->slot;
  return e;
}

/* A column hides a variable from before that has the same name. */
static bool names_column(const Projecting *x, const Expr *e)
{
  if (e->kind != EXPR_VARIABLE) return false;
  for (uint32_t i = 0; i < x->p->items.n; i++)
    if (text_equal(projection_name(&x->p->items.at[i]), e->name.text)) return true;
  return false;
}

static bool hides_variables(const Projecting *x)
{
  for (uint32_t i = 0; i < x->p->items.n; i++) {
    uint32_t slot = scope_find(x->before, projection_name(&x->p->items.at[i]));
    if (slot != SLOT_NONE && slot != x->p->items.at[i].slot) return true;
  }
  return false;
}

/* Replaces *child where it repeats a column's expression. */
static bool use_column(const Projecting *x, Expr **child)
{
  if (mentions_local(x, *child)) return false;
  for (uint32_t i = 0; i < x->p->items.n; i++) {
    if (!ast_expr_equal(x->p->items.at[i].expr, *child)) continue;
    *child = item_variable(x->c, &x->p->items.at[i], (*child)->span);
    return true;
  }
  return false;
}

static Status use_projected(void *context, Expr **child)
{
  Projecting *x = context;
  if (names_column(x, *child) || use_column(x, child)) return STATUS_OK;
  return each_part(x, *child, use_projected);
}

static Status check_sorted_leaf(Projecting *x, Expr **child)
{
  Expr *e = *child;
  if (mentions_local(x, e) || names_column(x, e)) return STATUS_OK;
  ProjectionItem *item = grouping_item(x, e);
  if (item) {
    *child = item_variable(x->c, item, e->span);
    return STATUS_OK;
  }
  const Expr *variable = e->kind == EXPR_PROPERTY ? e->args[0] : e;
  if (names_column(x, variable)) return STATUS_OK;
  for (uint32_t i = 0; i < x->p->items.n; i++) {
    const Expr *other = x->p->items.at[i].expr;
    if (!expr_has_aggregate(other) && mentions(other, variable->name.text))
      return error_at(x->c->err, ERROR_SYNTAX, "AmbiguousAggregationExpression", e->span,
                      "this is used beside an aggregate function but is not a column of its own");
  }
  return check_undefined(x->c, &variable->name);
}

/* Inside an expression of ORDER BY that aggregates: a part that aggregates may repeat a column, any other part only
 * where it is a variable or a property. */
static Status check_sorted_part(void *context, Expr **child)
{
  Projecting *x = context;
  if (is_leaf(*child)) return check_sorted_leaf(x, child);
  if (expr_has_aggregate(*child) && use_column(x, child)) return STATUS_OK;
  if (!is_aggregate(*child)) return each_part(x, *child, check_sorted_part);
  ExprType type;
  TRY(check_expr(x->c, *child, (ExprPlace){.aggregates = true}, &type));
  return error_at(x->c->err, ERROR_SYNTAX, "InvalidAggregation", (*child)->span,
                  "ORDER BY can use an aggregate only when it is a column as well");
}

static Status check_order(Projecting *x, bool by_columns)
{
  Checker *c = x->c;
  for (uint32_t i = 0; i < x->p->order.n; i++) {
    SortItem *sort = &x->p->order.at[i];
    bool aggregate = expr_has_aggregate(sort->expr);
    if (aggregate && !x->aggregates)
      return error_at(c->err, ERROR_SYNTAX, "InvalidAggregation", sort->expr->span,
                      "ORDER BY can aggregate only where the columns do");
    if (by_columns) TRY(aggregate ? check_sorted_part(x, &sort->expr) : use_projected(x, &sort->expr));
    ExprType type;
    TRY(check_expr(c, sort->expr, (ExprPlace){0}, &type));
  }
  return STATUS_OK;
}

/* ---- GROUP BY: rows are grouped by the columns that do not aggregate, so these are what it may and must name */

static bool groups_by(const ProjectionItem *item, const Expr *e)
{
  if (e->kind == EXPR_VARIABLE && text_equal(projection_name(item), e->name.text)) return true;
  return ast_expr_equal(item->expr, e);
}

static Status check_group(Projecting *x)
{
  Projection *p = x->p;
  for (uint32_t k = 0; k < p->group.n; k++) {
    const Expr *e = p->group.at[k];
    uint32_t i = 0;
    while (i < p->items.n && (!groups_by(&p->items.at[i], e) || expr_has_aggregate(p->items.at[i].expr))) i++;
    if (i == p->items.n)
      return error_at(x->c->err, ERROR_SYNTAX, "AmbiguousAggregationExpression", e->span,
                      "GROUP BY names columns that do not aggregate: make this a column as well");
  }
  for (uint32_t i = 0; i < p->items.n; i++) {
    const ProjectionItem *item = &p->items.at[i];
    uint32_t k = 0;
    while (k < p->group.n && !groups_by(item, p->group.at[k])) k++;
    if (k == p->group.n && !expr_has_aggregate(item->expr))
      return error_at(x->c->err, ERROR_SYNTAX, "AmbiguousAggregationExpression", item->span,
                      "this column neither aggregates nor stands in GROUP BY");
  }
  if (!x->aggregates) p->distinct = true; /* one row for each group */
  return STATUS_OK;
}

Status check_projection(Checker *c, Projection *p, Expr **where, bool is_return)
{
  if (p->star) TRY(expand_star(c, p, is_return));
  Scope before = scope_copy(c, &c->scope);
  Projecting x = {.c = c, .p = p, .before = &before};
  for (uint32_t i = 0; i < p->items.n; i++) {
    TRY(check_item(c, &p->items.at[i], is_return));
    if (expr_has_aggregate(p->items.at[i].expr)) x.aggregates = true;
  }
  TRY(check_names(c, p));
  for (uint32_t i = 0; i < p->items.n; i++) {
    if (expr_has_aggregate(p->items.at[i].expr)) TRY(check_grouped(&x, &p->items.at[i].expr));
  }
  if (p->grouped) TRY(check_group(&x));
  Scope after = {0};
  for (uint32_t i = 0; i < p->items.n; i++) scope_add(c, &after, projection_name(&p->items.at[i]), p->items.at[i].slot);
  bool narrow = x.aggregates || p->distinct;
  if (narrow) c->scope = scope_copy(c, &after);
  for (uint32_t i = 0; !narrow && i < after.n; i++) scope_add(c, &c->scope, after.at[i].name, after.at[i].slot);
  bool by_columns = narrow || hides_variables(&x);
  TRY(check_order(&x, by_columns));
  if (p->skip) TRY(check_row_count(c, p->skip, "SKIP"));
  if (p->limit) TRY(check_row_count(c, p->limit, "LIMIT"));
  if (where && *where) {
    if (by_columns) TRY(use_projected(&x, where));
    TRY(check_predicate(c, *where));
  }
  for (uint32_t i = 0; !is_return && i < before.n; i++)
    scope_add(c, &c->left_behind, before.at[i].name, before.at[i].slot);
  c->scope = after;
  return STATUS_OK;
}
