/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MATCH after MATCH. Clauses that only match, with nothing between them that makes, joins or drops rows, are solved as
 * one pattern: the search may begin in any of them. `WITH a, b WHERE ...` that only names variables stands for its
 * WHERE; of any other WITH those conditions are taken in that speak of variables it passes on, since rows that fail
 * them may as well not be made. */
#include "plan_internal.h"

/* Beyond that a search from every start costs more than it finds. */
enum { MOST_ELEMENTS = 40 };

AST_LIST(Parts, PatternPart);

typedef struct MatchRun {
  Planner *p;
  Parts parts;
  SlotSet rels; /* relationships and paths that the parts bind */
  uint32_t elements;
} MatchRun;

/* ---- what may join the run */

static bool is_plain(const PathPattern *path)
{
  return path->shortest == SHORTEST_NONE && path->groups == NULL;
}

static uint32_t elements_of(const Clause *clause)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) n += 2 * clause->pattern->paths.at[i]->n + 1;
  return n;
}

static void add_rels(MatchRun *run, const Clause *clause, SlotSet *out)
{
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++) {
    const PathPattern *path = clause->pattern->paths.at[i];
    slots_add(run->p->arena, out, path->slot);
    for (uint32_t k = 0; k < path->n; k++) slots_add(run->p->arena, out, path->rels[k]->slot);
  }
}

/* A relationship that an earlier clause of the run has bound is looked up, not searched for: the clause stays apart. */
static bool can_join(MatchRun *run, const Clause *clause)
{
  if (clause->kind != CLAUSE_MATCH || clause->optional) return false;
  if (run->elements + elements_of(clause) > MOST_ELEMENTS) return false;
  if (clause->where != NULL && expr_is_volatile(clause->where)) return false;
  for (uint32_t i = 0; i < clause->pattern->paths.n; i++)
    if (!is_plain(clause->pattern->paths.at[i])) return false;
  SlotSet rels = {0};
  add_rels(run, clause, &rels);
  return !slots_meet(&rels, &run->rels);
}

static void join(MatchRun *run, const Clause *clause)
{
  ast_push(run->p->arena, &run->parts, pattern_of_clause(clause));
  run->elements += elements_of(clause);
  add_rels(run, clause, &run->rels);
}

static void join_where(MatchRun *run, Expr *where)
{
  if (where != NULL) ast_push(run->p->arena, &run->parts, ((PatternPart){.where = where}));
}

static bool passes_on(const ProjectionItem *item)
{
  return expr_is_variable(item->expr, item->slot);
}

/* A WITH that changes no row. */
static bool is_transparent(const Clause *clause)
{
  if (clause->kind == CLAUSE_FILTER) return !expr_is_volatile(clause->expr);
  if (clause->kind != CLAUSE_WITH || (clause->where != NULL && expr_is_volatile(clause->where))) return false;
  const Projection *projection = clause->projection;
  if (projection->distinct || projection->order.n > 0 || projection->skip != NULL || projection->limit != NULL)
    return false;
  for (uint32_t i = 0; i < projection->items.n; i++)
    if (!passes_on(&projection->items.at[i])) return false;
  return true;
}

/* ---- conditions behind the run */

/* Whether it speaks of something that the WITH passes on, and of nothing that it makes. */
static bool can_move(MatchRun *run, const Projection *projection, Expr *e)
{
  SlotSet mentioned = {0};
  bool passed_on = false;
  slots_of_expr(run->p->arena, e, &mentioned);
  for (uint32_t i = 0; i < projection->items.n; i++) {
    const ProjectionItem *item = &projection->items.at[i];
    if (!slots_has(&mentioned, item->slot)) continue;
    if (!passes_on(item)) return false;
    passed_on = true;
  }
  return passed_on && !expr_is_volatile(e);
}

static void split_where(MatchRun *run, const Projection *projection, Expr *e, Expr **rest)
{
  if (e->kind == EXPR_BINARY && e->op == OP_AND) {
    split_where(run, projection, e->args[0], rest);
    split_where(run, projection, e->args[1], rest);
  } else if (can_move(run, projection, e)) {
    join_where(run, e);
  } else {
    *rest = *rest == NULL ? e : expr_binary(run->p, OP_AND, *rest, e);
  }
}

static void take_conditions(MatchRun *run, const Clause *clause, Expr **rest)
{
  *rest = clause->where;
  if (clause->kind != CLAUSE_WITH || clause->where == NULL) return;
  const Projection *projection = clause->projection;
  if (projection->skip != NULL || projection->limit != NULL) return;
  *rest = NULL;
  split_where(run, projection, clause->where, rest);
}

Status plan_match_run(Planner *p, Clause *const *at, uint32_t n, PlanScope *scope, Plan **plan, uint32_t *taken,
                      Expr **rest)
{
  MatchRun run = {.p = p};
  *taken = 1;
  *rest = n > 1 ? at[1]->where : NULL;
  if (!can_join(&run, at[0])) return plan_match(p, at[0], scope, plan);
  join(&run, at[0]);
  for (; *taken < n; ++*taken) {
    const Clause *clause = at[*taken];
    if (is_transparent(clause))
      join_where(&run, clause->kind == CLAUSE_FILTER ? clause->expr : clause->where);
    else if (can_join(&run, clause))
      join(&run, clause);
    else
      break;
  }
  if (*taken < n) take_conditions(&run, at[*taken], rest);
  TRY(arena_check(p->arena, p->err));
  return plan_pattern(p, run.parts.at, run.parts.n, scope, plan);
}
