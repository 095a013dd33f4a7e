/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Predicates as conjuncts: WHERE is taken apart at AND, each part knows which slots it needs, and is applied as soon as
 * these are bound. What a conjunct looks like decides whether a scan can answer it (plan_index.c), whether it becomes
 * a SEMI_APPLY (EXISTS and patterns), or a FILTER. */
#include "plan_internal.h"

/* ---- taking apart */

static const Expr *strip_not(const Expr *e, bool *negated)
{
  *negated = e->kind == EXPR_UNARY && e->op == OP_NOT;
  return *negated ? e->args[0] : e;
}

static bool is_exists(const Expr *e)
{
  if (e->kind == EXPR_PATTERN) return true;
  if (e->kind == EXPR_SUBQUERY) return e->op == OP_EXISTS;
  return e->kind == EXPR_CALL && e->n == 1 && e->args[0]->kind == EXPR_PATTERN && e->function != NULL &&
         text_equal(text_of(e->function->name), TEXT("exists"));
}

static bool is_slot_property(const Expr *e)
{
  return e->kind == EXPR_PROPERTY && e->args[0]->kind == EXPR_VARIABLE;
}

static bool is_id_call(const Expr *e, bool *element_id)
{
  if (e->kind != EXPR_CALL || e->n != 1 || e->args[0]->kind != EXPR_VARIABLE || e->function == NULL) return false;
  *element_id = strcmp(e->function->name, "elementId") == 0;
  return *element_id || strcmp(e->function->name, "id") == 0;
}

static bool is_pattern_slot(const Planner *p, uint32_t slot)
{
  SlotKind kind = p->checked->slots[slot].kind;
  return kind == SLOT_NODE || kind == SLOT_REL;
}

/* Whether subject op value can be a seek for the subject's slot. */
static void classify_pair(Planner *p, Conjunct *c, Expr *subject, ExprOp op, Expr *value, const PlanScope *visible)
{
  bool property = is_slot_property(subject);
  bool id = is_id_call(subject, &c->element_id);
  if ((!property && !id) || !is_pattern_slot(p, subject->args[0]->slot)) return;
  uint32_t slot = subject->args[0]->slot;
  if (id && (p->checked->slots[slot].kind != SLOT_NODE || (op != OP_EQ && op != OP_IN))) return;
  SlotSet needs = {0};
  slots_of_expr(p->arena, value, &needs);
  slots_keep(&needs, &visible->bound);
  if (slots_has(&needs, slot)) return;
  c->slot = slot;
  c->op = op;
  c->value = value;
  c->value_needs = needs;
  c->kind = id ? CONJUNCT_ID : CONJUNCT_PROPERTY;
  c->recheck = id;
  if (!property) return;
  c->key_id = graph_name_find(p->graph, NAME_KEY, subject->name.text);
  if (op == OP_EQ && !slots_empty(&needs)) {
    c->kind = CONJUNCT_JOIN;
    c->other = subject;
    slots_add(p->arena, &c->other_needs, slot);
  }
}

static void classify(Planner *p, Conjunct *c, const PlanScope *visible)
{
  Expr *e = c->expr;
  if (is_exists(strip_not(e, &c->negated))) {
    c->kind = CONJUNCT_EXISTS;
    return;
  }
  switch (e->kind) {
  case EXPR_HAS_LABELS:
    if (e->labels->kind != LABEL_NAME || e->args[0]->kind != EXPR_VARIABLE) return;
    if (p->checked->slots[e->args[0]->slot].kind != SLOT_NODE) return;
    c->kind = CONJUNCT_LABEL;
    c->slot = e->args[0]->slot;
    c->label = plan_name_ref(p, NAME_LABEL, e->labels->name.text);
    return;
  case EXPR_COMPARISON:
    if (e->ops[0] == OP_NE) return;
    classify_pair(p, c, e->args[0], (ExprOp)e->ops[0], e->args[1], visible);
    return;
  case EXPR_BINARY:
    if (e->op == OP_IN || e->op == OP_STARTS_WITH) classify_pair(p, c, e->args[0], e->op, e->args[1], visible);
    return;
  default: return;
  }
}

static Conjunct plain_conjunct(Expr *e)
{
  return (Conjunct){.kind = CONJUNCT_OTHER,
                    .expr = e,
                    .twin = CONJUNCT_NO_TWIN,
                    .slot = SLOT_NONE,
                    .key_id = NAME_NONE,
                    .label = {.id = NAME_NONE}};
}

static Status add_one(Planner *p, Conjuncts *list, Expr *e, const PlanScope *visible)
{
  Conjunct c = plain_conjunct(e);
  slots_of_expr(p->arena, e, &c.needs);
  slots_keep(&c.needs, &visible->bound);
  classify(p, &c, visible);
  if (c.kind != CONJUNCT_EXISTS) TRY(plan_expr(p, e, visible));
  ast_push(p->arena, list, c);
  TRY(arena_check(p->arena, p->err));
  if (e->kind != EXPR_COMPARISON) return STATUS_OK;
  /* `$x = n.key`, `a.x = b.y`: a seek for the right side, too. The twin is answered together with the first. */
  Conjunct twin = plain_conjunct(e);
  twin.needs = c.needs;
  if (e->ops[0] != OP_NE) classify_pair(p, &twin, e->args[1], ast_mirrored((ExprOp)e->ops[0]), e->args[0], visible);
  if (twin.kind == CONJUNCT_OTHER) return STATUS_OK;
  if (c.kind == CONJUNCT_OTHER)
    list->at[list->n - 1] = twin;
  else {
    list->at[list->n - 1].twin = list->n;
    twin.twin = list->n - 1;
    ast_push(p->arena, list, twin);
  }
  return arena_check(p->arena, p->err);
}

