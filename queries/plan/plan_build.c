/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a checked statement to a plan: each clause becomes operators on top of those before it, then passes go over the
 * whole tree. The entry of the planner and its table of contents. */
#include "plan_internal.h"

/* ---- operators */

static const struct {
  const char *name;
  unsigned flags;
} operators[] = {
#define OPERATOR(ENUM, name, flags) [PLAN_##ENUM] = {name, flags},
#include "exec/op_list.def"
#undef OPERATOR
};

unsigned plan_flags(PlanKind kind)
{
  return operators[kind].flags;
}
const char *plan_name(PlanKind kind)
{
  return operators[kind].name;
}

static Plan *make_plan(Planner *p, PlanKind kind)
{
  Plan *plan = arena_new(p->arena, Plan);
  plan->kind = kind;
  plan->position = plan->slot = plan->from = plan->rel = plan->to = plan->step = plan->step_node = plan->step_from =
      SLOT_NONE;
  plan->from_list = plan->to_list = SLOT_NONE;
  plan->label.id = NAME_NONE;
  return plan;
}

Status plan_add(Planner *p, PlanKind kind, Plan **plan, Plan **made)
{
  Plan *op = make_plan(p, kind);
  TRY(arena_check(p->arena, p->err));
  op->child[0] = *plan;
  op->rows = (*plan)->rows;
  *plan = *made = op;
  return STATUS_OK;
}

Status plan_argument(Planner *p, double rows, bool alone, Plan **out)
{
  *out = make_plan(p, PLAN_ARGUMENT);
  (*out)->rows = rows;
  (*out)->flag = alone;
  return arena_check(p->arena, p->err);
}

/* ---- names and slots */

uint32_t plan_hidden_slot(Planner *p, SlotKind kind)
{
  static const uint32_t types[] = {[SLOT_VALUE] = TYPE_ANY,
                                   [SLOT_NODE] = TYPE_NODE | TYPE_NULL,
                                   [SLOT_REL] = TYPE_REL | TYPE_NULL,
                                   [SLOT_REL_LIST] = TYPE_LIST | TYPE_NULL,
                                   [SLOT_PATH] = TYPE_PATH | TYPE_NULL};
  return checked_add_slot(p->arena, p->checked, TEXT(""), kind, types[kind]);
}

NameRef plan_name_ref(const Planner *p, NameKind kind, Text text)
{
  return (NameRef){text, graph_name_find(p->graph, kind, text)};
}

uint32_t plan_slot_label(const Planner *p, uint32_t slot)
{
  return slot < p->slot_label_count ? p->slot_label[slot] : NAME_NONE;
}

void plan_note_label(Planner *p, uint32_t slot, uint32_t label)
{
  if (label == NAME_NONE || slot == SLOT_NONE) return;
  if (slot >= p->slot_label_count) {
    uint32_t count = MAX(slot + 1, p->checked->slot_count);
    uint32_t *labels = arena_array(p->arena, uint32_t, count);
    if (labels == NULL || p->arena->bad) return;
    for (uint32_t i = 0; i < count; i++) labels[i] = plan_slot_label(p, i);
    p->slot_label = labels;
    p->slot_label_count = count;
  }
  uint32_t known = p->slot_label[slot];
  if (known != NAME_NONE && cost_label_rows(p, label) >= cost_label_rows(p, known)) return;
  p->slot_label[slot] = label;
  p->label_notes++;
}

PlanScope plan_scope_copy(Planner *p, const PlanScope *scope)
{
  return (PlanScope){slots_copy(p->arena, &scope->bound), slots_copy(p->arena, &scope->non_null), scope->inside};
}

PlanScope plan_scope_inside(Planner *p, const PlanScope *scope)
{
  PlanScope inner = plan_scope_copy(p, scope);
  inner.inside = true;
  return inner;
}

/* ---- clauses */

static Status plan_unwind(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  Plan *op;
  TRY(plan_expr(p, clause->expr, scope));
  TRY(plan_add(p, PLAN_UNWIND, plan, &op));
  op->slot = clause->slot;
  op->expr = clause->expr;
  op->rows *= clause->expr->kind == EXPR_LIST ? clause->expr->n : 10;
  op->position = clause->position_slot;
  op->min = clause->first;
  slots_add(p->arena, &scope->bound, clause->slot);
  slots_add(p->arena, &scope->bound, clause->position_slot);
  return STATUS_OK;
}

