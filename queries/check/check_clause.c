/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clauses and queries: what may follow what, and which variables each leaves for the next. */
#include "check_internal.h"

static Status bind_new(Checker *c, const Name *name, ExprType type, uint32_t *slot)
{
  if (scope_find(&c->scope, name->text) != SLOT_NONE)
    return error_at(c->err, ERROR_SYNTAX, "VariableAlreadyBound", name->span, "variable `%.*s` is bound already",
                    (int)name->text.len, name->text.data);
  *slot = check_new_slot(c, name->text, SLOT_VALUE, type);
  scope_add(c, &c->scope, name->text, *slot);
  return STATUS_OK;
}

static Status check_unwind(Checker *c, Clause *clause)
{
  ExprType list;
  TRY(check_plain(c, clause->expr, &list));
  ExprType item = TYPE_OF(list.types == TYPE_LIST && list.items ? list.items : TYPE_ANY);
  TRY(bind_new(c, &clause->name, item, &clause->slot));
  clause->position_slot = SLOT_NONE;
  return clause->position.text.data ? bind_new(c, &clause->position, TYPE_OF(TYPE_INT), &clause->position_slot)
                                    : STATUS_OK;
}

static Status check_let(Checker *c, Clause *clause)
{
  for (uint32_t i = 0; i < clause->projection->items.n; i++) {
    ProjectionItem *item = &clause->projection->items.at[i];
    ExprType type;
    TRY(check_plain(c, item->expr, &type));
    TRY(bind_new(c, &item->alias, type, &item->slot));
  }
  return STATUS_OK;
}

static Status check_load_csv(Checker *c, Clause *clause)
{
  ExprType type;
  TRY(check_plain(c, clause->expr, &type));
  if (clause->terminator) TRY(check_plain(c, clause->terminator, &type));
  ExprType row = clause->headers ? TYPE_OF(TYPE_MAP) : (ExprType){TYPE_LIST, TYPE_STRING | TYPE_NULL};
  return bind_new(c, &clause->name, row, &clause->slot);
}

static Status check_load_jsonl(Checker *c, Clause *clause)
{
  ExprType type;
  TRY(check_plain(c, clause->expr, &type));
  return bind_new(c, &clause->name, TYPE_OF(TYPE_MAP), &clause->slot);
}

static bool clause_writes(const Clause *clause)
{
  switch (clause->kind) {
  case CLAUSE_CREATE:
  case CLAUSE_MERGE:
  case CLAUSE_SET:
  case CLAUSE_REMOVE:
  case CLAUSE_DELETE:
  case CLAUSE_FOREACH: return true;
  default: return false;
  }
}

static Status check_clause(Checker *c, Clause *clause);

static Status check_foreach(Checker *c, Clause *clause)
{
  ExprType list;
  TRY(check_plain(c, clause->expr, &list));
  if (!type_fits(list, TYPE_LIST)) return check_type_error(c, clause->expr, "a list", list);
  Scope outside = scope_copy(c, &c->scope);
  ExprType item = TYPE_OF(list.items ? list.items : TYPE_ANY);
  clause->slot = check_new_slot(c, clause->name.text, SLOT_VALUE, item);
  scope_add(c, &c->scope, clause->name.text, clause->slot);
  for (uint32_t i = 0; i < clause->updates.n; i++) {
    Clause *update = clause->updates.at[i];
    if (!clause_writes(update))
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", update->span,
                      "FOREACH takes only clauses that change the graph");
    TRY(check_clause(c, update));
  }
  c->scope = outside;
  return STATUS_OK;
}

/* A leading WITH that names outer variables alone imports them. */
static bool is_importing_with(const Query *part, const Scope *outer)
{
  if (part->clauses.n == 0 || part->clauses.at[0]->kind != CLAUSE_WITH) return false;
  const Projection *p = part->clauses.at[0]->projection;
  if (p->star) return true;
  for (uint32_t i = 0; i < p->items.n; i++) {
    const Expr *e = p->items.at[i].expr;
    if (e->kind == EXPR_VARIABLE && scope_find(outer, e->name.text) != SLOT_NONE) return true;
  }
  return false;
}

