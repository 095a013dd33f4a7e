/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WITNESS: its input as it is; the nodes and relationships in its slots are noted, with the ends of relationships, when
 * the run has a place for them. Knows nothing of what they are noted for. */
#include "op.h"
#include "witness.h"

static Status witness_open(Exec *x, Op *op)
{
  (void)x;
  (void)op;
  return STATUS_OK;
}

static void note_rel(const Graph *g, Witness *w, uint32_t rel)
{
  uint32_t start, end;
  graph_rel_ends(g, rel, &start, &end);
  roaring_bitmap_add(w->rels, rel);
  roaring_bitmap_add(w->nodes, start);
  roaring_bitmap_add(w->nodes, end);
}

static void note(const Graph *g, Witness *w, Value v)
{
  switch (v.type) {
  case VALUE_NODE: roaring_bitmap_add(w->nodes, v.id); break;
  case VALUE_REL: note_rel(g, w, v.id); break;
  case VALUE_PATH:
    roaring_bitmap_add(w->nodes, v.path[0]);
    for (uint32_t i = 0; i < v.aux; i++) note_rel(g, w, v.path[2 * i + 1]);
    break;
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) note(g, w, v.items[i]);
    break;
  default: break;
  }
}

static Status witness_next(Exec *x, Op *op, Batch *out)
{
  TRY(op_next(x, op->child[0], out));
  for (uint32_t s = 0; x->witness && s < op->plan->slot_count; s++)
    for (uint32_t i = 0; i < out->n; i++)
      note(x->graph, x->witness, vec_get(&out->slots[op->plan->slots[s]], batch_row(out, i)));
  return STATUS_OK;
}

static Status witness_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

const OpClass op_class_WITNESS = {
    .size = sizeof(Op), .open = witness_open, .next = witness_next, .rewind = witness_rewind};
