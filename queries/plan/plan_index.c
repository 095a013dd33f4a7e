/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to find the first entity of a pattern: by id, through an index, by the rarest label, or by looking at all. What
 * is chosen answers some conjuncts, which then need no filter. */
#include "plan_internal.h"

#include "core/intervals.h"

static bool better(const NodeAccess *a, const NodeAccess *b)
{
  return a->cost < b->cost || (a->cost <= b->cost && a->rows < b->rows);
}

static NodeAccess access_of(PlanKind kind, double rows, double cost)
{
  return (NodeAccess){.kind = kind,
                      .label = {.id = NAME_NONE},
                      .used = {ACCESS_UNUSED, ACCESS_UNUSED, ACCESS_UNUSED},
                      .rows = rows,
                      .cost = cost};
}

static bool can_seek(const Conjunct *c, uint32_t slot, const SlotSet *bound)
{
  return !c->done && c->slot == slot && c->value != NULL && slots_contain(bound, &c->value_needs);
}

static bool is_property(const Conjunct *c)
{
  return c->kind == CONJUNCT_PROPERTY || c->kind == CONJUNCT_JOIN;
}
static bool is_lower(ExprOp op)
{
  return op == OP_GT || op == OP_GE;
}
static bool is_upper(ExprOp op)
{
  return op == OP_LT || op == OP_LE;
}

static void set_bound(NodeAccess *access, const Conjunct *c)
{
  if (is_lower(c->op)) {
    access->low = c->value;
    access->low_inclusive = c->op == OP_GE;
  } else {
    access->high = c->value;
    access->high_inclusive = c->op == OP_LE;
  }
}

/* The access through one index for conjunct i, together with the other end of the range if there is one. */
static NodeAccess through_index(Planner *p, const Conjuncts *list, uint32_t i, const Index *index, PlanKind kind,
                                const SlotSet *bound)
{
  const Conjunct *c = &list->at[i];
  NodeAccess access = access_of(kind, 0, 0);
  access.index = index;
  access.used[0] = i;
  double share;
  switch (c->op) {
  case OP_LT:
  case OP_LE:
  case OP_GT:
  case OP_GE:
    set_bound(&access, c);
    for (uint32_t k = 0; k < list->n; k++) {
      const Conjunct *other = &list->at[k];
      bool opposite = is_lower(c->op) ? is_upper(other->op) : is_lower(other->op);
      if (k == i || !is_property(other) || !opposite || other->key_id != c->key_id) continue;
      if (!can_seek(other, c->slot, bound)) continue;
      set_bound(&access, other);
      access.used[1] = k;
      break;
    }
    share = cost_range_selectivity(p, index, access.low, access.low_inclusive, access.high, access.high_inclusive);
    break;
  default:
    access.low = c->value;
    access.equal = c->op == OP_EQ;
    access.in_list = c->op == OP_IN;
    access.prefix = c->op == OP_STARTS_WITH;
    share = cost_index_selectivity(p, index, c->op, c->value);
    break;
  }
  access.rows = share * MAX(1.0, (double)index_entries(index));
  access.cost = COST_SEEK + access.rows;
  return access;
}

static void try_indexes(Planner *p, const Conjuncts *list, uint32_t label_at, const SlotSet *bound, NodeAccess *best)
{
  const Conjunct *label = &list->at[label_at];
  if (label->label.id == NAME_NONE) return;
  for (uint32_t i = 0; i < list->n; i++) {
    const Conjunct *c = &list->at[i];
    if (!is_property(c) || !can_seek(c, label->slot, bound) || c->key_id == NAME_NONE) continue;
    const Index *index = graph_find_index(p->graph, ENTITY_NODE, label->label.id, c->key_id);
    if (index == NULL) continue;
    NodeAccess access = through_index(p, list, i, index, PLAN_NODE_INDEX_SEEK, bound);
    access.label = label->label;
    access.used[2] = label_at;
    if (better(&access, best)) *best = access;
  }
}

