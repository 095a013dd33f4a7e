/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When a node, a relationship or a path holds, after its properties valid_from and valid_to and the days that these
 * mean, as dates in EDTF; and whether several of them hold together. What the properties mean is core/validity's. */
#include "core/fact.h"
#include "func_internal.h"
#include "valid_entity.h"

static Status check_entity(FunctionContext *c, Value entity)
{
  bool node = entity.type == VALUE_NODE;
  bool alive = node ? graph_node_alive(c->graph, entity.id) : graph_rel_alive(c->graph, entity.id);
  return alive ? STATUS_OK : function_deleted(c);
}

/* ---- bounds as text */

static Text before_slash(Text text)
{
  const char *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
  return slash ? (Text){text.data, (size_t)(slash - text.data)} : text;
}

static Text after_slash(Text text)
{
  const char *slash = text.len ? memchr(text.data, '/', text.len) : NULL;
  return slash ? (Text){slash + 1, (size_t)(text.data + text.len - slash) - 1} : text;
}

/* What a property says, in EDTF; unknown for what is no date. */
static Status bound_text(FunctionContext *c, Value v, Text *out)
{
  Edtf date;
  Value as_edtf;
  *out = TEXT("");
  if (!validity_date(v, &date)) return STATUS_OK;
  TRY(function_edtf_of(c, v, &date, &as_edtf));
  *out = value_edtf_text(as_edtf);
  return STATUS_OK;
}

/* The day, month, year, decade or century that covers the days, in EDTF; empty where none does. */
static Text covering(FunctionContext *c, DayRange days, DayRange *covered)
{
  Edtf date;
  char text[32];
  *covered = (DayRange){EDTF_BEFORE_ALL, EDTF_AFTER_ALL};
  if (days.first == EDTF_BEFORE_ALL || days.last == EDTF_AFTER_ALL) return TEXT("");
  CivilDate first = date_civil(days.first), last = date_civil(days.last);
  int64_t year = first.year;
  if (year < 0 || year > 9999 || year / 100 != last.year / 100) return TEXT("");
  if (days.first == days.last)
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)first.month, (int)first.day);
  else if (year == last.year && first.month == last.month)
    snprintf(text, sizeof text, "%04d-%02d", (int)year, (int)first.month);
  else if (year == last.year)
    snprintf(text, sizeof text, "%04d", (int)year);
  else if (year / 10 == last.year / 10)
    snprintf(text, sizeof text, "%03dX", (int)(year / 10));
  else
    snprintf(text, sizeof text, "%02dXX", (int)(year / 100));
  if (!edtf_parse(text_of(text), &date, NULL)) return TEXT("");
  *covered = (DayRange){edtf_earliest(&date), edtf_latest(&date)};
  return arena_text(c->arena, text_of(text));
}

/* Where the days that a date means are given: the date as it is written, unless the days are known better. */
static void narrow_text(FunctionContext *c, const Value *dates, DayRange written, DayRange days, Text *text)
{
  DayRange covered;
  if (value_is_null(dates[1]) && value_is_null(dates[2])) return;
  Text better = covering(c, days, &covered);
  if (value_is_null(dates[0]) || covered.first > written.first || covered.last < written.last) *text = better;
}

Status valid_span_of(FunctionContext *c, Value entity, ValidSpan *out)
{
  TRY(check_entity(c, entity));
  FactDates dates = fact_dates(c->graph, entity);
  Value from = dates.at[VALIDITY_FROM], to = dates.at[VALIDITY_TO];
  Validity written = validity_of(from, to);
  out->days = fact_dates_validity(&dates);
  out->from = out->to = TEXT("..");
  if (from.type != VALUE_NULL) TRY(bound_text(c, from, &out->from));
  if (to.type != VALUE_NULL)
    TRY(bound_text(c, to, &out->to));
  else if (memchr(out->from.data, '/', out->from.len))
    out->to = after_slash(out->from);
  out->from = before_slash(out->from);
  out->to = after_slash(out->to);
  narrow_text(c, dates.at, written.start, out->days.start, &out->from);
  narrow_text(c, dates.at + VALIDITY_TO, written.end, out->days.end, &out->to);
  return STATUS_OK;
}

/* The later start and the earlier end. One that is unknown makes that of the whole unknown. */
static void narrow(ValidSpan *all, const ValidSpan *by)
{
  const DayRange *a = &all->days.start, *b = &by->days.start;
  if (all->from.len > 0 && (by->from.len == 0 || b->first > a->first || (b->first == a->first && b->last > a->last)))
    all->from = by->from;
  a = &all->days.end;
  b = &by->days.end;
  if (all->to.len > 0 && (by->to.len == 0 || b->last < a->last || (b->last == a->last && b->first < a->first)))
    all->to = by->to;
  all->days = validity_intersect(all->days, by->days);
}

