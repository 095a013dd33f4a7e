/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Valid time: whether something that held from one date to another held at a day or in a period. AS OF and its kin are
 * rewritten into these functions (check/valid_time.c).
 *
 * Dates may be known to the month or year only, so each is a range of days. A question is answered for the best case
 * (valid.at: it may have held) or the worst (valid.certainlyAt: it held whatever the days were). A missing date is an
 * open end: it held since ever, or still does. What cannot be read as a date might be any day: possible, but never
 * certain. The last day of an interval is part of it. */
#include "core/partial_date.h"
#include "func_internal.h"

/* Beyond any date that can be written. */
#define BEFORE_ALL INT64_MIN
#define AFTER_ALL  INT64_MAX

/* False where the value is no date. */
static bool day_range(Value v, DayRange *out)
{
  switch (v.type) {
  case VALUE_STRING: return partial_date_parse(value_text(v), out);
  case VALUE_INT: return partial_date_of_year(v.integer, out);
  case VALUE_DATE: out->first = out->last = v.integer; return true;
  case VALUE_DATETIME:
  case VALUE_LOCALDATETIME: {
    int64_t seconds = v.type == VALUE_DATETIME ? v.when->seconds + v.when->offset : v.integer;
    out->first = out->last = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
    return true;
  }
  default: return false;
  }
}

typedef struct Interval {
  DayRange from, to;
} Interval;

static Interval interval_of(Value from, Value to)
{
  Interval i;
  if (value_is_null(from))
    i.from = (DayRange){BEFORE_ALL, BEFORE_ALL};
  else if (!day_range(from, &i.from))
    i.from = (DayRange){BEFORE_ALL, AFTER_ALL};
  if (value_is_null(to))
    i.to = (DayRange){AFTER_ALL, AFTER_ALL};
  else if (!day_range(to, &i.to))
    i.to = (DayRange){BEFORE_ALL, AFTER_ALL};
  return i;
}

/* The days that a question names: these must be dates. */
static Status asked_range(FunctionContext *c, const Function *f, uint32_t i, Value v, DayRange *out)
{
  if (day_range(v, out)) return STATUS_OK;
  if (v.type != VALUE_STRING && v.type != VALUE_INT) return function_wrong_type(c, f, i, v);
  Str text;
  str_init(&text);
  value_print(&text, v, NULL);
  Status status =
      function_bad_value(c, f, "InvalidArgumentValue",
                         "%s is no date: write 1940-06-15, or 1940-06 or 1940 for any day of it", str_cstr(&text));
  str_free(&text);
  return status;
}

static Status run_valid_at(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange when;
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[2])) return STATUS_OK;
  TRY(asked_range(c, &function_valid_at, 2, args[2], &when));
  Interval held = interval_of(args[0], args[1]);
  *out = value_bool(held.from.first <= when.last && held.to.last >= when.first);
  return STATUS_OK;
}

const Function function_valid_at = {
    .name = "valid.at",
    .signature = "valid.at(from :: DATE | STRING | INTEGER, to :: DATE | STRING | INTEGER, when :: "
                 "DATE | STRING | INTEGER) :: BOOLEAN",
    .help = "Whether what held from one date to another may have held at a day. Dates may be "
            "partial ('1940-06', '1940'), a null end is open; what is no date may be any.",
    .example = "valid.at('1939-10', null, date('1939-10-05'))",
    .value = "true",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 3,
    .max_args = 3,
    .result = TYPE_BOOL | TYPE_NULL,
    .scalar = run_valid_at,
};

static Status run_valid_certainly_at(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange when;
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[2])) return STATUS_OK;
  TRY(asked_range(c, &function_valid_certainly_at, 2, args[2], &when));
  Interval held = interval_of(args[0], args[1]);
  *out = value_bool(held.from.last <= when.first && held.to.first >= when.last);
  return STATUS_OK;
}

