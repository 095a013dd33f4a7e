/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of valid time, which AS OF and its kin are rewritten into, straight over the columns of valid_from and
 * valid_to. */
#include "core/fact_days.h"
#include "eval_internal.h"
#include "func/valid_test.h"

typedef struct ValidFilter {
  ValidityQuestion question;
  bool known;
  bool always; /* no entity has a bound, and a fact without bounds passes */
  FactDays facts;
} ValidFilter;

/* ---- setting up */

/* x.key, of a node or relationship of the batch. */
static bool is_entity_property(const Eval *e)
{
  return e->run == eval_property && e->args[0]->expr->kind == EXPR_VARIABLE;
}

/* The properties that a bound is read from: one, or a list of it with the first and the last day that it means. All are
 * of one variable, whose slot is *slot. */
static bool is_bound(const Eval *e, uint32_t *slot)
{
  bool list = e->expr->kind == EXPR_LIST && e->n == VALIDITY_TO - VALIDITY_FROM;
  for (uint32_t i = 0; i < (list ? e->n : 1); i++) {
    const Eval *property = list ? e->args[i] : e;
    if (!is_entity_property(property)) return false;
    if (*slot != SLOT_NONE && property->args[0]->slot != *slot) return false;
    *slot = property->args[0]->slot;
  }
  return true;
}

static bool fits(const Exec *x, const Eval *e, const Batch *in, ValidityQuestion *q, uint32_t *slot)
{
  *slot = SLOT_NONE;
  if (e->run != eval_call || e->n < 3 || x->tree->checked->writes) return false;
  if (!valid_test_of(e->expr->function, &q->test, &q->certainly)) return false;
  if (!is_bound(e->args[0], slot) || !is_bound(e->args[1], slot)) return false;
  for (uint32_t i = 2; i < e->n; i++)
    if (!e->args[i]->is_constant) return false;
  VecKind kind = in->slots[*slot].kind;
  return kind == VEC_NODE || kind == VEC_REL;
}

static void find_columns(const Exec *x, const Eval *bound, EntityKind kind, const Column **out)
{
  bool list = bound->expr->kind == EXPR_LIST;
  for (uint32_t i = 0; i < (list ? bound->n : 1); i++) {
    const Eval *property = list ? bound->args[i] : bound;
    uint32_t key = graph_name_find(x->graph, NAME_KEY, property->expr->name.text);
    if (key != NAME_NONE) out[i] = graph_column(x->graph, kind, key);
  }
}

/* Once for each run: neither the question nor the columns change while a statement reads. */
static Status open_filter(Exec *x, Eval *e, EntityKind kind, const ValidityQuestion *q, ValidFilter **out)
{
  ValidFilter *f = arena_new(&x->arena, ValidFilter);
  Value asked[3];
  TRY(arena_check(&x->arena, x->err));
  for (uint32_t i = 2; i < e->n; i++) asked[i - 2] = e->args[i]->constant;
  f->question = *q;
  TRY(valid_test_question(&x->function, e->expr->function, asked, e->n - 2, &f->question, &f->known));
  FactColumns columns = {{NULL}};
  find_columns(x, e->args[0], kind, columns.at);
  find_columns(x, e->args[1], kind, columns.at + VALIDITY_TO);
  TRY(fact_days_open(&f->facts, &columns, &x->arena, x->err));
  f->always = f->known && fact_days_none(&f->facts) && validity_holds(&f->question, VALIDITY_ALWAYS);
  *out = f;
  return STATUS_OK;
}

static bool passes(const ValidFilter *f, uint32_t slot)
{
  return validity_holds(&f->question, slot == SLOT_NONE ? VALIDITY_ALWAYS : fact_days(&f->facts, slot));
}

Status eval_filter_valid(Exec *x, Eval *e, const Batch *in, uint16_t *out, uint32_t *n, bool *done)
{
  ValidityQuestion q = {0};
  uint32_t slot;
  *done = fits(x, e, in, &q, &slot);
  if (!*done) return STATUS_OK;
  const Vec *vec = &in->slots[slot];
  ValidFilter *f = e->cache;
  if (!f) {
    TRY(open_filter(x, e, vec->kind == VEC_NODE ? ENTITY_NODE : ENTITY_REL, &q, &f));
    e->cache = f;
  }
  Rows rows = {in->sel, in->n};
  *n = f->always ? rows.n : 0;
  for (uint32_t i = 0; f->always && i < rows.n; i++) out[i] = (uint16_t)rows_at(rows, i);
  for (uint32_t i = 0; f->known && !f->always && i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    out[*n] = (uint16_t)row;
    *n += passes(f, vec->ids[row]);
  }
  return STATUS_OK;
}
