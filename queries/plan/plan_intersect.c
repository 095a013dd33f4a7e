/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Closing cycles. An expansion to a node whose next relationship leads back to a bound node finds many and keeps few:
 * the two become one INTERSECT, which looks for the common neighbours. Filters on the node between them go on top. */
#include "plan_internal.h"

static bool mentions_only(Planner *p, const Plan *filter, uint32_t slot)
{
  SlotSet mentioned = {0};
  plan_uses(p, filter, &mentioned);
  return slots_has(&mentioned, slot) && slots_count(&mentioned) == 1;
}

/* The expansion that the closing one could be joined with. */
static Plan *expansion_below(Planner *p, const Plan *into)
{
  Plan *at = into->child[0];
  Plan *filter = at->kind == PLAN_FILTER ? at : NULL;
  if (filter != NULL) at = at->child[0];
  if (at->kind != PLAN_EXPAND || at->from == at->to || into->from == into->to) return NULL;
  if (into->from != at->to && into->to != at->to) return NULL;
  return filter == NULL || mentions_only(p, filter, at->to) ? at : NULL;
}

static Status join(Planner *p, Plan **at, Plan *into, Plan *expand)
{
  Plan *filter = into->child[0] == expand ? NULL : into->child[0];
  Plan *input = expand->child[0], *argument, *op;
  TRY(plan_argument(p, input->rows, false, &argument));
  expand->child[0] = argument;
  into->child[0] = expand;
  Plan *top = input;
  TRY(plan_add(p, PLAN_INTERSECT, &top, &op));
  op->child[1] = into;
  op->slot = expand->to;
  op->rows = into->rows;
  for (uint32_t i = 0; i < into->unique_count; i++) op->flag |= into->unique[i] == expand->rel;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < into->unique_count; i++)
    if (into->unique[i] != expand->rel) into->unique[kept++] = into->unique[i];
  into->unique_count = kept;
  if (filter != NULL) {
    filter->child[0] = top;
    filter->rows = op->rows;
    top = filter;
  }
  *at = top;
  return STATUS_OK;
}

static Status walk(Planner *p, Plan **at)
{
  for (; *at != NULL; at = &(*at)->child[0]) {
    Plan *plan = *at, *expand = plan->kind == PLAN_EXPAND_INTO ? expansion_below(p, plan) : NULL;
    if (expand != NULL) TRY(join(p, at, plan, expand));
    if ((*at)->child[1] != NULL && (plan_flags((*at)->kind) & OP_DESCRIBED) == 0) TRY(walk(p, &(*at)->child[1]));
  }
  return STATUS_OK;
}

Status plan_intersect(Planner *p)
{
  Plan **at;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++)
    if (plan_has_writes(*at)) return STATUS_OK;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++) TRY(walk(p, at));
  return STATUS_OK;
}
