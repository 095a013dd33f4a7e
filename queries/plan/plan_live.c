/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which slots each operator must hand up. Two walks over each tree: from the leaves, what has a value where; from the
 * root, what is needed above. On the way down an expansion whose relationship or end nobody needs stops binding it, and
 * paths and copies that nobody needs are taken out: what is not bound is not copied, row by row, all the way up. */
#include "plan_internal.h"

typedef struct Live {
  Planner *p;
  SlotSet *available; /* by operator number: what has a value in its rows */
} Live;

/* ---- what operators bind and use */

/* Rows of both inputs come out, in the slots of the first. */
static bool gives_both(const Plan *plan)
{
  return plan->kind == PLAN_UNION || plan->kind == PLAN_OTHERWISE;
}

/* Finds relationships with both ends, not from one of them. */
static bool scans_rels(const Plan *plan)
{
  return plan->kind == PLAN_REL_TYPE_SCAN || plan->kind == PLAN_REL_INDEX_SEEK || plan->kind == PLAN_REL_VALID_SEEK ||
         plan->kind == PLAN_REL_ID_SEEK;
}

static void add_slots(Live *l, const uint32_t *slots, uint32_t n, SlotSet *out)
{
  for (uint32_t i = 0; i < n; i++) slots_add(l->p->arena, out, slots[i]);
}

static void outputs(Live *l, const Plan *plan, SlotSet *out)
{
  Arena *a = l->p->arena;
  switch (plan->kind) {
  case PLAN_ALL_NODES_SCAN:
  case PLAN_LABEL_SCAN:
  case PLAN_NODE_INDEX_SEEK:
  case PLAN_NODE_ID_SEEK:
  case PLAN_COUNT_APPLY:
  case PLAN_LOAD_CSV:
  case PLAN_LOAD_JSONL: slots_add(a, out, plan->slot); break;
  case PLAN_UNWIND:
    slots_add(a, out, plan->slot);
    slots_add(a, out, plan->position);
    break;
  case PLAN_REL_INDEX_SEEK:
  case PLAN_REL_VALID_SEEK:
  case PLAN_REL_TYPE_SCAN:
  case PLAN_REL_ID_SEEK:
  case PLAN_EXPAND:
  case PLAN_EXPAND_INTO:
  case PLAN_EXPAND_VAR:
  case PLAN_REACH:
  case PLAN_SHORTEST_PATH:
    if (plan->kind != PLAN_REL_ID_SEEK || plan->low != NULL) slots_add(a, out, plan->rel);
    if (scans_rels(plan)) slots_add(a, out, plan->from);
    if (!plan->into && plan->kind != PLAN_EXPAND_INTO) slots_add(a, out, plan->to);
    slots_add(a, out, plan->from_list);
    slots_add(a, out, plan->to_list);
    break;
  case PLAN_REPEAT:
    slots_add(a, out, plan->rel);
    if (!plan->into) slots_add(a, out, plan->to);
    for (uint32_t i = 0; i < plan->slot_count; i++) slots_add(a, out, plan->slots2[i]);
    break;
  case PLAN_PROJECT:
  case PLAN_AGGREGATE:
    for (uint32_t i = 0; i < plan->item_count; i++) slots_add(a, out, plan->items[i].slot);
    for (uint32_t i = 0; i < plan->aggregate_count; i++) slots_add(a, out, plan->aggregates[i].slot);
    break;
  case PLAN_PATHS:
  case PLAN_SELECT_PATHS:
    for (uint32_t i = 0; i < plan->path_count; i++) slots_add(a, out, plan->paths[i].slot);
    break;
  case PLAN_CREATE:
  case PLAN_MERGE:
    for (uint32_t i = 0; i < plan->node_count; i++)
      if (!plan->nodes[i].bound) slots_add(a, out, plan->nodes[i].slot);
    for (uint32_t i = 0; i < plan->rel_count; i++) slots_add(a, out, plan->rels[i].slot);
    break;
  case PLAN_PROCEDURE_CALL:
    for (uint32_t i = 0; i < plan->yield_count; i++) slots_add(a, out, plan->yields[i].slot);
    break;
  case PLAN_SPLIT: add_slots(l, plan->slots2, plan->slot_count, out); break;
  case PLAN_OPTIONAL:
  case PLAN_UNION:
  case PLAN_OTHERWISE:
    for (uint32_t i = 0; i < plan->slot_count; i++) slots_add(a, out, plan->slots[i]);
    break;
  default: break;
  }
}