/* LOAD CSV and LOAD JSONL. */
static Status plan_load(Planner *p, PlanKind kind, const Clause *clause, PlanScope *scope, Plan **plan)
{
  enum { ROWS_OF_A_FILE = 1000 };
  Plan *op;
  TRY(plan_expr(p, clause->expr, scope));
  if (clause->terminator != NULL) TRY(plan_expr(p, clause->terminator, scope));
  TRY(plan_add(p, kind, plan, &op));
  op->slot = clause->slot;
  op->expr = clause->expr;
  op->expr2 = clause->terminator;
  op->flag = clause->headers;
  op->rows *= ROWS_OF_A_FILE;
  slots_add(p->arena, &scope->bound, clause->slot);
  return STATUS_OK;
}

static Status plan_let(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  /* Each sees the ones before it, so each is an operator of its own. */
  for (uint32_t i = 0; i < clause->projection->items.n; i++) {
    const ProjectionItem *item = &clause->projection->items.at[i];
    Plan *op;
    TRY(plan_expr(p, item->expr, scope));
    TRY(plan_add(p, PLAN_PROJECT, plan, &op));
    op->items = arena_array(p->arena, PlanItem, 1);
    TRY(arena_check(p->arena, p->err));
    op->items[op->item_count++] = (PlanItem){item->expr, item->slot};
    slots_add(p->arena, &scope->bound, item->slot);
  }
  return STATUS_OK;
}

static Status add_call(Planner *p, const Clause *clause, const PlanScope *scope, Plan **plan)
{
  enum { ROWS_OF_A_CALL = 10 };
  Plan *op;
  for (uint32_t i = 0; i < clause->exprs.n; i++) TRY(plan_expr(p, clause->exprs.at[i], scope));
  TRY(plan_add(p, PLAN_PROCEDURE_CALL, plan, &op));
  op->procedure = clause->procedure;
  op->exprs = clause->exprs.at;
  op->expr_count = clause->exprs.n;
  op->yields = clause->yield.at;
  op->yield_count = clause->yield.n;
  if (clause->procedure != NULL && clause->procedure->result_count > 0) op->rows *= ROWS_OF_A_CALL;
  return STATUS_OK;
}

static Status plan_call(Planner *p, const Clause *clause, PlanScope *scope, Plan **plan)
{
  PlanScope after = plan_scope_copy(p, scope);
  for (uint32_t i = 0; i < clause->yield.n; i++) slots_add(p->arena, &after.bound, clause->yield.at[i].slot);
  if (!clause->optional) {
    TRY(add_call(p, clause, scope, plan));
    TRY(plan_where(p, clause->where, &after, plan));
    *scope = after;
    return STATUS_OK;
  }
  Plan *subplan, *op;
  TRY(plan_argument(p, (*plan)->rows, false, &subplan));
  TRY(add_call(p, clause, scope, &subplan));
  TRY(plan_where(p, clause->where, &after, &subplan));
  TRY(plan_add(p, PLAN_OPTIONAL, plan, &op));
  op->child[1] = subplan;
  op->row_by_row = plan_is_row_by_row(subplan);
  op->slots = arena_array(p->arena, uint32_t, clause->yield.n);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < clause->yield.n; i++) op->slots[op->slot_count++] = clause->yield.at[i].slot;
  *scope = after;
  return STATUS_OK;
}

static Status plan_finish(Planner *p, Plan **plan)
{
  Plan *op;
  TRY(plan_add(p, PLAN_EMPTY_RESULT, plan, &op));
  op->rows = 0;
  return STATUS_OK;
}

