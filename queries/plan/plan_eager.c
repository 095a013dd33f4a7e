/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where rows are held back. openCypher: each clause sees the graph as the clause before it left it, for all rows; but
 * operators pull rows in batches, so a scan below a CREATE would go on while nodes are being made. This pass walks each
 * pipeline from its leaf up with what the operators so far read and write, and puts an EAGER below an operator that
 * would disturb them or be disturbed by them. An operator that takes all its input first makes a fresh start, and
 * nothing can be disturbed where only one row comes by.
 *
 * What is read and written is known by label, type and property key, so `MATCH (a:Person {id: 1}) CREATE
 * (a)-[:T]->(:B)` streams. MERGE is one operator: that it sees what it has made itself, row by row, is what openCypher
 * asks. */
#include "plan_internal.h"

typedef struct Texts {
  Text *at;
  uint32_t n, cap;
} Texts;

typedef struct Reads {
  bool everything, nodes, rels, keys, labels; /* all nodes; all types; any key; any label of a node at hand */
  Texts scanned;                              /* labels whose nodes are looked for */
  Texts tested;                               /* labels that nodes at hand are asked for */
  Texts types, named_keys;
} Reads;

typedef struct Writes {
  bool everything, nodes, rels, deletes, keys, labels; /* nodes: with any label; rels: of any type */
  bool some_node;                                      /* nodes with the labels `created` */
  Texts created, types, named_keys, named_labels;
} Writes;

typedef struct Effects {
  Reads reads;
  Writes writes;
} Effects;

typedef struct Stream {
  Effects below;
  bool many;  /* more than one row may come by */
  bool wrote; /* something below has written, also before the last fresh start */
} Stream;

static void tree_effects(Planner *p, const Plan *plan, Effects *out);
static void expr_effects(Planner *p, const Expr *e, Effects *out);

/* ---- sets of names */

static bool has(const Texts *set, Text text)
{
  for (uint32_t i = 0; i < set->n; i++)
    if (text_equal(set->at[i], text)) return true;
  return false;
}

static void add(Planner *p, Texts *set, Text text)
{
  if (!has(set, text)) ast_push(p->arena, set, text);
}

static void add_texts(Planner *p, Texts *set, const Texts *more)
{
  for (uint32_t i = 0; i < more->n; i++) add(p, set, more->at[i]);
}

static bool meet(const Texts *a, const Texts *b)
{
  for (uint32_t i = 0; i < a->n; i++)
    if (has(b, a->at[i])) return true;
  return false;
}

static void join(Planner *p, Effects *e, const Effects *more)
{
  Reads *r = &e->reads;
  const Reads *mr = &more->reads;
  r->everything |= mr->everything;
  r->nodes |= mr->nodes;
  r->rels |= mr->rels;
  r->keys |= mr->keys;
  r->labels |= mr->labels;
  add_texts(p, &r->scanned, &mr->scanned);
  add_texts(p, &r->tested, &mr->tested);
  add_texts(p, &r->types, &mr->types);
  add_texts(p, &r->named_keys, &mr->named_keys);
  Writes *w = &e->writes;
  const Writes *mw = &more->writes;
  w->everything |= mw->everything;
  w->nodes |= mw->nodes;
  w->rels |= mw->rels;
  w->deletes |= mw->deletes;
  w->keys |= mw->keys;
  w->labels |= mw->labels;
  w->some_node |= mw->some_node;
  add_texts(p, &w->created, &mw->created);
  add_texts(p, &w->types, &mw->types);
  add_texts(p, &w->named_keys, &mw->named_keys);
  add_texts(p, &w->named_labels, &mw->named_labels);
}

/* ---- conflicts */

static bool reads_anything(const Reads *r)
{
  return r->everything || r->nodes || r->rels || r->keys || r->labels ||
         r->scanned.n + r->tested.n + r->types.n + r->named_keys.n > 0;
}

static bool writes_anything(const Writes *w)
{
  return w->everything || w->nodes || w->rels || w->deletes || w->keys || w->labels || w->some_node ||
         w->types.n + w->named_keys.n + w->named_labels.n > 0;
}

static bool keys_meet(bool any_a, const Texts *a, bool any_b, const Texts *b)
{
  if (any_a) return any_b || b->n > 0;
  if (any_b) return a->n > 0;
  return meet(a, b);
}

static bool disturbs(const Writes *w, const Reads *r)
{
  if (!writes_anything(w) || !reads_anything(r)) return false;
  if (w->everything || w->deletes || r->everything) return true;
  bool makes_nodes = w->nodes || w->some_node;
  if (makes_nodes && r->nodes) return true;
  if (w->nodes && r->scanned.n > 0) return true;
  if (meet(&w->created, &r->scanned)) return true;
  if (keys_meet(w->rels, &w->types, r->rels, &r->types)) return true;
  if (keys_meet(w->keys, &w->named_keys, r->keys, &r->named_keys)) return true;
  return keys_meet(w->labels, &w->named_labels, r->labels, &r->tested) ||
         keys_meet(w->labels, &w->named_labels, false, &r->scanned);
}

