/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversions between types. A text that cannot be read is null, a type that cannot be converted is an error; for the
 * OrNull forms and those over lists it is null as well. */
#include "func_internal.h"

#include <strings.h>

/* false where the type cannot be converted. */
typedef bool (*Convert)(FunctionContext *c, Value v, Value *out);

static bool to_integer(FunctionContext *c UNUSED, Value v, Value *out)
{
  int64_t i;
  *out = VALUE_NULL_VALUE;
  switch (v.type) {
  case VALUE_NULL: return true;
  case VALUE_INT: *out = v; return true;
  case VALUE_BOOL: *out = value_int(v.boolean); return true;
  case VALUE_FLOAT:
    if (v.number >= -9223372036854775808.0 && v.number < 9223372036854775808.0) *out = value_int((int64_t)v.number);
    return true;
  case VALUE_STRING:
    if (value_parse_int(value_text(v), &i)) *out = value_int(i);
    return true;
  default: return false;
  }
}

static bool to_float(FunctionContext *c UNUSED, Value v, Value *out)
{
  double f;
  *out = VALUE_NULL_VALUE;
  switch (v.type) {
  case VALUE_NULL: return true;
  case VALUE_INT:
  case VALUE_FLOAT: *out = value_float(value_number(v)); return true;
  case VALUE_STRING:
    if (value_parse_float(value_text(v), &f)) *out = value_float(f);
    return true;
  default: return false;
  }
}

static bool is_word(Text text, const char *word)
{
  return text.len == strlen(word) && strncasecmp(text.data, word, text.len) == 0;
}

static Text without_blanks(Text text)
{
  while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) text = (Text){text.data + 1, text.len - 1};
  while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\t')) text.len--;
  return text;
}

static bool to_boolean(FunctionContext *c UNUSED, Value v, Value *out)
{
  *out = VALUE_NULL_VALUE;
  switch (v.type) {
  case VALUE_NULL: return true;
  case VALUE_BOOL: *out = v; return true;
  case VALUE_INT: *out = value_bool(v.integer != 0); return true;
  case VALUE_STRING: {
    Text text = without_blanks(value_text(v));
    if (is_word(text, "true")) *out = value_bool(true);
    if (is_word(text, "false")) *out = value_bool(false);
    return true;
  }
  default: return false;
  }
}

/* Numbers and booleans are short enough for a buffer; the rest goes through a builder. A builder without memory marks
 * the arena, which the caller checks. */
static bool to_string(FunctionContext *c, Value v, Value *out)
{
  char text[VALUE_NUMBER_BYTES];
  *out = VALUE_NULL_VALUE;
  switch (v.type) {
  case VALUE_NULL: return true;
  case VALUE_STRING: *out = v; return true;
  case VALUE_BOOL: *out = value_static(v.boolean ? "true" : "false"); return true;
  case VALUE_INT: *out = value_string_copy(c->arena, (Text){text, value_format_int(v.integer, text)}); return true;
  case VALUE_FLOAT: *out = value_string_copy(c->arena, (Text){text, value_format_float(v.number, text)}); return true;
  case VALUE_DATETIME:
  case VALUE_LOCALDATETIME:
  case VALUE_DATE:
  case VALUE_TIME:
  case VALUE_LOCALTIME:
  case VALUE_EDTF:
  case VALUE_DURATION: {
    Str s;
    str_init(&s);
    value_show(&s, v, c->graph);
    *out = value_string_copy(c->arena, str_text(&s));
    c->arena->bad = c->arena->bad || s.bad;
    str_free(&s);
    return true;
  }
  default: return false;
  }
}

static Status convert(FunctionContext *c, const Function *f, Convert to, Value v, Value *out)
{
  return to(c, v, out) ? arena_check(c->arena, c->err) : function_wrong_type(c, f, 0, v);
}

static Status convert_or_null(FunctionContext *c, Convert to, Value v, Value *out)
{
  if (!to(c, v, out)) *out = VALUE_NULL_VALUE;
  return arena_check(c->arena, c->err);
}

