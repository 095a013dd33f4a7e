/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of valid time, which AS OF and its kin are rewritten into, straight over the columns of valid_from and
 * valid_to: without a value for each row, and with each distinct text read once. */
#include "core/column.h"
#include "core/validity.h"
#include "eval_internal.h"
#include "func/valid_test.h"

/* The days of one text of a column. */
typedef struct TextDays {
  enum { TEXT_OPEN = 0, TEXT_DATED, TEXT_INTERVAL } kind; /* TEXT_OPEN: not read yet */
  DayRange days;
} TextDays;

/* One of the two properties. */
typedef struct Bound {
  const Column *column; /* NULL: no entity has the property */
  TextDays *texts;      /* by code; NULL unless the column is one of texts */
  uint32_t text_count;
  DayRange open;
} Bound;

typedef struct ValidFilter {
  ValidityQuestion question;
  bool known;
  bool always; /* no entity has a bound, and a fact without bounds passes */
  Bound from, to;
} ValidFilter;

/* ---- setting up */

/* x.key, of a node or relationship of the batch. */
static bool is_entity_property(const Eval *e)
{
  return e->run == eval_property && e->args[0]->expr->kind == EXPR_VARIABLE;
}

static bool fits(const Exec *x, const Eval *e, const Batch *in, ValidityQuestion *q)
{
  if (e->run != eval_call || e->n < 3 || x->tree->checked->writes) return false;
  if (!valid_test_of(e->expr->function, &q->test, &q->certainly)) return false;
  if (!is_entity_property(e->args[0]) || !is_entity_property(e->args[1])) return false;
  if (e->args[0]->args[0]->slot != e->args[1]->args[0]->slot) return false;
  for (uint32_t i = 2; i < e->n; i++)
    if (!e->args[i]->is_constant) return false;
  VecKind kind = in->slots[e->args[0]->args[0]->slot].kind;
  return kind == VEC_NODE || kind == VEC_REL;
}

static Status open_bound(Exec *x, const Eval *property, EntityKind kind, DateDays open, Bound *b)
{
  uint32_t key = graph_name_find(x->graph, NAME_KEY, property->expr->name.text);
  *b = (Bound){.column = key == NAME_NONE ? NULL : graph_column(x->graph, kind, key), .open = {open, open}};
  if (b->column && column_count(b->column) == 0) b->column = NULL;
  if (!b->column || column_type(b->column) != COLUMN_STRING) return STATUS_OK;
  b->text_count = column_texts(b->column);
  b->texts = arena_zalloc(&x->arena, MAX(b->text_count, 1u) * sizeof *b->texts);
  return arena_check(&x->arena, x->err);
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
  TRY(open_bound(x, e->args[0], kind, EDTF_BEFORE_ALL, &f->from));
  TRY(open_bound(x, e->args[1], kind, EDTF_AFTER_ALL, &f->to));
  f->always = f->known && !f->from.column && !f->to.column &&
              validity_holds(&f->question, validity_of(VALUE_NULL_VALUE, VALUE_NULL_VALUE));
  *out = f;
  return STATUS_OK;
}

/* ---- one row */

static TextDays read_text(const Bound *b, uint32_t code)
{
  Edtf date;
  TextDays *kept = code < b->text_count ? &b->texts[code] : NULL;
  if (LIKELY(kept && kept->kind != TEXT_OPEN)) return *kept;
  TextDays read = {TEXT_DATED, {EDTF_BEFORE_ALL, EDTF_AFTER_ALL}};
  if (edtf_parse(column_text(b->column, code), &date, NULL))
    read = (TextDays){date.interval ? TEXT_INTERVAL : TEXT_DATED, {edtf_earliest(&date), edtf_latest(&date)}};
  if (kept) *kept = read;
  return read;
}

/* The days of the bound; *interval where it is one, *absent where there is none. */
static inline DayRange bound_days(const Bound *b, uint32_t slot, bool *interval, bool *absent)
{
  const ColumnPage *page = b->column ? column_page(b->column, slot >> COLUMN_PAGE_SHIFT) : NULL;
  uint32_t i = slot % COLUMN_PAGE_SLOTS;
  *absent = !page || !page_has(page, i);
  if (*absent) return b->open;
  if (column_type(b->column) == COLUMN_DATE) return (DayRange){page_dates(page)[i], page_dates(page)[i]};
  if (b->texts) {
    TextDays text = read_text(b, page_codes(page)[i]);
    *interval = text.kind == TEXT_INTERVAL;
    return text.days;
  }
  Value v = column_page_value(b->column, page, i);
  Edtf date;
  if (v.type == VALUE_EDTF) {
    *interval = v.edtf->date.interval;
    return (DayRange){edtf_earliest(&v.edtf->date), edtf_latest(&v.edtf->date)};
  }
  if (!validity_date(v, &date)) return (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  *interval = date.interval;
  return (DayRange){edtf_earliest(&date), edtf_latest(&date)};
}

static inline Validity fact_days(const ValidFilter *f, uint32_t slot)
{
  bool interval = false, ignored = false, absent;
  Validity v;
  v.start = bound_days(&f->from, slot, &interval, &absent);
  v.end = bound_days(&f->to, slot, &ignored, &absent);
  if (UNLIKELY(interval && absent)) return validity_of(column_get(f->from.column, slot), VALUE_NULL_VALUE);
  return v;
}

Status eval_filter_valid(Exec *x, Eval *e, const Batch *in, uint16_t *out, uint32_t *n, bool *done)
{
  ValidityQuestion q = {0};
  *done = fits(x, e, in, &q);
  if (!*done) return STATUS_OK;
  const Vec *vec = &in->slots[e->args[0]->args[0]->slot];
  ValidFilter *f = e->cache;
  if (!f) {
    TRY(open_filter(x, e, vec->kind == VEC_NODE ? ENTITY_NODE : ENTITY_REL, &q, &f));
    e->cache = f;
  }
  Rows rows = {in->sel, in->n};
  *n = 0;
  for (uint32_t i = 0; f->known && i < rows.n; i++) {
    uint32_t row = rows_at(rows, i), slot = vec->ids[row];
    out[*n] = (uint16_t)row;
    *n += f->always || validity_holds(&f->question, slot == SLOT_NONE ? validity_of(VALUE_NULL_VALUE, VALUE_NULL_VALUE)
                                                                      : fact_days(f, slot));
  }
  return STATUS_OK;
}
