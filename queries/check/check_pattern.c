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
  if (!labels || labels->kind == LABEL_NAME || (labels->kind == LABEL_DYNAMIC && !labels->any)) return STATUS_OK;
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

static Status bind_node_name(Checker *c, NodePattern *node, PatternUse use, bool alone)
{
  node->list_slot = SLOT_NONE;
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

static Expr *id_of(Checker *c, Name name)
{
  Expr *e = ast_expr(c->arena, EXPR_CALL, name.span, 1);
  Expr *node = ast_expr(c->arena, EXPR_VARIABLE, name.span, 0);
  e->name = (Name){TEXT("id"), name.span};
  node->name = name;
  if (!c->arena->bad) e->args[0] = node;
  return e;
}

/* A second name that is bound already must be of the same node. */
static Status bind_alias(Checker *c, NodePattern *node, const Name *alias, PatternUse use)
{
  uint32_t slot = scope_find(&c->scope, alias->text);
  if (slot == node->slot) return STATUS_OK;
  if (slot == SLOT_NONE) {
    TRY(may_introduce(c, alias, use));
    scope_add(c, &c->scope, alias->text, node->slot);
    return STATUS_OK;
  }
  if (!can_be(c, slot, SLOT_NODE, TYPE_NODE)) return kind_conflict(c, alias, "a node");
  Expr *same = ast_expr(c->arena, EXPR_COMPARISON, alias->span, 2);
  same->ops = arena_array(c->arena, uint8_t, 1);
  TRY(arena_check(c->arena, c->err));
  same->ops[0] = OP_EQ;
  same->args[0] = id_of(c, node->name);
  same->args[1] = id_of(c, *alias);
  node->where = check_and(c, node->where, same);
  return arena_check(c->arena, c->err);
}

/* Which of a node's names its slot is taken from: best one of this pattern, then one that is new. One that an earlier
 * clause has bound keeps its slot to itself, since it stays when an optional pattern does not fit. */
static int name_rank(const Checker *c, const Name *name, uint32_t scope_mark)
{
  for (uint32_t i = c->scope.n; i-- > 0;)
    if (text_equal(c->scope.at[i].name, name->text)) return i >= scope_mark ? 0 : 2;
  return 1;
}

static Status bind_node(Checker *c, NodePattern *node, PatternUse use, bool alone, uint32_t scope_mark)
{
  for (uint32_t i = 0; i < node->aliases.n; i++) {
    Name other = node->aliases.at[i];
    if (name_rank(c, &other, scope_mark) >= name_rank(c, &node->name, scope_mark)) continue;
    node->aliases.at[i] = node->name;
    node->name = other;
  }
  TRY(bind_node_name(c, node, use, alone));
  for (uint32_t i = 0; i < node->aliases.n; i++) TRY(bind_alias(c, node, &node->aliases.at[i], use));
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

/* used: the named relationships of the pattern so far, whether it binds them or they were bound before. */
static Status bind_rel(Checker *c, RelPattern *rel, PatternUse use, Scope *used)
{
  rel->list_slot = rel->each_slot = rel->node_slot = SLOT_NONE;
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
    if (!rel->name.text.data) return STATUS_OK;
    scope_add(c, &c->scope, name, rel->slot);
    scope_add(c, used, name, rel->slot);
    return arena_check(c->arena, c->err);
  }
  rel->slot = slot;
  if (!can_be(c, slot, kind, rel->variable ? TYPE_LIST : TYPE_REL))
    return kind_conflict(c, &rel->name, rel->variable ? "a list of relationships" : "a relationship");
  if (creates) return already_bound(c, &rel->name);
  if (scope_find(used, rel->name.text) != SLOT_NONE)
    return error_at(c->err, ERROR_SYNTAX, "RelationshipUniquenessViolation", rel->name.span,
                    "relationship `%.*s` stands twice in one pattern, which could never match", (int)rel->name.text.len,
                    rel->name.text.data);
  scope_add(c, used, rel->name.text, slot);
  return arena_check(c->arena, c->err);
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

/* What is asked of each of the relationships and nodes of a variable-length pattern. */
static Status check_each(Checker *c, RelPattern *rel)
{
  uint32_t mark = c->scope.n;
  if (rel->where) {
    if (rel->name.text.data) {
      rel->each_slot = check_new_slot(c, rel->name.text, SLOT_REL, TYPE_OF(TYPE_REL | TYPE_NULL));
      scope_add(c, &c->scope, rel->name.text, rel->each_slot);
    }
    TRY(check_predicate(c, rel->where));
  }
  if (rel->each_node) {
    rel->node_slot = check_new_slot(c, rel->node_name.text, SLOT_NODE, TYPE_OF(TYPE_NODE | TYPE_NULL));
    scope_add(c, &c->scope, rel->node_name.text, rel->node_slot);
    TRY(check_predicate(c, rel->each_node));
  }
  c->scope.n = mark;
  return STATUS_OK;
}

static Status check_rel_inside(Checker *c, RelPattern *rel, PatternUse use)
{
  TRY(check_labels(c, rel->types));
  TRY(check_properties(c, rel->properties, use));
  if (rel->variable) return check_each(c, rel);
  return rel->where ? check_predicate(c, rel->where) : STATUS_OK;
}

/* ---- repeated groups: inside, their names stand for the parts of one repetition; outside, for lists of them */

static Status bind_in_group(Checker *c, const Name *name, uint32_t mark)
{
  for (uint32_t i = mark; name->text.data && i < c->scope.n; i++)
    if (text_equal(c->scope.at[i].name, name->text)) return STATUS_OK;
  if (!name->text.data || scope_find(&c->scope, name->text) == SLOT_NONE) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "VariableAlreadyBound", name->span,
                  "variable `%.*s` is bound already: a repeated part of a path names its parts afresh, once for each "
                  "repetition",
                  (int)name->text.len, name->text.data);
}

static uint32_t list_of(Checker *c, const Binding *binding)
{
  bool node = c->out->slots[binding->slot].kind == SLOT_NODE;
  ExprType type = {TYPE_LIST | TYPE_NULL, node ? TYPE_NODE : TYPE_REL};
  return check_new_slot(c, binding->name, node ? SLOT_VALUE : SLOT_REL_LIST, type);
}

static Status bind_group(Checker *c, PathGroup *group)
{
  PathPattern *path = group->path;
  uint32_t mark = c->scope.n;
  Scope used = {0};
  for (uint32_t i = 0; i <= path->n; i++) {
    NodePattern *node = path->nodes[i];
    TRY(bind_in_group(c, &node->name, mark));
    for (uint32_t k = 0; k < node->aliases.n; k++) TRY(bind_in_group(c, &node->aliases.at[k], mark));
    TRY(bind_node(c, node, PATTERN_MATCH, false, mark));
    if (i == path->n) break;
    TRY(bind_in_group(c, &path->rels[i]->name, mark));
    TRY(bind_rel(c, path->rels[i], PATTERN_MATCH, &used));
  }
  path->slot = SLOT_NONE;
  TRY(arena_check(c->arena, c->err));
  Scope lists = {0};
  for (uint32_t i = mark; i < c->scope.n; i++) {
    const Binding *binding = &c->scope.at[i];
    uint32_t slot = SLOT_NONE;
    for (uint32_t k = mark; k < i && slot == SLOT_NONE; k++)
      if (c->scope.at[k].slot == binding->slot) slot = lists.at[k - mark].slot;
    if (slot == SLOT_NONE) slot = list_of(c, binding);
    scope_add(c, &lists, binding->name, slot);
    TRY(arena_check(c->arena, c->err));
    for (uint32_t k = 0; k <= path->n; k++) {
      if (path->nodes[k]->slot == binding->slot) path->nodes[k]->list_slot = slot;
      if (k < path->n && path->rels[k]->slot == binding->slot) path->rels[k]->list_slot = slot;
    }
  }
  c->scope.n = mark;
  for (uint32_t i = 0; i < lists.n; i++) scope_add(c, &c->scope, lists.at[i].name, lists.at[i].slot);
  return arena_check(c->arena, c->err);
}

static void add_to_group_scope(Checker *c, Scope *scope, const NodePattern *node, const RelPattern *rel)
{
  if (node->name.text.data) scope_add(c, scope, node->name.text, node->slot);
  for (uint32_t i = 0; i < node->aliases.n; i++) scope_add(c, scope, node->aliases.at[i].text, node->slot);
  if (rel && rel->name.text.data) scope_add(c, scope, rel->name.text, rel->slot);
}

static Status check_group_parts(Checker *c, PathGroup *group, PatternUse use)
{
  PathPattern *path = group->path;
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(check_node_inside(c, path->nodes[i], use));
    if (i < path->n) TRY(check_rel_inside(c, path->rels[i], use));
  }
  if (path->where) TRY(check_predicate(c, path->where));
  return group->where ? check_predicate(c, group->where) : STATUS_OK;
}

