/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether constraints hold: for what a statement has changed, which the undo log tells, or for everything.
 *
 * Uniqueness under one key can be read off the constraint's index, which counts its distinct values; entities are only
 * looked up in it one by one when that count says that some are the same. For several keys there is a hash table over
 * their values (constraint.h). So a write costs nothing more when it is made, and at the end of the statement a
 * constant or logarithmic time for each entity. */
#include "graph_internal.h"
#include "utf8.h"

/* One constraint, looked at for one entity after the other. */
typedef struct Check {
  Graph *g;
  Constraint *c;
  bool prepared, look_up; /* look_up: two entities might have the same values */
  bool creating;          /* it is not there yet */
  bool counts;            /* goes on to count who breaks it; the first is described in err */
  uint64_t broken;        /* by so many entities */
  Error *err;
} Check;

/* ---- saying what is wrong */

static void add_short(Str *out, Text text)
{
  enum { LONGEST = 120 };
  size_t len = utf8_cut(text, LONGEST);
  str_add_text(out, (Text){text.data, len});
  if (len < text.len) str_add(out, "...");
}

static void add_name(Str *out, const Graph *g, NameKind kind, uint32_t id)
{
  add_short(out, graph_name(g, kind, id));
}

/* name = 'Latvia' and year = 1918 */
static void add_values(Str *out, const Check *k, uint32_t slot)
{
  const ConstraintSpec *s = &k->c->spec;
  Str value;
  str_init(&value);
  for (uint32_t i = 0; i < s->key_count; i++) {
    if (i) str_add(out, i + 1 < s->key_count ? ", " : " and ");
    add_name(out, k->g, NAME_KEY, s->keys[i]);
    str_add(out, " = ");
    str_clear(&value);
    value_print(&value, graph_prop(k->g, s->kind, slot, s->keys[i]), k->g);
    add_short(out, str_text(&value));
  }
  str_free(&value);
}

static void add_label(Str *out, const Check *k)
{
  bool node = k->c->spec.kind == ENTITY_NODE;
  str_add(out, node ? " with the label " : " of the type ");
  add_name(out, k->g, node ? NAME_LABEL : NAME_TYPE, k->c->spec.label);
}

static const char *noun(const Check *k)
{
  return k->c->spec.kind == ENTITY_NODE ? "node" : "relationship";
}

/* The sentence is about what stands in `what`, which it frees. */
static Status broken(Check *k, const char *detail, Str *what)
{
  Text name = k->c->spec.name;
  Status status = STATUS_OK;
  if (k->broken++ == 0) {
    status =
        error_set(k->err, ERROR_CONSTRAINT_VALIDATION, detail, "the constraint `%.*s` %s: %s", (int)utf8_cut(name, 120),
                  name.data, k->creating ? "cannot be made" : "does not hold", str_cstr(what));
  }
  str_free(what);
  return k->counts ? STATUS_OK : status;
}

static Status broken_uniqueness(Check *k, uint32_t slot, uint32_t other)
{
  Str what;
  str_init(&what);
  str_addf(&what, "%ss %u and %u", noun(k), MIN(slot, other), MAX(slot, other));
  add_label(&what, k);
  str_add(&what, " both have ");
  add_values(&what, k, slot);
  return broken(k, "UniquenessViolation", &what);
}

static Status broken_existence(Check *k, uint32_t slot, uint32_t key)
{
  Str what;
  str_init(&what);
  str_addf(&what, "%s %u", noun(k), slot);
  add_label(&what, k);
  str_add(&what, " has no ");
  add_name(&what, k->g, NAME_KEY, key);
  return broken(k, "ExistenceViolation", &what);
}

static Status broken_type(Check *k, uint32_t slot)
{
  Str what;
  str_init(&what);
  str_addf(&what, "%s %u", noun(k), slot);
  add_label(&what, k);
  str_add(&what, " has ");
  add_values(&what, k, slot);
  str_add(&what, ", which is not of the type ");
  add_short(&what, k->c->spec.type);
  return broken(k, "TypeViolation", &what);
}

/* ---- several keys: the table of their values */

static bool covers(const Graph *g, const ConstraintSpec *s, uint32_t slot)
{
  if (s->kind == ENTITY_NODE) return graph_has_label(g, slot, s->label);
  return graph_rel_alive(g, slot) && graph_rel_type(g, slot) == s->label;
}

