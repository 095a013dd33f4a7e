/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FILTER: the input rows for which all conjuncts are true, in their order. Only chooses rows: the vectors pass through
 * and the batch gets a selection. The conjuncts run one after the other, each over what the one before left.
 *
 * `(a)-[:KNOWS]->(b:Person)` asks every b for a label that whoever is known mostly has anyway. The graph's exact counts
 * tell: where all relationships of the types lead to nodes with the label, no node need be asked. */
#include "op.h"

typedef struct Filter {
  Op op;
  Eval **filters;
  const NameRef **labels; /* by conjunct: it asks the node that the expansion below reaches for this label; or NULL */
  Arena arena;
  uint16_t *sel[2]; /* taken in turns, since a conjunct reads the selection of the one before */
} Filter;

/* The label, where a conjunct asks for just one of the node that the input, an expansion, has reached. */
static const NameRef *reached_label(Exec *x, const Plan *input, const Expr *e)
{
  if (input->kind != PLAN_EXPAND || input->type_count == 0 || e->kind != EXPR_HAS_LABELS) return NULL;
  if (e->labels->kind != LABEL_NAME || e->args[0]->kind != EXPR_VARIABLE || e->args[0]->slot != input->to) return NULL;
  NameRef *label = arena_new(&x->arena, NameRef);
  *label = (NameRef){e->labels->name.text, NAME_NONE};
  return label;
}

static Status filter_open(Exec *x, Op *op)
{
  Filter *self = (Filter *)op;
  const Plan *plan = op->plan;
  arena_init(&self->arena, x->limit);
  for (int i = 0; i < 2; i++) self->sel[i] = arena_alloc(&x->arena, BATCH_ROWS * sizeof *self->sel[i]);
  self->labels = arena_array(&x->arena, const NameRef *, plan->filter_count);
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 0; i < plan->filter_count; i++)
    self->labels[i] = reached_label(x, plan->child[0], plan->filters[i]);
  return op_compile(x, plan->filters, plan->filter_count, &self->filters);
}

static bool all_lead_to(const Exec *x, uint32_t type, uint32_t label, Direction end)
{
  return graph_label_type_count(x->graph, label, type, end) == graph_type_count(x->graph, type);
}

/* Whether no relationship of the expansion's types leads to a node without the label. */
static bool is_implied(const Exec *x, const Plan *expand, const NameRef *name)
{
  uint32_t label = op_name(x, NAME_LABEL, name);
  if (label == NAME_NONE) return false;
  for (uint32_t i = 0; i < expand->type_count; i++) {
    uint32_t type = op_name(x, NAME_TYPE, &expand->types[i]);
    if (type == NAME_NONE) continue;
    if (expand->dir != DIR_IN && !all_lead_to(x, type, label, DIR_IN)) return false;
    if (expand->dir != DIR_OUT && !all_lead_to(x, type, label, DIR_OUT)) return false;
  }
  return true;
}

static Status filter_next(Exec *x, Op *op, Batch *out)
{
  Filter *self = (Filter *)op;
  for (;;) {
    TRY(exec_check(x));
    TRY(op_next(x, op->child[0], out));
    arena_reset(&self->arena);
    if (out->n == 0) return STATUS_OK;
    for (uint32_t i = 0; i < op->plan->filter_count && out->n; i++) {
      if (self->labels[i] && is_implied(x, op->plan->child[0], self->labels[i])) continue;
      uint16_t *sel = self->sel[i % 2];
      uint32_t n = 0;
      TRY(eval_filter(x, self->filters[i], out, &self->arena, sel, &n));
      out->sel = sel;
      out->n = n;
    }
    if (out->n) return STATUS_OK;
  }
}

/* A filter that lets every row pass by the counts need not see the rows. Counts that the input is about to change say
 * nothing. */
static Status filter_count(Exec *x, Op *op, uint64_t *rows)
{
  Filter *self = (Filter *)op;
  const Plan *plan = op->plan, *input = plan->child[0];
  bool all = !plan_writes(input);
  for (uint32_t i = 0; i < plan->filter_count && all; i++)
    all = self->labels[i] && is_implied(x, input, self->labels[i]);
  Batch scratch = batch_new(&x->arena, x->slot_count);
  TRY(arena_check(&x->arena, x->err));
  if (all) return op_count_rows(x, op->child[0], &scratch, rows);
  do {
    TRY(filter_next(x, op, &scratch));
    *rows += scratch.n;
  } while (scratch.n);
  return STATUS_OK;
}

static Status filter_rewind(Exec *x, Op *op)
{
  return op_rewind(x, op->child[0]);
}

static void filter_close(Exec *x, Op *op)
{
  (void)x;
  arena_free(&((Filter *)op)->arena);
}

const OpClass op_class_FILTER = {.size = sizeof(Filter),
                                 .open = filter_open,
                                 .next = filter_next,
                                 .rewind = filter_rewind,
                                 .close = filter_close,
                                 .count = filter_count};
