/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A pattern as a graph of its own: nodes, edges between them, and conjuncts for all that labels, property maps and
 * predicates ask. From here on nothing depends on the order in which the pattern was written, except the order of what
 * a named path holds. */
#include "plan_internal.h"

Direction direction_reverse(Direction dir)
{
  if (dir == DIR_BOTH) return DIR_BOTH;
  return dir == DIR_OUT ? DIR_IN : DIR_OUT;
}

static Direction direction_of(const RelPattern *rel)
{
  switch (rel->direction) {
  case REL_OUT: return DIR_OUT;
  case REL_IN: return DIR_IN;
  default: return DIR_BOTH;
  }
}

/* ---- types */

typedef struct NameRefs {
  NameRef *at;
  uint32_t n, cap;
} NameRefs;

static bool add_types(Planner *p, const LabelExpr *e, NameRefs *out)
{
  if (e->kind == LABEL_OR) return add_types(p, e->left, out) && add_types(p, e->right, out);
  if (e->kind != LABEL_NAME) return false;
  for (uint32_t i = 0; i < out->n; i++)
    if (text_equal(out->at[i].text, e->name.text)) return true;
  ast_push(p->arena, out, plan_name_ref(p, NAME_TYPE, e->name.text));
  return true;
}

bool pattern_types(Planner *p, const LabelExpr *types, NameRef **out, uint32_t *n)
{
  NameRefs refs = {0};
  bool plain = types == NULL || types->kind == LABEL_ANY || add_types(p, types, &refs);
  *out = plain ? refs.at : NULL;
  *n = plain ? refs.n : 0;
  return plain;
}

bool edges_can_share(const PatternEdge *a, const PatternEdge *b)
{
  if (a->group == 0 || a->group != b->group) return false;
  if (a->type_count == 0 || b->type_count == 0) return true;
  for (uint32_t i = 0; i < a->type_count; i++)
    for (uint32_t k = 0; k < b->type_count; k++)
      if (text_equal(a->types[i].text, b->types[k].text)) return true;
  return false;
}

/* ---- building */

typedef struct Building {
  Planner *p;
  PatternGraph *g;
  const PlanScope *before;
  PlanScope visible;
} Building;

static Status add_node(Building *b, uint32_t slot)
{
  for (uint32_t i = 0; i < b->g->node_count; i++)
    if (b->g->nodes[i].slot == slot) return STATUS_OK;
  struct {
    PatternNode *at;
    uint32_t n, cap;
  } list = {b->g->nodes, b->g->node_count, b->g->node_cap};
  ast_push(b->p->arena, &list, ((PatternNode){slot}));
  TRY(arena_check(b->p->arena, b->p->err));
  b->g->nodes = list.at;
  b->g->node_count = list.n;
  b->g->node_cap = list.cap;
  slots_add(b->p->arena, &b->g->slots, slot);
  return STATUS_OK;
}

static Status add_edge(Building *b, PatternEdge edge)
{
  struct {
    PatternEdge *at;
    uint32_t n, cap;
  } list = {b->g->edges, b->g->edge_count, b->g->edge_cap};
  ast_push(b->p->arena, &list, edge);
  TRY(arena_check(b->p->arena, b->p->err));
  b->g->edges = list.at;
  b->g->edge_count = list.n;
  b->g->edge_cap = list.cap;
  slots_add(b->p->arena, &b->g->slots, edge.slot);
  return STATUS_OK;
}

static Status add_conjunct(Building *b, Expr *e)
{
  return conjuncts_add(b->p, &b->g->conjuncts, e, &b->visible);
}

/* {key: value, ...} of a node or relationship as equalities. */
static Status add_properties(Building *b, uint32_t slot, const Expr *map)
{
  if (map == NULL) return STATUS_OK;
  if (map->kind != EXPR_MAP)
    return error_at(b->p->err, ERROR_SYNTAX, "InvalidParameterUse", map->span,
                    "a pattern that is matched takes its properties as a map written out");
  for (uint32_t i = 0; i < map->n; i++)
    TRY(add_conjunct(b, expr_compare(b->p, OP_EQ, expr_property(b->p, slot, map->keys[i]), map->args[i])));
  return STATUS_OK;
}

static Status node_conjuncts(Building *b, const NodePattern *node)
{
  if (node->labels != NULL) TRY(add_conjunct(b, expr_has_labels(b->p, node->slot, node->labels)));
  TRY(add_properties(b, node->slot, node->properties));
  return add_conjunct(b, node->where);
}

/* ---- variable length: what each single relationship must satisfy */

static void and_step(Planner *p, PatternEdge *edge, Expr *e)
{
  edge->step_filter = edge->step_filter == NULL ? e : expr_binary(p, OP_AND, edge->step_filter, e);
}

