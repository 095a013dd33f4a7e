/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows that nobody could tell apart. Below DISTINCT, below an aggregation that gives the same however often a row comes
 * (count(DISTINCT ...), min, max), and in EXISTS, it does not matter how many ways lead to a node. Where all that is
 * needed of an expansion is the node it reaches, each node goes on once; and a variable-length one looks for the nodes
 * that it reaches instead of for all the paths to them. */
#include "plan_internal.h"

static bool is_insensitive(const Plan *aggregate)
{
  for (uint32_t i = 0; i < aggregate->aggregate_count; i++) {
    const Expr *call = aggregate->aggregates[i].call;
    if (call->kind == EXPR_COUNT_STAR) return false;
    if (call->distinct) continue;
    if (strcmp(call->function->name, "min") != 0 && strcmp(call->function->name, "max") != 0) return false;
  }
  return true;
}

/* Whether the nodes at the ends of the paths are all that is asked, and can be found without the paths: from a length
 * of one on, whatever can be reached can be reached by a path without repetition. The way back to the start is a matter
 * of its own, for which an undirected step must be the same in both directions. */
static bool can_reach(const Plan *plan, const SlotSet *needs)
{
  if (plan->min > 1 || plan->into || (plan->mode != PATH_DEFAULT && plan->mode != PATH_TRAIL)) return false;
  if (slots_has(needs, plan->rel) || slots_has(needs, plan->from_list) || slots_has(needs, plan->to_list)) return false;
  bool has_ends = plan->step_from != SLOT_NONE || plan->step_node != SLOT_NONE;
  return plan->dir != DIR_BOTH || plan->step_filter == NULL || !has_ends;
}

static bool worth_it(const Plan *plan)
{
  enum { FEW_ROWS = 64 };
  return plan->rows >= FEW_ROWS;
}

/* Puts a DISTINCT on the expansion where its end is all that is needed of its rows. */
static Status add_distinct(Planner *p, Plan **at, const SlotSet *needs)
{
  Plan *plan = *at, *op;
  if (slots_count(needs) != 1 || !slots_has(needs, plan->to) || !worth_it(plan)) return STATUS_OK;
  TRY(plan_add(p, PLAN_DISTINCT, at, &op));
  op->rows = MIN(op->rows, cost_label_rows(p, plan_slot_label(p, plan->to)));
  op->slots = arena_array(p->arena, uint32_t, 1);
  TRY(arena_check(p->arena, p->err));
  op->slots[op->slot_count++] = plan->to;
  return STATUS_OK;
}

static void forget_outputs(SlotSet *needs, const Plan *plan)
{
  const uint32_t slots[] = {plan->slot, plan->rel, plan->to, plan->from_list, plan->to_list};
  for (size_t i = 0; i < ARRAY_LEN(slots); i++)
    if (slots[i] != SLOT_NONE) slots_remove(needs, slots[i]);
  for (uint32_t i = 0; i < plan->item_count; i++) slots_remove(needs, plan->items[i].slot);
}

/* needs: what is needed of the rows of *at by those above. once: nodes need not be made distinct here, since the
 * operator above does it. inside: nowhere, since rows belong to several outer ones, or end with the first. */
static Status spread(Planner *p, Plan **at, SlotSet *needs, bool once, bool inside)
{
  for (;; at = &(*at)->child[0]) {
    Plan *plan = *at;
    switch (plan->kind) {
    case PLAN_FILTER:
    case PLAN_SEMI_APPLY:
    case PLAN_EXPAND_INTO: plan_uses(p, plan, needs); break;
    case PLAN_PROJECT:
    case PLAN_COUNT_APPLY:
      forget_outputs(needs, plan);
      plan_uses(p, plan, needs);
      break;
    case PLAN_EXPAND:
      if (!once) TRY(add_distinct(p, at, needs));
      forget_outputs(needs, plan);
      plan_uses(p, plan, needs);
      slots_remove(needs, plan->to);
      at = *at == plan ? at : &(*at)->child[0];
      break;
    case PLAN_EXPAND_VAR:
      if (can_reach(plan, needs)) plan->kind = PLAN_REACH;
      forget_outputs(needs, plan);
      plan_uses(p, plan, needs);
      slots_remove(needs, plan->step);
      slots_remove(needs, plan->step_from);
      slots_remove(needs, plan->step_node);
      break;
    default: return STATUS_OK;
    }
    once = inside || (once && plan->kind == PLAN_FILTER);
  }
}

/* inside: in a subplan, whose rows belong to several outer ones. */
static Status walk(Planner *p, Plan **at, bool inside)
{
  for (; *at != NULL; at = &(*at)->child[0]) {
    Plan *plan = *at;
    SlotSet needs = {0};
    if (plan->kind == PLAN_AGGREGATE && is_insensitive(plan)) {
      plan_uses(p, plan, &needs);
      slots_remove(&needs, plan->slot);
      TRY(spread(p, &plan->child[0], &needs, inside, inside));
    } else if (plan->kind == PLAN_DISTINCT) {
      for (uint32_t i = 0; i < plan->slot_count; i++) slots_add(p->arena, &needs, plan->slots[i]);
      TRY(spread(p, &plan->child[0], &needs, true, inside));
    } else if (plan->kind == PLAN_SEMI_APPLY) {
      TRY(spread(p, &plan->child[1], &needs, true, true));
    }
    unsigned flags = plan_flags(plan->kind);
    if (plan->child[1] != NULL && (flags & OP_DESCRIBED) == 0)
      TRY(walk(p, &plan->child[1], inside || (flags & OP_CORRELATED) != 0));
  }
  return STATUS_OK;
}

Status plan_distinct(Planner *p)
{
  Plan **at;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++)
    if (plan_has_writes(*at)) return STATUS_OK;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++) {
    SlotSet nothing = {0};
    if (i > 0 && p->tree->subplans[i - 1].result == SUBPLAN_EXISTS) TRY(spread(p, at, &nothing, true, true));
    TRY(walk(p, at, i > 0));
  }
  return STATUS_OK;
}
