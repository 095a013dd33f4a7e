/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading into values: properties, list items, labels; and building lists and maps. A property of a vector of nodes or
 * relationships is read straight from its column. */
#include "core/column.h"
#include "eval_internal.h"

static Status deleted(Evaluation *r, const Eval *e)
{
  error_set(r->x->err, ERROR_ENTITY_NOT_FOUND, "DeletedEntityAccess",
            "the entity was deleted earlier in this statement");
  return eval_failed(r, e);
}

static bool is_alive(const Graph *g, EntityKind kind, uint32_t slot)
{
  return kind == ENTITY_NODE ? graph_node_alive(g, slot) : graph_rel_alive(g, slot);
}

static Status entity_property(Evaluation *r, Eval *e, EntityKind kind, const uint32_t *ids, Rows rows, Value *values)
{
  const Graph *g = r->x->graph;
  const Column *column = e->key == NAME_NONE ? NULL : graph_column(g, kind, e->key);
  uint32_t last = SLOT_NONE;
  Value v = VALUE_NULL_VALUE;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), slot = ids[row];
    /* Rows that come from one node or relationship follow each other. */
    if (slot != last) v = column && slot != SLOT_NONE ? column_get(column, slot) : VALUE_NULL_VALUE;
    last = slot;
    if (v.type == VALUE_NULL && slot != SLOT_NONE && !is_alive(g, kind, slot)) return deleted(r, e);
    values[row] = v;
  }
  return STATUS_OK;
}

static Status value_property(Evaluation *r, Eval *e, Value subject, Value *out)
{
  const Graph *g = r->x->graph;
  if (subject.type == VALUE_NODE || subject.type == VALUE_REL) {
    EntityKind kind = subject.type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL;
    *out = e->key == NAME_NONE ? VALUE_NULL_VALUE : graph_prop(g, kind, subject.id, e->key);
    return out->type == VALUE_NULL && !is_alive(g, kind, subject.id) ? deleted(r, e) : STATUS_OK;
  }
  return access_property(&r->x->function, subject, e->expr->name.text, out) == STATUS_OK ? STATUS_OK
                                                                                         : eval_failed(r, e);
}

Status eval_property(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec subject;
  TRY(eval_args(r, e, 0, rows, &subject));
  /* A key that the graph did not know when this was compiled may have come into being since. */
  if (e->key == NAME_NONE) e->key = graph_name_find(r->x->graph, NAME_KEY, e->expr->name.text);
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  if (subject.kind == VEC_NODE) return entity_property(r, e, ENTITY_NODE, subject.ids, rows, values);
  if (subject.kind == VEC_REL) return entity_property(r, e, ENTITY_REL, subject.ids, rows, values);
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    TRY(value_property(r, e, vec_get(&subject, row), &values[row]));
  }
  return STATUS_OK;
}

Status eval_index(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec subject, index;
  Value *values;
  TRY(eval_operands(r, e, rows, &subject, &index, &values, out));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value v = vec_get(&subject, row), at = vec_get(&index, row);
    if (access_index(&r->x->function, v, at, &values[row]) != STATUS_OK) return eval_failed(r, e);
  }
  return STATUS_OK;
}

Status eval_slice(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec list, from = {0}, to = {0};
  TRY(eval_args(r, e, 0, rows, &list));
  if (e->args[1]) TRY(eval_args(r, e, 1, rows, &from));
  if (e->args[2]) TRY(eval_args(r, e, 2, rows, &to));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value first = vec_get(&from, row), last = vec_get(&to, row);
    if (access_slice(&r->x->function, vec_get(&list, row), e->args[1] ? &first : NULL, e->args[2] ? &last : NULL,
                     &values[row]) != STATUS_OK)
      return eval_failed(r, e);
  }
  return STATUS_OK;
}

/* ---- labels */

struct LabelTest {
  const LabelExpr *expr;
  uint32_t id; /* LABEL_NAME: as a label; NAME_NONE until the graph knows it */
  uint32_t type_id;
  Eval *dynamic;
  LabelTest *left, *right;
};