static void need_step(Planner *p, PatternEdge *edge)
{
  if (edge->step == SLOT_NONE) edge->step = plan_hidden_slot(p, SLOT_REL);
}

/* In the predicate of a variable-length relationship its name stands for each single one, under a slot of its own. */
static uint32_t slot_of_each(const Expr *e, Text name, uint32_t whole)
{
  if (e == NULL) return SLOT_NONE;
  if (e->kind == EXPR_VARIABLE && e->slot != whole && text_equal(e->name.text, name)) return e->slot;
  for (uint32_t i = 0; i < e->n; i++) {
    uint32_t slot = slot_of_each(e->args[i], name, whole);
    if (slot != SLOT_NONE) return slot;
  }
  return SLOT_NONE;
}

static Status finish_step(Building *b, PatternEdge *edge)
{
  if (edge->step_filter == NULL) return STATUS_OK;
  TRY(arena_check(b->p->arena, b->p->err));
  PlanScope inside = plan_scope_copy(b->p, &b->visible);
  slots_add(b->p->arena, &inside.bound, edge->step);
  slots_add(b->p->arena, &inside.bound, edge->step_node);
  TRY(plan_expr(b->p, edge->step_filter, &inside));
  SlotSet needs = {0};
  slots_of_expr(b->p->arena, edge->step_filter, &needs);
  slots_keep(&needs, &b->visible.bound);
  edge->needs = needs;
  return STATUS_OK;
}

static Status step_conjuncts(Building *b, PatternEdge *edge, bool plain_types)
{
  Planner *p = b->p;
  const RelPattern *rel = edge->rel;
  need_step(p, edge);
  if (!plain_types) and_step(p, edge, expr_has_labels(p, edge->step, rel->types));
  if (rel->properties != NULL && rel->properties->kind != EXPR_MAP)
    return error_at(p->err, ERROR_SYNTAX, "InvalidParameterUse", rel->properties->span,
                    "a pattern that is matched takes its properties as a map written out");
  for (uint32_t i = 0; rel->properties != NULL && i < rel->properties->n; i++)
    and_step(p, edge,
             expr_compare(p, OP_EQ, expr_property(p, edge->step, rel->properties->keys[i]), rel->properties->args[i]));
  if (rel->where == NULL) return arena_check(p->arena, p->err);
  Expr *where = rel->where;
  uint32_t each = rel->name.text.data == NULL ? SLOT_NONE : slot_of_each(where, rel->name.text, edge->slot);
  if (each != SLOT_NONE && expr_has_subplan(where))
    return error_at(p->err, ERROR_SYNTAX, "UnexpectedSyntax", where->span,
                    "the predicate inside a variable-length relationship cannot contain a pattern or a subquery");
  if (each != SLOT_NONE) where = expr_replace_slot(p, where, each, edge->step);
  and_step(p, edge, where);
  return arena_check(p->arena, p->err);
}

/* A list that an earlier clause made: each step must be in it, and in the end the whole must be the same. */
static Status follow_list(Building *b, PatternEdge *edge)
{
  Planner *p = b->p;
  uint32_t list = edge->slot;
  need_step(p, edge);
  and_step(
      p, edge,
      expr_binary(p, OP_IN, expr_variable(p, edge->step, edge->rel->span), expr_variable(p, list, edge->rel->span)));
  edge->slot = plan_hidden_slot(p, SLOT_REL_LIST);
  slots_add(p->arena, &b->visible.bound, edge->slot);
  edge->bound = false;
  TRY(arena_check(p->arena, p->err));
  return add_conjunct(b, expr_compare(p, OP_EQ, expr_variable(p, edge->slot, edge->rel->span),
                                      expr_variable(p, list, edge->rel->span)));
}

static Status length_of(Building *b, PatternEdge *edge)
{
  const RelPattern *rel = edge->rel;
  edge->min = edge->max = 1;
  if (!rel->variable) return STATUS_OK;
  edge->min = rel->has_min ? rel->min : 1;
  edge->max = rel->has_max ? rel->max : INT64_MAX;
  /* {,n} starts at none, *..n at one. */
  if (rel->quantified && !rel->has_min) edge->min = 0;
  if (edge->min < 0 || edge->max < 0)
    return error_at(b->p->err, ERROR_SYNTAX, "InvalidRelationshipPattern", rel->span,
                    "the length of a path cannot be negative");
  return STATUS_OK;
}

