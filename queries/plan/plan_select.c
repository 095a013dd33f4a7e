/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths that are selected by length: ANY, ALL SHORTEST, SHORTEST k and their like. They come after all else of their
 * pattern. Where both ends are bound by then, the search leads from one to the other. An end that only the selected
 * path speaks of is found by the search itself, unless looking it up gives a few nodes at most: one search from a node
 * finds the paths to all others.
 *
 * The path is handed to its operator as a plan, from the end that is bound: steps, repeated groups, and between them
 * filters over what a node or a step must satisfy. What can be seen only when the path is complete is a filter of the
 * operator: it decides before paths are chosen, unlike the WHERE of the MATCH, which decides afterwards. */
#include "plan_internal.h"

enum { FEW_ENDS = 4 };

/* ---- ends */

static PatternNode *node_of(PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->node_count; i++)
    if (g->nodes[i].slot == slot) return &g->nodes[i];
  return NULL;
}

static bool has_edge(const PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->edge_count; i++)
    if (g->edges[i].left == slot || g->edges[i].right == slot) return true;
  return false;
}

/* Nothing but this path's own end speaks of the node. */
static bool can_be_searched(Planner *p, const PatternGraph *g, const PatternSelection *s, uint32_t slot,
                            const SlotSet *bound)
{
  if (slots_has(bound, slot) || has_edge(g, slot)) return false;
  for (uint32_t i = 1; i < s->path->n; i++)
    if (s->path->nodes[i]->slot == slot) return false;
  for (uint32_t i = 0; i < s->path->n; i++) {
    SlotSet needs = {0};
    slots_of_expr(&p->scratch, s->edges[i].step_filter, &needs);
    if (slots_has(&needs, slot)) return false;
  }
  for (uint32_t i = 0; i < g->selection_count; i++) {
    SlotSet mentioned = {0};
    if (&g->selections[i] != s) slots_of_path(&p->scratch, g->selections[i].path, &mentioned);
    if (slots_has(&mentioned, slot)) return false;
  }
  return true;
}

static double end_rows(Planner *p, const PatternGraph *g, uint32_t slot, const SlotSet *bound)
{
  if (slots_has(bound, slot) || has_edge(g, slot)) return 1;
  NodeAccess access = access_node(p, &g->conjuncts, slot, bound);
  double rows = access.rows;
  for (uint32_t i = 0; i < g->conjuncts.n; i++) {
    Conjunct *c = &g->conjuncts.at[i];
    bool used = false;
    for (uint32_t k = 0; k < ARRAY_LEN(access.used); k++) used = used || access.used[k] == i;
    SlotSet needs = slots_copy(&p->scratch, &c->needs);
    slots_remove(&needs, slot);
    if (used || c->done || c->slot != slot || !slots_contain(bound, &needs)) continue;
    rows *= conjunct_selectivity(p, c);
  }
  return rows;
}

void selections_choose_ends(Planner *p, PatternGraph *g, const SlotSet *bound)
{
  for (uint32_t i = 0; i < g->selection_count; i++) {
    PatternSelection *s = &g->selections[i];
    uint32_t left = s->nodes[0], right = s->nodes[s->path->n];
    if (left == right) continue;
    double left_rows = end_rows(p, g, left, bound), right_rows = end_rows(p, g, right, bound);
    bool left_free = left_rows > FEW_ENDS && can_be_searched(p, g, s, left, bound);
    bool right_free = right_rows > FEW_ENDS && can_be_searched(p, g, s, right, bound);
    s->reversed = left_free && (!right_free || right_rows < left_rows);
    if (left_free || right_free) node_of(g, s->reversed ? left : right)->searched = true;
  }
}

/* ---- what is asked, and when it can be answered */

typedef struct Selecting {
  Planner *p;
  PatternGraph *g;
  PatternSelection *s;
  const PlanScope *scope; /* bound before the search */
  PlanScope visible;      /* in the filters of the whole path */
} Selecting;

