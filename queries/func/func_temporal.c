/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The five types of instants: date(), time(), localtime(), localdatetime(), datetime(), each with .truncate and the
 * clocks .transaction, .statement and .realtime. Calendar and clock arithmetic is core/temporal's; this file turns
 * arguments into what that takes. */
#include "func_internal.h"

/* ---- maps of components */

static Status component_error(FunctionContext *c, const Function *f, const MapEntry *entry)
{
  return error_set(c->err, ERROR_TYPE, "InvalidArgumentValue", "%s: `%.*s` cannot be of type %s", f->name,
                   (int)MIN(entry->key.len, (size_t)60), entry->key.data,
                   value_type_name((ValueType)entry->value.type));
}

/* Sets *null where a component is null, as the whole value is then. */
static Status read_fields(FunctionContext *c, const Function *f, Value map, TemporalFields *fields, bool *null)
{
  static const char *const base_names[] = {"date", "time", "datetime"};
  Temporal *const bases[] = {&fields->date, &fields->time, &fields->datetime};
  for (uint32_t i = 0; i < map.aux; i++) {
    const MapEntry *entry = &map.entries[i];
    TemporalField field;
    size_t base = 0;
    if (entry->value.type == VALUE_NULL) *null = true;
    if (*null) continue;
    if (temporal_field_find(entry->key, &field)) {
      if (entry->value.type != VALUE_INT) return component_error(c, f, entry);
      temporal_set(fields, field, entry->value.integer);
      continue;
    }
    if (text_equal(entry->key, TEXT("timezone"))) {
      if (entry->value.type != VALUE_STRING) return component_error(c, f, entry);
      fields->timezone = entry->value.aux ? value_text(entry->value) : TEXT("");
      continue;
    }
    while (base < ARRAY_LEN(bases) && !text_equal(entry->key, text_of(base_names[base]))) base++;
    if (base == ARRAY_LEN(bases))
      return function_bad_value(c, f, "InvalidArgumentValue", "there is no component `%.*s`",
                                (int)MIN(entry->key.len, (size_t)60), entry->key.data);
    if (!value_is_temporal(entry->value)) return component_error(c, f, entry);
    *bases[base] = value_temporal(entry->value);
  }
  return STATUS_OK;
}

static Status finish(FunctionContext *c, Temporal t, Value *out)
{
  *out = value_of_temporal(c->arena, t);
  return arena_check(c->arena, c->err);
}

/* ---- clocks */

static Status now(FunctionContext *c, TemporalType type, ClockTime clock, Text zone, Value *out)
{
  Temporal t;
  if (!zone.data && c->zone != ZONE_NONE) zone = zone_name(c->zone);
  TRY(temporal_now(type, clock, zone, &t, c->err));
  return finish(c, t, out);
}

static ClockTime clock_of(ZonedDateTime when)
{
  return (ClockTime){when.seconds, when.nanos};
}

static Status clock_in_zone(FunctionContext *c, const Function *f, TemporalType type, ClockTime clock,
                            const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, f, args, n));
  return now(c, type, clock, n == 0 ? (Text){NULL, 0} : value_text(args[0]), out);
}

/* ---- the functions, for any of the types */

static Status make_from_map(FunctionContext *c, const Function *f, TemporalType type, Value map, Value *out)
{
  TemporalFields fields = {0};
  Temporal t;
  bool null = false;
  TRY(read_fields(c, f, map, &fields, &null));
  *out = VALUE_NULL_VALUE;
  if (null) return STATUS_OK;
  bool zone_alone = map.aux == 1 && fields.timezone.data;
  if (zone_alone) return now(c, type, clock_of(c->statement_time), fields.timezone, out);
  TRY(temporal_make(type, &fields, &t, c->err));
  return finish(c, t, out);
}

