/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work for several threads. A pipeline that starts with a scan and makes each of its rows from one row of the scan can
 * run over parts of the scan at once: a GATHER on top of it hands up what the parts give, in their order. Where it
 * belongs:
 *
 * - An aggregation that can be put together from parts is done in each part, and its few rows once more above: counts
 *   are added up, the least of the least is the least. Sums of floats are not, lest their last digits depend on how
 *   the work was shared out. The groups of the first part come first, so their order is that of one thread.
 * - Of a group by the scanned node all rows are in one part, so the whole aggregation is done there.
 * - The first rows by some order are found in each part, and then among these; likewise parts are sorted.
 * - Otherwise a pipeline is shared out where it makes few rows out of many, and nobody may stop asking early.
 *
 * Only in statements that write nothing, outside of subplans, and where there is so much to do that waking a thread
 * does not count. */
#include "core/column.h"
#include "plan_internal.h"

static const double LEAST_WORK = 150000; /* rows handled, in half a millisecond or more */

enum { FEW_SHARE = 8 }; /* less than one in so many rows are few */

/* One pipeline: the operators from the top down, and what the GATHER would be put on. */
typedef struct Pipeline {
  Planner *p;
  Plan **at[64]; /* where each operator hangs, the topmost first */
  uint32_t n;
  const Plan *driver; /* the scan at the bottom */
  SlotSet owned;      /* slots that are different in any two parts */
  double work;        /* of what lies below the operator at hand */
  bool stops;         /* somebody above may stop asking before the end */
} Pipeline;

/* ---- what may be shared out */

static bool is_driver(const Plan *plan)
{
  return (plan->kind == PLAN_LABEL_SCAN || plan->kind == PLAN_ALL_NODES_SCAN || plan->kind == PLAN_REL_TYPE_SCAN) &&
         plan->child[0]->kind == PLAN_ARGUMENT;
}

/* Each thread builds the right side of a join for itself. */
static bool builds_little(const Plan *plan)
{
  return plan_work(plan->child[1]) * FEW_SHARE < plan->child[0]->rows + plan->rows;
}

/* Whether an operator makes its rows from one row of its input at a time. */
static bool is_local(const Plan *plan)
{
  switch (plan->kind) {
  case PLAN_ALL_NODES_SCAN:
  case PLAN_LABEL_SCAN:
  case PLAN_NODE_INDEX_SEEK:
  case PLAN_NODE_ID_SEEK:
  case PLAN_REL_INDEX_SEEK:
  case PLAN_REL_ID_SEEK:
  case PLAN_REL_TYPE_SCAN:
  case PLAN_EXPAND:
  case PLAN_EXPAND_INTO:
  case PLAN_INTERSECT:
  case PLAN_EXPAND_VAR:
  case PLAN_REPEAT:
  case PLAN_SELECT_PATHS:
  case PLAN_REACH:
  case PLAN_SHORTEST_PATH:
  case PLAN_FILTER:
  case PLAN_PROJECT:
  case PLAN_PATHS:
  case PLAN_PATH_MODE:
  case PLAN_UNWIND:
  case PLAN_SEMI_APPLY:
  case PLAN_COUNT_APPLY: return true;
  case PLAN_APPLY:
  case PLAN_OPTIONAL: return !plan->row_by_row;
  case PLAN_HASH_JOIN:
  case PLAN_CARTESIAN_PRODUCT: return builds_little(plan);
  default: return false;
  }
}

static bool owns(const Pipeline *pipe, const Expr *e)
{
  return e->kind == EXPR_VARIABLE && slots_has(&pipe->owned, e->slot);
}

static void own_copies(Pipeline *pipe, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->item_count; i++)
    if (owns(pipe, plan->items[i].expr)) slots_add(pipe->p->arena, &pipe->owned, plan->items[i].slot);
}