static void add_expr(Live *l, const Expr *e, SlotSet *out)
{
  slots_of_expr(l->p->arena, e, out);
}

static void creation_inputs(Live *l, const Plan *plan, SlotSet *out)
{
  for (uint32_t i = 0; i < plan->node_count; i++) {
    const PlanNode *node = &plan->nodes[i];
    if (node->bound) slots_add(l->p->arena, out, node->slot);
    add_expr(l, node->properties, out);
    for (uint32_t k = 0; k < node->dynamic_count; k++) add_expr(l, node->dynamic_labels[k], out);
  }
  for (uint32_t i = 0; i < plan->rel_count; i++) {
    const PlanRel *rel = &plan->rels[i];
    slots_add(l->p->arena, out, rel->start);
    slots_add(l->p->arena, out, rel->end);
    add_expr(l, rel->properties, out);
    add_expr(l, rel->dynamic_type, out);
  }
}

static void expand_inputs(Live *l, const Plan *plan, SlotSet *out)
{
  if (!scans_rels(plan)) slots_add(l->p->arena, out, plan->from);
  if (plan->into || plan->kind == PLAN_EXPAND_INTO) slots_add(l->p->arena, out, plan->to);
  if (plan->kind == PLAN_REL_ID_SEEK && plan->low == NULL) slots_add(l->p->arena, out, plan->rel);
  add_slots(l, plan->unique, plan->unique_count, out);
  add_expr(l, plan->step_filter, out);
}

/* Mentioned slots; what is not available below is dropped by the caller. */
static void inputs(Live *l, const Plan *plan, SlotSet *out)
{
  add_expr(l, plan->low, out);
  add_expr(l, plan->high, out);
  add_expr(l, plan->expr, out);
  add_expr(l, plan->expr2, out);
  add_expr(l, plan->count, out);
  for (uint32_t i = 0; i < plan->filter_count; i++) add_expr(l, plan->filters[i], out);
  for (uint32_t i = 0; i < plan->item_count; i++) add_expr(l, plan->items[i].expr, out);
  for (uint32_t i = 0; i < plan->aggregate_count; i++) add_expr(l, plan->aggregates[i].call, out);
  for (uint32_t i = 0; i < plan->expr_count; i++) add_expr(l, plan->exprs[i], out);
  for (uint32_t i = 0; i < plan->set_count; i++) slots_of_set_item(l->p->arena, &plan->set_items[i], out);
  for (uint32_t i = 0; i < plan->on_match_count; i++) slots_of_set_item(l->p->arena, &plan->on_match[i], out);
  for (uint32_t i = 0; i < plan->path_count; i++) add_slots(l, plan->paths[i].slots, plan->paths[i].n, out);
  for (uint32_t i = 0; i < plan->sort_count; i++) slots_add(l->p->arena, out, plan->sort[i].slot);
  if (plan->kind == PLAN_DISTINCT || plan->kind == PLAN_HASH_JOIN || plan->kind == PLAN_PRODUCE_RESULTS ||
      plan->kind == PLAN_SPLIT || plan->kind == PLAN_WITNESS || plan->kind == PLAN_EXCEPT_ROWS ||
      plan->kind == PLAN_INTERSECT_ROWS)
    add_slots(l, plan->slots, plan->slot_count, out);
  if (plan->kind == PLAN_AGGREGATE) slots_add(l->p->arena, out, plan->slot);
  creation_inputs(l, plan, out);
  if (plan->from != SLOT_NONE || plan->rel != SLOT_NONE || plan->to != SLOT_NONE) expand_inputs(l, plan, out);
}

void plan_uses(Planner *p, const Plan *plan, SlotSet *out)
{
  Live l = {.p = p};
  inputs(&l, plan, out);
  for (const Plan *right = plan->child[1]; right != NULL; right = right->child[0]) plan_uses(p, right, out);
}

/* ---- up: what is available */

