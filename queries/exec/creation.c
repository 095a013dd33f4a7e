/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making entities; see creation.h. */
#include "creation.h"

/* ---- properties */

static Status properties_open(Exec *x, const Expr *expr, Properties *p)
{
  p->expr = expr;
  if (!expr) return STATUS_OK;
  if (expr->kind != EXPR_MAP) return eval_compile(x, expr, &p->whole);
  p->n = expr->n;
  p->keys = arena_array(&x->arena, uint32_t, p->n);
  p->vecs = arena_array(&x->arena, Vec, p->n);
  TRY(op_compile(x, expr->args, p->n, &p->values));
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < p->n; i++) p->keys[i] = NAME_NONE;
  return STATUS_OK;
}

static Status properties_evaluate(Exec *x, Properties *p, const Batch *b, Arena *arena)
{
  if (p->whole) return eval_run(x, p->whole, b, arena, &p->vec);
  for (uint32_t i = 0; i < p->n; i++) TRY(eval_run(x, p->values[i], b, arena, &p->vecs[i]));
  return STATUS_OK;
}

/* An error of the graph does not know where in the query it comes from. */
static Status at_span(Exec *x, Span span, Status status)
{
  if (status != STATUS_OK && x->err->span.end == 0) x->err->span = span;
  return status;
}

static Status write_map(Exec *x, const Properties *p, EntityKind kind, uint32_t slot, Value map)
{
  if (value_is_null(map)) return STATUS_OK;
  if (map.type != VALUE_MAP)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", p->expr->span,
                    "properties are given as a map, not as a value of type %s", value_type_name(map.type));
  for (uint32_t i = 0; i < map.aux; i++) {
    uint32_t key;
    if (value_is_null(map.entries[i].value)) continue;
    TRY(graph_name_add(x->graph, NAME_KEY, map.entries[i].key, &key, x->err));
    TRY(at_span(x, p->expr->span, graph_set_prop(x->graph, kind, slot, key, map.entries[i].value, x->err)));
  }
  return STATUS_OK;
}

static Status properties_write(Exec *x, Properties *p, EntityKind kind, uint32_t slot, uint32_t row)
{
  if (p->whole) return write_map(x, p, kind, slot, vec_get(&p->vec, row));
  for (uint32_t i = 0; i < p->n; i++) {
    Value v = vec_get(&p->vecs[i], row);
    if (value_is_null(v)) continue;
    if (p->keys[i] == NAME_NONE) TRY(graph_name_add(x->graph, NAME_KEY, p->expr->keys[i].text, &p->keys[i], x->err));
    TRY(at_span(x, p->expr->args[i]->span, graph_set_prop(x->graph, kind, slot, p->keys[i], v, x->err)));
  }
  return STATUS_OK;
}

static Status refuse_null(Exec *x, Text key, Span span)
{
  error_at(x->err, ERROR_SEMANTIC, "MergeReadOwnWrites", span,
           "MERGE cannot look for something whose property `%.*s` is null", (int)key.len, key.data);
  x->err->phase = PHASE_RUNTIME;
  return STATUS_FAIL;
}

static Status properties_refuse_nulls(Exec *x, const Properties *p, uint32_t row)
{
  for (uint32_t i = 0; i < p->n; i++)
    if (value_is_null(vec_get(&p->vecs[i], row))) return refuse_null(x, p->expr->keys[i].text, p->expr->args[i]->span);
  if (!p->whole) return STATUS_OK;
  Value map = vec_get(&p->vec, row);
  for (uint32_t i = 0; map.type == VALUE_MAP && i < map.aux; i++)
    if (value_is_null(map.entries[i].value)) return refuse_null(x, map.entries[i].key, p->expr->span);
  return STATUS_OK;
}

/* ---- opening */

