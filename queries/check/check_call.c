/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CALL of procedures: alone as a whole statement (arguments may come from parameters of the same names, all results
 * are columns) or as a clause (arguments and results are written out). */
#include "check_internal.h"
#include "core/nearest.h"

static Status find_procedure(Checker *c, Clause *clause)
{
  const ProcedureScope *scope = c->options ? c->options->procedures : NULL;
  clause->procedure = procedure_find(scope, clause->name.text);
  if (clause->procedure) return STATUS_OK;
  const Procedure *nearest = procedure_nearest(scope, clause->name.text);
  int len = (int)clause->name.text.len;
  if (nearest)
    error_at(c->err, ERROR_PROCEDURE, "ProcedureNotFound", clause->name.span,
             "there is no procedure `%.*s`; did you mean `%s`?", len, clause->name.text.data, nearest->name);
  else
    error_at(c->err, ERROR_PROCEDURE, "ProcedureNotFound", clause->name.span, "there is no procedure `%.*s`", len,
             clause->name.text.data);
  c->err->phase = PHASE_COMPILE;
  return STATUS_FAIL;
}

static Status implicit_arguments(Checker *c, Clause *clause, bool standalone)
{
  const Procedure *p = clause->procedure;
  if (!standalone)
    return error_at(c->err, ERROR_SYNTAX, "InvalidArgumentPassingMode", clause->name.span,
                    "arguments can be left to parameters only where CALL is the whole statement: write %s(...)",
                    p->name);
  for (uint32_t i = 0; i < p->arg_count - p->optional_args; i++) {
    Expr *e = ast_expr(c->arena, EXPR_PARAMETER, clause->name.span, 0);
    e->name = (Name){text_of(p->args[i].name), clause->name.span};
    ast_push(c->arena, &clause->exprs, e);
  }
  return STATUS_OK;
}

static Status check_arguments(Checker *c, Clause *clause)
{
  const Procedure *p = clause->procedure;
  if (clause->exprs.n > p->arg_count || clause->exprs.n + p->optional_args < p->arg_count)
    return check_count_error(c, clause->name.span, p->name, p->arg_count, clause->exprs.n, p->signature);
  for (uint32_t i = 0; i < clause->exprs.n; i++) {
    ExprType type;
    TRY(check_plain(c, clause->exprs.at[i], &type));
    uint32_t allowed = p->args[i].types | (p->args[i].nullable ? (uint32_t)TYPE_NULL : 0);
    if (allowed & TYPE_FLOAT) allowed |= TYPE_INT;
    if (!(type.types & allowed)) return check_argument_error(c, clause->exprs.at[i], i, p->name, type, p->signature);
  }
  return STATUS_OK;
}

static const ProcedureField *find_field(const Procedure *p, Text name)
{
  for (uint32_t i = 0; i < p->result_count; i++)
    if (text_equal(text_of(p->results[i].name), name)) return &p->results[i];
  return NULL;
}

static Status unknown_field(Checker *c, const Procedure *p, const Name *name)
{
  const char *best = NULL;
  NearestName nearest = nearest_name(name->text);
  for (uint32_t i = 0; i < p->result_count; i++)
    if (nearest_name_try(&nearest, text_of(p->results[i].name))) best = p->results[i].name;
  int len = (int)name->text.len;
  if (best)
    return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span,
                    "%s has no result `%.*s`; did you mean `%s`?", p->name, len, name->text.data, best);
  return error_at(c->err, ERROR_SYNTAX, "UndefinedVariable", name->span, "%s has no result `%.*s`: %s", p->name, len,
                  name->text.data, p->signature);
}

static Status check_yield(Checker *c, Clause *clause)
{
  const Procedure *p = clause->procedure;
  for (uint32_t i = 0; i < clause->yield.n; i++) {
    YieldItem *item = &clause->yield.at[i];
    const ProcedureField *field = find_field(p, item->field.text);
    if (!field) return unknown_field(c, p, &item->field);
    const Name *name = item->alias.text.data ? &item->alias : &item->field;
    if (scope_find(&c->scope, name->text) != SLOT_NONE)
      return error_at(c->err, ERROR_SYNTAX, "VariableAlreadyBound", name->span, "variable `%.*s` is bound already",
                      (int)name->text.len, name->text.data);
    item->slot = check_new_slot(c, name->text, SLOT_VALUE, TYPE_OF(field->types | TYPE_NULL));
    scope_add(c, &c->scope, name->text, item->slot);
  }
  return STATUS_OK;
}

Status check_call(Checker *c, Clause *clause, bool standalone)
{
  TRY(find_procedure(c, clause));
  if (!clause->has_args) TRY(implicit_arguments(c, clause, standalone));
  TRY(call_rewrite(c, clause));
  TRY(check_arguments(c, clause));
  if (clause->procedure->writes) {
    if (c->read_only)
      return error_at(c->err, ERROR_SYNTAX, "InvalidClauseComposition", clause->span,
                      "%s changes the graph, which a subquery expression cannot do", clause->procedure->name);
    c->out->writes = true;
  }
  if (clause->yield_star && !standalone && !clause->show)
    return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", clause->span,
                    "YIELD * can stand only where CALL is the whole statement");
  if (clause->yield_star || (standalone && !clause->has_yield)) {
    for (uint32_t i = 0; i < clause->procedure->result_count; i++) {
      YieldItem item = {.field = {text_of(clause->procedure->results[i].name), clause->span}};
      ast_push(c->arena, &clause->yield, item);
    }
  }
  TRY(check_yield(c, clause));
  return clause->where ? check_predicate(c, clause->where) : STATUS_OK;
}
