/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checker's entry, its slots and its scopes. A scope is a short list searched from its end, so that a local
 * variable of a comprehension hides one of the same name outside simply by being added later. */
#include "check_internal.h"
#include "core/nearest.h"

uint32_t scope_find(const Scope *scope, Text name)
{
  for (uint32_t i = scope->n; i-- > 0;)
    if (text_equal(scope->at[i].name, name)) return scope->at[i].slot;
  return SLOT_NONE;
}

void scope_add(Checker *c, Scope *scope, Text name, uint32_t slot)
{
  Binding binding = {name, slot};
  ast_push(c->arena, scope, binding);
}

Scope scope_copy(Checker *c, const Scope *scope)
{
  Scope copy = {0};
  for (uint32_t i = 0; i < scope->n; i++) scope_add(c, &copy, scope->at[i].name, scope->at[i].slot);
  return copy;
}

uint32_t checked_add_slot(Arena *arena, Checked *checked, Text name, SlotKind kind, uint32_t types)
{
  struct {
    SlotInfo *at;
    uint32_t n, cap;
  } list = {checked->slots, checked->slot_count, checked->slot_cap};
  SlotInfo info = {name, kind, types};
  ast_push(arena, &list, info);
  if (arena->bad) return SLOT_NONE;
  checked->slots = list.at;
  checked->slot_count = list.n;
  checked->slot_cap = list.cap;
  return list.n - 1;
}

uint32_t check_new_slot(Checker *c, Text name, SlotKind kind, ExprType type)
{
  uint32_t slot = checked_add_slot(c->arena, c->out, name, kind, type.types);
  if (slot == SLOT_NONE) return slot;
  while (c->slot_type_cap <= slot) {
    uint32_t cap = c->slot_type_cap ? c->slot_type_cap * 2 : 64;
    ExprType *types = arena_array(c->arena, ExprType, cap);
    if (!types) return SLOT_NONE;
    if (c->slot_type_cap) memcpy(types, c->slot_types, c->slot_type_cap * sizeof *types);
    c->slot_types = types;
    c->slot_type_cap = cap;
  }
  c->slot_types[slot] = type;
  return slot;
}

ExprType check_slot_type(const Checker *c, uint32_t slot)
{
  return slot < c->slot_type_cap ? c->slot_types[slot] : TYPE_UNKNOWN;
}

Status check_undefined(Checker *c, const Name *name)
{
  Text best = {0};
  NearestName nearest = nearest_name(name->text);
  for (uint32_t i = 0; i < c->scope.n; i++) {
    Text candidate = c->scope.at[i].name;
    if (!name_is_hidden(candidate) && nearest_name_try(&nearest, candidate)) best = candidate;
  }
  int len = (int)name->text.len;
  if (c->around && scope_find(c->around, name->text) != SLOT_NONE)
    return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span,
                    "variable `%.*s` is not defined inside a repeated part of the path, which sees its own variables "
                    "and those of earlier clauses",
                    len, name->text.data);
  if (best.data)
    return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span,
                    "variable `%.*s` is not defined; did you mean `%.*s`?", len, name->text.data, (int)best.len,
                    best.data);
  if (scope_find(&c->left_behind, name->text) != SLOT_NONE)
    return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span,
                    "variable `%.*s` is not defined here any more: a WITH hands on only the columns that it names", len,
                    name->text.data);
  return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span, "variable `%.*s` is not defined", len,
                  name->text.data);
}

static Status check_schema_keys(const Statement *s, Error *err)
{
  for (uint32_t i = 0; i < s->key_variables.n; i++) {
    const Name *name = &s->key_variables.at[i];
    if (!text_equal(name->text, s->variable.text))
      return error_at(err, ERROR_SYNTAX, "UndefinedVariable", name->span,
                      "variable `%.*s` is not defined: the %s is made for `%.*s`", (int)name->text.len, name->text.data,
                      s->kind == STATEMENT_CREATE_INDEX ? "index" : "constraint", (int)s->variable.text.len,
                      s->variable.text.data);
  }
  return STATUS_OK;
}

/* Several keys are unique together; whether they are there, or what their type is, is asked of one at a time. */
static Status check_constraint_keys(const Statement *s, Error *err)
{
  bool together = s->require == REQUIRE_UNIQUE || s->require == REQUIRE_KEY;
  for (uint32_t i = 1; i < s->keys.n; i++) {
    const Name *key = &s->keys.at[i];
    if (!together)
      return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", key->span,
                      "%s is asked of one property: make a constraint for each of them",
                      s->require == REQUIRE_EXISTS ? "IS NOT NULL" : "a type");
    for (uint32_t k = 0; k < i; k++)
      if (text_equal(s->keys.at[k].text, key->text))
        return error_at(err, ERROR_SYNTAX, "UnexpectedSyntax", key->span, "the property `%.*s` is there twice",
                        (int)key->text.len, key->text.data);
  }
  return STATUS_OK;
}

static Status check_schema(Checker *c, const Statement *s)
{
  TypeTest *test;
  Error wrong = {0};
  ExprType type;
  TRY(check_schema_keys(s, c->err));
  if (s->kind == STATEMENT_CREATE_CONSTRAINT) TRY(check_constraint_keys(s, c->err));
  if (s->fulltext) TRY(check_fulltext(s, c->err));
  if (s->name_parameter) TRY(check_expr(c, s->name_parameter, (ExprPlace){0}, &type));
  if (!s->type.text.data || type_test_read(c->arena, s->type.text, &test, &wrong) == STATUS_OK) return STATUS_OK;
  return error_at(c->err, wrong.kind, wrong.detail, s->type.span, "%s", wrong.message);
}

Status check_statement(Arena *arena, Statement *statement, const CheckOptions *options, Checked *out, Error *err)
{
  *out = (Checked){.statement = statement};
  Checker c = {.arena = arena, .err = err, .out = out, .options = options};
  if (statement->kind != STATEMENT_QUERY) return check_schema(&c, statement);
  Projection *last = NULL;
  TRY(check_query(&c, statement->query, (QueryShape){.top = true}, &last));
  if (last) {
    out->column_count = last->items.n;
    out->columns = arena_array(arena, ResultColumn, last->items.n);
    for (uint32_t i = 0; out->columns && i < last->items.n; i++) {
      ProjectionItem *item = &last->items.at[i];
      Text name = projection_name(item);
      out->columns[i] = (ResultColumn){arena_text(arena, name), item->slot};
    }
  }
  return arena_check(arena, err);
}