static Status check_imports(Checker *c, const Clause *clause, const Scope *outer, Scope *inner)
{
  if (clause->import_star) {
    *inner = scope_copy(c, outer);
    return STATUS_OK;
  }
  for (uint32_t i = 0; i < clause->imports.n; i++) {
    uint32_t slot = scope_find(outer, clause->imports.at[i].text);
    if (slot == SLOT_NONE) return check_undefined(c, &clause->imports.at[i]);
    scope_add(c, inner, clause->imports.at[i].text, slot);
  }
  return STATUS_OK;
}

/* The batches take effect with the statement, all or none: what would need them to take effect one by one is refused.
 */
static Status check_transactions(Checker *c, const Transactions *transactions)
{
  if (transactions->rows) TRY(check_row_count(c, transactions->rows, "OF ... ROWS"));
  if (transactions->on_error == ERROR_MODE_FAIL && !transactions->status.text.data) return STATUS_OK;
  return error_at(
      c->err, ERROR_SYNTAX, "InvalidClauseComposition", transactions->span,
      "a statement takes effect as a whole or not at all, so no batch can fail alone and none has a status of "
      "its own: leave out ON ERROR and REPORT STATUS, or run a statement for each batch");
}

static Status check_call_subquery(Checker *c, Clause *clause)
{
  if (clause->transactions) TRY(check_transactions(c, clause->transactions));
  Scope outer = scope_copy(c, &c->scope), inner = {0};
  const Scope *was_outer = c->outer;
  TRY(check_imports(c, clause, &outer, &inner));
  c->outer = clause->has_imports ? NULL : &outer;
  c->scope = inner;
  Projection *last = NULL;
  TRY(check_query(c, clause->query, (QueryShape){.returns_optional = false}, &last));
  c->outer = was_outer;
  c->scope = outer;
  for (uint32_t i = 0; last && i < last->items.n; i++) {
    ProjectionItem *item = &last->items.at[i];
    Name name = {projection_name(item), item->alias.text.data ? item->alias.span : item->span};
    if (scope_find(&c->scope, name.text) != SLOT_NONE)
      return error_at(c->err, ERROR_SYNTAX, "VariableAlreadyBound", name.span,
                      "the subquery returns `%.*s`, which is bound already outside of it", (int)name.text.len,
                      name.text.data);
    scope_add(c, &c->scope, name.text, item->slot);
  }
  return STATUS_OK;
}

static Status check_match(Checker *c, Clause *clause)
{
  TRY(facts_rewrite(c, clause));
  TRY(check_pattern(c, clause->pattern->paths.at, clause->pattern->paths.n, PATTERN_MATCH));
  return clause->where ? check_predicate(c, clause->where) : STATUS_OK;
}

static Status check_merge(Checker *c, Clause *clause)
{
  TRY(check_pattern(c, clause->pattern->paths.at, clause->pattern->paths.n, PATTERN_MERGE));
  TRY(check_set_items(c, &clause->on_create));
  return check_set_items(c, &clause->on_match);
}