/* Two writers of the same property, or one that deletes what the other works on: their order shows. */
static bool collide(const Writes *a, const Writes *b)
{
  if (!writes_anything(a) || !writes_anything(b)) return false;
  if (a->everything || b->everything || a->deletes || b->deletes) return true;
  return keys_meet(a->keys, &a->named_keys, b->keys, &b->named_keys) ||
         keys_meet(a->labels, &a->named_labels, b->labels, &b->named_labels);
}

static bool conflict(const Effects *a, const Effects *b)
{
  return disturbs(&a->writes, &b->reads) || disturbs(&b->writes, &a->reads) || collide(&a->writes, &b->writes);
}

/* ---- what expressions read */

static void label_reads(Planner *p, const LabelExpr *labels, Effects *out)
{
  for (; labels != NULL; labels = labels->left) {
    if (labels->kind == LABEL_NAME) add(p, &out->reads.tested, labels->name.text);
    if (labels->kind == LABEL_ANY || labels->kind == LABEL_DYNAMIC) out->reads.labels = true;
    expr_effects(p, labels->expr, out);
    label_reads(p, labels->right, out);
  }
}

static bool reads_valid_time(const Function *function)
{
  return strncmp(function->name, "valid", 5) == 0 || strncmp(function->name, "interval.", 9) == 0;
}

/* Functions that take an entity: what they look at. */
static void function_reads(Planner *p, const Function *function, Effects *out)
{
  static const char *const nothing[] = {"id",      "elementId", "type",   "startNode",
                                        "endNode", "nodes",     "length", "relationships"};
  const Settings *settings = graph_settings(p->graph);
  if (function != NULL && reads_valid_time(function)) {
    for (size_t i = 0; i < VALIDITY_DATES; i++)
      add(p, &out->reads.named_keys, setting_name(settings, validity_settings[i]));
  }
  if (function != NULL && strcmp(function->category, "claims") == 0) out->reads.everything = true;
  if (function == NULL || strcmp(function->category, "graph") != 0) return;
  for (uint32_t i = 0; i < ARRAY_LEN(nothing); i++)
    if (strcmp(function->name, nothing[i]) == 0) return;
  if (strcmp(function->name, "labels") == 0)
    out->reads.labels = true;
  else if (strcmp(function->name, "keys") == 0 || strcmp(function->name, "properties") == 0)
    out->reads.keys = true;
  else
    out->reads.everything = true;
}

static void projection_reads(Planner *p, const Expr *e, Effects *out)
{
  for (uint32_t i = 0; i < e->n; i++) {
    if (e->ops[i] == PROJECT_ALL) out->reads.keys = true;
    if (e->ops[i] == PROJECT_PROPERTY) add(p, &out->reads.named_keys, e->keys[i].text);
  }
}

static void expr_effects(Planner *p, const Expr *e, Effects *out)
{
  while (e != NULL) {
    switch (e->kind) {
    case EXPR_PROPERTY: add(p, &out->reads.named_keys, e->name.text); break;
    case EXPR_INDEX: {
      int64_t position;
      if (!expr_is_int(e->args[1], &position)) out->reads.keys = true;
      break;
    }
    case EXPR_HAS_LABELS: label_reads(p, e->labels, out); break;
    case EXPR_CALL: function_reads(p, e->function, out); break;
    case EXPR_MAP_PROJECTION: projection_reads(p, e, out); break;
    case EXPR_PATTERN:
    case EXPR_PATTERN_COMPREHENSION:
    case EXPR_SHORTEST_PATH:
    case EXPR_SUBQUERY:
      if (e->slot2 < p->tree->subplan_count) tree_effects(p, p->tree->subplans[e->slot2].root, out);
      return;
    default: break;
    }
    for (uint32_t i = 1; i < e->n; i++) expr_effects(p, e->args[i], out);
    e = e->n > 0 ? e->args[0] : NULL;
  }
}

/* ---- what operators read and write */

static void type_reads(Planner *p, const Plan *plan, Effects *out)
{
  if (plan->type_count == 0) out->reads.rels = true;
  for (uint32_t i = 0; i < plan->type_count; i++) add(p, &out->reads.types, plan->types[i].text);
  expr_effects(p, plan->step_filter, out);
}

static void seek_reads(Planner *p, const Plan *plan, Effects *out)
{
  add(p, &out->reads.named_keys, graph_name(p->graph, NAME_KEY, index_key(plan->index)));
  expr_effects(p, plan->low, out);
  expr_effects(p, plan->high, out);
}

