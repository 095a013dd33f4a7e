/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constructors of ast_build.h for lists, statements, queries and clauses; ast_build_expr.c has the rest. Each sets
 * the height of what it makes from the heights of what it is given, which keeps the tree shallow enough for recursion.
 */
#include "ast_build.h"

#include "ast_build_internal.h"

/* ---- lists */

#define DEFINE_APPEND(name, ListType, ItemType)                                                                        \
  ListType name(Parser *p, ListType list, ItemType item)                                                               \
  {                                                                                                                    \
    ast_push(p->arena, &list, item);                                                                                   \
    return list;                                                                                                       \
  }

DEFINE_APPEND(build_names, NameList, Name)
DEFINE_APPEND(build_exprs, ExprList, Expr *)
DEFINE_APPEND(build_clauses, ClauseList, Clause *)
DEFINE_APPEND(build_projection_items, ProjectionList, ProjectionItem)
DEFINE_APPEND(build_sorts, SortList, SortItem)
DEFINE_APPEND(build_set_items, SetList, SetItem)
DEFINE_APPEND(build_yields, YieldList, YieldItem)

ExprList build_arm(Parser *p, ExprList arms, Expr *when, Expr *then)
{
  return build_exprs(p, build_exprs(p, arms, when), then);
}

Entries build_entries(Parser *p, Entries list, Entry item)
{
  ast_push(p->arena, &list.keys, item.key);
  ast_push(p->arena, &list.values, item.value);
  ast_push(p->arena, &list.kinds, (uint8_t)item.kind);
  return list;
}

/* ---- heights */

uint32_t height_of_list(ExprList list)
{
  uint32_t height = 0;
  for (uint32_t i = 0; i < list.n; i++) height = MAX(height, height_of(list.at[i]));
  return height;
}

uint32_t height_above(Parser *p, Span span, uint32_t below)
{
  if (below >= PARSE_MAX_HEIGHT) parser_too_deep(p, span);
  return below + 1;
}

void parser_too_deep(Parser *parser, Span span)
{
  if (parser->arena->bad) return; /* then heights mean nothing */
  error_at(parser->err, ERROR_SYNTAX, "UnexpectedSyntax", span,
           "nested too deeply: more than %d levels of brackets or operators inside one another", PARSE_MAX_HEIGHT);
}

static uint32_t height_of_items(ProjectionList items)
{
  uint32_t height = 0;
  for (uint32_t i = 0; i < items.n; i++) height = MAX(height, height_of(items.at[i].expr));
  return height;
}

static uint32_t height_of_sets(SetList items)
{
  uint32_t height = 0;
  for (uint32_t i = 0; i < items.n; i++) {
    const SetItem *item = &items.at[i];
    height = MAX(height, MAX(height_of(item->target), height_of(item->value)));
    if (item->labels) height = MAX(height, item->labels->height);
  }
  return height;
}

static uint32_t height_of_clauses(ClauseList clauses)
{
  uint32_t height = 0;
  for (uint32_t i = 0; i < clauses.n; i++) height = MAX(height, clauses.at[i]->height);
  return height;
}

/* ---- statements */

Statement *build_statement(Parser *p, Span span, StatementKind kind)
{
  Statement *statement = arena_new(p->arena, Statement);
  statement->kind = kind;
  statement->span = span;
  return statement;
}

Statement *build_query_statement(Parser *p, Span span, FactFilter defaults, Query *query)
{
  Statement *statement = build_statement(p, span, STATEMENT_QUERY);
  statement->defaults = defaults;
  statement->query = query;
  return statement;
}

Statement *build_mode(Statement *statement, Span span, StatementMode mode)
{
  statement->mode = mode;
  statement->span = span;
  return statement;
}

/* ---- queries */

Query *build_query(Parser *p, Span span, ClauseList clauses)
{
  Query *query = arena_new(p->arena, Query);
  query->span = span;
  query->clauses = clauses;
  query->height = height_above(p, span, height_of_clauses(clauses));
  return query;
}

QueryChain build_union_start(Query *query)
{
  return (QueryChain){query, query};
}