/* Its expressions see what is bound before the pattern and the names of the group itself. */
static Status check_group_inside(Checker *c, PathGroup *group, PatternUse use, uint32_t scope_mark)
{
  const PathPattern *path = group->path;
  const Scope *around = c->around;
  Scope *outside = arena_new(c->arena, Scope);
  TRY(arena_check(c->arena, c->err));
  *outside = c->scope;
  Scope before = {.at = outside->at, .n = scope_mark}, inside = scope_copy(c, &before);
  for (uint32_t i = 0; i <= path->n; i++)
    add_to_group_scope(c, &inside, path->nodes[i], i < path->n ? path->rels[i] : NULL);
  TRY(arena_check(c->arena, c->err));
  c->scope = inside;
  c->around = outside;
  Status status = check_group_parts(c, group, use);
  c->scope = *outside;
  c->around = around;
  return status;
}

/* ---- paths */

static Status check_created_shape(Checker *c, const PathPattern *path, PatternUse use)
{
  const char *clause = use == PATTERN_CREATE ? "CREATE" : "MERGE";
  for (uint32_t i = 0; path->groups && i < path->n; i++)
    if (path->groups[i])
      return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", path->groups[i]->span,
                      "%s takes single nodes and relationships: a part of a path in parentheses can only be matched",
                      clause);
  if (path->shortest == SHORTEST_NONE && path->mode == PATH_DEFAULT) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "UnexpectedSyntax", path->span,
                  "%s takes no path selector or path mode: these choose among paths that are there", clause);
}