static void create_effects(Planner *p, const Plan *plan, Effects *out)
{
  for (uint32_t i = 0; i < plan->node_count; i++) {
    const PlanNode *node = &plan->nodes[i];
    expr_effects(p, node->properties, out);
    if (node->bound) continue;
    out->writes.some_node = true;
    if (node->dynamic_count > 0) out->writes.nodes = true;
    for (uint32_t k = 0; k < node->label_count; k++) add(p, &out->writes.created, node->labels[k].text);
    for (uint32_t k = 0; k < node->dynamic_count; k++) expr_effects(p, node->dynamic_labels[k], out);
  }
  for (uint32_t i = 0; i < plan->rel_count; i++) {
    const PlanRel *rel = &plan->rels[i];
    expr_effects(p, rel->properties, out);
    expr_effects(p, rel->dynamic_type, out);
    if (rel->dynamic_type != NULL)
      out->writes.rels = true;
    else
      add(p, &out->writes.types, rel->type.text);
  }
}

static void label_writes(Planner *p, const LabelExpr *labels, Effects *out)
{
  for (; labels != NULL; labels = labels->left) {
    if (labels->kind == LABEL_NAME) add(p, &out->writes.named_labels, labels->name.text);
    if (labels->kind == LABEL_DYNAMIC) out->writes.labels = true;
    expr_effects(p, labels->expr, out);
    label_writes(p, labels->right, out);
  }
}

static void map_writes(Planner *p, const SetItem *item, Effects *out)
{
  expr_effects(p, item->target, out);
  expr_effects(p, item->value, out);
  if (item->value != NULL && item->value->kind == EXPR_MAP && item->kind == SET_ADD) {
    for (uint32_t i = 0; i < item->value->n; i++) add(p, &out->writes.named_keys, item->value->keys[i].text);
    return;
  }
  out->writes.keys = true;
  /* All properties of another entity may be copied. */
  if (item->value != NULL && item->value->kind != EXPR_MAP && item->value->kind != EXPR_PARAMETER)
    out->reads.keys = true;
}

static void set_effects(Planner *p, const SetItem *items, uint32_t n, Effects *out)
{
  for (uint32_t i = 0; i < n; i++) {
    const SetItem *item = &items[i];
    switch (item->kind) {
    case SET_PROPERTY:
    case REMOVE_PROPERTY:
      for (uint32_t k = 0; k < item->target->n; k++) expr_effects(p, item->target->args[k], out);
      expr_effects(p, item->value, out);
      if (item->target->kind == EXPR_PROPERTY)
        add(p, &out->writes.named_keys, item->target->name.text);
      else
        out->writes.keys = true;
      break;
    case SET_REPLACE:
    case SET_ADD: map_writes(p, item, out); break;
    case SET_LABELS:
    case REMOVE_LABELS:
      expr_effects(p, item->target, out);
      label_writes(p, item->labels, out);
      break;
    }
  }
}

/* All properties are copied to the parts; which types the relationships are of is not known here. */
static void split_effects(Planner *p, const Plan *plan, Effects *out)
{
  const Settings *settings = graph_settings(p->graph);
  expr_effects(p, plan->low, out);
  expr_effects(p, plan->high, out);
  out->reads.keys = true;
  out->writes.rels = true;
  for (size_t i = 0; i < VALIDITY_DATES; i++)
    add(p, &out->writes.named_keys, setting_name(settings, validity_settings[i]));
}

static void procedure_effects(const Plan *plan, Effects *out)
{
  if (plan->procedure == NULL || !plan->procedure->apart) out->reads.everything = true;
  if (plan->procedure == NULL || plan->procedure->writes) out->writes.everything = true;
}

