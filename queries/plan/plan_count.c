/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting without making rows. An aggregation that asks a part of a pattern only how many ways there are to fill it
 * in, as `MATCH (t:Tag)<-[:HAS]-(m)-[:BY]->(p), (m)<-[:LIKES]-(q) RETURN t.name, count(*)` asks of p and q, does not
 * need the rows of that part. What hangs in the pattern's tree below the nodes that somebody needs moves into the
 * subplan of a COUNT_APPLY, which gives every remaining row once, with the number of rows that the subplan would have
 * given: sums of products over the tree, found with one visit of each node and relationship (the counting form of
 * acyclic join processing; Yannakakis 1981, Pichler & Skritek 2013). AGGREGATE then counts each row so many times.
 *
 * Where the pattern starts with a scan it may as well be counted from another of its nodes, the root: every node that
 * could be the root is tried, and the cheapest taken.
 *
 * Two relationships of a MATCH must differ. The operator can take that into account between two relationships that
 * meet in one node, and between one next to a remaining row and any that the row has bound. A part in which others
 * could clash stays as it is. */
#include "plan_count.h"

/* The operator goes down the tree on the stack. */
enum { MOST_BRANCHES = 32 };

/* ---- what may be counted */

bool counting_counts_rows(const Counting *c, const PlanAggregate *a)
{
  if (a->call->kind == EXPR_COUNT_STAR) return true;
  if (a->call->distinct || strcmp(a->call->function->name, "count") != 0) return false;
  const Expr *arg = a->call->args[0];
  if (arg->kind != EXPR_VARIABLE) return false;
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Plan *op = c->branches.at[i].op;
    if (arg->slot == op->rel || arg->slot == op->to || arg->slot == op->from) return true;
  }
  return false;
}

/* Whether it gives the same for a row that comes several times, or can be told how often it comes. */
static bool can_weigh(const PlanAggregate *a)
{
  if (a->call->kind == EXPR_COUNT_STAR || a->call->distinct) return true;
  static const char *const names[] = {"count", "min", "max"};
  for (uint32_t i = 0; i < ARRAY_LEN(names); i++)
    if (strcmp(a->call->function->name, names[i]) == 0) return true;
  return false;
}

static bool aggregates_fit(const Plan *aggregate)
{
  for (uint32_t i = 0; i < aggregate->aggregate_count; i++) {
    const PlanAggregate *a = &aggregate->aggregates[i];
    if (a->call->kind != EXPR_COUNT_STAR && (a->call->function == NULL || a->call->function->aggregate == NULL))
      return false;
    if (!can_weigh(a)) return false;
  }
  return aggregate->aggregate_count > 0;
}

/* A conjunct whose value for a node may be kept: no subquery, nothing that changes from call to call. */
static bool is_repeatable(Expr *e)
{
  return !expr_has_subplan(e) && !expr_is_volatile(e);
}

/* ---- taking the run apart */

static uint32_t add_site(Counting *c, uint32_t slot)
{
  uint32_t site = counting_site(c, slot);
  if (site != NONE) return site;
  ast_push(c->p->arena, &c->sites, ((Site){.slot = slot, .edge = NONE}));
  return c->sites.n - 1;
}

static bool passes_through(const Plan *op)
{
  return op->kind == PLAN_FILTER || op->kind == PLAN_EXPAND || op->kind == PLAN_SEMI_APPLY ||
         op->kind == PLAN_EXPAND_INTO || op->kind == PLAN_EXPAND_VAR;
}

/* A scan of relationships is a scan of the nodes that they go out from, with an expansion on it. */
static void split_rel_scan(Counting *c)
{
  Plan *scan = c->base;
  if (scan->kind != PLAN_REL_TYPE_SCAN || scan->from == scan->to) return;
  Plan *nodes = arena_new(c->p->arena, Plan), *expand = arena_new(c->p->arena, Plan);
  *nodes = *expand = *scan;
  nodes->kind = PLAN_ALL_NODES_SCAN;
  nodes->slot = scan->from;
  nodes->from = nodes->rel = nodes->to = SLOT_NONE;
  nodes->rows = cost_node_count(c->p);
  expand->kind = PLAN_EXPAND;
  expand->child[0] = nodes;
  c->base = nodes;
  c->made_base = true;
  ast_push(c->p->arena, &c->ops, expand);
}

