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
  if (a->trail == 0 || a->trail != b->trail) return false;
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
  uint32_t trail; /* of the part at hand, from 1 on */
} Building;

static Status add_node(Building *b, uint32_t slot)
{
  for (uint32_t i = 0; i < b->g->node_count; i++)
    if (b->g->nodes[i].slot == slot) return STATUS_OK;
  struct {
    PatternNode *at;
    uint32_t n, cap;
  } list = {b->g->nodes, b->g->node_count, b->g->node_cap};
  ast_push(b->p->arena, &list, ((PatternNode){.slot = slot}));
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
  edge_binds(b->p->arena, &edge, &b->g->slots);
  return STATUS_OK;
}

static Status add_conjunct(Building *b, Expr *e)
{
  return conjuncts_add(b->p, &b->g->conjuncts, e, &b->visible);
}

static Status not_a_map(Planner *p, const Expr *properties)
{
  return error_at(p->err, ERROR_SYNTAX, "InvalidParameterUse", properties->span,
                  "a pattern that is matched takes its properties as a map written out");
}

/* {key: value, ...} of a node or relationship as equalities. */
static Status add_properties(Building *b, uint32_t slot, const Expr *map)
{
  if (map == NULL) return STATUS_OK;
  if (map->kind != EXPR_MAP) return not_a_map(b->p, map);
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

void edge_and_step(Planner *p, PatternEdge *edge, Expr *test)
{
  edge->step_filter = edge->step_filter == NULL ? test : expr_binary(p, OP_AND, edge->step_filter, test);
}

static void need_step(Planner *p, PatternEdge *edge)
{
  if (edge->step == SLOT_NONE) edge->step = plan_hidden_slot(p, SLOT_REL);
}

Status edge_finish(Planner *p, const PlanScope *visible, PatternEdge *edge)
{
  if (edge->step_filter == NULL) return STATUS_OK;
  TRY(arena_check(p->arena, p->err));
  PlanScope inside = plan_scope_inside(p, visible);
  slots_add(p->arena, &inside.bound, edge->step);
  slots_add(p->arena, &inside.bound, edge->step_from);
  slots_add(p->arena, &inside.bound, edge->step_node);
  TRY(plan_expr(p, edge->step_filter, &inside));
  SlotSet needs = {0};
  slots_of_expr(p->arena, edge->step_filter, &needs);
  slots_keep(&needs, &visible->bound);
  edge->needs = needs;
  return STATUS_OK;
}

void edge_binds(Arena *arena, const PatternEdge *edge, SlotSet *out)
{
  slots_add(arena, out, edge->slot);
  if (edge->group == NULL) return;
  const PathPattern *body = edge->group->path;
  for (uint32_t i = 0; i <= body->n; i++) {
    slots_add(arena, out, body->nodes[i]->list_slot);
    if (i < body->n) slots_add(arena, out, body->rels[i]->list_slot);
  }
}

static Status step_conjuncts(Building *b, PatternEdge *edge, bool plain_types)
{
  Planner *p = b->p;
  const RelPattern *rel = edge->rel;
  /* In its own predicate the name of a variable-length relationship stands for each single one. */
  edge->step = rel->variable ? rel->each_slot : rel->slot;
  need_step(p, edge);
  if (!plain_types) edge_and_step(p, edge, expr_has_labels(p, edge->step, rel->types));
  if (rel->properties != NULL && rel->properties->kind != EXPR_MAP) return not_a_map(p, rel->properties);
  for (uint32_t i = 0; rel->properties != NULL && i < rel->properties->n; i++)
    edge_and_step(
        p, edge,
        expr_compare(p, OP_EQ, expr_property(p, edge->step, rel->properties->keys[i]), rel->properties->args[i]));
  if (rel->where != NULL) edge_and_step(p, edge, rel->where);
  if (rel->each_node != NULL) {
    edge->step_node = rel->node_slot;
    edge_and_step(p, edge, rel->each_node);
  }
  return arena_check(p->arena, p->err);
}

/* A list that an earlier clause made: each step must be in it, and in the end the whole must be the same. */
static Status follow_list(Building *b, PatternEdge *edge)
{
  Planner *p = b->p;
  uint32_t list = edge->slot;
  need_step(p, edge);
  edge_and_step(
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

static Status bound_in_selection(Planner *p, const RelPattern *rel)
{
  return error_at(p->err, ERROR_SYNTAX, "VariableAlreadyBound", rel->span,
                  "the relationships of a shortest path cannot be bound before it");
}

static PatternEdge plain_edge(const Building *b, const PathPattern *path, uint32_t i)
{
  const RelPattern *rel = path->rels[i];
  return (PatternEdge){.span = rel != NULL ? rel->span : path->groups[i]->span,
                       .rel = rel,
                       .slot = rel != NULL ? rel->slot : SLOT_NONE,
                       .left = path->nodes[i]->slot,
                       .right = path->nodes[i + 1]->slot,
                       .dir = rel != NULL ? direction_of(rel) : DIR_OUT,
                       .variable = rel == NULL || rel->variable,
                       .shortest = path->shortest_function ? path->shortest : SHORTEST_NONE,
                       .mode = path->mode,
                       .step = SLOT_NONE,
                       .step_from = SLOT_NONE,
                       .step_node = SLOT_NONE,
                       .from_list = SLOT_NONE,
                       .to_list = SLOT_NONE,
                       .trail = path->mode == PATH_WALK || path->shortest != SHORTEST_NONE ? 0 : b->trail};
}

/* A relationship of variable length, or what is searched as one. */
static Status variable_edge(Building *b, PatternEdge *edge)
{
  Planner *p = b->p;
  if (edge->rel == NULL) return group_edge(p, edge->group, edge->mode, b->before, edge);
  bool plain = pattern_types(p, edge->rel->types, &edge->types, &edge->type_count);
  if (!edge->rel->variable) edge->slot = plan_hidden_slot(p, SLOT_REL_LIST);
  TRY(step_conjuncts(b, edge, plain));
  return edge->bound ? follow_list(b, edge) : STATUS_OK;
}

static Status path_edge(Building *b, const PathPattern *path, uint32_t i)
{
  Planner *p = b->p;
  PatternEdge edge = plain_edge(b, path, i);
  const RelPattern *rel = edge.rel;
  if (rel == NULL) {
    edge.group = path->groups[i];
    TRY(variable_edge(b, &edge));
    return add_edge(b, edge);
  }
  edge.bound = slots_has(&b->before->bound, rel->slot);
  TRY(length_of(b, &edge));
  if (edge.bound && edge.shortest != SHORTEST_NONE) return bound_in_selection(p, rel);
  if (edge.variable || edge.shortest != SHORTEST_NONE) {
    TRY(variable_edge(b, &edge));
    return add_edge(b, edge);
  }
  bool plain = pattern_types(p, rel->types, &edge.types, &edge.type_count);
  TRY(add_edge(b, edge));
  if (!plain) TRY(add_conjunct(b, expr_has_labels(p, rel->slot, rel->types)));
  TRY(add_properties(b, rel->slot, rel->properties));
  return add_conjunct(b, rel->where);
}

/* ---- path modes */

static bool is_fixed(const PathPattern *path)
{
  for (uint32_t i = 0; i < path->n; i++)
    if (path->rels[i] == NULL || path->rels[i]->variable) return false;
  return true;
}

static PlanPath path_parts(Planner *p, const PathPattern *path, const PatternEdge *edges)
{
  PlanPath parts = {.slot = path->slot, .n = 2 * path->n + 1};
  parts.slots = arena_array(p->arena, uint32_t, parts.n);
  if (p->arena->bad) return (PlanPath){0};
  for (uint32_t i = 0; i < path->n; i++) {
    parts.slots[2 * i] = path->nodes[i]->slot;
    parts.slots[2 * i + 1] = edges[i].slot;
  }
  parts.slots[2 * path->n] = path->nodes[path->n]->slot;
  return parts;
}

/* ACYCLIC and SIMPLE: no two nodes are the same (SIMPLE: but the first and the last). Along single relationships that
 * is asked pair by pair, along one variable-length part while it is walked; a path of several parts is looked at as a
 * whole when it is complete. */
static Status distinct_nodes(Building *b, const PathPattern *path, uint32_t first_edge)
{
  Planner *p = b->p;
  if ((path->mode != PATH_ACYCLIC && path->mode != PATH_SIMPLE) || path->shortest != SHORTEST_NONE) return STATUS_OK;
  bool fixed = is_fixed(path);
  if (!fixed && path->n > 1) {
    struct {
      PatternMode *at;
      uint32_t n, cap;
    } list = {b->g->modes, b->g->mode_count, b->g->mode_cap};
    ast_push(p->arena, &list, ((PatternMode){path_parts(p, path, &b->g->edges[first_edge]), path->mode}));
    TRY(arena_check(p->arena, p->err));
    b->g->modes = list.at;
    b->g->mode_count = list.n;
    b->g->mode_cap = list.cap;
  }
  for (uint32_t i = 0; fixed && i <= path->n; i++) {
    for (uint32_t k = i + 1; k <= path->n; k++) {
      if (path->mode == PATH_SIMPLE && i == 0 && k == path->n) continue;
      TRY(add_conjunct(b, expr_compare(p, OP_NE, expr_variable(p, path->nodes[i]->slot, path->span),
                                       expr_variable(p, path->nodes[k]->slot, path->span))));
    }
  }
  return STATUS_OK;
}

static Status add_path(Building *b, const PathPattern *path, const PatternEdge *edges)
{
  if (path->slot == SLOT_NONE || path->name.text.data == NULL) return STATUS_OK;
  Planner *p = b->p;
  PlanPath built = path_parts(p, path, edges);
  struct {
    PlanPath *at;
    uint32_t n, cap;
  } list = {b->g->paths, b->g->path_count, b->g->path_cap};
  ast_push(p->arena, &list, built);
  TRY(arena_check(p->arena, p->err));
  b->g->paths = list.at;
  b->g->path_count = list.n;
  b->g->path_cap = list.cap;
  slots_add(p->arena, &b->g->slots, path->slot);
  return STATUS_OK;
}

/* ---- selected paths */

static bool is_selected(const PathPattern *path)
{
  return path->shortest != SHORTEST_NONE && !path->shortest_function && path->n > 0;
}

static void add_test(Planner *p, ExprList *list, Expr *e)
{
  if (e != NULL) ast_push(p->arena, list, e);
}

static Status property_tests(Planner *p, uint32_t slot, const Expr *map, ExprList *out)
{
  if (map == NULL) return STATUS_OK;
  if (map->kind != EXPR_MAP) return not_a_map(p, map);
  for (uint32_t i = 0; i < map->n; i++)
    add_test(p, out, expr_compare(p, OP_EQ, expr_property(p, slot, map->keys[i]), map->args[i]));
  return STATUS_OK;
}

/* A node between the ends. What it has in common with something else is compared, not searched for. */
static Status inner_node(Building *b, PatternSelection *s, uint32_t i)
{
  Planner *p = b->p;
  const NodePattern *node = s->path->nodes[i];
  if (slots_has(&b->before->bound, node->slot) || slots_has(&b->g->slots, node->slot)) {
    s->nodes[i] = plan_hidden_slot(p, SLOT_NODE);
    add_test(
        p, &s->tests[i],
        expr_compare(p, OP_EQ, expr_variable(p, s->nodes[i], node->span), expr_variable(p, node->slot, node->span)));
  }
  slots_add(p->arena, &b->g->slots, s->nodes[i]);
  slots_add(p->arena, &b->visible.bound, s->nodes[i]);
  if (node->labels != NULL) add_test(p, &s->tests[i], expr_has_labels(p, s->nodes[i], node->labels));
  TRY(property_tests(p, s->nodes[i], node->properties, &s->tests[i]));
  add_test(p, &s->tests[i], node->where);
  return arena_check(p->arena, p->err);
}

static Status selected_edge(Building *b, PatternSelection *s, uint32_t i)
{
  Planner *p = b->p;
  PatternEdge *edge = &s->edges[i];
  *edge = plain_edge(b, s->path, i);
  const RelPattern *rel = edge->rel;
  edge->left = s->nodes[i];
  edge->right = s->nodes[i + 1];
  if (rel == NULL) {
    edge->group = s->path->groups[i];
    return variable_edge(b, edge);
  }
  TRY(length_of(b, edge));
  if (slots_has(&b->before->bound, rel->slot)) return bound_in_selection(p, rel);
  if (rel->variable) return variable_edge(b, edge);
  edge->variable = true;
  edge->step = rel->slot;
  if (!pattern_types(p, rel->types, &edge->types, &edge->type_count))
    add_test(p, &s->rel_tests[i], expr_has_labels(p, rel->slot, rel->types));
  TRY(property_tests(p, rel->slot, rel->properties, &s->rel_tests[i]));
  add_test(p, &s->rel_tests[i], rel->where);
  return arena_check(p->arena, p->err);
}

/* all(x IN r WHERE ...) over a part of the path: tested step by step. */
static bool push_selected(Building *b, PatternSelection *s, const Expr *e)
{
  if (e->kind != EXPR_QUANTIFIER || e->op != OP_ALL || e->args[1] == NULL || expr_has_subplan(e->args[1])) return false;
  for (uint32_t i = 0; i < s->path->n; i++) {
    PatternEdge *edge = &s->edges[i];
    bool list = edge->variable && !edge->repeat && b->p->checked->slots[edge->slot].kind == SLOT_REL_LIST;
    if (!list || !expr_is_variable(e->args[0], edge->slot)) continue;
    SlotSet others = {0};
    slots_of_expr(b->p->arena, e->args[1], &others);
    slots_keep(&others, &b->g->slots);
    if (!slots_empty(&others)) return false;
    need_step(b->p, edge);
    edge_and_step(b->p, edge, expr_replace_slot(b->p, e->args[1], e->slot, edge->step));
    return true;
  }
  return false;
}

/* The condition of the whole path. What it asks of the ends alone holds for all paths between them or for none. */
static Status split_filter(Building *b, PatternSelection *s, Expr *e)
{
  Planner *p = b->p;
  if (e == NULL) return STATUS_OK;
  if (e->kind == EXPR_BINARY && e->op == OP_AND) {
    TRY(split_filter(b, s, e->args[0]));
    return split_filter(b, s, e->args[1]);
  }
  if (push_selected(b, s, e)) return STATUS_OK;
  SlotSet needs = {0};
  slots_of_expr(p->arena, e, &needs);
  slots_keep(&needs, &b->g->slots);
  slots_remove(&needs, s->nodes[0]);
  slots_remove(&needs, s->nodes[s->path->n]);
  if (slots_empty(&needs)) return add_conjunct(b, e);
  ast_push(p->arena, &s->filters, e);
  return arena_check(p->arena, p->err);
}

static Status add_selection(Building *b, const PathPattern *path)
{
  Planner *p = b->p;
  PatternSelection s = {.path = path};
  s.edges = arena_array(p->arena, PatternEdge, path->n);
  s.nodes = arena_array(p->arena, uint32_t, path->n + 1);
  s.tests = arena_array(p->arena, ExprList, path->n + 1);
  s.rel_tests = arena_array(p->arena, ExprList, path->n);
  TRY(arena_check(p->arena, p->err));
  for (uint32_t i = 0; i <= path->n; i++) {
    s.nodes[i] = path->nodes[i]->slot;
    if (i > 0 && i < path->n)
      TRY(inner_node(b, &s, i));
    else
      TRY(node_conjuncts(b, path->nodes[i]));
  }
  for (uint32_t i = 0; i < path->n; i++) {
    TRY(selected_edge(b, &s, i));
    edge_binds(p->arena, &s.edges[i], &b->g->slots);
  }
  TRY(add_path(b, path, s.edges));
  TRY(split_filter(b, &s, path->where));
  struct {
    PatternSelection *at;
    uint32_t n, cap;
  } list = {b->g->selections, b->g->selection_count, b->g->selection_cap};
  ast_push(p->arena, &list, s);
  TRY(arena_check(p->arena, p->err));
  b->g->selections = list.at;
  b->g->selection_count = list.n;
  b->g->selection_cap = list.cap;
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
  edge_and_step(p, edge, expr_replace_slot(p, test, local, node ? edge->step_node : edge->step));
}

/* Each part of the path is a node, a relationship, or made of steps: none is a group that repeats a whole body, and
 * none was searched for. */
static bool can_push_along(PatternGraph *g, const PlanPath *path)
{
  for (uint32_t i = 0; i < g->selection_count; i++)
    if (g->selections[i].path->slot == path->slot) return false;
  for (uint32_t i = 1; i < path->n; i += 2) {
    const PatternEdge *edge = edge_of_list(g, path->slots[i]);
    if (edge != NULL && edge->repeat) return false;
  }
  return true;
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
    if (edge == NULL || edge->repeat) return STATUS_OK;
    push_into_step(b, edge, e->args[1], e->slot, false);
    conjunct_done(&b->g->conjuncts, at);
    return STATUS_OK;
  }
  if (list->kind != EXPR_CALL || list->n != 1 || list->args[0]->kind != EXPR_VARIABLE || list->function == NULL)
    return STATUS_OK;
  bool nodes = strcmp(list->function->name, "nodes") == 0;
  const PlanPath *path = path_of(b->g, list->args[0]->slot);
  if (path == NULL || (!nodes && strcmp(list->function->name, "relationships") != 0)) return STATUS_OK;
  if (!can_push_along(b->g, path)) return STATUS_OK;
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

/* A condition that may hold at one time and not at another, as rand() < 0.5, is asked once of each whole row. */
static void wait_for_whole_rows(Building *b)
{
  for (uint32_t i = 0; i < b->g->conjuncts.n; i++) {
    Conjunct *c = &b->g->conjuncts.at[i];
    if (!c->done && expr_is_volatile(c->expr)) slots_add_all(b->p->arena, &c->needs, &b->g->slots);
  }
}

/* A node without a label has, as far as estimates go, the one that all nodes have at this end of the relationships. */
static void note_implied(Building *b, const PatternEdge *edge, uint32_t slot, Direction dir)
{
  if (edge->type_count == 0 || plan_slot_label(b->p, slot) != NAME_NONE) return;
  uint32_t label = cost_common_label(b->p, edge->types, edge->type_count, dir);
  if (label != NAME_NONE) plan_note_label(b->p, slot, label);
}

static void note_implied_labels(Building *b)
{
  for (uint32_t i = 0; i < b->g->edge_count; i++) {
    const PatternEdge *edge = &b->g->edges[i];
    if (edge->repeat || (edge->variable && edge->min == 0)) continue;
    note_implied(b, edge, edge->left, edge->dir);
    note_implied(b, edge, edge->right, direction_reverse(edge->dir));
  }
}

static void note_nodes(Building *b)
{
  for (uint32_t i = 0; i < b->g->conjuncts.n; i++) {
    const Conjunct *c = &b->g->conjuncts.at[i];
    uint32_t label = plan_slot_label(b->p, c->slot);
    Value value;
    if (c->kind != CONJUNCT_PROPERTY || c->op != OP_EQ || c->key_id == NAME_NONE || label == NAME_NONE) continue;
    const Index *index = graph_find_index(b->p->graph, ENTITY_NODE, label, c->key_id);
    if (index != NULL && expr_constant(b->p, c->value, &value)) cost_note_nodes(b->p, c->slot, index, value);
  }
}

/* Conjuncts may speak of all parts, wherever they stand. */
static void show_path(Building *b, const PathPattern *path)
{
  Arena *a = b->p->arena;
  SlotSet *bound = &b->visible.bound;
  slots_add(a, bound, path->slot);
  for (uint32_t i = 0; i <= path->n; i++) {
    slots_add(a, bound, path->nodes[i]->slot);
    if (i == path->n) break;
    if (path->rels[i] != NULL)
      slots_add(a, bound, path->rels[i]->slot);
    else
      edge_binds(a, &(PatternEdge){.slot = SLOT_NONE, .group = path->groups[i]}, bound);
  }
}

static Status add_matched(Building *b, const PathPattern *path)
{
  uint32_t first_edge = b->g->edge_count;
  for (uint32_t k = 0; k <= path->n; k++) {
    TRY(node_conjuncts(b, path->nodes[k]));
    if (k < path->n) TRY(path_edge(b, path, k));
  }
  TRY(distinct_nodes(b, path, first_edge));
  TRY(add_conjunct(b, path->where));
  return add_path(b, path, path->n > 0 ? b->g->edges + first_edge : NULL);
}

static Status add_nodes(Building *b, const PatternPart *part)
{
  for (uint32_t i = 0; i < part->n; i++) {
    const PathPattern *path = part->paths[i];
    show_path(b, path);
    for (uint32_t k = 0; k <= path->n; k++)
      if (!is_selected(path) || k == 0 || k == path->n) TRY(add_node(b, path->nodes[k]->slot));
  }
  return STATUS_OK;
}

static Status add_part(Building *b, const PatternPart *part)
{
  b->trail++;
  for (uint32_t i = 0; i < part->n; i++)
    if (!is_selected(part->paths[i])) TRY(add_matched(b, part->paths[i]));
  for (uint32_t i = 0; i < part->n; i++)
    if (is_selected(part->paths[i])) TRY(add_selection(b, part->paths[i]));
  return add_conjunct(b, part->where);
}

Status pattern_graph(Planner *p, const PatternPart *parts, uint32_t n, const PlanScope *scope, PatternGraph *out)
{
  *out = (PatternGraph){0};
  Building b = {.p = p, .g = out, .before = scope, .visible = plan_scope_copy(p, scope)};
  for (uint32_t i = 0; i < n; i++) TRY(add_nodes(&b, &parts[i]));
  for (uint32_t i = 0; i < n; i++) TRY(add_part(&b, &parts[i]));
  for (uint32_t i = 0; i < out->conjuncts.n; i++)
    if (!out->conjuncts.at[i].done) TRY(push_all(&b, i));
  for (uint32_t i = 0; i < out->edge_count; i++) TRY(edge_finish(p, &b.visible, &out->edges[i]));
  wait_for_whole_rows(&b);
  note_labels(&b);
  note_implied_labels(&b);
  note_nodes(&b);
  return arena_check(p->arena, p->err);
}
