/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Predicates that choose rows. A conjunction narrows the selection part by part. Three shapes that most filters have
 * are run straight over a property's column, without a value for each row: a property compared with a constant, a text
 * test (STARTS WITH, ENDS WITH, CONTAINS, =~) of a property against a constant, which is decided once for each distinct
 * text of the column, and tests of valid time and of claims (eval_valid.c, eval_claims.c). Everything else takes the
 * general way. */
#include "core/column.h"
#include "eval_internal.h"

typedef struct ColumnFilter {
  const Column *column;
  EntityKind kind;
  const uint32_t *ids;
  Rows rows;
  uint16_t *out;
  uint32_t n;
} ColumnFilter;

/* The number of the row's page entry, with the page in *page; false when the row has no value. A dead entity is the
 * general way's business: it has the error for it. */
static inline bool locate(const ColumnFilter *f, uint32_t row, const ColumnPage **page, uint32_t *at)
{
  uint32_t slot = f->ids[row];
  if (slot == SLOT_NONE) return false;
  *page = column_page(f->column, slot >> COLUMN_PAGE_SHIFT);
  *at = slot % COLUMN_PAGE_SLOTS;
  return *page && page_has(*page, *at);
}

#define KEEP_WHERE(array, type, test)                                                                                  \
  for (uint32_t i = 0; i < f->rows.n; i++) {                                                                           \
    uint32_t row = rows_at(f->rows, i), at;                                                                            \
    const ColumnPage *page;                                                                                            \
    if (!locate(f, row, &page, &at)) continue;                                                                         \
    type v = array(page)[at];                                                                                          \
    f->out[f->n] = (uint16_t)row;                                                                                      \
    f->n += (test);                                                                                                    \
  }

#define KEEP_COMPARED(array, type, with)                                                                               \
  switch (op) {                                                                                                        \
  case OP_EQ: KEEP_WHERE(array, type, v == (with)) break;                                                              \
  case OP_NE: KEEP_WHERE(array, type, v != (with)) break;                                                              \
  case OP_LT: KEEP_WHERE(array, type, v < (with)) break;                                                               \
  case OP_LE: KEEP_WHERE(array, type, v <= (with)) break;                                                              \
  case OP_GT: KEEP_WHERE(array, type, v > (with)) break;                                                               \
  default: KEEP_WHERE(array, type, v >= (with)) break;                                                                 \
  }

static void compare_ints(ColumnFilter *f, ExprOp op, int64_t with)
{
  KEEP_COMPARED(page_ints, int64_t, with)
}

static void compare_dates(ColumnFilter *f, ExprOp op, int64_t with)
{
  KEEP_COMPARED(page_dates, int64_t, with)
}

static void compare_floats(ColumnFilter *f, ExprOp op, double with)
{
  KEEP_COMPARED(page_floats, double, with)
}

static void compare_codes(ColumnFilter *f, ExprOp op, uint32_t with)
{
  KEEP_COMPARED(page_codes, uint32_t, with)
}

static bool compare_column(ColumnFilter *f, ExprOp op, Value with)
{
  switch (column_type(f->column)) {
  case COLUMN_INT:
    if (with.type != VALUE_INT) return false;
    compare_ints(f, op, with.integer);
    return true;
  case COLUMN_DATE:
    if (with.type != VALUE_DATE) return false;
    compare_dates(f, op, with.integer);
    return true;
  case COLUMN_FLOAT:
    if (with.type != VALUE_FLOAT) return false;
    compare_floats(f, op, with.number);
    return true;
  case COLUMN_STRING:
    if (with.type != VALUE_STRING || (op != OP_EQ && op != OP_NE)) return false;
    compare_codes(f, op, column_code(f->column, value_text(with)));
    return true;
  default: return false;
  }
}

/* Sets up f when e reads a property of a bound node or relationship whose column can be read as it is. Whether an
 * entity without a value is dead cannot be told here, so a graph that changes under the statement is left out. */
static bool column_of(Exec *x, Eval *e, const Batch *in, ColumnFilter *f)
{
  if (e->run != eval_property || e->args[0]->expr->kind != EXPR_VARIABLE || x->tree->checked->writes) return false;
  const Vec *vec = &in->slots[e->args[0]->slot];
  if (vec->kind != VEC_NODE && vec->kind != VEC_REL) return false;
  if (e->key == NAME_NONE) e->key = graph_name_find(x->graph, NAME_KEY, e->expr->name.text);
  f->kind = vec->kind == VEC_NODE ? ENTITY_NODE : ENTITY_REL;
  f->column = e->key == NAME_NONE ? NULL : graph_column(x->graph, f->kind, e->key);
  f->ids = vec->ids;
  f->rows = (Rows){in->sel, in->n};
  return f->column != NULL;
}

static bool filter_comparison(Exec *x, Eval *e, const Batch *in, ColumnFilter *f)
{
  if (e->run != eval_comparison || e->n != 2) return false;
  ExprOp op = (ExprOp)e->expr->ops[0];
  if (e->args[1]->is_constant && column_of(x, e->args[0], in, f)) return compare_column(f, op, e->args[1]->constant);
  if (e->args[0]->is_constant && column_of(x, e->args[1], in, f))
    return compare_column(f, ast_mirrored(op), e->args[0]->constant);
  return false;
}

