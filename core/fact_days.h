/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When many facts hold, straight from the columns of their two dates and of the days that these mean: without a value
 * for each, and with each distinct text read once. For loops over facts of a graph that does not change meanwhile. */
#ifndef CLIO_CORE_FACT_DAYS_H
#define CLIO_CORE_FACT_DAYS_H

#include "column.h"
#include "settings.h"
#include "validity.h"

/* The days of one text of a column. */
typedef struct TextDays {
  DayRange days;
  bool read, interval;
} TextDays;

/* One of the two properties. */
typedef struct FactBound {
  const Column *column; /* NULL: no fact has it */
  TextDays *texts;      /* by code; NULL unless the column is one of texts */
  uint32_t text_count;
  DayRange open;
} FactBound;

/* By VALIDITY_FROM and its kin; each may be NULL. */
typedef struct FactColumns {
  const Column *at[VALIDITY_DATES];
} FactColumns;

typedef struct FactDays {
  FactBound from, to;
  bool narrowed; /* some facts have a first or last day beside a date */
  FactColumns columns;
} FactDays;

/* Those that the settings of the graph name. */
FactColumns fact_columns(const Graph *g, EntityKind kind);
/* Whether the graph knows a property for the first or last day of a date; else none has to be looked at. */
bool fact_dates_are_narrowed(const Graph *g);

/* Memory is taken from the arena. */
Status fact_days_open(FactDays *f, const FactColumns *columns, Arena *arena, Error *err);

TextDays fact_text_days(const FactBound *b, uint32_t code);

static inline bool fact_days_none(const FactDays *f)
{
  return !f->from.column && !f->to.column && !f->narrowed;
}

Validity fact_days_narrowed(const FactDays *f, uint32_t slot);

/* *interval where the bound is one, *absent where there is none. */
static inline DayRange fact_bound_days(const FactBound *b, uint32_t slot, bool *interval, bool *absent)
{
  const ColumnPage *page = b->column ? column_page(b->column, slot >> COLUMN_PAGE_SHIFT) : NULL;
  uint32_t i = slot % COLUMN_PAGE_SLOTS;
  *absent = !page || !page_has(page, i);
  if (*absent) return b->open;
  if (column_type(b->column) == COLUMN_DATE) return (DayRange){page_dates(page)[i], page_dates(page)[i]};
  if (b->texts) {
    TextDays text = fact_text_days(b, page_codes(page)[i]);
    *interval = text.interval;
    return text.days;
  }
  Value v = column_page_value(b->column, page, i);
  Edtf date;
  const Edtf *e = v.type == VALUE_EDTF ? &v.edtf->date : validity_date(v, &date) ? &date : NULL;
  if (!e) return (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  *interval = e->interval;
  return (DayRange){edtf_earliest(e), edtf_latest(e)};
}

/* As validity_of of both values. */
static inline Validity fact_days(const FactDays *f, uint32_t slot)
{
  bool interval = false, ignored = false, absent;
  Validity v;
  if (UNLIKELY(f->narrowed)) return fact_days_narrowed(f, slot);
  v.start = fact_bound_days(&f->from, slot, &interval, &absent);
  v.end = fact_bound_days(&f->to, slot, &ignored, &absent);
  if (UNLIKELY(interval && absent)) return validity_of(column_get(f->from.column, slot), VALUE_NULL_VALUE);
  return v;
}

#endif
