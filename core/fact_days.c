/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading the texts of dates once each; see fact_days.h. */
#include "fact_days.h"

static Status open_bound(FactBound *b, const Column *column, DateDays open, Arena *arena, Error *err)
{
  *b = (FactBound){.column = column && column_count(column) > 0 ? column : NULL, .open = {open, open}};
  if (!b->column || column_type(column) != COLUMN_STRING) return STATUS_OK;
  b->text_count = column_texts(column);
  b->texts = arena_zalloc(arena, MAX(b->text_count, 1u) * sizeof *b->texts);
  return arena_check(arena, err);
}

FactColumns fact_columns(const Graph *g, EntityKind kind)
{
  FactColumns columns = {{NULL}};
  for (size_t i = 0; i < VALIDITY_DATES; i++) {
    uint32_t key = graph_name_find(g, NAME_KEY, setting_name(graph_settings(g), validity_settings[i]));
    if (key != NAME_NONE) columns.at[i] = graph_column(g, kind, key);
  }
  return columns;
}

bool fact_dates_are_narrowed(const Graph *g)
{
  static const Setting settings[] = {SETTING_VALID_FROM_MIN, SETTING_VALID_FROM_MAX, SETTING_VALID_TO_MIN,
                                     SETTING_VALID_TO_MAX};
  bool known = false;
  for (size_t i = 0; i < ARRAY_LEN(settings) && !known; i++)
    known = graph_name_find(g, NAME_KEY, setting_name(graph_settings(g), settings[i])) != NAME_NONE;
  return known;
}

static bool has_values(const Column *column)
{
  return column && column_count(column) > 0;
}

Status fact_days_open(FactDays *f, const FactColumns *columns, Arena *arena, Error *err)
{
  const Column *const *at = columns->at;
  f->columns = *columns;
  f->narrowed = has_values(at[VALIDITY_FROM_MIN]) || has_values(at[VALIDITY_FROM_MAX]) ||
                has_values(at[VALIDITY_TO_MIN]) || has_values(at[VALIDITY_TO_MAX]);
  TRY(open_bound(&f->from, at[VALIDITY_FROM], EDTF_BEFORE_ALL, arena, err));
  return open_bound(&f->to, at[VALIDITY_TO], EDTF_AFTER_ALL, arena, err);
}

static Value value_at(const FactDays *f, size_t date, uint32_t slot)
{
  const Column *column = f->columns.at[date];
  return column ? column_get(column, slot) : VALUE_NULL_VALUE;
}

Validity fact_days_narrowed(const FactDays *f, uint32_t slot)
{
  FactDays plain = {.from = f->from, .to = f->to, .columns = f->columns};
  Validity v = fact_days(&plain, slot);
  bool no_from = value_is_null(value_at(f, VALIDITY_FROM, slot));
  bool endless = v.end.first == EDTF_AFTER_ALL && value_is_null(value_at(f, VALIDITY_TO, slot));
  v.start =
      validity_narrow(v.start, no_from, value_at(f, VALIDITY_FROM_MIN, slot), value_at(f, VALIDITY_FROM_MAX, slot));
  v.end = validity_narrow(v.end, endless, value_at(f, VALIDITY_TO_MIN, slot), value_at(f, VALIDITY_TO_MAX, slot));
  return v;
}

TextDays fact_text_days(const FactBound *b, uint32_t code)
{
  Edtf date;
  TextDays *kept = code < b->text_count ? &b->texts[code] : NULL;
  if (LIKELY(kept && kept->read)) return *kept;
  TextDays text = {.days = {EDTF_BEFORE_ALL, EDTF_AFTER_ALL}, .read = true};
  if (edtf_parse(column_text(b->column, code), &date, NULL))
    text = (TextDays){{edtf_earliest(&date), edtf_latest(&date)}, true, date.interval};
  if (kept) *kept = text;
  return text;
}