static void find_run(Counting *c)
{
  Plan *op = c->aggregate->child[0];
  for (; passes_through(op); op = op->child[0]) ast_push(c->p->arena, &c->ops, op);
  c->base = op;
  c->cost = op->rows;
  for (uint32_t i = 0; i < c->ops.n; i++)
    if (c->ops.at[i]->kind != PLAN_FILTER) c->cost += c->ops.at[i]->rows;
  if (op->child[0] != NULL && op->child[0]->kind == PLAN_ARGUMENT) split_rel_scan(c);
  for (uint32_t i = 0; i < c->ops.n / 2; i++) {
    Plan *other = c->ops.at[i];
    c->ops.at[i] = c->ops.at[c->ops.n - 1 - i];
    c->ops.at[c->ops.n - 1 - i] = other;
  }
}

static void take_conjunct(Counting *c, Expr *e)
{
  SlotSet mentioned = {0};
  slots_of_expr(c->p->arena, e, &mentioned);
  uint32_t first = slots_next(&mentioned, 0), count = slots_count(&mentioned);
  uint32_t site = count == 1 ? counting_site(c, first) : NONE;
  if (site != NONE && is_repeatable(e)) {
    ast_push(c->p->arena, &c->sites.at[site].filters, e);
    return;
  }
  if (count == 2 && e->kind == EXPR_COMPARISON && e->n == 2 && e->ops[0] == OP_NE &&
      e->args[0]->kind == EXPR_VARIABLE && e->args[1]->kind == EXPR_VARIABLE) {
    Differ d = {e, counting_site(c, e->args[0]->slot), counting_site(c, e->args[1]->slot)};
    if (d.a != NONE && d.b != NONE) {
      ast_push(c->p->arena, &c->differs, d);
      return;
    }
  }
  ast_push(c->p->arena, &c->others, e);
  slots_add_all(c->p->arena, &c->needed, &mentioned);
}

/* All sites hang together below the scanned one. */
static bool is_one_tree(const Counting *c)
{
  uint32_t roots = c->sites.n;
  for (uint32_t i = 0; i < c->branches.n; i++) roots -= c->branches.at[i].to < c->sites.n;
  return roots == 1;
}

/* False where the run has nothing to offer. */
static bool take_apart(Counting *c)
{
  find_run(c);
  c->rerootable = (c->base->kind == PLAN_LABEL_SCAN || c->base->kind == PLAN_ALL_NODES_SCAN) &&
                  c->base->child[0]->kind == PLAN_ARGUMENT;
  if (c->rerootable) c->root = add_site(c, c->base->slot);
  for (uint32_t i = 0; i < c->ops.n; i++) {
    Plan *op = c->ops.at[i];
    if (op->kind != PLAN_FILTER && op->kind != PLAN_EXPAND) {
      c->rerootable = false;
      plan_uses(c->p, op, &c->needed);
    }
    if (op->kind != PLAN_EXPAND) continue;
    Branch branch = {.op = op, .from = add_site(c, op->from)};
    if (counting_site(c, op->to) != NONE) return false;
    branch.to = add_site(c, op->to);
    ast_push(c->p->arena, &c->branches, branch);
  }
  c->rerootable = c->rerootable && is_one_tree(c);
  for (uint32_t i = 0; i < c->ops.n; i++)
    for (uint32_t k = 0; k < c->ops.at[i]->filter_count; k++)
      if (c->ops.at[i]->kind == PLAN_FILTER) take_conjunct(c, c->ops.at[i]->filters[k]);
  for (uint32_t i = 0; i < c->aggregate->item_count; i++)
    slots_of_expr(c->p->arena, c->aggregate->items[i].expr, &c->needed);
  for (uint32_t i = 0; i < c->aggregate->aggregate_count; i++)
    if (!counting_counts_rows(c, &c->aggregate->aggregates[i]))
      slots_of_expr(c->p->arena, c->aggregate->aggregates[i].call, &c->needed);
  return c->branches.n > 0 && c->branches.n <= MOST_BRANCHES && !c->p->arena->bad;
}