static Status make(FunctionContext *c, const Function *f, TemporalType type, const Value *args, uint32_t n, Value *out)
{
  Temporal t;
  if (n == 0) return now(c, type, clock_of(c->statement_time), (Text){NULL, 0}, out);
  TRY(function_check(c, f, args, n));
  if (args[0].type == VALUE_MAP) return make_from_map(c, f, type, args[0], out);
  if (args[0].type == VALUE_STRING)
    TRY(temporal_parse(type, value_text(args[0]), &t, c->err));
  else
    TRY(temporal_convert(type, value_temporal(args[0]), &t, c->err));
  return finish(c, t, out);
}

static Status truncate_to(FunctionContext *c, const Function *f, TemporalType type, const Value *args, uint32_t n,
                          Value *out)
{
  TRY(function_check(c, f, args, n));
  TemporalFields fields = {0};
  Temporal from, t;
  bool null = false;
  if (n == 3) TRY(read_fields(c, f, args[2], &fields, &null));
  *out = VALUE_NULL_VALUE;
  if (null) return STATUS_OK;
  if (n == 1) {
    Text zone = c->zone != ZONE_NONE ? zone_name(c->zone) : (Text){NULL, 0};
    TRY(temporal_now(TEMPORAL_DATETIME, clock_of(c->statement_time), zone, &from, c->err));
  } else {
    from = value_temporal(args[1]);
  }
  TRY(temporal_truncate(type, value_text(args[0]), from, n == 3 ? &fields : NULL, &t, c->err));
  return finish(c, t, out);
}

#define INSTANT_MASK (TYPE_TEMPORAL & ~TYPE_DURATION)

#define CLOCK(id, title, TYPE, mask, kind, clock, when, text, row_flags)                                               \
  static Status run_##id##_##clock(FunctionContext *c, const Value *args, uint32_t n, Value *out)                      \
  {                                                                                                                    \
    return clock_in_zone(c, &function_##id##_##clock, kind, when, args, n, out);                                       \
  }                                                                                                                    \
  const Function function_##id##_##clock = {                                                                           \
      .name = title "." #clock,                                                                                        \
      .signature = title "." #clock "([timezone :: STRING]) :: " TYPE,                                                 \
      .help = "The present time as " text ".",                                                                         \
      .example = title "." #clock "() >= " title "('" EARLY_##id "')",                                                 \
      .value = "true",                                                                                                 \
      .category = "temporal",                                                                                          \
      .origin = "openCypher",                                                                                          \
      .max_args = 1,                                                                                                   \
      .arg_types = {TYPE_STRING},                                                                                      \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL | (row_flags),                                                                                 \
      .scalar = run_##id##_##clock,                                                                                    \
  };

/* A value that no clock can show an earlier one than. */
#define EARLY_date          "1970-01-01"
#define EARLY_localtime     "00:00"
#define EARLY_time          "00:00+18:00"
#define EARLY_localdatetime "1970-01-01T00:00"
#define EARLY_datetime      "1970-01-01T00:00Z"

