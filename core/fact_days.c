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

Status fact_days_open(FactDays *f, const Column *from, const Column *to, Arena *arena, Error *err)
{
  TRY(open_bound(&f->from, from, EDTF_BEFORE_ALL, arena, err));
  return open_bound(&f->to, to, EDTF_AFTER_ALL, arena, err);
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