static Expr *id_of_element_id(Planner *p, Expr *value)
{
  return expr_call(p, "toInteger", &value, 1);
}

static void try_ids(Planner *p, const Conjuncts *list, uint32_t i, const SlotSet *bound, NodeAccess *best)
{
  const Conjunct *c = &list->at[i];
  if (!can_seek(c, c->slot, bound) || (c->element_id && c->op == OP_IN)) return;
  Expr *value = c->element_id ? id_of_element_id(p, c->value) : c->value;
  if (value == NULL) return;
  double rows = c->op == OP_IN ? 10 : 1;
  NodeAccess access = access_of(PLAN_NODE_ID_SEEK, rows, rows);
  access.low = value;
  access.in_list = c->op == OP_IN;
  if (!c->recheck) access.used[0] = i;
  if (better(&access, best)) *best = access;
}

/* What it costs to look at so many entities one by one. MERGE makes some as it goes, and plans are made before: where
 * it could look them up instead, few of them do not make looking at all the better way. */
static double cost_of_scan(const Planner *p, double rows)
{
  const double merged = 1000;
  return p->merging ? MAX(rows, merged) : rows;
}

NodeAccess access_node(Planner *p, const Conjuncts *conjuncts, uint32_t slot, const SlotSet *bound)
{
  double all = cost_node_count(p);
  NodeAccess best = access_of(PLAN_ALL_NODES_SCAN, all, cost_of_scan(p, all));
  for (uint32_t i = 0; i < conjuncts->n; i++) {
    const Conjunct *c = &conjuncts->at[i];
    if (c->done || c->slot != slot) continue;
    if (c->kind == CONJUNCT_ID) try_ids(p, conjuncts, i, bound, &best);
    if (c->kind != CONJUNCT_LABEL) continue;
    double rows = c->label.id == NAME_NONE ? 1 : cost_label_rows(p, c->label.id);
    /* A label scan reads a bitmap; looking at all nodes asks each whether it lives and then for its label. */
    NodeAccess scan = access_of(PLAN_LABEL_SCAN, rows, cost_of_scan(p, MIN(rows, all * 0.999)));
    scan.label = c->label;
    scan.used[0] = i;
    if (better(&scan, &best)) best = scan;
    try_indexes(p, conjuncts, i, bound, &best);
  }
  return best;
}

NodeAccess access_rel(Planner *p, const Conjuncts *conjuncts, const PatternEdge *edge, const SlotSet *bound)
{
  double turns = edge->dir == DIR_BOTH ? 2 : 1;
  double rows = cost_rel_count(p, edge->types, edge->type_count) * turns;
  /* Cheaper to walk from a scanned node where that makes no more rows: adjacency is compact, relationships are not. */
  NodeAccess best = access_of(PLAN_REL_TYPE_SCAN, rows, cost_of_scan(p, rows * 1.5));
  if (edge->type_count != 1 || edge->types[0].id == NAME_NONE) return best;
  for (uint32_t i = 0; i < conjuncts->n; i++) {
    const Conjunct *c = &conjuncts->at[i];
    if (rows >= INTERVALS_WORTH && !c->done && valid_is_test(p, c->expr, edge->slot, bound)) {
      bool answered;
      NodeAccess access = access_valid(p, edge, c->expr, &answered);
      if (answered) access.used[0] = i;
      access.rows *= turns;
      access.cost *= turns;
      if (better(&access, &best)) best = access;
    }
    if (!is_property(c) || !can_seek(c, edge->slot, bound) || c->key_id == NAME_NONE) continue;
    const Index *index = graph_find_index(p->graph, ENTITY_REL, edge->types[0].id, c->key_id);
    if (index == NULL) continue;
    NodeAccess access = through_index(p, conjuncts, i, index, PLAN_REL_INDEX_SEEK, bound);
    access.rows *= turns;
    access.cost *= turns;
    if (better(&access, &best)) best = access;
  }
  return best;
}
