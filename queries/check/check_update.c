/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SET, REMOVE and DELETE. */
#include "check_internal.h"

static Status require_entity(Checker *c, Expr *e, uint32_t allowed, const char *expected)
{
  ExprType type;
  TRY(check_plain(c, e, &type));
  if (type_fits(type, allowed)) return STATUS_OK;
  return check_type_error(c, e, expected, type);
}

static Status check_set_item(Checker *c, SetItem *item)
{
  ExprType type;
  const char *clause = item->kind == REMOVE_LABELS ? "REMOVE" : "SET";
  switch (item->kind) {
  case SET_PROPERTY:
  case REMOVE_PROPERTY:
    /* The entity is looked at before the key, so that `SET missing.name = 1` names the variable. */
    TRY(require_entity(c, item->target->args[0], TYPE_ENTITY, "a node or a relationship"));
    TRY(check_plain(c, item->target, &type));
    break;
  case SET_REPLACE:
  case SET_ADD: TRY(require_entity(c, item->target, TYPE_ENTITY, "a node or a relationship")); break;
  case SET_LABELS:
  case REMOVE_LABELS:
    TRY(require_entity(c, item->target, TYPE_NODE, "a node"));
    TRY(check_plain_labels(c, item->labels, clause));
    TRY(check_labels(c, item->labels));
    break;
  }
  if (!item->value) return STATUS_OK;
  TRY(check_plain(c, item->value, &type));
  bool whole = item->kind == SET_REPLACE || item->kind == SET_ADD;
  if (whole && !type_fits(type, TYPE_MAP | TYPE_ENTITY))
    return check_type_error(c, item->value, "a map, a node or a relationship", type);
  return STATUS_OK;
}

Status check_set_items(Checker *c, SetList *items)
{
  for (uint32_t i = 0; i < items->n; i++) TRY(check_set_item(c, &items->at[i]));
  return STATUS_OK;
}

Status check_delete(Checker *c, Clause *clause)
{
  for (uint32_t i = 0; i < clause->exprs.n; i++) {
    Expr *e = clause->exprs.at[i];
    if (e->kind == EXPR_HAS_LABELS)
      return error_at(c->err, ERROR_SYNTAX, "InvalidDelete", e->span,
                      "DELETE takes nodes, relationships and paths; use REMOVE to take away a label");
    TRY(require_entity(c, e, TYPE_ENTITY | TYPE_PATH, "a node, a relationship or a path"));
  }
  return STATUS_OK;
}