/* where: what is left of the clause's, where it is a WITH. */
static Status plan_clause(Planner *p, const Clause *clause, Expr *where, PlanScope *scope, Plan **plan,
                          Columns *columns)
{
  switch (clause->kind) {
  case CLAUSE_MATCH: return plan_match(p, clause, scope, plan);
  case CLAUSE_UNWIND: return plan_unwind(p, clause, scope, plan);
  case CLAUSE_WITH: return plan_projection(p, clause->projection, where, scope, plan, NULL);
  case CLAUSE_RETURN: return plan_projection(p, clause->projection, NULL, scope, plan, columns);
  case CLAUSE_CREATE: return plan_create(p, clause, scope, plan);
  case CLAUSE_MERGE: return plan_merge(p, clause, scope, plan);
  case CLAUSE_SET:
  case CLAUSE_REMOVE: return plan_set(p, clause, scope, plan);
  case CLAUSE_DELETE: return plan_delete(p, clause, scope, plan);
  case CLAUSE_CALL: return plan_call(p, clause, scope, plan);
  case CLAUSE_SUBQUERY: return plan_call_subquery(p, clause, scope, plan);
  case CLAUSE_FOREACH: return plan_foreach(p, clause, scope, plan);
  case CLAUSE_LOAD_CSV: return plan_load(p, PLAN_LOAD_CSV, clause, scope, plan);
  case CLAUSE_LOAD_JSONL: return plan_load(p, PLAN_LOAD_JSONL, clause, scope, plan);
  case CLAUSE_FILTER: return plan_where(p, clause->expr, scope, plan);
  case CLAUSE_LET: return plan_let(p, clause, scope, plan);
  case CLAUSE_FINISH: return plan_finish(p, plan);
  }
  return error_internal(p->err, "unknown kind of clause");
}

Status plan_clauses(Planner *p, Clause *const *clauses, uint32_t n, PlanScope *scope, Plan **plan, Columns *columns)
{
  if (columns != NULL) columns->n = 0;
  for (uint32_t i = 0; i < n;) {
    Expr *where = clauses[i]->where;
    if (clauses[i]->kind == CLAUSE_MATCH && !clauses[i]->optional) {
      uint32_t taken;
      TRY(plan_match_run(p, clauses + i, n - i, scope, plan, &taken, &where));
      i += taken;
    }
    if (i < n) TRY(plan_clause(p, clauses[i], where, scope, plan, columns));
    i++;
  }
  return STATUS_OK;
}

/* ---- unions */

static Status union_slots(Planner *p, const Columns *columns, uint32_t **out)
{
  *out = arena_array(p->arena, uint32_t, columns->n);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < columns->n; i++) (*out)[i] = columns->at[i].slot;
  return STATUS_OK;
}

static PlanKind conjunction_of(UnionKind kind)
{
  switch (kind) {
  case UNION_EXCEPT:
  case UNION_EXCEPT_ALL: return PLAN_EXCEPT_ROWS;
  case UNION_INTERSECT:
  case UNION_INTERSECT_ALL: return PLAN_INTERSECT_ROWS;
  case UNION_OTHERWISE: return PLAN_OTHERWISE;
  default: return PLAN_UNION;
  }
}

static Status add_part(Planner *p, const Query *part, const Columns *columns, Plan *plan, const Columns *other,
                       Plan **all)
{
  if (other->n != columns->n)
    return error_at(p->err, ERROR_SYNTAX, "DifferentColumnsInUnion", part->span,
                    "all parts of a union must return columns of the same names");
  Plan *op;
  PlanKind kind = conjunction_of(part->union_kind);
  double rows = kind == PLAN_UNION ? (*all)->rows + plan->rows : (*all)->rows;
  TRY(plan_add(p, kind, all, &op));
  op->child[1] = plan;
  op->rows = rows;
  op->flag = part->union_kind == UNION_EXCEPT_ALL || part->union_kind == UNION_INTERSECT_ALL;
  op->slot_count = columns->n;
  TRY(union_slots(p, columns, &op->slots));
  return union_slots(p, other, &op->slots2);
}

static Status add_distinct(Planner *p, const Columns *columns, Plan **plan)
{
  Plan *op;
  TRY(plan_add(p, PLAN_DISTINCT, plan, &op));
  op->slot_count = columns->n;
  return union_slots(p, columns, &op->slots);
}

