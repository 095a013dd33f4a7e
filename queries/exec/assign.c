/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SET and REMOVE items; see assign.h. */
#include "assign.h"

/* ---- opening */

static void count_labels(const LabelExpr *labels, uint32_t *names, uint32_t *dynamic)
{
  if (labels->kind == LABEL_AND) {
    count_labels(labels->left, names, dynamic);
    count_labels(labels->right, names, dynamic);
  }
  *names += labels->kind == LABEL_NAME;
  *dynamic += labels->kind == LABEL_DYNAMIC;
}

static Status collect_labels(Exec *x, const LabelExpr *labels, Assignment *a)
{
  switch (labels->kind) {
  case LABEL_AND: TRY(collect_labels(x, labels->left, a)); return collect_labels(x, labels->right, a);
  case LABEL_NAME: a->labels[a->label_count++] = (NameRef){labels->name.text, NAME_NONE}; return STATUS_OK;
  case LABEL_DYNAMIC:
    a->dynamic[a->dynamic_count] = labels->expr;
    return eval_compile(x, labels->expr, &a->dynamic_evals[a->dynamic_count++]);
  case LABEL_OR:
  case LABEL_NOT:
  case LABEL_ANY: break;
  }
  return error_internal(x->err, "labels to set that are no plain labels");
}

static Status open_labels(Exec *x, const LabelExpr *labels, Assignment *a)
{
  uint32_t names = 0, dynamic = 0;
  count_labels(labels, &names, &dynamic);
  a->labels = arena_array(&x->arena, NameRef, names);
  a->dynamic = arena_array(&x->arena, const Expr *, dynamic);
  a->dynamic_evals = arena_array(&x->arena, Eval *, dynamic);
  TRY(arena_check(&x->arena, x->err));
  return collect_labels(x, labels, a);
}

static Status open_assignment(Exec *x, const SetItem *item, Assignment *a)
{
  a->item = item;
  a->key = NAME_NONE;
  a->target = item->target;
  if (item->kind == SET_PROPERTY || item->kind == REMOVE_PROPERTY) {
    a->target = item->target->args[0];
    if (item->target->kind == EXPR_INDEX)
      TRY(eval_compile(x, item->target->args[1], &a->key_eval));
    else
      a->key_name = item->target->name.text;
  }
  TRY(eval_compile(x, a->target, &a->entity));
  if (item->value) TRY(eval_compile(x, item->value, &a->value));
  return item->labels ? open_labels(x, item->labels, a) : STATUS_OK;
}

Status assignments_open(Exec *x, const SetItem *items, uint32_t n, Assignments *a)
{
  arena_init(&a->arena, x->limit);
  a->at = arena_array(&x->arena, Assignment, n);
  TRY(arena_check(&x->arena, x->err));
  a->n = n;
  for (uint32_t i = 0; i < n; i++) TRY(open_assignment(x, &items[i], &a->at[i]));
  return STATUS_OK;
}

void assignments_close(Assignments *a)
{
  arena_free(&a->arena);
}

/* ---- one row */

typedef struct Entity {
  EntityKind kind;
  uint32_t slot;
} Entity;

static Status evaluate(Exec *x, Assignments *a, Eval *eval, const Batch *one, Value *out)
{
  Vec vec;
  TRY(eval_run(x, eval, one, &a->arena, &vec));
  *out = vec_get(&vec, one->sel[0]);
  return arena_check(&a->arena, x->err);
}

