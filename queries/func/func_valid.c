/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Valid time: whether something that held from one date to another held at a day or in a period. AS OF and its kin are
 * rewritten into these functions (check/valid_time.c); what they mean is core/validity's.
 *
 * Dates may be known to the month or year only, so each is a range of days. A question is answered for the best case
 * (valid.at: it may have held) or the worst (valid.certainlyAt: it held whatever the days were). The last day of an
 * interval is part of it. */
#include "func_internal.h"
#include "valid_entity.h"
#include "valid_test.h"

#define WHEN "EDTF | DATE | STRING | INTEGER"
#define DATE WHEN " | LIST" /* a list: the date, and the first and the last day that it means */

Status valid_asked_days(FunctionContext *c, const Function *f, uint32_t i, Value v, DayRange *out)
{
  Edtf date;
  if (validity_date(v, &date)) {
    *out = (DayRange){edtf_earliest(&date), edtf_latest(&date)};
    return STATUS_OK;
  }
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

Status valid_test_question(FunctionContext *c, const Function *f, const Value *asked, uint32_t n, ValidityQuestion *q,
                           bool *known)
{
  DayRange end;
  *known = false;
  for (uint32_t i = 0; i < n; i++)
    if (value_is_null(asked[i])) return STATUS_OK;
  *known = true;
  TRY(valid_asked_days(c, f, 2, asked[0], &q->days));
  if (q->test == VALIDITY_AT) return STATUS_OK;
  TRY(valid_asked_days(c, f, 3, asked[1], &end));
  if (n == 3 && asked[2].type != VALUE_BOOL) return function_wrong_type(c, f, 4, asked[2]);
  bool closed = q->test == VALIDITY_WITHIN || (n == 3 && asked[2].boolean);
  q->days.last = closed ? end.last : end.first - 1;
  return STATUS_OK;
}

static Status answer(FunctionContext *c, const Function *f, ValidityTest test, bool certainly, const Value *args,
                     uint32_t n, Value *out)
{
  ValidityQuestion q = {.test = test, .certainly = certainly};
  bool known;
  TRY(valid_test_question(c, f, args + 2, n - 2, &q, &known));
  *out = known ? value_bool(validity_holds(&q, validity_of(args[0], args[1]))) : VALUE_NULL_VALUE;
  return STATUS_OK;
}

#define VALID(id, title, parameters, least, most, test, certainly, text, call, gives)                                  \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n, Value *out)                                \
  {                                                                                                                    \
    return answer(c, &function_##id, test, certainly, args, n, out);                                                   \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(from :: " DATE ", to :: " DATE ", " parameters ") :: BOOLEAN",                              \
      .help = text,                                                                                                    \
      .example = title call,                                                                                           \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = least,                                                                                               \
      .max_args = most,                                                                                                \
      .result = TYPE_BOOL | TYPE_NULL,                                                                                 \
      .scalar = run_##id,                                                                                              \
  };

#define PERIOD "start :: " WHEN ", end :: " WHEN

VALID(valid_at, "valid.at", "when :: " WHEN, 3, 3, VALIDITY_AT, false,
      "Whether what held from one date to another may have held at a day. Dates may be partial ('1940-06', '1940', "
      "'1940~'), a null end is open; what is no date may be any. A list is a date with the first and the last day that "
      "it means: ['1940', date('1940-06-15'), null].",
      "('1939-10', null, date('1939-10-05'))", "true")
VALID(valid_certainly_at, "valid.certainlyAt", "when :: " WHEN, 3, 3, VALIDITY_AT, true,
      "Whether what held from one date to another held at a day, whichever days partial dates stand for.",
      "('1939-10', null, date('1939-10-05'))", "false")
VALID(valid_overlaps, "valid.overlaps", PERIOD " [, closed :: BOOLEAN]", 4, 5, VALIDITY_OVERLAPS, false,
      "Whether what held from one date to another may have held on a day from start up to end; the end is part of the "
      "period only if closed is true.",
      "('1940', '1941', '1941', '1945', false)", "true")
VALID(valid_certainly_overlaps, "valid.certainlyOverlaps", PERIOD " [, closed :: BOOLEAN]", 4, 5, VALIDITY_OVERLAPS,
      true,
      "Whether what held from one date to another held on a day from start up to end, whichever days partial dates "
      "stand for.",
      "('1940', '1941', '1941', '1945', false)", "true")
VALID(valid_within, "valid.within", PERIOD, 4, 4, VALIDITY_WITHIN, false,
      "Whether what held from one date to another may have begun and ended from start to end, both included. An open "
      "end lies within no period.",
      "('1940-06', '1940-08', '1940', '1940')", "true")
VALID(valid_certainly_within, "valid.certainlyWithin", PERIOD, 4, 4, VALIDITY_WITHIN, true,
      "Whether what held from one date to another began and ended from start to end, whichever days partial dates "
      "stand for.",
      "('1940-06', '1940-08', '1940', '1940')", "true")

bool valid_test_of(const Function *f, ValidityTest *test, bool *certainly)
{
  static const struct {
    const Function *function;
    ValidityTest test;
    bool certainly;
  } tests[] = {
      {&function_valid_at, VALIDITY_AT, false},
      {&function_valid_certainly_at, VALIDITY_AT, true},
      {&function_valid_overlaps, VALIDITY_OVERLAPS, false},
      {&function_valid_certainly_overlaps, VALIDITY_OVERLAPS, true},
      {&function_valid_within, VALIDITY_WITHIN, false},
      {&function_valid_certainly_within, VALIDITY_WITHIN, true},
  };
  for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
    if (tests[i].function != f) continue;
    *test = tests[i].test;
    *certainly = tests[i].certainly;
    return true;
  }
  return false;
}

/* ---- several together: what the hops of a path in a period are asked */

static Status together(FunctionContext *c, const Function *f, bool certainly, const Value *args, uint32_t n, Value *out)
{
  ValidityQuestion q = {.test = VALIDITY_OVERLAPS, .certainly = certainly};
  Validity all = VALIDITY_ALWAYS;
  Value asked[3] = {args[1], args[2], n == 4 ? args[3] : value_bool(true)};
  bool known;
  *out = VALUE_NULL_VALUE;
  if (value_is_null(args[0])) return STATUS_OK;
  if (args[0].type != VALUE_LIST) return function_wrong_type(c, f, 0, args[0]);
  TRY(valid_test_question(c, f, asked, 3, &q, &known));
  if (!known) return STATUS_OK;
  TRY(valid_intersect(c, args[0], &all));
  /* Certainly the same moment for all: the latest start is not after the earliest end. */
  if (certainly) all = (Validity){{all.start.last, all.start.last}, {all.end.first, all.end.first}};
  *out = value_bool(validity_holds(&q, all));
  return STATUS_OK;
}

#define TOGETHER(id, title, certainly, text)                                                                           \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n, Value *out)                                \
  {                                                                                                                    \
    return together(c, &function_##id, certainly, args, n, out);                                                       \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(facts :: LIST, " PERIOD " [, closed :: BOOLEAN]) :: BOOLEAN",                               \
      .help = text,                                                                                                    \
      .example = title "([], '1940', '1941')",                                                                         \
      .value = "true",                                                                                                 \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = 3,                                                                                                   \
      .max_args = 4,                                                                                                   \
      .result = TYPE_BOOL | TYPE_NULL,                                                                                 \
      .scalar = run_##id,                                                                                              \
  };

TOGETHER(valid_certainly_together, "valid.certainlyTogether", true,
         "Whether the nodes of a list, and its relationships with their ends, all held on one day from start to end, "
         "whichever days partial dates stand for.")
TOGETHER(valid_together, "valid.together", false,
         "Whether the nodes of a list, and its relationships with their ends, may all have held on one day from start "
         "to end; the end is part of the period unless closed is false.")

/* ---- the days of a date */

static Status run_valid_day(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  DayRange days;
  TRY(valid_asked_days(c, &function_valid_day, 0, args[0], &days));
  *out = value_date(days.first);
  if (days.first == days.last) return STATUS_OK;
  return function_bad_value(c, &function_valid_day, "InvalidArgumentValue",
                            "a pattern of variable length holds on one day; for more than one, write FOR VALID_TIME "
                            "BETWEEN day AND day");
}

const Function function_valid_day = {
    .name = "valid.day",
    .signature = "valid.day(value :: " WHEN ") :: DATE",
    .help = "The one day that a date means; an error for what is known to the month or year only.",
    .example = "valid.day('1940-06-15')",
    .value = "'1940-06-15'",
    .category = "temporal",
    .origin = "Clio",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_DATE | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_valid_day,
};

static Status bound_of(const Value *args, bool last, Value *out)
{
  Edtf date;
  *out = VALUE_NULL_VALUE;
  if (!validity_date(args[0], &date)) return STATUS_OK;
  return function_edtf_part(&date, last ? TEXT("latest") : TEXT("earliest"), out) ? STATUS_OK : STATUS_FAIL;
}

#define BOUND(id, title, which, last, call, gives)                                                                     \
  static Status run_##id(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)                  \
  {                                                                                                                    \
    return bound_of(args, last, out);                                                                                  \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(value :: " WHEN ") :: DATE",                                                                \
      .help = "The " which " day that a partial date can mean; null for what is no date.",                             \
      .example = title call,                                                                                           \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = "Clio",                                                                                                \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .result = TYPE_DATE | TYPE_NULL,                                                                                 \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_##id,                                                                                              \
  };

BOUND(valid_first_day, "valid.firstDay", "first", false, "('1940-06')", "'1940-06-01'")
BOUND(valid_last_day, "valid.lastDay", "last", true, "('1940-02')", "'1940-02-29'")