/* The i-th part, from 1 on. branch: SLOT_NONE, or of the number of the branch that is to run. */
static Status plan_part(Planner *p, const Query *part, uint32_t branch, int64_t i, PlanScope *scope, Plan **plan,
                        Columns *columns)
{
  if (branch != SLOT_NONE) {
    Expr *chosen = expr_compare(p, OP_EQ, expr_variable(p, branch, part->span), expr_int(p, i));
    TRY(plan_where(p, chosen, scope, plan));
  }
  if (part->body != NULL) return plan_query(p, part->body, scope, plan, columns);
  return plan_clauses(p, part->clauses.at, part->clauses.n, scope, plan, columns);
}

static bool is_distinct(const Query *query)
{
  if (query->next == NULL) return false;
  UnionKind kind = query->next->union_kind;
  return kind == UNION_DISTINCT || kind == UNION_EXCEPT || kind == UNION_INTERSECT;
}

/* All parts start from the same rows: *plan is an ARGUMENT, and each part gets one like it. */
static Status plan_parts(Planner *p, const Query *query, uint32_t branch, PlanScope *scope, Plan **plan,
                         Columns *columns)
{
  PlanScope before = plan_scope_copy(p, scope);
  double rows = (*plan)->rows;
  bool alone = (*plan)->flag;
  int64_t i = 1;
  TRY(plan_part(p, query, branch, i, scope, plan, columns));
  for (const Query *part = query->next; part != NULL; part = part->next) {
    PlanScope inner = plan_scope_copy(p, &before);
    Columns other = {0};
    Plan *next;
    TRY(plan_argument(p, rows, alone, &next));
    TRY(plan_part(p, part, branch, ++i, &inner, &next, &other));
    TRY(add_part(p, part, columns, next, &other, plan));
  }
  return is_distinct(query) && columns->n > 0 ? add_distinct(p, columns, plan) : STATUS_OK;
}

static Status plan_union(Planner *p, const Query *query, uint32_t branch, PlanScope *scope, Plan **plan,
                         Columns *columns)
{
  if ((*plan)->kind == PLAN_ARGUMENT) return plan_parts(p, query, branch, scope, plan, columns);
  Plan *subplan, *op;
  bool was_inside = scope->inside;
  scope->inside = true;
  TRY(plan_argument(p, (*plan)->rows, false, &subplan));
  TRY(plan_parts(p, query, branch, scope, &subplan, columns));
  scope->inside = was_inside;
  TRY(plan_add(p, PLAN_APPLY, plan, &op));
  op->child[1] = subplan;
  op->rows = subplan->rows;
  op->row_by_row = plan_is_row_by_row(subplan);
  return STATUS_OK;
}

/* WHEN a THEN ... WHEN b THEN ... ELSE ...: which branch runs is decided before any of them does, once for each row, as
 * CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END. */
static Status plan_branches(Planner *p, const Query *query, PlanScope *scope, Plan **plan, Columns *columns)
{
  uint32_t n = 0, branches = 0;
  for (const Query *part = query; part != NULL; part = part->next) branches++;
  Expr *choice = ast_expr(p->arena, EXPR_CASE, query->span, 2 * branches + 2);
  TRY(arena_check(p->arena, p->err));
  choice->n = 1;
  for (const Query *part = query; part != NULL; part = part->next) {
    Expr *number = expr_int(p, ++n);
    if (part->when != NULL) choice->args[choice->n++] = part->when;
    choice->args[choice->n++] = number;
    if (part->when == NULL) break;
  }
  bool otherwise = choice->n % 2 == 0;
  if (!otherwise) choice->args[choice->n++] = NULL;
  TRY(plan_expr(p, choice, scope));
  Plan *op;
  uint32_t branch = plan_hidden_slot(p, SLOT_VALUE);
  TRY(plan_add(p, PLAN_PROJECT, plan, &op));
  op->items = arena_array(p->arena, PlanItem, 1);
  TRY(arena_check(p->arena, p->err));
  op->items[op->item_count++] = (PlanItem){choice, branch};
  slots_add(p->arena, &scope->bound, branch);
  return plan_union(p, query, branch, scope, plan, columns);
}

