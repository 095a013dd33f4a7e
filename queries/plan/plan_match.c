/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which order a pattern is solved. The graph of the pattern falls into components. What touches a variable that is
 * bound already is solved from there; plan_search.c finds the order of the steps inside of a component. Unconnected
 * components are nested, multiplied or joined, whichever is cheapest.
 *
 * The search builds nothing; the winning steps are then turned into operators (plan_step.c), which apply conjuncts in
 * the same way. */
#include "plan_search.h"

#include <math.h>

#define NO_COMPONENT UINT32_MAX

static uint32_t node_index(const PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->node_count; i++)
    if (g->nodes[i].slot == slot) return i;
  return 0;
}

/* ---- components */

static uint32_t find_root(uint32_t *parent, uint32_t i)
{
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

static void split(const PatternGraph *g, uint32_t *component_of, uint32_t *component_edge)
{
  for (uint32_t i = 0; i < g->node_count; i++) component_of[i] = i;
  for (uint32_t i = 0; i < g->edge_count; i++) {
    if (g->edges[i].shortest != SHORTEST_NONE) continue;
    uint32_t a = find_root(component_of, node_index(g, g->edges[i].left));
    uint32_t b = find_root(component_of, node_index(g, g->edges[i].right));
    component_of[MAX(a, b)] = MIN(a, b);
  }
  for (uint32_t i = 0; i < g->node_count; i++) component_of[i] = find_root(component_of, i);
  for (uint32_t i = 0; i < g->edge_count; i++) {
    bool last = g->edges[i].shortest != SHORTEST_NONE;
    component_edge[i] = last ? NO_COMPONENT : component_of[node_index(g, g->edges[i].left)];
  }
}

static bool touches(const Search *s, const SlotSet *bound_slots)
{
  for (uint32_t i = 0; i < s->g->node_count; i++)
    if (s->component_of[i] == s->component && slots_has(bound_slots, s->g->nodes[i].slot)) return true;
  for (uint32_t i = 0; i < s->g->edge_count; i++)
    if (search_has_edge(s, i) && s->g->edges[i].bound) return true;
  return false;
}

/* Whether what its variable-length steps need is in the set. */
static bool needs_within(const Search *s, const SlotSet *set)
{
  for (uint32_t i = 0; i < s->g->edge_count; i++) {
    const PatternEdge *edge = &s->g->edges[i];
    if (!edge->done && search_has_edge(s, i) && !slots_contain(set, &edge->needs)) return false;
  }
  return true;
}

static void component_slots(const Search *s, SlotSet *out)
{
  for (uint32_t i = 0; i < s->g->node_count; i++)
    if (s->component_of[i] == s->component) slots_add(&s->p->scratch, out, s->g->nodes[i].slot);
  for (uint32_t i = 0; i < s->g->edge_count; i++)
    if (search_has_edge(s, i)) edge_binds(&s->p->scratch, &s->g->edges[i], out);
}

/* ---- putting unconnected components together */

#define NO_JOIN UINT32_MAX

/* The equality of a property here with a property there, if the pattern has one. */
static uint32_t join_conjunct(const PatternGraph *g, const SlotSet *here, const SlotSet *there, bool *swapped)
{
  for (uint32_t i = 0; i < g->conjuncts.n; i++) {
    const Conjunct *c = &g->conjuncts.at[i];
    if (c->done || c->kind != CONJUNCT_JOIN || (c->twin != CONJUNCT_NO_TWIN && c->twin < i)) continue;
    *swapped = false;
    if (slots_contain(here, &c->other_needs) && slots_contain(there, &c->value_needs)) return i;
    *swapped = true;
    if (slots_contain(there, &c->other_needs) && slots_contain(here, &c->value_needs)) return i;
  }
  return NO_JOIN;
}

static Status add_key(Planner *p, Plan **plan, Expr *e, uint32_t slot)
{
  Plan *project;
  TRY(plan_add(p, PLAN_PROJECT, plan, &project));
  project->items = arena_array(p->arena, PlanItem, 1);
  TRY(arena_check(p->arena, p->err));
  project->items[0] = (PlanItem){e, slot};
  project->item_count = 1;
  return STATUS_OK;
}

/* either: each side may be the one that is kept. */
static Status combine(Planner *p, PatternGraph *g, Plan **plan, Plan *right, uint32_t join_at, bool swapped,
                      bool either)
{
  Plan *both;
  if (join_at == NO_JOIN) {
    double rows = (*plan)->rows * right->rows;
    TRY(plan_add(p, PLAN_CARTESIAN_PRODUCT, plan, &both));
    both->child[1] = right;
    both->rows = rows;
    return STATUS_OK;
  }
  const Conjunct *join = &g->conjuncts.at[join_at];
  uint32_t key = plan_hidden_slot(p, SLOT_VALUE);
  TRY(add_key(p, plan, swapped ? join->value : join->other, key));
  TRY(add_key(p, &right, swapped ? join->other : join->value, key));
  double rows = (*plan)->rows * right->rows / MAX(1.0, MAX((*plan)->rows, right->rows));
  if (either && right->rows > (*plan)->rows) {
    Plan *smaller = *plan;
    *plan = right;
    right = smaller;
  }
  TRY(plan_add(p, PLAN_HASH_JOIN, plan, &both));
  both->child[1] = right;
  both->rows = rows;
  both->slots = arena_array(p->arena, uint32_t, 1);
  TRY(arena_check(p->arena, p->err));
  both->slots[0] = key;
  both->slot_count = 1;
  conjunct_done(&g->conjuncts, join_at);
  return STATUS_OK;
}

/* Relationships of two components that were solved apart must still differ. */
static Status differ_across(Planner *p, PatternGraph *g, const PlanScope *here, const PlanScope *there)
{
  for (uint32_t i = 0; i < g->edge_count; i++) {
    for (uint32_t k = 0; k < g->edge_count; k++) {
      const PatternEdge *a = &g->edges[i], *b = &g->edges[k];
      if (i == k || !a->done || !b->done || !edges_can_share(a, b)) continue;
      if (slots_has(&here->bound, a->slot) && slots_has(&there->bound, b->slot)) TRY(edges_differ(p, g, a, b));
    }
  }
  return STATUS_OK;
}

static Status run_steps(Search *s, const Solution *solution, PlanScope *scope, Plan **plan)
{
  for (uint32_t i = 0; i < solution->n; i++) TRY(plan_step(s->p, s->g, &solution->at[i], scope, plan));
  return STATUS_OK;
}

/* An aggregation without keys is below, and nothing on it makes more rows. */
static bool gives_one_row(const Plan *plan)
{
  while (plan->kind == PLAN_PROJECT || plan->kind == PLAN_FILTER) plan = plan->child[0];
  return plan->kind == PLAN_AGGREGATE && plan->item_count == 0;
}

/* An unconnected component: nested under each row where that is cheapest (one row, or a seek that uses the row), solved
 * once and multiplied or joined otherwise. What is solved apart is read once, so never where it would be read before a
 * write below is done, or in a subplan that runs again after a write (MERGE must see what it has made). Unless a row
 * costs next to nothing, there are taken to be two at least: the estimate may be wrong, and nesting then costs most. */
static Status plan_apart(Search *s, PlanScope *scope, Plan **plan)
{
  Planner *p = s->p;
  Solution nested = {0}, apart = {0};
  SlotSet nothing = {0}, slots = {0};
  enum { CHEAP = 3 * COST_SEEK };
  double rows = MAX((*plan)->rows, 1e-3);
  TRY(search_to_build(s, &scope->bound, rows, &nested));
  component_slots(s, &slots);
  bool written = p->checked->writes && (scope->inside || plan_has_writes(*plan));
  if (written || !needs_within(s, &slots) || (*plan)->kind == PLAN_ARGUMENT) return run_steps(s, &nested, scope, plan);
  TRY(search_component(s, &nothing, 1, &apart));
  bool swapped = false;
  uint32_t join = join_conjunct(s->g, &scope->bound, &slots, &swapped);
  double per_row = nested.cost / rows;
  if (per_row > CHEAP && !gives_one_row(*plan)) rows = MAX(rows, 2.0);
  double product_cost = apart.cost + rows * apart.rows;
  double join_cost = join == NO_JOIN ? INFINITY : apart.cost + rows + 2 * apart.rows + MIN(rows, apart.rows);
  if (per_row * rows <= MIN(product_cost, join_cost)) return run_steps(s, &nested, scope, plan);
  PlanScope inner = {0};
  Plan *right;
  TRY(plan_argument(p, 1, true, &right));
  TRY(run_steps(s, &apart, &inner, &right));
  TRY(differ_across(p, s->g, scope, &inner));
  bool either = !scope->inside && !p->checked->writes;
  TRY(combine(p, s->g, plan, right, join_cost < product_cost ? join : NO_JOIN, swapped, either));
  slots_add_all(p->arena, &scope->bound, &inner.bound);
  slots_add_all(p->arena, &scope->non_null, &inner.non_null);
  return finish_step_conjuncts(p, s->g, scope, plan);
}

static bool component_solved(const Search *s, const PlanScope *scope)
{
  for (uint32_t i = 0; i < s->g->edge_count; i++)
    if (!s->g->edges[i].done && search_has_edge(s, i)) return false;
  for (uint32_t i = 0; i < s->g->node_count; i++)
    if (s->component_of[i] == s->component && !slots_has(&scope->bound, s->g->nodes[i].slot)) return false;
  return true;
}

/* A step of it speaks of a component that is not solved yet. */
static bool component_waits(const Search *s, const PlanScope *scope)
{
  if (!s->needs_others) return false;
  SlotSet known = slots_copy(&s->p->scratch, &scope->bound);
  component_slots(s, &known);
  return !needs_within(s, &known);
}

/* The component to go on with: one that hangs on what is bound, else the one that gives the fewest rows. */
static Status next_component(Search *s, const PlanScope *scope, const double *apart_rows, bool *found, bool *hangs)
{
  double fewest = INFINITY;
  uint32_t best = 0, waiting = 0;
  *found = *hangs = false;
  for (uint32_t i = 0; i < s->g->node_count; i++) {
    s->component = i;
    if (s->component_of[i] != i || s->g->nodes[i].searched || component_solved(s, scope)) continue;
    if (component_waits(s, scope)) {
      waiting++;
      continue;
    }
    *found = true;
    if (touches(s, &scope->bound)) {
      *hangs = true;
      return STATUS_OK;
    }
    if (apart_rows[i] < fewest || fewest == (double)INFINITY) {
      fewest = apart_rows[i];
      best = i;
    }
  }
  s->component = best;
  if (*found || waiting == 0) return STATUS_OK;
  return error_at(s->p->err, ERROR_SYNTAX, "InvalidRelationshipPattern", s->g->edges[0].span,
                  "relationships of variable length depend on each other, so the pattern cannot be matched");
}

static Status rows_apart(Search *s, const PlanScope *scope, double *out)
{
  SlotSet nothing = {0};
  for (uint32_t i = 0; i < s->g->node_count; i++) {
    s->component = i;
    if (s->component_of[i] != i || s->g->nodes[i].searched || component_solved(s, scope)) continue;
    if (touches(s, &scope->bound)) continue;
    SlotSet own = {0};
    component_slots(s, &own);
    out[i] = INFINITY;
    if (!needs_within(s, &own)) continue;
    Solution solution = {0};
    TRY(search_component(s, &nothing, 1, &solution));
    out[i] = solution.rows;
  }
  return STATUS_OK;
}

static bool has_edge(const PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->edge_count; i++)
    if (g->edges[i].left == slot || g->edges[i].right == slot) return true;
  return false;
}

