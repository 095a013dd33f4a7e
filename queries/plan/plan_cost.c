/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Estimates of rows, from the counts that the graph keeps exactly and from indexes; where nothing is known, the rules
 * of thumb of System R (Selinger et al. 1979: equality 1/10, range 1/3). A plan may be reused after the graph has
 * grown, so an empty label or type counts as a few entities rather than as none. */
#include "core/column.h"
#include "plan_internal.h"

#include <math.h>

enum { FEW = 1, ESTIMATE_LIMIT = 100000 };

double cost_node_count(const Planner *p)
{
  return MAX(1.0, (double)graph_node_count(p->graph));
}

double cost_label_rows(const Planner *p, uint32_t label)
{
  if (label == NAME_NONE) return cost_node_count(p);
  return MAX((double)FEW, (double)graph_label_count(p->graph, label));
}

/* ---- what columns tell */

/* From the least number (or day) of a column to the greatest, by a few of its pages; false for other columns. */
static bool bounds_of(const Column *column, double *low, double *high)
{
  enum { PAGES_ASKED = 8 };
  ColumnType type = column_type(column);
  uint32_t pages = column->storage.page_count, asked = MIN(pages, PAGES_ASKED);
  *low = INFINITY;
  *high = -INFINITY;
  if (type != COLUMN_INT && type != COLUMN_DATE && type != COLUMN_FLOAT) return false;
  for (uint32_t i = 0; i < asked; i++) {
    const ColumnPage *page = column_page(column, asked == 1 ? 0 : (uint32_t)((uint64_t)i * (pages - 1) / (asked - 1)));
    if (page == NULL || page->count == 0) continue;
    *low = MIN(*low, type == COLUMN_FLOAT ? page->low.number : (double)page->low.integer);
    *high = MAX(*high, type == COLUMN_FLOAT ? page->high.number : (double)page->high.integer);
  }
  return *low <= *high;
}

/* How many different values there may be. */
static double values_in(const Column *column)
{
  double count = (double)column_count(column), low, high;
  switch (column_type(column)) {
  case COLUMN_BOOL: return MIN(count, 2);
  case COLUMN_STRING: return MIN(count, column_texts(column));
  case COLUMN_INT:
  case COLUMN_DATE: return bounds_of(column, &low, &high) ? MIN(count, high - low + 1) : 1;
  default: return count;
  }
}

static bool is_entity(const Planner *p, const Expr *e, SlotKind *kind)
{
  if (e->kind != EXPR_VARIABLE) return false;
  *kind = p->checked->slots[e->slot].kind;
  return *kind == SLOT_NODE || *kind == SLOT_REL;
}

const Column *cost_column(const Planner *p, const Expr *e)
{
  SlotKind kind;
  if (e->kind != EXPR_PROPERTY || !is_entity(p, e->args[0], &kind)) return NULL;
  uint32_t key = graph_name_find(p->graph, NAME_KEY, e->name.text);
  return key == NAME_NONE ? NULL : graph_column(p->graph, kind == SLOT_NODE ? ENTITY_NODE : ENTITY_REL, key);
}

/* ---- shares */

static const double EQUAL_SHARE = 0.1, RANGE_SHARE = 0.3, LEAST_SHARE = 1e-3;

/* The share of nodes or relationships that have one certain value of the property; false where nothing is known. */
static bool value_share(const Planner *p, const Expr *property, double *share)
{
  const Column *column = cost_column(p, property);
  if (column == NULL || column_count(column) == 0) return false;
  if (column_type(column) == COLUMN_TAGGED || column_type(column) == COLUMN_FLOAT) {
    *share = MIN(EQUAL_SHARE, 1 / MAX(1.0, column_texts(column)));
    return true;
  }
  uint32_t slot = property->args[0]->slot;
  bool node = p->checked->slots[slot].kind == SLOT_NODE;
  double having = node ? MIN(1, (double)column_count(column) / cost_label_rows(p, plan_slot_label(p, slot))) : 1;
  *share = having / values_in(column);
  return true;
}

