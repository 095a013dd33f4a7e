/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The operators + - * / % ^ and the unary minus. Null on either side gives null; integers never wrap. What + means
 * depends on the operands, tried in this order: lists, then strings, then temporal values, then numbers. */
#include "value.h"

#include <inttypes.h>
#include <math.h>

static const char *const symbols[] = {
    [ARITH_ADD] = "+", [ARITH_SUB] = "-", [ARITH_MUL] = "*", [ARITH_DIV] = "/", [ARITH_MOD] = "%", [ARITH_POW] = "^"};

static Status wrong_types(ArithOp op, Value a, Value b, Error *err)
{
  const char *advice = "";
  if (op == ARITH_SUB && value_is_temporal(a) && value_is_temporal(b))
    advice = "; duration.between(a, b) gives the time between two of them";
  return error_set(err, ERROR_TYPE, "InvalidArgumentType", "%s %s %s is not defined%s", value_type_name(a.type),
                   symbols[op], value_type_name(b.type), advice);
}

/* ---- numbers */

static Status integer_overflow(ArithOp op, int64_t a, int64_t b, Error *err)
{
  return error_set(err, ERROR_ARITHMETIC, "IntegerOverflow",
                   "%" PRId64 " %s %" PRId64 " does not fit into a 64-bit integer", a, symbols[op], b);
}

static Status divide_by_zero(ArithOp op, int64_t a, Error *err)
{
  return error_set(err, ERROR_ARITHMETIC, "DivisionByZero", "%" PRId64 " %s 0 is a division by zero", a, symbols[op]);
}

static Status integer_arith(ArithOp op, int64_t a, int64_t b, Value *out, Error *err)
{
  int64_t result = 0;
  bool overflow = false;
  switch (op) {
  case ARITH_ADD: overflow = __builtin_add_overflow(a, b, &result); break;
  case ARITH_SUB: overflow = __builtin_sub_overflow(a, b, &result); break;
  case ARITH_MUL: overflow = __builtin_mul_overflow(a, b, &result); break;
  case ARITH_DIV:
    if (b == 0) return divide_by_zero(op, a, err);
    overflow = a == INT64_MIN && b == -1;
    if (!overflow) result = a / b;
    break;
  case ARITH_MOD:
    if (b == 0) return divide_by_zero(op, a, err);
    result = b == -1 ? 0 : a % b; /* INT64_MIN % -1 traps */
    break;
  case ARITH_POW: *out = value_float(pow((double)a, (double)b)); return STATUS_OK;
  }
  if (UNLIKELY(overflow)) return integer_overflow(op, a, b, err);
  *out = value_int(result);
  return STATUS_OK;
}

static double float_arith(ArithOp op, double a, double b)
{
  switch (op) {
  case ARITH_ADD: return a + b;
  case ARITH_SUB: return a - b;
  case ARITH_MUL: return a * b;
  case ARITH_DIV: return a / b;
  case ARITH_MOD: return fmod(a, b);
  case ARITH_POW: return pow(a, b);
  }
  return NAN;
}

/* ---- lists and strings */

/* A single item where the value is no list. */
static uint32_t item_count(Value v)
{
  return v.type == VALUE_LIST ? v.aux : 1;
}

static void copy_items(Value *to, const Value *v)
{
  const Value *items = v->type == VALUE_LIST ? v->items : v;
  uint32_t n = item_count(*v);
  if (n) memcpy(to, items, n * sizeof *to);
}

static Status concatenate_lists(Arena *arena, Value a, Value b, Value *out, Error *err)
{
  uint32_t a_count = item_count(a), n;
  if (__builtin_add_overflow(a_count, item_count(b), &n))
    return error_set(err, ERROR_MEMORY, NULL, "a list of over 4 billion items");
  Value *items = arena_alloc(arena, n * sizeof *items);
  if (!items) return arena_check(arena, err);
  copy_items(items, &a);
  copy_items(items + a_count, &b);
  *out = value_list(items, n);
  return STATUS_OK;
}

/* Strings take numbers, booleans, temporal values and durations to their side, in their plain text form. */
static bool has_plain_text(Value v)
{
  return v.type == VALUE_STRING || v.type == VALUE_BOOL || v.type == VALUE_DURATION || v.type == VALUE_EDTF ||
         value_is_number(v) || value_is_temporal(v);
}

/* Text of the value: its own, or written into the buffer, or into the builder for what may be longer. */
static Text plain_text(Value v, char buffer[VALUE_NUMBER_BYTES], Str *builder)
{
  switch (v.type) {
  case VALUE_STRING: return value_text(v);
  case VALUE_INT: return (Text){buffer, value_format_int(v.integer, buffer)};
  case VALUE_FLOAT: return (Text){buffer, value_format_float(v.number, buffer)};
  default: value_show(builder, v, NULL); return str_text(builder);
  }
}