/* A lone node that is bound already gives no step, but null matches no pattern. */
static Status require_bound(Planner *p, PatternGraph *g, PlanScope *scope)
{
  for (uint32_t i = 0; i < g->node_count; i++) {
    uint32_t slot = g->nodes[i].slot;
    if (!slots_has(&scope->bound, slot) || slots_has(&scope->non_null, slot) || has_edge(g, slot)) continue;
    Expr *test = expr_unary(p, OP_IS_NOT_NULL, expr_variable(p, slot, SPAN_NONE));
    TRY(arena_check(p->arena, p->err));
    TRY(conjuncts_add(p, &g->conjuncts, test, scope));
  }
  return STATUS_OK;
}

/* What was bound before has been noted where that was. */
static Status add_witness(Planner *p, const PatternGraph *g, const SlotSet *before, const PlanScope *scope, Plan **plan)
{
  SlotSet slots = slots_copy(&p->scratch, &g->slots);
  for (uint32_t i = 0; i < g->node_count; i++) slots_add(&p->scratch, &slots, g->nodes[i].slot);
  slots_keep(&slots, &scope->bound);
  slots_drop(&slots, before);
  return plan_witness(p, &slots, WITNESS_MATCH, plan);
}

Status plan_pattern(Planner *p, const PatternPart *parts, uint32_t n, PlanScope *scope, Plan **plan)
{
  PatternGraph g;
  SlotSet before = slots_copy(&p->scratch, &scope->bound);
  TRY(pattern_graph(p, parts, n, scope, &g));
  TRY(require_bound(p, &g, scope));
  uint32_t *component_of = arena_array(p->arena, uint32_t, g.node_count);
  uint32_t *component_edge = arena_array(p->arena, uint32_t, g.edge_count);
  double *apart_rows = arena_array(p->arena, double, g.node_count);
  TRY(arena_check(p->arena, p->err));
  selections_choose_ends(p, &g, &scope->bound);
  split(&g, component_of, component_edge);
  Search s = {.p = p, .g = &g, .component_of = component_of, .component_edge = component_edge};
  for (uint32_t i = 0; i < g.edge_count; i++) s.needs_others = s.needs_others || !slots_empty(&g.edges[i].needs);
  TRY(finish_step_conjuncts(p, &g, scope, plan));
  TRY(rows_apart(&s, scope, apart_rows));
  for (;;) {
    bool found, hangs;
    TRY(next_component(&s, scope, apart_rows, &found, &hangs));
    if (!found) break;
    if (!hangs) {
      TRY(plan_apart(&s, scope, plan));
      continue;
    }
    Solution solution = {0};
    TRY(search_to_build(&s, &scope->bound, (*plan)->rows, &solution));
    TRY(run_steps(&s, &solution, scope, plan));
  }
  TRY(plan_pattern_end(p, &g, scope, plan));
  return add_witness(p, &g, &before, scope, plan);
}