/* *found is false for null. */
static Status find_entity(Exec *x, Assignments *a, const Assignment *as, const Batch *one, Entity *entity, bool *found)
{
  Value v;
  if (as->target->kind == EXPR_VARIABLE)
    v = vec_get(&one->slots[as->target->slot], one->sel[0]);
  else
    TRY(evaluate(x, a, as->entity, one, &v));
  *found = !value_is_null(v);
  if (!*found) return STATUS_OK;
  bool labels = as->item->kind == SET_LABELS || as->item->kind == REMOVE_LABELS;
  if (v.type != VALUE_NODE && (v.type != VALUE_REL || labels))
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", as->target->span,
                    "%s takes a node%s, not a value of type %s", as->item->kind >= REMOVE_PROPERTY ? "REMOVE" : "SET",
                    labels ? "" : " or a relationship", value_type_name(v.type));
  *entity = (Entity){v.type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL, v.id};
  bool alive = entity->kind == ENTITY_NODE ? graph_node_alive(x->graph, v.id) : graph_rel_alive(x->graph, v.id);
  if (alive) return STATUS_OK;
  return error_at(x->err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess", as->target->span,
                  "the %s has been deleted by this statement", entity->kind == ENTITY_NODE ? "node" : "relationship");
}

static Status set_prop(Exec *x, const Assignment *as, Entity entity, uint32_t key, Value v)
{
  Status status = graph_set_prop(x->graph, entity.kind, entity.slot, key, v, x->err);
  if (status != STATUS_OK && x->err->span.end == 0)
    x->err->span = as->item->value ? as->item->value->span : as->item->span;
  return status;
}

static Status assign_property(Exec *x, Assignments *a, Assignment *as, const Batch *one, Entity entity)
{
  Value v = VALUE_NULL_VALUE;
  uint32_t key = as->key;
  Text name = as->key_name;
  if (as->value) TRY(evaluate(x, a, as->value, one, &v));
  if (as->key_eval) {
    Value key_value;
    TRY(evaluate(x, a, as->key_eval, one, &key_value));
    if (key_value.type != VALUE_STRING)
      return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", as->item->target->span,
                      "a property's name is a string, not a value of type %s", value_type_name(key_value.type));
    name = value_text(key_value);
  }
  if (key == NAME_NONE && value_is_null(v)) {
    key = graph_name_find(x->graph, NAME_KEY, name);
    if (key == NAME_NONE) return STATUS_OK;
  }
  if (key == NAME_NONE) TRY(graph_name_add(x->graph, NAME_KEY, name, &key, x->err));
  if (!as->key_eval) as->key = key;
  return set_prop(x, as, entity, key, v);
}

typedef struct KeyValue {
  uint32_t key;
  Value value;
} KeyValue;

typedef struct KeyValues {
  KeyValue *at;
  uint32_t n, cap;
} KeyValues;

static Status push(Exec *x, Arena *arena, KeyValues *list, uint32_t key, Value v)
{
  if (list->n == list->cap) {
    uint32_t cap = list->cap ? list->cap * 2 : 8;
    KeyValue *at = arena_alloc(arena, cap * sizeof *at);
    TRY(arena_check(arena, x->err));
    if (list->n) memcpy(at, list->at, list->n * sizeof *at);
    list->at = at;
    list->cap = cap;
  }
  list->at[list->n++] = (KeyValue){key, v};
  return STATUS_OK;
}

static Status list_props(Exec *x, Arena *arena, Entity entity, KeyValues *list)
{
  uint32_t at = 0, key;
  Value v;
  while (graph_next_prop(x->graph, entity.kind, entity.slot, &at, &key, &v)) TRY(push(x, arena, list, key, v));
  return STATUS_OK;
}

/* What the right side of = or += holds: the entries of a map, or the properties of an entity. */
static Status list_source(Exec *x, Assignments *a, const Assignment *as, Value v, KeyValues *list)
{
  if (v.type == VALUE_NODE || v.type == VALUE_REL)
    return list_props(x, &a->arena, (Entity){v.type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL, v.id}, list);
  if (v.type != VALUE_MAP)
    return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", as->item->value->span,
                    "properties are set from a map, a node or a relationship, not from a value of type %s",
                    value_type_name(v.type));
  for (uint32_t i = 0; i < v.aux; i++) {
    uint32_t key;
    const MapEntry *entry = &v.entries[i];
    if (value_is_null(entry->value)) {
      key = graph_name_find(x->graph, NAME_KEY, entry->key);
      if (key == NAME_NONE) continue;
    } else {
      TRY(graph_name_add(x->graph, NAME_KEY, entry->key, &key, x->err));
    }
    TRY(push(x, &a->arena, list, key, entry->value));
  }
  return STATUS_OK;
}