static Status open_node(Exec *x, const PlanNode *node, NodeMaker *maker)
{
  maker->node = node;
  if (node->bound) return STATUS_OK;
  maker->ids = arena_alloc(&x->arena, BATCH_ROWS * sizeof *maker->ids);
  maker->label_cap = node->label_count + node->dynamic_count;
  maker->labels = arena_array(&x->arena, uint32_t, maker->label_cap);
  maker->dynamic_vecs = arena_array(&x->arena, Vec, node->dynamic_count);
  TRY(op_compile(x, node->dynamic_labels, node->dynamic_count, &maker->dynamic));
  return properties_open(x, node->properties, &maker->properties);
}

static Status open_rel(Exec *x, const PlanRel *rel, RelMaker *maker)
{
  maker->rel = rel;
  maker->type = NAME_NONE;
  maker->ids = arena_alloc(&x->arena, BATCH_ROWS * sizeof *maker->ids);
  if (rel->dynamic_type) TRY(eval_compile(x, rel->dynamic_type, &maker->dynamic));
  return properties_open(x, rel->properties, &maker->properties);
}

Status creation_open(Exec *x, const Plan *plan, Creation *c)
{
  c->plan = plan;
  c->nodes = arena_array(&x->arena, NodeMaker, plan->node_count);
  c->rels = arena_array(&x->arena, RelMaker, plan->rel_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->node_count; i++) TRY(open_node(x, &plan->nodes[i], &c->nodes[i]));
  for (uint32_t i = 0; i < plan->rel_count; i++) TRY(open_rel(x, &plan->rels[i], &c->rels[i]));
  return STATUS_OK;
}

/* ---- evaluating */

Status creation_evaluate(Exec *x, Creation *c, const Batch *b, Arena *arena)
{
  for (uint32_t i = 0; i < c->plan->node_count; i++) {
    NodeMaker *maker = &c->nodes[i];
    if (maker->node->bound) continue;
    for (uint32_t k = 0; k < maker->node->dynamic_count; k++)
      TRY(eval_run(x, maker->dynamic[k], b, arena, &maker->dynamic_vecs[k]));
    TRY(properties_evaluate(x, &maker->properties, b, arena));
  }
  for (uint32_t i = 0; i < c->plan->rel_count; i++) {
    RelMaker *maker = &c->rels[i];
    if (maker->dynamic) TRY(eval_run(x, maker->dynamic, b, arena, &maker->dynamic_vec));
    TRY(properties_evaluate(x, &maker->properties, b, arena));
  }
  return arena_check(arena, x->err);
}

Status creation_refuse_nulls(Exec *x, const Creation *c, uint32_t row)
{
  for (uint32_t i = 0; i < c->plan->node_count; i++) TRY(properties_refuse_nulls(x, &c->nodes[i].properties, row));
  for (uint32_t i = 0; i < c->plan->rel_count; i++) TRY(properties_refuse_nulls(x, &c->rels[i].properties, row));
  return STATUS_OK;
}

/* ---- making */

static Status add_label(Exec *x, NodeMaker *maker, uint32_t *n, Value name, Span span)
{
  if (name.type != VALUE_STRING)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", span, "a label is a string, not a value of type %s",
                    value_type_name(name.type));
  if (*n == maker->label_cap) {
    uint32_t cap = maker->label_cap * 2 + 8;
    uint32_t *labels = arena_array(&x->arena, uint32_t, cap);
    TRY(arena_check(&x->arena, x->err));
    if (*n) memcpy(labels, maker->labels, *n * sizeof *labels);
    maker->labels = labels;
    maker->label_cap = cap;
  }
  return graph_name_add(x->graph, NAME_LABEL, value_text(name), &maker->labels[(*n)++], x->err);
}