/* ---- which part must remain */

static void set_edge_ends(Counting *c, uint32_t edge, uint32_t top)
{
  Branch *b = &c->branches.at[edge];
  b->top = top;
  b->end = b->from == top ? b->to : b->from;
  b->kept = false;
  c->sites.at[b->end].edge = edge;
}

/* Turns all branches away from the roots. */
static void orient(Counting *c)
{
  bool *reached = arena_array(&c->p->scratch, bool, c->sites.n);
  if (reached == NULL) return;
  for (uint32_t i = 0; i < c->sites.n; i++) c->sites.at[i].edge = NONE;
  if (c->rerootable) {
    reached[c->root] = true;
  } else {
    for (uint32_t i = 0; i < c->sites.n; i++) reached[i] = true;
    for (uint32_t i = 0; i < c->branches.n; i++) reached[c->branches.at[i].to] = false;
  }
  for (bool more = true; more;) {
    more = false;
    for (uint32_t i = 0; i < c->branches.n; i++) {
      const Branch *b = &c->branches.at[i];
      if (reached[b->from] == reached[b->to]) continue;
      set_edge_ends(c, i, reached[b->from] ? b->from : b->to);
      reached[b->from] = reached[b->to] = true;
      more = true;
    }
  }
}

static void keep_site(Counting *c, uint32_t site)
{
  for (uint32_t edge; (edge = c->sites.at[site].edge) != NONE; site = c->branches.at[edge].top)
    c->branches.at[edge].kept = true;
}

/* The site's branch, or the one above it that hangs at what remains. */
static uint32_t outermost(const Counting *c, uint32_t edge)
{
  for (;;) {
    uint32_t above = c->sites.at[c->branches.at[edge].top].edge;
    if (above == NONE || c->branches.at[above].kept) return edge;
    edge = above;
  }
}

static bool lists_slot(const Plan *op, uint32_t slot)
{
  for (uint32_t i = 0; i < op->unique_count; i++)
    if (op->unique[i] == slot) return true;
  return false;
}

bool counting_clash(const Branch *a, const Branch *b)
{
  return lists_slot(a->op, b->op->rel) || lists_slot(b->op, a->op->rel);
}

bool counting_has_rel(const Counting *c, uint32_t rel)
{
  for (uint32_t i = 0; i < c->branches.n; i++)
    if (c->branches.at[i].op->rel == rel) return true;
  return false;
}

/* Whether something that remains, but for the branches, may be the same relationship. */
static bool clashes_outside(const Counting *c, const Branch *b)
{
  for (uint32_t i = 0; i < b->op->unique_count; i++)
    if (!counting_has_rel(c, b->op->unique[i])) return true;
  return false;
}

static bool same_types(const Plan *a, const Plan *b)
{
  if (a->type_count != b->type_count) return false;
  for (uint32_t i = 0; i < a->type_count; i++) {
    bool found = false;
    for (uint32_t k = 0; k < b->type_count; k++) found |= text_equal(a->types[i].text, b->types[k].text);
    if (!found) return false;
  }
  return true;
}

static uint32_t differ_between(const Counting *c, uint32_t a, uint32_t b)
{
  for (uint32_t i = 0; i < c->differs.n; i++) {
    const Differ *d = &c->differs.at[i];
    if ((d->a == a && d->b == b) || (d->a == b && d->b == a)) return i;
  }
  return NONE;
}