/* All functions of one type. */
#define INSTANT(id, TYPE, mask, kind, what, components, call, gives, unit, truncated)                                  \
  static Status run_##id(FunctionContext *c, const Value *args, uint32_t n, Value *out)                                \
  {                                                                                                                    \
    return make(c, &function_##id, kind, args, n, out);                                                                \
  }                                                                                                                    \
  const Function function_##id = {                                                                                     \
      .name = #id,                                                                                                     \
      .signature = #id "([value :: STRING | MAP | temporal value]) :: " TYPE,                                          \
      .help = what " from ISO 8601 text, from a map of components (" components                                        \
                   ") or from another temporal value; without an argument, the present one.",                          \
      .example = call,                                                                                                 \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = "openCypher",                                                                                          \
      .max_args = 1,                                                                                                   \
      .arg_types = {TYPE_STRING | TYPE_MAP | INSTANT_MASK},                                                            \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL | FUNCTION_STATEMENT,                                                                          \
      .scalar = run_##id,                                                                                              \
  };                                                                                                                   \
  static Status run_##id##_truncate(FunctionContext *c, const Value *args, uint32_t n, Value *out)                     \
  {                                                                                                                    \
    return truncate_to(c, &function_##id##_truncate, kind, args, n, out);                                              \
  }                                                                                                                    \
  const Function function_##id##_truncate = {                                                                          \
      .name = #id ".truncate",                                                                                         \
      .signature = #id ".truncate(unit :: STRING [, value :: temporal value [, fields :: MAP]]) :: " TYPE,             \
      .help = "The start of the unit (such as 'year', 'month', 'week', 'day', 'hour') that holds the value, "          \
              "or the present time, with the components of the map laid over it.",                                     \
      .example = #id ".truncate('" unit "', " call ")",                                                                \
      .value = truncated,                                                                                              \
      .category = "temporal",                                                                                          \
      .origin = "openCypher",                                                                                          \
      .min_args = 1,                                                                                                   \
      .max_args = 3,                                                                                                   \
      .arg_types = {TYPE_STRING, INSTANT_MASK, TYPE_MAP},                                                              \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL | FUNCTION_STATEMENT,                                                                          \
      .scalar = run_##id##_truncate,                                                                                   \
  };                                                                                                                   \
  CLOCK(id, #id, TYPE, mask, kind, transaction, clock_of(c->transaction_time), "the transaction began",                \
        FUNCTION_STATEMENT)                                                                                            \
  CLOCK(id, #id, TYPE, mask, kind, statement, clock_of(c->statement_time), "the statement began", FUNCTION_STATEMENT)  \
  CLOCK(id, #id, TYPE, mask, kind, realtime, clock_now(), "the clock shows it, another one each time",                 \
        FUNCTION_VOLATILE)

INSTANT(date, "DATE", TYPE_DATE, TEMPORAL_DATE, "A date", "year, month, day, week, quarter, ordinalDay, ...",
        "date('1939-08-23')", "'1939-08-23'", "month", "'1939-08-01'")
INSTANT(localtime, "LOCAL TIME", TYPE_LOCALTIME, TEMPORAL_LOCALTIME, "A time of day without a time zone",
        "hour, minute, second, nanosecond, ...", "localtime('12:31:14')", "'12:31:14'", "hour", "'12:00'")
INSTANT(time, "ZONED TIME", TYPE_TIME, TEMPORAL_TIME, "A time of day with an offset from UTC",
        "hour, minute, second, nanosecond, timezone, ...", "time('12:31:14+02:00')", "'12:31:14+02:00'", "hour",
        "'12:00+02:00'")
INSTANT(localdatetime, "LOCAL DATETIME", TYPE_LOCALDATETIME, TEMPORAL_LOCALDATETIME,
        "A date and time without a time zone", "year, month, day, hour, minute, ...",
        "localdatetime('1939-08-23T12:31')", "'1939-08-23T12:31'", "day", "'1939-08-23T00:00'")
INSTANT(datetime, "ZONED DATETIME", TYPE_DATETIME, TEMPORAL_DATETIME, "A date and time in a time zone",
        "year, month, day, hour, minute, timezone, epochSeconds, ...", "datetime('1939-08-23T12:31+02:00')",
        "'1939-08-23T12:31+02:00'", "day", "'1939-08-23T00:00+02:00'")

/* GQL's names of the same. */
#define GQL_NAME(id, title, of, TYPE, mask, call, gives)                                                               \
  const Function function_##id = {                                                                                     \
      .name = title,                                                                                                   \
      .signature = title "([value :: STRING | MAP | temporal value]) :: " TYPE,                                        \
      .help = "GQL's name of " #of "().",                                                                              \
      .example = call,                                                                                                 \
      .value = gives,                                                                                                  \
      .category = "temporal",                                                                                          \
      .origin = "GQL",                                                                                                 \
      .max_args = 1,                                                                                                   \
      .arg_types = {TYPE_STRING | TYPE_MAP | INSTANT_MASK},                                                            \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL | FUNCTION_STATEMENT,                                                                          \
      .scalar = run_##of,                                                                                              \
  };