static Status rel_edge(Building *b, const PathPattern *path, uint32_t i)
{
  Planner *p = b->p;
  const RelPattern *rel = path->rels[i];
  PatternEdge edge = {.rel = rel,
                      .slot = rel->slot,
                      .left = path->nodes[i]->slot,
                      .right = path->nodes[i + 1]->slot,
                      .dir = direction_of(rel),
                      .variable = rel->variable,
                      .bound = slots_has(&b->before->bound, rel->slot),
                      .shortest = path->shortest,
                      .mode = path->mode,
                      .step = SLOT_NONE,
                      .step_node = SLOT_NONE,
                      .group = path->mode == PATH_WALK || path->shortest != SHORTEST_NONE ? 0 : 1};
  TRY(length_of(b, &edge));
  bool plain = pattern_types(p, rel->types, &edge.types, &edge.type_count);
  if (edge.bound && edge.shortest != SHORTEST_NONE)
    return error_at(p->err, ERROR_SYNTAX, "VariableAlreadyBound", rel->span,
                    "the relationships of a shortest path cannot be bound before it");
  if (edge.variable || edge.shortest != SHORTEST_NONE) {
    if (!edge.variable) edge.slot = plan_hidden_slot(p, SLOT_REL_LIST);
    if (edge.bound) TRY(follow_list(b, &edge));
    TRY(step_conjuncts(b, &edge, plain));
    return add_edge(b, edge);
  }
  TRY(add_edge(b, edge));
  if (!plain) TRY(add_conjunct(b, expr_has_labels(p, rel->slot, rel->types)));
  TRY(add_properties(b, rel->slot, rel->properties));
  return add_conjunct(b, rel->where);
}

static Status check_path(Building *b, const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (path->rels[i] == NULL)
      return error_at(b->p->err, ERROR_SYNTAX, "UnexpectedSyntax", path->span,
                      "repeated groups of a path are not supported; repeat one relationship, as in -[:R]->{1,3}");
  bool single = path->shortest == SHORTEST_ONE || path->shortest == SHORTEST_ALL || path->shortest == SHORTEST_ANY ||
                path->k == 1;
  if (path->shortest != SHORTEST_NONE && (path->n != 1 || !single))
    return error_at(b->p->err, ERROR_SYNTAX, "UnexpectedSyntax", path->span,
                    "a shortest path is looked for along one relationship pattern, and either one or all are given");
  return STATUS_OK;
}

/* ACYCLIC and SIMPLE over single relationships: no two nodes are the same (SIMPLE: but the first and the last). */
static Status distinct_nodes(Building *b, const PathPattern *path)
{
  if (path->mode != PATH_ACYCLIC && path->mode != PATH_SIMPLE) return STATUS_OK;
  bool variable = false;
  for (uint32_t i = 0; i < path->n; i++) variable = variable || path->rels[i]->variable;
  if (variable && path->n == 1) return STATUS_OK;
  if (variable)
    return error_at(b->p->err, ERROR_SYNTAX, "UnexpectedSyntax", path->span,
                    "ACYCLIC and SIMPLE are supported for single relationships and for one of variable length");
  for (uint32_t i = 0; i <= path->n; i++) {
    for (uint32_t k = i + 1; k <= path->n; k++) {
      if (path->mode == PATH_SIMPLE && i == 0 && k == path->n) continue;
      TRY(add_conjunct(b, expr_compare(b->p, OP_NE, expr_variable(b->p, path->nodes[i]->slot, path->span),
                                       expr_variable(b->p, path->nodes[k]->slot, path->span))));
    }
  }
  return STATUS_OK;
}

static Status add_path(Building *b, const PathPattern *path, uint32_t first_edge)
{
  if (path->slot == SLOT_NONE || path->name.text.data == NULL) return STATUS_OK;
  Planner *p = b->p;
  PlanPath built = {.slot = path->slot, .n = 2 * path->n + 1};
  built.slots = arena_array(p->arena, uint32_t, built.n);
  struct {
    PlanPath *at;
    uint32_t n, cap;
  } list = {b->g->paths, b->g->path_count, b->g->path_cap};
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i < path->n; i++) {
    built.slots[2 * i] = path->nodes[i]->slot;
    built.slots[2 * i + 1] = b->g->edges[first_edge + i].slot;
  }
  built.slots[2 * path->n] = path->nodes[path->n]->slot;
  ast_push(p->arena, &list, built);
  TRY(arena_check(p->arena, p->err));
  b->g->paths = list.at;
  b->g->path_count = list.n;
  b->g->path_cap = list.cap;
  slots_add(p->arena, &b->g->slots, path->slot);
  return STATUS_OK;
}

/* ---- all(x IN nodes(p) WHERE ...) and its like, tested while the path is walked */

static PatternEdge *edge_of_list(PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->edge_count; i++)
    if (g->edges[i].slot == slot && (g->edges[i].variable || g->edges[i].shortest != SHORTEST_NONE))
      return &g->edges[i];
  return NULL;
}

static const PlanPath *path_of(const PatternGraph *g, uint32_t slot)
{
  for (uint32_t i = 0; i < g->path_count; i++)
    if (g->paths[i].slot == slot) return &g->paths[i];
  return NULL;
}