const Function function_valid_certainly_at = {
    .name = "valid.certainlyAt",
    .signature =
        "valid.certainlyAt(from :: DATE | STRING | INTEGER, to :: DATE | STRING | INTEGER, when :: DATE | STRING | "
        "INTEGER) :: BOOLEAN",
    .help = "Whether what held from one date to another held at a day, whichever days partial dates stand for.",
    .example = "valid.certainlyAt('1939-10', null, date('1939-10-05'))",
    .value = "false",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 3,
    .max_args = 3,
    .result = TYPE_BOOL | TYPE_NULL,
    .scalar = run_valid_certainly_at,
};

static Status run_valid_overlaps(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  const Function *f = &function_valid_overlaps;
  DayRange start, end;
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[2]) || value_is_null(args[3]) || (n == 5 && value_is_null(args[4]))) return STATUS_OK;
  if (n == 5 && args[4].type != VALUE_BOOL) return function_wrong_type(c, f, 4, args[4]);
  TRY(asked_range(c, f, 2, args[2], &start));
  TRY(asked_range(c, f, 3, args[3], &end));
  bool closed = n == 5 && args[4].boolean;
  DateDays last = closed ? end.last : end.first - 1;
  Interval held = interval_of(args[0], args[1]);
  *out = value_bool(start.first <= last && held.from.first <= last && held.to.last >= start.first);
  return STATUS_OK;
}

const Function function_valid_overlaps = {
    .name = "valid.overlaps",
    .signature = "valid.overlaps(from :: DATE | STRING | INTEGER, to :: DATE | STRING | INTEGER, start :: DATE | "
                 "STRING | INTEGER, "
                 "end :: DATE | STRING | INTEGER [, closed :: BOOLEAN]) :: BOOLEAN",
    .help = "Whether what held from one date to another may have held on a day from start up to end; the end is part "
            "of the "
            "period only if closed is true.",
    .example = "valid.overlaps('1940', '1941', '1941', '1945', false)",
    .value = "true",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 4,
    .max_args = 5,
    .result = TYPE_BOOL | TYPE_NULL,
    .scalar = run_valid_overlaps,
};

static Status run_valid_within(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange start, end;
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[2]) || value_is_null(args[3])) return STATUS_OK;
  TRY(asked_range(c, &function_valid_within, 2, args[2], &start));
  TRY(asked_range(c, &function_valid_within, 3, args[3], &end));
  Interval held = interval_of(args[0], args[1]);
  *out = value_bool(held.from.last >= start.first && held.to.first <= end.last && start.first <= end.last &&
                    held.from.first <= end.last && held.to.last >= start.first);
  return STATUS_OK;
}

const Function function_valid_within = {
    .name = "valid.within",
    .signature = "valid.within(from :: DATE | STRING | INTEGER, to :: DATE | STRING | INTEGER, "
                 "start :: DATE | STRING | INTEGER, end :: DATE | STRING | INTEGER) :: BOOLEAN",
    .help = "Whether what held from one date to another may have begun and ended from "
            "start to end, both included. An open end lies within no period.",
    .example = "valid.within('1940-06', '1940-08', '1940', '1940')",
    .value = "true",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 4,
    .max_args = 4,
    .result = TYPE_BOOL | TYPE_NULL,
    .scalar = run_valid_within,
};

static Status run_valid_first_day(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange range;
  *out = day_range(args[0], &range) ? value_date(range.first) : VALUE_NULL_VALUE;
  return STATUS_OK;
}

const Function function_valid_first_day = {
    .name = "valid.firstDay",
    .signature = "valid.firstDay(value :: DATE | STRING | INTEGER) :: DATE",
    .help = "The first day that a partial date can mean; null for what is no date.",
    .example = "valid.firstDay('1940-06')",
    .value = "'1940-06-01'",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_DATE | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_valid_first_day,
};

static Status run_valid_last_day(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange range;
  *out = day_range(args[0], &range) ? value_date(range.last) : VALUE_NULL_VALUE;
  return STATUS_OK;
}

const Function function_valid_last_day = {
    .name = "valid.lastDay",
    .signature = "valid.lastDay(value :: DATE | STRING | INTEGER) :: DATE",
    .help = "The last day that a partial date can mean; null for what is no date.",
    .example = "valid.lastDay('1940-02')",
    .value = "'1940-02-29'",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_DATE | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_valid_last_day,
};