GQL_NAME(local_time, "local_time", localtime, "LOCAL TIME", TYPE_LOCALTIME, "local_time('12:31')", "'12:31'")
GQL_NAME(zoned_time, "zoned_time", time, "ZONED TIME", TYPE_TIME, "zoned_time('12:31+02:00')", "'12:31+02:00'")
GQL_NAME(local_datetime, "local_datetime", localdatetime, "LOCAL DATETIME", TYPE_LOCALDATETIME,
         "local_datetime('1939-08-23T12:31')", "'1939-08-23T12:31'")
GQL_NAME(zoned_datetime, "zoned_datetime", datetime, "ZONED DATETIME", TYPE_DATETIME,
         "zoned_datetime('1939-08-23T12:31Z')", "'1939-08-23T12:31Z'")

/* ---- seconds and milliseconds since 1970 */

static Status from_epoch(FunctionContext *c, TemporalField field, int64_t count, int64_t nanos, Value *out)
{
  TemporalFields fields = {0};
  Temporal t;
  temporal_set(&fields, field, count);
  if (field == TEMPORAL_EPOCH_SECONDS) temporal_set(&fields, TEMPORAL_NANOSECOND, nanos);
  TRY(temporal_make(TEMPORAL_DATETIME, &fields, &t, c->err));
  return finish(c, t, out);
}

static Status run_datetime_fromepoch(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_datetime_fromepoch, args, n));
  return from_epoch(c, TEMPORAL_EPOCH_SECONDS, args[0].integer, n == 2 ? args[1].integer : 0, out);
}

const Function function_datetime_fromepoch = {
    .name = "datetime.fromepoch",
    .signature = "datetime.fromepoch(seconds :: INTEGER [, nanoseconds :: INTEGER]) :: ZONED DATETIME",
    .help = "The instant so many seconds and nanoseconds after 1970-01-01T00:00Z.",
    .example = "datetime.fromepoch(0, 5000000)",
    .value = "'1970-01-01T00:00:00.005Z'",
    .category = "temporal",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 2,
    .arg_types = {TYPE_INT, TYPE_INT},
    .result = TYPE_DATETIME | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_datetime_fromepoch,
};

static Status run_datetime_fromepochmillis(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_datetime_fromepochmillis, args, n));
  return from_epoch(c, TEMPORAL_EPOCH_MILLIS, args[0].integer, 0, out);
}

const Function function_datetime_fromepochmillis = {
    .name = "datetime.fromepochmillis",
    .signature = "datetime.fromepochmillis(milliseconds :: INTEGER) :: ZONED DATETIME",
    .help = "The instant so many milliseconds after 1970-01-01T00:00Z.",
    .example = "datetime.fromepochmillis(5)",
    .value = "'1970-01-01T00:00:00.005Z'",
    .category = "temporal",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_INT},
    .result = TYPE_DATETIME | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_datetime_fromepochmillis,
};

static Status run_timestamp(FunctionContext *c, const Value *args UNUSED, uint32_t n UNUSED, Value *out)
{
  *out = value_int(c->statement_time.seconds * 1000 + c->statement_time.nanos / 1000000);
  return STATUS_OK;
}

const Function function_timestamp = {
    .name = "timestamp",
    .signature = "timestamp() :: INTEGER",
    .help = "Milliseconds from 1970-01-01T00:00Z to the beginning of the statement.",
    .example = "timestamp() > 0",
    .value = "true",
    .category = "temporal",
    .origin = "openCypher",
    .result = TYPE_INT,
    .flags = FUNCTION_STATEMENT,
    .scalar = run_timestamp,
};
