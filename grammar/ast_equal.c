/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structural equality of trees: what was written, without where it stood and without what binding adds. */
#include "ast.h"

static bool query_equal(const Query *a, const Query *b);
static bool path_equal(const PathPattern *a, const PathPattern *b);

/* ---- names and labels */

/* An empty name is not the same as none. */
static bool name_equal(Name a, Name b)
{
  return !a.text.data == !b.text.data && text_equal(a.text, b.text);
}

static bool names_equal(const Name *a, const Name *b, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!name_equal(a[i], b[i])) return false;
  return true;
}

static bool labels_equal(const LabelExpr *a, const LabelExpr *b)
{
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->colon != b->colon || a->any != b->any || !name_equal(a->name, b->name)) return false;
  return ast_expr_equal(a->expr, b->expr) && labels_equal(a->left, b->left) && labels_equal(a->right, b->right);
}

/* ---- expressions */

static bool literal_equal(Value a, Value b)
{
  if (a.type != b.type) return false;
  switch (a.type) {
  case VALUE_NULL: return true;
  case VALUE_BOOL: return a.boolean == b.boolean;
  case VALUE_STRING: return text_equal(value_text(a), value_text(b));
  case VALUE_FLOAT: return memcmp(&a.number, &b.number, sizeof a.number) == 0;
  default: return a.aux == b.aux && a.integer == b.integer;
  }
}

static bool exprs_equal(Expr *const *a, Expr *const *b, uint32_t n)
{
  for (uint32_t i = 0; i < n; i++)
    if (!ast_expr_equal(a[i], b[i])) return false;
  return true;
}

bool ast_expr_equal(const Expr *a, const Expr *b)
{
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->op != b->op || a->n != b->n) return false;
  if (a->distinct != b->distinct || a->negated != b->negated || a->extended != b->extended) return false;
  if (!name_equal(a->name, b->name) || !name_equal(a->name2, b->name2)) return false;
  if (a->kind == EXPR_LITERAL && !literal_equal(a->value, b->value)) return false;
  if (a->keys && !names_equal(a->keys, b->keys, a->n)) return false;
  if (a->ops && memcmp(a->ops, b->ops, a->kind == EXPR_COMPARISON ? a->n - 1 : a->n) != 0) return false;
  return exprs_equal(a->args, b->args, a->n) && labels_equal(a->labels, b->labels) && path_equal(a->path, b->path) &&
         query_equal(a->query, b->query);
}

/* ---- patterns */

static bool node_equal(const NodePattern *a, const NodePattern *b)
{
  return name_equal(a->name, b->name) && labels_equal(a->labels, b->labels) &&
         ast_expr_equal(a->properties, b->properties) && ast_expr_equal(a->where, b->where);
}

static bool rel_equal(const RelPattern *a, const RelPattern *b)
{
  if (!a || !b) return a == b;
  return name_equal(a->name, b->name) && labels_equal(a->types, b->types) &&
         ast_expr_equal(a->properties, b->properties) && ast_expr_equal(a->where, b->where) &&
         a->direction == b->direction && a->variable == b->variable && a->quantified == b->quantified &&
         a->has_min == b->has_min && a->has_max == b->has_max && a->min == b->min && a->max == b->max;
}

static bool group_equal(const PathGroup *a, const PathGroup *b)
{
  if (!a || !b) return a == b;
  return path_equal(a->path, b->path) && ast_expr_equal(a->where, b->where) && a->has_min == b->has_min &&
         a->has_max == b->has_max && a->min == b->min && a->max == b->max;
}

static bool path_equal(const PathPattern *a, const PathPattern *b)
{
  if (!a || !b) return a == b;
  if (a->n != b->n || !a->groups != !b->groups || !name_equal(a->name, b->name)) return false;
  if (a->shortest != b->shortest || a->shortest_function != b->shortest_function || a->k != b->k) return false;
  if (a->mode != b->mode || !node_equal(a->nodes[a->n], b->nodes[a->n])) return false;
  for (uint32_t i = 0; i < a->n; i++) {
    if (!node_equal(a->nodes[i], b->nodes[i]) || !rel_equal(a->rels[i], b->rels[i])) return false;
    if (a->groups && !group_equal(a->groups[i], b->groups[i])) return false;
  }
  return true;
}

static bool pattern_equal(const Pattern *a, const Pattern *b)
{
  if (!a || !b) return a == b;
  if (a->paths.n != b->paths.n) return false;
  for (uint32_t i = 0; i < a->paths.n; i++)
    if (!path_equal(a->paths.at[i], b->paths.at[i])) return false;
  return true;
}

/* ---- clauses */

static bool filter_equal(const TemporalFilter *a, const TemporalFilter *b)
{
  if (!a || !b) return a == b;
  return a->kind == b->kind && a->certainly == b->certainly && ast_expr_equal(a->from, b->from) &&
         ast_expr_equal(a->to, b->to);
}