Status valid_span(FunctionContext *c, Value v, ValidSpan *out)
{
  if (v.type != VALUE_PATH) return valid_span_of(c, v, out);
  TRY(valid_span_of(c, value_node(v.path[0]), out));
  for (uint32_t i = 0; i < v.aux; i++) {
    ValidSpan next;
    TRY(valid_span_of(c, value_rel(v.path[2 * (size_t)i + 1]), &next));
    narrow(out, &next);
    TRY(valid_span_of(c, value_node(v.path[2 * (size_t)i + 2]), &next));
    narrow(out, &next);
  }
  return STATUS_OK;
}

/* ---- functions */

#define HELD      (TYPE_ENTITY | TYPE_PATH)
#define HELD_TEXT "NODE | RELATIONSHIP | PATH"

static Status edtf_value(FunctionContext *c, Text text, Value *out)
{
  Edtf date;
  *out = VALUE_NULL_VALUE;
  /* Bounds that cannot both be stand in data that contradicts itself. */
  if (!edtf_parse(text, &date, NULL)) return STATUS_OK;
  *out = value_edtf(c->arena, text, &date);
  return arena_check(c->arena, c->err);
}

static Status bound(FunctionContext *c, const Function *f, const Value *args, bool end, Value *out)
{
  ValidSpan span;
  TRY(function_check(c, f, args, 1));
  TRY(valid_span(c, args[0], &span));
  Text text = end ? span.to : span.from;
  *out = VALUE_NULL_VALUE;
  return text.len == 0 || text.data[0] == '.' ? STATUS_OK : edtf_value(c, text, out);
}

static Status run_valid_from(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  return bound(c, &function_valid_from, args, false, out);
}

static Status run_valid_to(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  return bound(c, &function_valid_to, args, true, out);
}

static Status run_valid_time(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  ValidSpan span;
  TRY(function_check(c, &function_valid_time, args, 1));
  TRY(valid_span(c, args[0], &span));
  *out = VALUE_NULL_VALUE;
  if (span.days.start.first > span.days.end.last) return STATUS_OK;
  char *text = arena_alloc(c->arena, span.from.len + span.to.len + 1), *at = text;
  TRY(arena_check(c->arena, c->err));
  if (span.from.len) memcpy(at, span.from.data, span.from.len);
  at += span.from.len;
  *at++ = '/';
  if (span.to.len) memcpy(at, span.to.data, span.to.len);
  return edtf_value(c, (Text){text, span.from.len + span.to.len + 1}, out);
}

#define VALID_TIME(id, title, text)                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(fact :: " HELD_TEXT ") :: EDTF",                                                            \
      .help = text,                                                                                                    \
      .example = title "(null)",                                                                                       \
      .value = "null",                                                                                                 \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .arg_types = {HELD},                                                                                             \
      .result = TYPE_EDTF | TYPE_NULL,                                                                                 \
      .flags = ROW_TYPED,                                                                                              \
      .scalar = run_##id,                                                                                              \
  };

VALID_TIME(valid_from, "validFrom",
           "When a node or relationship begins to hold, after its property valid_from; of a path the latest of all its "
           "parts. Null where it is open or unknown.")
VALID_TIME(valid_time, "validTime",
           "When a node or relationship holds, after its properties valid_from and valid_to, as an interval such as "
           "edtf('1940-06/..'); of a path the time in which all its parts hold, null where there is none.")
VALID_TIME(valid_to, "validTo",
           "The last day, month or year of a node or relationship, after its property valid_to; of a path the earliest "
           "of all its parts. Null where it is open or unknown.")

/* ---- several together */

static Status narrow_days(FunctionContext *c, Value entity, Validity *all)
{
  TRY(check_entity(c, entity));
  *all = validity_intersect(*all, fact_validity(c->graph, entity));
  return STATUS_OK;
}

Status valid_intersect(FunctionContext *c, Value v, Validity *all)
{
  uint32_t start, end;
  switch (v.type) {
  case VALUE_NODE: return narrow_days(c, v, all);
  case VALUE_REL:
    TRY(narrow_days(c, v, all));
    graph_rel_ends(c->graph, v.id, &start, &end);
    TRY(narrow_days(c, value_node(start), all));
    return narrow_days(c, value_node(end), all);
  case VALUE_LIST:
    for (uint32_t i = 0; i < v.aux; i++) TRY(valid_intersect(c, v.items[i], all));
    return STATUS_OK;
  default: return STATUS_OK;
  }
}