static void push_into_step(Building *b, PatternEdge *edge, Expr *test, uint32_t local, bool node)
{
  Planner *p = b->p;
  if (node && edge->step_node == SLOT_NONE) edge->step_node = plan_hidden_slot(p, SLOT_NODE);
  need_step(p, edge);
  and_step(p, edge, expr_replace_slot(p, test, local, node ? edge->step_node : edge->step));
}

static Status push_along_path(Building *b, const PlanPath *path, Expr *test, uint32_t local, bool nodes)
{
  for (uint32_t i = 0; i < path->n; i++) {
    PatternEdge *edge = i % 2 == 1 ? edge_of_list(b->g, path->slots[i]) : NULL;
    if (edge != NULL)
      push_into_step(b, edge, test, local, nodes);
    else if ((i % 2 == 0) == nodes)
      TRY(add_conjunct(b, expr_replace_slot(b->p, test, local, path->slots[i])));
  }
  return STATUS_OK;
}

/* all() is true where its test is true of each: the same as testing each on the way, which cuts the search short, and
 * makes a shortest path the shortest of those that satisfy it. */
static Status push_all(Building *b, uint32_t at)
{
  const Expr *e = b->g->conjuncts.at[at].expr;
  if (e->kind != EXPR_QUANTIFIER || e->op != OP_ALL || e->args[1] == NULL || expr_has_subplan(e->args[1]))
    return STATUS_OK;
  SlotSet others = {0};
  slots_of_expr(b->p->arena, e->args[1], &others);
  slots_keep(&others, &b->g->slots);
  if (!slots_empty(&others)) return STATUS_OK;
  const Expr *list = e->args[0];
  if (list->kind == EXPR_VARIABLE) {
    PatternEdge *edge = edge_of_list(b->g, list->slot);
    if (edge == NULL) return STATUS_OK;
    push_into_step(b, edge, e->args[1], e->slot, false);
    conjunct_done(&b->g->conjuncts, at);
    return STATUS_OK;
  }
  if (list->kind != EXPR_CALL || list->n != 1 || list->args[0]->kind != EXPR_VARIABLE || list->function == NULL)
    return STATUS_OK;
  bool nodes = strcmp(list->function->name, "nodes") == 0;
  const PlanPath *path = path_of(b->g, list->args[0]->slot);
  if (path == NULL || (!nodes && strcmp(list->function->name, "relationships") != 0)) return STATUS_OK;
  TRY(push_along_path(b, path, e->args[1], e->slot, nodes));
  conjunct_done(&b->g->conjuncts, at);
  return STATUS_OK;
}

static void note_labels(Building *b)
{
  for (uint32_t i = 0; i < b->g->conjuncts.n; i++) {
    const Conjunct *c = &b->g->conjuncts.at[i];
    if (c->kind == CONJUNCT_LABEL) plan_note_label(b->p, c->slot, c->label.id);
  }
}

/* Conjuncts may speak of all parts, wherever they stand. */
static void show_path(Building *b, const PathPattern *path)
{
  SlotSet *bound = &b->visible.bound;
  slots_add(b->p->arena, bound, path->slot);
  for (uint32_t i = 0; i <= path->n; i++) {
    slots_add(b->p->arena, bound, path->nodes[i]->slot);
    if (i < path->n) slots_add(b->p->arena, bound, path->rels[i]->slot);
  }
}

Status pattern_graph(Planner *p, PathPattern *const *paths, uint32_t n, Expr *where, const PlanScope *scope,
                     PatternGraph *out)
{
  *out = (PatternGraph){0};
  Building b = {.p = p, .g = out, .before = scope, .visible = plan_scope_copy(p, scope)};
  for (uint32_t i = 0; i < n; i++) {
    TRY(check_path(&b, paths[i]));
    show_path(&b, paths[i]);
    for (uint32_t k = 0; k <= paths[i]->n; k++) TRY(add_node(&b, paths[i]->nodes[k]->slot));
  }
  for (uint32_t i = 0; i < n; i++) {
    uint32_t first_edge = out->edge_count;
    for (uint32_t k = 0; k <= paths[i]->n; k++) {
      TRY(node_conjuncts(&b, paths[i]->nodes[k]));
      if (k < paths[i]->n) TRY(rel_edge(&b, paths[i], k));
    }
    TRY(distinct_nodes(&b, paths[i]));
    TRY(add_path(&b, paths[i], first_edge));
  }
  TRY(add_conjunct(&b, where));
  for (uint32_t i = 0; i < out->conjuncts.n; i++)
    if (!out->conjuncts.at[i].done) TRY(push_all(&b, i));
  for (uint32_t i = 0; i < out->edge_count; i++) TRY(finish_step(&b, &out->edges[i]));
  note_labels(&b);
  return arena_check(p->arena, p->err);
}
