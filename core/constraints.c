/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which constraints there are: making and dropping them. A constraint over one key that has to be unique brings an
 * index, which is one of the graph's like any other, except that it cannot be dropped alone; the file does not mention
 * it. What a constraint asks for is looked at in constraint_check.c. */
#include "graph_internal.h"

#include <stdlib.h>

enum { LONGEST_TYPE = 4096 };

/* ---- the constraint itself */

Status constraint_new(Constraint **out, const ConstraintSpec *spec, Error *err)
{
  Constraint *c = calloc(1, sizeof *c);
  if (!c) return error_out_of_memory(err);
  arena_init(&c->arena, NULL);
  map_init(&c->tuples, NULL);
  c->spec = *spec;
  c->spec.name = arena_text(&c->arena, spec->name);
  c->spec.type = arena_text(&c->arena, spec->type);
  uint32_t *keys = arena_array(&c->arena, uint32_t, spec->key_count);
  for (uint32_t i = 0; keys && i < spec->key_count; i++) keys[i] = spec->keys[i];
  c->spec.keys = keys;
  if (arena_check(&c->arena, err) == STATUS_OK) {
    *out = c;
    return STATUS_OK;
  }
  constraint_free(c);
  return STATUS_FAIL;
}

void constraint_free(Constraint *c)
{
  if (!c) return;
  map_free(&c->tuples);
  arena_free(&c->arena);
  free(c);
}

/* ---- looking */

uint32_t graph_constraint_count(const Graph *g)
{
  return g->constraint_count;
}

const ConstraintSpec *graph_constraint(const Graph *g, uint32_t i)
{
  return i < g->constraint_count ? &g->constraints[i]->spec : NULL;
}

bool graph_constraint_owns_index(const Graph *g, uint32_t i)
{
  return i < g->constraint_count && g->constraints[i]->index;
}

const ConstraintSpec *graph_index_owner(const Graph *g, const Index *index)
{
  for (uint32_t i = 0; i < g->constraint_count; i++)
    if (g->constraints[i]->index == index) return &g->constraints[i]->spec;
  return NULL;
}

Status graph_verify_constraint(Graph *g, uint32_t i, Error *err)
{
  return constraint_verify(g, g->constraints[i], false, err);
}

/* ---- putting in and taking out */

Status graph_put_constraint(Graph *g, Constraint *c, uint32_t at, Error *err)
{
  if (g->constraint_count == g->constraint_cap) {
    uint32_t cap = MAX(8u, g->constraint_cap * 2);
    Constraint **grown = realloc(g->constraints, cap * sizeof(Constraint *));
    if (!grown) return error_out_of_memory(err);
    g->constraints = grown;
    g->constraint_cap = cap;
  }
  memmove(g->constraints + at + 1, g->constraints + at, (g->constraint_count - at) * sizeof(Constraint *));
  g->constraints[at] = c;
  g->constraint_count++;
  g->schema_version++;
  g->constraints_changed = true;
  return STATUS_OK;
}

void graph_take_constraint(Graph *g, uint32_t at)
{
  g->constraint_count--;
  memmove(g->constraints + at, g->constraints + at + 1, (g->constraint_count - at) * sizeof(Constraint *));
  g->schema_version++;
  g->constraints_changed = true;
}

/* Reads the type, and makes the index, empty. */
static Status equip(Constraint *c, Error *err)
{
  const ConstraintSpec *s = &c->spec;
  if (s->rule == CONSTRAINT_TYPE) {
    if (s->type.len > LONGEST_TYPE) return error_set(err, ERROR_ARGUMENT, NULL, "the name of the type is too long");
    TRY(type_test_read(&c->arena, s->type, &c->test, err));
    if (!type_test_is_storable(c->test))
      return error_set(err, ERROR_ARGUMENT, "InvalidPropertyType",
                       "a property cannot be asked to be of the type %.*s: it holds a BOOLEAN, STRING, INTEGER, FLOAT, "
                       "a date, time or DURATION, or a LIST<...> of them, and is there where IS NOT NULL asks for it",
                       (int)MIN(s->type.len, (size_t)200), s->type.data);
  }
  if (!constraint_is_unique(c) || s->key_count > 1) return STATUS_OK;
  return index_new(&c->index, s->kind, s->label, s->keys[0], s->name, err);
}

static Status put_both(Graph *g, Constraint *c, Error *err)
{
  if (c->index) TRY(graph_put_index(g, c->index, g->index_count, err));
  if (graph_put_constraint(g, c, g->constraint_count, err) == STATUS_OK) return STATUS_OK;
  if (c->index) graph_take_index(g, g->index_count - 1);
  return STATUS_FAIL;
}

static void discard(Constraint *c)
{
  index_free(c->index);
  constraint_free(c);
}

Status graph_load_constraint(Graph *g, const ConstraintSpec *spec, Error *err)
{
  Constraint *c;
  TRY(constraint_new(&c, spec, err));
  Status status = equip(c, err);
  if (c->index) index_defer(c->index);
  if (status == STATUS_OK && put_both(g, c, err) == STATUS_OK) return STATUS_OK;
  discard(c);
  return STATUS_FAIL;
}

/* ---- creating */