QueryChain build_union(QueryChain chain, UnionKind kind, Query *query)
{
  query->union_kind = kind;
  chain.last->next = query;
  chain.first->height = MAX(chain.first->height, query->height);
  chain.last = query;
  return chain;
}

QueryChain build_branch(Parser *p, QueryChain chain, Expr *when, Query *query)
{
  query->when = when;
  query->height = height_above(p, query->span, MAX(query->height, height_of(when)));
  if (chain.first) return build_union(chain, UNION_BRANCH, query);
  query->union_kind = UNION_BRANCH;
  return build_union_start(query);
}

Query *build_nested_query(Parser *p, Span span, Query *body)
{
  bool simple = !body->next && !body->then && body->union_kind == UNION_NONE;
  if (p->arena->bad || simple) return body;
  Query *query = arena_new(p->arena, Query);
  query->span = span;
  query->body = body;
  query->height = height_above(p, span, body->height);
  return query;
}

Query *build_query_end(Parser *p, QueryChain chain, Query *then)
{
  Query *query = chain.first;
  query->then = then;
  if (then) query->height = height_above(p, query->span, MAX(query->height, then->height));
  return query;
}

Query *build_match_query(Parser *p, Span span, MatchBody body)
{
  return build_query(p, span, build_clauses(p, NO_CLAUSES, build_match(p, span, false, body)));
}

/* ---- reading clauses */

Clause *build_clause(Parser *p, Span span, ClauseKind kind)
{
  Clause *clause = arena_new(p->arena, Clause);
  clause->kind = kind;
  clause->span = span;
  return clause;
}

Clause *clause_over(Parser *p, Span span, ClauseKind kind, uint32_t below)
{
  Clause *clause = build_clause(p, span, kind);
  clause->height = height_above(p, span, below);
  return clause;
}

FactFilter build_attribution(Expr *party, RankFilter rank)
{
  return (FactFilter){.according_to = party, .anybody = !party, .rank = rank};
}

FactFilter build_facts(TemporalFilter *temporal, FactFilter facts)
{
  facts.temporal = temporal;
  return facts;
}

MatchBody build_match_body(Pattern *pattern, TemporalFilter *temporal, FactFilter facts, Expr *where)
{
  return (MatchBody){pattern, build_facts(temporal, facts), where};
}

Clause *build_match(Parser *p, Span span, bool optional, MatchBody body)
{
  uint32_t below = MAX(body.pattern->height, MAX(height_of(body.facts.according_to), height_of(body.where)));
  Clause *clause = clause_over(p, span, CLAUSE_MATCH, below);
  clause->optional = optional;
  clause->pattern = body.pattern;
  clause->facts = body.facts;
  clause->where = body.where;
  return clause;
}

TemporalFilter *build_temporal(Parser *p, TemporalKind kind, Expr *from, Expr *to)
{
  TemporalFilter *temporal = arena_new(p->arena, TemporalFilter);
  temporal->kind = kind;
  temporal->from = from;
  temporal->to = to;
  return temporal;
}

TemporalFilter *build_certainty(TemporalFilter *temporal, Span span, bool certainly)
{
  temporal->span = span;
  temporal->certainly = certainly;
  return temporal;
}

TemporalFilter *build_temporal_span(TemporalFilter *temporal, Span span)
{
  temporal->span = span;
  return temporal;
}

Clause *build_unwind(Parser *p, Span span, Expr *list, Name name)
{
  Clause *clause = clause_over(p, span, CLAUSE_UNWIND, height_of(list));
  clause->expr = list;
  clause->name = name;
  return clause;
}

Clause *build_position(Clause *unwind, Name position, int64_t first)
{
  unwind->position = position;
  unwind->first = first;
  unwind->span.end = position.span.end;
  return unwind;
}

Clause *build_filter(Parser *p, Span span, Expr *expr)
{
  Clause *clause = clause_over(p, span, CLAUSE_FILTER, height_of(expr));
  clause->expr = expr;
  return clause;
}

Clause *build_load_csv(Parser *p, Span span, bool headers, Expr *url, Name name, Expr *terminator)
{
  Clause *clause = clause_over(p, span, CLAUSE_LOAD_CSV, MAX(height_of(url), height_of(terminator)));
  clause->headers = headers;
  clause->expr = url;
  clause->name = name;
  clause->terminator = terminator;
  return clause;
}

