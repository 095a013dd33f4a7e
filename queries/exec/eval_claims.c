/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of claims and ranks, which ACCORDING TO and RANK BEST are rewritten into (check/attribution.c), over the
 * columns of the properties that they ask for (func/claim_filter.h). Only where a fact has a rival that is preferred,
 * which might not be seen itself, the expression is evaluated. */
#include "eval_internal.h"
#include "func/claim_filter.h"
#include "func/claim_test.h"

static bool is_call_of(const Eval *e, ClaimFunction f)
{
  return e->run == eval_call && e->expr->kind == EXPR_CALL && claim_function(e->expr->function) == f;
}

/* The nodes or relationships of a variable of the batch. Where a statement writes, some may be deleted, for which the
 * general way has the error. */
static const Vec *entities(const Exec *x, const Eval *e, const Batch *in)
{
  if (e->expr->kind != EXPR_VARIABLE || x->tree->checked->writes) return NULL;
  const Vec *vec = &in->slots[e->slot];
  return vec->kind == VEC_NODE || vec->kind == VEC_REL ? vec : NULL;
}

static EntityKind kind_of(const Vec *vec)
{
  return vec->kind == VEC_NODE ? ENTITY_NODE : ENTITY_REL;
}

static uint32_t keep_all(Rows rows, uint16_t *out)
{
  for (uint32_t i = 0; i < rows.n; i++) out[i] = (uint16_t)rows_at(rows, i);
  return rows.n;
}

/* ---- claim.accepted([f.claimed_by, ...], f.disputed, party, voice) */

static bool is_property_of(const Eval *e, uint32_t slot)
{
  return e->run == eval_property && e->args[0]->expr->kind == EXPR_VARIABLE && e->args[0]->slot == slot;
}

static const Vec *accepted_of(const Exec *x, const Eval *e, const Batch *in)
{
  if (!is_call_of(e, CLAIM_ACCEPTED) || e->args[0]->run != eval_list || e->args[1]->run != eval_property) return NULL;
  for (uint32_t i = 2; i < e->n; i++)
    if (!e->args[i]->is_constant || e->args[i]->constant.type != VALUE_LIST) return NULL;
  const Eval *fact = e->args[1]->args[0], *claimants = e->args[0];
  for (uint32_t i = 0; i < claimants->n; i++)
    if (!is_property_of(claimants->args[i], fact->slot)) return NULL;
  return entities(x, fact, in);
}

static uint32_t key_of(const Exec *x, const Eval *property)
{
  return graph_name_find(x->graph, NAME_KEY, property->expr->name.text);
}

/* Once for each run: neither the question nor the columns change while a statement reads. */
static Status open_accepted(Exec *x, Eval *e, EntityKind kind, ClaimFilter **out)
{
  const Eval *list = e->args[0];
  *out = e->cache;
  if (*out) return STATUS_OK;
  ClaimFilter *f = arena_new(&x->arena, ClaimFilter);
  TRY(arena_check(&x->arena, x->err));
  claim_filter_open(f, x->graph, kind, list->n, &x->arena);
  for (uint32_t i = 0; i < list->n; i++) claim_filter_add_claimant(f, key_of(x, list->args[i]), &x->arena);
  claim_filter_set_disputed(f, key_of(x, e->args[1]));
  f->party = e->args[2]->constant;
  f->voice = e->args[3]->constant;
  TRY(arena_check(&x->arena, x->err));
  e->cache = *out = f;
  return STATUS_OK;
}

static Status filter_accepted(Exec *x, Eval *e, const Vec *facts, Rows rows, uint16_t *out, uint32_t *n)
{
  ClaimFilter *f;
  TRY(open_accepted(x, e, kind_of(facts), &f));
  *n = 0;
  if (claim_filter_accepts_all(f)) {
    *n = keep_all(rows, out);
    return STATUS_OK;
  }
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), slot = facts->ids[row];
    out[*n] = (uint16_t)row;
    *n += slot == SLOT_NONE /* null: it has no claimant, and nobody disputes it */ || claim_filter_accepts(f, slot);
  }
  return STATUS_OK;
}

/* ---- facts that are marked as one of several versions */

typedef struct Marks {
  FactMarks marks;
  FactKeys keys;
} Marks;

static Status open_marks(Exec *x, Eval *e, EntityKind kind, Marks **out)
{
  *out = e->cache;
  if (*out) return STATUS_OK;
  Marks *m = arena_new(&x->arena, Marks);
  TRY(arena_check(&x->arena, x->err));
  m->keys = *claim_keys(&x->function);
  m->marks = fact_marks(&m->keys, kind);
  e->cache = *out = m;
  return STATUS_OK;
}

/* ---- rankOf(f) = text, rankOf(f) <> text */

static const Vec *rank_test_of(const Exec *x, const Eval *e, const Batch *in)
{
  if (e->run != eval_comparison || e->n != 2 || !is_call_of(e->args[0], CLAIM_RANK_OF)) return NULL;
  if (e->expr->ops[0] != OP_EQ && e->expr->ops[0] != OP_NE) return NULL;
  if (!e->args[1]->is_constant || e->args[1]->constant.type != VALUE_STRING) return NULL;
  return entities(x, e->args[0]->args[0], in);
}

static bool rank_passes(const Eval *e, FactRank rank)
{
  return text_equal(fact_rank_name(rank), value_text(e->args[1]->constant)) == (e->expr->ops[0] == OP_EQ);
}

