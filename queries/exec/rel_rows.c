/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Relationship uniqueness, types and rows; see rel_rows.h. */
#include "rel_rows.h"

static Status unique_add(Exec *x, Unique *u, Value v)
{
  if (v.type == VALUE_LIST) {
    for (uint32_t i = 0; i < v.aux; i++)
      if (v.items[i].type == VALUE_REL) TRY(unique_add(x, u, v.items[i]));
    return STATUS_OK;
  }
  if (v.type != VALUE_REL) return STATUS_OK;
  if (u->n == u->cap) {
    uint32_t cap = u->cap ? u->cap * 2 : 8;
    uint32_t *ids = arena_array(&x->arena, uint32_t, cap);
    TRY(arena_check(&x->arena, x->err));
    if (u->n) memcpy(ids, u->ids, u->n * sizeof *ids);
    u->ids = ids;
    u->cap = cap;
  }
  u->ids[u->n++] = v.id;
  return STATUS_OK;
}

Status unique_load(Exec *x, const Plan *plan, Unique *u, const Batch *in, uint32_t row)
{
  u->n = 0;
  for (uint32_t i = 0; i < plan->unique_count; i++) TRY(unique_add(x, u, vec_get(&in->slots[plan->unique[i]], row)));
  return STATUS_OK;
}

Status rel_types_open(Exec *x, const Plan *plan, RelTypes *types)
{
  types->any = plan->type_count == 0;
  types->ids = arena_array(&x->arena, uint32_t, plan->type_count);
  TRY(arena_check(&x->arena, x->err));
  rel_types_resolve(x, plan, types);
  return STATUS_OK;
}

void rel_types_resolve(Exec *x, const Plan *plan, RelTypes *types)
{
  if (types->any || types->complete) return;
  types->n = 0;
  types->complete = true;
  for (uint32_t i = 0; i < plan->type_count; i++) {
    uint32_t id = op_name(x, NAME_TYPE, &plan->types[i]);
    if (id == NAME_NONE)
      types->complete = false;
    else if (!rel_types_contain(types, id))
      types->ids[types->n++] = id;
  }
}

Status rel_rows_open(Exec *x, const Plan *plan, RelRows *r)
{
  r->rels = arena_alloc(&x->arena, BATCH_ROWS * sizeof *r->rels);
  r->from = arena_alloc(&x->arena, BATCH_ROWS * sizeof *r->from);
  r->to = arena_alloc(&x->arena, BATCH_ROWS * sizeof *r->to);
  return rel_types_open(x, plan, &r->types);
}

void rel_rows_add(const Exec *x, const Plan *plan, RelRows *r, Fanout *f, uint32_t row, uint32_t rel)
{
  uint32_t start, end, n = f->n;
  if (!r->types.any && !rel_types_contain(&r->types, graph_rel_type(x->graph, rel))) return;
  if (!unique_allows(&r->unique, rel)) return;
  graph_rel_ends(x->graph, rel, &start, &end);
  if (plan->from == plan->to && plan->from != SLOT_NONE && start != end) return;
  if (plan->dir != DIR_IN) {
    r->rels[n] = rel;
    r->from[n] = start;
    r->to[n++] = end;
  }
  if (plan->dir == DIR_IN || (plan->dir == DIR_BOTH && start != end)) {
    r->rels[n] = rel;
    r->from[n] = end;
    r->to[n++] = start;
  }
  fanout_add(f, row, n - f->n);
}

void rel_rows_finish(const Plan *plan, const RelRows *r, Batch *out)
{
  if (plan->rel != SLOT_NONE) out->slots[plan->rel] = (Vec){.kind = VEC_REL, .ids = r->rels};
  if (plan->from != SLOT_NONE) out->slots[plan->from] = (Vec){.kind = VEC_NODE, .ids = r->from};
  if (plan->to != SLOT_NONE) out->slots[plan->to] = (Vec){.kind = VEC_NODE, .ids = r->to};
}