Status plan_query(Planner *p, const Query *query, PlanScope *scope, Plan **plan, Columns *columns)
{
  Columns own = {0};
  if (columns == NULL) columns = &own;
  for (; query != NULL; query = query->then) {
    if (query->union_kind == UNION_BRANCH)
      TRY(plan_branches(p, query, scope, plan, columns));
    else if (query->next != NULL)
      TRY(plan_union(p, query, SLOT_NONE, scope, plan, columns));
    else if (query->body != NULL)
      TRY(plan_query(p, query->body, scope, plan, columns));
    else
      TRY(plan_clauses(p, query->clauses.at, query->clauses.n, scope, plan, columns));
  }
  return STATUS_OK;
}

/* ---- the whole */

Plan **plan_tree_at(Planner *p, uint32_t i)
{
  if (i == 0) return &p->tree->root;
  return i <= p->tree->subplan_count ? &p->tree->subplans[i - 1].root : NULL;
}

static Status add_result(Planner *p, Plan **plan)
{
  const Checked *checked = p->checked;
  Plan *op;
  if (checked->column_count == 0) return (*plan)->kind == PLAN_EMPTY_RESULT ? STATUS_OK : plan_finish(p, plan);
  TRY(plan_add(p, PLAN_PRODUCE_RESULTS, plan, &op));
  op->slots = arena_array(p->arena, uint32_t, checked->column_count);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < checked->column_count; i++) op->slots[op->slot_count++] = checked->columns[i].slot;
  return STATUS_OK;
}

static void number(Plan *plan, uint32_t *next)
{
  for (; plan != NULL; plan = plan->child[0]) {
    plan->id = (*next)++;
    if (plan->child[1] != NULL) number(plan->child[1], next);
  }
}

static Status number_operators(Planner *p)
{
  p->tree->operator_count = 0;
  Plan **at;
  for (uint32_t i = 0; (at = plan_tree_at(p, i)) != NULL; i++) number(*at, &p->tree->operator_count);
  return STATUS_OK;
}

/* Facts that are to be noted must be met: nothing is counted or left out for being the same. */
static Status save_work(Planner *p)
{
  if (p->options.witness) return plan_witness_rows(p);
  TRY(plan_count(p));       /* what is only counted is not made */
  TRY(plan_distinct(p));    /* rows that nobody can tell apart are made once */
  return plan_intersect(p); /* cycles are closed by looking for common neighbours */
}

/* What is done to the finished tree, in this order. Rewrites that replace operators by cleverer ones belong before
 * eagerness, which looks at what operators read and write. */
static Status (*const passes[])(Planner *p) = {
    save_work,        /* what nobody can tell from the result is not done */
    plan_eager,       /* rows are held back where a clause could see what another one writes */
    plan_parallel,    /* what takes long is shared out among threads */
    number_operators, /* plan_live keeps a table by number */
    plan_live,        /* what nobody above needs is neither copied nor computed; may take operators out */
    number_operators, /* the final numbers, for PROFILE */
};

static Status run(Planner *p)
{
  PlanScope scope = {0};
  Plan *plan;
  TRY(plan_argument(p, 1, false, &plan));
  TRY(plan_query(p, p->checked->statement->query, &scope, &plan, NULL));
  TRY(add_result(p, &plan));
  p->tree->root = plan;
  for (uint32_t i = 0; i < ARRAY_LEN(passes); i++) {
    TRY(arena_check(p->arena, p->err));
    TRY(passes[i](p));
  }
  return arena_check(p->arena, p->err);
}

double plan_work(const Plan *plan)
{
  double rows = 0;
  for (; plan != NULL; plan = plan->child[0]) rows += plan->rows + plan_work(plan->child[1]);
  return rows;
}

Status plan_statement(Arena *arena, const Graph *graph, Checked *checked, const PlanOptions *options, PlanTree *out,
                      Error *err)
{
  *out = (PlanTree){.checked = checked, .schema_version = graph_schema_version(graph)};
  if (checked->statement->kind != STATEMENT_QUERY) return error_internal(err, "only queries have a plan");
  Planner p = {.arena = arena, .graph = graph, .checked = checked, .tree = out, .err = err};
  if (options != NULL) p.options = *options;
  arena_init(&p.scratch, arena->limit);
  Status status = run(&p);
  arena_free(&p.scratch);
  return status;
}