static Status compile_labels(Exec *x, const LabelExpr *expr, LabelTest **out)
{
  *out = NULL;
  if (!expr) return STATUS_OK;
  LabelTest *test = arena_new(&x->arena, LabelTest);
  test->expr = expr;
  test->id = test->type_id = NAME_NONE;
  TRY(compile_labels(x, expr->left, &test->left));
  TRY(compile_labels(x, expr->right, &test->right));
  if (expr->kind == LABEL_DYNAMIC) TRY(eval_compile_in(x, expr->expr, &test->dynamic));
  *out = test;
  return arena_check(&x->arena, x->err);
}

Status eval_compile_labels(Exec *x, Eval *e)
{
  return compile_labels(x, e->expr->labels, &e->labels);
}

static bool has_name(const Graph *g, Value entity, Text name, uint32_t *label, uint32_t *type)
{
  if (entity.type == VALUE_REL) {
    if (*type == NAME_NONE) *type = graph_name_find(g, NAME_TYPE, name);
    return *type != NAME_NONE && graph_rel_type(g, entity.id) == *type;
  }
  if (*label == NAME_NONE) *label = graph_name_find(g, NAME_LABEL, name);
  return *label != NAME_NONE && graph_has_label(g, entity.id, *label);
}

static Status has_dynamic(Evaluation *r, LabelTest *test, Value entity, uint32_t row, bool *out)
{
  uint16_t at = (uint16_t)row;
  Vec vec;
  TRY(test->dynamic->run(r, test->dynamic, (Rows){&at, 1}, &vec));
  Value names = vec_get(&vec, row);
  const Value *items = names.type == VALUE_LIST ? names.items : &names;
  uint32_t n = names.type == VALUE_LIST ? names.aux : 1;
  bool any = test->expr->any;
  *out = !any;
  for (uint32_t i = 0; i < n && *out != any; i++) {
    if (items[i].type != VALUE_STRING)
      return error_set(r->x->err, ERROR_TYPE, "InvalidArgumentType", "a label's name must be a string, not %s",
                       value_type_name((ValueType)items[i].type));
    uint32_t label = NAME_NONE, type = NAME_NONE;
    *out = has_name(r->x->graph, entity, value_text(items[i]), &label, &type);
  }
  return STATUS_OK;
}

static Status test_labels(Evaluation *r, LabelTest *test, Value entity, uint32_t row, bool *out)
{
  bool right;
  switch (test->expr->kind) {
  case LABEL_NAME:
    *out = has_name(r->x->graph, entity, test->expr->name.text, &test->id, &test->type_id);
    return STATUS_OK;
  case LABEL_ANY: {
    uint32_t n = 1;
    if (entity.type == VALUE_NODE) (void)graph_labels(r->x->graph, entity.id, &n);
    *out = n > 0;
    return STATUS_OK;
  }
  case LABEL_NOT:
    TRY(test_labels(r, test->left, entity, row, out));
    *out = !*out;
    return STATUS_OK;
  case LABEL_AND:
  case LABEL_OR:
    TRY(test_labels(r, test->left, entity, row, out));
    if (*out == (test->expr->kind == LABEL_OR)) return STATUS_OK;
    TRY(test_labels(r, test->right, entity, row, &right));
    *out = right;
    return STATUS_OK;
  case LABEL_DYNAMIC: return has_dynamic(r, test, entity, row, out);
  }
  return STATUS_OK;
}

Status eval_has_labels(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec subject;
  TRY(eval_args(r, e, 0, rows, &subject));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value v = vec_get(&subject, row);
    values[row] = VALUE_NULL_VALUE;
    if (v.type == VALUE_NULL) continue;
    if (v.type != VALUE_NODE && v.type != VALUE_REL) {
      error_set(r->x->err, ERROR_TYPE, "InvalidArgumentType", "only nodes and relationships have labels, not %s",
                value_type_name((ValueType)v.type));
      return eval_failed(r, e);
    }
    bool has;
    if (test_labels(r, e->labels, v, row, &has) != STATUS_OK) return eval_failed(r, e);
    values[row] = value_bool(has);
  }
  return STATUS_OK;
}