static double equal_share(const Planner *p, const Expr *a, const Expr *b)
{
  double one, other;
  bool knows_one = value_share(p, a, &one), knows_other = value_share(p, b, &other);
  if (!knows_one && !knows_other) return EQUAL_SHARE;
  return !knows_other ? one : !knows_one ? other : MIN(one, other);
}

/* Of property < value, where the values lie evenly between the least and the greatest; false where nothing is known. */
static bool below_share(Planner *p, const Expr *property, const Expr *value, double *share)
{
  const Column *column = cost_column(p, property);
  Value v;
  double low, high;
  if (column == NULL || !expr_constant(p, value, &v) || !bounds_of(column, &low, &high)) return false;
  bool day = column_type(column) == COLUMN_DATE;
  if (day ? v.type != VALUE_DATE : !value_is_number(v)) return false;
  double at = day ? (double)v.integer : value_number(v);
  if (isnan(at) || !isfinite(high - low)) return false;
  *share = MAX(0, MIN(1, (at - low + 1) / (high - low + 1)));
  return true;
}

static double comparison_share(Planner *p, const Expr *e)
{
  ExprOp op = (ExprOp)e->ops[0];
  if (op == OP_NE) return 1 - EQUAL_SHARE;
  if (e->n > 2) return op == OP_EQ ? EQUAL_SHARE : RANGE_SHARE;
  if (op == OP_EQ) return equal_share(p, e->args[0], e->args[1]);
  double below;
  if (!below_share(p, e->args[0], e->args[1], &below)) {
    if (!below_share(p, e->args[1], e->args[0], &below)) return RANGE_SHARE;
    op = ast_mirrored(op);
  }
  return MAX(LEAST_SHARE, op == OP_LT || op == OP_LE ? below : 1 - below);
}

/* How many values a list has that an IN or a seek goes through. */
static double list_length(Planner *p, const Expr *list)
{
  enum { UNKNOWN_LENGTH = 10 };
  if (list->kind == EXPR_LIST) return list->n;
  Value v;
  return expr_constant(p, list, &v) && v.type == VALUE_LIST ? v.aux : UNKNOWN_LENGTH;
}

static double in_share(Planner *p, const Expr *e)
{
  double share;
  return value_share(p, e->args[0], &share) ? MIN(1, share * list_length(p, e->args[1])) : RANGE_SHARE;
}

