/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns: binds their variables, and checks what openCypher asks of a pattern by where it stands. A pattern that is
 * matched binds all its variables before any expression inside it is looked at, so properties and predicates may speak
 * of any part; a pattern that is created is checked from left to right, as it will be made. */
#include "check_internal.h"

static const Text hidden = {"", 0};

Status check_labels(Checker *c, LabelExpr *labels)
{
  if (!labels) return STATUS_OK;
  ExprType type;
  if (labels->kind == LABEL_DYNAMIC) return check_plain(c, labels->expr, &type);
  TRY(check_labels(c, labels->left));
  return check_labels(c, labels->right);
}

Status check_plain_labels(Checker *c, const LabelExpr *labels, const char *where)
{
  if (!labels || labels->kind == LABEL_NAME || labels->kind == LABEL_DYNAMIC) return STATUS_OK;
  if (labels->kind == LABEL_AND) {
    TRY(check_plain_labels(c, labels->left, where));
    return check_plain_labels(c, labels->right, where);
  }
  return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", labels->span,
                  "%s takes plain labels: alternatives and negation can only be matched", where);
}

static Status already_bound(Checker *c, const Name *name)
{
  return error_at(c->err, ERROR_SYNTAX, "VariableAlreadyBound", name->span, "variable `%.*s` is bound already",
                  (int)name->text.len, name->text.data);
}

static Status kind_conflict(Checker *c, const Name *name, const char *wanted)
{
  return error_at(c->err, ERROR_SYNTAX, "VariableTypeConflict", name->span,
                  "variable `%.*s` is bound already and is not %s", (int)name->text.len, name->text.data, wanted);
}

/* A pattern inside an expression may only speak of variables that exist, unless it is a comprehension. */
static Status may_introduce(Checker *c, const Name *name, PatternUse use)
{
  return use == PATTERN_EXPRESSION ? check_undefined(c, name) : STATUS_OK;
}

static bool can_be(const Checker *c, uint32_t slot, SlotKind kind, uint32_t type)
{
  const SlotInfo *info = &c->out->slots[slot];
  if (info->kind == kind) return true;
  return info->kind == SLOT_VALUE && type_fits(check_slot_type(c, slot), type);
}

static Status bind_node(Checker *c, NodePattern *node, PatternUse use, bool alone)
{
  uint32_t slot = node->name.text.data ? scope_find(&c->scope, node->name.text) : SLOT_NONE;
  if (slot == SLOT_NONE) {
    if (node->name.text.data) TRY(may_introduce(c, &node->name, use));
    Text name = node->name.text.data ? node->name.text : hidden;
    node->slot = check_new_slot(c, name, SLOT_NODE, TYPE_OF(TYPE_NODE | TYPE_NULL));
    if (node->name.text.data) scope_add(c, &c->scope, name, node->slot);
    return STATUS_OK;
  }
  node->slot = slot;
  if (!can_be(c, slot, SLOT_NODE, TYPE_NODE)) return kind_conflict(c, &node->name, "a node");
  bool creates = use == PATTERN_CREATE || use == PATTERN_MERGE;
  if (creates && (alone || node->labels || node->properties)) return already_bound(c, &node->name);
  return STATUS_OK;
}

static Status check_written_rel(Checker *c, const RelPattern *rel, PatternUse use)
{
  const char *clause = use == PATTERN_CREATE ? "CREATE" : "MERGE";
  if (rel->variable)
    return error_at(c->err, ERROR_SYNTAX, "CreatingVarLength", rel->span,
                    "%s makes single relationships: it takes no variable length", clause);
  bool one = rel->types && (rel->types->kind == LABEL_NAME || rel->types->kind == LABEL_DYNAMIC);
  if (!one)
    return error_at(c->err, ERROR_SYNTAX, "NoSingleRelationshipType", rel->span,
                    "%s needs exactly one relationship type", clause);
  if (use == PATTERN_CREATE && (rel->direction == REL_BOTH || rel->direction == REL_EITHER))
    return error_at(c->err, ERROR_SYNTAX, "RequiresDirectedRelationship", rel->span,
                    "a relationship that is created needs one direction");
  return STATUS_OK;
}

static Status bind_rel(Checker *c, RelPattern *rel, PatternUse use, uint32_t scope_mark)
{
  bool creates = use == PATTERN_CREATE || use == PATTERN_MERGE;
  if (rel->variable && rel->has_min && rel->has_max && rel->min > rel->max && rel->quantified)
    return error_at(c->err, ERROR_SYNTAX, "InvalidRelationshipPattern", rel->span,
                    "the least length %lld is more than the greatest %lld", (long long)rel->min, (long long)rel->max);
  SlotKind kind = rel->variable ? SLOT_REL_LIST : SLOT_REL;
  ExprType type = rel->variable ? (ExprType){TYPE_LIST | TYPE_NULL, TYPE_REL} : TYPE_OF(TYPE_REL | TYPE_NULL);
  uint32_t slot = rel->name.text.data ? scope_find(&c->scope, rel->name.text) : SLOT_NONE;
  if (slot == SLOT_NONE) {
    if (creates) TRY(check_written_rel(c, rel, use));
    if (rel->name.text.data) TRY(may_introduce(c, &rel->name, use));
    Text name = rel->name.text.data ? rel->name.text : hidden;
    rel->slot = check_new_slot(c, name, kind, type);
    if (rel->name.text.data) scope_add(c, &c->scope, name, rel->slot);
    return STATUS_OK;
  }
  rel->slot = slot;
  if (!can_be(c, slot, kind, rel->variable ? TYPE_LIST : TYPE_REL))
    return kind_conflict(c, &rel->name, rel->variable ? "a list of relationships" : "a relationship");
  if (creates) return already_bound(c, &rel->name);
  for (uint32_t i = scope_mark; i < c->scope.n; i++)
    if (c->scope.at[i].slot == slot)
      return error_at(c->err, ERROR_SYNTAX, "RelationshipUniquenessViolation", rel->name.span,
                      "relationship `%.*s` stands twice in one pattern, which could never match",
                      (int)rel->name.text.len, rel->name.text.data);
  return STATUS_OK;
}