/* Whether rows that the operator puts together are always of one part. */
static bool stays_in_part(const Pipeline *pipe, const Plan *plan)
{
  if (plan->kind == PLAN_DISTINCT)
    for (uint32_t i = 0; i < plan->slot_count; i++)
      if (slots_has(&pipe->owned, plan->slots[i])) return true;
  if (plan->kind == PLAN_AGGREGATE)
    for (uint32_t i = 0; i < plan->item_count; i++)
      if (owns(pipe, plan->items[i].expr)) return true;
  return false;
}

/* ---- aggregations in two steps */

/* Whether the expression is an integer or null in every row, as far as the graph's columns go: the plan is good while
 * they keep their types (graph_schema_version). */
static bool is_integer(const Planner *p, const Expr *e)
{
  if (e->kind == EXPR_LITERAL) return e->value.type == VALUE_INT;
  if (e->kind == EXPR_BINARY && e->op >= OP_ADD && e->op <= OP_MOD)
    return is_integer(p, e->args[0]) && is_integer(p, e->args[1]);
  if (e->kind == EXPR_CALL && e->function != NULL) return (e->function->result & ~(uint32_t)TYPE_NULL) == TYPE_INT;
  const Column *column = cost_column(p, e);
  return column != NULL && column_type(column) == COLUMN_INT;
}

/* The aggregate that puts partial results together; NULL where there is none. */
static const char *combining(const Planner *p, const Expr *call)
{
  if (call->kind == EXPR_COUNT_STAR) return "sum";
  const char *name = call->function->name;
  if (strcmp(name, "min") == 0 || strcmp(name, "max") == 0) return name;
  if (call->distinct) return NULL;
  if (strcmp(name, "count") == 0) return "sum";
  return strcmp(name, "sum") == 0 && is_integer(p, call->args[0]) ? "sum" : NULL;
}

static bool has_few_groups(const Planner *p, const Plan *plan)
{
  double rows = plan->child[0]->rows;
  return cost_groups(p, plan->items, plan->item_count, rows) * FEW_SHARE <= rows;
}

static bool can_combine(const Planner *p, const Plan *plan)
{
  for (uint32_t i = 0; i < plan->aggregate_count; i++)
    if (combining(p, plan->aggregates[i].call) == NULL) return false;
  return has_few_groups(p, plan);
}

static uint32_t partial_slot(Planner *p, uint32_t slot)
{
  return plan_hidden_slot(p, p->checked->slots[slot].kind);
}

/* Turns the aggregation into one of the rows of *partial, which takes over what it did. */
static Status combine(Planner *p, Plan *plan, Plan *partial)
{
  partial->items = arena_array(p->arena, PlanItem, plan->item_count);
  partial->aggregates = arena_array(p->arena, PlanAggregate, plan->aggregate_count);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < plan->item_count; i++) {
    PlanItem *item = &plan->items[i];
    uint32_t slot = partial_slot(p, item->slot);
    partial->items[i] = (PlanItem){item->expr, slot};
    item->expr = expr_variable(p, slot, item->expr->span);
  }
  for (uint32_t i = 0; i < plan->aggregate_count; i++) {
    PlanAggregate *aggregate = &plan->aggregates[i];
    uint32_t slot = partial_slot(p, aggregate->slot);
    const char *name = combining(p, aggregate->call);
    Expr *arg = expr_variable(p, slot, aggregate->call->span);
    partial->aggregates[i] = (PlanAggregate){aggregate->call, slot};
    aggregate->call = expr_call(p, name, &arg, 1);
  }
  plan->slot = SLOT_NONE;
  return arena_check(p->arena, p->err);
}

/* ---- putting it in */

static Status add_gather(Pipeline *pipe, Plan **at)
{
  Plan *op;
  TRY(plan_add(pipe->p, PLAN_GATHER, at, &op));
  op->driver = pipe->driver;
  return STATUS_OK;
}