/* False where one of the values is missing. */
static bool hash_tuple(const Graph *g, const ConstraintSpec *s, uint32_t slot, uint64_t *hash)
{
  *hash = 0;
  for (uint32_t i = 0; i < s->key_count; i++) {
    Value v = graph_prop(g, s->kind, slot, s->keys[i]);
    if (value_is_null(v)) return false;
    *hash = value_hash_mix(*hash ^ value_hash(v));
  }
  return true;
}

static bool same_tuple(const Graph *g, const ConstraintSpec *s, uint32_t a, uint32_t b)
{
  for (uint32_t i = 0; i < s->key_count; i++)
    if (!value_equivalent(graph_prop(g, s->kind, a, s->keys[i]), graph_prop(g, s->kind, b, s->keys[i]))) return false;
  return true;
}

/* Puts the entity into the table. *other: another one with the same values, or SLOT_NONE. */
static Status note_tuple(Graph *g, Constraint *c, uint32_t slot, uint32_t *other, Error *err)
{
  uint64_t hash;
  uint32_t at = MAP_NONE, found;
  bool known = false;
  *other = SLOT_NONE;
  if (!hash_tuple(g, &c->spec, slot, &hash)) return STATUS_OK;
  while ((found = map_next(&c->tuples, hash, &at)) != MAP_NONE) {
    if (found == slot)
      known = true;
    else if (*other == SLOT_NONE && covers(g, &c->spec, found) && same_tuple(g, &c->spec, slot, found))
      *other = found;
  }
  return known ? STATUS_OK : map_add(&c->tuples, hash, slot, err);
}

/* ---- what uniqueness is read off */

typedef Status (*SlotVisit)(Check *k, uint32_t slot);

static Status each_covered(Check *k, SlotVisit visit)
{
  const ConstraintSpec *s = &k->c->spec;
  if (s->kind == ENTITY_REL) {
    for (uint32_t rel = 0; rel < graph_rel_limit(k->g); rel++)
      if (covers(k->g, s, rel)) TRY(visit(k, rel));
    return STATUS_OK;
  }
  const roaring_bitmap_t *nodes = graph_label_nodes(k->g, s->label);
  if (!nodes) return STATUS_OK;
  roaring_uint32_iterator_t it;
  for (roaring_init_iterator(nodes, &it); it.has_value; roaring_advance_uint32_iterator(&it))
    TRY(visit(k, it.current_value));
  return STATUS_OK;
}

static Status fill_tuple(Check *k, uint32_t slot)
{
  uint32_t ignored;
  return note_tuple(k->g, k->c, slot, &ignored, k->err);
}

/* Makes sure that what uniqueness is read off is there, and works out whether there is anything to look up in it. */
static Status prepare(Check *k)
{
  Constraint *c = k->c;
  if (k->prepared || !constraint_is_unique(c)) return STATUS_OK;
  k->prepared = k->look_up = true;
  if (c->index) {
    if (!index_usable(c->index)) TRY(graph_build_index(k->g, c->index, k->err));
    k->look_up = index_entries(c->index) != index_distinct(c->index);
  } else if (!c->complete) {
    map_clear(&c->tuples);
    TRY(each_covered(k, fill_tuple));
    c->complete = true;
    c->tentative = k->g->undo.count > 0;
  }
  return STATUS_OK;
}

/* ---- one entity */

static Status check_unique(Check *k, uint32_t slot)
{
  const ConstraintSpec *s = &k->c->spec;
  uint32_t other;
  if (s->key_count > 1) {
    TRY(note_tuple(k->g, k->c, slot, &other, k->err));
  } else {
    Value v = graph_prop(k->g, s->kind, slot, s->keys[0]);
    other = value_is_null(v) ? SLOT_NONE : index_other(k->c->index, v, slot);
  }
  return other == SLOT_NONE ? STATUS_OK : broken_uniqueness(k, slot, other);
}

static Status check_slot(Check *k, uint32_t slot)
{
  const ConstraintSpec *s = &k->c->spec;
  if (!covers(k->g, s, slot)) return STATUS_OK;
  if (s->rule == CONSTRAINT_EXISTS || s->rule == CONSTRAINT_KEY)
    for (uint32_t i = 0; i < s->key_count; i++)
      if (value_is_null(graph_prop(k->g, s->kind, slot, s->keys[i]))) return broken_existence(k, slot, s->keys[i]);
  if (s->rule == CONSTRAINT_TYPE && !type_test_holds(k->c->test, graph_prop(k->g, s->kind, slot, s->keys[0])))
    return broken_type(k, slot);
  TRY(prepare(k));
  return k->look_up ? check_unique(k, slot) : STATUS_OK;
}