static Status convert_list(FunctionContext *c, const Function *f, Convert to, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, f, args, n));
  Value *items;
  TRY(function_items(c, args[0].aux, &items));
  for (uint32_t i = 0; i < args[0].aux; i++) TRY(convert_or_null(c, to, args[0].items[i], &items[i]));
  *out = value_list(items, args[0].aux);
  return STATUS_OK;
}

/* The three functions of one target type: to<Type>(), to<Type>OrNull() and to<Type>List(). */
#define CONVERSIONS(id, Name, TYPE, mask, parameter, about, call, gives, list_example, list_value)                     \
  static Status run_to_##id(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)                      \
  {                                                                                                                    \
    return convert(c, &function_to_##id, to_##id, args[0], out);                                                       \
  }                                                                                                                    \
  static Status run_to_##id##_or_null(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)            \
  {                                                                                                                    \
    return convert_or_null(c, to_##id, args[0], out);                                                                  \
  }                                                                                                                    \
  static Status run_to_##id##_list(FunctionContext *c, const Value *args, uint32_t n, Value *out)                      \
  {                                                                                                                    \
    return convert_list(c, &function_to_##id##_list, to_##id, args, n, out);                                           \
  }                                                                                                                    \
  const Function function_to_##id = {                                                                                  \
      .name = "to" Name,                                                                                               \
      .signature = "to" Name "(value :: " parameter ") :: " TYPE,                                                      \
      .help = about,                                                                                                   \
      .example = call,                                                                                                 \
      .value = gives,                                                                                                  \
      .category = "conversion",                                                                                        \
      .origin = "openCypher",                                                                                          \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_to_##id,                                                                                           \
  };                                                                                                                   \
  const Function function_to_##id##_or_null = {                                                                        \
      .name = "to" Name "OrNull",                                                                                      \
      .signature = "to" Name "OrNull(value :: ANY) :: " TYPE,                                                          \
      .help = "As to" Name "(); null for values that cannot be converted.",                                            \
      .example = "to" Name "OrNull([])",                                                                               \
      .value = "null",                                                                                                 \
      .category = "conversion",                                                                                        \
      .origin = "Cypher 5",                                                                                            \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .result = (mask) | TYPE_NULL,                                                                                    \
      .flags = ROW_NULL,                                                                                               \
      .scalar = run_to_##id##_or_null,                                                                                 \
  };                                                                                                                   \
  const Function function_to_##id##_list = {                                                                           \
      .name = "to" Name "List",                                                                                        \
      .signature = "to" Name "List(list :: LIST) :: LIST<" TYPE ">",                                                   \
      .help = "The items of a list, each converted as by to" Name "OrNull().",                                         \
      .example = list_example,                                                                                         \
      .value = list_value,                                                                                             \
      .category = "conversion",                                                                                        \
      .origin = "Cypher 5",                                                                                            \
      .min_args = 1,                                                                                                   \
      .max_args = 1,                                                                                                   \
      .arg_types = {TYPE_LIST},                                                                                        \
      .result = TYPE_LIST | TYPE_NULL,                                                                                 \
      .flags = ROW_TYPED,                                                                                              \
      .scalar = run_to_##id##_list,                                                                                    \
  };

CONVERSIONS(boolean, "Boolean", "BOOLEAN", TYPE_BOOL, "BOOLEAN | STRING | INTEGER",
            "Reads 'true' and 'false' in any case; of integers, 0 is false.", "toBoolean('TRUE')", "true",
            "toBooleanList(['true', 'no', 0])", "[true, null, false]")
CONVERSIONS(integer, "Integer", "INTEGER", TYPE_INT, "NUMBER | STRING | BOOLEAN",
            "The number without its fraction; null where it does not fit.", "toInteger('1939.9')", "1939",
            "toIntegerList(['1', 2.5, 'x'])", "[1, 2, null]")
CONVERSIONS(float, "Float", "FLOAT", TYPE_FLOAT, "NUMBER | STRING", "The number as a floating point number.",
            "toFloat('1e3')", "1000.0", "toFloatList(['0.5', 2, true])", "[0.5, 2.0, null]")
CONVERSIONS(string, "String", "STRING", TYPE_STRING, "STRING | NUMBER | BOOLEAN | temporal value",
            "The value as text; dates, times and durations in ISO 8601.",
            "toString(date({year: 1939, month: 8, day: 23}))", "'1939-08-23'", "toStringList([1, 2.0, true])",
            "['1', '2.0', 'true']")