/* How often a branch takes part in a pair that meets in one node and must differ, in relationship or in end. */
static uint32_t count_pairs(const Counting *c, uint32_t edge)
{
  const Branch *b = &c->branches.at[edge];
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Branch *other = &c->branches.at[i];
    if (i == edge || other->kept || b->kept) continue;
    n += counting_clash(b, other) || differ_between(c, b->end, other->end) != NONE;
  }
  return n;
}

/* Whether the operator can count the branch; if not, *keep is one that should remain. */
static bool can_count(const Counting *c, uint32_t edge, uint32_t *keep)
{
  const Branch *b = &c->branches.at[edge];
  bool outer = outermost(c, edge) == edge;
  *keep = outermost(c, edge);
  if (!outer && clashes_outside(c, b)) return false;
  if (count_pairs(c, edge) > 1) return false;
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Branch *other = &c->branches.at[i];
    if (i == edge) continue;
    bool differ = differ_between(c, b->end, other->end) != NONE;
    if (!counting_clash(b, other) && !differ) continue;
    if (other->kept) {
      if (differ || !outer) return false;
      continue;
    }
    bool siblings = b->top == other->top, in_line = b->top == other->end || other->top == b->end;
    if (differ ? !siblings : !(siblings || in_line) || !same_types(b->op, other->op)) return false;
  }
  for (uint32_t i = 0; i < c->differs.n; i++) {
    const Differ *d = &c->differs.at[i];
    uint32_t other = d->a == b->end ? d->b : d->b == b->end ? d->a : NONE;
    if (other != NONE && c->sites.at[other].edge == NONE) return false; /* a root */
  }
  return true;
}

/* Finds the smallest part that must remain. False: all of it. */
static bool choose_kept(Counting *c)
{
  orient(c);
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Branch *b = &c->branches.at[i];
    if (slots_has(&c->needed, b->op->rel)) keep_site(c, b->end);
  }
  for (uint32_t i = 0; i < c->sites.n; i++)
    if (slots_has(&c->needed, c->sites.at[i].slot)) keep_site(c, i);
  for (bool again = true; again;) {
    again = false;
    for (uint32_t i = 0; i < c->branches.n && !again; i++) {
      uint32_t keep;
      if (c->branches.at[i].kept || can_count(c, i, &keep)) continue;
      c->branches.at[keep].kept = again = true;
    }
  }
  for (uint32_t i = 0; i < c->branches.n; i++)
    if (!c->branches.at[i].kept) return true;
  return false;
}

/* ---- what it costs */

Direction counting_direction(const Branch *b)
{
  return b->top == b->from ? b->op->dir : direction_reverse(b->op->dir);
}

double counting_fan_out(const Counting *c, const Branch *b)
{
  return cost_slot_fan_out(c->p, c->sites.at[b->top].slot, b->op->types, b->op->type_count, counting_direction(b));
}

static double filters_pass(const Counting *c, const Site *site)
{
  double share = 1;
  for (uint32_t i = 0; i < site->filters.n; i++)
    if (site->filters.at[i]->kind != EXPR_HAS_LABELS) share *= cost_default_selectivity(c->p, site->filters.at[i]);
  return share;
}

double counting_root_rows(const Counting *c)
{
  if (!c->rerootable) return c->base->rows;
  uint32_t slot = c->sites.at[c->root].slot;
  return slot == c->base->slot && !c->made_base ? c->base->rows : cost_label_rows(c->p, plan_slot_label(c->p, slot));
}

/* A label that by the graph's counts every node at the end of the branch has. */
static bool is_implied(const Counting *c, const Branch *b, const Expr *e)
{
  if (e->kind != EXPR_HAS_LABELS || e->labels->kind != LABEL_NAME || b->op->type_count == 0) return false;
  uint32_t label = plan_name_ref(c->p, NAME_LABEL, e->labels->name.text).id;
  Direction dir = counting_direction(b);
  for (uint32_t i = 0; i < b->op->type_count; i++) {
    uint32_t type = b->op->types[i].id;
    if (type == NAME_NONE) continue;
    uint64_t all = graph_type_count(c->p->graph, type);
    if (dir != DIR_IN && graph_label_type_count(c->p->graph, label, type, DIR_IN) != all) return false;
    if (dir != DIR_OUT && graph_label_type_count(c->p->graph, label, type, DIR_OUT) != all) return false;
  }
  return label != NAME_NONE;
}

