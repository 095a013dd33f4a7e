/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that choose or test, and look at their arguments' nulls themselves. */
#include "func_internal.h"

/* The evaluator does not call this: it stops evaluating arguments at the first that is not null. */
static Status run_coalesce(FunctionContext *c UNUSED, const Value *args, uint32_t n, Value *out)
{
  uint32_t i = 0;
  while (i + 1 < n && args[i].type == VALUE_NULL) i++;
  *out = args[i];
  return STATUS_OK;
}

const Function function_coalesce = {
    .name = "coalesce",
    .signature = "coalesce(value :: ANY, ...) :: ANY",
    .help = "The first of the values that is not null.",
    .example = "coalesce(null, 'unknown')",
    .value = "'unknown'",
    .category = "predicate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = FUNCTION_VARIADIC,
    .result = TYPE_ANY,
    .scalar = run_coalesce,
};

static Status run_null_if(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  *out = value_equal(args[0], args[1]) == TRI_TRUE ? VALUE_NULL_VALUE : args[0];
  return STATUS_OK;
}

const Function function_null_if = {
    .name = "nullIf",
    .signature = "nullIf(value :: ANY, other :: ANY) :: ANY",
    .help = "The value, or null where it equals the other one.",
    .example = "nullIf('n/a', 'n/a')",
    .value = "null",
    .category = "predicate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = 2,
    .result = TYPE_ANY,
    .scalar = run_null_if,
};

/* ---- GQL: which elements of the graph are the same */

static Status compare_elements(FunctionContext *c, const Function *f, const Value *args, uint32_t n, bool same,
                               Value *out)
{
  for (uint32_t i = 0; i < n; i++)
    if (args[i].type != VALUE_NODE && args[i].type != VALUE_REL) return function_wrong_type(c, f, i, args[i]);
  *out = value_bool(true);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < i; k++)
      if ((args[i].type == args[k].type && args[i].id == args[k].id) != same) *out = value_bool(false);
  return STATUS_OK;
}

static Status run_same(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  return compare_elements(c, &function_same, args, n, true, out);
}

static Status run_all_different(FunctionContext *c, const Value *args, uint32_t n, Value *out)
{
  return compare_elements(c, &function_all_different, args, n, false, out);
}

const Function function_same = {
    .name = "same",
    .signature = "same(element :: NODE | RELATIONSHIP, ...) :: BOOLEAN",
    .help = "Whether all of the nodes or relationships are one and the same.",
    .example = "same(null, null)",
    .value = "null",
    .category = "predicate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = FUNCTION_VARIADIC,
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_same,
};

const Function function_all_different = {
    .name = "all_different",
    .signature = "all_different(element :: NODE | RELATIONSHIP, ...) :: BOOLEAN",
    .help = "Whether no two of the nodes or relationships are the same.",
    .example = "all_different(null, null)",
    .value = "null",
    .category = "predicate",
    .origin = "GQL",
    .min_args = 2,
    .max_args = FUNCTION_VARIADIC,
    .result = TYPE_BOOL | TYPE_NULL,
    .flags = ROW_NULL,
    .scalar = run_all_different,
};

/* A pattern arrives as whether it matches. */
static Status run_exists(FunctionContext *c UNUSED, const Value *args, uint32_t n UNUSED, Value *out)
{
  *out = args[0].type == VALUE_BOOL ? args[0] : value_bool(args[0].type != VALUE_NULL);
  return STATUS_OK;
}

const Function function_exists = {
    .name = "exists",
    .signature = "exists(pattern or property) :: BOOLEAN",
    .help =
        "Whether a pattern matches, or a property is there. EXISTS { } and IS NOT NULL say the same in newer Cypher.",
    .example = "exists({name: 'Riga'}.name)",
    .value = "true",
    .category = "predicate",
    .origin = "openCypher",
    .min_args = 1,
    .max_args = 1,
    .result = TYPE_BOOL,
    .scalar = run_exists,
};