static Status filter_rank(Exec *x, Eval *e, const Vec *facts, Rows rows, uint16_t *out, uint32_t *n)
{
  Marks *m;
  TRY(open_marks(x, e, kind_of(facts), &m));
  const bool passes[] = {[FACT_DEPRECATED] = rank_passes(e, FACT_DEPRECATED),
                         [FACT_NORMAL] = rank_passes(e, FACT_NORMAL),
                         [FACT_PREFERRED] = rank_passes(e, FACT_PREFERRED)};
  *n = 0;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), slot = facts->ids[row];
    if (slot == SLOT_NONE) continue;
    Value fact = facts->kind == VEC_NODE ? value_node(slot) : value_rel(slot);
    out[*n] = (uint16_t)row;
    *n += passes[fact_is_marked(&m->marks, slot) ? fact_rank(&m->keys, fact) : FACT_NORMAL];
  }
  return STATUS_OK;
}

/* ---- rankOf(f) = 'preferred' OR none(o IN rivals(f) WHERE rankOf(o) = 'preferred' AND ...) */

static bool asks_for_preferred(const Eval *e, uint32_t slot)
{
  if (e->run != eval_comparison || e->n != 2 || e->expr->ops[0] != OP_EQ) return false;
  if (!is_call_of(e->args[0], CLAIM_RANK_OF) || !e->args[1]->is_constant) return false;
  const Eval *fact = e->args[0]->args[0], *rank = e->args[1];
  return fact->expr->kind == EXPR_VARIABLE && fact->slot == slot && rank->constant.type == VALUE_STRING &&
         text_equal(value_text(rank->constant), fact_rank_name(FACT_PREFERRED));
}

/* The test of a rival, whose left-most part asks for its rank. */
static bool asks_of_rival(const Eval *test, uint32_t slot)
{
  while (test->run == eval_logic && test->expr->op == OP_AND) test = test->args[0];
  return asks_for_preferred(test, slot);
}

static const Vec *unrivalled_of(const Exec *x, const Eval *e, const Batch *in)
{
  if (e->run != eval_logic || e->expr->op != OP_OR) return NULL;
  const Eval *none = e->args[1];
  if (none->run != eval_quantifier || none->expr->op != OP_NONE_OF || !none->args[1]) return NULL;
  if (!is_call_of(none->args[0], CLAIM_RIVALS) || !asks_of_rival(none->args[1], none->slot)) return NULL;
  const Eval *fact = none->args[0]->args[0];
  const Vec *vec = entities(x, fact, in);
  return vec && vec->kind == VEC_REL && asks_for_preferred(e->args[0], fact->slot) ? vec : NULL;
}

/* Whether a relationship that is not preferred has a rival that is. */
static bool is_outranked(const FactKeys *k, uint32_t rel)
{
  FactRivals rivals;
  uint32_t other;
  if (fact_rank(k, value_rel(rel)) == FACT_PREFERRED) return false;
  fact_rivals_begin(&rivals, k, rel);
  while (fact_rivals_next(&rivals, &other))
    if (fact_rank(k, value_rel(other)) == FACT_PREFERRED) return true;
  return false;
}

/* Both ascend and have no row in common. */
static uint32_t merge(const uint16_t *a, uint32_t n, const uint16_t *b, uint32_t m, uint16_t *out)
{
  uint32_t i = 0, k = 0;
  while (i < n || k < m) {
    bool left = k == m || (i < n && a[i] < b[k]);
    out[i + k] = left ? a[i] : b[k];
    i += left;
    k += !left;
  }
  return n + m;
}

static Status filter_unrivalled(Exec *x, Eval *e, const Batch *in, const Vec *facts, Arena *arena, uint16_t *out,
                                uint32_t *n)
{
  Marks *m;
  TRY(open_marks(x, e, ENTITY_REL, &m));
  Rows rows = {in->sel, in->n};
  uint16_t *kept = arena_array(arena, uint16_t, MAX(rows.n, 1u)), *open = arena_array(arena, uint16_t, MAX(rows.n, 1u));
  uint32_t kept_n = 0, open_n = 0;
  TRY(arena_check(arena, x->err));
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), slot = facts->ids[row];
    bool undecided = slot == SLOT_NONE;
    if (!undecided && fact_is_marked(&m->marks, slot)) {
      TRY(exec_check(x)); /* it may start from a node with many */
      undecided = is_outranked(&m->keys, slot);
    }
    kept[kept_n] = open[open_n] = (uint16_t)row;
    kept_n += !undecided;
    open_n += undecided;
  }
  if (open_n > 0) {
    Batch rest = {open_n, open, in->slots};
    TRY(eval_filter_values(x, e, &rest, arena, open, &open_n));
  }
  *n = merge(kept, kept_n, open, open_n, out);
  return STATUS_OK;
}

Status eval_filter_claims(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *out, uint32_t *n, bool *done)
{
  Rows rows = {in->sel, in->n};
  const Vec *facts = accepted_of(x, e, in);
  *done = true;
  if (facts) return filter_accepted(x, e, facts, rows, out, n);
  if ((facts = rank_test_of(x, e, in)) != NULL) return filter_rank(x, e, facts, rows, out, n);
  if ((facts = unrivalled_of(x, e, in)) != NULL) return filter_unrivalled(x, e, in, facts, arena, out, n);
  *done = false;
  return STATUS_OK;
}