static void measure(Live *l, const Plan *plan, const SlotSet *outer)
{
  Arena *a = l->p->arena;
  SlotSet *mine = &l->available[plan->id];
  if (plan->kind == PLAN_ARGUMENT) {
    if (!plan->flag) *mine = slots_copy(a, outer);
    return;
  }
  measure(l, plan->child[0], outer);
  const SlotSet *input = &l->available[plan->child[0]->id];
  if (plan->kind != PLAN_AGGREGATE) *mine = slots_copy(a, input);
  outputs(l, plan, mine);
  if (plan->child[1] == NULL) return;
  bool correlated = (plan_flags(plan->kind) & OP_CORRELATED) != 0;
  SlotSet inner = slots_copy(a, correlated ? input : outer);
  if (plan->kind == PLAN_FOREACH || plan->kind == PLAN_REPEAT) slots_add(a, &inner, plan->slot);
  measure(l, plan->child[1], &inner);
  if (plan->kind == PLAN_APPLY || plan->kind == PLAN_INTERSECT || plan->kind == PLAN_CARTESIAN_PRODUCT ||
      plan->kind == PLAN_HASH_JOIN || plan->kind == PLAN_SELECT_PATHS)
    slots_add_all(a, mine, &l->available[plan->child[1]->id]);
  if (!gives_both(plan)) return;
  slots_keep(mine, &l->available[plan->child[1]->id]);
  outputs(l, plan, mine);
}

/* ---- down: what is needed */

static void set_live(Live *l, Plan *plan, const SlotSet *needed)
{
  SlotSet live = slots_copy(l->p->arena, needed);
  slots_keep(&live, &l->available[plan->id]);
  plan->live_count = 0;
  plan->live = arena_array(l->p->arena, uint32_t, slots_count(&live));
  if (plan->live == NULL || l->p->arena->bad) return;
  for (uint32_t slot = slots_next(&live, 0); slot != SLOT_NONE; slot = slots_next(&live, slot + 1))
    plan->live[plan->live_count++] = slot;
}

static void forget(const SlotSet *needed, uint32_t *slot)
{
  if (*slot != SLOT_NONE && !slots_has(needed, *slot)) *slot = SLOT_NONE;
}

static void trim_repeat(Plan *plan, const SlotSet *needed)
{
  forget(needed, &plan->rel);
  if (!plan->into) forget(needed, &plan->to);
  bool compares_nodes = plan->mode == PATH_ACYCLIC || plan->mode == PATH_SIMPLE;
  uint32_t end = plan->flag ? 0 : plan->slot_count - 1;
  for (uint32_t i = 0; i < plan->slot_count; i++) {
    forget(needed, &plan->slots2[i]);
    bool node = i % 2 == 0;
    if (node && i != end && plan->slots2[i] == SLOT_NONE && !compares_nodes) plan->slots[i] = SLOT_NONE;
  }
}

static void trim(Plan *plan, const SlotSet *needed)
{
  uint32_t kept = 0;
  switch (plan->kind) {
  case PLAN_UNWIND: forget(needed, &plan->position); break;
  case PLAN_EXPAND:
  case PLAN_EXPAND_VAR:
  case PLAN_REACH:
    forget(needed, &plan->rel);
    forget(needed, &plan->from_list);
    forget(needed, &plan->to_list);
    if (!plan->into) forget(needed, &plan->to);
    break;
  case PLAN_REPEAT: trim_repeat(plan, needed); break;
  case PLAN_EXPAND_INTO:
  case PLAN_SHORTEST_PATH: forget(needed, &plan->rel); break;
  case PLAN_REL_TYPE_SCAN:
  case PLAN_REL_INDEX_SEEK:
  case PLAN_REL_VALID_SEEK:
    forget(needed, &plan->rel);
    forget(needed, &plan->from);
    forget(needed, &plan->to);
    break;
  case PLAN_REL_ID_SEEK:
    if (plan->low != NULL) forget(needed, &plan->rel);
    forget(needed, &plan->from);
    forget(needed, &plan->to);
    break;
  case PLAN_PATHS:
    for (uint32_t i = 0; i < plan->path_count; i++)
      if (slots_has(needed, plan->paths[i].slot)) plan->paths[kept++] = plan->paths[i];
    plan->path_count = kept;
    break;
  case PLAN_PROJECT:
    /* Only copies: an expression may raise an error that the user is to see. */
    for (uint32_t i = 0; i < plan->item_count; i++)
      if (slots_has(needed, plan->items[i].slot) || plan->items[i].expr->kind != EXPR_VARIABLE)
        plan->items[kept++] = plan->items[i];
    plan->item_count = kept;
    break;
  case PLAN_OPTIONAL:
    for (uint32_t i = 0; i < plan->slot_count; i++)
      if (slots_has(needed, plan->slots[i])) plan->slots[kept++] = plan->slots[i];
    plan->slot_count = kept;
    break;
  default: break;
  }
}