Clause *build_load_jsonl(Parser *p, Span span, Expr *url, Name name)
{
  Clause *clause = clause_over(p, span, CLAUSE_LOAD_JSONL, height_of(url));
  clause->expr = url;
  clause->name = name;
  return clause;
}

/* ---- projections */

Projection *build_projection(Parser *p, bool star, ProjectionList items)
{
  Projection *projection = arena_new(p->arena, Projection);
  projection->star = star;
  projection->items = items;
  return projection;
}

Projection *build_order(Parser *p, SortList order, Expr *skip, Expr *limit)
{
  Projection *projection = arena_new(p->arena, Projection);
  projection->order = order;
  projection->skip = skip;
  projection->limit = limit;
  return projection;
}

Projection *build_projection_body(Span span, bool distinct, Projection *items, const Projection *order)
{
  items->span = span;
  items->distinct = distinct;
  items->order = order->order;
  items->skip = order->skip;
  items->limit = order->limit;
  return items;
}

ProjectionItem build_projection_item(Parser *p, Span span, Span text, Expr *expr, Name alias)
{
  Text written = {p->text.data + text.start, text.end - text.start};
  return (ProjectionItem){.span = span, .expr = expr, .alias = alias, .text = written};
}

Projection *build_grouping(Projection *items, ExprList group)
{
  items->grouped = true;
  items->group = group;
  return items;
}

SortItem build_sort(Span span, Expr *expr, bool descending, NullsOrder nulls)
{
  /* What holds anyway need not be said, so that the tree is the same with and without. */
  if (nulls == (descending ? NULLS_FIRST : NULLS_LAST)) nulls = NULLS_DEFAULT;
  return (SortItem){span, expr, descending, nulls};
}

static Clause *projecting(Parser *p, Span span, ClauseKind kind, Projection *projection, Expr *where)
{
  uint32_t below = height_of(where);
  /* See ast_build.h: the lists are read from a node. */
  if (!p->arena->bad) {
    below = MAX(below, MAX(height_of_items(projection->items), height_of_list(projection->group)));
    for (uint32_t i = 0; i < projection->order.n; i++) below = MAX(below, height_of(projection->order.at[i].expr));
    below = MAX(below, MAX(height_of(projection->skip), height_of(projection->limit)));
  }
  Clause *clause = clause_over(p, span, kind, below);
  clause->projection = projection;
  clause->where = where;
  return clause;
}

Clause *build_with(Parser *p, Span span, Projection *projection, Expr *where)
{
  return projecting(p, span, CLAUSE_WITH, projection, where);
}

Clause *build_return(Parser *p, Span span, Projection *projection)
{
  return projecting(p, span, CLAUSE_RETURN, projection, NULL);
}

Clause *build_order_clause(Parser *p, Span span, Projection *order)
{
  order->star = true;
  order->span = span;
  return projecting(p, span, CLAUSE_WITH, order, NULL);
}

Clause *build_let(Parser *p, Span span, ProjectionList items)
{
  Projection *projection = build_projection(p, false, items);
  projection->span = span;
  return projecting(p, span, CLAUSE_LET, projection, NULL);
}

/* ---- writing clauses */

Clause *build_create(Parser *p, Span span, Pattern *pattern, bool insert)
{
  Clause *clause = clause_over(p, span, CLAUSE_CREATE, pattern->height);
  clause->pattern = pattern;
  clause->insert = insert;
  return clause;
}

static void add_sets(Parser *p, SetList *list, SetList more)
{
  for (uint32_t i = 0; i < more.n; i++) ast_push(p->arena, list, more.at[i]);
}

Clause *build_on_create(Parser *p, Clause *merge, SetList items)
{
  add_sets(p, &merge->on_create, items);
  merge->height = MAX(merge->height, height_of_sets(items));
  return merge;
}

Clause *build_on_match(Parser *p, Clause *merge, SetList items)
{
  add_sets(p, &merge->on_match, items);
  merge->height = MAX(merge->height, height_of_sets(items));
  return merge;
}