/* The labels of one row's node. */
static Status find_labels(Exec *x, NodeMaker *maker, uint32_t row, uint32_t *n)
{
  const PlanNode *node = maker->node;
  for (uint32_t i = 0; i < node->label_count && !maker->named; i++)
    TRY(graph_name_add(x->graph, NAME_LABEL, node->labels[i].text, &maker->labels[i], x->err));
  maker->named = true;
  *n = node->label_count;
  for (uint32_t i = 0; i < node->dynamic_count; i++) {
    Value v = vec_get(&maker->dynamic_vecs[i], row);
    Span span = node->dynamic_labels[i]->span;
    if (v.type != VALUE_LIST) TRY(add_label(x, maker, n, v, span));
    for (uint32_t k = 0; v.type == VALUE_LIST && k < v.aux; k++) TRY(add_label(x, maker, n, v.items[k], span));
  }
  return STATUS_OK;
}

static Status make_nodes(Exec *x, NodeMaker *maker, Batch *b)
{
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t row = batch_row(b, i), labels;
    TRY(find_labels(x, maker, row, &labels));
    TRY(graph_add_node(x->graph, maker->labels, labels, &maker->ids[row], x->err));
    TRY(properties_write(x, &maker->properties, ENTITY_NODE, maker->ids[row], row));
  }
  b->slots[maker->node->slot] = (Vec){.kind = VEC_NODE, .ids = maker->ids};
  return STATUS_OK;
}

static Status find_type(Exec *x, RelMaker *maker, uint32_t row, uint32_t *type)
{
  if (!maker->dynamic) {
    if (maker->type == NAME_NONE) TRY(graph_name_add(x->graph, NAME_TYPE, maker->rel->type.text, &maker->type, x->err));
    *type = maker->type;
    return STATUS_OK;
  }
  Value v = vec_get(&maker->dynamic_vec, row);
  if (v.type == VALUE_LIST && v.aux == 1) v = v.items[0];
  if (v.type != VALUE_STRING)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", maker->rel->dynamic_type->span,
                    "a relationship type is one string, not a value of type %s", value_type_name(v.type));
  return graph_name_add(x->graph, NAME_TYPE, value_text(v), type, x->err);
}

static Status find_end(Exec *x, const Batch *b, uint32_t slot, Span rel, uint32_t row, uint32_t *node)
{
  Value v = vec_get(&b->slots[slot], row);
  Text name = x->tree->checked->slots[slot].name;
  if (v.type != VALUE_NODE) {
    error_at(x->err, ERROR_SEMANTIC, NULL, rel, "a relationship cannot be made, since its node `%.*s` is %s",
             (int)name.len, name.data, value_is_null(v) ? "null" : "no node");
    x->err->phase = PHASE_RUNTIME;
    return STATUS_FAIL;
  }
  if (!graph_node_alive(x->graph, v.id))
    return error_at(x->err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", rel,
                    "a relationship cannot be made, since its node `%.*s` has been deleted", (int)name.len, name.data);
  *node = v.id;
  return STATUS_OK;
}

static Status make_rels(Exec *x, RelMaker *maker, Batch *b)
{
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t row = batch_row(b, i), type, start, end;
    TRY(find_type(x, maker, row, &type));
    TRY(find_end(x, b, maker->rel->start, maker->rel->span, row, &start));
    TRY(find_end(x, b, maker->rel->end, maker->rel->span, row, &end));
    TRY(graph_add_rel(x->graph, type, start, end, &maker->ids[row], x->err));
    TRY(properties_write(x, &maker->properties, ENTITY_REL, maker->ids[row], row));
  }
  b->slots[maker->rel->slot] = (Vec){.kind = VEC_REL, .ids = maker->ids};
  return STATUS_OK;
}

Status creation_make(Exec *x, Creation *c, Batch *b)
{
  for (uint32_t i = 0; i < c->plan->node_count; i++)
    if (!c->nodes[i].node->bound) TRY(make_nodes(x, &c->nodes[i], b));
  for (uint32_t i = 0; i < c->plan->rel_count; i++) TRY(make_rels(x, &c->rels[i], b));
  return STATUS_OK;
}