static void own_effects(Planner *p, const Plan *plan, Effects *out)
{
  switch (plan->kind) {
  case PLAN_ALL_NODES_SCAN: out->reads.nodes = true; break;
  case PLAN_LABEL_SCAN: add(p, &out->reads.scanned, plan->label.text); break;
  case PLAN_NODE_INDEX_SEEK:
    add(p, &out->reads.scanned, plan->label.text);
    seek_reads(p, plan, out);
    break;
  case PLAN_NODE_ID_SEEK:
    out->reads.nodes = true;
    expr_effects(p, plan->low, out);
    break;
  case PLAN_REL_INDEX_SEEK:
    type_reads(p, plan, out);
    seek_reads(p, plan, out);
    break;
  case PLAN_REL_ID_SEEK:
    if (plan->low == NULL) break; /* a type and its ends never change */
    type_reads(p, plan, out);
    expr_effects(p, plan->low, out);
    break;
  case PLAN_REL_TYPE_SCAN:
  case PLAN_REL_VALID_SEEK:
  case PLAN_EXPAND:
  case PLAN_EXPAND_INTO:
  case PLAN_EXPAND_VAR:
  case PLAN_REACH:
  case PLAN_SHORTEST_PATH: type_reads(p, plan, out); break;
  case PLAN_CREATE: create_effects(p, plan, out); break;
  case PLAN_MERGE:
    create_effects(p, plan, out);
    set_effects(p, plan->set_items, plan->set_count, out);
    set_effects(p, plan->on_match, plan->on_match_count, out);
    break;
  case PLAN_SET: set_effects(p, plan->set_items, plan->set_count, out); break;
  case PLAN_SPLIT: split_effects(p, plan, out); break;
  case PLAN_PROCEDURE_CALL: procedure_effects(plan, out); break;
  default: break;
  }
  for (uint32_t i = 0; i < plan->filter_count; i++) expr_effects(p, plan->filters[i], out);
  for (uint32_t i = 0; i < plan->item_count; i++) expr_effects(p, plan->items[i].expr, out);
  for (uint32_t i = 0; i < plan->aggregate_count; i++) expr_effects(p, plan->aggregates[i].call, out);
  for (uint32_t i = 0; i < plan->expr_count; i++) expr_effects(p, plan->exprs[i], out);
  expr_effects(p, plan->expr, out);
  expr_effects(p, plan->expr2, out);
}

/* DELETE takes all its input before it deletes, so it is in the way of what comes after it only. */
static void deletes(Effects *out)
{
  out->writes.deletes = true;
}

static void tree_effects(Planner *p, const Plan *plan, Effects *out)
{
  for (; plan != NULL; plan = plan->child[0]) {
    own_effects(p, plan, out);
    if (plan->kind == PLAN_DELETE) deletes(out);
    tree_effects(p, plan->child[1], out);
  }
}

/* ---- the walk */

static bool multiplies(const Plan *plan)
{
  switch (plan->kind) {
  case PLAN_FILTER:
  case PLAN_PROJECT:
  case PLAN_PATHS:
  case PLAN_PATH_MODE:
  case PLAN_DISTINCT:
  case PLAN_SORT:
  case PLAN_TOP:
  case PLAN_SKIP:
  case PLAN_LIMIT:
  case PLAN_EAGER:
  case PLAN_SEMI_APPLY:
  case PLAN_CREATE:
  case PLAN_SET:
  case PLAN_SPLIT:
  case PLAN_DELETE:
  case PLAN_FOREACH:
  case PLAN_SUBQUERY_UPDATE:
  case PLAN_PRODUCE_RESULTS:
  case PLAN_EMPTY_RESULT: return false;
  default: return true;
  }
}

static Status hold_back(Planner *p, Plan *plan)
{
  Plan *eager;
  return plan_add(p, PLAN_EAGER, &plan->child[0], &eager);
}

static Status visit(Planner *p, Plan *plan, bool argument_many, Stream *s)
{
  if (plan->kind == PLAN_ARGUMENT) {
    *s = (Stream){.many = !plan->flag && argument_many};
    return STATUS_OK;
  }
  Effects own = {0};
  Stream right = {0};
  TRY(visit(p, plan->child[0], argument_many, s));
  bool one_call = plan->kind == PLAN_PROCEDURE_CALL && !s->many; /* over before its first row goes on */
  own_effects(p, plan, &own);
  if (plan->child[1] != NULL) {
    bool correlated = (plan_flags(plan->kind) & OP_CORRELATED) != 0;
    bool many = plan->kind == PLAN_UNION ? argument_many : correlated && !plan->row_by_row;
    TRY(visit(p, plan->child[1], many, &right));
    /* The parts of a union run one after the other. */
    if (plan->kind == PLAN_UNION)
      join(p, &s->below, &right.below);
    else
      tree_effects(p, plan->child[1], &own);
    s->wrote = s->wrote || right.wrote;
  }
  if (s->many && conflict(&s->below, &own)) {
    TRY(hold_back(p, plan));
    s->below = (Effects){0};
  }
  if (plan->kind == PLAN_LIMIT || plan->kind == PLAN_TOP) plan->flag = s->wrote;
  if ((plan_flags(plan->kind) & OP_EAGER) != 0)
    s->below = (Effects){0};
  else if (!one_call)
    join(p, &s->below, &own);
  if (plan->kind == PLAN_DELETE) {
    deletes(&s->below);
    s->wrote = true;
  }
  s->wrote = s->wrote || writes_anything(&own.writes);
  s->many = plan->kind == PLAN_AGGREGATE ? plan->item_count > 0 && s->many : s->many || multiplies(plan);
  return arena_check(p->arena, p->err);
}

Status plan_eager(Planner *p)
{
  Stream stream;
  /* Expressions cannot write: their subplans need no EAGER. */
  return p->checked->writes ? visit(p, p->tree->root, false, &stream) : STATUS_OK;
}
