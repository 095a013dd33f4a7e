/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the part that is only counted and the part that remains to operators: the run without the one, from the same
 * base or from another root, and a COUNT_APPLY with the other as its subplan. See plan_count.c. */
#include "plan_count.h"

static Status add_filter(Planner *p, Plan **plan, Expr **filters, uint32_t n)
{
  Plan *op;
  if (n == 0) return STATUS_OK;
  TRY(plan_add(p, PLAN_FILTER, plan, &op));
  op->filters = filters;
  op->filter_count = n;
  return STATUS_OK;
}

static Status add_site_filters(Counting *c, uint32_t site, Plan **plan)
{
  ExprList *filters = &c->sites.at[site].filters;
  return add_filter(c->p, plan, filters->at, filters->n);
}

/* The relationships, of those that `bound` has, that a branch must differ from. */
static Status set_unique(Counting *c, const Branch *b, const SlotSet *bound, Plan *op)
{
  op->unique = arena_array(c->p->arena, uint32_t, b->op->unique_count + c->branches.n);
  op->unique_count = 0;
  TRY(arena_check(c->p->arena, c->p->err));
  for (uint32_t i = 0; i < b->op->unique_count; i++)
    if (!counting_has_rel(c, b->op->unique[i])) op->unique[op->unique_count++] = b->op->unique[i];
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Branch *other = &c->branches.at[i];
    if (other != b && counting_clash(b, other) && slots_has(bound, other->op->rel))
      op->unique[op->unique_count++] = other->op->rel;
  }
  return STATUS_OK;
}

static Status add_branch(Counting *c, const Branch *b, SlotSet *bound, Plan **plan)
{
  Plan *op;
  TRY(plan_add(c->p, PLAN_EXPAND, plan, &op));
  op->from = c->sites.at[b->top].slot;
  op->to = c->sites.at[b->end].slot;
  op->rel = b->op->rel;
  op->types = b->op->types;
  op->type_count = b->op->type_count;
  op->dir = counting_direction(b);
  op->rows *= MAX(counting_fan_out(c, b), 1e-3);
  TRY(set_unique(c, b, bound, op));
  slots_add(c->p->arena, bound, op->rel);
  return add_site_filters(c, b->end, plan);
}

/* Adds the kept branches, or the others, from the root outwards; then the conjuncts between their ends. */
static Status add_branches(Counting *c, bool kept, SlotSet *bound, Plan **plan)
{
  bool *done = arena_array(&c->p->scratch, bool, c->branches.n);
  TRY(arena_check(&c->p->scratch, c->p->err));
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i = 0; i < c->branches.n; i++) {
      const Branch *b = &c->branches.at[i];
      uint32_t above = c->sites.at[b->top].edge;
      if (done[i] || b->kept != kept) continue;
      if (above != NONE && c->branches.at[above].kept == kept && !done[above]) continue;
      TRY(add_branch(c, b, bound, plan));
      done[i] = more = true;
    }
  }
  return STATUS_OK;
}

static bool differ_counted(const Counting *c, const Differ *d)
{
  uint32_t edge = c->sites.at[d->a].edge;
  return edge != NONE && !c->branches.at[edge].kept;
}

static Status add_differs(Counting *c, bool counted, Plan **plan)
{
  for (uint32_t i = 0; i < c->differs.n; i++) {
    if (differ_counted(c, &c->differs.at[i]) != counted) continue;
    Expr **filters = arena_array(c->p->arena, Expr *, 1);
    TRY(arena_check(c->p->arena, c->p->err));
    filters[0] = c->differs.at[i].expr;
    TRY(add_filter(c->p, plan, filters, 1));
  }
  return STATUS_OK;
}

/* The run without what is counted, where the root is as it was. */
static bool is_counted(const Counting *c, const Expr *filter)
{
  for (uint32_t i = 0; i < c->sites.n; i++) {
    const Site *site = &c->sites.at[i];
    if (site->edge == NONE || c->branches.at[site->edge].kept) continue;
    for (uint32_t k = 0; k < site->filters.n; k++)
      if (site->filters.at[k] == filter) return true;
  }
  for (uint32_t i = 0; i < c->differs.n; i++)
    if (c->differs.at[i].expr == filter) return differ_counted(c, &c->differs.at[i]);
  return false;
}

static Plan *without_counted(Counting *c)
{
  Plan *at = c->base;
  for (uint32_t i = 0; i < c->ops.n; i++) {
    Plan *op = c->ops.at[i];
    uint32_t left = 0;
    bool dropped = false;
    for (uint32_t k = 0; k < c->branches.n; k++) dropped |= c->branches.at[k].op == op && !c->branches.at[k].kept;
    for (uint32_t k = 0; k < op->unique_count; k++) {
      bool counted = false;
      for (uint32_t b = 0; b < c->branches.n; b++)
        counted |= !c->branches.at[b].kept && c->branches.at[b].op->rel == op->unique[k];
      if (!counted) op->unique[left++] = op->unique[k];
    }
    if (!dropped) op->unique_count = left;
    if (op->kind == PLAN_FILTER) {
      uint32_t kept = 0;
      for (uint32_t k = 0; k < op->filter_count; k++)
        if (!is_counted(c, op->filters[k])) op->filters[kept++] = op->filters[k];
      op->filter_count = kept;
      dropped = kept == 0;
    }
    if (dropped) continue;
    op->child[0] = at;
    at = op;
  }
  return at;
}

