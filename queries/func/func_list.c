/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of lists, and those that lists share with strings and maps. Parts of a list borrow its items. */
#include "core/utf8.h"
#include "func_internal.h"

static Status run_size(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_size, args, n));
  *out = value_int(args[0].type == VALUE_STRING ? (int64_t)utf8_length(value_text(args[0])) : (int64_t)args[0].aux);
  return STATUS_OK;
}

const Function function_size = {
    .name = "size",
    .signature = "size(value :: LIST | STRING | MAP) :: INTEGER",
    .help = "How many items a list, characters a string or entries a map has.",
    .example = "size([1, 2, 3])",
    .value = "3",
    .category = "list",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST | TYPE_STRING | TYPE_MAP},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_size,
};
const Function function_cardinality = {
    .name = "cardinality",
    .signature = "cardinality(value :: LIST | STRING | MAP) :: INTEGER",
    .help = "How many items a list or entries a map has: GQL's name of size().",
    .example = "cardinality([1, 2, 3])",
    .value = "3",
    .category = "list",
    .origin = "GQL",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST | TYPE_STRING | TYPE_MAP},
    .result = TYPE_INT | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_size,
};

static Status run_is_empty(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_is_empty, args, n));
  *out = value_bool(args[0].aux == 0);
  return STATUS_OK;
}

const Function function_is_empty = {
    .name = "isEmpty",
    .signature = "isEmpty(value :: LIST | STRING | MAP) :: BOOLEAN",
    .help = "Whether a list, string or map has nothing in it.",
    .example = "isEmpty([])",
    .value = "true",
    .category = "predicate",
    .origin = "Cypher 5",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST | TYPE_STRING | TYPE_MAP},
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_is_empty,
};

static Status run_head(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_head, args, n));
  *out = args[0].aux > 0 ? args[0].items[0] : VALUE_NULL_VALUE;
  return STATUS_OK;
}

const Function function_head = {
    .name = "head",
    .signature = "head(list :: LIST) :: ANY",
    .help = "The first item of a list; null if it is empty.",
    .example = "head([1, 2, 3])",
    .value = "1",
    .category = "list",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST},
    .result = TYPE_ANY,
    .flags = ROW_TYPED,
    .scalar = run_head,
};

static Status run_last(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_last, args, n));
  *out = args[0].aux > 0 ? args[0].items[args[0].aux - 1] : VALUE_NULL_VALUE;
  return STATUS_OK;
}

const Function function_last = {
    .name = "last",
    .signature = "last(list :: LIST) :: ANY",
    .help = "The last item of a list; null if it is empty.",
    .example = "last([1, 2, 3])",
    .value = "3",
    .category = "list",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST},
    .result = TYPE_ANY,
    .flags = ROW_TYPED,
    .scalar = run_last,
};

static Status run_tail(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_tail, args, n));
  *out = args[0];
  if (args[0].aux == 0) return STATUS_OK;
  out->items = args[0].items + 1;
  out->aux--;
  return STATUS_OK;
}

const Function function_tail = {
    .name = "tail",
    .signature = "tail(list :: LIST) :: LIST",
    .help = "The list without its first item.",
    .example = "tail([1, 2, 3])",
    .value = "[2, 3]",
    .category = "list",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST},
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_tail,
};

static Status reverse_text(FunctionContext *c, Value v, Value *out)
{
  Text text = value_text(v);
  char *room;
  TRY(function_text(c, text.len, &room));
  for (size_t at = 0, end = text.len; at < text.len;) {
    size_t start = at;
    utf8_next(text, &at);
    end -= at - start;
    memcpy(room + end, text.data + start, at - start);
  }
  *out = value_string((Text){room, text.len});
  return STATUS_OK;
}

static Status run_reverse(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  TRY(function_check(c, &function_reverse, args, n));
  if (args[0].type == VALUE_STRING) return reverse_text(c, args[0], out);
  Value *items;
  TRY(function_items(c, args[0].aux, &items));
  for (uint32_t i = 0; i < args[0].aux; i++) items[i] = args[0].items[args[0].aux - 1 - i];
  *out = value_list(items, args[0].aux);
  return STATUS_OK;
}

const Function function_reverse = {
    .name = "reverse",
    .signature = "reverse(value :: LIST | STRING) :: LIST | STRING",
    .help = "The items of a list, or the characters of a string, from last to first.",
    .example = "reverse('raksO')",
    .value = "'Oskar'",
    .category = "list",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .arg_types = {TYPE_LIST | TYPE_STRING},
    .result = TYPE_LIST | TYPE_STRING | TYPE_NULL,
    .flags = ROW_TYPED,
    .scalar = run_reverse,
};

/* openCypher wants ArgumentErrors here where other functions give TypeErrors. */
static Status run_range(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  for (uint32_t i = 0; i < n; i++)
    if (args[i].type != VALUE_INT)
      return function_bad_value(c, &function_range, "InvalidArgumentType",
                                "argument %u must be an integer, not of type %s", i + 1,
                                value_type_name((ValueType)args[i].type));
  int64_t start = args[0].integer, end = args[1].integer, step = n == 3 ? args[2].integer : 1;
  if (step == 0) return function_bad_value(c, &function_range, "NumberOutOfRange", "the step cannot be 0");
  uint64_t count = 0;
  if (step > 0 ? start <= end : start >= end) {
    uint64_t distance = step > 0 ? (uint64_t)end - (uint64_t)start : (uint64_t)start - (uint64_t)end;
    uint64_t stride = step > 0 ? (uint64_t)step : -(uint64_t)step;
    count = distance / stride;
    if (count < UINT64_MAX) count++;
  }
  Value *items;
  TRY(function_items(c, count, &items));
  for (uint64_t i = 0; i < count; i++) items[i] = value_int((int64_t)((uint64_t)start + i * (uint64_t)step));
  *out = value_list(items, (uint32_t)count);
  return STATUS_OK;
}

const Function function_range = {
    .name = "range",
    .signature = "range(start :: INTEGER, end :: INTEGER [, step :: INTEGER]) :: LIST<INTEGER>",
    .help = "The integers from start to end, both included, in steps of 1 or as given.",
    .example = "range(0, 10, 5)",
    .value = "[0, 5, 10]",
    .category = "list",
    .origin = "openCypher",
    .min_args = 2,
    .max_args = 3,
    .result = TYPE_LIST | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_range,
};