static Status check_clause(Checker *c, Clause *clause)
{
  if (clause_writes(clause)) {
    c->out->writes = true;
    if (c->read_only)
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", clause->span,
                      "a subquery inside an expression cannot change the graph");
  }
  switch (clause->kind) {
  case CLAUSE_MATCH: return check_match(c, clause);
  case CLAUSE_UNWIND: return check_unwind(c, clause);
  case CLAUSE_WITH: return check_projection(c, clause->projection, &clause->where, false);
  case CLAUSE_RETURN: return check_projection(c, clause->projection, NULL, true);
  case CLAUSE_CREATE: return check_pattern(c, clause->pattern->paths.at, clause->pattern->paths.n, PATTERN_CREATE);
  case CLAUSE_MERGE: return check_merge(c, clause);
  case CLAUSE_SET:
  case CLAUSE_REMOVE: TRY(check_set_items(c, &clause->items)); return check_portion(c, clause);
  case CLAUSE_DELETE: TRY(check_delete(c, clause)); return check_portion(c, clause);
  case CLAUSE_CALL: return check_call(c, clause, false);
  case CLAUSE_SUBQUERY: return check_call_subquery(c, clause);
  case CLAUSE_FOREACH: return check_foreach(c, clause);
  case CLAUSE_LOAD_CSV: return check_load_csv(c, clause);
  case CLAUSE_LOAD_JSONL: return check_load_jsonl(c, clause);
  case CLAUSE_FILTER: return check_predicate(c, clause->expr);
  case CLAUSE_LET: return check_let(c, clause);
  case CLAUSE_FINISH: return STATUS_OK;
  }
  return error_internal(c->err, "unknown kind of clause");
}

static bool ends_query(const Clause *clause)
{
  if (clause->kind == CLAUSE_RETURN || clause->kind == CLAUSE_FINISH) return true;
  return clause_writes(clause) || clause->kind == CLAUSE_CALL || clause->kind == CLAUSE_SUBQUERY;
}

/* SHOW ... YIELD x ORDER BY x: what sorts and cuts the rows may end it. */
static bool only_sorts(const Query *part)
{
  if (part->clauses.at[0]->kind != CLAUSE_CALL || !part->clauses.at[0]->show) return false;
  for (uint32_t i = 1; i < part->clauses.n; i++)
    if (part->clauses.at[i]->kind != CLAUSE_WITH || !part->clauses.at[i]->projection->star) return false;
  return true;
}

static Status check_shape(Checker *c, const Query *part, QueryShape shape)
{
  for (uint32_t i = 0; i + 1 < part->clauses.n; i++) {
    const Clause *clause = part->clauses.at[i];
    if (clause->kind != CLAUSE_RETURN && clause->kind != CLAUSE_FINISH) continue;
    const Clause *next = part->clauses.at[i + 1];
    const Projection *p = next->kind == CLAUSE_WITH ? next->projection : NULL;
    if (clause->kind == CLAUSE_RETURN && clause->projection->limit && p && p->skip && !p->limit)
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", next->span, "SKIP stands in front of LIMIT");
    return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", clause->span,
                    "%s can only be the last clause; use WITH to go on",
                    clause->kind == CLAUSE_RETURN ? "RETURN" : "FINISH");
  }
  const Clause *last = part->clauses.at[part->clauses.n - 1];
  if (ends_query(last) || shape.returns_optional || (shape.top && only_sorts(part))) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", last->span,
                  "a query cannot end here: it needs a RETURN or a clause that changes the graph");
}

/* A procedure called alone, or shown, returns what it yields: the RETURN is written for the user. */
static void add_implied_return(Checker *c, Query *part)
{
  Clause *call = part->clauses.at[0];
  if (call->yield.n == 0) return;
  Projection *p = arena_new(c->arena, Projection);
  p->span = call->span;
  for (uint32_t i = 0; i < call->yield.n; i++) {
    const YieldItem *y = &call->yield.at[i];
    Name name = y->alias.text.data ? y->alias : y->field;
    Expr *e = ast_expr(c->arena, EXPR_VARIABLE, name.span, 0);
    e->name = name;
    ProjectionItem item = {.span = name.span, .expr = e, .text = name.text};
    ast_push(c->arena, &p->items, item);
  }
  Clause *clause = arena_new(c->arena, Clause);
  clause->kind = CLAUSE_RETURN;
  clause->span = call->span;
  clause->projection = p;
  ast_push(c->arena, &part->clauses, clause);
}