static Status add_chain(Planner *p, Conjuncts *list, Expr *e, const PlanScope *visible)
{
  for (uint32_t i = 0; i + 1 < e->n; i++)
    TRY(conjuncts_add(p, list, expr_compare(p, (ExprOp)e->ops[i], e->args[i], e->args[i + 1]), visible));
  return STATUS_OK;
}

/* n:A:B and n:A&B are two conjuncts. */
static Status add_labels(Planner *p, Conjuncts *list, Expr *e, const PlanScope *visible)
{
  LabelExpr *sides[2] = {e->labels->left, e->labels->right};
  for (uint32_t i = 0; i < 2; i++) {
    Expr *part = ast_expr(p->arena, EXPR_HAS_LABELS, sides[i]->span, 1);
    part->args[0] = e->args[0];
    part->labels = sides[i];
    TRY(arena_check(p->arena, p->err));
    TRY(conjuncts_add(p, list, part, visible));
  }
  return STATUS_OK;
}

Status conjuncts_add(Planner *p, Conjuncts *list, Expr *e, const PlanScope *visible)
{
  if (e == NULL) return STATUS_OK;
  /* An expression that was made without memory is no tree: it must not be walked. */
  TRY(arena_check(p->arena, p->err));
  if (e->kind == EXPR_BINARY && e->op == OP_AND) {
    TRY(conjuncts_add(p, list, e->args[0], visible));
    return conjuncts_add(p, list, e->args[1], visible);
  }
  if (e->kind == EXPR_COMPARISON && e->n > 2) return add_chain(p, list, e, visible);
  if (e->kind == EXPR_HAS_LABELS && e->labels->kind == LABEL_AND) return add_labels(p, list, e, visible);
  return add_one(p, list, e, visible);
}

/* ---- applying */

void conjunct_done(Conjuncts *list, uint32_t i)
{
  list->at[i].done = true;
  if (list->at[i].twin != CONJUNCT_NO_TWIN) list->at[list->at[i].twin].done = true;
}

bool conjunct_ready(const Conjunct *c, const SlotSet *bound)
{
  return !c->done && slots_contain(bound, &c->needs);
}

static double share_of(Planner *p, const Conjunct *c)
{
  if (c->kind == CONJUNCT_ID) return c->op == OP_IN ? 0.1 : 1 / cost_node_count(p);
  if (c->kind == CONJUNCT_PROPERTY && c->key_id != NAME_NONE) {
    uint32_t label = plan_slot_label(p, c->slot);
    const Index *index = label == NAME_NONE ? NULL : graph_find_index(p->graph, ENTITY_NODE, label, c->key_id);
    if (index != NULL) return cost_index_selectivity(p, index, c->op, c->value);
  }
  return cost_default_selectivity(p, c->expr);
}

/* A search for the best order asks again and again. */
double conjunct_selectivity(Planner *p, Conjunct *c)
{
  if (c->shared != p->label_notes + 1) {
    c->share = share_of(p, c);
    c->shared = p->label_notes + 1;
  }
  return c->share;
}

/* Labels are a bit each, comparisons a typed loop; what calls functions or runs subplans comes last. */
static int filter_rank(const Conjunct *c)
{
  if (c->kind == CONJUNCT_LABEL) return 0;
  if (c->kind == CONJUNCT_PROPERTY || c->kind == CONJUNCT_ID) return 1;
  switch (c->expr->kind) {
  case EXPR_HAS_LABELS: return 0;
  case EXPR_COMPARISON: return 2;
  case EXPR_UNARY: return c->expr->op == OP_NOT ? 3 : 2;
  default: return 3;
  }
}

static Status apply_exists(Planner *p, const Conjunct *c, const PlanScope *scope, Plan **plan)
{
  bool negated;
  const Expr *e = strip_not(c->expr, &negated);
  Plan *subplan, *semi;
  TRY(plan_exists(p, e->kind == EXPR_CALL ? e->args[0] : e, scope, (*plan)->rows, &subplan));
  TRY(plan_add(p, PLAN_SEMI_APPLY, plan, &semi));
  semi->child[1] = subplan;
  semi->flag = c->negated;
  semi->row_by_row = plan_is_row_by_row(subplan);
  semi->rows *= 0.5;
  return STATUS_OK;
}

Status conjuncts_apply(Planner *p, Conjuncts *list, const PlanScope *scope, Plan **plan)
{
  Plan *filter = NULL;
  for (int rank = 0; rank <= 3; rank++) {
    for (uint32_t i = 0; i < list->n; i++) {
      Conjunct *c = &list->at[i];
      if (c->kind == CONJUNCT_EXISTS || !conjunct_ready(c, &scope->bound) || filter_rank(c) != rank) continue;
      if (filter == NULL) {
        TRY(plan_add(p, PLAN_FILTER, plan, &filter));
        filter->filters = arena_array(p->arena, Expr *, list->n);
        TRY(arena_check(p->arena, p->err));
      }
      filter->filters[filter->filter_count++] = c->expr;
      filter->rows *= conjunct_selectivity(p, c);
      conjunct_done(list, i);
    }
  }
  for (uint32_t i = 0; i < list->n; i++) {
    Conjunct *c = &list->at[i];
    if (c->kind != CONJUNCT_EXISTS || !conjunct_ready(c, &scope->bound)) continue;
    conjunct_done(list, i);
    TRY(apply_exists(p, c, scope, plan));
  }
  return STATUS_OK;
}

Status plan_where(Planner *p, Expr *where, const PlanScope *scope, Plan **plan)
{
  Conjuncts list = {0};
  TRY(conjuncts_add(p, &list, where, scope));
  return conjuncts_apply(p, &list, scope, plan);
}