static bool projection_equal(const Projection *a, const Projection *b)
{
  if (!a || !b) return a == b;
  if (a->distinct != b->distinct || a->star != b->star || a->grouped != b->grouped) return false;
  if (a->items.n != b->items.n || a->order.n != b->order.n || a->group.n != b->group.n) return false;
  if (!exprs_equal(a->group.at, b->group.at, a->group.n)) return false;
  for (uint32_t i = 0; i < a->items.n; i++) {
    const ProjectionItem *x = &a->items.at[i], *y = &b->items.at[i];
    if (!name_equal(x->alias, y->alias) || !ast_expr_equal(x->expr, y->expr)) return false;
  }
  for (uint32_t i = 0; i < a->order.n; i++) {
    const SortItem *x = &a->order.at[i], *y = &b->order.at[i];
    if (x->descending != y->descending || x->nulls != y->nulls || !ast_expr_equal(x->expr, y->expr)) return false;
  }
  return ast_expr_equal(a->skip, b->skip) && ast_expr_equal(a->limit, b->limit);
}

static bool sets_equal(SetList a, SetList b)
{
  if (a.n != b.n) return false;
  for (uint32_t i = 0; i < a.n; i++) {
    const SetItem *x = &a.at[i], *y = &b.at[i];
    if (x->kind != y->kind || !labels_equal(x->labels, y->labels)) return false;
    if (!ast_expr_equal(x->target, y->target) || !ast_expr_equal(x->value, y->value)) return false;
  }
  return true;
}

static bool yields_equal(YieldList a, YieldList b)
{
  if (a.n != b.n) return false;
  for (uint32_t i = 0; i < a.n; i++)
    if (!name_equal(a.at[i].field, b.at[i].field) || !name_equal(a.at[i].alias, b.at[i].alias)) return false;
  return true;
}

static bool facts_equal(const FactFilter *a, const FactFilter *b)
{
  return filter_equal(a->temporal, b->temporal) && ast_expr_equal(a->according_to, b->according_to) &&
         a->anybody == b->anybody && a->rank == b->rank;
}

static bool clause_equal(const Clause *a, const Clause *b);

static bool clauses_equal(ClauseList a, ClauseList b)
{
  if (a.n != b.n) return false;
  for (uint32_t i = 0; i < a.n; i++)
    if (!clause_equal(a.at[i], b.at[i])) return false;
  return true;
}

static bool flags_equal(const Clause *a, const Clause *b)
{
  return a->optional == b->optional && a->detach == b->detach && a->nodetach == b->nodetach && a->insert == b->insert &&
         a->headers == b->headers && a->show == b->show && a->first == b->first && a->has_args == b->has_args &&
         a->has_yield == b->has_yield && a->yield_star == b->yield_star && a->has_imports == b->has_imports &&
         a->import_star == b->import_star;
}

static bool transactions_equal(const Transactions *a, const Transactions *b)
{
  if (!a || !b) return a == b;
  return a->on_error == b->on_error && name_equal(a->status, b->status) && ast_expr_equal(a->rows, b->rows);
}

static bool clause_equal(const Clause *a, const Clause *b)
{
  if (a->kind != b->kind || !flags_equal(a, b) || !name_equal(a->name, b->name)) return false;
  if (!name_equal(a->position, b->position) || !transactions_equal(a->transactions, b->transactions)) return false;
  if (a->imports.n != b->imports.n || !names_equal(a->imports.at, b->imports.at, a->imports.n)) return false;
  if (a->exprs.n != b->exprs.n || !exprs_equal(a->exprs.at, b->exprs.at, a->exprs.n)) return false;
  if (!ast_expr_equal(a->expr, b->expr) || !ast_expr_equal(a->where, b->where)) return false;
  if (!facts_equal(&a->facts, &b->facts) || !ast_expr_equal(a->terminator, b->terminator)) return false;
  return pattern_equal(a->pattern, b->pattern) && filter_equal(a->temporal, b->temporal) &&
         projection_equal(a->projection, b->projection) && sets_equal(a->items, b->items) &&
         sets_equal(a->on_create, b->on_create) && sets_equal(a->on_match, b->on_match) &&
         yields_equal(a->yield, b->yield) && query_equal(a->query, b->query) && clauses_equal(a->updates, b->updates);
}

static bool query_equal(const Query *a, const Query *b)
{
  for (; a && b; a = a->next, b = b->next) {
    if (a->union_kind != b->union_kind || !clauses_equal(a->clauses, b->clauses)) return false;
    if (!ast_expr_equal(a->when, b->when)) return false;
    if (!query_equal(a->body, b->body) || !query_equal(a->then, b->then)) return false;
  }
  return a == b;
}

bool ast_statement_equal(const Statement *a, const Statement *b)
{
  if (a->kind != b->kind || a->mode != b->mode || a->of_rels != b->of_rels) return false;
  if (a->if_exists != b->if_exists || a->if_not_exists != b->if_not_exists || a->require != b->require) return false;
  if (a->fulltext != b->fulltext || a->labels.n != b->labels.n) return false;
  if (!ast_expr_equal(a->options, b->options)) return false;
  if (!ast_expr_equal(a->name_parameter, b->name_parameter) || !name_equal(a->type, b->type)) return false;
  if (!name_equal(a->name, b->name) || !name_equal(a->variable, b->variable)) return false;
  if (!names_equal(a->labels.at, b->labels.at, a->labels.n) || a->keys.n != b->keys.n) return false;
  return names_equal(a->keys.at, b->keys.at, a->keys.n) &&
         names_equal(a->key_variables.at, b->key_variables.at, a->keys.n) && facts_equal(&a->defaults, &b->defaults) &&
         query_equal(a->query, b->query);
}