void eval_filter_label(Exec *x, Eval *e, const Batch *in, uint16_t *out, uint32_t *n, bool *done)
{
  *done = e->run == eval_has_labels && e->labels->expr->kind == LABEL_NAME && e->args[0]->expr->kind == EXPR_VARIABLE;
  const Vec *vec = *done ? &in->slots[e->args[0]->slot] : NULL;
  *done = vec && vec->kind == VEC_NODE;
  if (!*done) return;
  LabelTest *test = e->labels;
  if (test->id == NAME_NONE) test->id = graph_name_find(x->graph, NAME_LABEL, test->expr->name.text);
  *n = 0;
  for (uint32_t i = 0; test->id != NAME_NONE && i < in->n; i++) {
    uint32_t row = batch_row(in, i), node = vec->ids[row];
    out[*n] = (uint16_t)row;
    *n += node != SLOT_NONE && graph_has_label(x->graph, node, test->id);
  }
}

/* ---- lists and maps */

Status eval_weigh(Evaluation *r, const Eval *e, Value v)
{
  const MemoryLimit *limit = r->x->limit;
  bool limited = limit && limit->limit > 0;
  size_t most = limited ? limit->limit : VALUE_MAX_WEIGHT;
  if (LIKELY(value_weight(v, most) <= most)) return STATUS_OK;
  if (limited)
    (void)memory_fail(limit, r->x->err);
  else
    (void)error_set(r->x->err, ERROR_MEMORY, NULL, "the value is too large: written out it has over %zu MB",
                    most >> 20);
  return eval_failed(r, e);
}

static Status eval_all(Evaluation *r, Eval *e, Rows rows, Vec **out)
{
  *out = arena_array(r->arena, Vec, MAX(e->n, 1u));
  TRY(arena_check(r->arena, r->x->err));
  for (uint32_t i = 0; i < e->n; i++)
    if (e->args[i]) TRY(eval_args(r, e, i, rows, &(*out)[i]));
  return STATUS_OK;
}

Status eval_list(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec *items;
  TRY(eval_all(r, e, rows, &items));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value *list = arena_array(r->arena, Value, e->n);
    TRY(arena_check(r->arena, r->x->err));
    for (uint32_t k = 0; k < e->n; k++) list[k] = vec_get(&items[k], row);
    values[row] = value_list(list, e->n);
    TRY(eval_weigh(r, e, values[row]));
  }
  return STATUS_OK;
}

/* Entries of a map on the way. */
typedef struct Entries {
  MapEntry *at;
  uint32_t n;
  Map index; /* of the keys, where there are many */
} Entries;

enum { FEW_ENTRIES = 32 };

static inline Status entries_begin(Entries *entries, Evaluation *r, uint32_t room)
{
  *entries = (Entries){.at = arena_array(r->arena, MapEntry, room)};
  map_init(&entries->index, r->x->limit);
  return arena_check(r->arena, r->x->err);
}

static bool has_key(const void *entries, uint32_t item, const void *key)
{
  return text_equal(((const MapEntry *)entries)[item].key, *(const Text *)key);
}

static uint64_t hash_of_key(const MapEntry *entry)
{
  return hash_bytes(entry->key.data, entry->key.len);
}

static Status put_into_many(Entries *entries, MapEntry entry, Error *err)
{
  for (uint32_t i = entries->index.count; i < entries->n; i++)
    TRY(map_add(&entries->index, hash_of_key(&entries->at[i]), i, err));
  uint32_t at = map_find(&entries->index, hash_of_key(&entry), has_key, entries->at, &entry.key);
  entries->at[at == MAP_NONE ? entries->n++ : at] = entry;
  return STATUS_OK;
}