double cost_default_selectivity(Planner *p, const Expr *e)
{
  switch (e->kind) {
  case EXPR_COMPARISON: return comparison_share(p, e);
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
    case OP_IN: return in_share(p, e);
    default: return 0.5;
    }
  case EXPR_LITERAL: return e->value.type == VALUE_BOOL && e->value.boolean ? 1 : 0.01;
  case EXPR_HAS_LABELS:
    if (e->labels->kind == LABEL_NAME) {
      uint32_t label = graph_name_find(p->graph, NAME_LABEL, e->labels->name.text);
      return label == NAME_NONE ? LEAST_SHARE : MIN(1, cost_label_rows(p, label) / cost_node_count(p));
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

uint32_t cost_common_label(const Planner *p, const NameRef *types, uint32_t n, Direction dir)
{
  enum { MANY_LABELS = 256 };
  uint32_t labels = graph_name_count(p->graph, NAME_LABEL), best = NAME_NONE;
  double all = rels_of_types(p, NAME_NONE, types, n, DIR_OUT);
  for (uint32_t label = 0; all > 0 && label < MIN(labels, MANY_LABELS); label++) {
    bool out = dir == DIR_IN || rels_of_types(p, label, types, n, DIR_OUT) >= all;
    bool in = dir == DIR_OUT || rels_of_types(p, label, types, n, DIR_IN) >= all;
    if (!out || !in) continue;
    if (best == NAME_NONE || cost_label_rows(p, label) < cost_label_rows(p, best)) best = label;
  }
  return best;
}

/* ---- certain nodes */

enum { FEW_NODES = 8 };

typedef struct SlotNodes {
  uint32_t n; /* 0: nothing is known */
  uint32_t nodes[FEW_NODES];
} SlotNodes;

void cost_note_nodes(Planner *p, uint32_t slot, const Index *index, Value value)
{
  if (slot >= p->slot_node_count) {
    uint32_t count = MAX(slot + 1, p->checked->slot_count);
    SlotNodes *grown = arena_array(p->arena, SlotNodes, count);
    if (grown == NULL || p->arena->bad) return;
    if (p->slot_node_count > 0) memcpy(grown, p->slot_nodes, p->slot_node_count * sizeof *grown);
    p->slot_nodes = grown;
    p->slot_node_count = count;
  }
  IndexCursor cursor;
  uint32_t found[FEW_NODES + 1];
  index_seek_equal(&cursor, index, value);
  size_t n = index_next(&cursor, found, ARRAY_LEN(found));
  if (n == 0 || n > FEW_NODES) return;
  SlotNodes *nodes = &p->slot_nodes[slot];
  nodes->n = (uint32_t)n;
  memcpy(nodes->nodes, found, n * sizeof *found);
}

static double degrees_of(const Planner *p, const SlotNodes *nodes, uint32_t type, Direction dir)
{
  double sum = 0;
  for (uint32_t i = 0; i < nodes->n; i++) sum += (double)graph_degree(p->graph, nodes->nodes[i], type, dir);
  return sum;
}

double cost_slot_fan_out(const Planner *p, uint32_t slot, const NameRef *types, uint32_t n, Direction dir)
{
  const SlotNodes *nodes = slot < p->slot_node_count ? &p->slot_nodes[slot] : NULL;
  if (nodes == NULL || nodes->n == 0) return cost_fan_out(p, plan_slot_label(p, slot), types, n, dir);
  double sum = n == 0 ? degrees_of(p, nodes, NAME_NONE, dir) : 0;
  for (uint32_t i = 0; i < n; i++)
    if (types[i].id != NAME_NONE) sum += degrees_of(p, nodes, types[i].id, dir);
  return MAX((double)FEW, sum) / nodes->n;
}

/* ---- nodes that were reached */

static double degree_product(const DegreeSums *sums, Direction a, Direction b)
{
  if (a == DIR_BOTH) return degree_product(sums, DIR_OUT, b) + degree_product(sums, DIR_IN, b);
  if (b == DIR_BOTH) return degree_product(sums, a, DIR_OUT) + degree_product(sums, a, DIR_IN);
  if (a != b) return (double)sums->products;
  return (double)(a == DIR_OUT ? sums->out_squares : sums->in_squares);
}

double cost_fan_out_of_reached(const Planner *p, uint32_t type, Direction reached, Direction dir)
{
  const DegreeSums *sums = type == NAME_NONE ? NULL : graph_degree_sums(p->graph, type);
  if (sums == NULL) return -1;
  double rels = MAX((double)FEW, (double)graph_type_count(p->graph, type)) * (reached == DIR_BOTH ? 2 : 1);
  /* The relationship that led to the node is not walked back. */
  double again = reached == dir || reached == DIR_BOTH || dir == DIR_BOTH ? 1 : 0;
  if (reached == DIR_BOTH && dir != DIR_BOTH) again = 0.5;
  return MAX(degree_product(sums, reached, dir) / rels - again, 0.01);
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

/* ---- labels at the other end */

/* Of relationships of a type that start (or end) at nodes with one label, the share that has another at the far end. */
typedef struct LabelShare {
  uint32_t from, label;
  const NameRef *types;
  Direction dir;
  double share; /* negative: nothing was found */
} LabelShare;

typedef struct Sample {
  uint32_t found, labelled;
} Sample;

enum { SAMPLED_NODES = 32, SAMPLED_RELS = 8 };

static void sample_node(const Planner *p, uint32_t node, uint32_t label, uint32_t type, Direction dir, Sample *sample)
{
  Neighbours neighbours;
  uint32_t rels[SAMPLED_RELS], nodes[SAMPLED_RELS];
  neighbours_begin(&neighbours, p->graph, node, type, dir);
  size_t n = neighbours_next(&neighbours, rels, nodes, SAMPLED_RELS);
  for (size_t i = 0; i < n; i++) sample->labelled += graph_has_label(p->graph, nodes[i], label);
  sample->found += (uint32_t)n;
}

/* Looks at a few relationships of some of the nodes with the label `from`, which are taken at equal distances. */
static double sample_share(const Planner *p, uint32_t from, uint32_t label, const NameRef *types, uint32_t n,
                           Direction dir)
{
  const roaring_bitmap_t *all = graph_label_nodes(p->graph, from);
  uint64_t count = graph_label_count(p->graph, from);
  Sample sample = {0};
  uint64_t looked_at = MIN(count, SAMPLED_NODES);
  for (uint64_t i = 0; all != NULL && i < looked_at; i++) {
    uint32_t node;
    if (!roaring_bitmap_select(all, (uint32_t)(i * count / looked_at), &node)) break;
    for (uint32_t k = 0; k < n; k++)
      if (types[k].id != NAME_NONE) sample_node(p, node, label, types[k].id, dir, &sample);
  }
  return sample.found == 0 ? -1 : (double)sample.labelled / sample.found;
}

static double label_share(Planner *p, uint32_t from, uint32_t label, const NameRef *types, uint32_t n, Direction dir)
{
  for (uint32_t i = 0; i < p->label_shares.n; i++) {
    const LabelShare *known = &p->label_shares.at[i];
    if (known->from == from && known->label == label && known->types == types && known->dir == dir) return known->share;
  }
  LabelShare share = {from, label, types, dir, sample_share(p, from, label, types, n, dir)};
  ast_push(&p->scratch, &p->label_shares, share);
  return share.share;
}

double cost_reached_label(Planner *p, uint32_t from, uint32_t label, const NameRef *types, uint32_t n, Direction dir)
{
  if (label == NAME_NONE) return LEAST_SHARE;
  double all, labelled;
  if (dir == DIR_BOTH) {
    all = 2 * rels_of_types(p, NAME_NONE, types, n, DIR_OUT);
    labelled = rels_of_types(p, label, types, n, DIR_OUT) + rels_of_types(p, label, types, n, DIR_IN);
  } else {
    /* Walking out, one arrives at the nodes where relationships end. */
    all = rels_of_types(p, NAME_NONE, types, n, DIR_OUT);
    labelled = rels_of_types(p, label, types, n, dir == DIR_OUT ? DIR_IN : DIR_OUT);
  }
  if (all <= 0) return 0.5;
  double share = labelled >= all || from == NAME_NONE || n == 0 ? -1 : label_share(p, from, label, types, n, dir);
  return MAX(1e-3, share >= 0 ? share : labelled / all);
}

/* ---- groups */

/* How many different values a key may have; as many as there are rows, where nothing is known. */
static double values_of(const Planner *p, const Expr *key, double rows)
{
  if (key->kind == EXPR_HAS_LABELS || key->kind == EXPR_COMPARISON) return 3;
  const Expr *entity = key->kind == EXPR_PROPERTY ? key->args[0] : key;
  SlotKind kind;
  if (!is_entity(p, entity, &kind)) return rows;
  double entities = kind == SLOT_NODE ? cost_label_rows(p, plan_slot_label(p, entity->slot)) : rows;
  if (key == entity) return entities;
  const Column *column = cost_column(p, key);
  return column == NULL ? 1 : MIN(entities, values_in(column));
}

double cost_groups(const Planner *p, const PlanItem *keys, uint32_t n, double rows)
{
  double groups = 1;
  for (uint32_t i = 0; i < n && groups < rows; i++) groups *= values_of(p, keys[i].expr, rows);
  return MAX(1, MIN(groups, rows));
}
