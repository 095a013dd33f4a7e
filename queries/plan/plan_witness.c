/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WHY: where a plan notes which facts take part. There is a WITNESS above each pattern, and one right above each search
 * for paths: a fact that is missing there is not only one path less, another may be found in its place.
 *
 * Where each row of the result is a row of patterns, whatever others there are, nothing need be tried to know which
 * facts it takes: those in its slots. The WITNESSes of these patterns become one, below PRODUCE_RESULTS, of whole rows.
 * Where DISTINCT or LIMIT lies between, a row may be there without a fact of these as well, made of other matches; but
 * what it is made of now would do, so only that need be tried, and not what has come to nothing. */
#include "plan_internal.h"

static Status add(Planner *p, const SlotSet *slots, WitnessOf what, Plan **plan)
{
  Plan *op;
  TRY(plan_add(p, PLAN_WITNESS, plan, &op));
  op->witness_of = what;
  op->slots = arena_array(p->arena, uint32_t, slots_count(slots));
  TRY(arena_check(p->arena, p->err));
  for (uint32_t slot = slots_next(slots, 0); slot != SLOT_NONE; slot = slots_next(slots, slot + 1))
    op->slots[op->slot_count++] = slot;
  return STATUS_OK;
}

/* The relationships of a group's repetitions are in its list. */
Status plan_witness(Planner *p, const SlotSet *slots, WitnessOf what, Plan **plan)
{
  return p->options.witness && !p->in_group ? add(p, slots, what, plan) : STATUS_OK;
}

/* Whether each row comes of one of the first input, and would come of that one whatever others there are. */
static bool keeps_rows_apart(PlanKind kind)
{
  switch (kind) {
  case PLAN_FILTER:
  case PLAN_PROJECT:
  case PLAN_PATHS:
  case PLAN_PATH_MODE:
  case PLAN_UNWIND:
  case PLAN_SORT:
  case PLAN_APPLY:
  case PLAN_OPTIONAL:
  case PLAN_SEMI_APPLY:
  case PLAN_CARTESIAN_PRODUCT:
  case PLAN_HASH_JOIN:
  case PLAN_ALL_NODES_SCAN:
  case PLAN_LABEL_SCAN:
  case PLAN_NODE_INDEX_SEEK:
  case PLAN_NODE_ID_SEEK:
  case PLAN_REL_INDEX_SEEK:
  case PLAN_REL_VALID_SEEK:
  case PLAN_REL_ID_SEEK:
  case PLAN_REL_TYPE_SCAN:
  case PLAN_EXPAND:
  case PLAN_EXPAND_INTO:
  case PLAN_EXPAND_VAR:
  case PLAN_REPEAT:
  case PLAN_SELECT_PATHS:
  case PLAN_SHORTEST_PATH: return true;
  default: return false;
  }
}

static bool of_match(const Plan *plan)
{
  return plan->kind == PLAN_WITNESS && plan->witness_of == WITNESS_MATCH;
}

/* How far down it holds that a row stays there as long as what it is made of does. Who loses one of the first rows
 * takes on another, which further up could come before a row in a second choice of the first. */
static const Plan *end_of_rows(const Plan *plan, bool *thinned)
{
  bool limited = false;
  *thinned = false;
  for (; plan->child[0] != NULL; plan = plan->child[0]) {
    bool limits = plan->kind == PLAN_LIMIT || plan->kind == PLAN_TOP;
    bool thins = limits || plan->kind == PLAN_DISTINCT;
    if (limits && limited) break;
    if (!thins && plan->kind != PLAN_WITNESS && !keeps_rows_apart(plan->kind)) break;
    limited = limited || limits;
    *thinned = *thinned || thins;
  }
  return plan;
}

Status plan_witness_rows(Planner *p)
{
  Plan **top = &p->tree->root->child[0], **at = top;
  bool thinned;
  const Plan *end = end_of_rows(*top, &thinned);
  SlotSet slots = {0};
  while (*at != end) {
    Plan *plan = *at;
    for (uint32_t i = 0; of_match(plan) && i < plan->slot_count; i++) slots_add(&p->scratch, &slots, plan->slots[i]);
    if (of_match(plan) && !thinned) {
      *at = plan->child[0];
      continue;
    }
    if (of_match(plan)) plan->witness_of = WITNESS_PART;
    at = &plan->child[0];
  }
  if (slots_empty(&slots)) return STATUS_OK;
  return add(p, &slots, thinned ? WITNESS_MATCH : WITNESS_ROW, top);
}