static bool gives(const KeyValues *list, uint32_t key)
{
  for (uint32_t i = 0; i < list->n; i++)
    if (list->at[i].key == key) return true;
  return false;
}

static Status assign_all(Exec *x, Assignments *a, const Assignment *as, const Batch *one, Entity entity)
{
  Value v;
  KeyValues fresh = {0}, old = {0};
  TRY(evaluate(x, a, as->value, one, &v));
  TRY(list_source(x, a, as, v, &fresh));
  if (as->item->kind == SET_REPLACE) TRY(list_props(x, &a->arena, entity, &old));
  for (uint32_t i = 0; i < old.n; i++)
    if (!gives(&fresh, old.at[i].key)) TRY(set_prop(x, as, entity, old.at[i].key, VALUE_NULL_VALUE));
  for (uint32_t i = 0; i < fresh.n; i++) TRY(set_prop(x, as, entity, fresh.at[i].key, fresh.at[i].value));
  return STATUS_OK;
}

static Status assign_label(Exec *x, const Assignment *as, uint32_t node, Text name)
{
  uint32_t label;
  if (as->item->kind == REMOVE_LABELS) {
    label = graph_name_find(x->graph, NAME_LABEL, name);
    return label == NAME_NONE ? STATUS_OK : graph_remove_label(x->graph, node, label, x->err);
  }
  TRY(graph_name_add(x->graph, NAME_LABEL, name, &label, x->err));
  return graph_add_label(x->graph, node, label, x->err);
}

static Status assign_dynamic_label(Exec *x, const Assignment *as, uint32_t node, Value name, Span span)
{
  if (name.type == VALUE_STRING) return assign_label(x, as, node, value_text(name));
  return error_at(x->err, ERROR_TYPE, "InvalidArgumentType", span, "a label is a string, not a value of type %s",
                  value_type_name(name.type));
}

static Status assign_labels(Exec *x, Assignments *a, const Assignment *as, const Batch *one, uint32_t node)
{
  for (uint32_t i = 0; i < as->label_count; i++) TRY(assign_label(x, as, node, as->labels[i].text));
  for (uint32_t i = 0; i < as->dynamic_count; i++) {
    Value v;
    Span span = as->dynamic[i]->span;
    TRY(evaluate(x, a, as->dynamic_evals[i], one, &v));
    if (v.type != VALUE_LIST) TRY(assign_dynamic_label(x, as, node, v, span));
    for (uint32_t k = 0; v.type == VALUE_LIST && k < v.aux; k++)
      TRY(assign_dynamic_label(x, as, node, v.items[k], span));
  }
  return STATUS_OK;
}

static Status assign(Exec *x, Assignments *a, Assignment *as, const Batch *one)
{
  Entity entity;
  bool found;
  TRY(find_entity(x, a, as, one, &entity, &found));
  if (!found) return STATUS_OK;
  switch (as->item->kind) {
  case SET_PROPERTY:
  case REMOVE_PROPERTY: return assign_property(x, a, as, one, entity);
  case SET_REPLACE:
  case SET_ADD: return assign_all(x, a, as, one, entity);
  case SET_LABELS:
  case REMOVE_LABELS: break;
  }
  return assign_labels(x, a, as, one, entity.slot);
}

Status assignments_run(Exec *x, Assignments *a, const Batch *b)
{
  for (uint32_t i = 0; i < b->n && a->n; i++) {
    uint16_t row = (uint16_t)batch_row(b, i);
    Batch one = {.n = 1, .sel = &row, .slots = b->slots};
    arena_reset(&a->arena);
    for (uint32_t k = 0; k < a->n; k++) TRY(assign(x, a, &a->at[k], &one));
  }
  return STATUS_OK;
}