/* The operator is done in each part, and once more above. */
static Status split(Pipeline *pipe, Plan *plan)
{
  Planner *p = pipe->p;
  Plan *partial = arena_new(p->arena, Plan);
  TRY(arena_check(p->arena, p->err));
  *partial = *plan;
  if (plan->kind == PLAN_AGGREGATE) TRY(combine(p, plan, partial));
  plan->child[0] = partial;
  return add_gather(pipe, &plan->child[0]);
}

static bool is_constant(const Expr *e)
{
  return e->kind == EXPR_LITERAL || e->kind == EXPR_PARAMETER;
}

static bool can_split(const Pipeline *pipe, const Plan *plan)
{
  switch (plan->kind) {
  case PLAN_AGGREGATE: return can_combine(pipe->p, plan);
  case PLAN_TOP: return is_constant(plan->count) && !plan->flag;
  case PLAN_SORT: return !pipe->p->options.limited; /* a GATHER keeps what it has in memory */
  default: return false;
  }
}

/* Asked of a scan alone, that needs no scan. */
static bool only_counts(const Plan *plan)
{
  for (uint32_t i = 0; i < plan->aggregate_count; i++)
    if (plan->aggregates[i].call->kind != EXPR_COUNT_STAR) return false;
  return plan->kind == PLAN_AGGREGATE && plan->item_count == 0;
}

static bool may_stop(const Plan *plan)
{
  return plan->kind == PLAN_LIMIT || plan->kind == PLAN_SKIP || plan->kind == PLAN_OTHERWISE;
}

/* The uppermost operator that runs in parts is number `i`; those above take what they give. */
static Status place(Pipeline *pipe, uint32_t i)
{
  double least = pipe->p->options.least_work > 0 ? pipe->p->options.least_work : LEAST_WORK;
  if (pipe->work < least) return STATUS_OK;
  if (i > 0 && can_split(pipe, *pipe->at[i - 1])) return split(pipe, *pipe->at[i - 1]);
  bool stops = false;
  for (uint32_t k = i; k-- > 0;) {
    if ((plan_flags((*pipe->at[k])->kind) & OP_EAGER) != 0) break;
    stops = stops || may_stop(*pipe->at[k]);
  }
  if (stops || (*pipe->at[i])->rows * FEW_SHARE > pipe->work) return STATUS_OK;
  return add_gather(pipe, pipe->at[i]);
}

static Status walk(Planner *p, Plan **root)
{
  Pipeline pipe = {.p = p};
  for (Plan **at = root; *at != NULL; at = &(*at)->child[0]) {
    if (pipe.n == ARRAY_LEN(pipe.at)) return STATUS_OK;
    pipe.at[pipe.n++] = at;
    Plan *right = (*at)->child[1];
    if (right != NULL && (plan_flags((*at)->kind) & OP_CORRELATED) == 0) TRY(walk(p, &(*at)->child[1]));
  }
  if (pipe.n < 2 || !is_driver(*pipe.at[pipe.n - 2])) return STATUS_OK;
  uint32_t i = pipe.n - 2;
  const Plan *driver = pipe.driver = *pipe.at[i];
  slots_add(p->arena, &pipe.owned, driver->kind == PLAN_REL_TYPE_SCAN ? driver->rel : driver->slot);
  pipe.work = driver->rows;
  for (; i > 0; i--) {
    const Plan *above = *pipe.at[i - 1];
    if (!is_local(above) && !stays_in_part(&pipe, above)) break;
    own_copies(&pipe, above);
    pipe.work += above->rows + plan_work(above->child[1]);
  }
  bool only_scans = i == pipe.n - 2;
  if (i == 0 || (only_scans && (!can_split(&pipe, *pipe.at[i - 1]) || only_counts(*pipe.at[i - 1])))) return STATUS_OK;
  return place(&pipe, i);
}

Status plan_parallel(Planner *p)
{
  Plan **at;
  if (p->options.threads < 2) return STATUS_OK;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++)
    if (plan_has_writes(*at)) return STATUS_OK;
  return walk(p, &p->tree->root);
}