/* The run from another root, whose scan goes by the label of which there are the fewest nodes. */
static Status scan_root(Counting *c, Plan **plan)
{
  Planner *p = c->p;
  ExprList *filters = &c->sites.at[c->root].filters;
  uint32_t best = NONE;
  double fewest = 0;
  for (uint32_t i = 0; i < filters->n; i++) {
    const Expr *e = filters->at[i];
    if (e->kind != EXPR_HAS_LABELS || e->labels->kind != LABEL_NAME) continue;
    double rows = cost_label_rows(p, plan_name_ref(p, NAME_LABEL, e->labels->name.text).id);
    if (best != NONE && rows >= fewest) continue;
    best = i;
    fewest = rows;
  }
  Plan *op;
  *plan = c->base->child[0];
  TRY(plan_add(p, best == NONE ? PLAN_ALL_NODES_SCAN : PLAN_LABEL_SCAN, plan, &op));
  op->slot = c->sites.at[c->root].slot;
  op->rows = counting_root_rows(c);
  if (best == NONE) return STATUS_OK;
  op->label = plan_name_ref(p, NAME_LABEL, filters->at[best]->labels->name.text);
  for (uint32_t i = best + 1; i < filters->n; i++) filters->at[i - 1] = filters->at[i];
  filters->n--;
  return STATUS_OK;
}

/* The label that the scan of the old root looked for becomes a conjunct like others. */
static Status free_old_root(Counting *c)
{
  if (c->base->kind != PLAN_LABEL_SCAN) return STATUS_OK;
  Planner *p = c->p;
  LabelExpr *label = arena_new(p->arena, LabelExpr);
  *label = (LabelExpr){.kind = LABEL_NAME, .name = {c->base->label.text, SPAN_NONE}, .height = 1};
  Site *site = &c->sites.at[counting_site(c, c->base->slot)];
  ast_push(p->arena, &site->filters, expr_has_labels(p, c->base->slot, label));
  return arena_check(p->arena, p->err);
}

static Status run_from_root(Counting *c, Plan **plan)
{
  SlotSet bound = {0};
  TRY(scan_root(c, plan));
  TRY(add_site_filters(c, c->root, plan));
  TRY(add_branches(c, true, &bound, plan));
  TRY(add_differs(c, false, plan));
  return add_filter(c->p, plan, c->others.at, c->others.n);
}

/* What counts rows asks nothing of them. */
static Status count_rows_only(Counting *c)
{
  for (uint32_t i = 0; i < c->aggregate->aggregate_count; i++) {
    PlanAggregate *a = &c->aggregate->aggregates[i];
    if (a->call->kind == EXPR_COUNT_STAR || !counting_counts_rows(c, a)) continue;
    Expr *star = ast_expr(c->p->arena, EXPR_COUNT_STAR, a->call->span, 0);
    TRY(arena_check(c->p->arena, c->p->err));
    a->call = star;
  }
  return STATUS_OK;
}

/* Whether the graph's counts tell what the rows of the scan come to together: nobody needs its nodes, and all that is
 * counted is one relationship of each. */
static bool is_told(const Counting *c, const Plan *scan, const Plan *subplan)
{
  while (subplan->kind == PLAN_FILTER) subplan = subplan->child[0];
  return (scan->kind == PLAN_LABEL_SCAN || scan->kind == PLAN_ALL_NODES_SCAN) && !slots_has(&c->needed, scan->slot) &&
         c->branches.n == 1 && c->differs.n == 0 && counting_is_plain(c, &c->branches.at[0]) &&
         subplan->dir != DIR_BOTH && subplan->unique_count == 0;
}

/* Neither is run, most likely. */
static void expect_nothing(Plan *scan, Plan *subplan)
{
  scan->rows = scan->child[0]->rows;
  for (; subplan != NULL; subplan = subplan->child[0]) subplan->rows = 0;
}

Status counting_build(Counting *c)
{
  Planner *p = c->p;
  Plan *plan, *subplan, *op;
  SlotSet bound = {0};
  bool same_root = !c->rerootable || (c->sites.at[c->root].slot == c->base->slot && !c->made_base);
  TRY(count_rows_only(c));
  if (!same_root) TRY(free_old_root(c));
  for (uint32_t i = 0; i < c->branches.n; i++)
    if (c->branches.at[i].kept) slots_add(p->arena, &bound, c->branches.at[i].op->rel);
  TRY(plan_argument(p, c->base->rows, false, &subplan));
  TRY(add_branches(c, false, &bound, &subplan));
  TRY(add_differs(c, true, &subplan));
  plan = c->base;
  if (same_root)
    plan = without_counted(c);
  else
    TRY(run_from_root(c, &plan));
  bool told = is_told(c, plan, subplan);
  if (told) expect_nothing(plan, subplan);
  TRY(plan_add(p, PLAN_COUNT_APPLY, &plan, &op));
  op->flag = told;
  op->child[1] = subplan;
  op->slot = plan_hidden_slot(p, SLOT_VALUE);
  c->aggregate->child[0] = op;
  c->aggregate->slot = op->slot;
  return arena_check(p->arena, p->err);
}
