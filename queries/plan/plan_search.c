/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of the steps. From every possible start a greedy walk takes the step that leaves the fewest rows: for
 * chains and stars, which is what people write, that mostly finds the best order, at a cost of n^2 steps. What it costs
 * is the bound for a search through all orders, cheapest first, in which orders that have done the same steps are one
 * state (dynamic programming, Selinger et al. 1979, as a shortest path search). Where there are very many states, the
 * greedy order stands. */
#include "plan_search.h"

#include <math.h>

enum { SEARCH_ALL_STARTS = 40, SEARCH_AT_ALL = 400, MOST_STATES = 512 };

/* ---- the state of a search */

typedef struct State {
  SlotSet bound;
  bool *edge_done, *conjunct_done;
  double rows, cost;
} State;

static Status state_copy(Planner *p, const PatternGraph *g, const State *from, State *to)
{
  *to = *from;
  to->bound = slots_copy(&p->scratch, &from->bound);
  to->edge_done = arena_array(&p->scratch, bool, g->edge_count + 1);
  to->conjunct_done = arena_array(&p->scratch, bool, g->conjuncts.n + 1);
  TRY(arena_check(&p->scratch, p->err));
  memcpy(to->edge_done, from->edge_done, g->edge_count * sizeof(bool));
  memcpy(to->conjunct_done, from->conjunct_done, g->conjuncts.n * sizeof(bool));
  return STATUS_OK;
}

static Status state_start(Planner *p, const PatternGraph *g, const SlotSet *bound, double rows, State *out)
{
  *out = (State){.bound = slots_copy(&p->scratch, bound), .rows = rows};
  out->edge_done = arena_array(&p->scratch, bool, g->edge_count + 1);
  out->conjunct_done = arena_array(&p->scratch, bool, g->conjuncts.n + 1);
  TRY(arena_check(&p->scratch, p->err));
  for (uint32_t i = 0; i < g->edge_count; i++) out->edge_done[i] = g->edges[i].done;
  for (uint32_t i = 0; i < g->conjuncts.n; i++) out->conjunct_done[i] = g->conjuncts.at[i].done;
  return STATUS_OK;
}

/* ---- estimating one step */

/* What the conjuncts that become ready leave of the rows, when newly bound slots join those bound. */
static double take_ready(Search *s, State *state, const SolveStep *step, bool mark, uint32_t *taken)
{
  double share = 1;
  const Conjuncts *list = &s->g->conjuncts;
  SlotSet bound = slots_copy(&s->p->scratch, &state->bound);
  step_binds(s->p, s->g, step, &bound);
  for (uint32_t i = 0; i < list->n; i++) {
    Conjunct *c = &list->at[i];
    if (state->conjunct_done[i] || !slots_contain(&bound, &c->needs)) continue;
    bool answered = false;
    for (uint32_t k = 0; k < ARRAY_LEN(step->access.used); k++) answered = answered || step->access.used[k] == i;
    if (mark) {
      state->conjunct_done[i] = true;
      if (c->twin != CONJUNCT_NO_TWIN) state->conjunct_done[c->twin] = true;
    }
    if (answered && step->kind != STEP_EXPAND) continue;
    if (c->twin != CONJUNCT_NO_TWIN && c->twin < i) continue; /* counted already */
    share *= step_selectivity(s->p, s->g, step, c);
    (*taken)++;
  }
  if (mark) state->bound = bound;
  return share;
}

static void estimate(Search *s, State *state, SolveStep *step)
{
  double made = state->rows * step_rows(s->p, s->g, step, &state->bound, &step->cost_per_row);
  uint32_t taken = 0;
  double share = take_ready(s, state, step, false, &taken);
  step->rows = made * share;
  /* A scan goes through nodes and their properties in order. */
  bool in_order = step->kind == STEP_NODE;
  double row = in_order ? 1 : 1.5, test = in_order ? 0.2 : 0.5;
  step->cost = state->rows * step->cost_per_row + made * (row + test * taken);
}

/* ---- the options at one point */

typedef struct Options {
  SolveStep *at;
  uint32_t n, cap;
} Options;

static bool bound(const State *state, uint32_t slot)
{
  return slots_has(&state->bound, slot);
}

static void add_option(Search *s, State *state, Options *options, SolveStep step)
{
  estimate(s, state, &step);
  ast_push(&s->p->scratch, options, step);
}

static SolveStep make_step(StepKind kind, uint32_t index)
{
  SolveStep step = {.kind = kind, .index = index};
  for (uint32_t k = 0; k < ARRAY_LEN(step.access.used); k++) step.access.used[k] = ACCESS_UNUSED;
  return step;
}