static Status check_range(Check *k, uint32_t first, uint32_t limit)
{
  for (uint32_t slot = first; slot < limit; slot++) TRY(check_slot(k, slot));
  return STATUS_OK;
}

/* ---- all of them */

Status constraint_verify(Graph *g, Constraint *c, bool creating, Error *err)
{
  Check k = {.g = g, .c = c, .creating = creating, .counts = true, .err = err};
  TRY(prepare(&k));
  if (c->spec.rule != CONSTRAINT_UNIQUE || k.look_up) TRY(each_covered(&k, check_slot));
  if (k.broken == 0) return STATUS_OK;
  if (k.broken > 1) {
    Error first = *err;
    error_clear(err);
    error_set(err, first.kind, first.detail, "%s (so it is %llu times in all)", first.message,
              (unsigned long long)k.broken);
  }
  return STATUS_FAIL;
}

/* ---- what a statement has changed */

static bool has_key(const ConstraintSpec *s, uint32_t key)
{
  for (uint32_t i = 0; i < s->key_count; i++)
    if (s->keys[i] == key) return true;
  return false;
}

static Status check_change(Check *k, const Undo *undo)
{
  const ConstraintSpec *s = &k->c->spec;
  bool nodes = s->kind == ENTITY_NODE;
  switch ((UndoOp)undo->op) {
  case UNDO_ADD_NODES: return nodes ? check_range(k, undo->slot, undo->slot + undo->other) : STATUS_OK;
  case UNDO_ADD_RELS: return nodes ? STATUS_OK : check_range(k, undo->slot, undo->slot + undo->other);
  case UNDO_BULK:
    return nodes ? check_range(k, undo->slot, graph_node_limit(k->g))
                 : check_range(k, undo->other, graph_rel_limit(k->g));
  case UNDO_LABELS: return nodes ? check_slot(k, undo->slot) : STATUS_OK;
  case UNDO_PROP:
    /* What was made by the statement itself is looked at as a whole. */
    if (undo->kind != s->kind || undo->slot >= k->g->saved_limit[s->kind] || !has_key(s, undo->other)) return STATUS_OK;
    return check_slot(k, undo->slot);
  default: return STATUS_OK;
  }
}

static Status check_changes(Graph *g, Constraint *c, Error *err)
{
  Check k = {.g = g, .c = c, .err = err};
  /* One that is yet to be built is not built for entities that it does not cover. */
  if (c->index && index_usable(c->index)) TRY(prepare(&k));
  if (k.prepared && !k.look_up && c->spec.rule == CONSTRAINT_UNIQUE) return STATUS_OK;
  for (size_t i = g->checked; i < g->undo.count; i++) TRY(check_change(&k, &g->undo.items[i]));
  return STATUS_OK;
}

Status graph_check_constraints(Graph *g, Error *err)
{
  if (g->checked == g->undo.count) return STATUS_OK;
  for (uint32_t i = 0; i < g->constraint_count; i++) TRY(check_changes(g, g->constraints[i], err));
  g->checked = g->undo.count;
  return STATUS_OK;
}

void graph_follow_constraints(Graph *g)
{
  Error ignored = {0};
  if (LIKELY(graph_check_constraints(g, &ignored) == STATUS_OK)) return;
  for (uint32_t i = 0; i < g->constraint_count; i++) g->constraints[i]->complete = false;
}

void graph_settle_constraints(Graph *g, bool committed)
{
  enum { SLACK = 64 };
  for (uint32_t i = 0; i < g->constraint_count; i++) {
    Constraint *c = g->constraints[i];
    const ConstraintSpec *s = &c->spec;
    if (!committed) {
      c->complete = c->complete && !c->tentative;
      continue;
    }
    c->tentative = false;
    /* When most of the table is of values that are gone, it is made anew. */
    uint64_t alive = s->kind == ENTITY_NODE ? graph_label_count(g, s->label) : graph_type_count(g, s->label);
    if (c->tuples.count / 2 > alive + SLACK) {
      map_free(&c->tuples);
      c->complete = false;
    }
  }
}