bool counting_is_plain(const Counting *c, const Branch *b)
{
  const Site *end = &c->sites.at[b->end];
  for (uint32_t i = 0; i < end->filters.n; i++)
    if (!is_implied(c, b, end->filters.at[i])) return false;
  for (uint32_t i = 0; i < c->branches.n; i++)
    if (c->branches.at[i].top == b->end) return false;
  return true;
}

/* Of the nodes and relationships that are visited to count the branch, from so many rows. A visit costs less than a
 * row that is made. */
static double cost_counted(const Counting *c, const Branch *b, double rows)
{
  static const double VISIT = 0.5;
  if (counting_is_plain(c, b)) return rows * VISIT;
  double visits = rows * (1 + counting_fan_out(c, b));
  return MIN(visits, cost_rel_count(c->p, b->op->types, b->op->type_count) * 2 + rows) * VISIT;
}

static double cost_of(const Counting *c)
{
  double rows = counting_root_rows(c), cost = rows;
  if (c->rerootable) rows *= filters_pass(c, &c->sites.at[c->root]);
  for (uint32_t i = 0; i < c->branches.n; i++) {
    const Branch *b = &c->branches.at[i];
    if (!b->kept) continue;
    rows *= MAX(counting_fan_out(c, b), 1e-3);
    cost += rows;
    rows *= filters_pass(c, &c->sites.at[b->end]);
  }
  for (uint32_t i = 0; i < c->branches.n; i++)
    if (!c->branches.at[i].kept) cost += cost_counted(c, &c->branches.at[i], rows);
  return cost;
}

/* Sets root and what remains to the cheapest choice. False: as it is is best. */
static bool choose_root(Counting *c)
{
  double best = c->cost;
  uint32_t given = c->root, root = NONE;
  bool found = false;
  for (uint32_t i = 0; i < (c->rerootable ? c->sites.n : 1); i++) {
    if (c->rerootable) c->root = i;
    if (!choose_kept(c)) continue;
    double cost = cost_of(c);
    if (cost >= best) continue;
    best = cost;
    root = c->root;
    found = true;
  }
  c->root = found ? root : given;
  return found && choose_kept(c);
}

static Status count_below(Planner *p, Plan *aggregate)
{
  Counting c = {.p = p, .aggregate = aggregate};
  if (!aggregates_fit(aggregate) || !take_apart(&c)) return arena_check(p->arena, p->err);
  bool found = choose_root(&c);
  TRY(arena_check(&p->scratch, p->err));
  return found ? counting_build(&c) : STATUS_OK;
}

static Status walk(Planner *p, Plan *plan)
{
  for (; plan != NULL; plan = plan->child[0]) {
    if (plan->kind == PLAN_AGGREGATE) TRY(count_below(p, plan));
    if (plan->child[1] != NULL && plan->kind != PLAN_COUNT_APPLY) TRY(walk(p, plan->child[1]));
  }
  return STATUS_OK;
}

/* Counting makes fewer rows than were expected when those above were estimated. */
static void lower_estimates(Plan *plan)
{
  if (plan == NULL) return;
  lower_estimates(plan->child[0]);
  switch (plan->kind) {
  case PLAN_AGGREGATE:
  case PLAN_PROJECT:
  case PLAN_FILTER:
  case PLAN_SORT:
  case PLAN_TOP:
  case PLAN_PRODUCE_RESULTS: plan->rows = MIN(plan->rows, MAX(plan->child[0]->rows, 1)); break;
  default: break;
  }
}

Status plan_count(Planner *p)
{
  Plan **at;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++)
    if (plan_has_writes(*at)) return STATUS_OK;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++) {
    TRY(walk(p, *at));
    lower_estimates(*at);
  }
  return STATUS_OK;
}
