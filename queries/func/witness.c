/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts that take part in a run; see witness.h. */
#include "witness.h"

/* ---- sets */

Status fact_set_init(FactSet *s, Error *err)
{
  *s = (FactSet){roaring_bitmap_create(), roaring_bitmap_create()};
  return s->nodes && s->rels ? STATUS_OK : error_out_of_memory(err);
}

void fact_set_free(FactSet *s)
{
  if (s->nodes) roaring_bitmap_free(s->nodes);
  if (s->rels) roaring_bitmap_free(s->rels);
  *s = (FactSet){0};
}

static roaring_bitmap_t *kind_of(const FactSet *s, Value fact)
{
  return fact.type == VALUE_NODE ? s->nodes : s->rels;
}

bool fact_set_has(const FactSet *s, Value fact)
{
  return roaring_bitmap_contains(kind_of(s, fact), fact.id);
}

void fact_set_add(FactSet *s, Value fact)
{
  roaring_bitmap_add(kind_of(s, fact), fact.id);
}

void fact_set_add_all(FactSet *s, const FactSet *more)
{
  roaring_bitmap_or_inplace(s->nodes, more->nodes);
  roaring_bitmap_or_inplace(s->rels, more->rels);
}

static bool add(void *context, Value fact)
{
  fact_set_add(context, fact);
  return false;
}

/* ---- the facts of a value */

static bool visit_rel(const Graph *g, uint32_t rel, FactVisit visit, void *context)
{
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  return visit(context, value_rel(rel)) || visit(context, value_node(start)) || visit(context, value_node(end));
}

bool facts_visit(const Graph *g, Value v, FactVisit visit, void *context)
{
  switch (v.type) {
  case VALUE_NODE: return visit(context, v);
  case VALUE_REL: return visit_rel(g, v.id, visit, context);
  case VALUE_PATH:
    if (visit(context, value_node(v.path[0]))) return true;
    for (uint32_t i = 0; i < v.aux; i++)
      if (visit_rel(g, v.path[2 * i + 1], visit, context)) return true;
    return false;
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++)
      if (facts_visit(g, v.items[i], visit, context)) return true;
    return false;
  default: return false;
  }
}

/* ---- what is come upon */

static bool is_same(void *context, Value fact)
{
  const Value *other = context;
  return other->type == fact.type && other->id == fact.id;
}

bool witness_leaves_out(const Witness *w, const Graph *g, Value v)
{
  Value without = w->without;
  return !value_is_null(without) && facts_visit(g, v, is_same, &without);
}

void witness_meet(Witness *w, const Graph *g, Value v)
{
  if (value_is_null(w->without)) (void)facts_visit(g, v, add, &w->met);
}

void witness_look_at(Witness *w, const Graph *g, Value v)
{
  if (value_is_null(w->without))
    (void)facts_visit(g, v, add, &w->looked_at);
  else if (witness_leaves_out(w, g, v))
    w->missed = true;
}