static Status concatenate_strings(Arena *arena, Value a, Value b, Value *out, Error *err)
{
  Status status = STATUS_OK;
  char a_buffer[VALUE_NUMBER_BYTES], b_buffer[VALUE_NUMBER_BYTES];
  Str builder; /* one of the two is a string and needs none */
  str_init(&builder);
  Text x = plain_text(a, a_buffer, &builder), y = plain_text(b, b_buffer, &builder);
  TRY_OUT(str_check(&builder, err));
  if (x.len + y.len > UINT32_MAX) TRY_OUT(error_set(err, ERROR_MEMORY, NULL, "a string of over 4 GiB"));
  char *text = arena_alloc(arena, x.len + y.len);
  if (!text) TRY_OUT(arena_check(arena, err));
  if (x.len) memcpy(text, x.data, x.len);
  if (y.len) memcpy(text + x.len, y.data, y.len);
  *out = value_string((Text){text, x.len + y.len});
out:
  str_free(&builder);
  return status;
}

/* ---- temporal values and durations */

static Status shift(Arena *arena, ArithOp op, Value point, Duration by, Value *out, Error *err)
{
  Temporal result;
  TRY(op == ARITH_ADD ? temporal_add(value_temporal(point), by, &result, err)
                      : temporal_subtract(value_temporal(point), by, &result, err));
  *out = value_of_temporal(arena, result);
  return STATUS_OK;
}

static Status duration_arith(Arena *arena, ArithOp op, Value a, Value b, Value *out, Error *err)
{
  bool a_duration = a.type == VALUE_DURATION, b_duration = b.type == VALUE_DURATION;
  Duration result;
  if (a_duration && b_duration && op == ARITH_ADD)
    TRY(duration_add(*a.duration, *b.duration, &result, err));
  else if (a_duration && b_duration && op == ARITH_SUB)
    TRY(duration_subtract(*a.duration, *b.duration, &result, err));
  else if (a_duration && value_is_number(b) && op == ARITH_MUL)
    TRY(duration_multiply(*a.duration, value_number(b), &result, err));
  else if (value_is_number(a) && b_duration && op == ARITH_MUL)
    TRY(duration_multiply(*b.duration, value_number(a), &result, err));
  else if (a_duration && value_is_number(b) && op == ARITH_DIV)
    TRY(duration_divide(*a.duration, value_number(b), &result, err));
  else if (value_is_temporal(a) && b_duration && (op == ARITH_ADD || op == ARITH_SUB))
    return shift(arena, op, a, *b.duration, out, err);
  else if (a_duration && value_is_temporal(b) && op == ARITH_ADD)
    return shift(arena, op, b, *a.duration, out, err);
  else
    return wrong_types(op, a, b, err);
  *out = value_duration(arena, result);
  return STATUS_OK;
}

Status value_arith(Arena *arena, ArithOp op, Value a, Value b, Value *out, Error *err)
{
  if (LIKELY(a.type == VALUE_INT && b.type == VALUE_INT)) return integer_arith(op, a.integer, b.integer, out, err);
  if (value_is_number(a) && value_is_number(b)) {
    *out = value_float(float_arith(op, value_number(a), value_number(b)));
    return STATUS_OK;
  }
  if (value_is_null(a) || value_is_null(b)) {
    *out = VALUE_NULL_VALUE;
    return STATUS_OK;
  }
  if (op == ARITH_ADD) {
    if (a.type == VALUE_LIST || b.type == VALUE_LIST) return concatenate_lists(arena, a, b, out, err);
    bool strings = a.type == VALUE_STRING || b.type == VALUE_STRING;
    if (strings && has_plain_text(a) && has_plain_text(b)) return concatenate_strings(arena, a, b, out, err);
  }
  return duration_arith(arena, op, a, b, out, err);
}

Status value_negate(Arena *arena, Value v, Value *out, Error *err)
{
  switch (v.type) {
  case VALUE_NULL: *out = v; return STATUS_OK;
  case VALUE_FLOAT: *out = value_float(-v.number); return STATUS_OK;
  case VALUE_INT:
    if (v.integer == INT64_MIN)
      return error_set(err, ERROR_ARITHMETIC, "IntegerOverflow", "-(%" PRId64 ") does not fit into a 64-bit integer",
                       v.integer);
    *out = value_int(-v.integer);
    return STATUS_OK;
  case VALUE_DURATION: {
    Duration result;
    TRY(duration_negate(*v.duration, &result, err));
    *out = value_duration(arena, result);
    return STATUS_OK;
  }
  default:
    return error_set(err, ERROR_TYPE, "InvalidArgumentType", "the sign - needs a number or a duration, not %s",
                     value_type_name(v.type));
  }
}