/* ---- the clause */

PatternPart pattern_of_clause(const Clause *clause)
{
  return (PatternPart){clause->pattern->paths.at, clause->pattern->paths.n, clause->where};
}

static Status plan_optional(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Plan *subplan, *optional;
  TRY(plan_argument(p, (*plan)->rows, false, &subplan));
  PlanScope inner = plan_scope_inside(p, scope);
  PatternPart part = pattern_of_clause(clause);
  TRY(plan_pattern(p, &part, 1, &inner, &subplan));
  double rows = MAX((*plan)->rows, subplan->rows);
  TRY(plan_add(p, PLAN_OPTIONAL, plan, &optional));
  optional->child[1] = subplan;
  optional->rows = rows;
  optional->row_by_row = plan_is_row_by_row(subplan);
  SlotSet fresh = slots_copy(p->arena, &inner.bound);
  slots_drop(&fresh, &scope->bound);
  optional->slots = arena_array(p->arena, uint32_t, slots_count(&fresh));
  TRY(arena_check(p->arena, p->err));
  for (uint32_t slot = slots_next(&fresh, 0); slot != SLOT_NONE; slot = slots_next(&fresh, slot + 1))
    optional->slots[optional->slot_count++] = slot;
  slots_add_all(p->arena, &scope->bound, &fresh);
  return arena_check(p->arena, p->err);
}

Status plan_match(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  PatternPart part = pattern_of_clause(clause);
  return clause->optional ? plan_optional(p, clause, scope, plan) : plan_pattern(p, &part, 1, scope, plan);
}