/* A key written twice takes its last value, in its first place. */
static inline Status put(Entries *entries, Text key, Value v, Error *err)
{
  uint32_t at = 0;
  if (UNLIKELY(entries->n >= FEW_ENTRIES)) return put_into_many(entries, (MapEntry){key, v}, err);
  while (at < entries->n && !text_equal(entries->at[at].key, key)) at++;
  entries->at[at] = (MapEntry){key, v};
  entries->n += at == entries->n;
  return STATUS_OK;
}

static inline void entries_end(Entries *entries)
{
  if (UNLIKELY(entries->index.count > 0)) map_free(&entries->index);
}

Status eval_map(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec *items;
  TRY(eval_all(r, e, rows, &items));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Entries entries;
    Status status = entries_begin(&entries, r, e->n);
    for (uint32_t k = 0; k < e->n && status == STATUS_OK; k++)
      status = put(&entries, e->expr->keys[k].text, vec_get(&items[k], row), r->x->err);
    entries_end(&entries);
    TRY(status);
    values[row] = value_map(entries.at, entries.n);
    TRY(eval_weigh(r, e, values[row]));
  }
  return STATUS_OK;
}

static Status put_all(const Graph *g, Value subject, Entries *entries, Error *err)
{
  EntityKind kind = subject.type == VALUE_NODE ? ENTITY_NODE : ENTITY_REL;
  Value v;
  if (subject.type == VALUE_MAP) {
    for (uint32_t k = 0; k < subject.aux; k++) TRY(put(entries, subject.entries[k].key, subject.entries[k].value, err));
  } else if (subject.type == VALUE_NODE || subject.type == VALUE_REL) {
    for (uint32_t at = 0, key; graph_next_prop(g, kind, subject.id, &at, &key, &v);)
      TRY(put(entries, graph_name(g, NAME_KEY, key), v, err));
  }
  return STATUS_OK;
}

static Status put_projected(Evaluation *r, const Eval *e, Value subject, const Vec *items, uint32_t row,
                            Entries *entries)
{
  for (uint32_t i = 1; i < e->n; i++) {
    Text name = e->expr->keys[i].text;
    Value v = VALUE_NULL_VALUE;
    switch ((ProjectionKind)e->expr->ops[i]) {
    case PROJECT_ALL: TRY(put_all(r->x->graph, subject, entries, r->x->err)); continue;
    case PROJECT_PROPERTY: TRY(access_property(&r->x->function, subject, name, &v)); break;
    case PROJECT_ENTRY:
    case PROJECT_VARIABLE: v = vec_get(&items[i], row); break;
    }
    TRY(put(entries, name, v, r->x->err));
  }
  return STATUS_OK;
}

/* n {.key, .*, name: expr, variable}: args[0] is the subject, entry i stands at i + 1. */
static Status project_map(Evaluation *r, const Eval *e, Value subject, const Vec *items, uint32_t row, Value *out)
{
  Entries entries;
  uint32_t room = e->n + (subject.type == VALUE_MAP ? subject.aux : 0);
  if (subject.type == VALUE_NODE || subject.type == VALUE_REL) room += graph_name_count(r->x->graph, NAME_KEY);
  Status status = entries_begin(&entries, r, room);
  if (status == STATUS_OK) status = put_projected(r, e, subject, items, row, &entries);
  entries_end(&entries);
  TRY(status);
  *out = value_map(entries.at, entries.n);
  return eval_weigh(r, e, *out);
}

Status eval_map_projection(Evaluation *r, Eval *e, Rows rows, Vec *out)
{
  Vec *items;
  TRY(eval_all(r, e, rows, &items));
  Value *values = eval_values(r, rows, out);
  if (!values) return STATUS_FAIL;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value subject = vec_get(&items[0], row);
    values[row] = VALUE_NULL_VALUE;
    if (subject.type == VALUE_NULL) continue;
    if (project_map(r, e, subject, items, row, &values[row]) != STATUS_OK) return eval_failed(r, e);
  }
  return STATUS_OK;
}