/* Whether it can be told when only one slot of the path is known. */
static bool about_one(const Selecting *x, const Expr *e, uint32_t slot)
{
  SlotSet needs = {0};
  slots_of_expr(&x->p->scratch, e, &needs);
  slots_keep(&needs, &x->visible.bound);
  slots_remove(&needs, slot);
  return slots_contain(&x->scope->bound, &needs);
}

static void test_path(Selecting *x, Expr *e)
{
  ast_push(x->p->arena, &x->s->filters, e);
}

static Status add_node_filter(Selecting *x, const ExprList *tests, uint32_t slot, Plan **subplan)
{
  Planner *p = x->p;
  ExprList now = {0};
  PlanScope inside = plan_scope_inside(p, x->scope);
  slots_add(p->arena, &inside.bound, slot);
  for (uint32_t i = 0; i < tests->n; i++) {
    if (!about_one(x, tests->at[i], slot)) {
      test_path(x, tests->at[i]);
      continue;
    }
    TRY(plan_expr(p, tests->at[i], &inside));
    ast_push(p->arena, &now, tests->at[i]);
  }
  TRY(arena_check(p->arena, p->err));
  if (now.n == 0) return STATUS_OK;
  Plan *filter;
  TRY(plan_add(p, PLAN_FILTER, subplan, &filter));
  filter->filters = now.at;
  filter->filter_count = now.n;
  return STATUS_OK;
}

/* What the pattern asks of the end that the search finds. */
static void end_tests(Selecting *x, uint32_t slot, ExprList *out)
{
  for (uint32_t i = 0; i < x->g->conjuncts.n; i++) {
    const Conjunct *c = &x->g->conjuncts.at[i];
    if (c->done || !slots_has(&c->needs, slot) || !about_one(x, c->expr, slot)) continue;
    ast_push(x->p->arena, out, c->expr);
    conjunct_done(&x->g->conjuncts, i);
  }
}

static Status finish_edge(Selecting *x, uint32_t i)
{
  Planner *p = x->p;
  PatternEdge *edge = &x->s->edges[i];
  const ExprList *tests = &x->s->rel_tests[i];
  for (uint32_t k = 0; k < tests->n; k++) {
    if (about_one(x, tests->at[k], edge->slot))
      edge_and_step(p, edge, tests->at[k]);
    else
      test_path(x, tests->at[k]);
  }
  TRY(arena_check(p->arena, p->err));
  TRY(edge_finish(p, &x->visible, edge));
  slots_remove(&edge->needs, edge->step);
  if (slots_contain(&x->scope->bound, &edge->needs)) return STATUS_OK;
  return error_at(p->err, ERROR_SYNTAX, "InvalidRelationshipPattern", edge->span,
                  "what each step of a selected path must satisfy cannot depend on another part of that path");
}

/* ---- the path as a plan */

static Status add_edge(Selecting *x, uint32_t i, Plan **subplan)
{
  Planner *p = x->p;
  PatternEdge *edge = &x->s->edges[i];
  Plan *op;
  TRY(finish_edge(x, i));
  if (edge->repeat)
    TRY(group_repeat(p, edge, x->s->reversed, x->scope, subplan, &op));
  else
    TRY(plan_add(p, PLAN_EXPAND_VAR, subplan, &op));
  step_set_edge(op, edge, x->s->reversed);
  return STATUS_OK;
}

static Status path_plan(Selecting *x, bool into, Plan **subplan)
{
  PatternSelection *s = x->s;
  uint32_t n = s->path->n;
  TRY(plan_argument(x->p, 1, false, subplan));
  for (uint32_t step = 0; step < n; step++) {
    uint32_t i = s->reversed ? n - 1 - step : step, reached = s->reversed ? i : i + 1;
    TRY(add_edge(x, i, subplan));
    bool last = step + 1 == n;
    (*subplan)->into = last && into;
    ExprList ends = {0};
    if (last && !into) end_tests(x, s->nodes[reached], &ends);
    TRY(add_node_filter(x, last ? &ends : &s->tests[reached], s->nodes[reached], subplan));
  }
  return STATUS_OK;
}

static const PlanPath *own_path(const Selecting *x)
{
  for (uint32_t i = 0; i < x->g->path_count; i++)
    if (x->g->paths[i].slot == x->s->path->slot) return &x->g->paths[i];
  return NULL;
}