/* ---- valueType */

/* In the order in which Cypher names the alternatives of a union. */
static const struct {
  ValueType type;
  const char *name;
} type_names[] = {
    {VALUE_BOOL, "BOOLEAN"},
    {VALUE_STRING, "STRING"},
    {VALUE_INT, "INTEGER"},
    {VALUE_FLOAT, "FLOAT"},
    {VALUE_DATE, "DATE"},
    {VALUE_LOCALTIME, "LOCAL TIME"},
    {VALUE_TIME, "ZONED TIME"},
    {VALUE_LOCALDATETIME, "LOCAL DATETIME"},
    {VALUE_DATETIME, "ZONED DATETIME"},
    {VALUE_DURATION, "DURATION"},
    {VALUE_EDTF, "EDTF"},
    {VALUE_NODE, "NODE"},
    {VALUE_REL, "RELATIONSHIP"},
    {VALUE_MAP, "MAP"},
    {VALUE_LIST, "LIST"},
    {VALUE_PATH, "PATH"},
};

static Status print_type(FunctionContext *c, Str *s, const Value *values, uint64_t n, uint32_t depth);

/* The lists among the values have one item type together: that of all their items. */
static Status print_item_type(FunctionContext *c, Str *s, const Value *values, uint64_t n, uint32_t depth)
{
  uint64_t count = 0, at = 0;
  for (uint64_t i = 0; i < n; i++)
    if (values[i].type == VALUE_LIST) count += values[i].aux;
  Value *items;
  TRY(function_items(c, count, &items));
  for (uint64_t i = 0; i < n; i++) {
    if (values[i].type != VALUE_LIST || values[i].aux == 0) continue;
    memcpy(items + at, values[i].items, values[i].aux * sizeof(Value));
    at += values[i].aux;
  }
  str_add(s, "<");
  if (count == 0)
    str_add(s, "NOTHING");
  else if (depth >= VALUE_MAX_DEPTH)
    str_add(s, "ANY");
  else
    TRY(print_type(c, s, items, count, depth + 1));
  str_add(s, ">");
  return STATUS_OK;
}

/* The narrowest type of all the values. */
static Status print_type(FunctionContext *c, Str *s, const Value *values, uint64_t n, uint32_t depth)
{
  uint32_t types = 0;
  for (uint64_t i = 0; i < n; i++) types |= 1u << values[i].type;
  const char *suffix = types & TYPE_NULL ? "" : " NOT NULL", *separator = "";
  if (types == TYPE_NULL) str_add(s, "NULL");
  for (size_t i = 0; i < ARRAY_LEN(type_names); i++) {
    if (!(types & 1u << type_names[i].type)) continue;
    str_addf(s, "%s%s", separator, type_names[i].name);
    if (type_names[i].type == VALUE_LIST) TRY(print_item_type(c, s, values, n, depth));
    str_add(s, suffix);
    separator = " | ";
  }
  return STATUS_OK;
}

Status function_type_names(FunctionContext *c, uint32_t types, Value *out)
{
  Str s;
  str_init(&s);
  for (size_t i = 0; i < ARRAY_LEN(type_names); i++)
    if (types & 1u << type_names[i].type) str_addf(&s, "%s%s", s.len ? " | " : "", type_names[i].name);
  return function_string(c, &s, out);
}

static Status run_value_type(FunctionContext *c, const Value *args, uint32_t n UNUSED, Value *out)
{
  Str s;
  str_init(&s);
  if (print_type(c, &s, args, 1, 0) == STATUS_OK) return function_string(c, &s, out);
  str_free(&s);
  return STATUS_FAIL;
}

const Function function_value_type = {
    .name = "valueType",
    .signature = "valueType(value :: ANY) :: STRING",
    .help = "The narrowest type of the value, as `IS ::` takes it.",
    .example = "valueType([1, 2])",
    .value = "'LIST<INTEGER NOT NULL> NOT NULL'",
    .category = "conversion",
    .origin = "Cypher 5",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_STRING,
    .scalar = run_value_type,
};