/* ---- text tests, once for each distinct text */

typedef enum Verdict { VERDICT_OPEN = 0, VERDICT_NO, VERDICT_YES } Verdict;

typedef struct Verdicts {
  uint8_t *by_code;
  uint32_t n;
} Verdicts;

/* Runs the test on one text, with the property replaced by a constant. */
static Status decide(Evaluation *r, Eval *e, Value text, uint8_t *verdict)
{
  if (e->run == eval_text_test) {
    Value part = e->args[1]->constant;
    bool fits = part.type == VALUE_STRING && eval_text_fits(e->expr->op, value_text(text), value_text(part));
    *verdict = fits ? VERDICT_YES : VERDICT_NO;
    return STATUS_OK;
  }
  Eval subject = {.run = eval_constant, .expr = e->args[0]->expr, .is_constant = true, .constant = text};
  Eval *args[2] = {&subject, e->args[1]};
  Eval test = *e;
  test.args = args;
  Batch one = {.n = 1};
  Evaluation inner = {r->x, &one, r->arena};
  Vec vec;
  Status status = test.run(&inner, &test, (Rows){NULL, 1}, &vec);
  e->cache = test.cache; /* the compiled regular expression */
  if (status != STATUS_OK) return STATUS_FAIL;
  Value v = vec_get(&vec, 0);
  *verdict = v.type == VALUE_BOOL && v.boolean ? VERDICT_YES : VERDICT_NO;
  return STATUS_OK;
}

static Status filter_texts(Exec *x, Eval *e, const Batch *in, Arena *arena, ColumnFilter *f, bool *done)
{
  *done = false;
  if ((e->run != eval_text_test && e->run != eval_regex) || !e->args[1]->is_constant) return STATUS_OK;
  if (!column_of(x, e->args[0], in, f) || column_type(f->column) != COLUMN_STRING) return STATUS_OK;
  Verdicts *verdicts = e->args[0]->cache;
  if (!verdicts) {
    verdicts = arena_new(&x->arena, Verdicts);
    verdicts->n = column_texts(f->column);
    verdicts->by_code = arena_zalloc(&x->arena, MAX(verdicts->n, 1u));
    TRY(arena_check(&x->arena, x->err));
    e->args[0]->cache = verdicts;
  }
  Evaluation r = {x, in, arena};
  for (uint32_t i = 0; i < f->rows.n; i++) {
    uint32_t row = rows_at(f->rows, i), at;
    const ColumnPage *page;
    if (!locate(f, row, &page, &at)) continue;
    uint32_t code = page_codes(page)[at];
    if (code >= verdicts->n) return error_internal(x->err, "a text came into being while it was read");
    if (verdicts->by_code[code] == VERDICT_OPEN)
      TRY(decide(&r, e, column_string(f->column, code), &verdicts->by_code[code]));
    f->out[f->n] = (uint16_t)row;
    f->n += verdicts->by_code[code] == VERDICT_YES;
  }
  *done = true;
  return STATUS_OK;
}

/* ---- the general way */

Status eval_filter_values(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *out, uint32_t *n)
{
  Evaluation r = {x, in, arena};
  Rows rows = {in->sel, in->n};
  Vec vec;
  TRY(e->run(&r, e, rows, &vec));
  *n = 0;
  for (uint32_t i = 0; i < rows.n; i++) {
    uint32_t row = rows_at(rows, i);
    Value v = vec_get(&vec, row);
    if (v.type == VALUE_BOOL) {
      out[*n] = (uint16_t)row;
      *n += v.boolean;
    } else if (v.type != VALUE_NULL) {
      error_set(x->err, ERROR_TYPE, "InvalidArgumentType", "expected true or false, but this is %s",
                value_type_name((ValueType)v.type));
      return eval_failed(&r, e);
    }
  }
  return STATUS_OK;
}

Status eval_filter(Exec *x, Eval *e, const Batch *in, Arena *arena, uint16_t *sel_out, uint32_t *n_out)
{
  x->function.arena = arena;
  if (e->run == eval_logic && e->expr->op == OP_AND) {
    TRY(eval_filter(x, e->args[0], in, arena, sel_out, n_out));
    Batch rest = {*n_out, sel_out, in->slots};
    return *n_out == 0 ? STATUS_OK : eval_filter(x, e->args[1], &rest, arena, sel_out, n_out);
  }
  ColumnFilter f = {.out = sel_out};
  bool done = filter_comparison(x, e, in, &f);
  if (!done) {
    f = (ColumnFilter){.out = sel_out};
    TRY(filter_texts(x, e, in, arena, &f, &done));
  }
  if (done) {
    *n_out = f.n;
    return STATUS_OK;
  }
  eval_filter_label(x, e, in, sel_out, n_out, &done);
  if (!done) TRY(eval_filter_valid(x, e, in, sel_out, n_out, &done));
  if (!done) TRY(eval_filter_claims(x, e, in, arena, sel_out, n_out, &done));
  return done ? STATUS_OK : eval_filter_values(x, e, in, arena, sel_out, n_out);
}