static Status path_filters(Selecting *x, Plan *op)
{
  Planner *p = x->p;
  SlotSet mentioned = {0};
  op->filters = x->s->filters.at;
  op->filter_count = x->s->filters.n;
  for (uint32_t i = 0; i < op->filter_count; i++) {
    slots_of_expr(p->arena, op->filters[i], &mentioned);
    TRY(plan_expr(p, op->filters[i], &x->visible));
  }
  const PlanPath *path = own_path(x);
  if (path == NULL || !slots_has(&mentioned, path->slot)) return STATUS_OK;
  op->paths = arena_array(p->arena, PlanPath, 1);
  TRY(arena_check(p->arena, p->err));
  op->paths[0] = *path;
  op->path_count = 1;
  return STATUS_OK;
}

/* One variable-length relationship between two known nodes is searched from both ends at once. */
static bool meets_in_the_middle(const PatternSelection *s)
{
  const PatternEdge *edge = &s->edges[0];
  const PathPattern *path = s->path;
  bool one_group = path->shortest == SHORTEST_ONE || path->shortest == SHORTEST_ALL || path->k == 1;
  bool trail = path->mode == PATH_DEFAULT || path->mode == PATH_TRAIL;
  bool step = !edge->repeat && (edge->rel == NULL || edge->rel->variable);
  bool lists = edge->from_list != SLOT_NONE || edge->to_list != SLOT_NONE;
  return path->n == 1 && one_group && trail && step && !lists && edge->min <= 1 && s->filters.n == 0;
}

static Status plan_meeting(Selecting *x, Plan **plan)
{
  Plan *op;
  TRY(finish_edge(x, 0));
  TRY(plan_add(x->p, PLAN_SHORTEST_PATH, plan, &op));
  step_set_edge(op, &x->s->edges[0], false);
  op->into = true;
  ShortestKind kind = x->s->path->shortest;
  op->all_shortest = kind == SHORTEST_ALL || kind == SHORTEST_GROUPS;
  return STATUS_OK;
}

static Status plan_search(Selecting *x, bool into, Plan **plan)
{
  Planner *p = x->p;
  PatternSelection *s = x->s;
  uint32_t left = s->nodes[0], right = s->nodes[s->path->n];
  Plan *subplan, *op;
  TRY(path_plan(x, into, &subplan));
  double ends = into ? 1 : MAX(1.0, end_rows(p, x->g, s->reversed ? left : right, &x->scope->bound));
  TRY(plan_add(p, PLAN_SELECT_PATHS, plan, &op));
  op->child[1] = subplan;
  op->from = s->reversed ? right : left;
  op->to = s->reversed ? left : right;
  op->into = into;
  op->flag = s->reversed;
  op->selector = s->path->shortest;
  op->k = s->path->k;
  op->mode = s->path->mode;
  op->rows *= ends * (double)(op->selector == SHORTEST_K || op->selector == SHORTEST_ANY ? op->k : 1);
  return path_filters(x, op);
}

Status plan_selection(Planner *p, PatternGraph *g, PatternSelection *selection, PlanScope *scope, Plan **plan)
{
  Selecting x = {.p = p, .g = g, .s = selection, .scope = scope, .visible = plan_scope_inside(p, scope)};
  uint32_t n = selection->path->n;
  slots_add_all(p->arena, &x.visible.bound, &g->slots);
  bool into = !node_of(g, selection->nodes[selection->reversed ? 0 : n])->searched;
  if (into && meets_in_the_middle(selection))
    TRY(plan_meeting(&x, plan));
  else
    TRY(plan_search(&x, into, plan));
  SlotSet chosen = {0};
  for (uint32_t i = 0; i <= n; i++) slots_add(p->arena, &chosen, selection->nodes[i]);
  for (uint32_t i = 0; i < n; i++) edge_binds(p->arena, &selection->edges[i], &chosen);
  slots_add_all(p->arena, &scope->bound, &chosen);
  slots_add_all(p->arena, &scope->non_null, &chosen);
  return plan_witness(p, &chosen, WITNESS_SEARCH, plan);
}