static void edge_options(Search *s, State *state, Options *options)
{
  for (uint32_t i = 0; i < s->g->edge_count; i++) {
    const PatternEdge *edge = &s->g->edges[i];
    if (state->edge_done[i] || !search_has_edge(s, i) || !slots_contain(&state->bound, &edge->needs)) continue;
    bool left = bound(state, edge->left), right = bound(state, edge->right);
    if (edge->bound)
      add_option(s, state, options, make_step(STEP_BOUND_REL, i));
    else if (left || right) {
      SolveStep step = make_step(STEP_EXPAND, i);
      step.reversed = !left;
      add_option(s, state, options, step);
    }
  }
}

static bool is_seek(PlanKind kind)
{
  return kind == PLAN_NODE_INDEX_SEEK || kind == PLAN_NODE_ID_SEEK;
}

static void start_options(Search *s, State *state, bool selective_only, Options *options)
{
  enum { SELECTIVE_ROWS = 2 };
  for (uint32_t i = 0; i < s->g->node_count; i++) {
    if (s->component_of[i] != s->component || bound(state, s->g->nodes[i].slot)) continue;
    SolveStep step = make_step(STEP_NODE, i);
    step.access = access_node(s->p, &s->g->conjuncts, s->g->nodes[i].slot, &state->bound);
    if (selective_only && (step.access.rows >= SELECTIVE_ROWS || !is_seek(step.access.kind))) continue;
    add_option(s, state, options, step);
  }
  if (selective_only) return;
  for (uint32_t i = 0; i < s->g->edge_count; i++) {
    const PatternEdge *edge = &s->g->edges[i];
    if (state->edge_done[i] || !search_has_edge(s, i) || edge->bound || edge->variable) continue;
    if (bound(state, edge->left) || bound(state, edge->right) || edge->left == edge->right) continue;
    SolveStep step = make_step(STEP_REL, i);
    step.access = access_rel(s->p, &s->g->conjuncts, edge, &state->bound);
    add_option(s, state, options, step);
  }
}

/* A very large pattern is solved as it is written: walking on from what is bound, without looking around. */
static bool is_large(const PatternGraph *g)
{
  return g->edge_count + g->node_count > SEARCH_AT_ALL;
}

/* Expansions first; beside them only starts that find about one node, which never cost more than they save. */
static Status options_at(Search *s, State *state, Options *options)
{
  options->n = 0;
  edge_options(s, state, options);
  if (options->n == 0 || !is_large(s->g)) start_options(s, state, options->n > 0, options);
  return arena_check(&s->p->scratch, s->p->err);
}

static const SolveStep *best_option(const Options *options)
{
  const SolveStep *best = NULL;
  for (uint32_t i = 0; i < options->n; i++) {
    const SolveStep *o = &options->at[i];
    if (best == NULL || o->rows < best->rows || (o->rows <= best->rows && o->cost < best->cost)) best = o;
  }
  return best;
}

static void advance(Search *s, State *state, const SolveStep *step)
{
  uint32_t taken = 0;
  (void)take_ready(s, state, step, true, &taken);
  if (step->kind != STEP_NODE) state->edge_done[step->index] = true;
  state->rows = step->rows;
  state->cost += step->cost;
}

static bool component_done(const Search *s, const State *state)
{
  for (uint32_t i = 0; i < s->g->edge_count; i++)
    if (!state->edge_done[i] && search_has_edge(s, i)) return false;
  for (uint32_t i = 0; i < s->g->node_count; i++)
    if (s->component_of[i] == s->component && !bound(state, s->g->nodes[i].slot)) return false;
  return true;
}

/* ---- searching */

static Status no_way_on(const Search *s)
{
  return error_at(s->p->err, ERROR_SYNTAX, "InvalidRelationshipPattern", s->g->edges[0].span,
                  "a relationship of variable length depends on its own end, so the pattern cannot be matched");
}

static Status take_step(Search *s, State *state, const SolveStep *chosen, Solution *out)
{
  SolveStep step = *chosen;
  ast_push(&s->p->scratch, out, step);
  advance(s, state, &step);
  out->rows = state->rows;
  out->cost = state->cost;
  return arena_check(&s->p->scratch, s->p->err);
}

static Status run_greedy(Search *s, State *state, const SolveStep *first, Solution *out)
{
  Options options = {0};
  *out = (Solution){.rows = state->rows, .cost = state->cost};
  for (const SolveStep *next = first; !component_done(s, state); next = NULL) {
    if (next == NULL) {
      TRY(options_at(s, state, &options));
      next = best_option(&options);
    }
    if (next == NULL) return no_way_on(s);
    TRY(take_step(s, state, next, out));
  }
  return STATUS_OK;
}

/* ---- through all orders */

typedef struct Reached { /* a state, and the cheapest way to it so far */
  uint64_t nodes, edges; /* of the pattern, done: a bit each */
  State state;
  SolveStep step; /* the last one */
  uint32_t before;
  bool left; /* there is no cheaper way to it, and where it leads has been looked at */
} Reached;

