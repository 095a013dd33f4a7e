/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Estimates of rows, from the counts that the graph keeps exactly and from indexes; where nothing is known, the rules
 * of thumb of System R (Selinger et al. 1979: equality 1/10, range 1/3). A plan may be reused after the graph has
 * grown, so an empty label or type counts as a few entities rather than as none. */
#include "plan_internal.h"

#include <math.h>

enum { FEW = 1, ESTIMATE_LIMIT = 100000 };
static const double UNKNOWN_NAME_SHARE = 1e-3;

double cost_node_count(const Planner *p)
{
  return MAX(1.0, (double)graph_node_count(p->graph));
}

double cost_label_rows(const Planner *p, uint32_t label)
{
  if (label == NAME_NONE) return cost_node_count(p);
  return MAX((double)FEW, (double)graph_label_count(p->graph, label));
}

double cost_default_selectivity(Planner *p, const Expr *e)
{
  switch (e->kind) {
  case EXPR_COMPARISON:
    if (e->ops[0] == OP_EQ) return 0.1;
    return e->ops[0] == OP_NE ? 0.9 : 0.3;
  case EXPR_UNARY:
    if (e->op == OP_NOT) return MAX(0.05, 1 - cost_default_selectivity(p, e->args[0]));
    return e->op == OP_IS_NULL ? 0.1 : 0.9;
  case EXPR_BINARY:
    switch (e->op) {
    case OP_AND: return cost_default_selectivity(p, e->args[0]) * cost_default_selectivity(p, e->args[1]);
    case OP_OR: return MIN(1, cost_default_selectivity(p, e->args[0]) + cost_default_selectivity(p, e->args[1]));
    case OP_STARTS_WITH:
    case OP_ENDS_WITH: return 0.05;
    case OP_CONTAINS: return 0.1;
    case OP_IN: return 0.3;
    default: return 0.5;
    }
  case EXPR_LITERAL: return e->value.type == VALUE_BOOL && e->value.boolean ? 1 : 0.01;
  case EXPR_HAS_LABELS:
    if (e->labels->kind == LABEL_NAME) {
      uint32_t label = graph_name_find(p->graph, NAME_LABEL, e->labels->name.text);
      return label == NAME_NONE ? UNKNOWN_NAME_SHARE : MIN(1, cost_label_rows(p, label) / cost_node_count(p));
    }
    return 0.5;
  default: return 0.5;
  }
}

static double entries_of(const Index *index)
{
  return MAX(1.0, (double)index_entries(index));
}
static double distinct_of(const Index *index)
{
  return MAX(1.0, (double)index_distinct(index));
}

static double range_share(const Index *index, const IndexRange *range)
{
  double found = (double)index_estimate(index, range, ESTIMATE_LIMIT);
  return MIN(1, MAX(found, FEW) / entries_of(index));
}

/* How many values a list has that an IN or a seek goes through. */
static double list_length(Planner *p, const Expr *list)
{
  enum { UNKNOWN_LENGTH = 10 };
  if (list->kind == EXPR_LIST) return list->n;
  Value v;
  return expr_constant(p, list, &v) && v.type == VALUE_LIST ? v.aux : UNKNOWN_LENGTH;
}

double cost_index_selectivity(Planner *p, const Index *index, ExprOp op, const Expr *value)
{
  Value v;
  double average = 1 / distinct_of(index);
  switch (op) {
  case OP_EQ:
    if (!expr_constant(p, value, &v)) return average;
    return range_share(index, &(IndexRange){true, true, true, true, v, v});
  case OP_IN: return MIN(1, average * list_length(p, value));
  case OP_STARTS_WITH: return 0.05;
  case OP_LT:
  case OP_LE: return cost_range_selectivity(p, index, NULL, false, value, op == OP_LE);
  case OP_GT:
  case OP_GE: return cost_range_selectivity(p, index, value, op == OP_GE, NULL, false);
  default: return 0.5;
  }
}

double cost_range_selectivity(Planner *p, const Index *index, const Expr *low, bool low_inclusive, const Expr *high,
                              bool high_inclusive)
{
  IndexRange range = {.low_inclusive = low_inclusive, .high_inclusive = high_inclusive};
  range.has_low = low != NULL && expr_constant(p, low, &range.low);
  range.has_high = high != NULL && expr_constant(p, high, &range.high);
  double unknown = 1;
  if (low != NULL && !range.has_low) unknown *= 0.3;
  if (high != NULL && !range.has_high) unknown *= 0.3;
  if (!range.has_low && !range.has_high) return unknown;
  return unknown * range_share(index, &range);
}

static double rels_at_label(const Planner *p, uint32_t label, uint32_t type, Direction dir)
{
  if (label == NAME_NONE)
    return (double)(type == NAME_NONE ? graph_rel_count(p->graph) : graph_type_count(p->graph, type));
  return (double)graph_label_type_count(p->graph, label, type, dir);
}

static double rels_of_types(const Planner *p, uint32_t label, const NameRef *types, uint32_t n, Direction dir)
{
  if (n == 0) return rels_at_label(p, label, NAME_NONE, dir);
  double sum = 0;
  for (uint32_t i = 0; i < n; i++)
    if (types[i].id != NAME_NONE) sum += rels_at_label(p, label, types[i].id, dir);
  return sum;
}

double cost_fan_out(const Planner *p, uint32_t label, const NameRef *types, uint32_t n, Direction dir)
{
  if (dir == DIR_BOTH) return cost_fan_out(p, label, types, n, DIR_OUT) + cost_fan_out(p, label, types, n, DIR_IN);
  double rels = MAX(FEW, rels_of_types(p, label, types, n, dir));
  return rels / cost_label_rows(p, label);
}

double cost_rel_count(const Planner *p, const NameRef *types, uint32_t n)
{
  return MAX(FEW, rels_of_types(p, NAME_NONE, types, n, DIR_OUT));
}

double cost_var_fan_out(double first, double later, int64_t min, int64_t max, double most)
{
  enum { STEPS_LOOKED_AT = 8 };
  double sum = 0, at = 1;
  for (int64_t i = 0; i <= max && i <= min + STEPS_LOOKED_AT; i++) {
    if (i >= min) sum += at;
    at *= i == 0 ? first : later;
    if (at > most) return MAX(most, sum);
    if (at < 1e-3) break;
  }
  return MAX(sum, 1e-3);
}

double cost_reached_label(const Planner *p, uint32_t label, const NameRef *types, uint32_t n, Direction dir)
{
  if (label == NAME_NONE) return UNKNOWN_NAME_SHARE;
  double all, labelled;
  if (dir == DIR_BOTH) {
    all = 2 * rels_of_types(p, NAME_NONE, types, n, DIR_OUT);
    labelled = rels_of_types(p, label, types, n, DIR_OUT) + rels_of_types(p, label, types, n, DIR_IN);
  } else {
    /* Walking out, one arrives at the nodes where relationships end. */
    all = rels_of_types(p, NAME_NONE, types, n, DIR_OUT);
    labelled = rels_of_types(p, label, types, n, dir == DIR_OUT ? DIR_IN : DIR_OUT);
  }
  return all <= 0 ? 0.5 : MAX(1e-3, labelled / all);
}