static bool is_empty(const Plan *plan)
{
  return (plan->kind == PLAN_PATHS && plan->path_count == 0) || (plan->kind == PLAN_PROJECT && plan->item_count == 0);
}

static void spread(Live *l, Plan **at, const SlotSet *needed, SlotSet *from_outside);

/* What the subplan must hand up, and afterwards what it takes from the rows outside. */
static void spread_right(Live *l, Plan *plan, const SlotSet *needed, SlotSet *input, SlotSet *from_outside)
{
  Arena *a = l->p->arena;
  SlotSet inner = {0}, taken = {0};
  switch (plan->kind) {
  case PLAN_APPLY:
  case PLAN_INTERSECT:
  case PLAN_OPTIONAL:
    inner = slots_copy(a, needed);
    slots_drop(&inner, &l->available[plan->child[0]->id]);
    break;
  case PLAN_CARTESIAN_PRODUCT: inner = slots_copy(a, needed); break;
  case PLAN_HASH_JOIN:
    inner = slots_copy(a, needed);
    add_slots(l, plan->slots, plan->slot_count, &inner);
    break;
  case PLAN_UNION:
  case PLAN_OTHERWISE:
    inner = slots_copy(a, needed);
    for (uint32_t i = 0; i < plan->slot_count; i++) slots_remove(&inner, plan->slots[i]);
    add_slots(l, plan->slots2, plan->slot_count, &inner);
    break;
  case PLAN_EXCEPT_ROWS:
  case PLAN_INTERSECT_ROWS: add_slots(l, plan->slots2, plan->slot_count, &inner); break;
  case PLAN_MERGE: outputs(l, plan, &inner); break;
  case PLAN_REPEAT: add_slots(l, plan->slots, plan->slot_count, &inner); break;
  case PLAN_SELECT_PATHS:
    inner = slots_copy(a, needed);
    inputs(l, plan, &inner);
    slots_drop(&inner, &l->available[plan->child[0]->id]);
    break;
  default: break;
  }
  spread(l, &plan->child[1], &inner, &taken);
  if ((plan_flags(plan->kind) & OP_CORRELATED) == 0) {
    slots_add_all(a, from_outside, &taken);
    return;
  }
  if (plan->kind == PLAN_FOREACH || plan->kind == PLAN_REPEAT) slots_remove(&taken, plan->slot);
  slots_add_all(a, input, &taken);
}

static void spread(Live *l, Plan **at, const SlotSet *needed, SlotSet *from_outside)
{
  Arena *a = l->p->arena;
  Plan *plan = *at;
  if (plan->kind == PLAN_ARGUMENT) {
    set_live(l, plan, needed);
    add_slots(l, plan->live, plan->live_count, from_outside);
    return;
  }
  trim(plan, needed);
  if (is_empty(plan)) {
    *at = plan->child[0];
    spread(l, at, needed, from_outside);
    return;
  }
  set_live(l, plan, needed);
  SlotSet made = {0}, input = {0};
  if (plan->kind != PLAN_AGGREGATE) input = slots_copy(a, needed);
  outputs(l, plan, &made);
  slots_drop(&input, &made);
  if (gives_both(plan)) add_slots(l, plan->slots, plan->slot_count, &input);
  inputs(l, plan, &input);
  if (plan->child[1] != NULL) spread_right(l, plan, needed, &input, from_outside);
  slots_keep(&input, &l->available[plan->child[0]->id]);
  spread(l, &plan->child[0], &input, from_outside);
}

Status plan_live(Planner *p)
{
  Live l = {.p = p, .available = arena_array(p->arena, SlotSet, p->tree->operator_count)};
  TRY(arena_check(p->arena, p->err));
  Plan **at;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++) {
    SlotSet nothing = {0}, needed = {0}, outside = {0};
    measure(&l, *at, i == 0 ? &nothing : &p->subplan_bound[i - 1]);
    TRY(arena_check(p->arena, p->err));
    if (i > 0) slots_add(p->arena, &needed, p->tree->subplans[i - 1].slot);
    spread(&l, at, &needed, &outside);
    TRY(arena_check(p->arena, p->err));
  }
  return STATUS_OK;
}