AST_LIST(ReachedList, Reached);

static uint64_t nodes_done(const Search *s, const State *state)
{
  uint64_t bits = 0;
  for (uint32_t i = 0; i < s->g->node_count; i++)
    if (bound(state, s->g->nodes[i].slot)) bits |= UINT64_C(1) << i;
  return bits;
}

static Status reach(Search *s, ReachedList *list, uint32_t from, const SolveStep *step)
{
  Reached next = {.step = *step, .before = from, .edges = list->at[from].edges};
  if (step->kind != STEP_NODE) next.edges |= UINT64_C(1) << step->index;
  TRY(state_copy(s->p, s->g, &list->at[from].state, &next.state));
  advance(s, &next.state, step);
  next.nodes = nodes_done(s, &next.state);
  for (uint32_t i = 0; i < list->n; i++) {
    Reached *known = &list->at[i];
    if (known->nodes != next.nodes || known->edges != next.edges) continue;
    if (next.state.cost < known->state.cost) *known = next;
    return STATUS_OK;
  }
  ast_push(&s->p->scratch, list, next);
  return arena_check(&s->p->scratch, s->p->err);
}

static uint32_t cheapest(const ReachedList *list, double below)
{
  uint32_t best = UINT32_MAX;
  for (uint32_t i = 0; i < list->n; i++) {
    if (list->at[i].left || list->at[i].state.cost >= below) continue;
    below = list->at[i].state.cost;
    best = i;
  }
  return best;
}

static Status steps_to(Search *s, const ReachedList *list, uint32_t at, Solution *out)
{
  const Reached *last = &list->at[at];
  uint32_t n = 0;
  for (uint32_t i = at; i != 0; i = list->at[i].before) n++;
  *out = (Solution){.rows = last->state.rows, .cost = last->state.cost, .n = n, .cap = n};
  out->at = arena_array(&s->p->scratch, SolveStep, n);
  TRY(arena_check(&s->p->scratch, s->p->err));
  for (uint32_t i = at; i != 0; i = list->at[i].before) out->at[--n] = list->at[i].step;
  return STATUS_OK;
}

/* Replaces *out by something cheaper, if there is such. */
static Status search_all(Search *s, const State *start, Solution *out)
{
  ReachedList list = {0};
  Options options = {0};
  ast_push(&s->p->scratch, &list, ((Reached){.nodes = nodes_done(s, start), .state = *start}));
  TRY(arena_check(&s->p->scratch, s->p->err));
  for (;;) {
    uint32_t at = cheapest(&list, out->cost);
    if (at == UINT32_MAX || list.n > MOST_STATES) return STATUS_OK;
    if (component_done(s, &list.at[at].state)) return steps_to(s, &list, at, out);
    list.at[at].left = true;
    TRY(options_at(s, &list.at[at].state, &options));
    for (uint32_t i = 0; i < options.n; i++)
      if (list.at[at].state.cost + options.at[i].cost < out->cost) TRY(reach(s, &list, at, &options.at[i]));
  }
}

Status search_component(Search *s, const SlotSet *from, double rows, Solution *out)
{
  State start;
  TRY(state_start(s->p, s->g, from, rows, &start));
  Options firsts = {0};
  TRY(options_at(s, &start, &firsts));
  if (s->g->edge_count + s->g->node_count > SEARCH_ALL_STARTS) return run_greedy(s, &start, NULL, out);
  /* Starts beside expansions are tried as first steps, too, and for a component that hangs on something bound, starting
   * afresh inside of it may still be better. */
  for (uint32_t i = 0; i < MAX(firsts.n, 1); i++) {
    State state;
    Solution solution;
    TRY(state_copy(s->p, s->g, &start, &state));
    TRY(run_greedy(s, &state, firsts.n ? &firsts.at[i] : NULL, &solution));
    if (i == 0 || solution.cost < out->cost) *out = solution;
  }
  return firsts.n > 1 ? search_all(s, &start, out) : STATUS_OK;
}

static Status run_chosen(Search *s, State *state, Solution *out)
{
  const PlanOptions *given = &s->p->options;
  Options options = {0};
  *out = (Solution){.rows = state->rows, .cost = state->cost};
  while (!component_done(s, state)) {
    TRY(options_at(s, state, &options));
    if (options.n == 0) return no_way_on(s);
    uint32_t chosen = options.n == 1 ? 0 : given->choose(given->context, options.n);
    TRY(take_step(s, state, &options.at[chosen], out));
  }
  return STATUS_OK;
}

Status search_to_build(Search *s, const SlotSet *from, double rows, Solution *out)
{
  if (s->p->options.choose == NULL) return search_component(s, from, rows, out);
  State state;
  TRY(state_start(s->p, s->g, from, rows, &state));
  return run_chosen(s, &state, out);
}