static Status check_shortest(Checker *c, const PathPattern *path)
{
  if (!path->shortest_function || (path->n == 1 && path->rels[0])) return STATUS_OK;
  return error_at(c->err, ERROR_SYNTAX, "InvalidRelationshipPattern", path->span,
                  "%s takes a pattern of exactly one relationship",
                  path->shortest == SHORTEST_ALL ? "allShortestPaths" : "shortestPath");
}

static Status bind_path(Checker *c, PathPattern *path, PatternUse use, uint32_t scope_mark, Scope *used)
{
  TRY(check_path_shape(c, path));
  TRY(check_shortest(c, path));
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(bind_node(c, path->nodes[i], use, path->n == 0, scope_mark));
    if (i == path->n) break;
    if (path->rels[i])
      TRY(bind_rel(c, path->rels[i], use, used));
    else
      TRY(bind_group(c, path->groups[i]));
  }
  return bind_path_name(c, path);
}

static Status check_path_inside(Checker *c, PathPattern *path, PatternUse use, uint32_t scope_mark)
{
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(check_node_inside(c, path->nodes[i], use));
    if (i == path->n) break;
    if (path->rels[i])
      TRY(check_rel_inside(c, path->rels[i], use));
    else
      TRY(check_group_inside(c, path->groups[i], use, scope_mark));
  }
  return path->where ? check_predicate(c, path->where) : STATUS_OK;
}

/* Created from left to right: an element's expressions see what stands before it. */
static Status check_created_path(Checker *c, PathPattern *path, PatternUse use, Scope *used)
{
  TRY(check_created_shape(c, path, use));
  for (uint32_t i = 0; i <= path->n; i++) {
    TRY(check_node_inside(c, path->nodes[i], use));
    TRY(bind_node_name(c, path->nodes[i], use, path->n == 0));
    if (i == path->n) break;
    TRY(check_rel_inside(c, path->rels[i], use));
    TRY(bind_rel(c, path->rels[i], use, used));
  }
  return bind_path_name(c, path);
}

Status check_pattern(Checker *c, PathPattern **paths, uint32_t n, PatternUse use)
{
  uint32_t mark = c->scope.n;
  Scope used = {0};
  bool creates = use == PATTERN_CREATE || use == PATTERN_MERGE;
  for (uint32_t i = 0; i < n; i++) {
    if (creates)
      TRY(check_created_path(c, paths[i], use, &used));
    else
      TRY(bind_path(c, paths[i], use, mark, &used));
  }
  for (uint32_t i = 0; !creates && i < n; i++) TRY(check_path_inside(c, paths[i], use, mark));
  return STATUS_OK;
}
