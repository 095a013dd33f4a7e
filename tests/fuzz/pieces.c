/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pieces.h"

#include "core/utf8.h"
#include "cypher.tab.h"
#include "grammar/parse.h"
#include "grammar/parser.h"

#include <stdlib.h>

typedef struct Cutter {
  Pieces *pieces;
  uint32_t offset; /* of the statement in the script */
} Cutter;

static void add(Cutter *c, PieceKind kind, Span span)
{
  /* What nobody wrote has no place. */
  if (span.end <= span.start) return;
  Span moved = {span.start + c->offset, span.end + c->offset};
  ast_push(c->pieces->arena, &c->pieces->kinds[kind], moved);
}

static void add_variable(Cutter *c, Name name)
{
  /* One that a rewriting invented begins with a NUL. */
  if (name.text.len == 0 || name.text.data[0] == '\0' || name.span.end <= name.span.start) return;
  Span moved = {name.span.start + c->offset, name.span.end + c->offset};
  ast_push(c->pieces->arena, &c->pieces->variables, moved);
}

/* ---- the tree */

static void cut_query(Cutter *c, const Query *query);
static void cut_expr(Cutter *c, Expr *e);

static Status visit_child(void *context, Expr **child)
{
  cut_expr(context, *child);
  return STATUS_OK;
}

static void cut_labels(Cutter *c, const LabelExpr *labels)
{
  if (!labels) return;
  add(c, PIECE_LABELS, labels->span);
  cut_labels(c, labels->left);
  cut_labels(c, labels->right);
}

/* The parts of the path that are no expressions. */
static void cut_shape(Cutter *c, const PathPattern *path)
{
  add(c, PIECE_PATH, path->span);
  add_variable(c, path->name);
  for (uint32_t i = 0; i <= path->n; i++) {
    add(c, PIECE_NODE, path->nodes[i]->span);
    add_variable(c, path->nodes[i]->name);
    cut_labels(c, path->nodes[i]->labels);
    if (i == path->n) break;
    if (path->rels[i]) {
      add(c, PIECE_REL, path->rels[i]->span);
      add_variable(c, path->rels[i]->name);
      cut_labels(c, path->rels[i]->types);
    }
    if (path->groups && path->groups[i]) cut_shape(c, path->groups[i]->path);
  }
}

static void cut_path(Cutter *c, PathPattern *path)
{
  cut_shape(c, path);
  (void)ast_each_path_expr(path, visit_child, c);
}

static void cut_expr(Cutter *c, Expr *e)
{
  if (!e) return;
  add(c, PIECE_EXPR, e->span);
  if (e->kind == EXPR_VARIABLE) add_variable(c, e->name);
  cut_labels(c, e->labels);
  if (e->path) cut_shape(c, e->path);
  if (e->query) cut_query(c, e->query);
  (void)ast_each_child(e, visit_child, c);
}

static void cut_pattern(Cutter *c, const Pattern *pattern)
{
  for (uint32_t i = 0; pattern && i < pattern->paths.n; i++) cut_path(c, pattern->paths.at[i]);
}

static void cut_temporal(Cutter *c, const TemporalFilter *temporal)
{
  if (!temporal) return;
  cut_expr(c, temporal->from);
  cut_expr(c, temporal->to);
}

static void cut_projection(Cutter *c, const Projection *projection)
{
  if (!projection) return;
  for (uint32_t i = 0; i < projection->items.n; i++) {
    add(c, PIECE_ITEM, projection->items.at[i].span);
    add_variable(c, projection->items.at[i].alias);
    cut_expr(c, projection->items.at[i].expr);
  }
  for (uint32_t i = 0; i < projection->order.n; i++) cut_expr(c, projection->order.at[i].expr);
  for (uint32_t i = 0; i < projection->group.n; i++) cut_expr(c, projection->group.at[i]);
  cut_expr(c, projection->skip);
  cut_expr(c, projection->limit);
}

static void cut_items(Cutter *c, const SetList *items)
{
  for (uint32_t i = 0; i < items->n; i++) {
    cut_expr(c, items->at[i].target);
    cut_expr(c, items->at[i].value);
    cut_labels(c, items->at[i].labels);
  }
}

static void cut_facts(Cutter *c, const FactFilter *facts)
{
  cut_temporal(c, facts->temporal);
  cut_expr(c, facts->according_to);
}

static void cut_clause(Cutter *c, const Clause *clause)
{
  add(c, PIECE_CLAUSE, clause->span);
  if (clause->kind != CLAUSE_CALL) add_variable(c, clause->name);
  cut_pattern(c, clause->pattern);
  cut_facts(c, &clause->facts);
  cut_temporal(c, clause->temporal);
  cut_expr(c, clause->where);
  cut_projection(c, clause->projection);
  cut_expr(c, clause->expr);
  cut_expr(c, clause->terminator);
  cut_items(c, &clause->items);
  cut_items(c, &clause->on_create);
  cut_items(c, &clause->on_match);
  for (uint32_t i = 0; i < clause->exprs.n; i++) cut_expr(c, clause->exprs.at[i]);
  for (uint32_t i = 0; i < clause->updates.n; i++) cut_clause(c, clause->updates.at[i]);
  if (clause->query) cut_query(c, clause->query);
  if (clause->transactions) cut_expr(c, clause->transactions->rows);
  add_variable(c, clause->position);
}

static void cut_query(Cutter *c, const Query *query)
{
  for (; query; query = query->next) {
    add(c, PIECE_QUERY, query->span);
    cut_expr(c, query->when);
    if (query->body) cut_query(c, query->body);
    for (uint32_t i = 0; i < query->clauses.n; i++) cut_clause(c, query->clauses.at[i]);
    if (query->then) cut_query(c, query->then);
  }
}

/* ---- tokens */

static void cut_tokens(Cutter *c, Text statement)
{
  if (utf8_valid(statement) < statement.len || memchr(statement.data, 0, statement.len)) return;
  Arena *arena = c->pieces->arena;
  Error ignored = {0};
  char *copy = arena_alloc(arena, statement.len + 2);
  if (!copy) return;
  memcpy(copy, statement.data, statement.len);
  copy[statement.len] = copy[statement.len + 1] = '\0';
  Parser p = {.arena = arena, .err = &ignored, .text = {copy, statement.len}};
  if (scan_tokens(&p) == STATUS_OK) {
    for (uint32_t i = 0; i < p.tokens.n; i++) {
      const Token *token = &p.tokens.at[i];
      if (token->kind == TK_INVALID || token->kind == TK_QUERY_END || token->kind == ';') break;
      Span moved = {token->span.start + c->offset, token->span.end + c->offset};
      ast_push(arena, &c->pieces->tokens, moved);
    }
  }
  free(p.tokens.at);
}

/* ---- scripts */

Text script_first(Text script)
{
  bool blank;
  size_t end = parse_statement_end(script, &blank);
  return (Text){script.data, end ? end : script.len};
}

void pieces_cut(Pieces *pieces, Arena *arena, Text text)
{
  *pieces = (Pieces){.arena = arena, .text = text};
  Cutter c = {.pieces = pieces};
  while (text.len > 0) {
    Text first = script_first(text);
    Statement *statement;
    Error ignored = {0};
    add(&c, PIECE_STATEMENT, (Span){0, (uint32_t)first.len});
    cut_tokens(&c, first);
    if (parse_statement(arena, first, &statement, &ignored) == STATUS_OK) {
      cut_facts(&c, &statement->defaults);
      if (statement->query) cut_query(&c, statement->query);
    }
    text = (Text){text.data + first.len, text.len - first.len};
    c.offset += (uint32_t)first.len;
  }
}