static Status check_spec(const Graph *g, const ConstraintSpec *s, Error *err)
{
  bool good = s->label < g->names[s->kind == ENTITY_NODE ? NAME_LABEL : NAME_TYPE].count && s->key_count > 0;
  for (uint32_t i = 0; i < s->key_count; i++) good = good && s->keys[i] < g->names[NAME_KEY].count;
  if (!good) return error_set(err, ERROR_MISUSE, NULL, "a constraint over an unknown label, type or key");
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no constraint can be created during a bulk load");
  for (uint32_t i = 0; i < s->key_count; i++)
    for (uint32_t k = 0; k < i; k++)
      if (s->keys[i] == s->keys[k]) {
        Text key = graph_name(g, NAME_KEY, s->keys[i]);
        return error_set(err, ERROR_ARGUMENT, NULL, "the property `%.*s` is there twice",
                         (int)MIN(key.len, (size_t)200), key.data);
      }
  if (s->key_count > 1 && (s->rule == CONSTRAINT_EXISTS || s->rule == CONSTRAINT_TYPE))
    return error_set(err, ERROR_ARGUMENT, NULL,
                     "several properties can be unique together; to be there, or of a type, is asked of one at a time");
  return STATUS_OK;
}

/* In whatever order. */
static bool same_keys(const ConstraintSpec *a, const ConstraintSpec *b)
{
  if (a->kind != b->kind || a->label != b->label || a->key_count != b->key_count) return false;
  for (uint32_t i = 0; i < a->key_count; i++) {
    uint32_t k = 0;
    while (k < b->key_count && b->keys[k] != a->keys[i]) k++;
    if (k == b->key_count) return false;
  }
  return true;
}

static Status refuse(Text name, const char *detail, const char *why, Error *err)
{
  return error_set(err, ERROR_ARGUMENT, detail, "%s `%.*s`", why, (int)MIN(name.len, (size_t)200), name.data);
}

/* *there: a constraint that asks the same, or has the name, is there already, and that is fine. */
static Status check_others(const Graph *g, const ConstraintSpec *s, bool if_not_exists, bool *there, Error *err)
{
  uint32_t named = s->name.len ? graph_find_constraint_name(g, s->name) : g->constraint_count;
  *there = named < g->constraint_count;
  if (*there && !if_not_exists) return refuse(s->name, "ConstraintAlreadyExists", "there is already a constraint", err);
  for (uint32_t i = 0; i < g->constraint_count && !*there; i++) {
    const ConstraintSpec *other = &g->constraints[i]->spec;
    if (!same_keys(s, other)) continue;
    bool unique = s->rule == CONSTRAINT_UNIQUE || s->rule == CONSTRAINT_KEY;
    bool other_unique = other->rule == CONSTRAINT_UNIQUE || other->rule == CONSTRAINT_KEY;
    *there = s->rule == other->rule && text_equal(s->type, other->type);
    if (*there && !if_not_exists)
      return refuse(other->name, "ConstraintAlreadyExists", "there is such a constraint already,", err);
    if (!*there && unique && other_unique)
      return refuse(other->name, "ConstraintConflict", "the same property is unique already by the constraint", err);
    if (!*there && s->rule == other->rule)
      return refuse(other->name, "ConstraintConflict", "another type is asked of the property by the constraint", err);
  }
  if (*there) return STATUS_OK;
  if (s->name.len && graph_is_schema_name(g, s->name))
    return refuse(s->name, "IndexAlreadyExists", "there is already an index", err);
  const Index *index = s->key_count == 1 ? graph_find_index(g, s->kind, s->label, s->keys[0]) : NULL;
  if (index && (s->rule == CONSTRAINT_UNIQUE || s->rule == CONSTRAINT_KEY))
    return refuse(index_name(index), "IndexAlreadyExists",
                  "the constraint brings an index of its own, so first drop the index", err);
  return STATUS_OK;
}

static Status install(Graph *g, Constraint *c, Error *err)
{
  TRY(equip(c, err));
  if (c->index) TRY(graph_build_index(g, c->index, err));
  TRY(constraint_verify(g, c, true, err));
  TRY(undo_reserve(g, 2, err));
  TRY(put_both(g, c, err));
  if (c->index) undo_push(g, (Undo){.op = UNDO_ADD_INDEX, .index = c->index});
  undo_push(g, (Undo){.op = UNDO_ADD_CONSTRAINT, .constraint = c});
  g->changes.constraints_added++;
  return STATUS_OK;
}

Status graph_create_constraint(Graph *g, const ConstraintSpec *spec, bool if_not_exists, Error *err)
{
  bool there;
  ConstraintSpec s = *spec;
  TRY(graph_check_writable(g, err));
  TRY(check_spec(g, &s, err));
  TRY(check_others(g, &s, if_not_exists, &there, err));
  if (there) return STATUS_OK;
  Str made;
  str_init(&made);
  if (!s.name.len) {
    graph_make_schema_name(g, "constraint", s.kind, s.label, s.keys, s.key_count, &made);
    s.name = str_text(&made);
  }
  Constraint *c = NULL;
  Status status = str_check(&made, err);
  if (status == STATUS_OK) status = constraint_new(&c, &s, err);
  if (status == STATUS_OK && (status = install(g, c, err)) != STATUS_OK) discard(c);
  str_free(&made);
  return status;
}

/* ---- dropping */

Status graph_drop_constraint(Graph *g, Text name, bool if_exists, Error *err)
{
  TRY(graph_check_writable(g, err));
  if (g->bulk) return error_set(err, ERROR_MISUSE, NULL, "no constraint can be dropped during a bulk load");
  uint32_t at = graph_find_constraint_name(g, name), place = 0;
  if (at == g->constraint_count) return if_exists ? STATUS_OK : graph_no_such_constraint(g, name, err);
  TRY(undo_reserve(g, 2, err));
  Constraint *c = g->constraints[at];
  undo_push(g, (Undo){.op = UNDO_DROP_CONSTRAINT, .constraint = c, .other = at});
  graph_take_constraint(g, at);
  if (c->index) {
    while (g->indexes[place] != c->index) place++;
    undo_push(g, (Undo){.op = UNDO_DROP_INDEX, .index = c->index, .other = place});
    graph_take_index(g, place);
  }
  g->changes.constraints_removed++;
  return STATUS_OK;
}