static Status bind_path_name(Checker *c, PathPattern *path)
{
  path->slot = SLOT_NONE;
  if (!path->name.text.data) return STATUS_OK;
  if (scope_find(&c->scope, path->name.text) != SLOT_NONE) return already_bound(c, &path->name);
  path->slot = check_new_slot(c, path->name.text, SLOT_PATH, TYPE_OF(TYPE_PATH | TYPE_NULL));
  scope_add(c, &c->scope, path->name.text, path->slot);
  return STATUS_OK;
}

static Status check_properties(Checker *c, Expr *properties, PatternUse use)
{
  if (!properties) return STATUS_OK;
  if (properties->kind == EXPR_PARAMETER && use != PATTERN_CREATE)
    return error_at(c->err, ERROR_SYNTAX, "InvalidParameterUse", properties->span,
                    "a parameter cannot stand for the whole property map of a pattern that is matched: "
                    "write the keys, as in {name: $props.name}");
  ExprType type;
  return check_plain(c, properties, &type);
}

static Status check_node_inside(Checker *c, NodePattern *node, PatternUse use)
{
  if (use == PATTERN_CREATE || use == PATTERN_MERGE)
    TRY(check_plain_labels(c, node->labels, use == PATTERN_CREATE ? "CREATE" : "MERGE"));
  TRY(check_labels(c, node->labels));
  TRY(check_properties(c, node->properties, use));
  return node->where ? check_predicate(c, node->where) : STATUS_OK;
}

static Status check_rel_inside(Checker *c, RelPattern *rel, PatternUse use)
{
  TRY(check_labels(c, rel->types));
  TRY(check_properties(c, rel->properties, use));
  if (!rel->where) return STATUS_OK;
  /* Inside a variable-length pattern the name stands for each single relationship. */
  uint32_t mark = c->scope.n;
  if (rel->variable && rel->name.text.data) {
    uint32_t each = check_new_slot(c, rel->name.text, SLOT_REL, TYPE_OF(TYPE_REL | TYPE_NULL));
    scope_add(c, &c->scope, rel->name.text, each);
  }
  TRY(check_predicate(c, rel->where));
  c->scope.n = mark;
  return STATUS_OK;
}

static Status refuse_groups(Checker *c, const PathPattern *path)
{
  for (uint32_t i = 0; path->groups && i < path->n; i++)
    if (path->groups[i])
      return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", path->groups[i]->span,
                      "repeated groups of a path are not supported; repeat one relationship, as in -[:R]->{1,3}");
  return STATUS_OK;
}

static Status check_shortest(Checker *c, const PathPattern *path)
{
  if (!path->shortest_function || path->n == 1) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "InvalidRelationshipPattern", path->span,
                  "%s takes a pattern of exactly one relationship",
                  path->shortest == SHORTEST_ALL ? "allShortestPaths" : "shortestPath");
}

static Status bind_path(Checker *c, PathPattern *path, PatternUse use, uint32_t scope_mark)
{
  TRY(refuse_groups(c, path));
  TRY(check_shortest(c, path));
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(bind_node(c, path->nodes[i], use, path->n == 0));
    if (i < path->n) TRY(bind_rel(c, path->rels[i], use, scope_mark));
  }
  return bind_path_name(c, path);
}

static Status check_path_inside(Checker *c, PathPattern *path, PatternUse use)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(check_node_inside(c, path->nodes[i], use));
    if (i < path->n) TRY(check_rel_inside(c, path->rels[i], use));
  }
  return STATUS_OK;
}

/* Created from left to right: an element's expressions see what stands before it. */
static Status check_created_path(Checker *c, PathPattern *path, PatternUse use, uint32_t scope_mark)
{
  TRY(refuse_groups(c, path));
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(check_node_inside(c, path->nodes[i], use));
    TRY(bind_node(c, path->nodes[i], use, path->n == 0));
    if (i == path->n) break;
    TRY(check_rel_inside(c, path->rels[i], use));
    TRY(bind_rel(c, path->rels[i], use, scope_mark));
  }
  return bind_path_name(c, path);
}

Status check_pattern(Checker *c, PathPattern **paths, uint32_t n, PatternUse use)
{
  uint32_t mark = c->scope.n;
  bool creates = use == PATTERN_CREATE || use == PATTERN_MERGE;
  for (uint32_t i = 0; i < n; i++) {
    if (creates)
      TRY(check_created_path(c, paths[i], use, mark));
    else
      TRY(bind_path(c, paths[i], use, mark));
  }
  for (uint32_t i = 0; !creates && i < n; i++) TRY(check_path_inside(c, paths[i], use));
  return STATUS_OK;
}