static Status check_part(Checker *c, Query *part, QueryShape shape, Projection **projection)
{
  *projection = NULL;
  if (part->when) TRY(check_predicate(c, part->when));
  if (part->body) return check_query(c, part->body, shape, projection);
  if (part->clauses.n == 0) return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", part->span, "the query is empty");
  TRY(check_shape(c, part, shape));
  bool alone = shape.top && !part->next && (part->clauses.n == 1 || only_sorts(part));
  uint32_t start = 0;
  if (alone && part->clauses.at[0]->kind == CLAUSE_CALL) {
    TRY(check_call(c, part->clauses.at[0], true));
    add_implied_return(c, part);
    TRY(arena_check(c->arena, c->err));
    start = 1;
  }
  for (uint32_t i = start; i < part->clauses.n; i++) TRY(check_clause(c, part->clauses.at[i]));
  Clause *last = part->clauses.at[part->clauses.n - 1];
  if (last->kind == CLAUSE_RETURN) *projection = last->projection;
  return STATUS_OK;
}

static Status align_part(Checker *c, const Projection *first, Query *part);

/* Puts the columns of a later part of a union into the order of the first, by name. */
static Status align_columns(Checker *c, const Projection *first, Projection *other, Span span)
{
  bool same = first && other && first->items.n == other->items.n;
  for (uint32_t i = 0; same && i < first->items.n; i++) {
    uint32_t at = i;
    while (at < other->items.n &&
           !text_equal(projection_name(&first->items.at[i]), projection_name(&other->items.at[at])))
      at++;
    same = at < other->items.n;
    if (!same) break;
    ProjectionItem item = other->items.at[at];
    other->items.at[at] = other->items.at[i];
    other->items.at[i] = item;
  }
  if (same || (!first && !other)) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "DifferentColumnsInUnion", span,
                  "all parts of a union must return columns of the same names");
}

static Status align_part(Checker *c, const Projection *first, Query *part)
{
  if (!part->body) {
    const Clause *last = part->clauses.at[part->clauses.n - 1];
    return align_columns(c, first, last->kind == CLAUSE_RETURN ? last->projection : NULL, part->span);
  }
  Query *body = part->body;
  while (body->then) body = body->then;
  for (; body; body = body->next) TRY(align_part(c, first, body));
  return STATUS_OK;
}

static Status check_union_kinds(Checker *c, const Query *query)
{
  for (const Query *part = query->next; part && part->next; part = part->next)
    if (part->union_kind != part->next->union_kind)
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", part->next->span,
                      "UNION, UNION ALL and their kin cannot be mixed in one query: put braces around what belongs "
                      "together, as in { query UNION query } EXCEPT query");
  return STATUS_OK;
}

static bool must_read_only(const Query *query)
{
  return query->next && query->next->union_kind > UNION_ALL && query->next->union_kind < UNION_BRANCH;
}

Status check_query(Checker *c, Query *query, QueryShape shape, Projection **last)
{
  TRY(check_union_kinds(c, query));
  Scope start = scope_copy(c, &c->scope);
  const Scope *importable = c->outer;
  Projection *first = NULL;
  bool wrote = c->out->writes;
  if (must_read_only(query)) c->out->writes = false;
  for (Query *part = query; part; part = part->next) {
    bool imports = importable && is_importing_with(part, importable);
    c->scope = scope_copy(c, imports ? importable : &start);
    c->outer = NULL;
    Projection *projection;
    TRY(check_part(c, part, shape, &projection));
    if (part == query)
      first = projection;
    else
      TRY(align_part(c, first, part));
  }
  if (must_read_only(query)) {
    if (c->out->writes)
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", query->span,
                      "EXCEPT, INTERSECT and OTHERWISE stand between queries that change nothing");
    c->out->writes = wrote;
  }
  if (query->then) {
    c->scope = (Scope){0};
    for (uint32_t i = 0; first && i < first->items.n; i++)
      scope_add(c, &c->scope, projection_name(&first->items.at[i]), first->items.at[i].slot);
    return check_query(c, query->then, shape, last);
  }
  *last = first;
  return STATUS_OK;
}