Clause *build_merge(Parser *p, Span span, PathPattern *path, Clause *actions)
{
  actions->span = span;
  actions->pattern = build_pattern(p, path->span, NULL, path);
  actions->height = height_above(p, span, MAX(actions->height, path->height));
  return actions;
}

SetItem build_set_item(Span span, SetKind kind, Expr *target, Expr *value)
{
  return (SetItem){.kind = kind, .span = span, .target = target, .value = value};
}

SetItem build_label_item(Span span, SetKind kind, Expr *target, LabelExpr *labels)
{
  return (SetItem){.kind = kind, .span = span, .target = target, .labels = labels};
}

Clause *build_set(Parser *p, Span span, ClauseKind kind, SetList items)
{
  Clause *clause = clause_over(p, span, kind, height_of_sets(items));
  clause->items = items;
  return clause;
}

Clause *build_portion(Parser *p, Clause *clause, Span span, TemporalFilter *portion)
{
  uint32_t below = MAX(height_of(portion->from), height_of(portion->to));
  portion->span = span;
  clause->temporal = portion;
  clause->span.end = span.end;
  clause->height = MAX(clause->height, height_above(p, span, below));
  return clause;
}

Clause *build_delete(Parser *p, Span span, bool detach, bool nodetach, ExprList exprs)
{
  Clause *clause = clause_over(p, span, CLAUSE_DELETE, height_of_list(exprs));
  clause->detach = detach;
  clause->nodetach = nodetach;
  clause->exprs = exprs;
  return clause;
}

Clause *build_foreach(Parser *p, Span span, Name name, Expr *list, ClauseList updates)
{
  Clause *clause = clause_over(p, span, CLAUSE_FOREACH, MAX(height_of(list), height_of_clauses(updates)));
  clause->name = name;
  clause->expr = list;
  clause->updates = updates;
  return clause;
}

/* ---- CALL */

Clause *build_call(Parser *p, Span span, Name procedure, bool has_args, ExprList args)
{
  Clause *clause = clause_over(p, span, CLAUSE_CALL, height_of_list(args));
  clause->name = procedure;
  clause->has_args = has_args;
  clause->exprs = args;
  return clause;
}

Clause *build_yield_all(Clause *call, Span span)
{
  call->span = span;
  call->has_yield = true;
  call->yield_star = true;
  return call;
}

Clause *build_yield(Parser *p, Clause *call, Span span, YieldList items, Expr *where)
{
  call->span = span;
  call->has_yield = true;
  call->yield_star = false;
  call->yield = items;
  call->where = where;
  call->height = MAX(call->height, height_above(p, span, height_of(where)));
  return call;
}

YieldItem build_yield_item(Name field, Name alias)
{
  return (YieldItem){.field = field, .alias = alias};
}

Transactions *build_transactions(Parser *p, Span span, Expr *rows, ErrorMode on_error, Name status)
{
  Transactions *transactions = arena_new(p->arena, Transactions);
  transactions->span = span;
  transactions->rows = rows;
  transactions->on_error = on_error;
  transactions->status = status;
  return transactions;
}

Clause *build_subquery(Parser *p, Span span, Query *query, Transactions *transactions)
{
  uint32_t below = query->height;
  if (transactions && !p->arena->bad) below = MAX(below, height_of(transactions->rows));
  Clause *clause = clause_over(p, span, CLAUSE_SUBQUERY, below);
  clause->query = query;
  clause->transactions = transactions;
  return clause;
}

Clause *build_subquery_with(Parser *p, Span span, NameList imports, Query *query, Transactions *transactions)
{
  Clause *clause = build_subquery(p, span, query, transactions);
  clause->has_imports = true;
  clause->imports = imports;
  return clause;
}

Clause *build_subquery_with_all(Parser *p, Span span, Query *query, Transactions *transactions)
{
  Clause *clause = build_subquery(p, span, query, transactions);
  clause->has_imports = true;
  clause->import_star = true;
  return clause;
}

Clause *build_optional(Clause *clause, Span span)
{
  clause->span = span;
  clause->optional = true;
  return clause;
}
