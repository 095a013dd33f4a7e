/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Durations: duration() and the four ways of measuring the time between two values. */
#include "func_internal.h"

static Status finish(FunctionContext *c, Duration d, Value *out)
{
  *out = value_duration(c->arena, d);
  return arena_check(c->arena, c->err);
}

static Status make_from_map(FunctionContext *c, Value map, Value *out)
{
  DurationFields fields = {0};
  Duration d;
  *out = VALUE_NULL_VALUE;
  for (uint32_t i = 0; i < map.aux; i++) {
    const MapEntry *entry = &map.entries[i];
    DurationField field;
    if (!duration_field_find(entry->key, &field))
      return function_bad_value(c, &function_duration, "InvalidArgumentValue", "there is no component `%.*s`",
                                (int)MIN(entry->key.len, (size_t)60), entry->key.data);
    if (entry->value.type == VALUE_NULL) return STATUS_OK;
    if (entry->value.type == VALUE_INT)
      duration_set(&fields, field, entry->value.integer);
    else if (entry->value.type == VALUE_FLOAT)
      TRY(duration_set_float(&fields, field, entry->value.number, c->err));
    else
      return error_set(c->err, ERROR_TYPE, "InvalidArgumentValue", "duration: `%.*s` cannot be of type %s",
                       (int)entry->key.len, entry->key.data, value_type_name((ValueType)entry->value.type));
  }
  TRY(duration_make(&fields, &d, c->err));
  return finish(c, d, out);
}

static Status run_duration(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_duration, args, n));
  *out = args[0];
  if (args[0].type == VALUE_DURATION) return STATUS_OK;
  if (args[0].type == VALUE_MAP) return make_from_map(c, args[0], out);
  Duration d;
  TRY(duration_parse(value_text(args[0]), &d, c->err));
  return finish(c, d, out);
}

const Function function_duration = {
    .name = "duration",
    .signature = "duration(value :: STRING | MAP) :: DURATION",
    .help =
        "A length of time from ISO 8601 text or from a map of components (years, quarters, months, weeks, days, hours, "
        "minutes, seconds, milliseconds, microseconds, nanoseconds).",
    .example = "duration({days: 14, hours: 16})",
    .value = "'P14DT16H'",
    .category = "temporal",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_STRING | TYPE_MAP | TYPE_DURATION},
    .result = TYPE_DURATION | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_duration,
};

static Status between(FunctionContext *c, const Function *f, DurationUnit unit, const Value *args, uint32_t n,
                      Value *out)
{
  Duration d;
  TRY(function_check(c, f, args, n));
  TRY(duration_between(unit, value_temporal(args[0]), value_temporal(args[1]), &d, c->err));
  return finish(c, d, out);
}

#define BETWEEN(id, title, unit, about, source, call, gives)                                                           \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n, Value *out)                                \
  {                                                                                                                    \
    return between(c, &function_##id, unit, args, n, out);                                                             \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "(from :: temporal value, to :: temporal value) :: DURATION",                                 \
      .help = about,                                                                                                   \
      .example = call,                                                                                                 \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = source,                                                                                                \
      .min_args = 2,                                                                                                   \
      .max_args = 2,                                                                                                   \
      .arg_types = {TYPE_TEMPORAL & ~TYPE_DURATION, TYPE_TEMPORAL & ~TYPE_DURATION},                                   \
      .result = TYPE_DURATION | TYPE_NULL,                                                                             \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_##id,                                                                                              \
  };

BETWEEN(duration_between, "duration.between", DURATION_BETWEEN,
        "The time from one value to another in months, days and seconds.", "openCypher",
        "duration.between(date('1939-08-23'), date('1941-06-22'))", "'P1Y9M30D'")
BETWEEN(duration_inMonths, "duration.inMonths", DURATION_IN_MONTHS,
        "The time from one value to another in whole months.", "openCypher",
        "duration.inMonths(date('1939-08-23'), date('1941-06-22'))", "'P1Y9M'")
BETWEEN(duration_inDays, "duration.inDays", DURATION_IN_DAYS, "The time from one value to another in whole days.",
        "openCypher", "duration.inDays(date('1939-08-23'), date('1941-06-22'))", "'P669D'")
BETWEEN(duration_inSeconds, "duration.inSeconds", DURATION_IN_SECONDS, "The time from one value to another in seconds.",
        "openCypher", "duration.inSeconds(localtime('12:00'), localtime('13:30'))", "'PT1H30M'")
BETWEEN(gql_duration_between, "duration_between", DURATION_BETWEEN,
        "The time from one value to another in months, days and seconds: GQL's name of duration.between().", "GQL",
        "duration_between(date('1939-08-23'), date('1941-06-22'))", "'P1Y9M30D'")
