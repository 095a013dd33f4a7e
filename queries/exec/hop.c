/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single steps; see hop.h. */
#include "hop.h"

/* The names in a conjunction of labels; false where it is anything else. labels may be NULL: only counts. */
static bool collect_labels(const LabelExpr *e, NameRef *labels, uint32_t *n)
{
  if (e->kind == LABEL_AND) return collect_labels(e->left, labels, n) && collect_labels(e->right, labels, n);
  if (e->kind != LABEL_NAME) return false;
  if (labels) labels[*n] = (NameRef){e->name.text, NAME_NONE};
  ++*n;
  return true;
}

static bool collect_filter(const Plan *filter, uint32_t slot, NameRef *labels, uint32_t *n)
{
  for (uint32_t i = 0; i < filter->filter_count; i++) {
    const Expr *e = filter->filters[i];
    bool fits = e->kind == EXPR_HAS_LABELS && e->args[0]->kind == EXPR_VARIABLE && e->args[0]->slot == slot;
    if (!fits || !collect_labels(e->labels, labels, n)) return false;
  }
  return true;
}

bool hop_fits(const Plan *subplan)
{
  const Plan *expand = subplan->kind == PLAN_FILTER ? subplan->child[0] : subplan;
  if (expand->kind != PLAN_EXPAND || expand->unique_count || expand->from == expand->to) return false;
  const Plan *leaf = expand->child[0];
  if (leaf->kind != PLAN_ARGUMENT || leaf->flag) return false;
  uint32_t n = 0;
  return expand == subplan || collect_filter(subplan, expand->to, NULL, &n);
}

Status hop_open(Exec *x, const Plan *subplan, Hop *hop)
{
  hop->filter = subplan->kind == PLAN_FILTER ? subplan : NULL;
  hop->expand = hop->filter ? subplan->child[0] : subplan;
  hop->buffer = arena_alloc(&x->arena, BATCH_ROWS * sizeof *hop->buffer);
  TRY(rel_types_open(x, hop->expand, &hop->types));
  if (!hop->filter) return STATUS_OK;
  uint32_t n = 0;
  collect_filter(hop->filter, hop->expand->to, NULL, &n);
  hop->labels = arena_array(&x->arena, NameRef, n);
  hop->members = arena_array(&x->arena, const roaring_bitmap_t *, n);
  TRY(arena_check(&x->arena, x->err));
  collect_filter(hop->filter, hop->expand->to, hop->labels, &hop->label_count);
  return STATUS_OK;
}

Status hop_batch(Exec *x, Hop *hop, const Batch *outer)
{
  rel_types_resolve(x, hop->expand, &hop->types);
  hop->compact = !hop->types.any;
  for (uint32_t i = 0; i < hop->types.n; i++)
    if (!graph_type_is_compact(x->graph, hop->types.ids[i])) hop->compact = false;
  for (uint32_t i = 0; i < hop->label_count; i++) {
    uint32_t label = op_name(x, NAME_LABEL, &hop->labels[i]);
    hop->members[i] = label == NAME_NONE ? NULL : graph_label_nodes(x->graph, label);
  }
  return batch_ids(outer, hop->expand->from, VEC_NODE, hop->buffer, &hop->from, x->err);
}

static bool has_labels(const Hop *hop, uint32_t node)
{
  for (uint32_t i = 0; i < hop->label_count; i++)
    if (!hop->members[i] || !roaring_bitmap_contains(hop->members[i], node)) return false;
  return true;
}

static bool any_fits(const Hop *hop, const uint32_t *nodes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (has_labels(hop, nodes[i])) return true;
  return false;
}

static bool run_exists(const Exec *x, const Hop *hop, uint32_t node, uint32_t type, Direction dir)
{
  Run run = graph_run(x->graph, node, type, dir);
  return any_fits(hop, run.nodes, run.len);
}

static bool cursor_exists(const Exec *x, const Hop *hop, uint32_t node, uint32_t type)
{
  enum { SOME = 64 };
  uint32_t rels[SOME], nodes[SOME];
  Neighbours cursor;
  neighbours_begin(&cursor, x->graph, node, type, hop->expand->dir);
  for (;;) {
    size_t n = neighbours_next(&cursor, rels, nodes, SOME);
    if (n == 0) return false;
    if (any_fits(hop, nodes, n)) return true;
  }
}

bool hop_exists(const Exec *x, const Hop *hop, uint32_t row)
{
  uint32_t node = hop->from[row];
  Direction dir = hop->expand->dir;
  if (node == SLOT_NONE) return false;
  if (hop->types.any) return cursor_exists(x, hop, node, NAME_NONE);
  for (uint32_t i = 0; i < hop->types.n; i++) {
    uint32_t type = hop->types.ids[i];
    if (!hop->compact) {
      if (cursor_exists(x, hop, node, type)) return true;
      continue;
    }
    if (dir != DIR_IN && run_exists(x, hop, node, type, DIR_OUT)) return true;
    if (dir != DIR_OUT && run_exists(x, hop, node, type, DIR_IN)) return true;
  }
  return false;
}
