/* SPDX-License-Identifier: GPL-2.0-or-later */
/* edtf() and what such a date says of itself. What the forms mean is core/edtf's to know. */
#include "func_internal.h"

#include "core/validity.h"

#include <inttypes.h>

#define DATED      (TYPE_EDTF | TYPE_STRING | TYPE_INT | TYPE_DATE | TYPE_DATETIME | TYPE_LOCALDATETIME)
#define DATED_TEXT "EDTF | STRING | INTEGER | DATE | ZONED DATETIME | LOCAL DATETIME"

/* The date that a value of one of these types is. */
static Status date_of(FunctionContext *c, const Function *f, Value v, Edtf *out)
{
  if (v.type == VALUE_STRING) return edtf_read(value_text(v), out, c->err);
  if (validity_date(v, out)) return STATUS_OK;
  return function_bad_value(c, f, "NumberOutOfRange", "a year has at most nine digits");
}

static Status read_date(FunctionContext *c, const Function *f, const Value *args, Edtf *out)
{
  TRY(function_check(c, f, args, 1));
  return date_of(c, f, args[0], out);
}

/* A year as EDTF writes it. */
static void print_year(Str *out, int64_t year)
{
  bool negative = year < 0;
  if (negative) year = -year;
  str_addf(out, "%s%s%04" PRId64, year > 9999 ? "Y" : "", negative ? "-" : "", year);
}

Status function_edtf_of(FunctionContext *c, Value v, const Edtf *date, Value *out)
{
  *out = v;
  if (v.type == VALUE_EDTF) return STATUS_OK;
  if (v.type == VALUE_STRING) {
    *out = value_edtf(c->arena, value_text(v), date);
    return arena_check(c->arena, c->err);
  }
  Str text;
  str_init(&text);
  print_year(&text, date->year);
  if (date->month) str_addf(&text, "-%02u", date->month);
  if (date->day) str_addf(&text, "-%02u", date->day);
  *out = value_edtf(c->arena, str_text(&text), date);
  c->arena->bad = c->arena->bad || text.bad;
  str_free(&text);
  return arena_check(c->arena, c->err);
}

Status function_date_or_null(FunctionContext *c, Value v, Value *out)
{
  Edtf date;
  *out = VALUE_NULL_VALUE;
  return validity_date(v, &date) ? function_edtf_of(c, v, &date, out) : STATUS_OK;
}

static Status run_edtf(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Edtf date;
  TRY(read_date(c, &function_edtf, args, &date));
  return function_edtf_of(c, args[0], &date, out);
}

const Function function_edtf = {
    .name = "edtf",
    .signature = "edtf(value :: " DATED_TEXT ") :: EDTF",
    .help = "A date as historians write it (ISO 8601-2, EDTF levels 0 and 1): '1939', '1939-09', '1939-09-28', "
            "'1939?' (uncertain), '1939~' (approximate), '1939%' (both), '193X', '1939-XX', '1939-21' (spring), "
            "'1940-06/1941', '1940/..' (open), '1940/' (unknown end), '-0043', 'Y170000002'. An integer is a year.",
    .example = "edtf('1939~')",
    .value = "edtf('1939~')",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {DATED},
    .result = TYPE_EDTF | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_edtf,
};

/* ---- parts */

static Value day_value(DateDays day)
{
  return day == EDTF_BEFORE_ALL || day == EDTF_AFTER_ALL ? VALUE_NULL_VALUE : value_date(day);
}

static Value number_value(uint32_t number)
{
  return number ? value_int(number) : VALUE_NULL_VALUE;
}

bool function_edtf_part(const Edtf *date, Text name, Value *out)
{
  enum { SPRING = 21 };
  bool season = date->month >= SPRING;
  if (text_equal(name, TEXT("year")))
    *out = date->has_year ? value_int(date->year) : VALUE_NULL_VALUE;
  else if (text_equal(name, TEXT("month")))
    *out = number_value(season ? 0 : date->month);
  else if (text_equal(name, TEXT("season")))
    *out = number_value(season ? date->month : 0);
  else if (text_equal(name, TEXT("day")))
    *out = number_value(date->day);
  else if (text_equal(name, TEXT("earliest")))
    *out = day_value(edtf_earliest(date));
  else if (text_equal(name, TEXT("latest")))
    *out = day_value(edtf_latest(date));
  else if (text_equal(name, TEXT("precision")))
    *out = value_static(edtf_precision_name((EdtfPrecision)date->precision));
  else if (text_equal(name, TEXT("isUncertain")))
    *out = value_bool(date->uncertain);
  else if (text_equal(name, TEXT("isApproximate")))
    *out = value_bool(date->approximate);
  else if (text_equal(name, TEXT("isInterval")))
    *out = value_bool(date->interval);
  else
    return false;
  return true;
}

#define PART(id, part, TYPE, mask, text, call, gives)                                                                  \
  static Status run_edtf_##id(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)                    \
  {                                                                                                                    \
    Edtf date;                                                                                                         \
    TRY(read_date(c, &function_edtf_##id, args, &date));                                                               \
    (void)function_edtf_part(&date, TEXT(part), out);                                                                  \
    return STATUS_OK;                                                                                                  \
  }                                                                                                                    \
  const Function function_edtf_##id = {                                                                                \
      .name = "edtf." part,                                                                                            \
      .signature = "edtf." part "(value :: " DATED_TEXT ") :: " TYPE,                                                  \
      .help = text,                                                                                                    \
      .example = "edtf." part "(" call ")",                                                                            \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .arg_types = {DATED},                                                                                            \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_edtf_##id,                                                                                         \
  };

PART(earliest, "earliest", "DATE", TYPE_DATE,
     "The first day that the date may mean; null where it has none, as that of `../1940`.", "'193X'", "'1930-01-01'")
PART(latest, "latest", "DATE", TYPE_DATE,
     "The last day that the date may mean; null where it has none, as that of `1940/..`.", "'1940-02'", "'1940-02-29'")
PART(precision, "precision", "STRING", TYPE_STRING,
     "To what the date is known: millennium, century, decade, year, season, month, day or time; of an interval the "
     "coarser of both.",
     "'193X'", "'decade'")
PART(is_uncertain, "isUncertain", "BOOLEAN", TYPE_BOOL, "Whether the date, or a bound of it, bears `?` or `%`.",
     "'1939?'", "true")
PART(is_approximate, "isApproximate", "BOOLEAN", TYPE_BOOL, "Whether the date, or a bound of it, bears `~` or `%`.",
     "'1939?'", "false")

/* ---- from one date to another */

static Status run_edtf_days(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Edtf from, to;
  TRY(function_check(c, &function_edtf_days, args, 2));
  TRY(date_of(c, &function_edtf_days, args[0], &from));
  TRY(date_of(c, &function_edtf_days, args[1], &to));
  DateDays first = edtf_earliest(&from), last = edtf_earliest(&to);
  bool known = first == edtf_latest(&from) && last == edtf_latest(&to);
  *out = known ? value_int(last - first) : VALUE_NULL_VALUE;
  return STATUS_OK;
}

const Function function_edtf_days = {
    .name = "edtf.days",
    .signature = "edtf.days(from :: " DATED_TEXT ", to :: " DATED_TEXT ") :: INTEGER",
    .help = "The number of days from one date to another; null where either is not known to the day.",
    .example = "edtf.days('1939-08-23', '1939-09-01')",
    .value = "9",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 2,
    .max_args = 2,
    .arg_types = {DATED, DATED},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_edtf_days,
};
