/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FOR PORTION OF VALID_TIME FROM a TO b behind SET and DELETE (after SQL:2011's): each relationship that the clause
 * names is split first, and the clause then works on what is left of it within the portion. That has a slot of its own,
 * which stands in the place of the variable; it is null where the relationship does not hold within the portion, and
 * nothing is set or deleted then. */
#include "check_internal.h"

static Status refuse(Checker *c, Span span, const char *why)
{
  return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", span, "FOR PORTION OF VALID_TIME %s", why);
}

static PortionTarget *find_target(const Clause *clause, uint32_t rel)
{
  for (uint32_t i = 0; i < clause->portion.n; i++)
    if (clause->portion.at[i].rel == rel) return &clause->portion.at[i];
  return NULL;
}

/* Puts the slot of the part in the place of the variable, in an expression of its own. */
static Status split(Checker *c, Clause *clause, Expr **variable)
{
  const Expr *e = *variable;
  if (e->kind != EXPR_VARIABLE) return refuse(c, e->span, "takes relationships by their variables");
  if (c->out->slots[e->slot].kind == SLOT_NODE)
    return refuse(c, e->span,
                  "splits relationships; a node cannot be split, since nobody knows to which part its relationships "
                  "belong");
  PortionTarget *target = find_target(clause, e->slot);
  if (!target) {
    PortionTarget fresh = {.span = e->span, .rel = e->slot};
    fresh.slot = check_new_slot(c, e->name.text, SLOT_REL, (ExprType){TYPE_REL | TYPE_NULL, 0});
    ast_push(c->arena, &clause->portion, fresh);
    TRY(arena_check(c->arena, c->err));
    target = &clause->portion.at[clause->portion.n - 1];
  }
  Expr *part = ast_expr(c->arena, EXPR_VARIABLE, e->span, 0);
  TRY(arena_check(c->arena, c->err));
  part->name = e->name;
  part->slot = target->slot;
  *variable = part;
  return STATUS_OK;
}

static Status check_item(Checker *c, Clause *clause, SetItem *item)
{
  Expr *target = item->target;
  if (item->kind != SET_PROPERTY || target->kind != EXPR_PROPERTY)
    return refuse(c, item->span, "sets single properties: SET r.name = value");
  for (size_t i = 0; i < VALIDITY_DATES; i++)
    if (setting_has(check_settings(c), validity_settings[i], target->name.text))
      return refuse(c, target->span, "sets valid_from and valid_to by itself");
  return split(c, clause, &target->args[0]);
}

Status check_portion(Checker *c, Clause *clause)
{
  ExprType type;
  if (!clause->temporal) return STATUS_OK;
  TRY(check_plain(c, clause->temporal->from, &type));
  TRY(check_plain(c, clause->temporal->to, &type));
  for (uint32_t i = 0; i < clause->items.n; i++) TRY(check_item(c, clause, &clause->items.at[i]));
  for (uint32_t i = 0; i < clause->exprs.n; i++) TRY(split(c, clause, &clause->exprs.at[i]));
  return STATUS_OK;
}
